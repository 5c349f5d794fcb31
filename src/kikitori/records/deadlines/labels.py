"""What promises and clocks are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.promises import PromiseKind, PromiseState

PROMISE_KIND = {
    PromiseKind.ACKNOWLEDGEMENT: pgettext_lazy("promise", "Confirmation of receipt"),
    PromiseKind.PROGRESS: pgettext_lazy("promise", "News on how it stands"),
    PromiseKind.DECISION: pgettext_lazy("promise", "Decision"),
    PromiseKind.REMEDY: pgettext_lazy("promise", "Putting it right"),
    PromiseKind.FOLLOW_UP: pgettext_lazy("promise", "Asking whether it is solved"),
    PromiseKind.CALL_BACK: pgettext_lazy("promise", "Call back"),
    PromiseKind.OTHER: pgettext_lazy("promise", "In our own words"),
}
PROMISE_STATE = {
    PromiseState.OPEN: pgettext_lazy("promise", "Open"),
    PromiseState.KEPT: _("As promised"),
    PromiseState.MISSED: pgettext_lazy("promise", "Missed"),
    PromiseState.REPLACED: pgettext_lazy("promise", "Changed"),
    PromiseState.CANCELLED: _("No longer needed"),
}
CLOCK_STATE = {
    ClockState.RUNNING: _("Running"),
    ClockState.WARNED: _("Warned"),
    ClockState.DUE_SOON: _("Due soon"),
    ClockState.MET: _("Met"),
    ClockState.MET_LATE: _("Met late"),
    ClockState.BREACHED: _("Overdue"),
    ClockState.CANCELLED: pgettext_lazy("clock", "Stopped"),
    ClockState.EXTENDED: pgettext_lazy("clock", "Extended"),
}


def what_was_promised(kind: str, note: str) -> str:
    """What the person was told will be done: our own words where it was said in them, else the name of the kind."""
    own = kind == PromiseKind.OTHER.value and note
    return note if own else str(PROMISE_KIND[PromiseKind(kind)])
