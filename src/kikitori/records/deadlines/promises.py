"""What was told to somebody by when 約束 (invariant 3): which step keeps it, and which promise follows. Pure.

One table, keyed by the plain names of the steps (records/complaints/lifecycle.py): a step that is not in it
says nothing to the person and changes no promise. Days are counted in clock.py by the rules named here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kikitori.records.deadlines.clock import is_late


class PromiseKind(StrEnum):
    """What was promised. BY_HAND are promised one by one, all others follow from the steps."""

    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"
    DECISION = "decision"
    REMEDY = "remedy"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"
    CALL_BACK = "call_back"
    PETITION = "petition"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"
    INQUIRY = "inquiry"
    OTHER = "other"


class PromiseState(StrEnum):
    """Open until kept, missed, replaced with a reason, or cancelled because nobody waits any more."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class PromiseOver(Exception):
    """The promise has ended and can neither be kept nor replaced. Carries the state it ended in."""

    def __init__(self, state: PromiseState) -> None:
        super().__init__(f"the promise is {state} and stays so")
        self.state = state


class CountsFrom(StrEnum):
    """The moment a new promise counts from: when the complaint was received, or when the step was taken."""

    RECEIPT = "receipt"
    STEP = "step"


class Only(StrEnum):
    """When a line of the table applies, after the step has been taken."""

    ALWAYS = "always"
    WHILE_UNDECIDED = "while_undecided"
    WITH_REMEDIES_DUE = "with_remedies_due"
    WITHOUT_REMEDIES_DUE = "without_remedies_due"
    WITH_ALL_DONE = "with_all_done"
    WITH_NOTHING_OWED = "with_nothing_owed"


