"""Case file 事案記録: for whom one is made, what of a complaint goes into it, whose names are taken out. Pure.

Outside the house nothing is offered that was written among ourselves, so it cannot be chosen by mistake. What is
offered and not chosen beforehand is somebody's to decide, item by item (APPI 33, GDPR 15(4): rights of others).
"""

from collections.abc import Iterable
from enum import StrEnum

from kikitori.records.complaints.terms import PartyRole


class FileFor(StrEnum):
    """For whom it is made. `body`: an external body that is asked to look at the complaint."""

    HOUSE = "house"
    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    BODY = "body"


class Section(StrEnum):
    """The sections of a case file, in their order."""

    STORY = "story"
    POINTS = "points"
    PROMISES = "promises"
    SOLUTION = "solution"
    TIMELINE = "timeline"
    LETTERS = "letters"
    FILES = "files"


class Meant(StrEnum):
    """For whom an item was meant when it was written."""

    EVERYBODY = "everybody"
    HOUSE = "house"
    #: Between the complainant and those who decide about people.
    CONFIDED = "confided"


_ALL = frozenset(Section)
#: What is in it unless somebody decides otherwise. Whoever is complained about is told what is alleged; a picture
#: cannot be blacked out, so it goes to others only after somebody has looked at it.
CHOSEN: dict[FileFor, frozenset[Section]] = {
    FileFor.HOUSE: _ALL,
    FileFor.COMPLAINANT: _ALL,
    FileFor.RESPONDENT: frozenset({Section.STORY, Section.POINTS}),
    FileFor.BODY: _ALL - {Section.FILES},
}
_SPEAKING = frozenset({PartyRole.COMPLAINANT, PartyRole.REPRESENTATIVE, PartyRole.FORMER})
#: Whose names are taken out.
NAMES_OUT: dict[FileFor, frozenset[PartyRole]] = {
    FileFor.HOUSE: frozenset(),
    FileFor.COMPLAINANT: frozenset({PartyRole.RESPONDENT}),
    FileFor.RESPONDENT: _SPEAKING,
    FileFor.BODY: frozenset({PartyRole.RESPONDENT}),
}
#: Whose telephone numbers and addresses are taken out: everybody's but the reader's own.
ROADS_OUT: dict[FileFor, frozenset[PartyRole]] = {
    FileFor.HOUSE: frozenset(),
    FileFor.COMPLAINANT: frozenset({PartyRole.RESPONDENT}),
    FileFor.RESPONDENT: _SPEAKING,
    FileFor.BODY: frozenset(PartyRole),
}


def is_offered(meant: Meant, reader: FileFor) -> bool:
    """May an item meant so be put into a file for this reader at all?"""
    return reader is FileFor.HOUSE or meant is Meant.EVERYBODY


def is_chosen(section: Section, meant: Meant, reader: FileFor) -> bool:
    """Is it in the file unless somebody decides otherwise? What is confided is put in by hand, knowingly."""
    return is_offered(meant, reader) and meant is not Meant.CONFIDED and section in CHOSEN[reader]


def is_taken_out(role: str, reader: FileFor, *, among: dict[FileFor, frozenset[PartyRole]]) -> bool:
    """Is what belongs to a party in this role taken out? `among`: NAMES_OUT or ROADS_OUT."""
    return role in {each.value for each in among[reader]}


def chosen_among(offered: Iterable[str], wanted: Iterable[str]) -> frozenset[str]:
    """Of what was ticked, what had been offered: nothing else gets in, whatever a browser sends."""
    return frozenset(offered) & frozenset(wanted)
