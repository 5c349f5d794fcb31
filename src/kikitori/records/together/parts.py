"""What a macro 定型操作 is made of: parts, each one step that exists, and what each must be told. Pure.

The list is closed. Nothing in it sends a letter: a reply is only laid ready. Nothing in it judges: severity is set by
an assessment, which asks about danger first, and a finding by whoever has looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kikitori.records.complaints.lifecycle import Step

#: In place of a member of staff: whoever uses the macro, and whoever then has the complaint in hand.
ME, HOLDER = "me", "holder"
#: No macro needs more; one that does is two.
MOST_PARTS = 10
#: Working days ahead: a quarter of a year.
MOST_DAYS = 60


class PartKind(StrEnum):
    """What one part does."""

    ASSIGN = "assign"
    PLACE = "place"
    NOTE = "note"
    TASK = "task"
    CALL = "call"
    PROMISE = "promise"
    ESCALATE = "escalate"
    FOLLOW = "follow"
    REPLY = "reply"


#: Which step a part takes; following is none.
STEP_OF: Mapping[PartKind, Step | None] = {
    PartKind.ASSIGN: Step.ASSIGN,
    PartKind.PLACE: Step.PLACE,
    PartKind.NOTE: Step.NOTE,
    PartKind.TASK: Step.ADD_TASK,
    PartKind.CALL: Step.PROMISE_CALL,
    PartKind.PROMISE: Step.PROMISE,
    PartKind.ESCALATE: Step.ESCALATE,
    PartKind.FOLLOW: None,
    PartKind.REPLY: Step.REPLY,
}
#: What each part must be told, in the order in which it is asked.
ASKS: Mapping[PartKind, tuple[str, ...]] = {
    PartKind.ASSIGN: ("to",),
    PartKind.PLACE: ("queue", "team"),
    PartKind.NOTE: ("words",),
    PartKind.TASK: ("words", "to", "days"),
    PartKind.CALL: ("days", "words"),
    PartKind.PROMISE: ("words", "days"),
    PartKind.ESCALATE: ("words",),
    PartKind.FOLLOW: (),
    PartKind.REPLY: ("template", "politeness"),
}
#: What the complainant can read on their page afterwards.
TOLD_OUTSIDE = frozenset({PartKind.CALL, PartKind.PROMISE})
#: What can be done to many complaints at once: a reply is looked at one by one, and a promise is made to one person.
IN_ROUNDS = frozenset(PartKind) - TOLD_OUTSIDE - {PartKind.REPLY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part; only what its kind asks for is set. `to`: ME, HOLDER or the number of a member of staff.

    `days`: working days from the day it is used, by whose end it is to be done. `template`, `team`: numbers of rows.
    """

    kind: PartKind
    to: str = ""
    queue: str = ""
    team: int | None = None
    days: int = 0
    words: str = ""
    template: int | None = None
    politeness: str = ""

    @property
    def step(self) -> Step | None:
        """The step it takes."""
        return STEP_OF[self.kind]

    @property
    def staff(self) -> int | None:
        """The member of staff it names, if it names one."""
        return int(self.to) if self.to.isascii() and self.to.isdigit() else None

    def as_kept(self) -> dict[str, Any]:
        """For a row that keeps it: what is set."""
        return {name: value for name, value in asdict(self).items() if value}


def read_part(kept: Mapping[str, Any]) -> Part:
    """As `as_kept` has written it. Raises ValueError or TypeError for anything else."""
    part = Part(**{**kept, "kind": PartKind(kept.get("kind", ""))})
    numbers = (part.team, part.template, part.days)
    texts = (part.to, part.queue, part.words, part.politeness)
    if not all(each is None or type(each) is int for each in numbers) or part.days is None:
        raise TypeError("not a whole number")
    if not all(isinstance(each, str) for each in texts):
        raise TypeError("not a text")
    return part
