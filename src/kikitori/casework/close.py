"""Close 終了: as agreed, after silence, or when every way has been tried (ISO 10002, 7.9)."""

from datetime import datetime, timedelta

from kikitori.casework.apart import require_no_part_of
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.follow_guideline import require_followed
from kikitori.casework.given import checked_text
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.kinds import LetterKind, LetterState
from kikitori.records.people.actor import Actor
from kikitori.records.referral.terms import BodyKind
from kikitori.records.remedies.terms import RemedyState

#: The complainant has spoken (or somebody for them) since we asked: from then on they are not silent.
SPOKEN = (
    EventKind.HEARD.value,
    EventKind.SOLVED.value,
    EventKind.NOT_SOLVED.value,
    EventKind.WITHDRAWN.value,
    EventKind.REOPENED.value,
)
_ASKED = EventKind.SOLUTION_ASKED.value
#: A letter in these states tells its reader.
_ARRIVES = tuple(
    state.value for state in (LetterState.WAITING, LetterState.SENT, LetterState.SHOWN, LetterState.TOLD)
)


def close_as_agreed(
    actor: Actor, complaint: Complaint, *, now: datetime, note: str = "", within: Taken | None = None
) -> None:
    """End it: the complainant said it is solved, or said nothing for the days the question named.

    Raises NotNow(REMEDY_OPEN) while something is owed, NotNow(NOT_ASKED_LONG_ENOUGH) without a yes and
    before the silence has lasted, NotNow(ITEM_OPEN) for staff while the guideline holds it up.
    """
    remark = checked_text("note", note, longest=5000, needed=False)
    with taking(actor, complaint, Step.CLOSE_ACCEPTED, now=now, within=within) as step:
        require_nothing_owed(step)
        require_followed(step)
        why = _agreement(step, now)
        step.say(outcome="agreed", because=why, **({"note": remark} if remark else {}))
        step.letter(LetterKind.CLOSED, agreed=True, because=why)


def close_as_exhausted(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> None:
    """End it without agreement, after every reasonable way; the letter names where else to turn.

    Raises NotNow(NO_EXTERNAL_ROUTE) when the organisation has not said where that is, ROUTE_NOT_TOLD when this person
    has not been told yet beside an answer of ours (ISO 10002, 7.9), HAD_A_PART under review,
    ITEM_OPEN while the guideline holds it up.
    """
    text = checked_text("reason", reason, longest=5000)
    with taking(actor, complaint, Step.CLOSE_EXHAUSTED, now=now) as step:
        require_no_part_of(step)
        require_nothing_owed(step)
        require_followed(step)
        if not step.house.organisation.external_route_in(step.complaint.language):
            raise NotNow(Obstacle.NO_EXTERNAL_ROUTE)
        if not knows_where_to_turn(step.complaint):
            raise NotNow(Obstacle.ROUTE_NOT_TOLD)
        step.say(outcome="exhausted")
        step.letter(LetterKind.CLOSED, agreed=False, reason=text)


def knows_where_to_turn(complaint: Complaint) -> bool:
    """Has this person been told where else to turn, or been there? One query, or two.

    By a letter that has gone, or is on its way: what waits in the outbox goes before the one that closes. One that
    could not be sent, or that nobody has posted yet, has told nothing.
    """
    letters = complaint.letters.filter(tells_route=True)
    if letters.filter(state__in=_ARRIVES).exists():
        return True
    return complaint.referrals.filter(body__kind=BodyKind.EXTERNAL.value).exists()


def require_nothing_owed(step: Taken) -> None:
    """Raises NotNow(REMEDY_OPEN) while a remedy is still to be carried out."""
    still_due = step.complaint.remedies.filter(state=RemedyState.DUE.value).count()
    if still_due:
        raise NotNow(Obstacle.REMEDY_OPEN, str(still_due))


def _agreement(step: Taken, now: datetime) -> str:
    """`said_so` or `silence`; the newest word counts, and what was asked before it was said is answered."""
    newest = step.complaint.events.filter(kind__in=(*SPOKEN, _ASKED)).last()
    if newest is not None and newest.kind == EventKind.SOLVED.value:
        return "said_so"
    silence = timedelta(days=step.house.organisation.silence_days)
    if newest is not None and newest.kind == _ASKED and now - newest.at >= silence:
        return "silence"
    raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
