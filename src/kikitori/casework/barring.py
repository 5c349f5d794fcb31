"""Barring 関与禁止: of whom words speak, and who is confided in."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kikitori.foundation.language.names import common_form, normalise_kana
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import is_confided_in, seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

#: A name of one sign stands in too many words to mean anybody, unless one of these follows it. Kana as katakana.
_SHORTEST = 2
_CALLED = (
    *("サン", "サマ", "様", "氏", "クン", "君", "チャン", "先生"),
    *("社長", "部長", "課長", "係長", "室長", "所長", "店長", "主任"),
)
_DECIDING = [role.value for role, granted in OF_ROLE.items() if Permission.DECIDE_BARS in granted]


def spoken_of(words: str, staff: Iterable[Staff]) -> list[int]:
    """Numbers of those whose name, or a part of it, stands in the words. Rather one too many than one too few."""
    said = _plain(words)
    return [one.pk for one in staff if any(name in said for name in _names(one))]


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


def _names(one: Staff) -> set[str]:
    """As what somebody may be spoken of: whole, by each part; where nothing parts it, by how it begins."""
    found: set[str] = set()
    for name in (one.name, one.name_kana):
        parts = [_plain(part) for part in name.split()]
        if len(parts) == 1:
            parts.append(parts[0][:_SHORTEST])
        found |= {_plain(name), *parts}
        found |= {
            part[0] + called
            for part in parts[:1]
            for called in _CALLED
            if len(parts[0]) == 1 or len(parts) > 1
        }
    return {part for part in found if len(part) >= _SHORTEST}


def _plain(text: str) -> str:
    """Without blanks, in one width, case and kana script, and in the common form of each kanji."""
    return common_form("".join(normalise_kana(text).split())).casefold()
