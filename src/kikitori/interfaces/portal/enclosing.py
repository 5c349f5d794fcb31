"""Files that somebody hands in at the portal: taken from the form, paced, kept, and told in words.

One network and one browser hand in so much at once and no more, so that nobody without an account fills our disk. What
is refused is named with its reason, the rest is kept, and no word that stands beside it is touched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.parcels import Owner, hand_in, handed_in_by, in_parcel, take_out
from kikitori.interfaces.portal.file_words import FILE_FLAW, file_kind
from kikitori.interfaces.portal.holder import SESSION_LIFE, limit_session
from kikitori.interfaces.portal.pace_store import network_of, seconds_before_files
from kikitori.interfaces.portal.visit import HolderVisit, Visit
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import LARGEST_FILE, LARGEST_PARCEL, MOST_FILES
from kikitori.records.letters.mail_terms import Scan

#: The field of the page, and the buttons that add and take away.
FIELD, ADD, DROP = "files", "add", "drop"
#: The hidden field with the numbers of the files a page has shown: they go with it, and no others.
SHOWN = "enclosed"
#: Bytes one browser hands in within a day, whatever it takes away again.
MOST_OF_A_BROWSER = 150_000_000
#: Bytes of files that go in one form, below what the gate lets through (config/limits.py).
AT_ONCE = 25_000_000
_KEY = "portal_files"
_MEGABYTE = 1_000_000
_DIGITS = 18
#: Obstacles that lie in the files: what stands beside them is shown again, and they can be mended there.
IN_FILES = frozenset({Obstacle.FILES_CHANGED, Obstacle.VIRUS_FOUND})


@dataclass(frozen=True)
class Shown:
    """One file as its owner sees it before it is sent."""

    row: Enclosure
    kind: str
    has_virus: bool
    #: It may tell where and with what it was taken, and we could not take that out.
    tells_more: bool


@dataclass
class HandedIn:
    """What became of the files of one form. `numbers`: those that lie in the parcel now; `refused`: in words;

    `wait`: seconds, where nothing was looked at.
    """

    numbers: tuple[int, ...] = ()
    refused: list[str] = field(default_factory=list)
    wait: int = 0


def owner_of(visit: HolderVisit) -> Owner:
    """The parcel of whoever has shown a slip: each slip has its own."""
    return Owner(complaint=visit.complaint, party=visit.actor.party_id)


def shown_files(owner: Owner) -> list[Shown]:
    """What lies in the parcel, as it was handed in."""
    return _shown(in_parcel(owner))


def shown_again(owner: Owner, numbers: Sequence[int]) -> list[Shown]:
    """Those of these files that a page has shown and that are still there, also where they were sent meanwhile."""
    return _shown(handed_in_by(owner).filter(pk__in=numbers))


def _shown(rows: Iterable[Enclosure]) -> list[Shown]:
    return [Shown(row, file_kind(row.found), row.scan == Scan.INFECTED.value, row.tells_more) for row in rows]


def limits() -> dict[str, int]:
    """How much may be handed in, for the page: in MB, in bytes, in number."""
    return {
        "each": LARGEST_FILE // _MEGABYTE,
        "together": LARGEST_PARCEL // _MEGABYTE,
        "number": MOST_FILES,
        "bytes": LARGEST_FILE,
        "at_once": AT_ONCE,
    }


def has_files(visit: Visit) -> bool:
    """Does this form bring files, or take one away?"""
    return bool(visit.request.FILES.getlist(FIELD)) or takes_away(visit)


def takes_away(visit: Visit) -> bool:
    """Does this form take a file away?"""
    return DROP in visit.request.POST


def take_files(visit: Visit, owner: Owner) -> HandedIn:
    """Take one away if that was asked for; keep what was chosen."""
    dropped = visit.request.POST.get(DROP, "")
    if dropped.isascii() and dropped.isdigit() and len(dropped) <= _DIGITS:
        take_out(owner, int(dropped))
    given = [
        FileGiven(each.name or "", each.size or 0, each.read) for each in visit.request.FILES.getlist(FIELD)
    ]
    if not given:
        return HandedIn()
    size = sum(each.size for each in given)
    wait = seconds_before_files(network_of(visit.request), max(len(given), ceil(size / _MEGABYTE)), visit.now)
    if wait:
        return HandedIn(refused=[_wait_in_words(wait)], wait=wait)
    if not _within_a_day(visit.request.session, size, visit.now):
        too_much = _("Very many files have come from this browser today. Please send us the rest by post.")
        return HandedIn(refused=[too_much])
    limit_session(visit.request)
    done = hand_in(visit.actor, owner, given, now=visit.now)
    refused = [_refused(name, FILE_FLAW[flaw]) for name, flaw in done.refused]
    return HandedIn(tuple(row.pk for row in (*done.added, *done.again)), refused)


def obstacle_in_words(not_now: NotNow) -> str:
    """What is wrong with the files, where nothing was sent for their sake."""
    if not_now.obstacle is Obstacle.VIRUS_FOUND:
        return _refused(
            not_now.detail, _("A virus was found in it. Please take it away; nothing else is lost.")
        )
    return _("The files have changed in another window meanwhile. Please look at the list once more.")


def numbers_of(values: Iterable[str]) -> tuple[int, ...]:
    """The files a page has shown. What is no number is none."""
    return tuple(int(each) for each in values if each.isascii() and each.isdigit() and len(each) <= _DIGITS)


def _refused(name: str, why: object) -> str:
    return _("“%(name)s”: %(why)s") % {"name": name or _("(no name)"), "why": why}


def _wait_in_words(wait: int) -> str:
    told = ngettext(
        "Very many files are coming from your network. Please wait %(seconds)s second and choose them once more.",
        "Very many files are coming from your network. Please wait %(seconds)s seconds and choose them once more.",
        wait,
    )
    return f"{told % {'seconds': wait}} {_('Nothing you wrote has been lost.')}"


def _within_a_day(session: SessionBase, size: int, now: datetime) -> bool:
    """Count these bytes to what this browser has handed in; False where that is more than enough."""
    kept = session.get(_KEY)
    so_far, since = 0, now.isoformat()
    if kept and now - datetime.fromisoformat(kept["since"]) < SESSION_LIFE:
        so_far, since = kept["bytes"], kept["since"]
    if so_far + size > MOST_OF_A_BROWSER:
        return False
    session[_KEY] = {"bytes": so_far + size, "since": since}
    return True
