"""What promises and clocks are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.promises import PromiseKind, PromiseState

#: By the codes of holiday_tables.COUNTRIES.
COUNTRY = {
    "JP": _("Japan"),
    "GB-ENG": _("England and Wales"),
    "GB-SCT": _("Scotland"),
    "GB-NIR": _("Northern Ireland"),
    "AU": _("Australia (national)"),
    "US": _("United States (federal)"),
    "EU": _("European Union (institutions)"),
}
PROMISE_KIND = {
    PromiseKind.ACKNOWLEDGEMENT: pgettext_lazy("promise", "Confirmation of receipt"),
    PromiseKind.PROGRESS: pgettext_lazy("promise", "News on how it stands"),
    PromiseKind.DECISION: pgettext_lazy("promise", "Decision"),
    PromiseKind.REMEDY: pgettext_lazy("promise", "Putting it right"),
    PromiseKind.FOLLOW_UP: pgettext_lazy("promise", "Asking whether it is solved"),
    PromiseKind.CALL_BACK: pgettext_lazy("promise", "Call back"),
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
