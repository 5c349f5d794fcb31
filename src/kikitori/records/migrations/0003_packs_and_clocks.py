"""Calendars, rule packs and clocks as data: when each team works, packs written here, what each complaint keeps of them.

Complaints of before keep the first version of the standard of service; their clocks are told of from now on.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_indexes_for_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="RulePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["pack", "version"],
            },
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_running",
        ),
        migrations.AddField(
            model_name="clock",
            name="audience",
            field=models.CharField(default="complainant", max_length=16),
        ),
        migrations.AddField(
            model_name="clock",
            name="extended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="extended_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extends",
                to="records.clock",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="pauses",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="clock",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="told",
            field=models.CharField(default="running", max_length=12),
        ),
        migrations.AddField(
            model_name="clock",
            name="turns_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="closure",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="closures",
                to="records.team",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="rule_packs",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="organisation",
            name="closed_at_year_end",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="holiday_country",
            field=models.CharField(blank=True, default="JP", max_length=12),
        ),
        migrations.AddField(
            model_name="organisation",
            name="rule_packs",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="organisation",
            name="week",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="team",
            name="time_zone",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="team",
            name="week",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name="clock",
            name="kind",
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name="clock",
            name="rule",
            field=models.CharField(max_length=140),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(
                    ("cancelled_at__isnull", True), ("extended_at__isnull", True), ("met_at__isnull", True)
                ),
                fields=["due_at", "id"],
                name="clock_running",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("turns_at__isnull", False)),
                fields=["turns_at", "id"],
                name="clock_turning",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("turns_at__isnull", True),
                    models.Q(
                        ("cancelled_at__isnull", True),
                        ("extended_at__isnull", True),
                        ("met_at__isnull", True),
                        ("paused_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="clock_turns_only_while_it_runs",
            ),
        ),
        migrations.AddField(
            model_name="rulepack",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="rulepack",
            constraint=models.UniqueConstraint(fields=("pack", "version"), name="rule_pack_version_once"),
        ),
        migrations.RunSQL(
            sql=[
                """update records_complaint set rule_packs = '{"jp-default": 1}'""",
                """update records_clock set turns_at = coalesce(warn_from, due_soon_from, due_at + interval '1 second')
                   where met_at is null and cancelled_at is null""",
                # Until now the closures that had been entered stood in the place of this one.
                """update records_organisation
                   set closed_at_year_end = not exists (select from records_closure)""",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
