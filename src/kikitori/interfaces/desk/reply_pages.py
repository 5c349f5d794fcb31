"""Replies that wait 送信待ちの返信: what goes when, what could not and why; each can be opened, taken back, moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.letter_tabs import letter_tabs
from kikitori.interfaces.desk.owed import Whose
from kikitori.interfaces.desk.waiting_replies import replies_waiting
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.kinds import PendingTrouble
from kikitori.records.letters.labels import PENDING_TROUBLE
from kikitori.records.people.actor import Actor

PAGE = 50
#: A worker takes a reply within seconds, the sweep one whose job was lost within two minutes.
_LATE = timedelta(minutes=3)
WHOSE_TITLE = {
    Whose.ALL: pgettext_lazy("replies", "Everybody's"),
    Whose.MINE: pgettext_lazy("replies", "Mine"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One reply. `trouble`: why it has not gone, empty where nothing stands in its way."""

    row: PendingReply
    beginning: str
    author: str
    trouble: str
    url: str
    back_url: str
    move_url: str

    @property
    def is_stuck(self) -> bool:
        """Does a person have to decide?"""
        return self.row.is_stuck


@desk_page()
@require_safe
def replies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody's or mine (`?whose=mine`), the soonest first; what could not go is past, and so comes before."""
    frame = frame_of(request)
    whose = Whose(word_from(request, "whose", list(WHOSE_TITLE), Whose.ALL.value))
    page = slice_from(request, replies_waiting(actor, whose), "goes_at", size=PAGE, descending=False)
    context = {
        "lines": [_line(row, actor, frame) for row in page.rows],
        "tabs": letter_tabs(frame, "replies"),
        "whose_tabs": _tabs(frame, whose),
        "mine": whose is Whose.MINE,
        "token": fresh_token(),
        **ways_on(request, page),
    }
    return render(request, "desk/replies.html", context)


def _line(row: PendingReply, actor: Actor, frame: Frame) -> Line:
    reference = row.complaint.reference
    may_back, may_move = (
        may(actor, NEEDED[step], row.complaint).allowed
        for step in (Step.TAKE_BACK_REPLY, Step.SCHEDULE_REPLY)
    )
    move = f"{complaint_address(reference, 'desk:step_reply-time')}?pending={row.pk}"
    return Line(
        row=row,
        beginning=getattr(row, "beginning", ""),
        author=row.author.name if row.author else "",
        trouble=trouble_of(row, frame),
        url=f"{complaint_address(reference)}#waiting",
        back_url=complaint_address(reference, "desk:step_take-back") if may_back else "",
        move_url=move if may_move and not row.is_stuck else "",
    )


def trouble_of(row: PendingReply, frame: Frame) -> str:
    """Why it has not gone, in words; empty where its moment is still to come, or has just come."""
    if row.is_stuck:
        return str(PENDING_TROUBLE[PendingTrouble(row.trouble)])
    if row.goes_at > frame.now:
        return ""
    if settings.ENVIRONMENT.clamav and getattr(row, "unscanned", False):
        return _("It waits until its files have been checked for viruses.")
    if row.goes_at > frame.now - _LATE:
        return ""
    return _(
        "Its moment has passed, and nothing has been sent. Tell whoever runs this site that the worker stands still."
    )


def _tabs(frame: Frame, whose: Whose) -> list[dict[str, object]]:
    address = reverse("desk:replies")
    return [
        {
            "url": address if each is Whose.ALL else f"{address}?whose={each.value}",
            "label": WHOSE_TITLE[each],
            "count": frame.replies.of(each),
            "current": each is whose,
            "late": False,
        }
        for each in WHOSE_TITLE
    ]
