"""Addresses of the settings, below those of the desk."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.settings.authority_pages import authority_page
from kikitori.interfaces.desk.settings.body_pages import bodies_page, body_new_page, body_page
from kikitori.interfaces.desk.settings.branch_pages import (
    branch_new_page,
    branch_page,
    branches_page,
    poster_page,
)
from kikitori.interfaces.desk.settings.calendar_pages import calendar_page, team_calendar_page
from kikitori.interfaces.desk.settings.cause_pages import cause_new_page, cause_page, causes_page
from kikitori.interfaces.desk.settings.changes_page import changes_page
from kikitori.interfaces.desk.settings.closure_pages import closures_page
from kikitori.interfaces.desk.settings.embed_pages import embedding_page
from kikitori.interfaces.desk.settings.follow_up_pages import follow_up_page
from kikitori.interfaces.desk.settings.head_pages import head_new_page, head_page, heads_page
from kikitori.interfaces.desk.settings.home import settings_home
from kikitori.interfaces.desk.settings.improvement_pages import (
    improvement_new_page,
    improvement_page,
    improvements_page,
)
from kikitori.interfaces.desk.settings.leaflet_pages import body_leaflet, leaflet_file
from kikitori.interfaces.desk.settings.look_pages import look_page
from kikitori.interfaces.desk.settings.mailbox_pages import mailbox_new_page, mailbox_page, mailboxes_page
from kikitori.interfaces.desk.settings.officer_pages import officers_page
from kikitori.interfaces.desk.settings.protocol_pages import protocol_page, protocols_page
from kikitori.interfaces.desk.settings.question_pages import question_set_page, question_sets_page
from kikitori.interfaces.desk.settings.receiver_pages import receivers_page
from kikitori.interfaces.desk.settings.recount_page import recount_page
from kikitori.interfaces.desk.settings.rule_edit import pack_edit_page, pack_new_page
from kikitori.interfaces.desk.settings.rule_list import rules_page
from kikitori.interfaces.desk.settings.rule_pack import pack_page
from kikitori.interfaces.desk.settings.sentence_pages import decision_page, proposal_page
from kikitori.interfaces.desk.settings.signature_pages import house_signature_page, own_signature_page
from kikitori.interfaces.desk.settings.template_pages import template_new_page, template_page, templates_page
from kikitori.interfaces.desk.settings.usual_line_pages import (
    usual_line_new_page,
    usual_line_page,
    usual_lines_page,
)
from kikitori.interfaces.desk.settings.wording_pages import wording_entry_page, wording_new_page, wording_page

urlpatterns: list[URLPattern] = [
    path("settings/", settings_home, name="settings"),
    path("settings/changes/", changes_page, name="changes"),
    path("settings/look/", look_page, name="look"),
    path("settings/authority/", authority_page, name="authority"),
    path("settings/officers/", officers_page, name="officers"),
    path("settings/receivers/", receivers_page, name="receivers"),
    path("settings/branches/", branches_page, name="branches"),
    path("settings/branches/new/", branch_new_page, name="branch_new"),
    path("settings/branches/<row:branch>/", branch_page, name="branch"),
    path("settings/branches/<row:branch>/poster/", poster_page, name="poster"),
    path("settings/causes/", causes_page, name="causes"),
    path("settings/causes/new/", cause_new_page, name="cause_new"),
    path("settings/causes/<slug:cause>/", cause_page, name="cause"),
    path("settings/usual-lines/", usual_lines_page, name="usual_lines"),
    path("settings/usual-lines/new/", usual_line_new_page, name="usual_line_new"),
    path("settings/usual-lines/<slug:line>/", usual_line_page, name="usual_line"),
    path("settings/heads/", heads_page, name="heads"),
    path("settings/heads/new/", head_new_page, name="head_new"),
    path("settings/heads/<slug:head>/", head_page, name="head"),
    path("settings/bodies/", bodies_page, name="bodies"),
    path("settings/bodies/new/", body_new_page, name="body_new"),
    path("settings/bodies/<row:body>/", body_page, name="body"),
    path("settings/bodies/<row:body>/leaflet/", body_leaflet, name="body_leaflet"),
    path("settings/bodies/<row:body>/leaflet/file/", leaflet_file, name="leaflet_file"),
    path("settings/decision-letter/", decision_page, name="decision_sentences"),
    path("settings/proposal/", proposal_page, name="proposal_sentences"),
    path("settings/follow-up/", follow_up_page, name="follow_up"),
    path("settings/embedding/", embedding_page, name="embedding"),
    path("settings/improvements/", improvements_page, name="improvements"),
    path("settings/improvements/new/", improvement_new_page, name="improvement_new"),
    path("settings/improvements/<row:improvement>/", improvement_page, name="improvement"),
    path("settings/mailboxes/", mailboxes_page, name="mailboxes"),
    path("settings/mailboxes/new/", mailbox_new_page, name="mailbox_new"),
    path("settings/mailboxes/<row:mailbox>/", mailbox_page, name="mailbox"),
    path("templates/", templates_page, name="templates"),
    path("templates/new/", template_new_page, name="template_new"),
    path("templates/signature/", house_signature_page, name="house_signature"),
    path("templates/<row:template>/", template_page, name="template"),
    path("wording/", wording_page, name="wording"),
    path("wording/new/", wording_new_page, name="wording_new"),
    path("wording/<slug:entry>/", wording_entry_page, name="wording_entry"),
    path("signature/", own_signature_page, name="own_signature"),
    path("calendar/", calendar_page, name="calendar"),
    path("calendar/closures/", closures_page, name="closures"),
    path("calendar/recount/", recount_page, name="recount"),
    path("calendar/teams/<row:team>/", team_calendar_page, name="calendar_team"),
    path("protocols/", protocols_page, name="protocols"),
    path("protocols/<slug:kind>/", protocol_page, name="protocol"),
    path("questions/", question_sets_page, name="question_sets"),
    path("questions/<slug:questions>/", question_set_page, name="question_set"),
    path("rules/", rules_page, name="rules"),
    path("rules/new/", pack_new_page, name="rule_pack_new"),
    path("rules/<slug:pack>/", pack_page, name="rule_pack"),
    path("rules/<slug:pack>/edit/", pack_edit_page, name="rule_pack_edit"),
]
