"""The frame around every page: where one can go, and numbers that are those of the lists behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.interfaces.desk.frame import Frame, desk_frame, frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    by_post,
    call_promised,
    missed,
    nav_counts,
    restricted,
    rows_in,
    taken_in,
)
from tests.interfaces.desk.conftest import BrowserOf

QUEUES = ["urgent", "unassigned", "mine", "main"]


@pytest.fixture
def busy_house(cast: Cast) -> None:
    """Something everywhere: urgent, mine, nobody's, overdue, letters; and one thing the handler must not know of."""
    taken_in(cast, story="発火しました。けがをしました。")
    for number in range(3):
        complaint = taken_in(cast, ago=timedelta(hours=number), complainant=by_post(f"文野 {number}"))
        if number:
            assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=timezone.now())
        call_promised(cast, complaint, due=timedelta(minutes=-5 - number))
    taken_in(cast, maker=makers.acknowledged, complainant=by_post())
    taken_in(cast, maker=makers.confirming, ago=timedelta(hours=6), complainant=by_post("閉野 おわり"))
    hidden = restricted(cast, complainant=by_post("隠野 しずか"))
    call_promised(cast, hidden, due=timedelta(hours=-2))


@pytest.mark.usefixtures("busy_house")
@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_numbers_in_the_bar_are_the_rows_behind_them(browser_of: BrowserOf, role: str) -> None:
    client = browser_of(role)
    counts = nav_counts(client.get("/desk/"))
    for name in QUEUES:
        page = client.get(f"/desk/queue/{name}/")
        assert rows_in(page) == counts[f"/desk/queue/{name}/"], name
    letters = sum(rows_in(client.get(f"/desk/letters/?pile={pile}")) for pile in ("to_print", "failed"))
    assert letters == counts["/desk/letters/"] > 0
    assert all(counts[f"/desk/queue/{name}/"] for name in ("urgent", "unassigned", "main"))


@pytest.mark.usefixtures("busy_house")
@pytest.mark.parametrize(("role", "late"), [("handler", 3), ("lead", 4), ("auditor", 4)])
def test_number_of_today_is_what_must_be_kept_until_tonight(
    browser_of: BrowserOf, role: str, late: int
) -> None:
    page = browser_of(role).get("/desk/")
    content = page.content.decode()
    sections = {
        name: content.partition(f'aria-labelledby="group-{name}"')[2].partition("</section>")[0]
        for name in ("late", "noon", "today")
    }
    rows = {name: text.count("data-row") for name, text in sections.items()}
    assert rows["late"] == late
    assert nav_counts(page)["/desk/"] == sum(rows.values())


def test_bar_says_where_one_is(client: Client) -> None:
    for address in ("/desk/", "/desk/queue/mine/", "/desk/letters/", "/desk/alerts/"):
        bar = client.get(address).content.decode().partition('<nav class="nav"')[2].partition("</nav>")[0]
        assert bar.count("aria-current") == 1
        assert f'href="{address}" aria-current="page"' in bar


def test_each_way_has_a_key_of_its_own(client: Client) -> None:
    bar = client.get("/desk/").content.decode().partition('<nav class="nav"')[2].partition("</nav>")[0]
    assert [bar.count(f'data-key="{key}"') for key in "1234567"] == [1] * 7


def test_quiet_house_shows_no_numbers(client: Client) -> None:
    assert set(nav_counts(client.get("/desk/")).values()) == {0}


def test_urgent_and_overdue_stand_out(client: Client, cast: Cast) -> None:
    assert "count--late" not in client.get("/desk/letters/").content.decode()
    complaint = taken_in(cast, story="煙が出て爆発しました。")
    missed(call_promised(cast, complaint, due=timedelta(hours=-1)))
    bar = client.get("/desk/letters/").content.decode().partition("</nav>")[0]
    assert bar.count("count--late") == 2


def test_name_of_the_house_is_in_the_readers_language(browser_of: BrowserOf) -> None:
    assert "みほん堂" in browser_of("handler", "ja").get("/desk/").content.decode()
    english = browser_of("handler", "en").get("/desk/").content.decode()
    assert "Mihon-do" in english
    assert "みほん堂" not in english


def test_counts_are_asked_for_once(cast: Cast, django_assert_num_queries) -> None:
    frame = Frame(cast.actor("handler"), timezone.now(), Organisation.objects.get(), "/desk/")
    with django_assert_num_queries(1):
        assert len(frame.nav) == len(frame.nav) == 8


def test_who_reads_no_complaints_has_the_settings_alone(cast: Cast, django_assert_num_queries) -> None:
    frame = Frame(cast.actor("administrator"), timezone.now(), Organisation.objects.get(), "/desk/")
    with django_assert_num_queries(0):
        assert [(way.url, way.current) for way in frame.nav] == [("/desk/settings/", False)]
    assert not frame.may(Permission.RECEIVE)


def test_context_of_other_doors_is_left_alone() -> None:
    assert desk_frame(RequestFactory().get("/")) == {}
    with pytest.raises(AttributeError):
        frame_of(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("role", "path", "ways", "here"),
    [
        ("handler", "/desk/settings/", 8, []),
        ("auditor", "/desk/calendar/", 7, []),
        ("lead", "/desk/calendar/closures/", 8, []),
        ("administrator", "/desk/calendar/", 1, ["/desk/settings/"]),
    ],
)
def test_settings_are_a_way_for_those_who_may(
    cast: Cast, role: str, path: str, ways: int, here: list[str]
) -> None:
    nav = Frame(cast.actor(role), timezone.now(), Organisation.objects.get(), path).nav
    assert len(nav) == ways
    assert [way.url for way in nav if way.current] == here


def test_context_of_the_administrator_has_the_settings_and_the_way_out(cast: Cast) -> None:
    request = RequestFactory().get("/desk/")
    request.desk_frame = Frame(  # type: ignore[attr-defined]
        cast.actor("administrator"), timezone.now(), Organisation.objects.get(), "/desk/"
    )
    context = desk_frame(request)
    assert context["sign_out_url"] == "/desk/sign-out/"
    assert not {"search_url", "register_url"} & set(context)
    assert context["home_url"] == context["nav"][0].url == "/desk/settings/"
    assert context["staff_name"] == "管原 つかさ"
