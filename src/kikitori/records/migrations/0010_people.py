"""People: groups of cards, memberships, customer types with their evidence, and the record of what was changed.

What a card said of a body and of a customer type becomes a membership and a type, which is looked at within ninety days.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_writing"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=20)),
                ("evidence", models.TextField(blank=True)),
                (
                    "complaints",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("number_key", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PersonChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PersonPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("judgement", models.CharField(max_length=10)),
                ("was_apart", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("text_ja", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("tone_ja", models.CharField(blank=True, max_length=200)),
                ("tone_en", models.CharField(blank=True, max_length=200)),
                ("queue_hint", models.CharField(default="usual", max_length=12)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="contact_wish",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="person",
            name="do_not_contact",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="honorific",
            field=models.CharField(default="usual", max_length=10),
        ),
        migrations.AddField(
            model_name="person",
            name="kana_key",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="person",
            name="name_order",
            field=models.CharField(default="unknown", max_length=12),
        ),
        migrations.AddField(
            model_name="person",
            name="same_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cards",
                to="records.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("same_as_id", "id"), name="person_group"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("kana_key", ""), _negated=True), fields=["kana_key"], name="person_kana"
            ),
        ),
        migrations.AddField(
            model_name="giventype",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="giventype",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="types",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="personchange",
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
            model_name="personchange",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="personpair",
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
            model_name="personpair",
            name="one",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairs",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="personpair",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pairs_with", to="records.person"
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="giventype",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["type", "person"],
                include=("review_on",),
                name="given_type_of_people",
            ),
        ),
        migrations.AddIndex(
            model_name="giventype",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["review_on", "id"],
                name="given_type_to_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="giventype",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person", "type"),
                name="given_type_once",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["person", "id"], name="membership_of_person"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("number_key", ""), _negated=True),
                fields=["number_key"],
                name="membership_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", True),
                    models.Q(("organisation", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="membership_in_another",
            ),
        ),
        migrations.AddIndex(
            model_name="personchange",
            index=models.Index(fields=["person", "-at", "-id"], name="person_change_newest"),
        ),
        migrations.AddConstraint(
            model_name="personpair",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="person_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="personpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="person_pair_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(fields=("type", "version"), name="protocol_version_once"),
        ),
        migrations.RunSQL(
            # How a reading sounds, as foundation.language.names folded it on the day of this migration.
            """
            update records_person set kana_key = left(regexp_replace(regexp_replace(
              translate(name_kana, 'ヂヅヴヲヰヱァィゥェォャュョヮーッ・=゠ 　', 'ジズブオイエアイウエオヤユヨワ'),
              '([オコソトノホモヨロゴゾドボポ])[ウオ]', '\\1', 'g'),
              '([ウクスツヌフムユルグズブプ])ウ', '\\1', 'g'), 300)
            where name_kana ~ '^[ァ-ヺー・=゠\\s]+$';
            insert into records_membership (person_id, organisation_id, role, number, number_key)
            select id, body_id, '', '', '' from records_person where body_id is not null;
            insert into records_giventype (person_id, type, evidence, complaints, given_at, review_on)
            select id, customer_type, '', '{}', created_at, current_date + 90
            from records_person where customer_type <> 'unknown';
            set constraints all immediate;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name="person",
            name="body",
        ),
        migrations.RemoveField(
            model_name="person",
            name="customer_type",
        ),
    ]
