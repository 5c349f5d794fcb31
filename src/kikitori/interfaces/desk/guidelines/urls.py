"""Addresses of guidelines, below /desk/guidelines/."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.guidelines.deviations_page import deviations_page
from kikitori.interfaces.desk.guidelines.edit_pages import guideline_edit_page, guideline_new_page
from kikitori.interfaces.desk.guidelines.force_pages import guideline_end_page, guideline_force_page
from kikitori.interfaces.desk.guidelines.list_page import guidelines_page
from kikitori.interfaces.desk.guidelines.one_page import guideline_page, guideline_version_page
from kikitori.interfaces.desk.guidelines.reading_pages import guideline_read, guideline_readers_page

urlpatterns: list[URLPattern] = [
    path("", guidelines_page, name="guidelines"),
    path("new/", guideline_new_page, name="guideline_new"),
    path("readers/", guideline_readers_page, name="guideline_readers"),
    path("deviations/", deviations_page, name="guideline_deviations"),
    path("<row:guideline>/", guideline_page, name="guideline"),
    path("<row:guideline>/edit/", guideline_edit_page, name="guideline_edit"),
    path("<row:guideline>/force/", guideline_force_page, name="guideline_force"),
    path("<row:guideline>/end/", guideline_end_page, name="guideline_end"),
    path("<row:guideline>/<row:version>/", guideline_version_page, name="guideline_version"),
    path("<row:guideline>/<row:version>/read/", guideline_read, name="guideline_read"),
]
