"""Nobody answers whether it is solved: another way is tried before it ends, and it ends as what it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.other_road import other_roads, seek_other_road, seek_other_roads, try_other_road
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import ask_and_close
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Person, Staff
from kikitori.records.together.models import Task
from kikitori.records.voices.terms import Road
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

DAY = timedelta(days=1)
AT = FRIDAY + 4 * DAY
SILENT = Actor.system("silence")
EMAIL = ContactGiven(kind="email", value="hana@example.jp")
PHONE = ContactGiven(kind="phone", value="0310001000")
POST = ContactGiven(kind="post", value="東京都見本区1-2-3")


def person(*points: ContactGiven) -> PersonGiven:
    return PersonGiven(name="試野 はな", contact_points=points)


def asked(cast: Cast, *points: ContactGiven) -> Complaint:
    complaint = makers.confirming(cast, complainant=person(*points))
    ask_if_solved(cast.actor("handler"), complaint, now=AT)
    return complaint


def called(cast: Cast, complaint: Complaint, now: datetime, **given: Any) -> None:
    given = {"road": "call", "reached": False} | given
    try_other_road(cast.actor("handler"), complaint, now=now, **given)


def fresh(complaint: Complaint) -> Complaint:
    complaint.refresh_from_db()
    return complaint


@pytest.mark.parametrize(
    ("points", "roads"),
    [
        ((), []),
        ((EMAIL,), []),
        ((PHONE,), [Road.CALL]),
        ((EMAIL, PHONE), [Road.CALL]),
        ((POST, PHONE), [Road.CALL]),
        ((EMAIL, PHONE, POST), [Road.CALL, Road.LETTER]),
        ((EMAIL, ContactGiven(kind="fax", value="0310001001")), [Road.OTHER]),
    ],
)
def test_other_roads_are_those_our_letters_do_not_take(
    cast: Cast, points: tuple[ContactGiven, ...], roads: list[Road]
) -> None:
    assert other_roads(makers.received(cast, complainant=person(*points)).complaint) == roads


def test_who_wants_to_be_left_alone_is_not_tried(cast: Cast) -> None:
    complaint = makers.received(cast, complainant=person(EMAIL, PHONE)).complaint
    Person.objects.update(do_not_contact=True)
    assert other_roads(complaint) == []


def test_after_the_first_days_the_handler_is_given_it_to_do_once(cast: Cast) -> None:
    complaint = asked(cast, EMAIL, PHONE, POST)
    assert seek_other_roads(SILENT, now=AT + 7 * DAY - timedelta(seconds=1)) == 0
    assert seek_other_roads(SILENT, now=AT + 7 * DAY) == 1
    assert seek_other_roads(SILENT, now=AT + 8 * DAY) == 0
    task = Task.objects.get()
    assert (task.assignee, task.complaint, task.is_open) == (cast.handler, complaint, True)
    assert "電話 / 手紙" in task.title
    assert task.due_at > AT + 8 * DAY


def test_task_is_in_the_language_of_whoever_gets_it(cast: Cast) -> None:
    asked(cast, EMAIL, PHONE)
    Staff.objects.update(language="en")
    seek_other_roads(SILENT, now=AT + 7 * DAY)
    assert (
        Task.objects.get().title == "No answer whether it is solved: try to reach them another way (By phone)"
    )


def test_without_another_road_that_is_written_down_by_itself(cast: Cast) -> None:
    complaint = asked(cast, EMAIL)
    assert ask_and_close(SILENT, now=AT + 7 * DAY) == (0, 0)
    event = complaint.events.get(kind="other_road_tried")
    assert (event.data, event.actor_reason) == ({"road": "none", "reached": False}, "silence")
    assert not Task.objects.exists()
    assert ask_and_close(SILENT, now=AT + 14 * DAY) == (0, 1)
    assert fresh(complaint).ending == "unconfirmed"


def test_nothing_is_closed_while_another_road_has_not_been_tried(cast: Cast) -> None:
    complaint = asked(cast, EMAIL, PHONE)
    assert ask_and_close(SILENT, now=AT + 60 * DAY) == (0, 0)
    with pytest.raises(NotNow) as refusal:
        close_as_agreed(cast.actor("handler"), complaint, now=AT + 60 * DAY)
    assert refusal.value.obstacle is Obstacle.OTHER_ROAD_FIRST
    assert fresh(complaint).state == "confirming"


def test_after_the_try_and_the_rest_of_the_silence_it_closes_as_not_confirmed(cast: Cast) -> None:
    complaint = asked(cast, EMAIL, PHONE)
    ask_and_close(SILENT, now=AT + 7 * DAY)
    called(cast, complaint, AT + 9 * DAY, words="留守番電話でした。")
    assert not Task.objects.get().is_open
    event = complaint.events.get(kind="other_road_tried")
    assert event.visibility == "public"
    assert event.data == {
        "road": "call",
        "reached": False,
        "on": (AT + 9 * DAY).date().isoformat(),
        "said": "留守番電話でした。",
    }
    assert ask_and_close(SILENT, now=AT + 15 * DAY) == (0, 0)
    assert ask_and_close(SILENT, now=AT + 16 * DAY) == (0, 1)
    closed = complaint.events.get(kind="closed")
    assert closed.data == {"outcome": "unconfirmed", "because": "silence"}
    assert (fresh(complaint).state, complaint.ending) == ("closed_accepted", "unconfirmed")
    assert not complaint.promises.filter(state="open").exists()
    assert "確認できないまま" in complaint.letters.get(kind="closed").body


def test_who_was_reached_is_silent_no_longer(cast: Cast) -> None:
    complaint = asked(cast, EMAIL, PHONE)
    called(cast, complaint, AT + 8 * DAY, reached=True, words="考えてみますとのこと。")
    assert ask_and_close(SILENT, now=AT + 90 * DAY) == (0, 0)
    with pytest.raises(NotNow) as refusal:
        called(cast, complaint, AT + 9 * DAY)
    assert refusal.value.obstacle is Obstacle.NOT_ASKED_LONG_ENOUGH
    ask_if_solved(cast.actor("handler"), complaint, now=AT + 20 * DAY)
    assert seek_other_roads(SILENT, now=AT + 27 * DAY) == 1


def test_a_word_that_crosses_the_round_is_heard(cast: Cast) -> None:
    """The round looks again under the lock: what it has chosen may have spoken, been closed or taken up meanwhile."""
    complaint = asked(cast, EMAIL, PHONE)
    hear(makers.complainant_of(complaint), complaint, body="まだ見ていません。", now=AT + 6 * DAY)
    with pytest.raises(NotNow):
        seek_other_road(SILENT, complaint, now=AT + 7 * DAY)
    confirm_solved(makers.complainant_of(complaint), complaint, now=AT + 7 * DAY)
    with pytest.raises(NotNow):
        seek_other_road(SILENT, complaint, now=AT + 8 * DAY)
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="また", now=AT + 9 * DAY)
    with pytest.raises(NotNow):
        seek_other_road(SILENT, complaint, now=AT + 30 * DAY)
    assert not Task.objects.exists()


def test_days_are_the_organisations_own(cast: Cast) -> None:
    Organisation.objects.update(other_road_days=2, silence_days=5)
    complaint = asked(cast, EMAIL, PHONE)
    assert seek_other_roads(SILENT, now=AT + 2 * DAY) == 1
    called(cast, complaint, AT + 3 * DAY)
    assert ask_and_close(SILENT, now=AT + 5 * DAY) == (0, 0)
    assert ask_and_close(SILENT, now=AT + 6 * DAY) == (0, 1)


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"road": "none"}, {"road": Problem.UNKNOWN_WORD}),
        ({"road": "owl"}, {"road": Problem.UNKNOWN_WORD}),
        ({"on": (AT + 20 * DAY).date()}, {"on": Problem.IN_THE_FUTURE}),
    ],
)
def test_try_that_cannot_have_been_is_not_written_down(
    cast: Cast, given: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = asked(cast, EMAIL, PHONE)
    with pytest.raises(Invalid) as refusal:
        called(cast, complaint, AT + 8 * DAY, **given)
    assert refusal.value.problems == problems
    assert not complaint.events.filter(kind="other_road_tried").exists()
