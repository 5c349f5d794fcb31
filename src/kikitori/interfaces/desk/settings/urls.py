"""Addresses of the settings, below those of the desk."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.settings.calendar_pages import calendar_page, team_calendar_page
from kikitori.interfaces.desk.settings.changes_page import changes_page
from kikitori.interfaces.desk.settings.closure_pages import closures_page
from kikitori.interfaces.desk.settings.home import settings_home
from kikitori.interfaces.desk.settings.protocol_pages import protocol_page, protocols_page
from kikitori.interfaces.desk.settings.recount_page import recount_page
from kikitori.interfaces.desk.settings.rule_edit import pack_edit_page, pack_new_page
from kikitori.interfaces.desk.settings.rule_list import rules_page
from kikitori.interfaces.desk.settings.rule_pack import pack_page

urlpatterns: list[URLPattern] = [
    path("settings/", settings_home, name="settings"),
    path("settings/changes/", changes_page, name="changes"),
    path("calendar/", calendar_page, name="calendar"),
    path("calendar/closures/", closures_page, name="closures"),
    path("calendar/recount/", recount_page, name="recount"),
    path("calendar/teams/<row:team>/", team_calendar_page, name="calendar_team"),
    path("protocols/", protocols_page, name="protocols"),
    path("protocols/<slug:kind>/", protocol_page, name="protocol"),
    path("rules/", rules_page, name="rules"),
    path("rules/new/", pack_new_page, name="rule_pack_new"),
    path("rules/<slug:pack>/", pack_page, name="rule_pack"),
    path("rules/<slug:pack>/edit/", pack_edit_page, name="rule_pack_edit"),
]
