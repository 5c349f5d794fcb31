"""Registers the shared look with Django so that its templates, tags, stylesheet and catalogues are found."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """App `look`: templates under `look/`, static files under `look/`."""

    name = "kikitori.interfaces.look"
    label = "look"
    verbose_name = "Kikitori look"
