"""Addresses of letting people go, below /desk/leaving/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.leaving.list_page import leaving
from kikitori.interfaces.desk.leaving.pages import leaver

urlpatterns: list[URLPattern] = [
    path("", leaving, name="leaving"),
    path("<row:staff>/", leaver, name="leaver"),
]
