"""The demonstration as it is made: whatever it shows has happened, in order, and nothing is left half done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.house import House
from kikitori.casework.once import key_of
from kikitori.config import demo
from kikitori.config.demo_texts.corpus import HOUSES, demo_complaints, organisation
from kikitori.config.demo_texts.facts import DemoComplaint
from kikitori.records.complaints.lifecycle import CLOSED, INITIAL, State, Step, is_possible, state_after
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.terms import SELF_SERVED, Channel
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.calendar import YEAR_END
from kikitori.records.deadlines.holiday_tables import table_for
from kikitori.records.deadlines.models import Closure, Promise
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.escalation.models import Escalation, Level
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.absences import Absence, roster
from kikitori.records.people.models import Organisation, Staff
from kikitori.records.together.models import Notice
from tests.letterbox import into_folder, read

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
#: What happens in every house that is at work.
EVERYWHERE = {
    *("received", "acknowledged", "assessed", "assigned", "investigation_begun", "replied", "noted", "heard"),
    *("proposed", "accepted", "decided", "remedy_done", "remedies_finished", "solution_asked", "solved"),
    *("closed", "withdrawn", "letter_sent", "promise_missed", "escalated"),
    "escalation_acknowledged",
}
#: Letters leave and missed promises are noted a minute after they fell due.
SLACK = timedelta(minutes=2)


def chosen(house: str) -> list[DemoComplaint]:
    """The fewest complaints that between them take every step the house's corpus knows, the shortest first."""
    verbs: set[str] = set()
    picked = []
    facts = organisation(house)

    def is_free(day: date) -> bool:
        return facts.is_closure(day) or YEAR_END.covers(day) or table_for("JP").name_on(day) is not None

    for one in sorted(
        demo_complaints(house, now=NOW, is_holiday=is_free), key=lambda one: (len(one.course), one.key)
    ):
        fresh = {step.verb for step in one.course} | {f"by {one.channel}"}
        if fresh - verbs:
            verbs |= fresh
            picked.append(one)
    return picked


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which the demonstration's letters become readable."""
    into_folder(settings, tmp_path)
    return tmp_path


def fill(house: str, plan: list[DemoComplaint]) -> int:
    return demo.fill(house, now=NOW, report=lambda *_: None, only=[one.key for one in plan])


def faults_of_timeline(complaint: Complaint) -> Iterator[str]:
    """What is wrong with the order of events of one complaint."""
    events = list(complaint.events.all())
    if [event.at for event in events] != sorted(event.at for event in events):
        yield "events out of order"
    if events[0].kind != "received" or [event.kind for event in events].count("received") != 1:
        yield "does not begin with its receipt"
    if events[-1].at > NOW:
        yield "the future"


def faults_of_promise(promise: Promise) -> Iterator[str]:
    """What is wrong with one promise."""
    match promise.state:
        case "open":
            if promise.due_at < NOW - SLACK or promise.kept_at:
                yield "open although past or kept"
        case "kept":
            if promise.kept_at is None or promise.kept_at > promise.due_at + SLACK:
                yield "kept, but late or never"
        case "missed":
            if promise.due_at >= NOW:
                yield "missed before its time"
        case "cancelled":
            if not promise.complaint.events.filter(kind__in=["closed", "withdrawn"]).exists():
                yield "cancelled although nothing has ended"
        case other:
            yield f"{other} in a demonstration that replaces none"
    if promise.made_at > NOW or promise.due_at < promise.made_at - SLACK:
        yield "made in the future, or for the past"


def expected_state(one: DemoComplaint) -> State:
    """The walk of the course through the lifecycle, with the steps that verbs take of themselves."""
    state = INITIAL
    if Channel(one.channel) in SELF_SERVED:
        state = state_after(state, Step.ACKNOWLEDGE)
    for step in one.course:
        state = state_after(state, Step(step.verb))
        if step.verb == Step.CONFIRM_SOLVED:
            state = state_after(state, Step.CLOSE_ACCEPTED)
        if step.verb == Step.REMEDY and is_possible(state, Step.FINISH_REMEDIES):
            state = state_after(state, Step.FINISH_REMEDIES)
    return state


def faults_of_course(house: str, one: DemoComplaint) -> Iterator[str]:
    """Where a complaint is not what its course made of it."""
    complaint = Complaint.objects.get(intake_key=key_of("intake", f"demo:{house}:{one.key}"))
    # Those that go to an expert or to a body outside are taken from what is in hand at the end of their courses.
    passed_on = complaint.referrals.filter(outcome="").select_related("body").first()
    expected = expected_state(one)
    if passed_on is not None:
        expected = State.AWAITING_THIRD_PARTY if passed_on.body.is_inside else State.EXTERNAL
    if complaint.state != expected:
        yield f"stands at {complaint.state}, not at {expected}"
    if (complaint.closed_at is not None) != (State(complaint.state) in CLOSED):
        yield "closed without a moment, or the other way round"
    if (complaint.language, complaint.channel) != (one.language, one.channel):
        yield "another language or channel"


