"""Which sites may show the form: set by who may, each change kept, never over what was not read."""

from __future__ import annotations

import pytest

from kikitori.casework.embedding import MOST, set_embedding
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.settings_kept import newest_change
from kikitori.records.people.models import SettingChange
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.makers import FRIDAY


def put(cast: Cast, *sites: str, role: str = "lead") -> bool:
    return set_embedding(cast.actor(role), sites, seen=newest_change(Setting.EMBEDDING), now=FRIDAY)


def test_sites_are_kept_as_origins_once_each_in_their_order(cast: Cast) -> None:
    assert put(cast, "https://b.example.jp/x", "", "a.example.jp", "https://b.example.jp")
    assert the_organisation().embed_origins == ["https://b.example.jp", "https://a.example.jp"]
    line = SettingChange.objects.get()
    assert (line.kind, line.by, line.before) == ("embedding", cast.lead, {"origins": []})
    assert line.after == {"origins": ["https://b.example.jp", "https://a.example.jp"]}


def test_none_is_a_choice_too_and_the_same_again_is_no_change(cast: Cast) -> None:
    assert not put(cast)
    put(cast, "https://a.example.jp")
    assert not put(cast, "a.example.jp")
    assert put(cast)
    assert the_organisation().embed_origins == []


@pytest.mark.parametrize(
    ("sites", "problem"),
    [
        (["http://www.example.jp"], Problem.NOT_AN_ADDRESS),
        (["https://ok.example.jp", "*"], Problem.NOT_AN_ADDRESS),
        ([f"https://a{number}.example.jp" for number in range(MOST + 1)], Problem.TOO_LONG),
    ],
)
def test_what_cannot_be_kept_is_refused_as_a_whole(cast: Cast, sites: list[str], problem: Problem) -> None:
    with pytest.raises(Invalid) as raised:
        put(cast, *sites)
    assert raised.value.problems == {"origins": problem}
    assert the_organisation().embed_origins == []


def test_nobody_sets_it_over_what_they_have_not_read(cast: Cast) -> None:
    put(cast, "https://a.example.jp")
    with pytest.raises(NotNow) as raised:
        set_embedding(cast.actor("lead"), [], seen=0, now=FRIDAY)
    assert raised.value.obstacle is Obstacle.SET_MEANWHILE


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_only_leads_and_administrators_set_it(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        put(cast, "https://a.example.jp", role=role)
    assert put(cast, "https://a.example.jp", role="administrator")
