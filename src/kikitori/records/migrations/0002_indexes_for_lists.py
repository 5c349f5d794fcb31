"""Indexes for lists and counts, measured on 100,000 complaints (docs/performance.md).

Every page of the desk counts what is open, what is owed and which letters wait for a person. Each of these is a few
in a hundred of its table, so each has an index of these rows alone, with what the rule of sight asks for inside. Names
are found by any part of them: by their single signs. Indexes that only repeat the beginning of another are dropped:
every step writes into each index of its tables.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_first_tables"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="complaint",
            name="complaint_unassigned",
        ),
        migrations.AlterField(
            model_name="allegation",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="allegations",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="complaints",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="contactpoint",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contact_points",
                to="records.person",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="promises",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposals",
                to="records.complaint",
            ),
        ),
        migrations.AlterField(
            model_name="safetyanswer",
            name="complaint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="safety_answers",
                to="records.complaint",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "acknowledged",
                            "assessing",
                            "awaiting_complainant",
                            "awaiting_third_party",
                            "confirming",
                            "decided",
                            "external",
                            "investigating",
                            "proposal",
                            "received",
                            "remedying",
                            "reopened",
                            "review2",
                        ],
                    )
                ),
                fields=["queue", "-received_at", "-id"],
                include=("assignee", "confidentiality"),
                name="complaint_open",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "acknowledged",
                            "assessing",
                            "awaiting_complainant",
                            "awaiting_third_party",
                            "confirming",
                            "decided",
                            "external",
                            "investigating",
                            "proposal",
                            "received",
                            "remedying",
                            "reopened",
                            "review2",
                        ],
                    )
                ),
                fields=["assignee", "-received_at", "-id"],
                include=("confidentiality",),
                name="complaint_in_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ["merged", "redirected", "vaulted"])),
                fields=["state", "-received_at", "-id"],
                name="complaint_gone",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "to_print"])),
                fields=["state", "written_at", "id"],
                include=("complaint",),
                name="letter_for_people",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("name_key"),
                    models.Value(None),
                    function="string_to_array",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                models.Func(
                    models.F("name_kana"),
                    models.Value(None),
                    function="string_to_array",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                name="person_signs",
                fastupdate=False,
            ),
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(
                    ("kept_at__isnull", True),
                    ("replaced_by__isnull", True),
                    ("state__in", ["missed", "open"]),
                ),
                fields=["due_at", "id"],
                include=("complaint", "kind", "note"),
                name="promise_owed",
            ),
        ),
        # Open or missed, never kept, never replaced: these go together. Taken for independent, they are
        # believed to be ten times fewer than they are, and joins are planned for that.
        migrations.RunSQL(
            "create statistics promise_fate (mcv) on state, kept_at, replaced_by_id from records_promise",
            "drop statistics promise_fate",
        ),
    ]
