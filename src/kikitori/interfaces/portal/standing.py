"""Where it stands, at a glance: one sentence, one date, up to three things the person can do now.

The state machine decides what is possible; the facts (an open question, an open offer, something still owed) decide
what is said first. A date that has passed is called by its name.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise as Text
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.portal.promised import WORD
from kikitori.interfaces.portal.queries import File
from kikitori.records.complaints.lifecycle import CLOSED, State, Step
from kikitori.records.complaints.terms import Ending
from kikitori.records.deadlines.clock import is_late
from kikitori.records.deadlines.promises import PromiseKind

SENTENCE: dict[State, Text] = {
    State.RECEIVED: _("We have your complaint. Somebody will read it and confirm it to you."),
    State.ACKNOWLEDGED: _("We have your complaint, and somebody is reading it. There is no decision yet."),
    State.ASSESSING: _("There is no decision yet. We are sorting out what exactly has to be looked into."),
    State.REDIRECTED: _("We do not handle this here. Where you can turn, and why, stands below."),
    State.VAULTED: _("Your complaint is being handled by a small circle of people."),
    State.INVESTIGATING: _("There is no decision yet. We are finding out what happened."),
    State.AWAITING_COMPLAINANT: _("There is no decision yet. We have a question for you."),
    State.AWAITING_THIRD_PARTY: _("There is no decision yet. We are asking others who were involved."),
    State.PROPOSAL: _("We have a proposal for you. Please tell us whether you accept it."),
    State.DECIDED: _("We have decided. The decision and its reasons stand below."),
    State.REMEDYING: _("It is settled what will be done. We are doing it now."),
    State.CONFIRMING: _("What was agreed has been done. Is it solved?"),
    State.REVIEW2: _("Your complaint is being looked at once more by somebody else."),
    State.EXTERNAL: _("Your complaint is with an external body now."),
    State.CLOSED_ACCEPTED: _("This complaint has been closed as solved."),
    State.CLOSED_EXHAUSTED: _("This complaint has been closed. Our decision stands below."),
    State.WITHDRAWN: _("You have withdrawn this complaint."),
    State.MERGED: _("Your complaint is being handled together with another one about the same matter."),
    State.REOPENED: _("Your complaint has been taken up again. There is no new decision yet."),
}
#: Where it is known with whom it is.
_WITH_OTHERS: dict[State, Text] = {
    State.AWAITING_THIRD_PARTY: _("There is no decision yet. We have passed it to %(name)s, who knows more."),
    State.EXTERNAL: _("Your complaint is with %(name)s now."),
}
#: Where how it ended says more than the state.
_BY_ENDING: dict[str, Text] = {
    Ending.UNCONFIRMED.value: _(
        "This complaint has been closed. We could not reach you, so we do not know whether it is solved. "
        "You can tell us at any time."
    ),
    Ending.UNHAPPY.value: _(
        "This complaint has been closed. It is not solved for you, and that stands in our record."
    ),
}
#: Where a joined complaint goes on: a number opens nothing and names nobody.
_GOES_ON = _(
    "You told us of the same matter twice, so we work on it in one place, under the number %(number)s. "
    "What you write here arrives there."
)


@dataclass(frozen=True)
class Action:
    """Something the person can do: `page` is its name in the addresses."""

    page: str
    label: Text
    icon: str


WRITE = Action("write", _("Say more or ask something"), "message")
ANSWER = Action("write", _("Answer the question"), "reply")
ACCEPT = Action("accept", _("Accept this proposal"), "agree")
DECLINE = Action("decline", _("Decline this proposal"), "close")
SOLVED = Action("solved", pgettext_lazy("button", "It is solved"), "kept")
UNSOLVED = Action("unsolved", pgettext_lazy("button", "It is not solved"), "undo")
REOPEN = Action("reopen", _("Have it taken up again"), "undo")
REVIEW = Action("review", _("Ask for a review"), "refresh")
CORRECT = Action("correct", _("Something is not right"), "edit")
HELP = Action("help", _("Another language, format or help"), "language")
UNWANTED = Action("unwanted", _("Somebody should not handle this"), "lock")
REPRESENTATIVE = Action("representative", _("Have somebody speak for me"), "people")
RATE = Action("rate", _("Rate how we dealt with it"), "edit")
ENOUGH = Action("enough", _("Not solved, but I leave it at that"), "close")
HOLDS = Action("holds", pgettext_lazy("button", "It is still solved"), "kept")
CAME_BACK = Action("came-back", pgettext_lazy("button", "It has come back"), "undo")
NO_MORE = Action("no-more", _("Please do not ask me again"), "close")
WITHDRAW = Action("withdraw", _("Withdraw the complaint"), "close")

_STEP: dict[str, Step] = {
    "write": Step.HEAR,
    "accept": Step.ACCEPT,
    "decline": Step.DECLINE,
    "solved": Step.CONFIRM_SOLVED,
    "unsolved": Step.CONFIRM_UNSOLVED,
    "reopen": Step.REOPEN,
    "review": Step.ASK_REVIEW,
    "correct": Step.PETITION,
    "help": Step.PETITION,
    "unwanted": Step.CONFIDE,
    "representative": Step.APPOINT,
    "rate": Step.RATE,
    "withdraw": Step.WITHDRAW,
    "enough": Step.LEAVE_IT,
    "holds": Step.CONFIRM_HOLDS,
    "came-back": Step.REOPEN,
    "no-more": Step.STOP_ASKING,
}
_MOST = 3
#: Further down, in this order, where they do not stand at the top.
_MORE = (ENOUGH, REVIEW, CORRECT, HELP, REPRESENTATIVE, UNWANTED, WITHDRAW, RATE, NO_MORE)


@dataclass(frozen=True)
class Standing:
    """What stands at the top of the page. `day` may be None; `late`: it has passed."""

    sentence: Text | str
    word: Text | str
    day: date | datetime | None
    late: bool
    actions: list[Action]
    #: What else can be done, further down.
    more: list[Action]


def standing(file: File, now: datetime) -> Standing:
    """Where this complaint stands for its complainant."""
    word, day = _date(file)
    late = isinstance(day, datetime) and is_late(day, now)
    wanted = [action for action in _wanted(file) if _possible(file, action)]
    return Standing(
        sentence=_sentence(file),
        word=word,
        day=day,
        late=late,
        actions=wanted[:_MOST],
        more=[a for a in _MORE if a not in wanted[:_MOST] and _possible(file, a)],
    )


def _sentence(file: File) -> Text | str:
    if after_asking := _on_whether_solved(file):
        return after_asking
    if file.state is State.CONFIRMING and not file.remedies:
        return _("We have done our part. Is it solved for you?")
    if file.state is State.REVIEW2 and not file.has_reviewer:
        return _("You asked for a review. We are choosing somebody who had no part in it so far.")
    if file.open_referral is not None and file.state in _WITH_OTHERS:
        name = file.open_referral.body.name_in(get_language() or "ja")
        return str(_WITH_OTHERS[file.state]) % {"name": name}
    if file.is_joined:
        return _GOES_ON % {"number": file.goes_on.reference}
    return SENTENCE[file.state]


def _on_whether_solved(file: File) -> Text | str:
    """How it ended, and what was said to our questions, where that says more than the state; else empty."""
    if file.state in CLOSED and file.complaint.ending in _BY_ENDING:
        return _BY_ENDING[file.complaint.ending]
    if file.state is State.CLOSED_ACCEPTED and file.is_asked_again:
        return _("This complaint has been closed as solved. Is it still so?")
    if file.state is State.CONFIRMING and file.has_left_it:
        return _("You told us that you leave it at that. Somebody looks at it once more and writes to you.")
    return ""


def _date(file: File) -> tuple[Text | str, date | datetime | None]:
    """The one date: the person's own where we wait for them, else the next one we promised."""
    if file.state in CLOSED:
        return "", None
    if file.state is State.PROPOSAL and file.open_proposal:
        return _("We keep this proposal open for you until"), file.open_proposal.answer_by
    question = file.open_question
    if file.state is State.AWAITING_COMPLAINANT and question and question.answer_by:
        return _("An answer helps most by"), question.answer_by
    for promise in file.promised_there or file.open_promises:
        return WORD[PromiseKind(promise.kind)], promise.due_at
    return "", None


def _wanted(file: File) -> list[Action]:
    """What people most likely want to do now, in order; the state may still refuse some."""
    match file.state:
        case State.PROPOSAL:
            return [ACCEPT, DECLINE, WRITE]
        case State.AWAITING_COMPLAINANT:
            return [ANSWER, WITHDRAW]
        case State.DECIDED | State.CONFIRMING:
            return [SOLVED, UNSOLVED, WRITE]
        case state if state in CLOSED:
            return [HOLDS, CAME_BACK, WRITE] if file.is_asked_again else [REOPEN, RATE, WRITE]
        case _:
            return [WRITE, WITHDRAW]


def _possible(file: File, action: Action) -> bool:
    if (action in {SOLVED, ENOUGH} and file.owes) or (action is REVIEW and file.is_reviewed):
        return False
    if (action is NO_MORE and not file.will_be_asked) or (action is ENOUGH and file.has_left_it):
        return False
    return file.can(_STEP[action.page])
