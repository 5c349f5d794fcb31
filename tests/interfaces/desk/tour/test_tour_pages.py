"""The tour as people walk it, without scripts: panel, buttons, the page of the whole; and what it leaves alone."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.casework.escalate import escalate_complaint
from kikitori.interfaces.desk.tour.stops import WORDS
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, TourState
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.desk.conftest import BrowserOf

ADDRESS = "/desk/tour/"
ROLES = [role.value for role in Role]
HOME = {"handler": "/desk/", "lead": "/desk/", "auditor": "/desk/", "administrator": "/desk/settings/"}


def led(cast: Cast, role: str = "handler", stop: str = "", state: TourState = TourState.SHOWN) -> None:
    """This member of the cast is on the tour, at this stop."""
    Staff.objects.filter(pk=getattr(cast, role).pk).update(tour=state.value, tour_stop=stop)


def panel(answer: HttpResponse) -> str:
    """The panel of a page; empty where there is none."""
    found = re.search(r'<section class="tour".*?</section>', answer.content.decode(), re.DOTALL)
    return unescape(found[0]) if found else ""


def buttons(answer: HttpResponse) -> list[str]:
    return re.findall(r'name="go" value="(\w+)"', panel(answer))


def sent(answer: HttpResponse, go: str) -> dict[str, str]:
    """What the panel's form sends when this button is pressed."""
    hidden = dict(re.findall(r'type="hidden" name="(at|next)" value="([^"]*)"', panel(answer)))
    return {**hidden, "go": go}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_walk_leads_through_every_stop_and_ends_where_the_day_begins(
    browser_of: BrowserOf, cast: Cast, role: str, language: str
) -> None:
    taken_in(cast, maker=makers.acknowledged)
    led(cast, role)
    client = browser_of(role, language)
    page = client.get(HOME[role])
    stops = TOUR[Role(role)]
    for number, stop in enumerate(stops, start=1):
        told = panel(page)
        assert f'name="at" value="{stop.value}"' in told
        assert f"{number}" in told
        assert f"{len(stops)}" in told
        assert buttons(page) == ["next"] + ["back"] * (number > 1) + ["leave"] * (number < len(stops))
        page = client.post(ADDRESS, sent(page, "next"))
        assert page.status_code == 303
        page = client.get(page["Location"].removesuffix("#tour"))
        assert page.status_code == 200
    assert page.wsgi_request.path == HOME[role]
    assert panel(page) == ""
    assert {"ja": "案内は以上です", "en": "That was the tour"}[language] in words_of(page)


def test_panel_is_a_region_with_a_heading_that_takes_the_focus(client: Client, cast: Cast) -> None:
    led(cast)
    page = client.get("/desk/")
    assert '<section class="tour" aria-labelledby="tour">' in panel(page)
    assert '<h2 id="tour" tabindex="-1">一日は今日の約束から</h2>' in panel(page)
    assert page.content.decode().count('id="tour"') == 1
    assert client.post(ADDRESS, sent(page, "next"))["Location"] == "/desk/queue/urgent/#tour"


def test_panel_stands_before_what_the_page_says_itself(client: Client, cast: Cast) -> None:
    led(cast)
    main = client.get("/desk/").content.decode().partition("<main")[2]
    assert main.index('class="tour"') < main.index("<h1")


def test_back_leads_to_the_page_before(client: Client, cast: Cast) -> None:
    led(cast, stop="search")
    page = client.get("/desk/find/")
    assert client.post(ADDRESS, sent(page, "back"))["Location"] == "/desk/queue/urgent/#tour"
    assert "急ぎは別の一覧に" in panel(client.get("/desk/queue/urgent/"))


def test_leaving_stays_on_the_page_and_is_quiet_from_then_on(client: Client, cast: Cast) -> None:
    led(cast, stop="urgent")
    page = client.get("/desk/queue/urgent/?state=closed")
    answer = client.post(ADDRESS, sent(page, "leave"))
    assert (answer.status_code, answer["Location"]) == (303, "/desk/queue/urgent/?state=closed")
    after = client.get(answer["Location"])
    assert panel(after) == ""
    assert "案内を閉じました" in words_of(after)
    assert panel(client.get("/desk/")) == ""


def test_what_was_left_is_taken_up_from_the_menu(client: Client, cast: Cast) -> None:
    led(cast, stop="search", state=TourState.SET_ASIDE)
    assert f'<a href="{ADDRESS}">' in client.get("/desk/").content.decode()
    whole = client.get(ADDRESS)
    assert "いまここ" in words_of(whole)
    assert re.findall(r'name="go" value="(\w+)"', whole.content.decode()) == ["take_up", "begin"]
    assert client.post(ADDRESS, {"go": "take_up"})["Location"] == "/desk/find/#tour"
    assert "どの画面からでも検索" in panel(client.get("/desk/find/"))


