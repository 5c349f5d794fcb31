"""The document of a complaint: made from its texts, the same from the same texts, and written over the one before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import connection

from kikitori.foundation.language.folded import folded
from kikitori.foundation.language.tokens import tokens_of
from kikitori.insight.search.models import SearchDocument
from kikitori.insight.search.places import Text, texts_of, texts_of_people
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.people.models import Person
from kikitori.records.people.queries import same_as_any

#: Counts up when the same texts make another document; then all are made anew (upkeep.py).
RULES = 2
#: Signs of a complaint that are filed; the few words in it beyond are not found. PostgreSQL takes 1 MB of tokens.
MOST_SIGNS = 300_000
#: Tokens are handed over a line each, no token has a blank in it: an array of them costs more than finding them out.
_WRITE = """
insert into insight_searchdocument (complaint_id, words, signs, people, events, last_event, rules)
select c.id, array_to_tsvector(string_to_array(%s, E'\n')), %s, %s::bigint[], %s, %s, %s
from records_complaint c where c.id = %s
on conflict (complaint_id) do update set words = excluded.words, signs = excluded.signs, people = excluded.people,
  events = excluded.events, last_event = excluded.last_event, rules = excluded.rules
"""
_EVENTS = """
select complaint_id, count(*), max(id) from records_event where complaint_id = any(%s) group by complaint_id
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What a document says: its tokens in order, and its texts folded, one a line."""

    words: tuple[str, ...]
    signs: str


@dataclass(frozen=True, slots=True)
class Read:
    """One text as it is filed: folded, and everything it is found by."""

    signs: str
    words: Collection[str]


def read(written: str, room: int) -> Read:
    """Look through a text, or as much of it as there is room for (in signs)."""
    text = folded(written)
    if len(text.signs) > room:
        text = text.part(0, room)
    return Read(text.signs, tokens_of(text))


def made_of(texts: Sequence[Text], read: Callable[[str, int], Read] = read) -> Made:
    """The document of these texts. `read` may remember what it has read before."""
    words: set[str] = set()
    lines: list[str] = []
    room = MOST_SIGNS
    for each in texts:
        words.update(each.keys)
        for written in (each.text, each.also) if each.in_words else (each.text,):
            found = read(written, room)
            room -= len(found.signs)
            if each.in_words:
                words.update(found.words)
            if found.signs:
                lines.append(found.signs)
    return Made(tuple(sorted(words)), "\n".join(lines))


def write_documents(complaints: Collection[int], read: Callable[[str, int], Read] = read) -> set[int]:
    """Make these documents anew. Returns other complaints, whose documents know their people otherwise than we do now.

    What they were made from is read first: what changes meanwhile is seen the next time. Belongs into a transaction.
    `read` may remember what it has read before. Of what is sealed there is no document; an earlier one is forgotten.
    """
    wanted = _in_the_open(complaints)
    events = _events_of(wanted)
    texts = texts_of(wanted)
    parties = _people_of(wanted)
    digests = _digests({person for people in parties.values() for person in people})
    rows: list[list[Any]] = []
    for pk in wanted:
        if pk not in texts:
            continue
        made = made_of(texts[pk], read)
        known = sorted(digests[person] for person in parties.get(pk, ()))
        rows.append(["\n".join(made.words), made.signs, known, *events.get(pk, (0, 0)), RULES, pk])
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, rows)
    return _otherwise(digests) - set(wanted)


def _in_the_open(complaints: Collection[int]) -> list[int]:
    sealed = set(
        Complaint.objects.filter(pk__in=complaints, confidentiality=Confidentiality.SEALED.value).values_list(
            "pk", flat=True
        )
    )
    if sealed:
        SearchDocument.objects.filter(pk__in=sealed).delete()
    return sorted(set(complaints) - sealed)


def documents_of(people: Collection[int]) -> set[int]:
    """Complaints in whose documents one of these people, or a card joined with theirs, stands otherwise than now."""
    cards = same_as_any(Person.objects.filter(pk__in=people))
    return _otherwise(_digests(set(cards.values_list("pk", flat=True))))


def _events_of(complaints: list[int]) -> Mapping[int, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [complaints])
        return {pk: (count, last) for pk, count, last in cursor.fetchall()}


def _people_of(complaints: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for complaint, person in Party.objects.filter(complaint__in=complaints).values_list(
        "complaint", "person"
    ):
        found.setdefault(complaint, set()).add(person)
    return found


def _digests(people: Collection[int]) -> dict[int, int]:
    """Person → 63 bits of everything they are found by."""
    return {person: _digest(texts) for person, texts in texts_of_people(people).items()}


def _digest(texts: Sequence[Text]) -> int:
    told = "\n".join(f"{each.place}\t{each.text}\t{each.also}\t{each.keys}" for each in texts)
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big") >> 1


def _otherwise(digests: Mapping[int, int]) -> set[int]:
    """Complaints of these people in whose documents they do not stand as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct d.complaint_id from unnest(%s::bigint[], %s::bigint[]) known (person, digest)"
            " join records_party p on p.person_id = known.person"
            " join insight_searchdocument d on d.complaint_id = p.complaint_id"
            " where not d.people @> array[known.digest]",
            [list(digests), list(digests.values())],
        )
        return {pk for (pk,) in cursor.fetchall()}
