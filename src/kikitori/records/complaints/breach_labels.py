"""Words about incidents of leaked data, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.complaints.breach_terms import (
    AffectedState,
    BreachAct,
    BreachState,
    BreachTrigger,
    Reached,
)

BREACH_STATE = {
    BreachState.OPEN: pgettext_lazy("breach", "Not reported yet"),
    BreachState.REPORTED_FIRST: pgettext_lazy("breach", "First report sent"),
    BreachState.REPORTED: pgettext_lazy("breach", "Final report sent"),
    BreachState.NOT_REPORTABLE: pgettext_lazy("breach", "Need not be reported"),
    BreachState.CLOSED: pgettext_lazy("breach", "Closed"),
}
BREACH_TRIGGER = {
    BreachTrigger.SENSITIVE: _("Sensitive data (health, creed, criminal record and the like)"),
    BreachTrigger.PROPERTY: _("Harm to property by misuse (card numbers, passwords for payment)"),
    BreachTrigger.MALICIOUS: _("Done with malicious intent (attack, theft)"),
    BreachTrigger.MANY: _("More than 1,000 persons"),
}
BREACH_ACT = {
    BreachAct.BEGUN: pgettext_lazy("breach", "Begun"),
    BreachAct.CHANGED: pgettext_lazy("breach", "Described anew"),
    BreachAct.JOINED: pgettext_lazy("breach", "Complaint added"),
    BreachAct.LEFT: pgettext_lazy("breach", "Complaint taken out"),
    BreachAct.CLOCKS_BEGUN: pgettext_lazy("breach", "Deadlines begun"),
    BreachAct.REPORT_WRITTEN: pgettext_lazy("breach", "Report written"),
    BreachAct.REPORTED_FIRST: pgettext_lazy("breach", "First report sent"),
    BreachAct.REPORTED: pgettext_lazy("breach", "Final report sent"),
    BreachAct.WAIVER_ASKED: pgettext_lazy("breach", "Need not be reported? Another person decides"),
    BreachAct.WAIVER_REFUSED: pgettext_lazy("breach", "It is reported after all"),
    BreachAct.WAIVED: pgettext_lazy("breach", "Need not be reported, say two persons"),
    BreachAct.PERSONS_ADDED: pgettext_lazy("breach", "Persons added to the list"),
    BreachAct.PERSON_DROPPED: pgettext_lazy("breach", "A person taken off the list"),
    BreachAct.NOTICE_WRITTEN: pgettext_lazy("breach", "Notice written"),
    BreachAct.NOTICE_SENT: pgettext_lazy("breach", "Notice sent"),
    BreachAct.TOLD_BY_HAND: pgettext_lazy("breach", "A person told by hand"),
    BreachAct.UNREACHABLE: pgettext_lazy("breach", "A person cannot be reached"),
    BreachAct.ALTERNATIVE: pgettext_lazy("breach", "Another measure taken"),
    BreachAct.CLOSED: pgettext_lazy("breach", "Closed"),
    BreachAct.REOPENED: pgettext_lazy("breach", "Opened again"),
}
REACHED = {
    Reached.COMPLAINT: pgettext_lazy("affected", "In their complaint"),
    Reached.EMAIL: pgettext_lazy("affected", "E-mail"),
    Reached.PHONE: pgettext_lazy("affected", "Telephone"),
    Reached.POST: pgettext_lazy("affected", "Post"),
    Reached.OTHER: pgettext_lazy("affected", "Another way"),
    Reached.UNKNOWN: pgettext_lazy("affected", "Not known"),
}
AFFECTED_STATE = {
    AffectedState.WAITING: pgettext_lazy("affected", "Not told yet"),
    AffectedState.SENDING: pgettext_lazy("affected", "On its way"),
    AffectedState.TOLD: pgettext_lazy("affected", "Told"),
    AffectedState.FAILED: pgettext_lazy("affected", "Could not be sent"),
    AffectedState.UNREACHABLE: pgettext_lazy("affected", "Cannot be reached"),
    AffectedState.ALTERNATIVE: pgettext_lazy("affected", "Another measure instead"),
}
