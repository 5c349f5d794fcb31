"""Barring 関与禁止: of whom words speak, and who is confided in."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kikitori.foundation.language.spoken_of import speaks_of
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import is_confided_in, seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

_DECIDING = [role.value for role, granted in OF_ROLE.items() if Permission.DECIDE_BARS in granted]


def spoken_of(words: str, staff: Iterable[Staff]) -> list[int]:
    """Numbers of those whose name, or a part of it, stands in the words. Rather one too many than one too few."""
    return [one.pk for one in staff if speaks_of(words, one.name, one.name_kana)]


def confided_to(complaint: Complaint, hidden_from: Iterable[int]) -> list[int]:
    """Numbers of those who are told: leads it does not speak of; where there is none, auditors it does not speak of."""
    seeing = list(seen_by(complaint).exclude(pk__in=list(hidden_from)).order_by("pk"))
    deciding = [one.pk for one in seeing if one.role in _DECIDING]
    return deciding or [one.pk for one in seeing if one.role == Role.AUDITOR.value]


def petitions_seen_by(actor: Actor, complaint: Complaint) -> QuerySet[Petition]:
    """What was confided about people in a complaint this actor sees, and is for them to know."""
    if actor.staff_id is None or not is_confided_in(actor):
        return Petition.objects.none()
    rows = Petition.objects.filter(complaint=complaint, kind=PetitionKind.BAR.value)
    return rows.exclude(hidden_from__contains=[actor.staff_id])
