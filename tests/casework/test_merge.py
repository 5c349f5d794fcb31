"""A complaint begun by mistake goes on inside another one, and can be taken out again as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import NotNow, Unseen
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import reply
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.replay import clocks_told
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import STORY, filed, raw
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)


@pytest.fixture
def mail(cast: Cast) -> Mail:
    """A mail that began a complaint, though it was meant for another."""
    return filed(raw())


@pytest.fixture
def mistaken(mail: Mail) -> Complaint:
    """The complaint it began."""
    assert mail.complaint is not None
    return mail.complaint


@pytest.fixture
def right(cast: Cast) -> Complaint:
    """The complaint it was meant for."""
    return makers.investigated(cast)


def joined(cast: Cast, mistaken: Complaint, right: Complaint) -> None:
    merge_complaint(
        cast.actor("handler"), mistaken, to=right, now=LATER, reason="同じ方の続報です。", same_person=True
    )
    mistaken.refresh_from_db()


def test_story_becomes_a_word_there_with_its_mail(
    cast: Cast, mail: Mail, mistaken: Complaint, right: Complaint
) -> None:
    joined(cast, mistaken, right)
    mail.refresh_from_db()
    word = right.messages.get()
    assert (mistaken.state, mail.complaint, mail.word) == ("merged", right, word)
    assert (word.body, word.channel, word.from_complainant, word.at) == (
        STORY.replace("\r\n", "\n"),
        "email",
        True,
        FRIDAY,
    )
    assert mistaken.events.get(kind="merged").data["to"] == right.pk
    assert right.events.get(kind="message_moved").data["came_from"] == mistaken.pk


def test_dates_told_are_owed_in_the_other_complaint(
    cast: Cast, mistaken: Complaint, right: Complaint
) -> None:
    told = set(mistaken.promises.filter(state="open").values_list("kind", "due_at"))
    joined(cast, mistaken, right)
    assert told <= set(right.promises.filter(state="open").values_list("kind", "due_at"))
    assert not mistaken.promises.filter(state="open").exists()
    reply(cast.actor("handler"), right, body="確認しました。", now=LATER)
    assert not right.promises.filter(state="open", due_at__lte=LATER).exists()
    assert note_missed_promises(Actor.system("swept"), now=LATER) == 0


def test_separating_undoes_all_of_it(cast: Cast, mail: Mail, mistaken: Complaint, right: Complaint) -> None:
    mine = set(mistaken.promises.values_list("pk", "state"))
    theirs = set(right.promises.values_list("pk", "state"))
    running = set(mistaken.clocks.filter(cancelled_at=None).values_list("rule", "due_at"))
    joined(cast, mistaken, right)
    assert set(mistaken.clocks.filter(cancelled_at=None, met_at=None).values_list("rule")) == set()
    separate_complaint(cast.actor("handler"), mistaken, now=LATER)
    mail.refresh_from_db()
    mistaken.refresh_from_db()
    assert (mistaken.state, mail.complaint, mail.word) == ("reopened", mistaken, None)
    assert not right.messages.exists()
    assert set(mistaken.promises.values_list("pk", "state")) == mine
    assert set(right.promises.values_list("pk", "state")) == theirs
    assert set(mistaken.clocks.filter(cancelled_at=None).values_list("rule", "due_at")) == running


def test_clocks_can_be_told_again_from_the_timeline(
    cast: Cast, mistaken: Complaint, right: Complaint
) -> None:
    joined(cast, mistaken, right)
    separate_complaint(cast.actor("handler"), mistaken, now=LATER)
    told = clocks_told((event.at, event.data) for event in mistaken.events.order_by("pk"))
    rows = {clock.pk: clock.state_at(LATER) for clock in mistaken.clocks.all()}
    assert {number: clock.state_at(LATER) for number, clock in told.items()} == rows


def test_joined_again_and_separated_again(cast: Cast, mistaken: Complaint, right: Complaint) -> None:
    for _ in range(2):
        joined(cast, mistaken, right)
        separate_complaint(cast.actor("handler"), mistaken, now=LATER)
        mistaken.refresh_from_db()
    assert mistaken.state == "reopened"
    assert mistaken.promises.filter(state="open").count() == 2


def test_what_ended_there_meanwhile_is_owed_anew(cast: Cast, mistaken: Complaint, right: Complaint) -> None:
    joined(cast, mistaken, right)
    withdraw_complaint(makers.complainant_of(right), right, now=LATER)
    separate_complaint(cast.actor("handler"), mistaken, now=LATER)
    assert set(mistaken.promises.filter(state="open").values_list("kind", flat=True)) == {
        "progress",
        "decision",
    }


def test_what_was_offered_keeps_a_complaint_from_being_joined(cast: Cast, right: Complaint) -> None:
    offered = makers.proposed(cast)
    with pytest.raises(StepNotPossible):
        merge_complaint(cast.actor("handler"), offered, to=right, now=LATER, same_person=True)
    assert not right.messages.exists()


def test_nothing_is_joined_with_itself_or_with_what_is_joined(
    cast: Cast, mistaken: Complaint, right: Complaint
) -> None:
    with pytest.raises(NotNow):
        merge_complaint(cast.actor("handler"), mistaken, to=mistaken, now=LATER)
    joined(cast, mistaken, right)
    with pytest.raises(StepNotPossible):
        merge_complaint(cast.actor("handler"), right, to=mistaken, now=LATER, same_person=True)
    right.refresh_from_db()
    assert right.state == "investigating"


def test_neither_complaint_may_be_hidden(cast: Cast, mistaken: Complaint) -> None:
    hidden = restricted(cast)
    with pytest.raises(Unseen):
        merge_complaint(cast.actor("handler"), mistaken, to=hidden, now=LATER)
    merge_complaint(cast.actor("lead"), mistaken, to=hidden, now=LATER, same_person=True)
    with pytest.raises(Unseen):
        separate_complaint(cast.actor("handler"), mistaken, now=LATER)