def test_next_morning_the_first_page_says_where_it_goes_on(client: Client, cast: Cast) -> None:
    led(cast, stop="search")
    page = client.get("/desk/")
    assert "続きは「どの画面からでも検索」です" in panel(page)
    assert buttons(page) == ["take_up", "leave"]
    assert client.post(ADDRESS, sent(page, "take_up"))["Location"] == "/desk/find/#tour"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_whole_tour_can_be_read_at_one_go(browser_of: BrowserOf, role: str, language: str) -> None:
    page = browser_of(role, language).get(ADDRESS)
    said = unescape(page.content.decode().partition("<main")[2].partition("</main>")[0])
    at = [said.index(str(WORDS[stop].title)) for stop in TOUR[Role(role)]]
    assert at == sorted(at)
    assert re.findall(r'name="go" value="(\w+)"', said) == ["begin"]
    assert "aria-current" not in said


def test_it_can_be_begun_again_however_far_it_was(client: Client, cast: Cast) -> None:
    for state, stop in ((TourState.OVER, ""), (TourState.SHOWN, "keys"), (TourState.SET_ASIDE, "search")):
        led(cast, stop=stop, state=state)
        assert client.post(ADDRESS, {"go": "begin"})["Location"] == "/desk/#tour"
        assert buttons(client.get("/desk/")) == ["next", "leave"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"go": "nonsense"},
        {"go": "next"},
        {"go": "next", "at": "settings"},
        {"go": "back", "at": "\x7f"},
        {"go": "next", "at": "x" * 5000},
    ],
)
def test_button_that_means_nothing_changes_nothing(client: Client, cast: Cast, wrong: dict[str, str]) -> None:
    led(cast, stop="search")
    answer = client.post(ADDRESS, wrong)
    assert (answer.status_code, answer["Location"]) == (303, ADDRESS)
    assert Staff.objects.values_list("tour", "tour_stop").get(pk=cast.handler.pk) == ("shown", "search")


def test_leaving_leads_to_no_other_site(client: Client, cast: Cast) -> None:
    led(cast)
    answer = client.post(ADDRESS, {"go": "leave", "next": "https://example.com/"})
    assert answer["Location"] == "/desk/"


def test_looking_moves_nobody(client: Client, cast: Cast) -> None:
    led(cast)
    for address in ("/desk/", f"{ADDRESS}?go=next&at=today", "/desk/queue/urgent/", "/desk/keys/"):
        client.get(address)
    assert Staff.objects.values_list("tour", "tour_stop").get(pk=cast.handler.pk) == ("shown", "")


def test_form_from_elsewhere_is_refused(cast: Cast) -> None:
    led(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.handler)
    assert strict.post(ADDRESS, {"go": "leave"}).status_code == 403
    assert 'name="csrfmiddlewaretoken"' in panel(strict.get("/desk/"))


def test_nobody_is_led_about_where_something_cannot_wait(client: Client, cast: Cast) -> None:
    calm = taken_in(cast, maker=makers.acknowledged)
    urgent = taken_in(cast, story="発火しました。けがをしました。", safety={"fire": "yes"})
    led(cast, stop="complaint")
    assert panel(client.get(at(calm))) != ""
    assert panel(client.get(at(urgent))) == ""
    escalate_complaint(cast.actor("handler"), calm, reason="判断をお願いします。", now=calm.received_at)
    assert panel(client.get(at(calm))) == ""


def test_house_without_complaints_tells_of_them_above_the_empty_list(client: Client, cast: Cast) -> None:
    led(cast, stop="search")
    answer = client.post(ADDRESS, sent(client.get("/desk/find/"), "next"))
    assert answer["Location"] == "/desk/queue/main/#tour"
    assert "苦情のページ" in panel(client.get("/desk/queue/main/"))


def test_form_sent_back_with_mistakes_has_no_panel_above_it(client: Client, cast: Cast) -> None:
    led(cast, stop="notices")
    assert panel(client.get("/desk/notices/choices/")) != ""
    refused = client.post("/desk/notices/choices/", {})
    assert refused.status_code == 422
    assert panel(refused) == ""


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/desk/", "/desk/keys/", "/desk/find/"])
def test_tour_costs_no_query_shown_or_over(client: Client, cast: Cast, address: str) -> None:
    client.get(address)
    over = queries(client, address)
    for stop in ("today", "search", "keys"):
        led(cast, stop=stop)
        assert queries(client, address) == over
    led(cast, stop="search", state=TourState.SET_ASIDE)
    assert queries(client, address) == over


def test_stranger_is_asked_to_sign_in_first(db: None) -> None:
    for answer in (Client().get(ADDRESS), Client().post(ADDRESS, {"go": "begin"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/desk/sign-in/")


def test_first_day_of_somebody_new(cast: Cast) -> None:
    """Made by no hand of the tests' cast: an account as it is made for somebody who comes."""
    new = Staff.objects.create(login="new", name="新人 あおい", team=cast.handler.team)
    client = Client(headers={"accept-language": "ja"})
    client.force_login(new)
    assert "1／6" in panel(client.get("/desk/"))
    taken_in(cast, ago=timedelta(hours=2))
    assert panel(client.get("/desk/queue/urgent/")) == ""
