"""Days after an end by agreement: does it hold? And what they say of the handling and of the outcome, apart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, leave_it, rate
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.intake import PersonGiven
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.second_contact import (
    ask_again,
    ask_again_where_due,
    came_back,
    confirm_holds,
    stop_asking,
)
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Person
from kikitori.records.together.models import Task
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SWEPT = Actor.system("second_contact")


def promise(complaint: Complaint) -> Any:
    return complaint.promises.get(rule="second-contact")


def test_end_by_agreement_promises_to_ask_once_more_and_says_so(cast: Cast) -> None:
    complaint = makers.closed(cast)
    told = promise(complaint)
    assert (told.kind, told.state, complaint.ending) == ("follow_up", "open", "agreed")
    assert told.due_at.astimezone(JAPAN).date() == (FRIDAY + 14 * DAY).date()
    assert "12月4日（金）ごろまでに" in complaint.letters.get(kind="closed").body
    assert complaint.events.get(kind="closed").data["promised"][0]["kind"] == "follow_up"


def test_day_on_which_we_are_closed_is_put_off_to_the_next_one_we_work(cast: Cast) -> None:
    Organisation.objects.update(second_contact_days=15)
    assert promise(makers.closed(cast)).due_at.astimezone(JAPAN).strftime("%A") == "Monday"


@pytest.mark.parametrize("why", ["off", "no contact point", "left alone", "asked not to"])
def test_nobody_is_promised_what_they_do_not_want_or_cannot_get(cast: Cast, why: str) -> None:
    if why == "off":
        Organisation.objects.update(second_contact_days=0)
    given = {"complainant": PersonGiven(name="試野 はな")} if why == "no contact point" else {}
    complaint = makers.confirming(cast, **given)
    if why == "left alone":
        Person.objects.update(do_not_contact=True)
    asks = why != "asked not to"
    confirm_solved(makers.complainant_of(complaint), complaint, ask_again=asks, now=FRIDAY + 6 * HOUR)
    assert not complaint.promises.filter(rule="second-contact").exists()
    assert ask_again_where_due(SWEPT, now=FRIDAY + 60 * DAY) == 0


def test_question_goes_out_on_its_day_once(cast: Cast) -> None:
    complaint = makers.closed(cast)
    due = promise(complaint).due_at
    assert ask_again_where_due(SWEPT, now=due - DAY) == 0
    assert ask_again_where_due(SWEPT, now=due - 3 * HOUR) == 1
    assert ask_again_where_due(SWEPT, now=due) == 0
    letter = complaint.letters.get(kind="still_solved")
    assert "いまも、解決したままですか" in letter.body
    assert (promise(complaint).state, complaint.events.last().kind) == ("kept", "asked_again")
    assert note_missed_promises(SWEPT, now=due + DAY) == 0


def test_question_that_was_missed_is_still_asked(cast: Cast) -> None:
    complaint = makers.closed(cast)
    late = promise(complaint).due_at + 2 * DAY
    note_missed_promises(SWEPT, now=late)
    assert ask_again_where_due(SWEPT, now=late) == 1
    assert (promise(complaint).state, promise(complaint).kept_at) == ("missed", late)


def test_silence_does_nothing(cast: Cast) -> None:
    complaint = makers.closed(cast)
    ask_again_where_due(SWEPT, now=promise(complaint).due_at)
    assert ask_again_where_due(SWEPT, now=FRIDAY + 400 * DAY) == 0
    complaint.refresh_from_db()
    assert (complaint.state, complaint.ending) == ("closed_accepted", "agreed")


def test_yes_is_written_down_and_it_stays_closed(cast: Cast) -> None:
    complaint = makers.closed(cast)
    ask_again_where_due(SWEPT, now=promise(complaint).due_at)
    person = makers.complainant_of(complaint)
    said = confirm_holds(person, complaint, rating=5, outcome=4, comment="順調です。", now=FRIDAY + 16 * DAY)
    assert (said.solved, said.second, said.rating, said.outcome_rating) == (True, True, 5, 4)
    assert complaint.state == "closed_accepted"


def test_no_takes_it_up_again_with_new_promises(cast: Cast) -> None:
    complaint = makers.closed(cast)
    ask_again_where_due(SWEPT, now=promise(complaint).due_at)
    said = came_back(
        makers.complainant_of(complaint), complaint, comment="また割れました。", now=FRIDAY + 16 * DAY
    )
    assert (said.solved, said.second) == (False, True)
    assert (complaint.state, complaint.ending, complaint.closed_at) == ("reopened", "", None)
    assert complaint.events.last().data["verdict"] == said.pk
    assert {p.kind for p in complaint.promises.filter(state="open")} == {"progress", "decision"}
    assert complaint.letters.filter(kind="reopened").count() == 1
    assert complaint.assignee == cast.handler


def test_reopening_before_the_day_leaves_nothing_to_be_asked(cast: Cast) -> None:
    complaint = makers.closed(cast)
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="また", now=FRIDAY + DAY)
    assert promise(complaint).state == "kept"
    assert ask_again_where_due(SWEPT, now=FRIDAY + 30 * DAY) == 0


def test_who_says_no_more_is_not_asked(cast: Cast) -> None:
    complaint = makers.closed(cast)
    person = makers.complainant_of(complaint)
    stop_asking(person, complaint, now=FRIDAY + DAY)
    assert promise(complaint).state == "cancelled"
    assert ask_again_where_due(SWEPT, now=FRIDAY + 30 * DAY) == 0
    with pytest.raises(NotNow) as refusal:
        stop_asking(person, complaint, now=FRIDAY + DAY)
    assert refusal.value.obstacle is Obstacle.PROMISE_NOT_OPEN
    with pytest.raises(NotNow):
        ask_again(cast.actor("handler"), complaint, now=FRIDAY + 2 * DAY)


@pytest.mark.django_db(transaction=True)
def test_round_and_a_reopening_at_once_leave_one_truth() -> None:
    """Whichever comes first: either it was asked and then taken up, or taken up and never asked."""
    cast = summon()
    complaint = makers.closed(cast)
    now, start = promise(complaint).due_at, Barrier(3)

    def go(which: int) -> None:
        try:
            start.wait(timeout=30)
            if which < 2:
                ask_again_where_due(SWEPT, now=now)
            else:
                came_back(makers.complainant_of(complaint), Complaint.objects.get(pk=complaint.pk), now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(go, range(3)))
    complaint.refresh_from_db()
    kinds = list(complaint.events.values_list("kind", flat=True))
    assert complaint.state == "reopened"
    assert kinds.count("asked_again") == complaint.letters.filter(kind="still_solved").count() <= 1
    assert promise(complaint).state == "kept"


# ── still unhappy ──


def left(cast: Cast, **said: Any) -> Complaint:
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + 6 * HOUR)
    leave_it(makers.complainant_of(complaint), complaint, now=FRIDAY + DAY, **said)
    return complaint


def test_who_leaves_it_at_that_is_not_closed_by_silence_but_by_a_lead(cast: Cast) -> None:
    complaint = left(cast, comment="もう結構です。", outcome=1)
    verdict = Verdict.objects.get()
    assert (verdict.solved, verdict.left, verdict.outcome_rating, verdict.rating) == (False, True, 1, None)
    assert complaint.state == "confirming"
    task = Task.objects.get()
    assert (task.assignee.role, "ここまででよい" in task.title) == ("lead", True)
    with pytest.raises(Refused):
        close_as_exhausted(cast.actor("handler"), complaint, reason="x", now=FRIDAY + 2 * DAY)
    close_as_exhausted(cast.actor("lead"), complaint, reason="交換と返金を行いました。", now=FRIDAY + 2 * DAY)
    assert (complaint.state, complaint.ending) == ("closed_exhausted", "unhappy")
    assert complaint.events.filter(kind="closed").last().data["outcome"] == "unhappy"
    body = complaint.letters.get(kind="closed").body
    assert "解決していないとのお気持ちは" in body
    assert "交換と返金を行いました。" in body
    assert ask_again_where_due(SWEPT, now=FRIDAY + 90 * DAY) == 0


@pytest.mark.parametrize(("says", "ending"), [(True, "unhappy"), (False, "exhausted")])
def test_staff_say_themselves_that_somebody_is_still_unhappy(cast: Cast, says: bool, ending: str) -> None:
    complaint = makers.confirming(cast)
    close_as_exhausted(
        cast.actor("lead"), complaint, reason="行ったこと", unhappy=says, now=FRIDAY + 6 * HOUR
    )
    assert complaint.ending == ending


def test_ending_goes_with_the_end(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + DAY)
    assert Complaint.objects.get(pk=complaint.pk).ending == "withdrawn"
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="やはり", now=FRIDAY + 2 * DAY)
    assert Complaint.objects.get(pk=complaint.pk).ending == ""


# ── ratings ──


@pytest.mark.parametrize(("rating", "told"), [(1, 1), (2, 1), (3, 0), (5, 0), (None, 0)])
def test_low_rating_of_the_handling_is_a_task_for_a_lead(cast: Cast, rating: int | None, told: int) -> None:
    complaint = makers.closed(cast)
    rate(makers.complainant_of(complaint), complaint, rating=rating, outcome=1, now=FRIDAY + DAY)
    assert Task.objects.filter(assignee__role="lead", complaint=complaint).count() == told


def test_handling_and_outcome_are_two_answers(cast: Cast) -> None:
    complaint = makers.closed(cast)
    person = makers.complainant_of(complaint)
    rate(person, complaint, outcome=2, now=FRIDAY + DAY)
    rate(person, complaint, rating=4, now=FRIDAY + DAY)
    rate(person, complaint, comment="丁寧でした。", now=FRIDAY + DAY)
    kept = [(v.rating, v.outcome_rating) for v in complaint.verdicts.filter(solved=None)]
    assert kept == [(None, 2), (4, None), (None, None)]


@pytest.mark.parametrize("said", [{}, {"rating": 0}, {"outcome": 6}, {"rating": 3, "outcome": -1}])
def test_rating_that_says_nothing_or_is_none_of_the_five_is_not_kept(
    cast: Cast, said: dict[str, int]
) -> None:
    complaint = makers.closed(cast)
    before = complaint.verdicts.count()
    with pytest.raises(Invalid):
        rate(makers.complainant_of(complaint), complaint, now=FRIDAY + DAY, **said)
    assert complaint.verdicts.count() == before