@dataclass(frozen=True, slots=True)
class Opening:
    """A promise that follows a step. `rule` is the id of the rule in the pack that gives its date."""

    kind: PromiseKind
    rule: str
    counts_from: CountsFrom = CountsFrom.STEP
    only: Only = Only.ALWAYS


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step does to the promises of its complaint: first keep, then cancel what is left, then open.

    `outlast`: what stays owed when the rest is cancelled.
    """

    keeps: frozenset[PromiseKind] = frozenset()
    opens: tuple[Opening, ...] = ()
    cancels_rest: bool = False
    #: `keeps` holds only then; `opens` have conditions of their own.
    keeps_only: Only = Only.ALWAYS
    outlast: frozenset[PromiseKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """The complaint as it stands after the step.

    `decision_pending`: open, and no decision stands (after reopening it is pending again). `remedies_due`: at
    least one remedy has been agreed or decided and is not done. `open_kinds`: promises open before the step.
    `owes_nothing`: before the step no promise was open, nor missed and still to be made good.
    """

    decision_pending: bool
    remedies_due: bool
    open_kinds: Collection[str] = ()
    owes_nothing: bool = False


#: One by one, each with a date of its own, most of them by hand; kept, if late, also once the complaint has ended.
BY_HAND = frozenset(
    {
        PromiseKind.CALL_BACK,
        PromiseKind.PETITION,
        PromiseKind.APPOINTMENT,
        PromiseKind.INQUIRY,
        PromiseKind.OTHER,
    }
)
#: What can still be owed once the complaint has ended: those, and the question days later whether it holds.
OUTLIVING = BY_HAND | {PromiseKind.FOLLOW_UP}
K = PromiseKind
_DECISION_ANEW = (Opening(K.PROGRESS, "first-answer"), Opening(K.DECISION, "decision"))
_REMEDY_IF_DUE = (Opening(K.REMEDY, "remedy", only=Only.WITH_REMEDIES_DUE),)
_NEXT_PROGRESS = (Opening(K.PROGRESS, "progress", only=Only.WHILE_UNDECIDED),)
_FOLLOW_UP_IF_DONE = (Opening(K.FOLLOW_UP, "follow-up", only=Only.WITH_ALL_DONE),)
_REMEDIED = Effect(
    keeps=frozenset({K.REMEDY}), keeps_only=Only.WITHOUT_REMEDIES_DUE, opens=_FOLLOW_UP_IF_DONE
)
_ASKED_WHETHER_SOLVED = frozenset({K.FOLLOW_UP})
#: All but the question whether it holds: nobody waits for that any more.
_ALL_ELSE = frozenset(K) - _ASKED_WHETHER_SOLVED
_ASKED_BESIDE = frozenset({K.PETITION, K.APPOINTMENT})
NOTHING = Effect()
#: In the place of a rule: asked once more, days after the end, whether it holds. Its day is counted from a setting.
SECOND_CONTACT = "second-contact"

TABLE: dict[str, Effect] = {
    "receive": Effect(opens=(Opening(K.ACKNOWLEDGEMENT, "acknowledgement", CountsFrom.RECEIPT),)),
    # Counted from receipt, not from the acknowledgement: a late acknowledgement buys us no time.
    "acknowledge": Effect(
        keeps=frozenset({K.ACKNOWLEDGEMENT}),
        opens=(
            Opening(K.PROGRESS, "first-answer", CountsFrom.RECEIPT, Only.WHILE_UNDECIDED),
            Opening(K.DECISION, "decision", CountsFrom.RECEIPT, Only.WHILE_UNDECIDED),
        ),
    ),
    "reply": Effect(keeps=frozenset({K.PROGRESS}), opens=_NEXT_PROGRESS),
    # Nobody writes into the void: where nothing is owed to them any more, an answer to their word is.
    "hear": Effect(opens=(Opening(K.PROGRESS, "progress", only=Only.WITH_NOTHING_OWED),)),
    "propose": Effect(keeps=frozenset({K.PROGRESS})),
    # An accepted proposal is the decision; a declined one must not be followed by silence.
    "accept": Effect(keeps=frozenset({K.PROGRESS, K.DECISION}), opens=_REMEDY_IF_DUE),
    "decline": Effect(opens=_NEXT_PROGRESS),
    # Where nothing is left to be done, somebody still asks whether it is solved.
    "decide": Effect(
        keeps=frozenset({K.PROGRESS, K.DECISION, K.REVIEW}), opens=_REMEDY_IF_DUE + _FOLLOW_UP_IF_DONE
    ),
    # The remedy is kept when the last part of it is done, whichever of the two steps that was.
    "remedy": _REMEDIED,
    "finish_remedies": _REMEDIED,
    # Its promise falls, or gives way, by the verb; after the last one somebody asks whether it is solved.
    "drop_remedy": Effect(opens=_FOLLOW_UP_IF_DONE),
    "ask_solved": Effect(keeps=_ASKED_WHETHER_SOLVED),
    "confirm_solved": Effect(keeps=_ASKED_WHETHER_SOLVED),
    "confirm_unsolved": Effect(keeps=_ASKED_WHETHER_SOLVED, opens=_DECISION_ANEW),
    "leave_it": Effect(keeps=_ASKED_WHETHER_SOLVED),
    # After the end by agreement; its day is told with the letter of that (casework/second_contact.py).
    "ask_again": Effect(keeps=_ASKED_WHETHER_SOLVED),
    "confirm_holds": Effect(keeps=_ASKED_WHETHER_SOLVED),
    "stop_asking": Effect(cancels_rest=True, outlast=_ALL_ELSE),
    "call_back": Effect(keeps=frozenset({K.CALL_BACK})),
    # What was asked for beside the matter itself is answered after the end too, whoever has ended it.
    "close_accepted": Effect(cancels_rest=True, outlast=_ASKED_BESIDE),
    "close_exhausted": Effect(cancels_rest=True, outlast=_ASKED_BESIDE),
    "withdraw": Effect(cancels_rest=True, outlast=_ASKED_BESIDE),
    "redirect": Effect(cancels_rest=True, outlast=_ASKED_BESIDE),
    "undo_redirect": Effect(opens=_DECISION_ANEW),
    # Whoever comes back has answered whether it holds.
    "reopen": Effect(keeps=_ASKED_WHETHER_SOLVED, opens=_DECISION_ANEW),
    # They hear who looks at it again as soon as they heard at first that we have it; whoever asks has answered us.
    "ask_review": Effect(
        keeps=_ASKED_WHETHER_SOLVED,
        opens=(Opening(K.REVIEW, "acknowledgement"), Opening(K.DECISION, "decision")),
    ),
    "begin_review": Effect(keeps=frozenset({K.REVIEW}), opens=_NEXT_PROGRESS),
    # News, like a reply. When they are to answer is promised by the verb, for a day of their own, and kept by it.
    "refer": Effect(keeps=frozenset({K.PROGRESS}), opens=_NEXT_PROGRESS),
    "refer_outside": Effect(keeps=frozenset({K.PROGRESS}), opens=_NEXT_PROGRESS),
    "turn_outside": Effect(opens=_NEXT_PROGRESS),
    "record_referral": Effect(
        keeps=frozenset({K.PROGRESS}),
        opens=(*_NEXT_PROGRESS, Opening(K.DECISION, "decision", only=Only.WHILE_UNDECIDED)),
    ),
    "record_result": Effect(
        keeps=frozenset({K.PROGRESS, K.DECISION, K.REVIEW}), opens=_REMEDY_IF_DUE + _FOLLOW_UP_IF_DONE
    ),
    # From now on a few know of it, and the verb promises the one date that the law names.
    "seal": Effect(cancels_rest=True, outlast=_ASKED_BESIDE),
    "tell_inquiry": Effect(keeps=frozenset({K.INQUIRY})),
    "unseal": Effect(cancels_rest=True, outlast=_ASKED_BESIDE, opens=_DECISION_ANEW),
    # What was carried into the other complaint comes back; what was kept or cancelled there is owed here anew.
    "separate": Effect(opens=_DECISION_ANEW),
}


def effect_of(step: str, situation: Situation) -> Effect:
    """What `step` does to the promises, all conditions applied.

    Nothing is opened that is open already and not kept by this step, so that no promise is made twice.
    """
    effect = TABLE.get(step, NOTHING)
    keeps = effect.keeps if _applies(effect.keeps_only, situation) else frozenset()
    still_open = set() if effect.cancels_rest else set(situation.open_kinds) - keeps
    opens = tuple(
        opening
        for opening in effect.opens
        if _applies(opening.only, situation) and opening.kind not in still_open
    )
    return Effect(keeps, opens, effect.cancels_rest, outlast=effect.outlast)


def _applies(only: Only, situation: Situation) -> bool:
    match only:
        case Only.ALWAYS:
            return True
        case Only.WHILE_UNDECIDED:
            return situation.decision_pending
        case Only.WITH_REMEDIES_DUE:
            return situation.remedies_due
        case Only.WITHOUT_REMEDIES_DUE:
            return not situation.remedies_due
        case Only.WITH_ALL_DONE:
            return not situation.remedies_due and not situation.decision_pending
        case Only.WITH_NOTHING_OWED:
            return situation.owes_nothing


def settle(state: PromiseState) -> PromiseState:
    """The state of a promise that is fulfilled now.

    An open one is kept, also when late (is_kept_late); one that was found missed stays missed and only learns
    its `kept_at`. Raises PromiseOver for an ended one.
    """
    if state is PromiseState.OPEN:
        return PromiseState.KEPT
    if state is PromiseState.MISSED:
        return PromiseState.MISSED
    raise PromiseOver(state)


def is_kept_late(due_at: datetime, kept_at: datetime | None) -> bool:
    """Was it fulfilled after the date that was told? Says so whether or not a sweep had found it missed."""
    return kept_at is not None and is_late(due_at, kept_at)


def swept(state: PromiseState, due_at: datetime, now: datetime) -> PromiseState:
    """The state after the regular sweep: open and past due is missed, everything else stays as it is."""
    return PromiseState.MISSED if state is PromiseState.OPEN and is_late(due_at, now) else state


def cancelled(state: PromiseState, due_at: datetime, at: datetime) -> PromiseState:
    """The state after nobody waits any more. What was past due by then is missed: closing hides no broken word."""
    if state is PromiseState.OPEN:
        return PromiseState.MISSED if is_late(due_at, at) else PromiseState.CANCELLED
    return state


def replaced(state: PromiseState, due_at: datetime, at: datetime) -> PromiseState:
    """The state after another date was told in its place. Told only once the first has passed, it is missed.

    Raises PromiseOver for a promise that has ended; one already missed stays missed.
    """
    if state in (PromiseState.OPEN, PromiseState.MISSED):
        late = state is PromiseState.MISSED or is_late(due_at, at)
        return PromiseState.MISSED if late else PromiseState.REPLACED
    raise PromiseOver(state)
