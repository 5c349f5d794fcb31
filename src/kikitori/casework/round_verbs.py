"""What a round does to each complaint, by its kind: which verb with which values, and what is said where it refuses."""

from collections.abc import Callable
from functools import partial

from kikitori.casework.assign import assign_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.mass_children import join_mass
from kikitori.casework.mass_reply import reply_in_common
from kikitori.casework.place import place_complaint
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.casework.write import note
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.mass import MassComplaint
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
    RoundKind.HAND_OVER: Step.ASSIGN,
    RoundKind.UNDO: Step.PLACE,
}


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
    """The verb with all its values but the actor, the complaint and the moment. Raises NotNow where it is no use."""
    return _VERBS[RoundKind(begun.kind)](begun, item)


def _to_assign(begun: Round, item: RoundItem) -> Callable[..., object]:
    to = _receiver(begun)
    if item.complaint.assignee_id == to.pk:
        raise NotNow(Obstacle.ALREADY_THERE)
    return partial(assign_complaint, to=to, reason=begun.values.get("reason", ""))


def _to_hand_over(begun: Round, item: RoundItem) -> Callable[..., object]:
    """What somebody else has taken in hand meanwhile is theirs."""
    if item.complaint.assignee_id != begun.values["giver"]:
        raise NotNow(Obstacle.MOVED_MEANWHILE)
    words = begun.values.get("reason", "")
    return partial(hand_over_complaint, to=_receiver(begun), words=words, with_drafts=True)


def _receiver(begun: Round) -> Staff:
    return Staff.objects.select_related("team").get(pk=begun.values["to"])


def _to_place(begun: Round, _item: RoundItem) -> Callable[..., object]:
    values = begun.values
    team = Team.objects.get(pk=values["team"]) if values.get("team") else None
    return partial(place_complaint, queue=values.get("queue", ""), team=team, reason=values.get("reason", ""))


def _to_note(begun: Round, item: RoundItem) -> Callable[..., object]:
    return partial(note, body=begun.values["body"], token=f"round {begun.pk} {item.complaint_id}")


def _to_group(begun: Round, _item: RoundItem) -> Callable[..., object]:
    mass = MassComplaint.objects.get(pk=begun.values["mass"])
    return partial(join_mass, mass=mass, reason=begun.values.get("reason", ""))


def _to_reply(begun: Round, _item: RoundItem) -> Callable[..., object]:
    return partial(reply_in_common, reply=begun.values["reply"])


def _to_use(begun: Round, item: RoundItem) -> Callable[..., object]:
    macro = Macro.objects.get(pk=begun.values["macro"])
    token = f"round {begun.pk} {item.complaint_id}"
    return partial(use_macro, macro=macro, seen=begun.values["version"], token=token)


#: Undoing is no verb of its own: it puts back (rounds.py).
_VERBS: dict[RoundKind, Callable[[Round, RoundItem], Callable[..., object]]] = {
    RoundKind.ASSIGN: _to_assign,
    RoundKind.HAND_OVER: _to_hand_over,
    RoundKind.PLACE: _to_place,
    RoundKind.NOTE: _to_note,
    RoundKind.MASS: _to_group,
    RoundKind.LETTER: _to_reply,
    RoundKind.MACRO: _to_use,
}
