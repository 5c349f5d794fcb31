"""One change of somebody's card in words: what was done, and what stood there before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.people.known import Known
from kikitori.interfaces.desk.people.suggested import reason_of
from kikitori.interfaces.look.words import day, language
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.labels import (
    CARD_CHANGE,
    CONTACT_KIND,
    CUSTOMER_TYPE,
    HONORIFIC,
    NAME_ORDER,
    PERSON_KIND,
)
from kikitori.records.people.models import Person
from kikitori.records.people.terms import (
    CardChange,
    ContactKind,
    CustomerType,
    Honorific,
    NameOrder,
    PersonKind,
)
from kikitori.records.people.ties import PersonChange

Kept = Mapping[str, Any]
#: Lines of before and after.
Sides = tuple[list[str], list[str]]
Words = str | LazyText
_FIELD: dict[str, Words] = {
    "kind": gettext_lazy("Person or body"),
    "name": gettext_lazy("Name"),
    "name_kana": gettext_lazy("Reading (kana)"),
    "name_order": gettext_lazy("Order of the name"),
    "honorific": gettext_lazy("Title in Japanese letters"),
    "language": pgettext_lazy("person", "Language"),
    "contact_wish": gettext_lazy("When and how they like to hear from us"),
    "accommodation": gettext_lazy("What makes it easier for them"),
    "do_not_contact": gettext_lazy("Not to be contacted"),
}
_WORD: dict[str, Mapping[Any, Words]] = {
    "kind": {each.value: PERSON_KIND[each] for each in PersonKind},
    "name_order": {each.value: NAME_ORDER[each] for each in NameOrder},
    "honorific": {each.value: HONORIFIC[each] for each in Honorific},
    "language": dict(settings.LANGUAGES),
    "do_not_contact": {True: gettext_lazy("yes"), False: gettext_lazy("no")},
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change. `other`: the card it speaks of, if the reader sees it; `on`: which of several cards was changed."""

    what: Words
    at: datetime
    by: str
    note: str = ""
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    other: Person | None = None
    on: Person | None = None


def told_all(known: Known, rows: Iterable[PersonChange]) -> list[Told]:
    """These changes in the reader's language. One query where cards are named. `by` should be read with them."""
    rows = list(rows)
    numbers = {row.data["other"] for row in rows if "other" in row.data}
    seen = people_seen_by(known.actor).in_bulk(list(numbers)) if numbers else {}
    own = {card.pk: card for card in known.cards}
    return [
        Told(
            CARD_CHANGE[CardChange(row.kind)],
            row.at,
            row.by.name if row.by else _("System"),
            row.reason,
            *_sides(row),
            other=seen.get(row.data.get("other", 0)),
            on=own.get(row.person_id) if len(own) > 1 else None,
        )
        for row in rows
    ]


def _sides(row: PersonChange) -> tuple[list[str], list[str]]:
    """What stood there before, and after."""
    before, after = _SIDES.get(CardChange(row.kind), _nothing)(row.data)
    return [line for line in before if line], [line for line in after if line]


def _details(kept: Kept) -> Iterator[str]:
    for name, value in kept.items():
        word = _WORD.get(name, {}).get(value, value)
        yield f"{_FIELD[name]}: {word or _('(empty)')}"


def _contact(kept: Kept | None) -> str:
    if not kept:
        return ""
    value = f"{CONTACT_KIND[ContactKind(kept['kind'])]}: {kept['value']}"
    return f"{value} ({kept['note']})" if kept["note"] else value


def _membership(kept: Kept) -> str:
    parts = [kept["organisation"] or _("This organisation"), kept["role"], kept["number"]]
    since, until = (_day(kept[name]) if kept[name] else "" for name in ("since", "until"))
    span = f"{since}–{until}" if since or until else ""
    return ", ".join(each for each in (*parts, span) if each)


def _looked_at(data: Kept) -> Sides:
    words = _("Look again on %(day)s")
    before, after = (f"{_type(data)}: {words % {'day': _day(data[name])}}" for name in ("before", "after"))
    return [before], [after]


def _nothing(_data: Kept) -> Sides:
    return [], []


def _given(data: Kept, kept: Kept | None) -> str:
    if not kept:
        return ""
    shown = _("look again on %(day)s") % {"day": _day(kept["review_on"])}
    return f"{_type(data)}: {kept['evidence']} ({shown})" if kept["evidence"] else f"{_type(data)} ({shown})"


def _type(data: Kept) -> str:
    return str(CUSTOMER_TYPE[CustomerType(data["type"])])


def _day(kept: str) -> str:
    return day(date.fromisoformat(kept), language(get_language()))


_SIDES: Mapping[CardChange, Callable[[Kept], Sides]] = {
    CardChange.DETAILS: lambda data: (list(_details(data["before"])), list(_details(data["after"]))),
    CardChange.CONTACT_ADDED: lambda data: ([], [_contact(data["contact"])]),
    CardChange.CONTACT_PREFERRED: lambda data: ([_contact(data["before"])], [_contact(data["contact"])]),
    CardChange.CONTACT_RETIRED: lambda data: ([_contact(data["contact"])], []),
    CardChange.MEMBERSHIP_ADDED: lambda data: ([], [_membership(data["membership"])]),
    CardChange.MEMBERSHIP_ENDED: lambda data: (
        [_membership(data["before"])],
        [_membership(data["membership"])],
    ),
    CardChange.TYPE_GIVEN: lambda data: ([_given(data, data["before"])], [_given(data, data["after"])]),
    CardChange.TYPE_RENEWED: _looked_at,
    CardChange.TYPE_ENDED: lambda data: ([_given(data, data["before"])], []),
    CardChange.SUGGESTION_DISMISSED: lambda data: (
        [f"{_type(data)}: {reason_of(data['because'], data['measure'])}"],
        [],
    ),
}
