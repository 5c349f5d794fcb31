"""How a complaint ended is asked for in the place of its state: the words of the two do not overlap but for 取下げ,
which is both."""

from importlib import import_module

from django.db import migrations

_BARS = import_module(".0003_bars", __package__)
BEFORE = _BARS.BEFORE.replace(_BARS.SEEN, _BARS.BARRED, 1)
STATES = "c.state = any($8))"
ENDINGS = "c.state = any($8) or c.ending = any($8))"


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0003_bars"),
        ("records", "0040_endings_and_second_contact"),
    ]

    operations = [
        migrations.RunSQL(
            _BARS.replaced(BEFORE.replace(STATES, ENDINGS, 1)),
            _BARS.replaced(BEFORE),
        ),
    ]
