"""Who is told of a step, written down with it: followers, whoever has the complaint in hand, whoever is meant by name.

While somebody is away, whoever stands in for them is told as well: of what concerns them in person, and of what is in
their hands. Nobody is told of their own act, nor of anything in a complaint they do not see at that moment; whether
they still see it is asked again whenever a notice is read or mailed. What each has chosen (choices.py) is read in the
same query as who they are. A step writes each notice once, in its own transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, Subquery

from kikitori.casework.house import House
from kikitori.casework.webhooks.leave import Happening, leave_calls
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Queue
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.together.choices import ALWAYS, PERSONAL, read_choices, way_of
from kikitori.records.together.models import Following, Muting, Notice, NoticeChoices
from kikitori.records.together.terms import ByMail, Near, NoticeKind, Whose

#: What is told to those who follow; everything else they find when they look.
TOLD: dict[EventKind, NoticeKind] = {
    EventKind.HEARD: NoticeKind.WORD,
    EventKind.ACCEPTED: NoticeKind.WORD,
    EventKind.DECLINED: NoticeKind.WORD,
    EventKind.SOLVED: NoticeKind.WORD,
    EventKind.NOT_SOLVED: NoticeKind.WORD,
    EventKind.RATED: NoticeKind.WORD,
    EventKind.NOTED: NoticeKind.NOTE,
    EventKind.PROMISE_MISSED: NoticeKind.MISSED,
    EventKind.ESCALATED: NoticeKind.ESCALATION,
    EventKind.LETTER_RETURNED: NoticeKind.RETURNED,
    EventKind.INVESTIGATION_BEGUN: NoticeKind.STATE,
    EventKind.PROPOSED: NoticeKind.STATE,
    EventKind.DECIDED: NoticeKind.STATE,
    EventKind.REMEDIES_FINISHED: NoticeKind.STATE,
    EventKind.CLOSED: NoticeKind.STATE,
    EventKind.REOPENED: NoticeKind.STATE,
    EventKind.WITHDRAWN: NoticeKind.STATE,
    EventKind.REDIRECT_ASKED: NoticeKind.STATE,
    EventKind.REDIRECTED: NoticeKind.STATE,
    EventKind.NO_REPORT_ASKED: NoticeKind.STATE,
    EventKind.REDIRECT_UNDONE: NoticeKind.STATE,
    EventKind.PETITIONED: NoticeKind.WORD,
    EventKind.CONFIDED: NoticeKind.CONFIDED,
    EventKind.LIFT_ASKED: NoticeKind.CONFIDED,
    EventKind.REPRESENTATIVE_NAMED: NoticeKind.WORD,
    EventKind.REPRESENTATIVE_ENDED: NoticeKind.STATE,
    EventKind.REVIEW_ASKED: NoticeKind.STATE,
    EventKind.REVIEW_BEGUN: NoticeKind.ASSIGNED,
    EventKind.REFERRED: NoticeKind.STATE,
    EventKind.TURNED_OUTSIDE: NoticeKind.STATE,
    EventKind.REFERRAL_ANSWERED: NoticeKind.STATE,
    EventKind.MERGED: NoticeKind.STATE,
    EventKind.SEPARATED: NoticeKind.STATE,
    EventKind.ASSIGNED: NoticeKind.ASSIGNED,
    EventKind.PLACED: NoticeKind.ASSIGNED,
    EventKind.TASK_ADDED: NoticeKind.TASK,
    EventKind.TASK_REASSIGNED: NoticeKind.TASK,
    EventKind.APPROVAL_ASKED: NoticeKind.APPROVAL,
    EventKind.APPROVAL_ANSWERED: NoticeKind.APPROVAL,
    EventKind.SEALED: NoticeKind.ASSIGNED,
    EventKind.SIGHT_GRANTED: NoticeKind.ASSIGNED,
    EventKind.UNSEAL_ASKED: NoticeKind.STATE,
}
#: Of these, `to` among the values names the one person who is meant.
_MEANS_ONE = frozenset({NoticeKind.ASSIGNED, NoticeKind.HANDED_OVER, NoticeKind.TASK, NoticeKind.ESCALATION})


class Taking(Protocol):
    """Of a step being taken, what is asked here."""

    actor: Actor
    complaint: Complaint
    values: dict[str, Any]
    now: datetime
    house: House


def notice(several: Sequence[Taking], events: Sequence[Event]) -> None:
    """Write the notices of these steps, each with the entry it has become.

    No query where nothing is told; else one for each complaint of which something is, one for all notices, and one
    for the webhooks that are told, too; and one for who is away, where somebody is concerned.
    """
    telling = [(taken, event) for taken, event in zip(several, events, strict=True) if event.kind in TOLD]
    if not telling:
        return
    rows = [row for taken, event in telling for row in _of(taken, event)]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    leave_calls(rows, [Happening(taken.complaint, _kind(taken, event), event) for taken, event in telling])


def notice_added(actor: Actor, complaint: Complaint, staff: int, *, now: datetime) -> None:
    """Tell somebody that they were made a follower, as they have chosen to hear of it. No entry speaks of that."""
    if staff == actor.staff_id:
        return
    telling = _Telling(complaint, actor, NoticeKind.ADDED, meant=frozenset({staff}), now=now)
    leave_calls(Notice.objects.bulk_create(telling.rows(None)))


def notice_given(actor: Actor, complaint: Complaint, staff: int, *, now: datetime) -> None:
    """Tell somebody that a task has become theirs, where no entry may say so that everybody reads."""
    telling = _Telling(complaint, actor, NoticeKind.TASK, meant=frozenset({staff}), now=now)
    leave_calls(Notice.objects.bulk_create(telling.rows(None)))


def notice_confided(actor: Actor, complaint: Complaint, staff: Iterable[int], *, now: datetime) -> None:
    """Tell these people once more of what was confided and has not been decided. No entry speaks of that."""
    telling = _Telling(complaint, actor, NoticeKind.CONFIDED, meant=frozenset(staff), now=now)
    leave_calls(Notice.objects.bulk_create(telling.rows(None)))


def _of(taken: Taking, event: Event) -> list[Notice]:
    kind, values = _kind(taken, event), taken.values
    one = values.get("to") if kind in _MEANS_ONE else None
    meant = frozenset(values.get("mentioned", ())) | ({one} if one else frozenset())
    if kind in PERSONAL and meant <= {taken.actor.staff_id}:
        return []
    telling = _Telling(taken.complaint, taken.actor, kind, meant=meant, now=taken.now, house=taken.house)
    return telling.rows(event)


def _kind(taken: Taking, event: Event) -> NoticeKind:
    return NoticeKind.HANDED_OVER if "hand_over" in taken.values else TOLD[EventKind(event.kind)]


@dataclass(frozen=True)
class _Telling:
    """One thing that has happened, and those who may be told of it."""

    complaint: Complaint
    actor: Actor
    kind: NoticeKind
    #: Those it is said to in person.
    meant: frozenset[int]
    now: datetime
    #: Who knows who is away; None where a deputy is not told.
    house: House | None = None

    def rows(self, event: Event | None) -> list[Notice]:
        """A notice for each who is to be told. One query."""
        found = []
        for number, address, own, house, follows, muted in self._readers():
            kind = self._kind_for(number)
            choices = read_choices(own, read_choices(house))
            way = way_of(kind, self._near(number, follows=follows), choices, muted=muted)
            by_mail = way.mail if way and address else ByMail.NO
            if way is None or not (way.desk or address):
                continue
            found.append(
                Notice(
                    recipient_id=number,
                    complaint=self.complaint,
                    kind=kind.value,
                    event=event,
                    by_id=self.actor.staff_id,
                    stands_for_id=None if number in self.meant else self._stand_ins.get(number),
                    at=self.now,
                    in_desk=way.desk,
                    by_mail=by_mail.value,
                    urgent=kind in ALWAYS and self.complaint.queue == Queue.URGENT.value,
                )
            )
        return found

    @cached_property
    def _stand_ins(self) -> dict[int, int]:
        """Who stands in for somebody this is told to in person or in whose hands it is, and for whom.

        Nobody for what is confided: a deputy may be the one it speaks of, and every lead who may know is meant.
        """
        if self.kind is NoticeKind.CONFIDED:
            return {}
        concerned = set(self.meant)
        if self.kind not in PERSONAL and self.complaint.assignee_id is not None:
            concerned.add(self.complaint.assignee_id)
        if self.house is None or not concerned:
            return {}
        roster = self.house.roster_at(self.now)
        there = {roster.instead_of(one): one for one in sorted(concerned) if roster.away(one)}
        return {deputy: one for deputy, one in there.items() if deputy is not None}

    def _kind_for(self, number: int) -> NoticeKind:
        named = number in self.meant and self.kind is NoticeKind.NOTE
        return NoticeKind.MENTION if named else self.kind

    def _readers(self) -> Iterator[tuple[int, str, Any, Any, bool, bool]]:
        """Number, mail address, own choices, those of the organisation, follows it, has muted it."""
        complaint = self.complaint
        near = Q(pk__in=self.meant | self._stand_ins.keys())
        following = Following.objects.filter(complaint=complaint)
        if self.kind not in PERSONAL:
            near |= Q(pk=complaint.assignee_id) | Q(pk__in=following.values("staff"))
            if complaint.team_id is not None:
                wants = f"notice_choices__kept__kinds__{self.kind.value}__whose"
                near |= Q(team=complaint.team_id, **{wants: Whose.TEAM.value})
        of_all = NoticeChoices.objects.filter(staff=None).values("kept")[:1]
        own = {"staff": OuterRef("pk"), "complaint": complaint}
        readers = seen_by(complaint).filter(near).exclude(pk=self.actor.staff_id or 0)
        yield from readers.values_list(
            "pk",
            "email",
            "notice_choices__kept",
            Subquery(of_all),
            Exists(following.filter(staff=OuterRef("pk"))),
            Exists(Muting.objects.filter(**own)),
        )

    def _near(self, number: int, *, follows: bool) -> Near:
        if number in self.meant or self._stand_ins.get(number) in self.meant:
            return Near.MEANT
        if number in self._stand_ins:
            return Near.MINE
        if number == self.complaint.assignee_id:
            return Near.MINE
        return Near.FOLLOWED if follows else Near.TEAM
