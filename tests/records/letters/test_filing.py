"""Where a mail belongs: nothing is dropped, nobody is led anywhere by what a stranger writes, machines are not answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.letters.filing import (
    LARGEST,
    MOST_OF_SENDER,
    MOST_OF_THREAD,
    SURE_ENOUGH,
    Facts,
    Place,
    Placed,
    Thread,
    place_of,
)
from kikitori.records.letters.mail_terms import Held

AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
AGAIN = timedelta(days=30)
PLAIN = Facts(at=AT, size=2_000, sender="hana@example.jp")
KNOWN = Thread(7, knows_sender=True, is_open=True)
STRANGER = Thread(7, knows_sender=False, is_open=True)
OTHER = Thread(8, knows_sender=True, is_open=True)


def placed(**changes: Any) -> Placed:
    return place_of(replace(PLAIN, **changes), reopen_within=AGAIN)


def test_mail_that_answers_nothing_is_a_complaint_of_its_own() -> None:
    assert placed() == Placed(Place.NEW)


@pytest.mark.parametrize("road", ["by_thread", "by_number"])
def test_somebody_known_is_heard_where_they_write(road: str) -> None:
    assert placed(**{road: KNOWN}) == Placed(Place.WORD, 7)


def test_stranger_in_a_thread_waits_for_a_person() -> None:
    assert placed(by_thread=STRANGER) == Placed(Place.HOLD, 7, Held.UNKNOWN_SENDER)


def test_number_in_the_subject_leads_no_stranger_into_a_complaint() -> None:
    assert placed(by_number=STRANGER) == Placed(Place.NEW)


@pytest.mark.parametrize("road", ["by_thread", "by_number"])
@pytest.mark.parametrize("days", [1, 300])
def test_who_may_not_take_it_up_again_waits_for_a_person(road: str, days: int) -> None:
    ended = Thread(7, knows_sender=True, is_open=False, closed_at=AT - timedelta(days=days), may_reopen=False)
    assert placed(**{road: ended}) == Placed(Place.HOLD, 7, Held.BEYOND_MANDATE)
    assert placed(**{road: replace(ended, is_open=True)}) == Placed(Place.WORD, 7)
    assert placed(**{road: replace(ended, knows_sender=False)}).held is not Held.BEYOND_MANDATE


@pytest.mark.parametrize("number", [KNOWN, STRANGER])
def test_thread_counts_before_the_number_in_the_subject(number: Thread) -> None:
    assert placed(by_thread=OTHER, by_number=number) == Placed(Place.WORD, 8)
    assert placed(by_thread=STRANGER, by_number=OTHER).held is Held.UNKNOWN_SENDER


@pytest.mark.parametrize(
    ("days", "place"),
    [(0, Place.REOPENS), (1, Place.REOPENS), (30, Place.REOPENS), (31, Place.FOLLOWS), (4000, Place.FOLLOWS)],
)
def test_word_after_the_end_takes_it_up_again_for_so_long_and_then_begins_another(
    days: int, place: Place
) -> None:
    ended = Thread(7, knows_sender=True, is_open=False, closed_at=AT - timedelta(days=days))
    assert placed(by_thread=ended) == Placed(place, 7)


def test_last_moment_of_that_time_is_still_in_time() -> None:
    ended = Thread(7, True, False, AT - AGAIN)
    assert placed(by_thread=ended).place is Place.REOPENS
    assert (
        placed(by_thread=replace(ended, closed_at=AT - AGAIN - timedelta(microseconds=1))).place
        is Place.FOLLOWS
    )


def test_end_whose_day_nobody_knows_can_be_taken_up_again() -> None:
    assert placed(by_thread=Thread(7, True, False)).place is Place.REOPENS


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"sender_is_ours": True}, Held.LOOP),
        ({"is_report": True}, Held.REPORT),
        ({"by_machine": True}, Held.AUTOMATIC),
        ({"size": LARGEST + 1}, Held.OVERSIZED),
        ({"is_encrypted": True}, Held.UNREADABLE),
        ({"confidence": SURE_ENOUGH - 0.01}, Held.UNREADABLE),
        ({"has_words": False}, Held.EMPTY),
        ({"sender": ""}, Held.NO_SENDER),
        ({"of_sender": MOST_OF_SENDER}, Held.LOOP),
        ({"of_thread": MOST_OF_THREAD}, Held.LOOP),
    ],
)
@pytest.mark.parametrize("thread", [None, KNOWN, STRANGER])
def test_what_is_in_doubt_is_held_with_its_reason(
    changes: dict[str, Any], held: Held, thread: Thread | None
) -> None:
    found = placed(**changes, by_thread=thread)
    if held is Held.AUTOMATIC and thread is not None:
        assert found == Placed(Place.AUTOMATIC, 7)
    else:
        assert found == Placed(Place.HOLD, thread.complaint if thread else None, held)


@pytest.mark.parametrize(
    "changes",
    [
        {"size": LARGEST},
        {"confidence": SURE_ENOUGH},
        {"of_sender": MOST_OF_SENDER - 1},
        {"of_thread": MOST_OF_THREAD - 1},
    ],
)
def test_just_within_the_limits_is_taken(changes: dict[str, Any]) -> None:
    assert placed(**changes, by_thread=KNOWN) == Placed(Place.WORD, 7)


@pytest.mark.parametrize("machine", [True, False])
def test_report_about_a_letter_of_ours_is_noted_with_it_and_any_other_is_held(machine: bool) -> None:
    about = {"is_report": True, "by_machine": machine, "by_thread": KNOWN}
    assert placed(**about, reported_letter=3) == Placed(Place.REPORT, 7)
    assert placed(**about).held is Held.REPORT


def test_our_own_address_is_a_circle_even_where_a_machine_speaks() -> None:
    assert placed(sender_is_ours=True, by_machine=True, by_thread=KNOWN).held is Held.LOOP


threads = st.none() | st.builds(
    Thread,
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
    st.none() | st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 28), timezones=st.just(UTC)),  # noqa: DTZ001
)
mails = st.builds(
    Facts,
    at=st.just(AT),
    size=st.sampled_from([0, 1, LARGEST, LARGEST + 1]),
    sender=st.sampled_from(["", "hana@example.jp"]),
    sender_is_ours=st.booleans(),
    by_machine=st.booleans(),
    is_report=st.booleans(),
    reported_letter=st.none() | st.integers(1, 9),
    has_words=st.booleans(),
    confidence=st.sampled_from([0.0, SURE_ENOUGH, 1.0]),
    is_encrypted=st.booleans(),
    of_sender=st.sampled_from([0, MOST_OF_SENDER]),
    of_thread=st.sampled_from([0, MOST_OF_THREAD]),
    by_thread=threads,
    by_number=threads,
)


@given(mails)
@settings(max_examples=40)
def test_every_mail_has_one_place_and_a_reason_exactly_where_it_is_held(mail: Facts) -> None:
    found = place_of(mail, reopen_within=AGAIN)
    assert (found.held is not None) is (found.place is Place.HOLD)
    assert found.place is not Place.NEW or found.complaint is None
    if found.place in (Place.WORD, Place.REOPENS, Place.FOLLOWS):
        assert found.complaint in {
            each.complaint for each in (mail.by_thread, mail.by_number) if each and each.knows_sender
        }


@given(mails)
@settings(max_examples=40)
def test_nothing_a_machine_sends_becomes_a_word_or_a_complaint(mail: Facts) -> None:
    found = place_of(replace(mail, by_machine=True), reopen_within=AGAIN)
    assert found.place in (Place.HOLD, Place.AUTOMATIC, Place.REPORT)


@given(mails, st.integers(0, 100), st.integers(0, 100))
@settings(max_examples=25)
def test_longer_time_to_come_back_never_turns_anybody_away(mail: Facts, days: int, more: int) -> None:
    short = place_of(mail, reopen_within=timedelta(days=days))
    long = place_of(mail, reopen_within=timedelta(days=days + more))
    assert long == short or (short.place, long.place) == (Place.FOLLOWS, Place.REOPENS)
