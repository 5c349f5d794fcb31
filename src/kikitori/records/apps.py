"""Registers the archive as one Django app, so that a model may move between rooms without a migration."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """App `records`: all true tables of the house."""

    name = "kikitori.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
