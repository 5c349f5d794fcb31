"""What can still be owed after the end, in one index: by hand, and to ask once more whether it holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index of promises made by hand, widened."""

    dependencies = [("records", "0041_investigation")]

    operations = [
        migrations.RemoveIndex(model_name="promise", name="promise_by_hand"),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(
                    ("kept_at__isnull", True),
                    ("kind__in", ["appointment", "call_back", "follow_up", "other", "petition"]),
                    ("lapsed", False),
                    ("replaced_by__isnull", True),
                    ("state__in", ["missed", "open"]),
                ),
                fields=["due_at", "id"],
                include=("complaint",),
                name="promise_outliving",
            ),
        ),
    ]
