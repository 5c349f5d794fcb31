"""Addresses of incidents of leaked data, below /desk/breaches/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.breaches.notice_pages import breach_affected, breach_notice, breach_send
from kikitori.interfaces.desk.breaches.pages import (
    breach,
    breach_complaint,
    breach_edit,
    breach_new,
    breaches,
)
from kikitori.interfaces.desk.breaches.report_pages import breach_report, breach_report_paper

urlpatterns: list[URLPattern] = [
    path("", breaches, name="breaches"),
    path("new/", breach_new, name="breach_new"),
    path("<row:breach>/", breach, name="breach"),
    path("<row:breach>/edit/", breach_edit, name="breach_edit"),
    path("<row:breach>/complaints/", breach_complaint, name="breach_complaint"),
    path("<row:breach>/affected/", breach_affected, name="breach_affected"),
    path("<row:breach>/notice/", breach_notice, name="breach_notice"),
    path("<row:breach>/notice/send/", breach_send, name="breach_send"),
    path("<row:breach>/reports/<slug:report>/", breach_report, name="breach_report"),
    path("<row:breach>/reports/<slug:report>/paper/", breach_report_paper, name="breach_report_paper"),
]
