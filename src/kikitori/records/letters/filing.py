"""Where an incoming mail belongs. Pure: facts in, one place out; nothing is read or written here.

A mail grants nothing by itself. What it says of its thread or in its subject counts only where its sender is somebody
whose address this complaint already knows; everything that is in doubt is held for a person, and nothing is dropped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kikitori.records.letters.mail_terms import Held

#: Mails of one sender, and of one thread, within the last hour. More is a machine, whatever it says of itself.
MOST_OF_SENDER = 20
MOST_OF_THREAD = 12
#: Larger ones are kept and held: somebody decides whether they are worth opening.
LARGEST = 50_000_000
#: Below this nobody can be sure what was written.
SURE_ENOUGH = 0.3


class Place(StrEnum):
    """What becomes of a mail."""

    NEW = "new"
    WORD = "word"
    REOPENS = "reopens"
    FOLLOWS = "follows"
    REPORT = "report"
    AUTOMATIC = "automatic"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Thread:
    """A complaint that a mail seems to belong to. `knows_sender`: is the sender's address one of its people's?

    `may_reopen`: not somebody who was appointed to do less than that.
    """

    complaint: int
    knows_sender: bool
    is_open: bool
    closed_at: datetime | None = None
    may_reopen: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of a mail when it is filed. `by_thread`: by the ids it answers to; `by_number`: by its subject."""

    at: datetime
    size: int
    sender: str
    sender_is_ours: bool = False
    by_machine: bool = False
    is_report: bool = False
    reported_letter: int | None = None
    has_words: bool = True
    confidence: float = 1.0
    is_encrypted: bool = False
    of_sender: int = 0
    of_thread: int = 0
    by_thread: Thread | None = None
    by_number: Thread | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """One place: with the complaint it is about, and why it is held if it is."""

    place: Place
    complaint: int | None = None
    held: Held | None = None


def place_of(mail: Facts, *, reopen_within: timedelta) -> Placed:
    """Decide. `reopen_within`: so long after its end a word takes a complaint up again; later it begins another."""
    thread = mail.by_thread
    about = thread.complaint if thread else None
    held = _held(mail)
    if mail.is_report and mail.reported_letter is not None:
        return Placed(Place.REPORT, about)
    if mail.by_machine and not mail.is_report and thread is not None and not mail.sender_is_ours:
        return Placed(Place.AUTOMATIC, about)
    if held is not None:
        return Placed(Place.HOLD, about, held)
    return _by_its_people(mail, thread, reopen_within)


def _by_its_people(mail: Facts, thread: Thread | None, reopen_within: timedelta) -> Placed:
    """By whom the complaint of its thread knows, or else the one whose number it names."""
    if thread is None and mail.by_number is not None and mail.by_number.knows_sender:
        # Anybody can write a number into a subject; only who is known there is led there by it.
        thread = mail.by_number
    if thread is None:
        return Placed(Place.NEW)
    if not thread.knows_sender:
        return Placed(Place.HOLD, thread.complaint, Held.UNKNOWN_SENDER)
    if thread.is_open:
        return Placed(Place.WORD, thread.complaint)
    if not thread.may_reopen:
        return Placed(Place.HOLD, thread.complaint, Held.BEYOND_MANDATE)
    ended = thread.closed_at or mail.at
    return Placed(Place.REOPENS if mail.at - ended <= reopen_within else Place.FOLLOWS, thread.complaint)


def _held(mail: Facts) -> Held | None:
    """The first reason to let a person look at it."""
    reasons = (
        (Held.LOOP, mail.sender_is_ours),
        (Held.REPORT, mail.is_report),
        (Held.AUTOMATIC, mail.by_machine),
        (Held.OVERSIZED, mail.size > LARGEST),
        (Held.UNREADABLE, mail.is_encrypted or mail.confidence < SURE_ENOUGH),
        (Held.EMPTY, not mail.has_words),
        (Held.NO_SENDER, not mail.sender),
        (Held.LOOP, mail.of_sender >= MOST_OF_SENDER or mail.of_thread >= MOST_OF_THREAD),
    )
    return next((reason for reason, holds in reasons if holds), None)
