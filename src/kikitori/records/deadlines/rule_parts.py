"""What a rule says beside its days: for whom, when it applies, how it may be extended, what a breach brings. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Channel, Kind, Severity, Subject
from kikitori.records.deadlines.mistakes import (
    are_no_steps,
    cannot_ask_for,
    is_never,
    must_be_positive,
    must_be_up_to,
    names_no_word_for,
)

#: What a condition may ask of a complaint, and the words it may name; an empty set leaves the words to others.
ASKED: Mapping[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "channel": frozenset(Channel),
    "subject": frozenset(Subject),
    "severity": frozenset(Severity),
    "language": frozenset({"ja", "en"}),
    #: Safety questions that were answered with yes.
    "safety": frozenset(),
}
#: In `met_by`: somebody writes down that it was done, for no step of ours can tell.
BY_HAND = "by_hand"
MOST_EXTENSIONS = 9


class RuleError(ValueError):
    """A rule that says something impossible. `field` is the part of it that is wrong."""

    def __init__(self, field: str, problem: Bilingual) -> None:
        super().__init__(f"{field}: {problem.en}")
        self.field = field
        self.problem = problem


class Direction(StrEnum):
    """Whether the days are counted after the trigger or back from it (notice of a meeting)."""

    AFTER = "after"
    BEFORE = "before"


class Audience(StrEnum):
    """Whom the deadline protects. Only what is owed to the complainant ends with the complaint.

    `affected`: people whom it touches though they did not complain, as those whose data have leaked.
    """

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    AFFECTED = "affected"
    AUTHORITY = "authority"
    HOUSE = "house"


class Begins(StrEnum):
    """Whether the clock begins with the step that brings its moment, or when somebody names that moment."""

    ITSELF = "itself"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Condition:
    """`applies_if`: for each thing asked, one of the words must fit. Empty: it always applies."""

    wanted: tuple[tuple[str, frozenset[str]], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nobody can answer. Raises RuleError."""
        for asked, words in self.wanted:
            known = ASKED.get(asked)
            if known is None:
                raise RuleError(asked, cannot_ask_for(ASKED, asked))
            if not words:
                raise RuleError(asked, names_no_word_for(asked))
            if known and not words <= known:
                raise RuleError(asked, is_never(asked, sorted(words - known)))

    def holds(self, facts: Mapping[str, Collection[str]]) -> bool:
        """Does it apply to a complaint of which these facts are known (thing asked → words that fit)?"""
        return all(not words.isdisjoint(facts.get(asked, ())) for asked, words in self.wanted)


ALWAYS = Condition()


@dataclass(frozen=True, slots=True)
class Extension:
    """How the time may be prolonged: by at most `quantity` of the rule's own unit, at most `times` times.

    `notice_before_expiry`: only if it is told before the time is over; `reason_required`: only with a reason.
    """

    quantity: int
    times: int = 1
    notice_before_expiry: bool = True
    reason_required: bool = True

    def __post_init__(self) -> None:
        """Refuse an endless one. Raises RuleError."""
        if self.quantity < 1:
            raise RuleError("quantity", must_be_positive(self.quantity))
        if not 1 <= self.times <= MOST_EXTENSIONS:
            raise RuleError("times", must_be_up_to(MOST_EXTENSIONS, self.times))


@dataclass(frozen=True, slots=True)
class Breach:
    """What happens when it is too late: the level of the ladder that is told, and what is owed to whom then."""

    level: int = 2
    notice: str = ""

    def __post_init__(self) -> None:
        """Levels are counted from 1. Raises RuleError."""
        if self.level < 1:
            raise RuleError("level", must_be_positive(self.level))


USUAL_BREACH = Breach()


def checked_steps(field: str, steps: tuple[str, ...], *, by_hand: bool) -> None:
    """Every word is a step (or `by_hand`, where that is allowed). Raises RuleError."""
    known = {*Step, BY_HAND} if by_hand else set(Step)
    wrong = [word for word in steps if word not in known]
    if wrong:
        raise RuleError(field, are_no_steps(wrong))
