"""Heed 配慮の反映: what makes it easier for a complainant, and the language they read, set where everybody looks.

On the complaint, whose page shows it at its head, and on the card of the person, for the next time.
"""

from typing import Any

from kikitori.casework.on_card import change_of
from kikitori.casework.step import Taken
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CardChange
from kikitori.records.people.ties import PersonChange

#: Room in the field; the words themselves stand in the petition, whole.
_LONGEST = 2000


def heed(step: Taken, *, lines: str, words: str, language: str) -> dict[str, Any]:
    """Add the lines and words to what makes it easier, set the language. Returns what the petition keeps of it."""
    row, told = step.complaint, {}
    wanted = "\n".join(text for text in (lines, words) if text)
    before = {"accommodation": row.accommodation, "language": row.language}
    row.accommodation = added(row.accommodation, wanted)
    if language and language != row.language:
        told["language"] = {"before": row.language, "after": language}
        row.language = language
    if before != {"accommodation": row.accommodation, "language": row.language}:
        _on_card(step, wanted, language)
    return told


def added(before: str, wanted: str) -> str:
    """`before` with every line of `wanted` that is not in it yet, as far as there is room."""
    lines = before.splitlines()
    lines += [line for line in wanted.splitlines() if line.strip() and line not in lines]
    return "\n".join(lines)[:_LONGEST]


def _on_card(step: Taken, wanted: str, language: str) -> None:
    """The same on the card of whoever complains, with a line in its record; where they have one."""
    people = Person.objects.filter(
        parts__complaint=step.complaint, parts__role=PartyRole.COMPLAINANT.value
    ).select_for_update(of=("self",))
    for person in people.order_by("pk")[:1]:
        before = {"accommodation": person.accommodation, "language": person.language}
        after = {
            "accommodation": added(person.accommodation, wanted),
            "language": language or person.language,
        }
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return
        for name in changed:
            setattr(person, name, after[name])
        person.save(update_fields=changed)
        line = change_of(
            step.actor,
            person,
            CardChange.DETAILS,
            step.now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        PersonChange.objects.bulk_create([line])
