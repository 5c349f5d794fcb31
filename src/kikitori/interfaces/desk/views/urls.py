"""Addresses of views, below /desk/views/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.views.edit_pages import (
    view_change,
    view_draft,
    view_new,
    view_pin,
    view_remove,
)
from kikitori.interfaces.desk.views.list_page import shared_views_page, views_page
from kikitori.interfaces.desk.views.strip import strip_page
from kikitori.interfaces.desk.views.view_page import view_page

urlpatterns: list[URLPattern] = [
    path("", views_page, name="views"),
    path("shared/", shared_views_page, name="shared_views"),
    path("new/", view_new, name="view_new"),
    path("draft/", view_draft, name="view_draft"),
    path("strip/", strip_page, name="strip"),
    path("<row:number>/", view_page, name="view"),
    path("<row:number>/change/", view_change, name="view_change"),
    path("<row:number>/remove/", view_remove, name="view_remove"),
    path("<row:number>/pin/", view_pin, name="view_pin"),
]
