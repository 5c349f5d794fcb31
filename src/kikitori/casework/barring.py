"""Barring 関与禁止: of whom words speak, who is confided in, and which of it waits for whom."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from kikitori.foundation.language.spoken_of import speaks_of
from kikitori.records.access.permissions import NEEDED, OF_ROLE, Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import is_confided_in, seen_by, visible_to
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

DECIDING = [role.value for role, granted in OF_ROLE.items() if Permission.DECIDE_BARS in granted]
#: Of those who can make somebody a lead.
ADMINISTERING = [role.value for role, granted in OF_ROLE.items() if Permission.MANAGE_STAFF in granted]
_DECIDABLE = sorted(state.value for state in State if is_possible(state, Step.DECIDE_BAR))


def spoken_of(words: str, staff: Iterable[Staff]) -> list[int]:
    """Numbers of those whose name, or a part of it, stands in the words. Rather one too many than one too few."""
    return [one.pk for one in staff if speaks_of(words, one.name, one.name_kana)]


def confided_to(complaint: Complaint, hidden_from: Iterable[int]) -> list[int]:
    """Numbers of those who are told: leads it does not speak of; where there is none, auditors it does not speak of."""
    seeing = list(seen_by(complaint).exclude(pk__in=list(hidden_from)).order_by("pk"))
    leads = [one.pk for one in seeing if one.role in DECIDING]
    return leads or [one.pk for one in seeing if one.role == Role.AUDITOR.value]


def deciding(complaint: Complaint, hidden_from: Iterable[int]) -> list[int]:
    """Of these, the leads alone; nobody where there is none, for auditors decide nothing. One query."""
    leads = seen_by(complaint).filter(role__in=DECIDING).exclude(pk__in=list(hidden_from))
    return list(leads.order_by("pk").values_list("pk", flat=True))


def petitions_seen_by(actor: Actor, complaint: Complaint) -> QuerySet[Petition]:
    """What was confided about people in this complaint, as far as it is for them to know."""
    return namings_seen_by(actor).filter(complaint=complaint)


def namings_seen_by(actor: Actor) -> QuerySet[Petition]:
    """The same in all complaints: what Today counts is what the page shows on which it is decided."""
    if actor.staff_id is None or not is_confided_in(actor):
        return Petition.objects.none()
    rows = Petition.objects.filter(kind=PetitionKind.BAR.value, complaint__in=visible_to(actor))
    return rows.exclude(hidden_from__contains=[actor.staff_id])


def namings_to_decide(actor: Actor) -> QuerySet[Petition]:
    """Of these, what waits for a decision that this actor may take."""
    if NEEDED[Step.DECIDE_BAR] not in permissions_of(actor):
        return Petition.objects.none()
    return namings_seen_by(actor).filter(state=PetitionState.OPEN.value, complaint__state__in=_DECIDABLE)


def open_namings() -> QuerySet[Petition]:
    """Everything of the kind that waits for a decision, whoever takes it."""
    return Petition.objects.filter(kind=PetitionKind.BAR.value, state=PetitionState.OPEN.value)


def undecidable() -> QuerySet[Petition]:
    """Of what waits, that which no lead at work may decide: it speaks of each, or there is none. One query at once."""
    rows = open_namings()
    for number in _deciders():
        rows = rows.filter(Q(hidden_from__contains=[number]) | Q(complaint__barred__contains=[number]))
    return rows


def undecidable_told_to(actor: Actor) -> QuerySet[Petition]:
    """Of that, what an administrator may know of: that it waits. Nothing that speaks of themselves."""
    if actor.staff_id is None or Permission.MANAGE_STAFF not in permissions_of(actor):
        return Petition.objects.none()
    of_them = Q(hidden_from__contains=[actor.staff_id]) | Q(complaint__barred__contains=[actor.staff_id])
    return undecidable().exclude(of_them)


def _deciders() -> list[int]:
    """Numbers of everybody at work who may decide about people: they see whatever they are not barred from."""
    return list(
        Staff.objects.filter(is_active=True, role__in=DECIDING).order_by("pk").values_list("pk", flat=True)
    )
