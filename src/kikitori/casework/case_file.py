"""Case file 事案記録: hand a complaint out as one document, and write down that it was.

One for our own use is reading, and is logged as reading is (ADR 0029). One for somebody outside is a step: the
timeline says for whom it was made, how much was in it, and by which fingerprint its bytes are known again. The document
itself is not kept: it would be the personal data a second time, in a form that is hard to erase (ADR 0022).
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kikitori.casework.house import House
from kikitori.casework.openings import note_opening
from kikitori.casework.step import taking
from kikitori.records.access.case_file import FileFor
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMade:
    """What is to be known of a file. `items`: how many were put in; `left_out`: how many could have been."""

    reader: FileFor
    content: bytes
    items: int
    left_out: int

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()


def hand_out_file(actor: Actor, complaint: Complaint, made: FileMade, *, now: datetime) -> None:
    """Write down that this file is handed out. The complaint was found for this actor through `visible_to`.

    Raises Unseen and Refused; then it must not be handed out.
    """
    house = House()
    if made.reader is not FileFor.HOUSE:
        with taking(actor, complaint, Step.MAKE_FILE, now=now, house=house) as step:
            step.say(
                reader=made.reader.value,
                fingerprint=made.fingerprint,
                items=made.items,
                left_out=made.left_out,
            )
    note_opening(actor, complaint, on=house.day_of(now))