def faults_of_letter(letter: Letter, mailbox: Path) -> Iterator[str]:
    """A letter that waits, or did not reach its reader a minute after it was written."""
    if letter.medium != "email":
        if letter.state not in ("shown", "to_print"):
            yield f"{letter.medium} letter is {letter.state}"
        return
    if letter.state != "sent" or letter.sent_at is None:
        yield f"mail is {letter.state}"
        return
    if not letter.written_at <= letter.sent_at <= min(letter.written_at + SLACK, NOW):
        yield "sent at another time"
    # A long subject begins on the second line of its header, which some readers show as a blank.
    if read((mailbox / f"{letter.pk:08d}.eml").read_bytes())["Subject"].strip() != letter.subject:
        yield "reads otherwise in the mailbox"


def later_than_now() -> list[Any]:
    """Moments of what has happened that have not come yet."""
    rows: list[Any] = [
        *Complaint.objects.values_list("received_at", "known_at", "logged_at", "closed_at", "assessed_at"),
        *Message.objects.values_list("at"),
        *Letter.objects.values_list("written_at", "sent_at"),
        *Receipt.objects.values_list("issued_at"),
        *Promise.objects.values_list("made_at", "kept_at"),
        *Escalation.objects.values_list("at", "acknowledged_at"),
    ]
    return [moment for row in rows for moment in row if moment is not None and moment > NOW]


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_demonstration_keeps_every_rule_of_the_house(house: str, mailbox: Path) -> None:
    plan = chosen(house)
    assert fill(house, plan) == len(plan) == Complaint.objects.count()
    promises = Promise.objects.select_related("complaint")
    faults = [
        *((c.reference, fault) for c in Complaint.objects.all() for fault in faults_of_timeline(c)),
        *((p.complaint.reference, p.kind, fault) for p in promises for fault in faults_of_promise(p)),
        *((one.key, fault) for one in plan for fault in faults_of_course(house, one)),
        *((each.pk, fault) for each in Letter.objects.all() for fault in faults_of_letter(each, mailbox)),
        *later_than_now(),
    ]
    assert faults == []
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds >= EVERYWHERE
    assert "letter_failed" not in kinds
    assert not ProcrastinateJob.objects.filter(task_name="kikitori.deliver_letter", status="todo").exists()

    unread = Notice.objects.filter(read_at__isnull=True)
    assert Notice.objects.exclude(pk__in=unread).exists()
    assert not unread.filter(at__lt=NOW - timedelta(days=2), complaint__confidentiality="ordinary").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_house_is_open_with_its_people_and_its_days_off(house: str, mailbox: Path) -> None:
    assert not demo.is_filled()
    assert fill(house, chosen(house)[:1]) == 1
    assert demo.is_filled()
    facts = organisation(house)
    row = Organisation.objects.get()
    assert (row.name_ja, row.name_en, row.kind) == (facts.name.ja, facts.name.en, facts.kind)
    assert [level.name_ja for level in Level.objects.all()] == [level.name.ja for level in facts.ladder] != []
    assert row.external_route_ja
    assert row.external_route_en
    assert (row.external_route_easy, facts.external_route_easy != "") == (facts.external_route_easy, True)
    calendar = calendar_of(row)
    named = [date(2027, day.month, day.day) for day in facts.closures]
    assert [day for day in named if calendar.is_business_day(day)] == []
    assert Closure.objects.filter(yearly=True).count() < len(named)
    assert {member.login for member in facts.staff} == set(Staff.objects.values_list("login", flat=True))
    told = demo.sign_ins(house)
    assert [role for role, _, _ in told] == list(dict.fromkeys(member.role for member in facts.staff))
    for role, login, password in told:
        staff = authenticate(username=login, password=password)
        assert isinstance(staff, Staff)
        assert (staff.role, staff.tour) == (role, "shown"), "whoever looks at it is new here"


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_somebody_is_away_and_whoever_signs_in_as_handler_stands_in(house: str, mailbox: Path) -> None:
    fill(house, [])
    [absence] = Absence.objects.select_related("deputy", "staff")
    signs_in = next(login for role, login, _ in demo.sign_ins(house) if role == "handler")
    assert absence.deputy is not None
    assert (absence.deputy.login, absence.staff.role) == (signs_in, "handler")
    assert absence.staff_id in roster(House().day_of(NOW)).absent
    absence.delete()
    fill(house, [])
    assert not Absence.objects.exists()


@pytest.mark.django_db
def test_second_filling_adds_what_is_missing_and_nothing_else(mailbox: Path) -> None:
    plan = chosen("shop")[:3]
    assert fill("shop", plan[:2]) == 2
    before = rows()
    assert fill("shop", plan[:2]) == 0
    assert rows() == before
    assert fill("shop", plan) == 1
    assert Complaint.objects.count() == 3


@pytest.mark.django_db
def test_progress_is_told_after_each_complaint(mailbox: Path) -> None:
    told: list[tuple[int, int]] = []
    keys = [one.key for one in chosen("shop")[:3]]
    demo.fill("shop", now=NOW, report=lambda done, of: told.append((done, of)), only=keys)
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.django_db
def test_complaint_that_fails_on_its_way_leaves_nothing_behind(mailbox: Path) -> None:
    """The one before it stays: each is a transaction of its own, and filling is taken up where it stood."""
    plan = chosen("shop")[:2]

    def power_cut(done: int, _: int) -> None:
        if done == 1:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        demo.fill("shop", now=NOW, report=power_cut, only=[one.key for one in plan])
    assert Complaint.objects.count() == 1
    assert fill("shop", plan) == 1


def rows() -> list[int]:
    """How many rows there are of everything that filling makes."""
    return [model.objects.count() for model in (Complaint, Event, Letter, Staff, Closure, Promise)]
