"""Words of an investigation. Plain StrEnum, no Django; what they are called is in labels.py."""

from enum import StrEnum


class LineState(StrEnum):
    """How it stands with a line of inquiry."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    DOCUMENT = "document"
    PHOTOGRAPH = "photograph"
    RECORDING = "recording"
    OBJECT = "object"
    SYSTEM_RECORD = "system_record"
    STATEMENT = "statement"


class Bearing(StrEnum):
    """How a piece of evidence bears on a point: does it speak for what the complainant says?"""

    SUPPORTS = "supports"
    AGAINST = "against"
    UNCLEAR = "unclear"


class CustodyKind(StrEnum):
    """What has happened to a piece of evidence. Past tense; nothing of it is ever taken back."""

    TAKEN_IN = "taken_in"
    HANDED_TO = "handed_to"
    EXAMINED = "examined"
    GIVEN_BACK = "given_back"
    MOVED = "moved"
    DESTROYED = "destroyed"
    WITHDRAWN = "withdrawn"


#: What is written down by hand: taking it in is a step of its own.
BY_HAND = tuple(kind for kind in CustodyKind if kind is not CustodyKind.TAKEN_IN)
#: These say to whom or where.
NAMES_WHOM = frozenset(
    {CustodyKind.HANDED_TO, CustodyKind.EXAMINED, CustodyKind.GIVEN_BACK, CustodyKind.MOVED}
)
#: These need a reason. After them nothing is based on it any more.
FOR_A_REASON = frozenset({CustodyKind.DESTROYED, CustodyKind.WITHDRAWN})


class Nature(StrEnum):
    """What somebody has written down: what is so, or what they think of it (R-09: apart)."""

    FACT = "fact"
    OPINION = "opinion"
