"""What colleagues ask to have redirected, for Today: it waits for a second person, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from kikitori.casework.redirect import redirects_to_confirm
from kikitori.foundation.postgres.counted import UpTo
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.steps.table import WORD_OF, name_of
from kikitori.records.complaints.labels import REDIRECT_REASON
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import RedirectReason
from kikitori.records.people.actor import Actor

#: So many are drawn; what comes after them waits its turn.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One request. `address`: the complaint; `url`: where it is confirmed."""

    reference: str
    why: str | Promise
    by: str
    asked_at: datetime
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class Redirects:
    """All that wait, as far as they are drawn, with how many there are."""

    lines: list[Line]
    number: UpTo


def redirects_waiting(actor: Actor) -> Redirects | None:
    """None where nothing waits for this person. One query."""
    rows = redirects_to_confirm(actor).order_by("asked_at", "id")
    shown = rows.values_list("complaint__reference", "reason", "asked_by__name", "asked_at")[: SHOWN + 1]
    lines = [
        Line(
            reference,
            REDIRECT_REASON[RedirectReason(reason)],
            by,
            asked_at,
            complaint_address(reference),
            complaint_address(reference, name_of(WORD_OF[Step.REDIRECT])),
        )
        for reference, reason, by, asked_at in shown
    ]
    return Redirects(lines[:SHOWN], UpTo.of(len(lines), SHOWN)) if lines else None
