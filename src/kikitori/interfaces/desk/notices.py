"""Notices お知らせ: what I was told, the newest first, of complaints I still see; and the buttons that read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.following import mark_all_read, mark_read, mark_unread, notices_of, unread_of
from kikitori.casework.webhooks.whose import has_paused_itself
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionEvent
from kikitori.records.prevention.labels import ACTION_STEP
from kikitori.records.prevention.lifecycle import ActionStep
from kikitori.records.together.models import Notice
from kikitori.records.together.terms import NoticeKind

PAGE = 50
_BEGINNING = 120
_DIGITS = 18
UNREAD, ALL = "unread", "all"
WHICH = {
    UNREAD: pgettext_lazy("notices", "Unread"),
    ALL: pgettext_lazy("notices", "All"),
}
ICON = {
    NoticeKind.MENTION: "message",
    NoticeKind.ADDED: "eye",
    NoticeKind.WORD: "inbox",
    NoticeKind.NOTE: "note",
    NoticeKind.STATE: "forward",
    NoticeKind.MISSED: "warning",
    NoticeKind.ESCALATION: "flag",
    NoticeKind.HANDED_OVER: "people",
    NoticeKind.RETURNED: "mail",
    NoticeKind.CONFIDED: "lock",
    NoticeKind.APPROVAL: "agree",
    NoticeKind.ASSIGNED: "assign",
    NoticeKind.TASK: "list",
    NoticeKind.ACTION: "refresh",
}
_SAYS = {
    NoticeKind.MENTION: _("%(name)s has named you in a note"),
    NoticeKind.ADDED: _("%(name)s has made you a follower"),
    NoticeKind.HANDED_OVER: _("%(name)s has handed it over to you"),
    NoticeKind.NOTE: _("%(name)s has kept an internal note"),
    NoticeKind.ASSIGNED: _("%(name)s has put this complaint into your hands"),
    NoticeKind.TASK: _("%(name)s has given you a task"),
}
_LONG = ("complaint__story", "complaint__desired_outcome", "complaint__accommodation")


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words. `text`: how the note or word begins; of a corrective action, what it is called."""

    row: Notice
    icon: str
    says: str | LazyText
    text: str

    @property
    def day_alone(self) -> bool:
        """A word in a sealed complaint: the minute can tell who it was."""
        return self.row.complaint is not None and self.row.complaint.is_sealed


@desk_page()
@require_safe
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?which=`: those unread (the usual), or all."""
    which = word_from(request, "which", WHICH, UNREAD)
    rows = unread_of(actor) if which == UNREAD else notices_of(actor)
    shown = rows.select_related("complaint", "event", "by", "stands_for").defer(*_LONG)
    page = slice_from(request, shown, "at", size=PAGE)
    unread = frame_of(request).unread
    context = {
        "lines": lines_of(page.rows),
        "which": which,
        "tabs": _tabs(which, unread),
        "unread": unread,
        "webhook_rests": has_paused_itself(actor.own_staff_id),
        "newest": max((row.pk for row in page.rows), default=0),
        **ways_on(request, page),
    }
    return render(request, "desk/notices.html", context)


@desk_page()
@require_POST
def open_notice(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Read it and go to what it speaks of; with `keep` it is unread again. 404 for an unseen one."""
    if "keep" in request.POST:
        mark_unread(actor, notice=number)
        return HttpResponseRedirect(f"{reverse('desk:notices')}?which={ALL}", status=HTTPStatus.SEE_OTHER)
    found = mark_read(actor, notice=number, now=frame_of(request).now)
    if found.complaint is None:
        address = reverse("desk:action", args=[found.action])
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    entry = f"#entry-{found.event_id}" if found.event_id else ""
    address = complaint_address(found.complaint.reference) + entry
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


@desk_page()
@require_POST
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All up to the newest one that was in sight (`up_to`) are read."""
    given = request.POST.get("up_to", "")
    if given.isascii() and given.isdigit() and len(given) <= _DIGITS:
        mark_all_read(actor, up_to=int(given), now=frame_of(request).now)
    return HttpResponseRedirect(reverse("desk:notices"), status=HTTPStatus.SEE_OTHER)


def lines_of(rows: Sequence[Notice]) -> list[Line]:
    """Each in words. One query for all beginnings of what was written, one for corrective actions; none without."""
    numbers = {row.event.data["message"] for row in rows if row.event and "message" in row.event.data}
    texts: dict[int, str] = {}
    if numbers:
        found = Message.objects.filter(pk__in=numbers).annotate(beginning=Left("body", _BEGINNING))
        texts = dict(found.values_list("pk", "beginning"))
    of_actions = _of_actions(rows)
    return [of_actions[row.pk] if row.pk in of_actions else _line(row, texts) for row in rows]


def _of_actions(rows: Sequence[Notice]) -> dict[int, Line]:
    """What has happened to corrective actions, from their records: the first line of that moment says it."""
    spoken_of = [row for row in rows if row.action]
    if not spoken_of:
        return {}
    lines = ActionEvent.objects.filter(
        action__reference__in={row.action for row in spoken_of}, at__in={row.at for row in spoken_of}
    )
    found: dict[tuple[str, datetime], tuple[str, str]] = {}
    for reference, title, kind, at in lines.order_by("pk").values_list(
        "action__reference", "action__title", "kind", "at"
    ):
        found.setdefault((reference, at), (kind, title))
    return {row.pk: _of_action(row, *found.get((row.action, row.at), ("", ""))) for row in spoken_of}


def _of_action(row: Notice, kind: str, title: str) -> Line:
    says: str | LazyText = ACTION_STEP[ActionStep(kind)] if kind else ""
    if row.by is not None and kind:
        says = _("%(what)s: %(name)s") % {"what": says, "name": row.by.name}
    return Line(row, ICON[NoticeKind.ACTION], says, title)


def _line(row: Notice, texts: dict[int, str]) -> Line:
    kind, data = NoticeKind(row.kind), row.event.data if row.event else {}
    says: str | LazyText = EVENT[EventKind(row.event.kind)] if row.event else ""
    if kind is NoticeKind.CONFIDED and row.event is None:
        says = _(
            "Whom a complainant has named is not decided yet, and they were told that it would be by now."
        )
    if row.stands_for is not None:
        says = _("As deputy of %(name)s: %(what)s") % {"name": row.stands_for.name, "what": says}
    elif kind in _SAYS:
        says = _SAYS[kind] % {"name": row.by.name if row.by else _("Automatic")}
    return Line(row, ICON[kind], says, one_line(texts.get(data.get("message", 0), ""), _BEGINNING))


def _tabs(which: str, unread: int) -> list[dict[str, object]]:
    address = reverse("desk:notices")
    return [
        {"url": address, "label": WHICH[UNREAD], "count": unread, "current": which == UNREAD},
        {"url": f"{address}?which={ALL}", "label": WHICH[ALL], "current": which == ALL},
    ]
