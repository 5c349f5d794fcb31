"""Other road 別の連絡方法: somebody does not answer whether it is solved, so we try them in another way before it ends.

After the first days of silence somebody of ours is given that to do; where no other way is known, that is written down
by itself. What was tried, and what came of it, is written down; whoever was reached is silent no longer.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.outgoing import addressee_among, with_roads
from kikitori.casework.singly import done_singly
from kikitori.casework.step import Taken, taking
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.to_whom import whoever_sees_to_it
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, PartyRole
from kikitori.records.letters.kinds import Medium
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import ContactKind
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState
from kikitori.records.voices.labels import ROAD
from kikitori.records.voices.silence import (
    ASKED,
    FOR_OTHER_ROAD,
    OTHER_ROAD_DAYS,
    SPOKEN,
    TRIED,
    Silence,
    Waits,
    silence_of,
)
from kikitori.records.voices.terms import Road

_AT_MOST = 500
#: Working through it is a matter of days, not of hours.
_DAYS_FOR_IT = 3
_ROAD_OF = {
    ContactKind.PHONE.value: Road.CALL,
    ContactKind.EMAIL.value: Road.MAIL,
    ContactKind.POST.value: Road.LETTER,
    ContactKind.FAX.value: Road.OTHER,
    ContactKind.OTHER.value: Road.OTHER,
}
_BY_LETTER = {Medium.EMAIL: Road.MAIL, Medium.PRINT: Road.LETTER}
_TASKS = Q(kind=EventKind.TASK_ADDED.value, data__for=FOR_OTHER_ROAD)
#: The events from which silence is read.
COUNTING = Q(kind__in=(*SPOKEN, ASKED, TRIED)) | _TASKS


def waits_of(organisation: Organisation) -> Waits:
    """How long this organisation waits."""
    return Waits.of(organisation.other_road_days, organisation.silence_days)


def silence_in(complaint: Complaint) -> Silence | None:
    """Whether they have been asked and are silent since, and what has been tried. One query."""
    words = complaint.events.filter(COUNTING).order_by("pk")
    return silence_of(words.values_list("kind", "at", "data"))


def other_roads(complaint: Complaint) -> list[Road]:
    """The ways beside that of our letters, the quickest first; none to who wants to be left alone. One query.

    Who is represented has asked that we speak to somebody else: their own address is no other road.
    """
    rows: list[Any] = list(
        with_roads(complaint.parties.filter(role__in=(PartyRole.REPRESENTATIVE, PartyRole.COMPLAINANT)))
    )
    to = addressee_among(rows)
    appointed = any(party.mandate for party in rows)
    found: set[Road] = set()
    for party in rows:
        road = _ROAD_OF.get(party.road or "")
        speaks = party.role == PartyRole.REPRESENTATIVE.value
        if road is None or party.person.do_not_contact or (appointed and not party.mandate):
            continue
        if to.person is None or party.person_id == to.person.pk:
            if road is not _BY_LETTER.get(to.medium):
                found.add(road)
        else:
            found.add(Road.REPRESENTATIVE if speaks else road)
    return [road for road in Road if road in found]


def seek_other_road(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Have somebody try another way; where none is known, write that down. Once in each silence.

    Raises NotNow(NOT_ASKED_LONG_ENOUGH) where nobody is silent, not for long enough, or it is seen to already.
    """
    locked = Complaint.objects.select_for_update().get(pk=complaint.pk)
    silence, organisation = silence_in(locked), the_organisation()
    if locked.state != State.CONFIRMING.value or silence is None or silence.is_seen_to:
        raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
    if now < silence.to_be_tried_from(waits_of(organisation)):
        raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
    roads = other_roads(locked)
    if not roads:
        with taking(actor, locked, Step.TRY_OTHER_ROAD, now=now) as step:
            step.say(road=Road.NONE.value, reached=False)
        return
    to = whoever_sees_to_it(locked)
    if to is None:
        raise NotNow(Obstacle.CANNOT_BE_TOLD)
    with override(to.language):
        ways = " / ".join(str(ROAD[road]) for road in roads)
        title = _("No answer whether it is solved: try to reach them another way (%(ways)s)") % {"ways": ways}
    day = House.of(organisation).day_of(now) + timedelta(days=_DAYS_FOR_IT)
    add_task(actor, locked, title=title, to=to, by=day, now=now, for_what=FOR_OTHER_ROAD)


