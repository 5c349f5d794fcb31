from django.db import migrations, models


class Migration(migrations.Migration):
    """Where else to turn, in words that readers of やさしい日本語 understand."""

    dependencies = [
        ("records", "0024_lapsed_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="external_route_easy",
            field=models.TextField(blank=True, default=""),
        ),
    ]
