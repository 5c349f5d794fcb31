"""The four places where complaints wait: what is in each, and that the numbers are those of the lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.counts import count_all
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.interfaces.desk.queues import ENDED, IN_BAR, MEANT, STATES, QueueName, queue
from kikitori.records.complaints.lifecycle import CLOSED, GONE, OPEN, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.conditions import checked
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, taken_in

Q = QueueName


def counted(actor: Actor) -> dict[QueueName, int]:
    return count_all(actor, Horizon.at(timezone.now(), makers.JAPAN)).queues


def places_of(complaint: Complaint, cast: Cast, role: str = "handler", state: str = "open") -> set[QueueName]:
    return {name for name in Q if queue(cast.actor(role), name, state).filter(pk=complaint.pk).exists()}


def test_every_place_is_a_view_of_the_one_engine() -> None:
    assert set(MEANT) == set(Q)
    assert all(checked(conditions) == conditions for conditions in MEANT.values())


def test_team_and_vip_have_places_of_their_own(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    assert places_of(complaint, cast) == {Q.MAIN, Q.MINE, Q.TEAM}
    makers.typed(complaint.parties.get().person, "paying_support")
    assert places_of(complaint, cast, "colleague") == {Q.MAIN, Q.TEAM, Q.VIP}
    Staff.objects.filter(pk=cast.colleague.pk).update(team=Team.objects.create(name="配送"))
    assert places_of(complaint, cast, "colleague") == {Q.MAIN, Q.VIP}


def test_ordinary_complaint_waits_in_the_main_queue_and_for_hands(cast: Cast) -> None:
    assert places_of(taken_in(cast), cast) == {Q.MAIN, Q.UNASSIGNED}


def test_urgent_is_a_place_of_its_own(cast: Cast) -> None:
    urgent = taken_in(cast, safety={"injury": "yes"})
    assert places_of(urgent, cast) == {Q.URGENT, Q.UNASSIGNED}


def test_danger_in_the_story_is_urgent_before_anybody_has_answered(cast: Cast) -> None:
    assert Q.URGENT in places_of(taken_in(cast, story="アダプターから煙が出て発火しました。"), cast)


def test_assigned_complaint_is_mine_and_nobody_elses(cast: Cast) -> None:
    complaint = taken_in(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=timezone.now())
    assert places_of(complaint, cast) == {Q.MAIN, Q.MINE, Q.TEAM}
    assert places_of(complaint, cast, "colleague") == {Q.MAIN, Q.TEAM}


def test_ended_complaint_is_found_among_the_closed(cast: Cast) -> None:
    complaint = taken_in(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=timezone.now())
    assert places_of(complaint, cast) == set()
    assert places_of(complaint, cast, state="closed") == {Q.MAIN, Q.UNASSIGNED}
    assert places_of(complaint, cast, state="withdrawn") == {Q.MAIN, Q.UNASSIGNED}
    assert places_of(complaint, cast, state="closed_accepted") == set()


def test_restricted_complaint_is_nowhere_for_others_and_in_the_lists_of_its_own(cast: Cast) -> None:
    hidden = restricted(cast)
    assert places_of(hidden, cast) == set()
    assert places_of(hidden, cast, "lead") == {Q.MAIN, Q.MINE, Q.TEAM}
    assert places_of(hidden, cast, "auditor") == {Q.MAIN, Q.TEAM}
    assert places_of(hidden, cast, "administrator") == set()


@pytest.mark.parametrize("role", ["handler", "colleague", "lead", "auditor", "administrator"])
def test_counts_are_those_of_the_lists(cast: Cast, role: str) -> None:
    for number in range(3):
        complaint = taken_in(cast, ago=timedelta(hours=number), safety={"fire": "yes"} if number else {})
        if number == 2:
            assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=timezone.now())
    taken_in(cast, maker=makers.investigated)
    restricted(cast)
    gone = taken_in(cast)
    withdraw_complaint(makers.complainant_of(gone), gone, reason="", now=timezone.now())
    actor = cast.actor(role)
    assert counted(actor) == {name: queue(actor, name).count() for name in IN_BAR}


def test_counting_is_one_query(cast: Cast, django_assert_num_queries) -> None:
    taken_in(cast)
    with django_assert_num_queries(1):
        assert counted(cast.actor("handler"))[Q.UNASSIGNED] == 1


def test_choices_of_states_cover_every_state_once() -> None:
    assert set(STATES) == {"open", "closed"} | {state.value for state in State}
    assert set(STATES["open"]) == {state.value for state in OPEN}
    assert set(STATES["closed"]) == {state.value for state in CLOSED}
    assert not set(STATES["open"]) & set(STATES["closed"])
    assert set(State) == OPEN | CLOSED | GONE
    assert all(STATES[state.value] == (state.value,) for state in State)


def test_endings_are_asked_for_where_no_state_says_the_same(cast: Cast) -> None:
    assert set(ENDED) == {ending.value for ending in Ending} - {"withdrawn"}
    assert not set(ENDED) & set(STATES)
    made = {ending: taken_in(cast) for ending in ENDED}
    for ending, complaint in made.items():
        state = "closed_exhausted" if ending in ("unhappy", "exhausted") else "closed_accepted"
        Complaint.objects.filter(pk=complaint.pk).update(state=state, ending=ending)
    taken_in(cast)
    for ending, complaint in made.items():
        assert list(queue(cast.actor("handler"), Q.MAIN, ending)) == [complaint]
    assert queue(cast.actor("handler"), Q.MAIN, "closed").count() == len(made)
