"""A bar beats every role: whoever is barred from a complaint finds nothing of it either."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module(".0002_finding", __package__).FUNCTION
SEEN = "seen constant text := $$ ($6 or c.confidentiality <> 'restricted' or c.assignee_id = $7)"
BARRED = SEEN + "\n    and ($7 is null or not c.barred @> array[$7])"


def replaced(text: str) -> str:
    """The same function, with its rule of sight as it is now or as it was."""
    return text.replace("create function", "create or replace function", 1)


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0002_finding"),
        ("records", "0027_taking_part"),
    ]

    operations = [
        migrations.RunSQL(replaced(BEFORE.replace(SEEN, BARRED, 1)), replaced(BEFORE)),
    ]
