"""The tour of each role: short, in order, each stop once, and no word that can lead astray."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kikitori.records.people.terms import Role
from kikitori.records.people.tour import (
    TOUR,
    Stop,
    TourState,
    number_of,
    stop_after,
    stop_at,
    stop_before,
)

#: How many stops somebody new looks at before they would rather work.
SHORT = range(4, 8)
ROLES = list(Role)


def test_every_role_is_led_and_every_stop_is_of_use() -> None:
    assert set(TOUR) == set(Role)
    assert {stop for stops in TOUR.values() for stop in stops} == set(Stop)


@pytest.mark.parametrize("role", ROLES)
def test_tour_is_short_and_passes_each_stop_once(role: Role) -> None:
    assert len(TOUR[role]) in SHORT
    assert len(set(TOUR[role])) == len(TOUR[role])


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.HANDLER, Stop.TODAY),
        (Role.LEAD, Stop.TODAY),
        (Role.ADMINISTRATOR, Stop.SETTINGS),
        (Role.AUDITOR, Stop.READING),
    ],
)
def test_tour_begins_where_the_day_begins_and_ends_with_the_keys(role: Role, first: Stop) -> None:
    assert TOUR[role][0] is first
    assert TOUR[role][-1] is Stop.KEYS


def test_lead_sees_what_a_handler_sees_and_what_is_brought_before_them() -> None:
    assert set(TOUR[Role.LEAD]) - set(TOUR[Role.HANDLER]) == {Stop.ALERTS}
    assert set(TOUR[Role.HANDLER]) < set(TOUR[Role.LEAD])


def test_whoever_reads_no_complaints_is_led_to_none() -> None:
    of_complaints = {Stop.TODAY, Stop.URGENT, Stop.SEARCH, Stop.COMPLAINT, Stop.READING, Stop.RECORD}
    assert not of_complaints & set(TOUR[Role.ADMINISTRATOR])


def test_auditor_is_not_told_how_to_write() -> None:
    assert not {Stop.COMPLAINT, Stop.TODAY, Stop.NOTICES, Stop.ALERTS} & set(TOUR[Role.AUDITOR])


@pytest.mark.parametrize("role", ROLES)
def test_forward_from_the_first_passes_all_and_backward_from_the_last_the_same(role: Role) -> None:
    walked = [TOUR[role][0]]
    while following := stop_after(role, walked[-1]):
        walked.append(following)
    assert tuple(walked) == TOUR[role]
    back = [walked[-1]]
    while before := stop_before(role, back[-1]):
        back.append(before)
    assert back == walked[::-1]


@pytest.mark.parametrize("role", ROLES)
def test_next_and_back_undo_each_other(role: Role) -> None:
    for one, other in pairwise(TOUR[role]):
        assert stop_after(role, one) is other
        assert stop_before(role, other) is one
        assert number_of(role, other) == number_of(role, one) + 1
    assert (number_of(role, TOUR[role][0]), number_of(role, TOUR[role][-1])) == (1, len(TOUR[role]))


@pytest.mark.parametrize("role", ROLES)
def test_kept_word_of_ones_own_tour_is_the_stop(role: Role) -> None:
    assert [stop_at(role, stop.value) for stop in TOUR[role]] == list(TOUR[role])


@pytest.mark.parametrize("word", ["", "nonsense", "TODAY", "today ", "x" * 500, "\x00"])
@pytest.mark.parametrize("role", ROLES)
def test_word_that_means_nothing_is_the_first_stop(role: Role, word: str) -> None:
    assert stop_at(role, word) is TOUR[role][0]


def test_stop_of_a_role_one_no_longer_has_is_the_first_of_the_new_one() -> None:
    assert stop_at(Role.AUDITOR, Stop.ALERTS.value) is Stop.READING
    for ask in (number_of, stop_after, stop_before):
        with pytest.raises(ValueError, match="tuple"):
            ask(Role.AUDITOR, Stop.ALERTS)


def test_words_fit_where_they_are_kept() -> None:
    assert max(len(stop.value) for stop in Stop) <= 12
    assert max(len(state.value) for state in TourState) <= 10
