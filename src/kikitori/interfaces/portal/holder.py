"""Who holds a slip: the sign-in of a complainant, kept in the session until half an hour after the last page.

The session gets a new key at sign-in and a new slip ends every sign-in made with the one before. Words somebody was
writing when their sign-in ended are kept here too, until they have been sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from kikitori.records.complaints.models import Receipt
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person, Staff
from kikitori.records.people.terms import Mandate

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
#: How long a browser's session lives at the portal: a sign-in, or a complaint not yet sent (drafts.py).
SESSION_LIFE = timedelta(hours=24)
#: The time of the last page is written down at most this often.
_TOUCH_EVERY = timedelta(minutes=1)
_KEY = "portal_holder"
_KEPT = "portal_kept"
_MOST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has shown a slip of one complaint: its own, or that of somebody its complainant has appointed."""

    complaint_id: int
    person_id: int | None
    name: str
    #: When the slip they showed was issued, as ISO text: the mark of that slip.
    slip: str
    since: datetime
    seen: datetime
    #: The part of whoever was appointed, and what they may do.
    party_id: int | None = None
    mandate: str = ""

    @property
    def actor(self) -> Actor:
        """The holder as an actor."""
        if self.party_id is not None:
            return Actor.representative(
                self.complaint_id,
                self.party_id,
                Mandate(self.mandate),
                person_id=self.person_id,
                name=self.name,
            )
        return Actor.complainant(self.complaint_id, self.person_id, self.name)

    def is_idle(self, now: datetime) -> bool:
        """Nothing has happened for half an hour."""
        return now - self.seen >= IDLE

    def is_fresh(self, now: datetime) -> bool:
        """Still within the half hour, and not open since morning."""
        return not self.is_idle(now) and now - self.since < LONGEST

    def as_values(self) -> dict[str, Any]:
        """For the session, which speaks JSON."""
        return {
            "complaint": self.complaint_id,
            "person": self.person_id,
            "name": self.name,
            "party": self.party_id,
            "mandate": self.mandate,
            "slip": self.slip,
            "since": self.since.isoformat(),
            "seen": self.seen.isoformat(),
        }

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """Back from the session."""
        return cls(
            complaint_id=values["complaint"],
            person_id=values["person"],
            name=values["name"],
            party_id=values.get("party"),
            mandate=values.get("mandate", ""),
            slip=values["slip"],
            since=datetime.fromisoformat(values["since"]),
            seen=datetime.fromisoformat(values["seen"]),
        )


def enter(request: HttpRequest, receipt: Receipt, person: Person | None, now: datetime) -> None:
    """Sign in whoever showed the right secret for `receipt`. New session key, new form token."""
    request.session.cycle_key()
    rotate_token(request)
    holder = Holder(
        complaint_id=receipt.opens,
        person_id=person.pk if person else None,
        name=person.name if person else "",
        party_id=receipt.party.pk if receipt.party else None,
        mandate=receipt.party.mandate if receipt.party else "",
        slip=receipt.issued_at.isoformat(),
        since=now,
        seen=now,
    )
    request.session[_KEY] = holder.as_values()
    limit_session(request)


def limit_session(request: HttpRequest) -> None:
    """What the portal keeps of a browser is gone after a day; the sign-in of staff keeps its own time."""
    if not isinstance(request.user, Staff):
        request.session.set_expiry(SESSION_LIFE)


def holder_in(session: SessionBase) -> Holder | None:
    """Whoever is signed in, fresh or not."""
    values = session.get(_KEY)
    return Holder.from_values(values) if values else None


def touch(session: SessionBase, holder: Holder, now: datetime) -> None:
    """A page was asked for: the half hour begins again."""
    if now - holder.seen >= _TOUCH_EVERY:
        session[_KEY] = holder.as_values() | {"seen": now.isoformat()}


def leave(request: HttpRequest) -> None:
    """End the sign-in and forget everything of this browser; a member of staff stays signed in at the desk."""
    if isinstance(request.user, Staff):
        for key in [key for key in request.session.keys() if key.startswith("portal_")]:  # noqa: SIM118 - no dict
            del request.session[key]
        request.session.cycle_key()
    else:
        request.session.flush()


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that were on their way when the sign-in ended, and for which page."""

    page: str
    words: str


def keep(session: SessionBase, kept: Kept) -> None:
    """Keep words over a new sign-in. What is too long for that stays in the browser's own memory."""
    if kept.words and len(kept.words) <= _MOST_KEPT:
        session[_KEPT] = {"page": kept.page, "words": kept.words}


def kept_for(session: SessionBase, page: str) -> str:
    """The words kept for this page; empty if there are none."""
    values = session.get(_KEPT) or {}
    return values["words"] if values.get("page") == page else ""


def forget_kept(session: SessionBase) -> None:
    """The words have been sent."""
    session.pop(_KEPT, None)
