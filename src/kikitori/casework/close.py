"""Close 終了: as agreed, as not confirmed after silence, or when every way has been tried (ISO 10002, 7.9).

How it ended is kept apart from the state (`Complaint.ending`, invariant 5).
"""

from datetime import datetime

from kikitori.casework.apart import require_no_part_of
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.follow_guideline import require_followed
from kikitori.casework.given import checked_text
from kikitori.casework.other_road import other_roads, silence_in, waits_of
from kikitori.casework.second_contact import promise_second_contact
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending, EventKind
from kikitori.records.letters.kinds import LetterKind, LetterState
from kikitori.records.people.actor import Actor
from kikitori.records.referral.terms import BodyKind
from kikitori.records.remedies.terms import RemedyState
from kikitori.records.voices.silence import ASKED, SPOKEN
from kikitori.records.voices.terms import Road

#: A letter in these states tells its reader.
_ARRIVES = tuple(
    state.value for state in (LetterState.WAITING, LetterState.SENT, LetterState.SHOWN, LetterState.TOLD)
)


def close_as_agreed(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    note: str = "",
    ask_again: bool = True,
    within: Taken | None = None,
) -> None:
    """End it as agreed, where the complainant said it is solved; as not confirmed, where nobody could reach them.

    `ask_again`: may we ask once more, days after an end by agreement?
    Raises NotNow(REMEDY_OPEN) while something is owed, NotNow(NOT_ASKED_LONG_ENOUGH) without a yes and
    before the silence has lasted, NotNow(OTHER_ROAD_FIRST) while there is another way that nobody has tried,
    NotNow(ITEM_OPEN) for staff while the guideline holds it up.
    """
    remark = checked_text("note", note, longest=5000, needed=False)
    with taking(actor, complaint, Step.CLOSE_ACCEPTED, now=now, within=within) as step:
        require_nothing_owed(step)
        require_followed(step)
        why = _agreement(step, now)
        ending = Ending.AGREED if why == "said_so" else Ending.UNCONFIRMED
        step.complaint.ending = ending.value
        step.say(outcome=ending.value, because=why, **({"note": remark} if remark else {}))
        if ending is Ending.AGREED and ask_again:
            promise_second_contact(step)
        step.letter(LetterKind.CLOSED, agreed=True, because=why)


def close_as_exhausted(
    actor: Actor, complaint: Complaint, *, reason: str, now: datetime, unhappy: bool = False
) -> None:
    """End it without agreement, after every reasonable way; the letter names where else to turn.

    `unhappy`: they told us that they still are, though everything possible was done; so it is, too, where they have
    said that they leave it at that. `reason` says what was done.
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
        ending = Ending.UNHAPPY if unhappy or _left_it(step) else Ending.EXHAUSTED
        step.complaint.ending = ending.value
        step.say(outcome=ending.value)
        step.letter(LetterKind.CLOSED, agreed=False, reason=text, unhappy=ending is Ending.UNHAPPY)


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
    if _last_word(step) == EventKind.SOLVED.value:
        return "said_so"
    silence, waits = silence_in(step.complaint), waits_of(step.house.organisation)
    if silence is None or now < silence.may_end_from(waits):
        raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
    if silence.tried_at is None:
        if other_roads(step.complaint):
            raise NotNow(Obstacle.OTHER_ROAD_FIRST)
        step.say(road=Road.NONE.value)
    elif not silence.is_over(waits, now):
        raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
    return "silence"


def _left_it(step: Taken) -> bool:
    return _last_word(step) == EventKind.LEFT_AT_THAT.value


def _last_word(step: Taken) -> str:
    """The kind of the newest entry in which they said something or were asked whether it is solved."""
    words = step.complaint.events.filter(kind__in=(*SPOKEN, ASKED)).order_by("-pk")
    return words.values_list("kind", flat=True).first() or ""
