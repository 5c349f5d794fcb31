"""Presence 閲覧中: who has a complaint open at this moment, and who is writing in it.

Disposable, and no state of anything: no timeline, no version, no history, forgotten after a minute (ADR 0019). So the
opening of a page may note it. It is noted of complaints one sees, and told to whoever sees the complaint.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Presence

#: How often an open page is heard of, and after how long without a sound it counts as closed.
BEAT = timedelta(seconds=20)
GONE = timedelta(seconds=60)
#: Whoever has typed within this is writing; whoever has not has left a draft behind.
PAUSE = timedelta(minutes=3)


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
    drafts = _drafts().filter(complaint=complaint).exclude(staff=actor.own_staff_id)
    here = _here([complaint.pk], actor, now).annotate(form=Value(""))
    rows = here.values_list("staff", "staff__name", "form", "seen_at").union(
        drafts.values_list("staff", "staff__name", "form", "saved_at"), all=True
    )
    newest = sorted(rows, key=lambda row: row[3], reverse=True)
    present = {staff for staff, _, form, _ in newest if not form}
    found: dict[tuple[int, str], Companion] = {}
    for staff, name, form, at in newest:
        if form:
            found.setdefault((staff, form), Companion(staff, name, staff in present, form, at))
    writers = {staff for staff, _ in found}
    idle = [
        Companion(staff, name, is_here=True)
        for staff, name, form, _ in newest
        if not form and staff not in writers
    ]
    return [*found.values(), *idle]


def company_in(actor: Actor, complaints: Collection[int], *, now: datetime) -> dict[int, list[Companion]]:
    """Complaint → who else is there, for complaints already chosen as visible. One query for any number."""
    if not complaints:
        return {}
    typed = (
        _drafts()
        .filter(complaint=OuterRef("complaint"), staff=OuterRef("staff"), saved_at__gte=now - PAUSE)
        .order_by("-saved_at", "-pk")
    )
    rows = _here(complaints, actor, now).select_related("staff").only("complaint", "seen_at", "staff__name")
    rows = rows.order_by("pk").annotate(
        form=Subquery(typed.values("form")[:1]), at=Subquery(typed.values("saved_at")[:1])
    )
    found: dict[int, list[Companion]] = {}
    for row in rows:
        each = Companion(row.staff_id, row.staff.name, True, row.form or "", row.at)
        found.setdefault(row.complaint_id, []).append(each)
    return found


def forget_absent(now: datetime) -> int:
    """Drop what says nothing any more. Returns how many."""
    deleted, _ = Presence.objects.filter(seen_at__lt=now - GONE).delete()
    return deleted


def _here(complaints: Collection[int], actor: Actor, now: datetime) -> QuerySet[Presence, Any]:
    rows = Presence.objects.filter(complaint__in=complaints, seen_at__gt=now - GONE)
    return rows.exclude(staff=actor.own_staff_id).filter(staff__is_active=True)


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.filter(is_sent=False, staff__is_active=True)
