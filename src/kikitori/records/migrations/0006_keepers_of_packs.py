"""Indexes for the settings: who keeps a version of a rule pack, what was counted by it, and the newest changes.

Asked on each page of a pack and before a version is taken back; without them every complaint and clock is read.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_escalation"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(fields=["rule"], name="clock_rule_pattern", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False,
                fields=["rule_packs"],
                name="complaint_rule_packs",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="settingchange",
            index=models.Index(fields=["-at", "-id"], name="setting_change_newest"),
        ),
    ]
