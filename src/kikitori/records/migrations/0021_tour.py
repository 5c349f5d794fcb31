from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever works here already knows the desk: the tour waits in their menu. Whoever is new is shown it."""

    dependencies = [
        ("records", "0020_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="colours",
            field=models.CharField(blank=True, default="", max_length=5),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="staff",
            name="tour",
            field=models.CharField(default="set_aside", max_length=10),
        ),
        migrations.AddField(
            model_name="staff",
            name="tour_stop",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="staff",
            name="tour",
            field=models.CharField(default="shown", max_length=10),
        ),
    ]
