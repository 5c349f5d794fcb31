"""Words for notices, and for how they are told."""

from django.utils.translation import pgettext_lazy

from kikitori.records.together.terms import ByMail, NoticeKind, Whose

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
    NoticeKind.ESCALATION: pgettext_lazy("notice", "Escalation"),
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
