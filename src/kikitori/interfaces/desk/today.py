"""Today 今日の約束: what did we promise, to whom, and what is due next?"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.approvals import approvals_before
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.away.standing_for import as_deputy, attendance, for_today
from kikitori.interfaces.desk.breaches_due import breaches_due
from kikitori.interfaces.desk.confided import confided_to_decide
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.horizon import UNTIL_TONIGHT, Group
from kikitori.interfaces.desk.owed import OwedCounts, Whose, owed
from kikitori.interfaces.desk.promise_lines import Line, line_of
from kikitori.interfaces.desk.queues import QueueName
from kikitori.interfaces.desk.redirects import redirects_waiting
from kikitori.interfaces.desk.rows import complainants_of
from kikitori.interfaces.desk.task_list import in_today
from kikitori.interfaces.desk.workload import my_next, team_load
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

PAGE = 60
GROUP_TITLE = {
    Group.LATE: pgettext_lazy("promises", "Overdue"),
    Group.NOON: pgettext_lazy("promises", "Until noon"),
    Group.TODAY: pgettext_lazy("promises", "Today"),
    Group.TOMORROW: pgettext_lazy("promises", "Tomorrow"),
    Group.WEEK: pgettext_lazy("promises", "Within a week"),
}
WHOSE_TITLE = {
    Whose.ALL: pgettext_lazy("promises", "Everybody's"),
    Whose.MINE: pgettext_lazy("promises", "Mine"),
    Whose.DEPUTY: pgettext_lazy("promises", "As deputy"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its lines on this page; `count` is of all pages."""

    group: Group
    title: str | LazyText
    count: int
    lines: list[Line]

    @property
    def is_late(self) -> bool:
        """Are these overdue?"""
        return self.group is Group.LATE


@desk_page()
@require_safe
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The promises within a week, soonest first; above them what is confided to leads.

    Beside them my own work, the team's load, and the letters.
    """
    frame = frame_of(request)
    whose = Whose(word_from(request, "whose", list(Whose), Whose.ALL.value))
    stood_in = as_deputy(frame, "complaint__assignee")
    rows = owed(actor, frame.horizon, whose, stood_in)
    page = slice_from(request, rows, "due_at", size=PAGE, descending=False)
    counts = _Counts(frame, whose, stood_in)
    context = {
        "sections": _sections(frame, whose, page.rows, counts),
        "whose": whose,
        "tabs": _tabs(whose, counts),
        "tonight": counts.of(whose).of(whose, UNTIL_TONIGHT),
        "late": counts.of(whose).late(whose),
        "confided": confided_to_decide(actor, frame.horizon),
        "approvals": approvals_before(actor),
        "redirects": redirects_waiting(actor),
        "breaches": breaches_due(actor),
        **for_today(frame),
        **ways_on(request, page),
        "mine": my_next(actor),
        "load": team_load(actor, request.user.team_id if isinstance(request.user, Staff) else None),
        **in_today(frame),
        "outbox": frame.outbox,
        "replies": frame.replies,
        "held": frame.mails,
        "my_count": frame.queues[QueueName.MINE],
        "unassigned_count": frame.queues[QueueName.UNASSIGNED],
    }
    return render(request, "desk/today.html", context)


class _Counts:
    """The numbers of the tabs; those of a deputy are counted only where there is somebody to stand in for."""

    def __init__(self, frame: Frame, whose: Whose, stood_in: Q) -> None:
        self.frame, self._whose, self._stood_in = frame, whose, stood_in

    @cached_property
    def _as_deputy(self) -> OwedCounts:
        rows = owed(self.frame.actor, self.frame.horizon, Whose.DEPUTY, self._stood_in)
        return OwedCounts.as_deputy(rows, self.frame.horizon)

    def of(self, whose: Whose) -> OwedCounts:
        """At most one query."""
        return self._as_deputy if whose is Whose.DEPUTY else self.frame.owed

    @property
    def shown(self) -> list[Whose]:
        """The tabs there are."""
        is_deputy = bool(attendance(self.frame).stood_in) or self._whose is Whose.DEPUTY
        return [each for each in Whose if each is not Whose.DEPUTY or is_deputy]


def _sections(frame: Frame, whose: Whose, promises: list[Promise], counts: _Counts) -> list[Section]:
    people = complainants_of(promise.complaint_id for promise in promises)
    stands_for = attendance(frame).stands_for
    lines = [
        line_of(
            frame.actor,
            promise,
            people.get(promise.complaint_id),
            stands_for=stands_for(promise.complaint.assignee_id),
        )
        for promise in promises
    ]
    found = groupby(lines, key=lambda line: frame.horizon.group_of(line.promise.due_at))
    return [
        Section(group, GROUP_TITLE[group], counts.of(whose).of(whose, (group,)), list(those))
        for group, those in found
        if group is not None
    ]


def _tabs(whose: Whose, counts: _Counts) -> list[dict[str, object]]:
    address = reverse("desk:today")
    return [
        {
            "url": address if each is Whose.ALL else f"{address}?whose={each.value}",
            "label": WHOSE_TITLE[each],
            "current": each is whose,
            "count": counts.of(each).of(each),
            "late": counts.of(each).late(each) > 0,
        }
        for each in counts.shown
    ]
