"""Why something was escalated, in words."""

from django.utils.translation import pgettext_lazy

from kikitori.records.escalation.terms import Cause

CAUSE = {
    Cause.REQUEST: pgettext_lazy("escalation", "On request"),
    Cause.CLOCK: pgettext_lazy("escalation", "A deadline draws near or has passed"),
    Cause.MISSED_PROMISE: pgettext_lazy("escalation", "A promise was missed"),
    Cause.SEVERITY: pgettext_lazy("escalation", "It is grave"),
    Cause.REVIEW: pgettext_lazy("escalation", "The complainant asks for a review"),
    Cause.UNACKNOWLEDGED: pgettext_lazy("escalation", "Nobody below has answered"),
}
