"""Addresses of corrective actions, below /desk/actions/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.actions.answer_pages import unanswered_list, why_none
from kikitori.interfaces.desk.actions.list_page import actions
from kikitori.interfaces.desk.actions.one_page import action
from kikitori.interfaces.desk.actions.raise_page import action_new
from kikitori.interfaces.desk.actions.step_pages import action_step

urlpatterns: list[URLPattern] = [
    path("", actions, name="actions"),
    path("new/", action_new, name="action_new"),
    path("unanswered/", unanswered_list, name="actions_unanswered"),
    path("unanswered/<str:reference>/", why_none, name="action_why_none"),
    path("<str:action>/", action, name="action"),
    path("<str:action>/<slug:step>/", action_step, name="action_step"),
]
