"""Registers the watchtower as a Django app: derived tables, in migrations apart from the archive's."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """App `insight`: tables that can be made again from records."""

    name = "kikitori.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
