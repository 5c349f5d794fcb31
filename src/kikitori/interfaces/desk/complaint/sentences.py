"""What went wrong, as a person can use it: what happened · what is safe · what to do.

The codes are casework's; the words are this room's. A refusal that somebody else could lift names who.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle, Problem
from kikitori.interfaces.desk.complaint.obstacles import OBSTACLE
from kikitori.interfaces.look.words import language, money
from kikitori.records.access.labels import REASON
from kikitori.records.access.permissions import NEEDED, OF_ROLE
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.labels import STATE, STEP
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role

Words = str | Promise

PROBLEM: dict[Problem, Words] = {
    Problem.MISSING: _("“%(field)s” is empty. Please fill it in."),
    Problem.TOO_LONG: _("“%(field)s” is too long. Please shorten it, or split it over two messages."),
    Problem.UNKNOWN_WORD: _("“%(field)s”: please choose one of the answers on this page."),
    Problem.IN_THE_FUTURE: _("“%(field)s” lies in the future. Please give a time that has passed."),
    Problem.IN_THE_PAST: _("“%(field)s” must lie later. Please choose a later day or time."),
    Problem.NOT_A_NUMBER: _("“%(field)s” must be a whole number, for example 3000."),
    Problem.OUT_OF_RANGE: _("“%(field)s” is outside what is possible. Please check it."),
    Problem.NOT_AN_ADDRESS: _("“%(field)s” is not an e-mail address. Please check it."),
    Problem.NOT_STORABLE: _("“%(field)s” holds characters that cannot be kept. Please type that part again."),
}


def _problem_in(problem: Problem, label: Words) -> str:
    return str(PROBLEM[problem]) % {"field": label or gettext("This form")}


#: A sentence about one field, said in the language of whoever reads it, whenever that is.
problem_in = lazy(_problem_in, str)


def _no_amount_in(label: Words) -> str:
    return gettext("“%(field)s” must be an amount, for example 12.50.") % {"field": label}


#: The same, of an amount in a currency with digits behind the point.
no_amount_in = lazy(_no_amount_in, str)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a step cannot be taken, and what can be done about it.

    `mend`: the step that clears the way. `can_mend_here`: changing what was typed may help.
    """

    status: int
    happened: str
    advice: str
    mend: str = ""
    can_mend_here: bool = False


#: Told with amounts, as casework/granting.py has written them: sum, limit, currency, the roles that may approve.
_OF_MONEY = frozenset({Obstacle.OVER_LIMIT, Obstacle.NOBODY_APPROVES, Obstacle.DROP_OVER_LIMIT})
_NO_MONEY = ("0", "0", "JPY", "")


def of_obstacle(obstacle: Obstacle, detail: str, _role: Role | None) -> Trouble:
    """The facts do not allow it yet (409)."""
    happened, advice, mend = OBSTACLE[obstacle]
    values = {"detail": detail}
    if obstacle in _OF_MONEY:
        total, limit, currency, roles = (*detail.split(), *_NO_MONEY[len(detail.split()) :])[:4]
        tongue = language(get_language())
        values["money"] = money(int(total), tongue, currency)
        values["limit"] = money(int(limit), tongue, currency)
        able = [Role(word) for word in roles.split(",") if word]
        values["who"] = _listed(able)
        advice = advice if able else OBSTACLE[Obstacle.NOBODY_APPROVES][1]
    return Trouble(409, str(happened) % values, str(advice) % values, mend, can_mend_here=True)


def in_words(trouble: Trouble) -> str:
    """What happened and what can be done, in a row."""
    return gettext("%(first)s %(second)s") % {"first": trouble.happened, "second": trouble.advice}


def nothing_owed() -> Trouble:
    """Nothing is left to be done for the complainant (409)."""
    return Trouble(
        409,
        gettext("Nothing is owed to the complainant at the moment."),
        gettext("It may have been marked as done already. Look at the remedies of the complaint."),
    )


def no_bar_to_lift() -> Trouble:
    """Nobody is barred whose bar could be lifted now (409)."""
    return Trouble(
        409,
        gettext("No bar stands here that you could ask to be lifted."),
        gettext("Somebody may have asked for it already. Look at the page of the complaint."),
    )


def nothing_to_begin() -> Trouble:
    """No rule in use is begun by hand (409)."""
    return Trouble(
        409,
        gettext("No rule in use is begun by hand."),
        gettext("Which rules are in use is set under “Deadlines” in the settings."),
    )


def no_evidence_kept() -> Trouble:
    """No evidence is in custody to which anything could happen (409)."""
    return Trouble(
        409,
        gettext("No evidence of this complaint is in custody."),
        gettext("Take it in first. What was withdrawn or destroyed stays as it is."),
    )


def no_ended_task() -> Trouble:
    """No task has been finished or dropped (409)."""
    return Trouble(
        409,
        gettext("No task of this complaint has been finished or dropped."),
        gettext(
            "Somebody may have taken it up again already. Look at the tasks on the page of the complaint."
        ),
    )


def no_escalation_before_you() -> Trouble:
    """Nothing waits for this reader's answer (409)."""
    return Trouble(
        409,
        gettext("No escalation of this complaint waits for your answer."),
        gettext(
            "It may have been acknowledged already, or stands before somebody else. The timeline shows it."
        ),
    )


def of_state(state: State, step: Step) -> Trouble:
    """The state does not allow it (409)."""
    words = {"step": STEP[step], "state": STATE[state]}
    return Trouble(
        409,
        gettext("“%(step)s” is not possible while the complaint is “%(state)s”.") % words,
        gettext(
            "Somebody may have gone on in the meantime. The page of the complaint shows what comes next."
        ),
    )


def of_refusal(decision: Decision, step: Step) -> Trouble:
    """The role does not allow it (403)."""
    return Trouble(
        403,
        barred(decision.reason, step),
        gettext("If it has to be done, ask one of them, or bring the complaint before a lead."),
    )


def barred(reason: Reason, step: Step) -> str:
    """Who takes this step, where the reader may not."""
    if reason in (Reason.GRAVE, Reason.NOT_BEFORE_YOU):
        return str(REASON[reason])
    who = _listed([role for role, granted in OF_ROLE.items() if NEEDED[step] in granted])
    return gettext("“%(step)s” is done by: %(who)s.") % {"step": STEP[step], "who": who}


def _listed(roles: list[Role]) -> str:
    names = [str(ROLE[role]) for role in roles]
    if not names:
        return ""
    return reduce(lambda one, other: gettext("%(one)s, %(other)s") % {"one": one, "other": other}, names)
