"""What letters are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.letters.kinds import LetterKind, LetterState, Medium

LETTER_KIND = {
    LetterKind.ACKNOWLEDGEMENT: _("Confirmation of receipt"),
    LetterKind.IN_HAND: _("Notice that we are looking into it"),
    LetterKind.REPLY: pgettext_lazy("letter", "Reply"),
    LetterKind.QUESTION: pgettext_lazy("letter", "Question"),
    LetterKind.PROPOSAL: _("Proposed solution"),
    LetterKind.ACCEPTED: _("What was agreed"),
    LetterKind.GOING_ON: _("Notice that we are going on"),
    LetterKind.DECISION: pgettext_lazy("letter", "Decision"),
    LetterKind.REMEDIES_DONE: _("Notice that everything is done"),
    LetterKind.IS_IT_SOLVED: _("Question whether it is solved"),
    LetterKind.CLOSED: _("Notice of closing"),
    LetterKind.REOPENED: _("Notice of reopening"),
    LetterKind.WITHDRAWN: _("Confirmation of withdrawal"),
    LetterKind.NEW_DATE: _("Notice of a new date"),
}
LETTER_STATE = {
    LetterState.WAITING: _("On its way"),
    LetterState.SENT: pgettext_lazy("letter", "Sent"),
    LetterState.FAILED: _("Could not be sent"),
    LetterState.TO_PRINT: _("To be printed and posted"),
    LetterState.SHOWN: _("Shown in the portal"),
}
MEDIUM = {
    Medium.EMAIL: pgettext_lazy("medium", "E-mail"),
    Medium.PRINT: _("Paper"),
    Medium.PORTAL: _("Portal"),
}
