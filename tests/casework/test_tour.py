"""Going through the tour: on, back, aside, again; one's own alone, and no step twice from one stop."""

from __future__ import annotations

import pytest

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.tour import begin_tour, go_back, go_on, set_tour_aside, take_up_tour
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, Stop, TourState
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
ROLES = ("handler", "lead", "administrator", "auditor")


@pytest.fixture
def cast() -> Cast:
    return summon()


@pytest.fixture
def me(cast: Cast) -> Actor:
    return cast.actor("handler")


def kept(actor: Actor) -> tuple[str, str]:
    row = Staff.objects.get(pk=actor.own_staff_id)
    return row.tour, row.tour_stop


@pytest.mark.parametrize("role", ROLES)
def test_walk_passes_every_stop_of_the_role_and_is_over(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    at: Stop | None = begin_tour(actor)
    walked = []
    while at is not None:
        walked.append(at)
        assert kept(actor) == (TourState.SHOWN, at)
        at = go_on(actor, after=at.value)
    assert tuple(walked) == TOUR[Role(role)]
    assert kept(actor) == (TourState.OVER, "")


def test_newcomer_is_at_the_first_stop_without_a_word_kept(cast: Cast) -> None:
    new = actor_for(Staff.objects.create(login="new", name="新人 あおい"))
    assert take_up_tour(new) is Stop.TODAY
    assert go_on(new, after=Stop.TODAY.value) is Stop.URGENT


def test_button_pressed_twice_leads_to_the_same_stop(me: Actor) -> None:
    begin_tour(me)
    assert go_on(me, after="today") is go_on(me, after="today") is Stop.URGENT
    assert kept(me) == (TourState.SHOWN, "urgent")


def test_window_left_open_goes_on_from_its_own_stop(me: Actor) -> None:
    for stop in ("today", "urgent", "search"):
        go_on(me, after=stop)
    assert go_on(me, after="today") is Stop.URGENT


def test_back_leads_to_the_stop_before_and_from_the_first_nowhere(me: Actor) -> None:
    assert go_back(me, before="search") is Stop.URGENT
    assert go_back(me, before="today") is Stop.TODAY
    assert kept(me) == (TourState.SHOWN, "today")


def test_what_was_set_aside_is_taken_up_where_it_was(me: Actor) -> None:
    begin_tour(me)
    go_on(me, after="urgent")
    set_tour_aside(me)
    assert kept(me) == (TourState.SET_ASIDE, "search")
    assert take_up_tour(me) is Stop.SEARCH
    assert kept(me) == (TourState.SHOWN, "search")


def test_what_is_over_is_not_set_aside_and_begins_anew(me: Actor) -> None:
    set_tour_aside(me)
    assert kept(me) == (TourState.OVER, "")
    go_on(me, after="keys")
    assert take_up_tour(me) is Stop.TODAY


def test_tour_begins_from_the_start_however_far_it_was(me: Actor) -> None:
    go_on(me, after="search")
    assert begin_tour(me) is Stop.TODAY
    assert kept(me) == (TourState.SHOWN, "today")


@pytest.mark.parametrize("word", ["", "nonsense", "settings", "reading", "\x00"])
def test_stop_that_is_not_ones_own_is_refused_and_changes_nothing(me: Actor, word: str) -> None:
    go_on(me, after="urgent")
    for step in (lambda: go_on(me, after=word), lambda: go_back(me, before=word)):
        with pytest.raises(Invalid) as refused:
            step()
        assert refused.value.problems == {"stop": Problem.UNKNOWN_WORD}
    assert kept(me) == (TourState.SHOWN, "search")


def test_role_that_was_changed_on_the_way_begins_at_its_own_first_stop(cast: Cast, me: Actor) -> None:
    go_on(me, after="urgent")
    Staff.objects.filter(pk=cast.handler.pk).update(role=Role.AUDITOR.value)
    now_auditor = actor_for(Staff.objects.get(pk=cast.handler.pk))
    set_tour_aside(now_auditor)
    assert take_up_tour(now_auditor) is Stop.SEARCH, "a stop of both roles stays"
    go_on(me, after="search")
    assert take_up_tour(now_auditor) is Stop.READING


def test_nobody_elses_tour_is_touched(cast: Cast, me: Actor) -> None:
    before = list(Staff.objects.exclude(pk=me.own_staff_id).order_by("pk").values())
    begin_tour(me)
    go_on(me, after="today")
    set_tour_aside(me)
    assert list(Staff.objects.exclude(pk=me.own_staff_id).order_by("pk").values()) == before


@pytest.mark.parametrize("actor", [Actor.system("swept"), Actor.newcomer(), Actor.complainant(1)])
def test_whoever_is_not_staff_has_no_tour(actor: Actor) -> None:
    for step in (begin_tour, take_up_tour, set_tour_aside, lambda who: go_on(who, after="today")):
        with pytest.raises(ValueError, match=r"is not staff|has no role"):
            step(actor)


def test_each_step_is_one_statement(me: Actor, django_assert_num_queries) -> None:
    for step in (begin_tour, set_tour_aside, lambda who: go_on(who, after="today")):
        with django_assert_num_queries(1):
            step(me)
    with django_assert_num_queries(2):
        take_up_tour(me)
