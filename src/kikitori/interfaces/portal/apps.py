"""The Django app of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers kikitori.interfaces.portal under the label `portal`."""

    name = "kikitori.interfaces.portal"
    label = "portal"
