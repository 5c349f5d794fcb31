"""Chain 連鎖: what set off what, and where it ends. The loop guard. Pure.

Whatever an automation writes may set off others, so every firing knows the event with which its chain began, how deep
it is in it, and which automations have fired in it before. Three rules together end every chain: it is MOST_DEEP deep
at most, no automation fires twice in it, and no complaint sees more than MOST_A_DAY firings in a day.
"""

from dataclasses import dataclass

from kikitori.records.automation.terms import Guard, Outcome

MOST_DEEP = 3
MOST_A_DAY = 20
#: So often in a row an automation may fail before it pauses itself.
MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a firing would stand. `root`: what the chain began with; `depth`: 1 for what no automation has caused."""

    root: str
    depth: int = 1
    fired: frozenset[int] = frozenset()

    def after(self, automation: int) -> "Chain":
        """The chain once this one has fired for the same cause: one more has fired, no deeper."""
        return Chain(self.root, self.depth, self.fired | {automation})

    def deeper(self) -> "Chain":
        """The chain as it stands for what a firing of it has written."""
        return Chain(self.root, self.depth + 1, self.fired)


def held_back(chain: Chain, automation: int, *, fired_today: int) -> Guard | None:
    """Why this automation must not fire now; None where it may. `fired_today`: on this complaint, by all of them."""
    if chain.depth > MOST_DEEP:
        return Guard.DEPTH
    if automation in chain.fired:
        return Guard.AGAIN
    if fired_today >= MOST_A_DAY:
        return Guard.CAP
    return None


def failures_after(before: int, outcome: Outcome) -> int:
    """How often in a row it has failed, counted after this firing. One held back says nothing about it."""
    if outcome is Outcome.GUARDED:
        return before
    return before + 1 if outcome is Outcome.FAILED else 0


def must_pause(failures: int) -> bool:
    """Has it failed so often in a row that a person should look at it first?"""
    return failures >= MOST_FAILURES
