"""When somebody is told: each kind of notice explained in one sentence."""

from django.utils.translation import gettext_lazy as _

from kikitori.records.together.terms import NoticeKind

NOTICE_MEANING = {
    NoticeKind.MENTION: _("Somebody writes your name behind an @ in a note."),
    NoticeKind.ADDED: _("A lead has you follow a complaint."),
    NoticeKind.ASSIGNED: _("Somebody gives you a complaint to look after."),
    NoticeKind.HANDED_OVER: _("Somebody hands a complaint over to you, with what you must know about it."),
    NoticeKind.TASK: _("Somebody gives you something to do in a complaint."),
    NoticeKind.WORD: _("The complainant has written, answered a proposal, or said whether it is solved."),
    NoticeKind.NOTE: _("A colleague has kept a note among ourselves."),
    NoticeKind.STATE: _("It is looked into, decided, closed, reopened, withdrawn or joined with another."),
    NoticeKind.MISSED: _("The date of a promise has passed without its being kept."),
    NoticeKind.CONFIDED: _("A complainant has named somebody who should not handle their complaint."),
    NoticeKind.APPROVAL: _("An offer waits for your approval, or yours has been answered."),
    NoticeKind.RETURNED: _("A letter on paper has come back, and its complainant has not read it."),
    NoticeKind.ESCALATION: _("A complaint is brought before you, or one of yours before somebody above."),
    NoticeKind.ACTION: _(
        "A corrective action is yours, was approved or sent back, or was judged or begun anew."
    ),
}
