"""Presence 閲覧中: who has a complaint open at this moment, and who is writing in it.

Disposable, and no state of anything: no timeline, no version, no history, forgotten after a minute (ADR 0019). So the
opening of a page may note it. It is noted of complaints one sees, and told to whoever sees the complaint.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value

from kikitori.foundation.postgres.stencil import Stencil
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Presence

#: How often an open page is heard of, and after how long without a sound it counts as closed.
BEAT = timedelta(seconds=20)
GONE = timedelta(seconds=60)
#: Whoever has typed within this is writing; whoever has not has left a draft behind.
PAUSE = timedelta(minutes=3)
#: Who and when stands in a statement while it is made: numbers nobody has, and moments long past.
_SOME, _SOMEBODY = -(2**62), -(2**61)
_SEEN_SINCE, _TYPED_SINCE = datetime(1, 1, 2, tzinfo=UTC), datetime(1, 1, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else with the same complaint. `form`: what they write (a step), empty for nothing; `at`: typed last."""

    staff: int
    name: str
    is_here: bool
    form: str = ""
    at: datetime | None = None

    def is_writing(self, now: datetime) -> bool:
        """Do they type, or has something half-written been left?"""
        return self.at is not None and now - self.at <= PAUSE


def look_in(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """This person has the complaint open, which was read for them through `visible_to`. One query, no lock of it."""
    Presence.objects.bulk_create(
        [Presence(complaint=complaint, staff_id=actor.own_staff_id, seen_at=now)],
        update_conflicts=True,
        unique_fields=["complaint", "staff"],
        update_fields=["seen_at"],
    )


def company_of(actor: Actor, complaint: Complaint, *, now: datetime) -> list[Companion]:
    """Who else is here or has a draft in work, whoever typed last first. For whoever sees the complaint. One query.

    Nobody's text is read.
    """
    rows = [row for _, row in _statement_of_one().rows(_now(actor, [complaint.pk], now))]
    newest = sorted(rows, key=lambda row: datetime.fromisoformat(row["at"]), reverse=True)
    present = {row["staff_id"] for row in newest if not row["form"]}
    found: dict[tuple[int, str], Companion] = {}
    for row in newest:
        staff, name, form = row["staff_id"], row["name"], row["form"]
        if form:
            at = datetime.fromisoformat(row["at"])
            found.setdefault((staff, form), Companion(staff, name, staff in present, form, at))
    writers = {staff for staff, _ in found}
    idle = [
        Companion(row["staff_id"], row["name"], is_here=True)
        for row in newest
        if not row["form"] and row["staff_id"] not in writers
    ]
    return [*found.values(), *idle]


def company_in(actor: Actor, complaints: Collection[int], *, now: datetime) -> dict[int, list[Companion]]:
    """Complaint → who else is there, for complaints already chosen as visible. One query for any number."""
    if not complaints:
        return {}
    found: dict[int, list[Companion]] = {}
    rows = [row for _, row in _statement_of_many().rows(_now(actor, complaints, now))]
    for row in sorted(rows, key=lambda each: each["pk"]):
        at = datetime.fromisoformat(row["at"]) if row["at"] else None
        each = Companion(row["staff_id"], row["name"], True, row["form"] or "", at)
        found.setdefault(row["complaint_id"], []).append(each)
    return found


@cache
def _statement_of_one() -> Stencil:
    """Who is here, and who has a draft: both with a form, which is empty for who only looks."""
    drafts = _drafts().filter(complaint_id__among=[_SOME]).exclude(staff=_SOMEBODY)
    named = {"name": F("staff__name")}
    return Stencil.of(
        [
            _here().values("staff_id", form=Value(""), at=F("seen_at"), **named),
            drafts.values("staff_id", "form", at=F("saved_at"), **named),
        ]
    )


@cache
def _statement_of_many() -> Stencil:
    """Who is here, and what they have typed last, if they are at it."""
    typed = (
        _drafts()
        .filter(complaint=OuterRef("complaint"), staff=OuterRef("staff"), saved_at__gte=_TYPED_SINCE)
        .order_by("-saved_at", "-pk")
    )
    form, at = (Subquery(typed.values(name)[:1]) for name in ("form", "saved_at"))
    return Stencil.of(
        [_here().values("pk", "complaint_id", "staff_id", form=form, at=at, name=F("staff__name"))]
    )


def _now(actor: Actor, complaints: Collection[int], now: datetime) -> dict[Any, object]:
    """What is asked instead of the stand-ins."""
    return {
        _SOME: list(complaints),
        _SOMEBODY: actor.own_staff_id,
        _SEEN_SINCE: now - GONE,
        _TYPED_SINCE: now - PAUSE,
    }


def forget_absent(now: datetime) -> int:
    """Drop what says nothing any more. Returns how many."""
    deleted, _ = Presence.objects.filter(seen_at__lt=now - GONE).delete()
    return deleted


def _here() -> QuerySet[Presence, Any]:
    """Of others than whoever asks."""
    rows = Presence.objects.filter(complaint_id__among=[_SOME], seen_at__gt=_SEEN_SINCE)
    return rows.exclude(staff=_SOMEBODY).filter(staff__is_active=True)


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.filter(is_sent=False, staff__is_active=True)
