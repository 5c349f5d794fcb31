"""The Django app of the composition root: error pages, grants after every migration."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from kikitori.config.grants import after_migrate


class ConfigConfig(AppConfig):
    """Registers kikitori.config under the label `config`."""

    name = "kikitori.config"
    label = "config"

    def ready(self) -> None:
        """Give the run-time roles their rights whenever migrations have run."""
        post_migrate.connect(after_migrate)
