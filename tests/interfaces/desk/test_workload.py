"""Who has how much in hand: mine by the next promise, the team's by number; nothing restricted shines through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.workload import my_next, team_load
from kikitori.records.people.models import Staff, Team
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, restricted, taken_in


def load_of(cast: Cast, role: str = "handler") -> dict[str, int]:
    team = getattr(cast, role).team_id
    return {each.name: each.count for each in team_load(cast.actor(role), team)}


def test_nearest_promise_comes_first_and_no_promise_last(cast: Cast) -> None:
    made = [taken_in(cast, maker=makers.investigated) for _ in range(2)]
    silent = taken_in(cast, maker=makers.investigated)
    silent.promises.update(state="cancelled")
    call_promised(cast, made[1], due=timedelta(minutes=10))
    mine = my_next(cast.actor("handler"))
    assert [each.complaint for each in mine] == [made[1], made[0], silent]
    assert mine[-1].due_at is None
    assert mine[0].due_at is not None


def test_only_the_first_few_are_shown(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(8):
        taken_in(cast, maker=makers.investigated)
    with django_assert_num_queries(1):
        assert len(my_next(cast.actor("handler"))) == 6


def test_colleague_has_nothing_of_mine(cast: Cast) -> None:
    taken_in(cast, maker=makers.investigated)
    assert my_next(cast.actor("colleague")) == []


def test_load_counts_open_complaints_busiest_first(cast: Cast) -> None:
    for number in range(3):
        complaint = taken_in(cast)
        to = cast.colleague if number else cast.handler
        assign_complaint(cast.actor("lead"), complaint, to=to, now=timezone.now())
    ended = taken_in(cast, maker=makers.investigated)
    withdraw_complaint(makers.complainant_of(ended), ended, reason="", now=timezone.now())
    assert list(load_of(cast).items()) == [("隣野 まこと", 2), ("受田 ひかり", 1), ("責田 みさき", 0)]


def test_restricted_complaint_is_not_counted_for_who_may_not_see_it(cast: Cast) -> None:
    restricted(cast)
    assert load_of(cast, "handler")["責田 みさき"] == 0
    assert load_of(cast, "lead")["責田 みさき"] == 1


def test_people_who_left_or_do_other_work_are_not_in_the_list(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert set(load_of(cast)) == {"受田 ひかり", "責田 みさき"}


def test_other_teams_are_theirs_and_without_a_team_one_sees_all(cast: Cast) -> None:
    other = Team.objects.create(name="べつの窓口")
    Staff.objects.filter(pk=cast.colleague.pk).update(team=other)
    assert "隣野 まこと" not in load_of(cast)
    assert len(team_load(cast.actor("handler"), None)) == 3


@pytest.mark.parametrize("count", [0, 2])
def test_bar_of_the_busiest_is_full_and_never_divides_by_nothing(cast: Cast, count: int) -> None:
    for _ in range(count):
        taken_in(cast, maker=makers.investigated)
    load = team_load(cast.actor("handler"), cast.handler.team_id)
    assert {each.most for each in load} == {max(count, 1)}
    assert [each.is_me for each in load].count(True) == 1
