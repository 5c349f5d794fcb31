"""What a round does to each complaint, by its kind: which verb with which values, and what is said where it refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from kikitori.casework.assign import assign_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.macros import macros_in_use
from kikitori.casework.mass_children import join_mass
from kikitori.casework.mass_reply import reply_in_common
from kikitori.casework.place import place_complaint
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.casework.write import note
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.rounds import Round, RoundItem
from kikitori.records.selection.terms import RoundKind
from kikitori.records.together.macros import Macro

#: Whose permission is asked before the first complaint is touched.
STEP_OF = {
    RoundKind.ASSIGN: Step.ASSIGN,
    RoundKind.PLACE: Step.PLACE,
    RoundKind.NOTE: Step.NOTE,
    RoundKind.MASS: Step.JOIN_MASS,
    RoundKind.LETTER: Step.REPLY,
    RoundKind.MACRO: Step.NOTE,
    RoundKind.UNDO: Step.PLACE,
}
_LONGEST_NOTE = 10_000
Values = dict[str, Any]


def why_of(refusal: Exception) -> str:
    """A refusal as one word: `obstacle:…`, `reason:…`, `state:…`, `unseen`, `part`, `invalid`.

    Beside them stands `fault`, ours.
    """
    if isinstance(refusal, PartRefused):
        inner = refusal.refusal
        return "part" if isinstance(inner, Invalid) else why_of(inner)
    match refusal:
        case NotNow():
            return f"obstacle:{refusal.obstacle}"
        case Refused():
            return f"reason:{refusal.reason}"
        case StepNotPossible():
            return f"state:{refusal.state}"
        case Unseen():
            return "unseen"
    return "invalid"


def verb_of(begun: Round, item: RoundItem) -> Callable[..., object]:
    """The verb with all its values but the actor, the complaint and the moment. Raises NotNow(ALREADY_THERE)."""
    values, reason = begun.values, begun.values.get("reason", "")
    match RoundKind(begun.kind):
        case RoundKind.ASSIGN:
            to = Staff.objects.select_related("team").get(pk=values["to"])
            if item.complaint.assignee_id == to.pk:
                raise NotNow(Obstacle.ALREADY_THERE)
            return partial(assign_complaint, to=to, reason=reason)
        case RoundKind.PLACE:
            team = Team.objects.get(pk=values["team"]) if values.get("team") else None
            return partial(place_complaint, queue=values.get("queue", ""), team=team, reason=reason)
        case RoundKind.NOTE:
            return partial(note, body=values["body"], token=f"round {begun.pk} {item.complaint_id}")
        case RoundKind.MASS:
            return partial(join_mass, mass=MassComplaint.objects.get(pk=values["mass"]), reason=reason)
        case RoundKind.LETTER:
            return partial(reply_in_common, reply=values["reply"])
        case RoundKind.MACRO:
            macro, token = Macro.objects.get(pk=values["macro"]), f"round {begun.pk} {item.complaint_id}"
            return partial(use_macro, macro=macro, seen=values["version"], token=token)
        case RoundKind.UNDO:
            raise AssertionError


def checked(actor: Actor, kind: RoundKind, values: Values) -> Values:
    """What the verb needs, said to be wrong once for all complaints and not once for each. Raises Invalid."""
    return _CHECKS[kind](actor, values)


def _reason(values: Values) -> str:
    return checked_text("reason", values.get("reason", ""), longest=2000, needed=False)


def _note(_actor: Actor, values: Values) -> Values:
    return {"body": checked_text("body", values.get("body", ""), longest=_LONGEST_NOTE)}


def _letter(_actor: Actor, values: Values) -> Values:
    return {"reply": values["reply"]}


def _assign(_actor: Actor, values: Values) -> Values:
    to = values.get("to")
    if to is None:
        raise Invalid({"to": Problem.MISSING})
    if not Staff.objects.filter(pk=to, is_active=True).exists():
        raise Invalid({"to": Problem.OUT_OF_RANGE})
    return {"to": to, "reason": _reason(values)}


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
    RoundKind.LETTER: _letter,
    RoundKind.MACRO: _macro,
}
