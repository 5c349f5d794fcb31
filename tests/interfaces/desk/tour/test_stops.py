"""What the stops say and where they stand: open to whoever is led there, in both languages, short, with true keys."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve
from django.utils.translation import override

from kikitori.casework.assign import assign_complaint
from kikitori.interfaces.desk.frame import Frame, home_of
from kikitori.interfaces.desk.tour.stops import WORDS, address_of, stands_on
from kikitori.interfaces.look.keys import KEYS
from kikitori.records.access.permissions import OF_ROLE
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, Stop
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, taken_in

EVERY_STOP = [(role, stop) for role, stops in TOUR.items() for stop in stops]
ROLES = [role.value for role in Role]
#: As much as somebody reads who wants to begin.
SENTENCES, LETTERS_JA, LETTERS_EN = 4, 160, 260


def spoken(stop: Stop, language: str) -> tuple[str, str]:
    with override(language):
        return str(WORDS[stop].title), str(WORDS[stop].text)


def test_every_stop_has_words_and_none_has_words_alone() -> None:
    assert set(WORDS) == set(Stop)


@pytest.mark.parametrize("stop", list(Stop))
def test_stop_speaks_both_languages_and_briefly(stop: Stop) -> None:
    for said_ja, said_en in zip(spoken(stop, "ja"), spoken(stop, "en"), strict=True):
        assert re.search(r"[ぁ-ゖ]", said_ja)
        assert not re.search(r"[぀-ヿ]", said_en)
    ja, en = spoken(stop, "ja")[1], spoken(stop, "en")[1]
    assert ja.endswith("。")
    assert en.endswith(".")
    assert ja.count("。") <= SENTENCES
    assert (len(ja) <= LETTERS_JA, len(en) <= LETTERS_EN) == (True, True), (len(ja), len(en))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_stops_of_a_tour_are_called_alike(language: str) -> None:
    for stops in TOUR.values():
        titles = [spoken(stop, language)[0] for stop in stops]
        assert len(set(titles)) == len(titles)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "stop"), EVERY_STOP)
def test_page_of_every_stop_is_open_to_the_role_and_is_the_one_it_stands_on(
    cast: Cast, role: Role, stop: Stop
) -> None:
    taken_in(cast, maker=makers.acknowledged)
    found = resolve(address_of(stop, cast.actor(role.value)))
    assert found.func.needs in OF_ROLE[role]
    assert stands_on(stop, found.view_name, str(found.kwargs.get("name", "")))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_tour_begins_on_the_page_where_the_day_begins(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    assert resolve(address_of(TOUR[Role(role)][0], actor)).view_name == home_of(actor)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_keys_that_are_told_do_something_for_this_role(cast: Cast, role: str) -> None:
    nav = Frame(cast.actor(role), makers.FRIDAY, Organisation.objects.get(), "/desk/").nav
    to_places = {way.url: way.key for way in nav}
    known = {key for each in KEYS for key in each.shown}
    for stop in TOUR[Role(role)]:
        keys = set(WORDS[stop].keys)
        digits = {key for key in keys if key.isdigit()}
        assert keys - digits <= known, stop
        assert not digits or digits == {to_places[address_of(stop, cast.actor(role))]}, stop


@pytest.mark.parametrize("stop", list(Stop))
def test_stop_stands_on_no_page_that_is_not_its_own(stop: Stop) -> None:
    for page, place in (
        ("desk:register", ""),
        ("desk:sign_in", ""),
        ("desk:step_reply", ""),
        ("desk:conversation", ""),
        ("desk:queue", "mine"),
        ("portal:home", ""),
        ("", ""),
    ):
        assert not stands_on(stop, page, place)


def test_list_is_told_from_list() -> None:
    assert stands_on(Stop.URGENT, "desk:queue", "urgent")
    assert not stands_on(Stop.URGENT, "desk:queue", "main")
    assert stands_on(Stop.LISTS, "desk:queue", "main")
    assert not stands_on(Stop.LISTS, "desk:queue", "urgent")


@pytest.mark.parametrize("stop", [Stop.COMPLAINT, Stop.RECORD])
def test_stop_at_a_complaint_stands_above_the_main_list_too(stop: Stop) -> None:
    assert stands_on(stop, "desk:queue", "main")
    assert stands_on(stop, "desk:complaint", "")
    assert not stands_on(stop, "desk:queue", "urgent")


@pytest.mark.django_db
def test_complaint_in_ones_own_hands_is_shown_before_newer_ones(cast: Cast) -> None:
    mine = taken_in(cast, maker=makers.acknowledged)
    taken_in(cast, maker=makers.acknowledged)
    assign_complaint(cast.actor("lead"), mine, to=cast.handler, now=makers.FRIDAY)
    mine.refresh_from_db()
    assert address_of(Stop.COMPLAINT, cast.actor("handler")) == f"/desk/complaints/{mine.reference}/"


@pytest.mark.django_db
def test_nobody_is_led_to_what_is_urgent_or_kept_from_them(cast: Cast) -> None:
    taken_in(cast, story="発火しました。けがをしました。", safety={"fire": "yes"})
    hidden = restricted(cast)
    assert address_of(Stop.COMPLAINT, cast.actor("handler")) == "/desk/queue/main/"
    assert address_of(Stop.RECORD, cast.actor("auditor")) == f"/desk/complaints/{hidden.reference}/"


@pytest.mark.django_db
def test_house_without_a_complaint_shows_the_list_instead(cast: Cast) -> None:
    for actor, stop in ((cast.actor("lead"), Stop.COMPLAINT), (cast.actor("auditor"), Stop.RECORD)):
        assert address_of(stop, actor) == "/desk/queue/main/"


@pytest.mark.django_db
def test_finding_the_page_costs_the_same_in_a_full_house(cast: Cast, django_assert_max_num_queries) -> None:
    for _ in range(3):
        taken_in(cast, maker=makers.acknowledged)
    me: Actor = cast.actor("handler")
    with django_assert_max_num_queries(2):
        address_of(Stop.COMPLAINT, me)
    with django_assert_max_num_queries(0):
        for stop in set(TOUR[Role.LEAD]) - {Stop.COMPLAINT}:
            address_of(stop, me)
