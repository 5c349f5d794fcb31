"""A round in words: what was asked for, and of each complaint why it was left as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kikitori.casework.errors import Obstacle
from kikitori.interfaces.desk.complaint.sentences import of_obstacle
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.access.labels import REASON
from kikitori.records.access.policy import Reason
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import QUEUE, STATE
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.rounds import Round
from kikitori.records.selection.terms import Fate, RoundKind
from kikitori.records.together.macros import Macro

#: So many of each fate are listed; more are counted.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One complaint of a round."""

    complaint: Complaint
    why: str


@dataclass(frozen=True, slots=True)
class ItemsTold:
    """Those of one fate. `further`: how many more there are, or are not for this reader's eyes any more."""

    items: list[ItemTold]
    further: int


_PLAIN = {
    "": "",
    "unseen": gettext_lazy("You do not see this complaint any more."),
    "invalid": gettext_lazy("Whoever had it before is not at work any more."),
    "part": gettext_lazy("A step of the macro names somebody or something that is not possible here."),
    # Its own words name the person, and speak of a note: a round keeps no names.
    f"obstacle:{Obstacle.CANNOT_BE_TOLD}": gettext_lazy(
        "Whoever it was meant for cannot see this complaint."
    ),
    "fault": gettext_lazy("A fault of ours. It has been noted; please try this one again by itself."),
}


def round_told(begun: Round) -> str:
    """What was asked for. At most two queries."""
    return _TELLS[RoundKind(begun.kind)](begun.values)


def _assigned(values: dict[str, Any]) -> str:
    return _("Assigned to %(name)s") % {"name": _name(Staff, values["to"])}


def _handed_over(values: dict[str, Any]) -> str:
    return _("Handed over to %(name)s") % {"name": _name(Staff, values["to"])}


def _moved(values: dict[str, Any]) -> str:
    parts = []
    if values.get("queue"):
        parts.append(_("queue “%(name)s”") % {"name": QUEUE[Queue(values["queue"])]})
    if values.get("team"):
        parts.append(_("team “%(name)s”") % {"name": _name(Team, values["team"])})
    return _("Moved: %(where)s") % {"where": listed(parts)}


def _grouped(values: dict[str, Any]) -> str:
    found = MassComplaint.objects.filter(pk=values["mass"]).values_list("title", flat=True).first()
    return _("Grouped as “%(title)s”") % {"title": found or ""}


def _macro_used(values: dict[str, Any]) -> str:
    row = Macro.objects.filter(pk=values["macro"]).first()
    name = row.name_in(get_language() or "ja") if row else ""
    return _("Macro used: “%(name)s”") % {"name": name}


_TELLS: dict[RoundKind, Callable[[dict[str, Any]], str]] = {
    RoundKind.ASSIGN: _assigned,
    RoundKind.PLACE: _moved,
    RoundKind.NOTE: lambda _values: _("Internal note added"),
    RoundKind.MASS: _grouped,
    RoundKind.LETTER: lambda _values: _("Common reply sent"),
    RoundKind.MACRO: _macro_used,
    RoundKind.HAND_OVER: _handed_over,
    RoundKind.UNDO: lambda _values: _("Put back to where they were before"),
}


def items_told(actor: Actor, begun: Round, fate: Fate) -> ItemsTold:
    """The complaints of this fate that the reader sees, and how many there are beside them. Three queries at most."""
    rows = begun.items.filter(fate=fate.value)
    shown = list(rows.order_by("complaint")[:SHOWN])
    seen = visible_to(actor).only("reference", "title", "language")
    complaints = seen.in_bulk([row.complaint_id for row in shown])
    items = [
        ItemTold(complaints[row.complaint_id], why_told(row.why))
        for row in shown
        if row.complaint_id in complaints
    ]
    number = len(shown) if len(shown) < SHOWN else rows.count()
    return ItemsTold(items, number - len(items))


def why_told(word: str) -> str:
    """Why a complaint was left as it was; words of casework.round_verbs.why_of."""
    if word in _PLAIN:
        return str(_PLAIN[word])
    kind, _colon, code = word.partition(":")
    match kind:
        case "obstacle":
            return of_obstacle(Obstacle(code), "", None).happened
        case "reason":
            return str(REASON[Reason(code)])
        case "state":
            return _("Not possible while it is “%(state)s”.") % {"state": STATE[State(code)]}
    raise KeyError(word)


def _name(model: Any, number: int) -> str:
    return str(model.objects.filter(pk=number).values_list("name", flat=True).first() or "")