def try_other_road(
    actor: Actor,
    complaint: Complaint,
    *,
    road: str,
    reached: bool,
    now: datetime,
    words: str = "",
    on: date | None = None,
) -> None:
    """Write down that it was tried: how, on which day, whether they were reached, what they said.

    What they said of the matter itself is written down by its own step. The task for it is done with this.
    Raises Invalid; NotNow(NOT_ASKED_LONG_ENOUGH) where nobody is silent.
    """
    check, house = Checked(), House()
    tried = check.word("road", road, Road)
    if tried is Road.NONE:
        check.problems["road"] = Problem.UNKNOWN_WORD
    said = check.text("words", words, longest=5000)
    today = house.day_of(now)
    if on is not None and on > today:
        check.problems["on"] = Problem.IN_THE_FUTURE
    check.done()
    with taking(actor, complaint, Step.TRY_OTHER_ROAD, now=now, house=house) as step:
        silence = silence_in(step.complaint)
        if silence is None:
            raise NotNow(Obstacle.NOT_ASKED_LONG_ENOUGH)
        step.say(road=tried.value, reached=reached, on=(on or today).isoformat())
        if said:
            step.say(said=said)
        _finish(step, silence)


def _finish(step: Taken, silence: Silence) -> None:
    """The task for it is done, where it is still open."""
    for task in Task.objects.filter(pk=silence.task or 0, state=TaskState.OPEN.value):
        finish_task(step.actor, step.complaint, task=task, now=step.now, within=step)


def seek_other_roads(actor: Actor, *, now: datetime) -> int:
    """See to everybody who was silent for the first days. Returns how many; two sweepers at once see to it once."""
    silent = silent_for(OTHER_ROAD_DAYS, the_organisation().other_road_days, now=now)
    unseen = silent.filter(_not_since_asked("tried"), _not_since_asked("sought"))
    return sum(done_singly(actor, partial(seek_other_road, actor, one, now=now)) for one in unseen[:_AT_MOST])


def silent_for(days: str, usual: int, *, now: datetime) -> QuerySet[Complaint]:
    """Asked so many days ago, and nothing said since; whoever was reached has said something.

    `days`: OTHER_ROAD_DAYS or SILENCE_DAYS, as it was told with the question; `usual` where it was not kept then.
    """
    told = Cast(Coalesce(KeyTextTransform(days, "events__data"), Value(str(usual))), IntegerField())
    over = ExpressionWrapper(
        F("events__at") + told * Value(timedelta(days=1), DurationField()), DateTimeField()
    )
    return (
        Complaint.objects.filter(state=State.CONFIRMING.value)
        .annotate(
            over_at=Max(over, filter=Q(events__kind=ASKED)),
            asked=_newest(kind=ASKED),
            spoken=_newest(kind__in=SPOKEN),
            reached=_newest(kind=TRIED, data__reached=True),
            tried=_newest(kind=TRIED),
            sought=_newest(kind=EventKind.TASK_ADDED.value, data__for=FOR_OTHER_ROAD),
        )
        .filter(_not_since_asked("spoken"), _not_since_asked("reached"), over_at__lte=now)
        .order_by("id")
    )


def tried_otherwise() -> Q:
    """Another way has been tried since they were asked last. For `silent_for`."""
    return Q(tried__gt=F("asked"))


def _newest(**of: Any) -> Max:
    """The number of the newest event of this sort."""
    return Max("events__pk", filter=Q(**{f"events__{name}": value for name, value in of.items()}))


def _not_since_asked(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": F("asked")})
