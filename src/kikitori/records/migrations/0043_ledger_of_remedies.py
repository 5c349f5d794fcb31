"""Lines of the ledger: who offered, a file as proof, why it was so much, and what was dropped and why."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: Who offered stands on the offer; who decided, in the entry that says what was granted. What is older stays open.
FILL = """
UPDATE records_remedy r SET written_by_id = p.offered_by_id FROM records_proposal p WHERE p.id = r.proposal_id;
UPDATE records_remedy r SET written_by_id = e.actor_staff_id
  FROM records_event e, jsonb_array_elements(e.data->'granted') one
 WHERE e.complaint_id = r.complaint_id AND e.data ? 'granted' AND (one->>'remedy')::bigint = r.id
   AND r.proposal_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def _staff() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    """Columns of the ledger, filled from what is known."""

    dependencies = [("records", "0042_promises_that_outlive")]

    operations = [
        migrations.AddField("remedy", "written_by", _staff()),
        migrations.AddField(
            "remedy",
            "proof_file",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.enclosure",
            ),
        ),
        migrations.AddField("remedy", "why_unlike", models.TextField(blank=True, default="")),
        migrations.AddField("remedy", "drop_reason", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField("remedy", "drop_words", models.TextField(blank=True, default="")),
        migrations.AddField("remedy", "dropped_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("remedy", "dropped_by", _staff()),
        migrations.AddField(
            "remedy",
            "replaced_by",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="records.remedy",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
