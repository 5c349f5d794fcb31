"""Ways to reach somebody, as a page shows them; and those that are left where a letter did not arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import Promise as LazyText

from kikitori.foundation.language.contact import phone
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.models import Letter
from kikitori.records.people.labels import CONTACT_KIND
from kikitori.records.people.models import ContactPoint
from kikitori.records.people.terms import ContactKind

_WRITTEN_TO = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)
_ICON = {
    ContactKind.EMAIL: "mail",
    ContactKind.PHONE: "phone",
    ContactKind.POST: "home",
    ContactKind.FAX: "print",
    ContactKind.OTHER: "message",
}
#: The quickest first.
_ORDER = (ContactKind.PHONE, ContactKind.EMAIL, ContactKind.POST, ContactKind.FAX, ContactKind.OTHER)


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach somebody. `link` opens the phone or mail program, where there is one for it."""

    point: ContactPoint
    kind: str | LazyText
    shown: str
    link: str
    icon: str


def reach_of(point: ContactPoint) -> Reach:
    """A contact point as it is shown."""
    kind = ContactKind(point.kind)
    shown, link = point.value, ""
    if kind is ContactKind.PHONE:
        number = phone(point.value)
        shown = number.shown
        link = f"tel:{number.e164}" if number.e164 else ""
    return Reach(point, CONTACT_KIND[kind], shown, link, _ICON[kind])


def other_ways(letters: Sequence[Letter]) -> dict[int, list[Reach]]:
    """Letter → the ways to its people but for the address it did not reach, the quickest first.

    One query for any number; none for none.
    """
    if not letters:
        return {}
    points = ContactPoint.objects.filter(
        person__parts__complaint__in={letter.complaint_id for letter in letters},
        person__parts__role__in=_WRITTEN_TO,
    ).annotate(complaint=F("person__parts__complaint"))
    by_complaint: defaultdict[int, dict[int, ContactPoint]] = defaultdict(dict)
    for point in points.order_by("-preferred", "id"):
        by_complaint[point.complaint].setdefault(point.pk, point)
    return {letter.pk: _ways(letter, by_complaint[letter.complaint_id].values()) for letter in letters}


def _ways(letter: Letter, points: Iterable[ContactPoint]) -> list[Reach]:
    left = [
        reach_of(point)
        for point in points
        if not (point.kind == ContactKind.EMAIL.value and letter.to_key in (point.key, ""))
        and point.value != letter.to_address
    ]
    return sorted(left, key=lambda way: _ORDER.index(ContactKind(way.point.kind)))
