"""The ladder: which level a complaint is brought before, and who is told. Pure.

At each level somebody is named and somebody stands in for them. Whoever is away, does not see the complaint or may
not answer is passed over; a level at which nobody is left passes it up; and where nobody is left at all, the
escalation stands with no holder and is everybody's who sees the complaint. It is never nowhere.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from kikitori.records.complaints.terms import Severity

#: Working minutes for an answer where no level says otherwise.
ANSWER_WITHIN = 240
#: The lowest level: requests and missed promises begin here.
FIRST = 1


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: whom to ask, first the first. `from_severity`: the least grave one that comes here by itself."""

    number: int
    people: tuple[int, ...]
    answer_within: int = ANSWER_WITHIN
    from_severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an escalation stands and with whom. `deputy`: who may answer for them; both None where nobody is left."""

    level: int
    holder: int | None
    deputy: int | None
    answer_within: int
    #: Is there a level above, for the day nobody answers?
    can_rise: bool


def usual_ladder(leads: Sequence[int]) -> tuple[Rung, ...]:
    """Where nothing is configured: level 1 any lead, in this order (own team first), level 2 any other lead."""
    return (Rung(1, tuple(leads)), Rung(2, tuple(leads)))


def placed(
    ladder: Sequence[Rung], level: int, *, told: Collection[int], can_answer: Callable[[int], bool]
) -> Placed:
    """Where something for `level` comes to stand: there, or at the first level above it at which somebody is.

    `told`: who was told at a lower level already and is passed over, for going up must reach somebody else.
    `can_answer`: is this person at work, do they see the complaint, may they answer? Asked of as few as possible.
    A level between two rungs means the one above; a level above the top means the top. Needs at least one rung.
    """
    rungs = sorted(ladder, key=lambda rung: rung.number)
    wanted = [rung for rung in rungs if rung.number >= level] or rungs[-1:]
    for rung in wanted:
        holder = next((one for one in rung.people if one not in told and can_answer(one)), None)
        if holder is not None:
            deputy = next((one for one in rung.people if one != holder), None)
            return Placed(rung.number, holder, deputy, rung.answer_within, rung is not rungs[-1])
    first = wanted[0]
    return Placed(first.number, None, None, first.answer_within, first is not rungs[-1])


def level_above(ladder: Sequence[Rung], level: int) -> int | None:
    """The next level up; None where `level` is the top."""
    return min((rung.number for rung in ladder if rung.number > level), default=None)


def level_for_request(ladder: Sequence[Rung], open_levels: Collection[int]) -> int | None:
    """The first level, or the one above the highest that waits for an answer; None where that is the top."""
    return level_above(ladder, max(open_levels)) if open_levels else FIRST


def level_for_severity(ladder: Sequence[Rung], severity: Severity) -> int | None:
    """The highest level that something this grave comes before by itself; None where no level says so."""
    named = [
        rung.number
        for rung in ladder
        if rung.from_severity is not None and severity.value <= rung.from_severity.value
    ]
    return max(named, default=None)
