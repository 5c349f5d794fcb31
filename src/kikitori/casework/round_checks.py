"""What a round needs to be told, by its kind: said to be wrong once for all complaints, and not once for each."""

from collections.abc import Callable
from typing import Any

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.macros import macros_in_use
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.terms import RoundKind

_LONGEST_NOTE = 10_000
Values = dict[str, Any]


def checked(actor: Actor, kind: RoundKind, values: Values) -> Values:
    """What the verb needs, said to be wrong once for all complaints and not once for each. Raises Invalid."""
    return _CHECKS[kind](actor, values)


def _reason(values: Values) -> str:
    return checked_text("reason", values.get("reason", ""), longest=2000, needed=False)


def _note(_actor: Actor, values: Values) -> Values:
    return {"body": checked_text("body", values.get("body", ""), longest=_LONGEST_NOTE)}


def _assign(_actor: Actor, values: Values) -> Values:
    to = values.get("to")
    if to is None:
        raise Invalid({"to": Problem.MISSING})
    if not Staff.objects.filter(pk=to, is_active=True).exists():
        raise Invalid({"to": Problem.OUT_OF_RANGE})
    return {"to": to, "reason": _reason(values)}


def _hand_over(actor: Actor, values: Values) -> Values:
    """All that one person holds, or some of it, to another; asked for by themselves, or by whoever lets them go."""
    decision = may(actor, Permission.LET_GO)
    if values["giver"] != actor.staff_id and not decision.allowed:
        raise Refused(decision)
    if values.get("to") == values["giver"]:
        raise Invalid({"to": Problem.OUT_OF_RANGE})
    return {**_assign(actor, values), "giver": values["giver"]}


def _place(_actor: Actor, values: Values) -> Values:
    reason, check = _reason(values), Checked()
    queue, team = values.get("queue", ""), values.get("team")
    if queue:
        check.word("queue", queue, Queue)
    if team is not None and not Team.objects.filter(pk=team).exists():
        check.problems["team"] = Problem.OUT_OF_RANGE
    if not queue and team is None:
        check.problems["queue"] = Problem.MISSING
    check.done()
    return {"queue": queue, "team": team, "reason": reason}


def _mass(actor: Actor, values: Values) -> Values:
    """One that is there and seen, or the title of a new one."""
    reason = _reason(values)
    if values.get("mass") is None:
        check = Checked()
        title = check.line("title", values.get("title", ""), longest=200, needed=True)
        check.done()
        return {"title": title, "reason": reason}
    if not masses_seen_by(actor).filter(pk=values["mass"]).exists():
        raise Invalid({"mass": Problem.OUT_OF_RANGE})
    return {"mass": values["mass"], "reason": reason}


def _macro(_actor: Actor, values: Values) -> Values:
    """One that is offered and can be used on many, as it stands now."""
    found = next((each for each in macros_in_use() if each.pk == values.get("macro")), None)
    if found is None:
        raise Invalid({"macro": Problem.MISSING})
    if not found.for_many:
        raise Invalid({"macro": Problem.OUT_OF_RANGE})
    return {"macro": found.pk, "version": found.version}


_CHECKS: dict[RoundKind, Callable[[Actor, Values], Values]] = {
    RoundKind.ASSIGN: _assign,
    RoundKind.PLACE: _place,
    RoundKind.NOTE: _note,
    RoundKind.MASS: _mass,
    RoundKind.LETTER: lambda _actor, values: {"reply": values["reply"]},
    RoundKind.MACRO: _macro,
    RoundKind.HAND_OVER: _hand_over,
}
