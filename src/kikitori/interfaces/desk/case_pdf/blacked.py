"""Whose names and addresses are taken out of a case file, and how they may have been written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kikitori.foundation.language.blacking import Blacking
from kikitori.foundation.language.contact import phone
from kikitori.interfaces.desk.case_pdf.course import Course
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.case_file import NAMES_OUT, ROADS_OUT, FileFor, is_taken_out
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.sheets import address_lines
from kikitori.records.people.terms import ContactKind

_CALLED = (ContactKind.PHONE.value, ContactKind.FAX.value)
#: A line of an address that is shorter stands in other texts as well: „2F“.
_LINE = 5


@dataclass(frozen=True, slots=True)
class TakenOut:
    """`names` with their parts, `words` as they are; each once, in the order in which they are shown."""

    names: tuple[str, ...]
    words: tuple[str, ...]

    def blacking(self, more: Sequence[str]) -> Blacking:
        """Takes them out; `more`: what somebody wants taken out besides."""
        return Blacking(self.names, [*self.words, *more])


def taken_out(course: Course, reader: FileFor) -> TakenOut:
    """What is taken out by itself for this reader. Of an anonymous complaint its maker's name is in none."""
    standing = course.standing
    hidden = {PartyRole.COMPLAINANT.value} if standing.complaint.anonymous else set()
    names = dict.fromkeys(name for role, name in _names(course) if _is_out(role, reader, NAMES_OUT, hidden))
    words = dict.fromkeys(word for role, word in _roads(course) if _is_out(role, reader, ROADS_OUT, hidden))
    return TakenOut(tuple(name for name in names if name), tuple(word for word in words if word))


def _is_out(role: str, reader: FileFor, among: dict[FileFor, frozenset[PartyRole]], hidden: set[str]) -> bool:
    return role in hidden or is_taken_out(role, reader, among=among)


def _names(course: Course) -> Iterator[tuple[str, str]]:
    """(role, name) of everybody who takes part, was named, or was written to."""
    file = course.standing.file
    for row in file.roads:
        yield row.role, row.person.name
        yield row.role, row.person.name_kana
    for named in file.appointments:
        yield PartyRole.REPRESENTATIVE.value, named.name
        yield PartyRole.REPRESENTATIVE.value, named.kana
    for letter, _meant in course.letters:
        yield PartyRole.COMPLAINANT.value, letter.to_name
    for mail in _theirs(course.standing):
        yield PartyRole.COMPLAINANT.value, mail[1]


def _roads(course: Course) -> Iterator[tuple[str, str]]:
    """(role, a way in which an address or a number may stand in a text)."""
    file = course.standing.file
    for row in file.roads:
        if row.road is not None:
            yield from ((row.role, word) for word in _written(row.road, row.address))
    for named in file.appointments:
        for word in _written(named.reach_kind, named.reach):
            yield PartyRole.REPRESENTATIVE.value, word
    for letter, _meant in course.letters:
        for word in _written(ContactKind.POST.value, letter.to_address):
            yield PartyRole.COMPLAINANT.value, word
    for address, _name in _theirs(course.standing):
        yield PartyRole.COMPLAINANT.value, address


def _theirs(standing: Standing) -> list[tuple[str, str]]:
    """Sender and name of the mails of the complainant."""
    words = {word.pk for word in standing.file.words if word.is_theirs}
    mails = standing.file.mails
    return [(row.sender, row.sender_name) for row in mails if row.word_id is None or row.word_id in words]


def _written(kind: str, value: str) -> Iterator[str]:
    if not value:
        return
    yield value
    if kind in _CALLED:
        number = phone(value)
        yield number.shown
        if number.e164:
            yield number.e164.removeprefix("+")
    if kind == ContactKind.POST.value:
        yield from (line for line in address_lines(value) if len(line) >= _LINE)
