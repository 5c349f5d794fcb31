"""Addresses of one complaint, below /desk/complaints/<reference>/ in the namespace `desk`.

The addresses of the steps come from the table in steps/table.py.
"""

from __future__ import annotations

from django.urls import path

from kikitori.interfaces.desk.automation.log_pages import complaint_automation
from kikitori.interfaces.desk.case_pdf.pages import case_file
from kikitori.interfaces.desk.complaint import page
from kikitori.interfaces.desk.complaint.agreement_pages import agreement, agreement_pdf
from kikitori.interfaces.desk.complaint.attaching import attach, attached
from kikitori.interfaces.desk.complaint.choosing import templates
from kikitori.interfaces.desk.complaint.drafting import draft
from kikitori.interfaces.desk.complaint.evidence_pages import evidence_check
from kikitori.interfaces.desk.complaint.follow import following
from kikitori.interfaces.desk.complaint.handing import hand_over_read
from kikitori.interfaces.desk.complaint.referral_sheet import referral_sheet
from kikitori.interfaces.desk.complaint.report_page import report_on_paper
from kikitori.interfaces.desk.complaint.slip import reissue
from kikitori.interfaces.desk.complaint.stepping import view_of
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.interfaces.desk.ledger.alike_page import complaint_alike
from kikitori.interfaces.desk.macros.use import use_page

urlpatterns = [
    path("", page.complaint, name="complaint"),
    path("as-seen/", page.as_seen, name="complaint_as_seen"),
    path("report/", report_on_paper, name="complaint_report"),
    path("waiting/", page.waiting, name="complaint_waiting"),
    path("here/", page.here, name="complaint_here"),
    path("follow/", following, name="complaint_follow"),
    path("draft/<slug:form>/", draft, name="complaint_draft"),
    path("attach/<slug:form>/", attach, name="complaint_attach"),
    path("files/<row:enclosed>/", attached, name="complaint_file"),
    path("templates/", templates, name="complaint_templates"),
    path("case-file/", case_file, name="case_file"),
    path("agreement/<row:number>/", agreement, name="agreement"),
    path("agreement/<row:number>/pdf/", agreement_pdf, name="agreement_pdf"),
    path("automation/", complaint_automation, name="complaint_automation"),
    path("evidence/check/", evidence_check, name="complaint_evidence"),
    path("alike/", complaint_alike, name="complaint_alike"),
    path("slip/", reissue, name="complaint_slip"),
    path("hand-overs/<row:number>/", hand_over_read, name="hand_over"),
    path("referrals/<row:number>/sheet/", referral_sheet, name="referral_sheet"),
    path("macros/<row:macro>/", use_page, name="use_macro"),
    *(path(f"{word}/", view_of(form), name=f"step_{word}") for word, form in STEPS.items()),
]
