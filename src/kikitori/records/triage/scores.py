"""Customer types that facts seem to show, each with the reason for which it is suggested. Pure; a person decides.

Only what somebody did is counted, never how they speak; and nothing here is read by whoever decides who is right.
"""

from dataclasses import dataclass
from enum import StrEnum

from kikitori.records.people.terms import CustomerType

#: Of these days complaints and words are counted.
LATELY_DAYS = 90
#: So many complaints, or words to us, within them are often.
OFTEN_COMPLAINTS, OFTEN_WORDS = 4, 12
#: So often within a year somebody told us plainly that it was not enough.
PLAINLY = 2
#: So many letters without a word from them before they withdrew, or before it was closed in silence.
UNANSWERED = 2


class Because(StrEnum):
    """Why a type is suggested."""

    MANY_COMPLAINTS = "many_complaints"
    MANY_WORDS = "many_words"
    PREMIUM_ORGANISATION = "premium_organisation"
    SAID_NOT_ENOUGH = "said_not_enough"
    WITHDREW_SILENTLY = "withdrew_silently"
    ENDED_IN_SILENCE = "ended_in_silence"


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is on record about one person, as far as whoever asks sees it.

    `not_enough`: offers declined and „not solved“ within a year. `withdrew_after`: the most letters that stood
    unanswered when they withdrew. `silent_ends`: complaints closed because they said nothing.
    """

    complaints_lately: int = 0
    words_lately: int = 0
    premium_organisation: str = ""
    not_enough: int = 0
    withdrew_after: int = 0
    silent_ends: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A type, why, and the number or name that the reason speaks of."""

    type: CustomerType
    because: Because
    measure: str


def suggestions(
    facts: Facts, *, has: frozenset[str] = frozenset(), dismissed: frozenset[tuple[str, str]] = frozenset()
) -> list[Suggestion]:
    """One reason for each type, but for those they have and what was dismissed (type, reason)."""
    found: dict[CustomerType, Suggestion] = {}
    for each in _seen_in(facts):
        if each.type.value not in has and (each.type.value, each.because.value) not in dismissed:
            found.setdefault(each.type, each)
    return list(found.values())


def _seen_in(facts: Facts) -> list[Suggestion]:
    rules = (
        (
            bool(facts.premium_organisation),
            CustomerType.PAYING_SUPPORT,
            Because.PREMIUM_ORGANISATION,
            facts.premium_organisation,
        ),
        (
            facts.not_enough >= PLAINLY,
            CustomerType.ASSERTIVE,
            Because.SAID_NOT_ENOUGH,
            facts.not_enough,
        ),
        (
            facts.complaints_lately >= OFTEN_COMPLAINTS,
            CustomerType.FREQUENT,
            Because.MANY_COMPLAINTS,
            facts.complaints_lately,
        ),
        (facts.words_lately >= OFTEN_WORDS, CustomerType.FREQUENT, Because.MANY_WORDS, facts.words_lately),
        (
            facts.withdrew_after >= UNANSWERED,
            CustomerType.SILENT,
            Because.WITHDREW_SILENTLY,
            facts.withdrew_after,
        ),
        (
            facts.silent_ends >= UNANSWERED,
            CustomerType.SILENT,
            Because.ENDED_IN_SILENCE,
            facts.silent_ends,
        ),
    )
    return [Suggestion(kind, because, str(measure)) for holds, kind, because, measure in rules if holds]
