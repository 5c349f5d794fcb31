"""Links, mass complaints, and where a joined complaint goes on, which until now its timeline alone told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: What stands joined has one newest entry that says with which.
_GOES_ON = """
    update records_complaint set merged_into_id = joined.into
    from (
        select distinct on (complaint_id) complaint_id, (data ->> 'to')::bigint as into
        from records_event where kind = 'merged' order by complaint_id, id desc
    ) as joined
    where records_complaint.id = joined.complaint_id and records_complaint.state = 'merged'
      and exists (select 1 from records_complaint as other where other.id = joined.into);
    set constraints all immediate
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0013_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommonItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("edited", models.BooleanField(default=False)),
                ("left_out", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CommonReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("politeness", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField(default=1)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "common replies",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MassChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MassComplaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("story", models.TextField(blank=True)),
                ("theme", models.CharField(blank=True, max_length=200)),
                ("inquiry", models.TextField(blank=True)),
                ("found", models.TextField(blank=True)),
                ("tells_number", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MassMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="complaint",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined_here",
                to="records.complaint",
            ),
        ),
        migrations.AddField(
            model_name="commonitem",
            name="complaint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.complaint"
            ),
        ),
        migrations.AddField(
            model_name="commonreply",
            name="written_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="commonitem",
            name="reply",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="records.commonreply",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="one",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="records.complaint",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links_from", to="records.complaint"
            ),
        ),
        migrations.AddField(
            model_name="masschange",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="masscomplaint",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="masschange",
            name="mass",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="records.masscomplaint",
            ),
        ),
        migrations.AddField(
            model_name="commonreply",
            name="mass",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="records.masscomplaint",
            ),
        ),
        migrations.AddField(
            model_name="massmember",
            name="complaint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="belonging", to="records.complaint"
            ),
        ),
        migrations.AddField(
            model_name="massmember",
            name="mass",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="members",
                to="records.masscomplaint",
            ),
        ),
        migrations.AddConstraint(
            model_name="commonitem",
            constraint=models.UniqueConstraint(fields=("reply", "complaint"), name="common_item_once"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("one", "other", "kind"), name="link_once"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("one", models.F("other")), _negated=True),
                name="link_between_two_complaints",
            ),
        ),
        migrations.AddIndex(
            model_name="masscomplaint",
            index=models.Index(fields=["-begun_at", "-id"], name="mass_newest"),
        ),
        migrations.AddIndex(
            model_name="massmember",
            index=models.Index(
                fields=["mass", "complaint"],
                name="mass_children",
            ),
        ),
        migrations.AddConstraint(
            model_name="massmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)), fields=("complaint",), name="child_of_one"
            ),
        ),
        migrations.RunSQL(_GOES_ON, migrations.RunSQL.noop),
    ]
