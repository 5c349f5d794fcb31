"""Addresses of automations, below /desk/automation/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.automation.edit_pages import automation_draft, automation_new, automation_page
from kikitori.interfaces.desk.automation.list_page import (
    automation_move,
    automation_switch,
    automations_page,
)
from kikitori.interfaces.desk.automation.log_pages import automation_log
from kikitori.interfaces.desk.automation.trial_page import automation_trial

urlpatterns: list[URLPattern] = [
    path("", automations_page, name="automations"),
    path("new/", automation_new, name="automation_new"),
    path("draft/", automation_draft, name="automation_draft"),
    path("<row:automation>/", automation_page, name="automation"),
    path("<row:automation>/move/", automation_move, name="automation_move"),
    path("<row:automation>/switch/", automation_switch, name="automation_switch"),
    path("<row:automation>/trial/", automation_trial, name="automation_trial"),
    path("<row:automation>/log/", automation_log, name="automation_log"),
]
