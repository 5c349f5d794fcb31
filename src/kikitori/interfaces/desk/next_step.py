"""Which step keeps a promise, and what its button says. Pure but for the words.

Asked by lists only: the complaint page offers every step, and the verb looks again under lock.
"""

from django.utils.translation import gettext_lazy as _

from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.deadlines.promises import PromiseKind

#: Towards a decision: whatever is possible first in this order is offered.
_TOWARDS_DECISION = (Step.DECIDE, Step.PROPOSE, Step.INVESTIGATE, Step.ASSESS, Step.ACKNOWLEDGE)
_KEEPS = {
    PromiseKind.ACKNOWLEDGEMENT: (Step.ACKNOWLEDGE,),
    PromiseKind.PROGRESS: (Step.REPLY,),
    PromiseKind.DECISION: (*_TOWARDS_DECISION, Step.REPLY),
    PromiseKind.REMEDY: (Step.REMEDY,),
    PromiseKind.REVIEW: (Step.BEGIN_REVIEW, Step.DECIDE),
    PromiseKind.FOLLOW_UP: (Step.ASK_SOLVED, Step.ASK_AGAIN),
    PromiseKind.CALL_BACK: (Step.CALL_BACK,),
    PromiseKind.PETITION: (Step.ANSWER_PETITION,),
    PromiseKind.APPOINTMENT: (Step.ANSWER_APPOINTMENT,),
    PromiseKind.REFERRAL: (Step.RECORD_REFERRAL, Step.RECORD_RESULT),
    PromiseKind.INQUIRY: (Step.TELL_INQUIRY,),
    PromiseKind.OTHER: (Step.KEEP_PROMISE,),
}
VERB = {
    Step.ACKNOWLEDGE: _("Check and confirm receipt"),
    Step.REPLY: _("Write to them"),
    Step.DECIDE: _("Write the decision"),
    Step.PROPOSE: _("Propose a solution"),
    Step.INVESTIGATE: _("Begin looking into it"),
    Step.ASSESS: _("Assess"),
    Step.REMEDY: _("Note what was done"),
    Step.ASK_SOLVED: _("Ask whether it is solved"),
    Step.ASK_AGAIN: _("Ask once more whether it holds"),
    Step.BEGIN_REVIEW: _("Name who reviews it"),
    Step.CALL_BACK: _("Make the call"),
    Step.ANSWER_PETITION: _("Answer what was asked for"),
    Step.ANSWER_APPOINTMENT: _("Confirm a representative or not"),
    Step.RECORD_REFERRAL: _("Write down what they answered"),
    Step.RECORD_RESULT: _("Write down their result"),
    Step.TELL_INQUIRY: _("Tell them whether it is looked into"),
    Step.KEEP_PROMISE: _("Note what was done"),
}
ICON = {
    PromiseKind.ACKNOWLEDGEMENT: "mail",
    PromiseKind.PROGRESS: "message",
    PromiseKind.DECISION: "check",
    PromiseKind.REMEDY: "refresh",
    PromiseKind.REVIEW: "people",
    PromiseKind.FOLLOW_UP: "help",
    PromiseKind.CALL_BACK: "phone",
    PromiseKind.PETITION: "reply",
    PromiseKind.APPOINTMENT: "people",
    PromiseKind.REFERRAL: "external",
    PromiseKind.INQUIRY: "lock",
    PromiseKind.OTHER: "promise",
}


def steps_that_keep(kind: PromiseKind, state: State) -> tuple[Step, ...]:
    """The steps that keep a promise of this kind, or lead there, from this state; the nearest first."""
    return tuple(step for step in _KEEPS[kind] if is_possible(state, step))
