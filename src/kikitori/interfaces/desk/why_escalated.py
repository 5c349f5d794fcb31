"""Why something was escalated, in words, with the promise, the deadline or the severity named."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.look.words import language
from kikitori.records.complaints.labels import SEVERITY
from kikitori.records.complaints.terms import Severity
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.pack_reader import shipped_versions
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.labels import CAUSE
from kikitori.records.escalation.terms import Cause

#: Words for the codes an escalation carries.
_CODES = {
    **{kind.value: PROMISE_KIND[kind] for kind in PromiseKind},
    **{severity.value: SEVERITY[severity] for severity in Severity},
    **{cause.value: CAUSE[cause] for cause in Cause},
    "first-answer": PROMISE_KIND[PromiseKind.PROGRESS],
}


def why_escalated(cause: str, code: str = "") -> str:
    """The cause, and what exactly: a promise, a deadline, a severity, the cause further down."""
    what = CAUSE[Cause(cause)]
    thing = (_rule(code) or _CODES.get(code.rpartition("/")[2])) if cause != Cause.REQUEST else None
    return _("%(cause)s: %(what)s") % {"cause": what, "what": thing} if thing else str(what)


def _rule(code: str) -> str:
    """What the rule pack/version/rule is called; empty where no shipped pack knows it. No query: lists call this."""
    pack_id, _version, rule_id = [*code.split("/"), "", ""][:3]
    rules = (rule for pack in reversed(shipped_versions(pack_id)) for rule in pack.rules)
    name = next((rule.name for rule in rules if rule.id == rule_id), None)
    return name.in_(language(get_language())) if name else ""
