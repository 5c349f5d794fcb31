"""Addresses of macros in the settings, below /desk/macros/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.macros.list_page import macros_page
from kikitori.interfaces.desk.macros.pages import macro_new_page, macro_page

urlpatterns: list[URLPattern] = [
    path("", macros_page, name="macros"),
    path("new/", macro_new_page, name="macro_new"),
    path("<row:macro>/", macro_page, name="macro"),
]
