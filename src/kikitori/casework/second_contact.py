"""Second contact 再度の確認: days after an end by agreement we ask once more whether it holds. Silence does nothing.

The day is told with the letter of the end and kept like every promise. Who cannot be written to is not asked, nor who
wants to be left alone. Yes is written down; no takes the complaint up again.
"""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.falling import stand_again
from kikitori.casework.given import Checked
from kikitori.casework.outgoing import route_of
from kikitori.casework.singly import done_singly
from kikitori.casework.step import Taken, taking
from kikitori.casework.verdicts import read_answer
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import SECOND_CONTACT, PromiseKind
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind, Medium
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import Verdict

_AT_MOST = 500
#: Asked in working hours of the day that was told.
_SAME_DAY = timedelta(hours=8)


def promise_second_contact(step: Taken) -> None:
    """Promise, with the end by agreement, to ask once more; where it is wanted at all and they can be written to."""
    days = step.house.organisation.second_contact_days
    if not days:
        return
    # Its letter goes the same way.
    step.route = route_of(step.complaint, step.house)
    if step.route.to.medium is Medium.PORTAL:
        return
    calendar = step.house.calendar_for(step.complaint)
    due_at = end_of_day(calendar, day_of_second_contact(calendar, step.house.day_of(step.now), days))
    step.promises.append(
        Promise(
            complaint=step.complaint,
            kind=PromiseKind.FOLLOW_UP.value,
            due_at=due_at,
            made_at=step.now,
            why=[],
            rule=SECOND_CONTACT,
        )
    )


def day_of_second_contact(calendar: BusinessCalendar, ended_on: date, days: int) -> date:
    """So many days after the end; where that is a day off, the next business day."""
    day = ended_on + timedelta(days=days)
    while not calendar.is_business_day(day):
        day += timedelta(days=1)
    return day


def ask_again(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Send „does it still hold?“. Raises NotNow(PROMISE_NOT_OPEN) where that was not promised, or is done."""
    with taking(actor, complaint, Step.ASK_AGAIN, now=now) as step:
        if step.complaint.ending != Ending.AGREED.value or not _owed(step.complaint).exists():
            raise NotNow(Obstacle.PROMISE_NOT_OPEN)
        step.letter(LetterKind.STILL_SOLVED)


def confirm_holds(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    rating: int | None = None,
    outcome: int | None = None,
    comment: str = "",
    how: str = "",
) -> Verdict:
    """„Yes, it has not come back.“ It stays closed. Ratings of who may rate. Raises Invalid, Refused."""
    said = read_answer(rating, outcome, comment, how)
    with transaction.atomic():
        with taking(actor, complaint, Step.CONFIRM_HOLDS, now=now) as step:
            verdict = said.keep(step, solved=True, second=True)
        said.tell_a_lead(step, now)
    return verdict


def came_back(
    actor: Actor, complaint: Complaint, *, now: datetime, comment: str = "", how: str = ""
) -> Verdict:
    """„No, it has come back.“ It is taken up again with new promises; whoever had it in hand is told."""
    said = read_answer(comment=comment, how=how)
    with taking(actor, complaint, Step.REOPEN, now=now) as step:
        stand_again(step)
        verdict = said.keep(step, solved=False, second=True)
        step.letter(LetterKind.REOPENED)
    return verdict


def stop_asking(actor: Actor, complaint: Complaint, *, now: datetime, how: str = "") -> None:
    """„Please do not ask me again.“ What was promised of it falls. Raises NotNow(PROMISE_NOT_OPEN)."""
    check = Checked()
    road = check.line("how", how, longest=200)
    check.done()
    with taking(actor, complaint, Step.STOP_ASKING, now=now) as step:
        if not _owed(step.complaint).exists():
            raise NotNow(Obstacle.PROMISE_NOT_OPEN)
        step.say(**({"how": road} if road else {}))


def ask_again_where_due(actor: Actor, *, now: datetime) -> int:
    """Ask everybody whose day has come. Returns how many; two sweepers at once ask once."""
    due = to_be_asked_again(now)
    return sum(done_singly(actor, partial(ask_again, actor, one, now=now)) for one in due[:_AT_MOST])


def to_be_asked_again(now: datetime) -> QuerySet[Complaint]:
    """Ended by agreement, and the day promised for the second question is today, or has passed unkept."""
    due = Promise.objects.filter(
        STILL_OWED, complaint=OuterRef("pk"), kind=PromiseKind.FOLLOW_UP.value, due_at__lte=now + _SAME_DAY
    )
    closed = Complaint.objects.filter(state=State.CLOSED_ACCEPTED.value, ending=Ending.AGREED.value)
    return closed.filter(Exists(due)).order_by("id")


def _owed(complaint: Complaint) -> QuerySet[Promise]:
    return complaint.promises.filter(STILL_OWED, kind=PromiseKind.FOLLOW_UP.value)
