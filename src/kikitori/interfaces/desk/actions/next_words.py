"""What is next with a corrective action, and whose it is: one sentence, with its day."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.look.words import day
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from kikitori.records.prevention.terms import ActionState

S = ActionState
_SAYS: dict[ActionState, str | LazyText] = {
    S.IDENTIFIED: _("%(owner)s looks for the cause."),
    S.ANALYSED: _("%(owner)s writes what is done by when, and how it is known whether it helped."),
    S.PLANNED: _("A lead who does not carry it out approves it, or sends it back."),
    S.APPROVED: _("%(owner)s begins; it is to be done by %(due)s."),
    S.IMPLEMENTING: _("%(owner)s carries it out by %(due)s."),
    S.IMPLEMENTED: _("It is counted by itself what comes again, and judged on %(check)s."),
    S.CHECKING: _("There were too few to tell. It is counted on, and judged on %(check)s."),
    S.EFFECTIVE: _("It helped. Nothing more is to be done."),
    S.NOT_EFFECTIVE: _("It did not help enough, and begins anew."),
    S.DROPPED: pgettext_lazy("corrective action", "It is not carried out."),
}
_ANEW = _("The one before did not help enough. %(owner)s looks for the cause anew.")
_NUMBERS = _("Enter over how much it is counted; then it is judged by itself.")
_PEOPLE = _("The numbers cannot tell. A lead who does not carry it out judges.")


def next_words(action: CorrectiveAction, cycle: ActionCycle) -> str:
    """One sentence, in the reader's language."""
    language = get_language() or ""
    values = {
        "owner": action.owner.name,
        "due": day(action.due_on, language) if action.due_on else "",
        "check": day(action.check_on, language) if action.check_on else "",
    }
    return str(_sentence(action, cycle)) % values


def _sentence(action: CorrectiveAction, cycle: ActionCycle) -> str | LazyText:
    state = S(action.state)
    if state is S.IDENTIFIED and action.cycle > 1 and not cycle.why:
        return _ANEW
    if state is S.CHECKING and action.asked_at is not None:
        return _NUMBERS if "lacks" in cycle.result else _PEOPLE
    return _SAYS[state]
