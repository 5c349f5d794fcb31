"""Why something was escalated, in words, with the promise, the deadline or the severity named."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.records.complaints.labels import SEVERITY
from kikitori.records.complaints.terms import Severity
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.labels import CAUSE
from kikitori.records.escalation.terms import Cause

#: Words for the codes an escalation carries; for a clock the rule's last word is a kind of promise where it can be.
_CODES = {
    **{kind.value: PROMISE_KIND[kind] for kind in PromiseKind},
    **{severity.value: SEVERITY[severity] for severity in Severity},
    **{cause.value: CAUSE[cause] for cause in Cause},
    "first-answer": PROMISE_KIND[PromiseKind.PROGRESS],
}


def why_escalated(cause: str, code: str = "") -> str:
    """The cause, and what exactly: a promise, a deadline, a severity, the cause further down."""
    what = CAUSE[Cause(cause)]
    thing = _CODES.get(code.rpartition("/")[2]) if cause != Cause.REQUEST else None
    return _("%(cause)s: %(what)s") % {"cause": what, "what": thing} if thing else str(what)
