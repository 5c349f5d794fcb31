"""A complaint called by its number, as people type it: in any width, in small letters, with blanks around it."""

import re

from kikitori.foundation.language.names import fold_width
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor

_REFERENCE = re.compile(r"K-[0-9]{4}-[0-9]{6,9}")


def complaint_called(actor: Actor, reference: str) -> Complaint | None:
    """The complaint of this number; None where this actor sees none. One query, none for what is no number."""
    wanted = fold_width(reference).strip().upper()
    return visible_to(actor).filter(reference=wanted).first() if _REFERENCE.fullmatch(wanted) else None
