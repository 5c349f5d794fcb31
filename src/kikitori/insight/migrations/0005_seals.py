"""What is sealed is found by nobody, whatever they may see: there is no document of it, and the rule says so too."""

from importlib import import_module

from django.db import migrations

_BARS = import_module(".0003_bars", __package__)
_ENDINGS = import_module(".0004_endings", __package__)
BEFORE = _ENDINGS.BEFORE.replace(_ENDINGS.STATES, _ENDINGS.ENDINGS, 1)
SEALED = "seen constant text := $$ c.confidentiality <> 'sealed' and"
AFTER = BEFORE.replace("seen constant text := $$", SEALED, 1)


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0004_endings"),
        ("records", "0047_seals"),
    ]

    operations = [
        migrations.RunSQL(_BARS.replaced(AFTER), _BARS.replaced(BEFORE)),
    ]
