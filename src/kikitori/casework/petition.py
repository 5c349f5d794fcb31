"""Petition 申入れ: what the complainant asks of us beside the matter itself, and by when they are answered.

To be understood rightly, and in a way that suits them. What we can heed at once is heeded at once; for the rest there
is a promise, kept by answer_petition.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kikitori.casework import promising
from kikitori.casework.along import asked_elsewhere
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import Checked
from kikitori.casework.goes_on import speaking_there
from kikitori.casework.heed import heed
from kikitori.casework.intake import is_language
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import AT_ONCE, Ease, PetitionKind, PetitionState

LONGEST = 10_000
#: Answered as soon as a first answer is given.
_RULE = "first-answer"


@dataclass(frozen=True, kw_only=True)
class PetitionGiven:
    """What was asked for, as typed. `point`: the number of the point that is not right; None: another, or none of them.

    `eases`: words of Ease; `accommodation`: the same in words for the people of the house, a line each; `offered`: and
    in those in which the person chose it.
    """

    kind: str
    words: str = ""
    point: int | None = None
    eases: Sequence[str] = field(default_factory=tuple)
    accommodation: str = ""
    offered: str = ""
    language: str = ""


def petition(
    actor: Actor,
    complaint: Complaint,
    given: PetitionGiven,
    *,
    now: datetime,
    how: str = "",
    came_by: Complaint | None = None,
) -> Petition:
    """Write down what is asked for. `how`: by what road staff were told. Raises Invalid (words, point, language).

    `came_by`: the complaint it was asked in, where that one goes on here; a point is one of its points.
    """
    check = Checked()
    kind = check.word("kind", given.kind, PetitionKind)
    words = check.text("words", given.words, longest=LONGEST, needed=kind is not PetitionKind.HELP)
    lines = check.text("accommodation", given.accommodation, longest=2000)
    offered = check.text("offered", given.offered, longest=2000)
    road = check.line("how", how, longest=200)
    eases = [check.word("eases", word, Ease) for word in given.eases]
    if given.language and not is_language(given.language):
        check.problems["language"] = Problem.UNKNOWN_WORD
    if kind is PetitionKind.HELP and not (words or eases or given.language):
        check.problems["words"] = Problem.MISSING
    check.done()
    with taking(actor, complaint, Step.PETITION, now=now) as step:
        row = Petition(complaint=step.complaint, kind=kind.value, words=words, how=road, asked_at=now)
        if kind is PetitionKind.SUMMARY:
            row.chosen = _point(came_by or step.complaint, given.point)
        elif kind is PetitionKind.HELP:
            row.chosen = {"eases": [ease.value for ease in eases]}
            if lines:
                row.chosen |= {"lines": lines.splitlines(), "offered": (offered or lines).splitlines()}
            row.chosen |= heed(step, lines=lines, words=words, language=given.language)
        if came_by is not None:
            row.chosen = asked_elsewhere(row.chosen, came_by)
        if kind is PetitionKind.HELP and not words and set(eases) <= AT_ONCE:
            row.state, row.answered_at = PetitionState.NOTED.value, now
        else:
            promised = promise_answer(step, row)
            step.say(promised=[{"kind": promised.kind, "due_at": promised.due_at.isoformat()}])
        row.save()
        step.say(petition=row.pk, about=kind.value, **_told(row))
    return row


def petition_where_it_goes_on(
    actor: Actor, complaint: Complaint, given: PetitionGiven, *, now: datetime
) -> Petition:
    """As `petition`, from the holder of a slip, also of a joined complaint."""
    speaker, there = speaking_there(actor, complaint)
    came_by = complaint if there.pk != complaint.pk else None
    return petition(speaker, there, given, now=now, came_by=came_by)


def _point(complaint: Complaint, number: int | None) -> dict[str, Any]:
    """The point and how it reads now. Raises Invalid where there is no such point."""
    if number is None:
        return {}
    for point in complaint.allegations.filter(number=number):
        # What they may not read they are not shown by having it named, either.
        return {"point": number, **({"text": point.text} if point.told else {})}
    raise Invalid({"point": Problem.UNKNOWN_WORD})


def promise_answer(step: Taken, row: Petition) -> Promise:
    """Promise an answer to it, counted from this step; the row is not saved."""
    promise = promising.promise_counted(step.complaint, PromiseKind.PETITION, _RULE, step.house, step.now)
    row.promise, row.due_at = promise, promise.due_at
    return promise


def _told(row: Petition) -> dict[str, Any]:
    """What the entry says beside that: values, no words."""
    said = {name: row.chosen[name] for name in ("point", "language") if name in row.chosen}
    return {**said, **({"how": row.how} if row.how else {})}
