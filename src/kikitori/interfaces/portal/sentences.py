"""Codes into sentences for the complainant: what is wrong with a value, and why a step cannot be taken now.

What happened, what is safe, what to do. Never a code, never a blame.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle, Problem
from kikitori.foundation.language.contact import MailFault
from kikitori.records.complaints.lifecycle import CLOSED, GONE, State, Step

TOO_LONG = _(
    "This is too long: %(limit_value)s characters at most, and it has %(show_value)s. Nothing has been lost."
)
PROBLEM: dict[Problem, Promise] = {
    Problem.MISSING: _("Please write something here."),
    Problem.TOO_LONG: _(
        "This is too long for us to keep. Please shorten it a little. Nothing has been lost."
    ),
    Problem.UNKNOWN_WORD: _("Please choose one of the answers shown."),
    Problem.IN_THE_FUTURE: _("This date lies in the future. Please check it."),
    Problem.IN_THE_PAST: _("This date has passed. Please check it."),
    Problem.NOT_A_NUMBER: _("Please write a number."),
    Problem.OUT_OF_RANGE: _("Please choose one of the answers shown."),
    Problem.NOT_AN_ADDRESS: _(
        "This e-mail address cannot be written to. Please compare it letter by letter."
    ),
    Problem.NOT_STORABLE: _(
        "Some characters here cannot be kept. They often come from copying; please type those places again."
    ),
}
_UNREADABLE_ADDRESS = _(
    "This e-mail address holds a character that cannot be part of one. Please type it again by hand."
)
MAIL_FAULT: dict[MailFault, Promise] = {
    MailFault.EMPTY: _("Please write an e-mail address, or leave the field empty."),
    MailFault.CONTROL: _UNREADABLE_ADDRESS,
    MailFault.SPECIAL: _UNREADABLE_ADDRESS,
    MailFault.BLANK: _("There is a blank inside this e-mail address. Please take it out."),
    MailFault.TOO_LONG: _("This e-mail address is longer than the mail system allows."),
    MailFault.NO_AT: _("The @ is missing in this e-mail address."),
    MailFault.MANY_AT: _("This e-mail address has more than one @. Please write one address only."),
    MailFault.NO_LOCAL: _("The part before the @ is missing in this e-mail address."),
    MailFault.NO_DOMAIN: _("The part after the @ is not complete in this e-mail address."),
}

_NAMED_ALREADY = _("You have named somebody already. End that first, and then you can name somebody else.")
_NOBODY_NAMED = _("Nobody speaks for you here.")
_WRITE_INSTEAD = _("You can write to us all the same.")
OBSTACLE: dict[Obstacle, Promise] = {
    Obstacle.REMEDY_OPEN: _(
        "Something that was agreed is still to be done, so this complaint stays open. "
        "Please tell us once more when all of it has reached you."
    ),
    Obstacle.NOT_CARRIED_OUT: _("We have not done this yet, or you have told us already that it is there."),
    Obstacle.NO_OPEN_PROPOSAL: _("This proposal no longer waits for an answer."),
    Obstacle.NOBODY_APPOINTED: _NOBODY_NAMED,
    Obstacle.REPRESENTED_ALREADY: _NAMED_ALREADY,
    Obstacle.REVIEWED_ALREADY: _(
        "This has been reviewed already. You can turn to an external body; our letter names it. "
        "If something has happened since, you can have it taken up again."
    ),
}
#: For obstacles that are ours alone; a complainant hears no more than that it has to wait.
OTHER_OBSTACLE = _("This cannot be done at the moment.")

_NOT_POSSIBLE: dict[Step, Promise] = {
    Step.ACCEPT: _("This proposal no longer waits for an answer."),
    Step.DECLINE: _("This proposal no longer waits for an answer."),
    Step.CONFIRM_SOLVED: _("We have not yet reached the point where we ask whether it is solved."),
    Step.CONFIRM_UNSOLVED: _("We have not yet reached the point where we ask whether it is solved."),
    Step.RATE: _("You can rate how we dealt with it once a result has been reached."),
    Step.REOPEN: _("This complaint is open already."),
    Step.ASK_REVIEW: _("You can ask for a review once a result has been reached."),
    Step.APPOINT: _NAMED_ALREADY,
    Step.END_APPOINTMENT: _NOBODY_NAMED,
    Step.WITHDRAW: _("This complaint has been closed already, so there is nothing to withdraw."),
    Step.HEAR: _("This complaint is being dealt with elsewhere."),
}
_ENDED = _("This complaint has been closed in the meantime. You can have it taken up again at any time.")
_UNDER_REVIEW = _("Somebody else is looking at your complaint once more already.")
_ELSEWHERE = _("This complaint is being dealt with elsewhere.")


#: Of these, what stands in the way is not that it was closed.
_SAID_ALL_THE_SAME = (Step.WITHDRAW, Step.REOPEN, Step.APPOINT, Step.END_APPOINTMENT)


def why_not_possible(state: State, step: Step) -> list[Promise]:
    """Why a step cannot be taken in this state, and what can be done instead."""
    if state in GONE:
        return [_ELSEWHERE]
    if state is State.REVIEW2 and step is Step.ASK_REVIEW:
        return [_UNDER_REVIEW, _WRITE_INSTEAD]
    if state in CLOSED and step not in _SAID_ALL_THE_SAME:
        return [_ENDED]
    return [_NOT_POSSIBLE.get(step, OTHER_OBSTACLE), _WRITE_INSTEAD]


def why_not_now(obstacle: Obstacle) -> list[Promise]:
    """Why it is too early, and what can be done instead."""
    return [OBSTACLE.get(obstacle, OTHER_OBSTACLE), _WRITE_INSTEAD]
