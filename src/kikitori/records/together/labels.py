"""Words for notices, and for how they are told."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.together.terms import ByMail, CallFate, NoticeKind, Outcome, PauseReason, Whose

NOTICE_KIND = {
    NoticeKind.MENTION: pgettext_lazy("notice", "You are named"),
    NoticeKind.ADDED: pgettext_lazy("notice", "Made a follower"),
    NoticeKind.ASSIGNED: pgettext_lazy("notice", "Put into your hands"),
    NoticeKind.HANDED_OVER: pgettext_lazy("notice", "Handed over to you"),
    NoticeKind.TASK: pgettext_lazy("notice", "Task given to you"),
    NoticeKind.WORD: pgettext_lazy("notice", "Word from the complainant"),
    NoticeKind.NOTE: pgettext_lazy("notice", "Internal note of a colleague"),
    NoticeKind.STATE: pgettext_lazy("notice", "A complaint moves on"),
    NoticeKind.MISSED: pgettext_lazy("notice", "A promise is overdue"),
    NoticeKind.RETURNED: pgettext_lazy("notice", "A letter has come back"),
    NoticeKind.CONFIDED: pgettext_lazy("notice", "Confided to leads"),
    NoticeKind.APPROVAL: pgettext_lazy("notice", "Approval of an offer"),
    NoticeKind.ESCALATION: pgettext_lazy("notice", "Escalation"),
    NoticeKind.ACTION: pgettext_lazy("notice", "A corrective action needs you"),
}
BY_MAIL = {
    ByMail.NO: pgettext_lazy("notice mail", "No"),
    ByMail.SOON: pgettext_lazy("notice mail", "At once"),
    ByMail.DIGEST: pgettext_lazy("notice mail", "In the digest"),
}
WHOSE = {
    Whose.MINE: pgettext_lazy("notice", "In my hands"),
    Whose.FOLLOWED: pgettext_lazy("notice", "Mine, followed"),
    Whose.TEAM: pgettext_lazy("notice", "My team's, too"),
}
CALL_FATE = {
    CallFate.WAITING: pgettext_lazy("call", "Waiting"),
    CallFate.SENT: pgettext_lazy("call", "Sent"),
    CallFate.FAILED: pgettext_lazy("call", "Given up"),
    CallFate.NEEDLESS: pgettext_lazy("call", "No longer needed"),
    CallFate.DROPPED: pgettext_lazy("call", "Dropped in the pause"),
}
OUTCOME = {
    Outcome.TAKEN: pgettext_lazy("call", "Taken"),
    Outcome.REFUSED: pgettext_lazy("call", "The server did not take it"),
    Outcome.REDIRECTED: pgettext_lazy("call", "The server points elsewhere; that is not followed"),
    Outcome.GONE: pgettext_lazy("call", "The server says this address is gone"),
    Outcome.SLOW: pgettext_lazy("call", "No answer within 10 seconds"),
    Outcome.UNREACHABLE: pgettext_lazy("call", "The server could not be reached"),
    Outcome.NO_NAME: pgettext_lazy("call", "There is no server of this name"),
    Outcome.CERTIFICATE: pgettext_lazy("call", "The server's certificate is not valid for its name"),
    Outcome.TOO_MUCH: pgettext_lazy("call", "The answer was too long"),
    Outcome.NOT_PUBLIC: pgettext_lazy("call", "The name leads into a network of one's own; nothing was sent"),
}
PAUSE_REASON = {
    PauseReason.BY_HAND: _("Paused by hand."),
    PauseReason.FAILING: _("It failed at least ten times in a row, for a day or longer."),
    PauseReason.GONE: _("The server said that this address is gone for good (410)."),
    PauseReason.UNREADABLE: _(
        "The kept address and secret cannot be opened: the key of this site was exchanged."
    ),
}
