"""The panel above a page: at its stop, on one's first page, and never in the middle of somebody's work."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve

from kikitori.interfaces.desk.tour.panel import Panel, panel_at, panel_of, progress_of
from kikitori.interfaces.desk.tour.stops import WORDS
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, Stop, TourState

HOME = "desk:today"


def shown(address: str, *, method: str = "get", home: str = HOME, **of_staff: Any) -> Panel | None:
    """What the page at this address shows to somebody new; `of_staff` is what differs in them."""
    request = getattr(RequestFactory(), method)(address)
    request.user = Staff(**{"pk": 1, "login": "new", "role": "handler"} | of_staff)
    request.resolver_match = resolve(address)
    return panel_of(request, home)


def test_newcomer_sees_the_first_stop_on_their_first_page() -> None:
    panel = shown("/desk/")
    assert panel is not None
    assert (panel.stop, panel.here, panel.number, panel.stops) == (Stop.TODAY, True, 1, 6)
    assert (panel.has_before, panel.next_title) == (False, WORDS[Stop.URGENT].title)
    assert panel.words is WORDS[Stop.TODAY]


@pytest.mark.parametrize("state", [TourState.OVER, TourState.SET_ASIDE, "", "nonsense"])
@pytest.mark.parametrize("address", ["/desk/", "/desk/find/", "/desk/keys/"])
def test_whoever_is_not_on_the_tour_sees_nothing_of_it(state: str, address: str) -> None:
    assert shown(address, tour=state, tour_stop="search") is None


@pytest.mark.parametrize(
    ("address", "stop"),
    [
        ("/desk/queue/urgent/", "urgent"),
        ("/desk/find/", "search"),
        ("/desk/queue/main/", "complaint"),
        ("/desk/complaints/K-2026-000001/", "complaint"),
        ("/desk/notices/choices/", "notices"),
        ("/desk/keys/", "keys"),
    ],
)
def test_stop_stands_above_its_page(address: str, stop: str) -> None:
    panel = shown(address, tour_stop=stop)
    assert panel is not None
    assert (panel.stop, panel.here, panel.has_before) == (stop, True, True)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/queue/mine/",
        "/desk/queue/urgent/",
        "/desk/register/",
        "/desk/complaints/K-2026-000001/reply/",
        "/desk/complaints/K-2026-000001/",
        "/desk/letters/",
        "/desk/tour/",
    ],
)
def test_other_pages_stay_as_they_are(address: str) -> None:
    assert shown(address, tour_stop="search") is None


def test_first_page_says_where_it_goes_on() -> None:
    panel = shown("/desk/", tour_stop="search")
    assert panel is not None
    assert (panel.stop, panel.here, panel.number) == (Stop.SEARCH, False, 3)
    settings = shown("/desk/settings/", role="administrator", tour_stop="rules", home="desk:settings")
    assert settings is not None
    assert (settings.stop, settings.here) == (Stop.RULES, False)


@pytest.mark.parametrize("address", ["/desk/notices/choices/", "/desk/"])
def test_answer_to_what_was_sent_has_no_panel(address: str) -> None:
    assert shown(address, tour_stop="notices") is not None
    assert shown(address, tour_stop="notices", method="post") is None


def test_looking_at_the_head_alone_is_looking() -> None:
    assert shown("/desk/", method="head") is not None


@pytest.mark.parametrize("user", [None, object()])
def test_strangers_and_pages_without_an_address_have_none(user: object) -> None:
    request = RequestFactory().get("/desk/")
    assert panel_of(request, HOME) is None
    request.user = user  # type: ignore[assignment]
    request.resolver_match = resolve("/desk/")
    assert panel_of(request, HOME) is None
    request.user = Staff(pk=1, role="handler")
    request.resolver_match = None
    assert panel_of(request, HOME) is None


@pytest.mark.parametrize("role", list(Role))
def test_last_stop_leads_to_the_end(role: Role) -> None:
    last = panel_at(role, TOUR[role][-1].value, WORDS[TOUR[role][-1]].page)
    assert (last.number, last.next_title, last.has_before, last.here) == (last.stops, "", True, True)


@pytest.mark.parametrize("role", list(Role))
def test_each_panel_names_the_title_of_the_next(role: Role) -> None:
    for stop, following in zip(TOUR[role], TOUR[role][1:], strict=False):
        assert panel_at(role, stop.value, "").next_title == WORDS[following].title


@pytest.mark.parametrize(
    ("state", "kept", "at"),
    [
        (TourState.SHOWN, "", None),
        (TourState.SHOWN, "search", Stop.SEARCH),
        (TourState.SET_ASIDE, "search", Stop.SEARCH),
        (TourState.SET_ASIDE, "", None),
        (TourState.OVER, "search", None),
        (TourState.SHOWN, "reading", Stop.TODAY),
    ],
)
def test_progress_says_where_one_is(state: TourState, kept: str, at: Stop | None) -> None:
    progress = progress_of(Staff(role="handler", tour=state.value, tour_stop=kept))
    assert [stop for stop, _words in progress.stops] == list(TOUR[Role.HANDLER])
    assert progress.at is at
