"""Promises that nobody waits for any more are marked, and so leave the index of what is owed.

A word that was broken stays missed for ever; before, each one of an ended complaint was passed over on every page of
the desk, the oldest first.
"""

from django.db import migrations, models

OWED = {
    "kept_at__isnull": True,
    "lapsed": False,
    "replaced_by__isnull": True,
    "state__in": ["missed", "open"],
}
STATISTICS = "create statistics promise_fate (mcv) on {} from records_promise"
COLUMNS = "state, kept_at, replaced_by_id"
LAPSED = """
update records_promise promise set lapsed = true from records_complaint complaint
where complaint.id = promise.complaint_id
  and complaint.state in ('closed_accepted', 'closed_exhausted', 'merged', 'redirected', 'vaulted', 'withdrawn')
  and promise.state in ('missed', 'open') and promise.kept_at is null and promise.replaced_by_id is null
  and promise.kind not in ('call_back', 'other')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0023_parcels"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="lapsed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(LAPSED, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name="promise",
            name="promise_owed",
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(**OWED),
                fields=["due_at", "id"],
                include=("complaint", "kind", "note"),
                name="promise_owed",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(**OWED),
                fields=["complaint", "due_at", "id"],
                include=("kind",),
                name="promise_owed_of",
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(kind__in=["call_back", "other", "petition"], **OWED),
                fields=["due_at", "id"],
                include=("complaint",),
                name="promise_by_hand",
            ),
        ),
        migrations.RunSQL(
            ["drop statistics promise_fate", STATISTICS.format(f"{COLUMNS}, lapsed")],
            ["drop statistics promise_fate", STATISTICS.format(COLUMNS)],
        ),
    ]
