"""What promises and clocks are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.report_forms import ReportKind, ReportState
from kikitori.records.deadlines.rule_parts import Audience
from kikitori.records.deadlines.rules import Certainty, PackRole, Trigger

#: By the codes of holiday_tables.COUNTRIES.
COUNTRY = {
    "JP": _("Japan"),
    "GB-ENG": _("England and Wales"),
    "GB-SCT": _("Scotland"),
    "GB-NIR": _("Northern Ireland"),
    "AU": _("Australia (national)"),
    "US": _("United States (federal)"),
    "EU": _("European Union (institutions)"),
}
#: Whose rules a pack holds; other codes are shown as they are.
JURISDICTION = {
    "JP": _("Japan"),
    "GB": _("United Kingdom"),
    "AU": _("Australia"),
    "US": _("United States"),
    "EU": _("European Union"),
}
PROMISE_KIND = {
    PromiseKind.ACKNOWLEDGEMENT: pgettext_lazy("promise", "Confirmation of receipt"),
    PromiseKind.PROGRESS: pgettext_lazy("promise", "News on how it stands"),
    PromiseKind.DECISION: pgettext_lazy("promise", "Decision"),
    PromiseKind.REMEDY: pgettext_lazy("promise", "Putting it right"),
    PromiseKind.REVIEW: pgettext_lazy("promise", "Naming who reviews it"),
    PromiseKind.FOLLOW_UP: pgettext_lazy("promise", "Asking whether it is solved"),
    PromiseKind.CALL_BACK: pgettext_lazy("promise", "Call back"),
    PromiseKind.PETITION: pgettext_lazy("promise", "Answer to what was asked for"),
    PromiseKind.APPOINTMENT: pgettext_lazy("promise", "Answer about the representative"),
    PromiseKind.REFERRAL: pgettext_lazy("promise", "What an expert or external body answers"),
    PromiseKind.INQUIRY: pgettext_lazy("promise", "Whether a report is looked into"),
    PromiseKind.OTHER: pgettext_lazy("promise", "In our own words"),
}
PROMISE_STATE = {
    PromiseState.OPEN: pgettext_lazy("promise", "Open"),
    PromiseState.KEPT: _("As promised"),
    PromiseState.MISSED: pgettext_lazy("promise", "Missed"),
    PromiseState.REPLACED: pgettext_lazy("promise", "Changed"),
    PromiseState.CANCELLED: _("No longer needed"),
}
CLOCK_STATE = {
    ClockState.RUNNING: _("Running"),
    ClockState.WARNED: _("Warned"),
    ClockState.DUE_SOON: _("Due soon"),
    ClockState.MET: _("Met"),
    ClockState.MET_LATE: _("Met late"),
    ClockState.BREACHED: _("Overdue"),
    ClockState.CANCELLED: pgettext_lazy("clock", "Stopped"),
    ClockState.EXTENDED: pgettext_lazy("clock", "Extended"),
}
PACK_ROLE = {
    PackRole.SERVICE: _("Our own standard"),
    PackRole.LAW: _("Law or outside rules"),
}
CERTAINTY = {
    Certainty.VERIFIED: _("Checked"),
    Certainty.FROM_MEMORY: _("From memory"),
    Certainty.UNVERIFIED: _("Not checked"),
    Certainty.PROPOSAL: _("Our own choice"),
}
CERTAINTY_MEANING = {
    Certainty.VERIFIED: _("The number was read in its source."),
    Certainty.FROM_MEMORY: _(
        "The number was written down from memory. Read it in its source before relying on it."
    ),
    Certainty.UNVERIFIED: _("Nobody here has compared the number with its source yet."),
    Certainty.PROPOSAL: _("No law asks for this number. It is ours to choose."),
}
AUDIENCE = {
    Audience.COMPLAINANT: pgettext_lazy("owed to", "Complainant"),
    Audience.RESPONDENT: pgettext_lazy("owed to", "Respondent"),
    Audience.AUTHORITY: pgettext_lazy("owed to", "Authority"),
    Audience.AFFECTED: pgettext_lazy("owed to", "People affected"),
    Audience.HOUSE: pgettext_lazy("owed to", "Ourselves"),
}
#: From what a rule counts, as a noun: „5 business days after receipt“.
TRIGGER = {
    Trigger.RECEIVED: _("receipt"),
    Trigger.KNOWN: _("the day we knew of it"),
    Trigger.LOGGED: _("the day it was written down"),
    Trigger.SERVED: _("the day it was served on the respondent"),
    Trigger.ACKNOWLEDGED: _("confirmation of receipt"),
    Trigger.TOLD: _("our last news to the complainant"),
    Trigger.DECIDED: _("the decision"),
    Trigger.REMEDIED: _("putting it right"),
    Trigger.NAMED: _("a moment that somebody names"),
}


def what_was_promised(kind: str, note: str) -> str:
    """What the person was told will be done: our own words where it was said in them, else the name of the kind."""
    own = kind == PromiseKind.OTHER.value and note
    return note if own else str(PROMISE_KIND[PromiseKind(kind)])


DUTY = {
    Duty.PRODUCT_ACCIDENT: _("Serious product accidents"),
    Duty.BREACH: _("Leaks of personal data"),
}
REPORT_KIND = {
    ReportKind.PRODUCT_ACCIDENT: _("Report of a serious product accident"),
    ReportKind.BREACH_PRELIMINARY: _("Preliminary report of a leak of personal data"),
    ReportKind.BREACH_FINAL: _("Final report of a leak of personal data"),
}
#: Deadlines of an incident of leaked data: those of its reports, and the one towards those affected.
BREACH_CLOCK = {
    ReportKind.BREACH_PRELIMINARY.value: _("Preliminary report of a leak of personal data"),
    ReportKind.BREACH_FINAL.value: _("Final report of a leak of personal data"),
    "notify": _("Notice to those affected"),
}
REPORT_STATE = {
    ReportState.DRAFT: _("Not reported yet"),
    ReportState.WAIVER_ASKED: _("Not to be reported? A lead decides"),
    ReportState.REPORTED: pgettext_lazy("report", "Reported"),
    ReportState.WAIVED: _("Need not be reported"),
}
