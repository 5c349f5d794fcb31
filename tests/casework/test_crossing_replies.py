"""Two replies to one person: the second is not handed in before its writer has read the first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kikitori.casework.errors import Changed
from kikitori.casework.inquire import ask_complainant, ask_third_party
from kikitori.casework.schedule_reply import (
    schedule_reply,
    send_waiting_reply,
    take_back_reply,
    texts_since,
)
from kikitori.casework.write import hear, note, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
NOW = makers.FRIDAY + timedelta(hours=5)
DAY = NOW.date() + timedelta(days=5)


@pytest.fixture
def cast() -> Cast:
    return summon()


def newest(complaint: Complaint) -> int:
    return complaint.events.order_by("pk").last().pk


def send_mine(cast: Cast, complaint: Complaint, seen: int | None) -> bool:
    """Is the handler's reply handed in, begun when entry `seen` was the newest?"""
    try:
        schedule_reply(cast.actor("handler"), complaint, body="受田の返信", now=NOW, seen_event=seen)
    except Changed:
        return False
    return True


def goes(complaint: Complaint) -> None:
    pending = PendingReply.objects.filter(complaint=complaint).latest("pk")
    send_waiting_reply(Actor.system("outbox"), pending.pk, now=NOW + timedelta(minutes=1))


BY_OTHERS: dict[str, Callable[[Cast, Complaint], object]] = {
    "handed in": lambda cast, it: schedule_reply(cast.actor("colleague"), it, body="先の返信", now=NOW),
    "sent": lambda cast, it: reply(cast.actor("colleague"), it, body="先の返信", now=NOW),
    "asked": lambda cast, it: ask_complainant(
        cast.actor("colleague"), it, question="いつですか", answer_by=DAY, now=NOW
    ),
}
NO_CROSSING: dict[str, Callable[[Cast, Complaint], object]] = {
    "a note": lambda cast, it: note(cast.actor("colleague"), it, body="メモ", now=NOW),
    "a word of theirs": lambda _, it: hear(Actor.complainant(it.pk), it, body="写真です", now=NOW),
    "a question elsewhere": lambda cast, it: ask_third_party(
        cast.actor("colleague"), it, whom="配送会社", question="記録は", answer_by=DAY, now=NOW
    ),
    "my own": lambda cast, it: schedule_reply(cast.actor("handler"), it, body="自分の返信", now=NOW),
}


@pytest.mark.parametrize("what", BY_OTHERS)
def test_what_a_colleague_has_said_meanwhile_stops_mine(cast: Cast, what: str) -> None:
    complaint = makers.investigated(cast)
    seen = newest(complaint)
    BY_OTHERS[what](cast, complaint)
    before = (complaint.events.count(), complaint.pending_replies.count())
    assert not send_mine(cast, complaint, seen)
    assert (complaint.events.count(), complaint.pending_replies.count()) == before
    assert send_mine(cast, complaint, newest(complaint))


@pytest.mark.parametrize("what", NO_CROSSING)
def test_what_is_not_said_by_a_colleague_to_the_same_person_stops_nothing(cast: Cast, what: str) -> None:
    complaint = makers.investigated(cast)
    seen = newest(complaint)
    NO_CROSSING[what](cast, complaint)
    assert send_mine(cast, complaint, seen)


def test_reply_known_before_that_goes_meanwhile_is_no_news(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    BY_OTHERS["handed in"](cast, complaint)
    seen = newest(complaint)
    goes(complaint)
    assert newest(complaint) > seen
    assert send_mine(cast, complaint, seen)


def test_reply_taken_back_was_never_said(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    seen = newest(complaint)
    pending = schedule_reply(cast.actor("colleague"), complaint, body="先の返信", now=NOW)
    take_back_reply(cast.actor("colleague"), complaint, pending=pending, now=NOW)
    assert send_mine(cast, complaint, seen)


def test_both_texts_are_at_hand_before_and_after_it_went(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    seen, me = newest(complaint), cast.actor("handler")
    assert texts_since(me, complaint, seen) == []
    BY_OTHERS["handed in"](cast, complaint)
    assert texts_since(me, complaint, seen) == ["先の返信"]
    goes(complaint)
    assert texts_since(me, complaint, seen) == ["先の返信"]
    assert texts_since(me, complaint, newest(complaint)) == []


def test_whoever_knows_of_no_entry_is_not_stopped(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    BY_OTHERS["handed in"](cast, complaint)
    assert send_mine(cast, complaint, None)
