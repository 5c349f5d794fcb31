"""What a letter says of a referral, in its own language: to whom, what was passed on, the leaflet, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import override

from kikitori.casework.house import House
from kikitori.foundation.language.dates import Speaker
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import BodyKind, ReferralOutcome
from kikitori.records.referral.told import CAME_OF_IT, body_lines, item_line

#: Letters that say where else the complainant can turn.
_SAY_WHERE = frozenset({LetterKind.DECISION, LetterKind.CLOSED})
#: Letters of ours that name it beside an answer; a confirmation of receipt comes long before anybody disagrees.
_ANSWERS = frozenset({LetterKind.PROPOSAL, LetterKind.DECISION, LetterKind.CLOSED})


@dataclass(frozen=True)
class ReferralWords:
    """A referral as its letter tells it. `in_` says it in one language; letters ask (casework/outgoing.py)."""

    body: Body
    zone: ZoneInfo
    items: Sequence[dict[str, Any]] = ()
    by_themselves: bool = False
    expected_on: date | None = None
    outcome: str = ""
    #: After an answer: do we look into it again, or does theirs stand?
    goes_on: bool = False
    #: What its leaflet is called, where it has one as a file.
    file: str = ""

    def in_(self, language: str) -> dict[str, Any]:
        """Values for the template."""
        speaker = Speaker(language, self.zone)

        def say(at: str) -> str:
            return speaker.day(datetime.fromisoformat(at))

        with override(language):
            return {
                "name": self.body.name_in(language),
                "lines": body_lines(self.body, language),
                "is_outside": not self.body.is_inside,
                "shared": [item_line(item, say) for item in self.items],
                "leaflet": self.body.leaflet_in(language),
                "file": self.file,
                "by_themselves": self.by_themselves,
                "expected_on": self.expected_on,
                "came_of_it": str(CAME_OF_IT[ReferralOutcome(self.outcome)]) if self.outcome else "",
                "goes_on": self.goes_on,
            }


def bodies_named(kind: LetterKind, values: dict[str, Any], house: House, language: str) -> dict[str, Any]:
    """Bodies outside that a letter of this kind names beside our general words, a few lines each; else nothing.

    One query within a step, and none for letters that name nobody.
    """
    if kind not in _SAY_WHERE or values.get("agreed"):
        return {}
    with override(language):
        return {"bodies": [body_lines(body, language) for body in house.bodies_in_letters]}


def tells_where(kind: LetterKind, values: dict[str, Any], house: House, language: str) -> bool:
    """Does this letter tell its reader where else to turn, beside an answer of ours?"""
    if kind is LetterKind.REFERRAL:
        words = values.get("referral")
        return isinstance(words, ReferralWords) and words.body.kind == BodyKind.EXTERNAL.value
    if kind not in _ANSWERS or values.get("agreed"):
        return False
    named = kind in _SAY_WHERE and bool(house.bodies_in_letters)
    return named or bool(house.organisation.external_route_in(language))
