"""What is passed on with a referral, thing by thing, as it was then (個人情報保護法 27条): the least that helps.

Nothing goes along by itself. Internal notes and their files can never be chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.outgoing import addressee_of
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import PartyRole, Visibility
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.referral.terms import PERSONAL, SharedKind

Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SharedGiven:
    """What somebody has chosen: a summary in their words, and of the complaint what its receiver needs.

    `points`: numbers of points; `words`, `files`: numbers of messages and files that the complainant knows.
    """

    summary: str
    points: Sequence[int] = ()
    wish: bool = False
    story: bool = False
    words: Sequence[int] = ()
    files: Sequence[int] = ()
    name: bool = False
    contact: bool = False

    @property
    def is_personal(self) -> bool:
        """Does it say who the complainant is?"""
        return self.name or self.contact


def snapshot(complaint: Complaint, given: SharedGiven) -> list[Item]:
    """The chosen things as they are now, in the order in which they are told. A query for each kind that was chosen.

    Raises Invalid: UNKNOWN_WORD under the kind whose choice is not there, or is not for others to see.
    """
    items: list[Item] = [{"kind": SharedKind.SUMMARY.value, "text": given.summary}]
    items += _points(complaint, given.points)
    if given.wish:
        items.append(_text(SharedKind.WISH, complaint.desired_outcome, "wish"))
    if given.story:
        items.append(_text(SharedKind.STORY, complaint.story, "story"))
    items += _words(complaint, given.words)
    items += _files(complaint, given.files)
    if given.name:
        items.append(_text(SharedKind.NAME, _name(complaint), "name"))
    if given.contact:
        items.append(_text(SharedKind.CONTACT, addressee_of(complaint).address, "contact"))
    return items


def is_personal(items: Sequence[Item]) -> bool:
    """Is the name or an address among them?"""
    return any(item["kind"] in PERSONAL for item in items)


def words_to_share(complaint: Complaint) -> Any:
    """Messages that may be passed on: what the complainant has read or written."""
    return complaint.messages.filter(visibility=Visibility.PUBLIC.value)


def files_to_share(complaint: Complaint) -> Any:
    """Files that may be passed on: with what was said, and with how it came; none in which a virus was found."""
    said = Q(message__visibility=Visibility.PUBLIC.value) | Q(parcel__isnull=False) | Q(way_in__isnull=False)
    return complaint.enclosures.filter(said).exclude(scan=Scan.INFECTED.value).defer("raw")


def _text(kind: SharedKind, text: str, field: str) -> Item:
    if not text.strip():
        raise Invalid({field: Problem.UNKNOWN_WORD})
    return {"kind": kind.value, "text": text}


def _points(complaint: Complaint, numbers: Sequence[int]) -> list[Item]:
    if not numbers:
        return []
    rows = complaint.allegations.filter(number__in=numbers).order_by("number")
    items = [{"kind": SharedKind.POINT.value, "number": row.number, "text": row.text} for row in rows]
    return _all_of(items, numbers, "points")


def _words(complaint: Complaint, chosen: Sequence[int]) -> list[Item]:
    if not chosen:
        return []
    items = [
        {
            "kind": SharedKind.WORD.value,
            "message": row.pk,
            "at": row.at.isoformat(),
            "ours": not row.from_complainant,
            "text": row.body,
        }
        for row in words_to_share(complaint).filter(pk__in=chosen)
    ]
    return _all_of(items, chosen, "words")


def _files(complaint: Complaint, chosen: Sequence[int]) -> list[Item]:
    if not chosen:
        return []
    items = [
        {
            "kind": SharedKind.FILE.value,
            "file": row.pk,
            "name": row.name or f"{row.pk}",
            "size": row.size,
            "digest": row.digest,
        }
        for row in files_to_share(complaint).filter(pk__in=chosen)
    ]
    return _all_of(items, chosen, "files")


def _all_of(items: list[Item], chosen: Sequence[int], field: str) -> list[Item]:
    """What was chosen and cannot be had is not left out in silence: the writer believes that it went along."""
    if len(items) < len(set(chosen)):
        raise Invalid({field: Problem.UNKNOWN_WORD})
    return items


def _name(complaint: Complaint) -> str:
    if complaint.anonymous:
        return ""
    parties = complaint.parties.filter(role=PartyRole.COMPLAINANT.value).select_related("person")
    return next((party.person.name for party in parties), "")
