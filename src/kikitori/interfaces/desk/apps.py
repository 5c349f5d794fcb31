"""The Django app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers kikitori.interfaces.desk under the label `desk`."""

    name = "kikitori.interfaces.desk"
    label = "desk"
