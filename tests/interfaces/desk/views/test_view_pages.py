"""Pages of views: what they show is what their conditions mean for the reader, counted and listed alike."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.saved_views import ViewGiven, make_view, pin_view
from kikitori.interfaces.desk.views.view_page import PAGE
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import SettingChange
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.day_words import Away
from kikitori.records.selection.models import PinnedView, SavedView
from kikitori.records.selection.terms import Column, Field, Operator, Sort
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

OPEN_ONES = Conditions((Condition(Field.STATE, Operator.IS, ("open",)),))
URGENT = Conditions((Condition(Field.QUEUE, Operator.IS, ("urgent",)),))
BROKEN = {"version": 1, "any": [], "all": [{"field": "mood", "operator": "is", "values": ["bad"]}]}


def view_of(
    cast: Cast, role: str = "handler", conditions: Conditions = OPEN_ONES, **changes: Any
) -> SavedView:
    given = ViewGiven(**{"name": "未完了のもの", "conditions": conditions, **changes})
    return make_view(cast.actor(role), given, now=timezone.now())


def at(view: SavedView, query: str = "") -> str:
    return f"/desk/views/{view.pk}/{query}"


def references(page: Any) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/desk/complaints/([^/"]+)/"', page.content.decode())))


def number_on(page: Any) -> str:
    found = re.search(
        r'<h1>.*?class="count">([\d,]+(?:<span aria-hidden="true">\+)?)', page.content.decode(), re.DOTALL
    )
    return found[1].replace('<span aria-hidden="true">', "") if found else ""


def typed(**changes: Any) -> dict[str, Any]:
    """A view as the builder sends it."""
    return {
        "name": "急ぎで自分のもの", "sharing": "own", "sort": "oldest", "columns": ["state", "team"], "position": "",
        "all-0-field": "queue", "all-0-operator": "is", "all-0-values": ["urgent"], "do": "save", **changes,
    }  # fmt: skip


def test_view_lists_what_it_means_and_says_how_many(client: Client, cast: Cast) -> None:
    urgent, _main = taken_in(cast, safety={"injury": "yes"}), taken_in(cast)
    page = client.get(at(view_of(cast, conditions=URGENT)))
    assert references(page) == [urgent.reference]
    assert number_on(page) == "1"
    assert "置き場所: 急ぎ" in words_of(page)


@pytest.mark.parametrize(("role", "number"), [("handler", 1), ("lead", 2), ("auditor", 2)])
def test_list_and_number_hold_only_what_the_reader_sees(
    browser_of: BrowserOf, cast: Cast, role: str, number: int
) -> None:
    taken_in(cast)
    restricted(cast)
    view = view_of(cast, "lead", sharing="everybody")
    page = browser_of(role).get(at(view))
    assert number_on(page) == str(number) == str(len(references(page)))
    row = words_of(browser_of(role).get("/desk/views/"))
    assert re.search(rf"未完了のもの .* 全員 {number} ", row)


def test_number_stays_that_of_the_list_on_every_page(client: Client, cast: Cast) -> None:
    copied(taken_in(cast), PAGE + 3)
    view = view_of(cast)
    first = client.get(at(view))
    onward = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert onward
    second = client.get(onward[1].replace("&amp;", "&"))
    assert [rows_in(first), rows_in(second)] == [PAGE, 4]
    assert number_on(first) == number_on(second) == str(PAGE + 4)
    assert not set(references(first)) & set(references(second))


ANSWERED = Condition(Field.CUSTOMER_TYPE, Operator.IS_NOT, ("silent",))
DUE = Condition(Field.PROMISE_DUE, Operator.FROM, day=Away(-30))
LATE = Condition(Field.OVERDUE, Operator.IS_NOT, ("promise", "deadline"))
OURS = Condition(Field.TEAM, Operator.IS, ("mine", "nobody"))


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.PROMISE, Sort.CLOSED])
@pytest.mark.parametrize(
    "conditions", [Conditions((ANSWERED, DUE)), Conditions((LATE,), (DUE, OURS)), Conditions((OURS,))]
)
def test_conditions_over_other_tables_are_counted_as_they_are_listed(
    client: Client, cast: Cast, conditions: Conditions, sort: Sort
) -> None:
    made = [taken_in(cast, maker=makers.investigated) for _ in range(3)]
    view = view_of(cast, conditions=conditions, sort=sort.value, columns=["state"])
    page = client.get(at(view))
    assert sorted(references(page)) == sorted(each.reference for each in made)
    assert number_on(page) == "3"
    assert "現在 3件" in words_of(client.get(at(view, "change/")))


def test_number_beyond_a_thousand_says_and_more(client: Client, cast: Cast) -> None:
    copied(taken_in(cast), 1000)
    assert number_on(client.get(at(view_of(cast)))) == "1,000+"


@pytest.mark.parametrize("sort", Sort)
def test_every_order_can_be_walked_through(client: Client, cast: Cast, sort: Sort) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    copied(complaint, PAGE)
    address, seen = at(view_of(cast, sort=sort.value)), []
    for _ in range(2):
        page = client.get(address)
        seen += references(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) == PAGE + 1
    assert not address


@pytest.mark.parametrize(
    "query",
    [
        *("?sort=story", "?after=1-1", "?before=x", "?sort=gravest&after=n.1", "?after=vQQ.1"),
        # NUL, which PostgreSQL does not take, as the value at which a page ended.
        *("?sort=gravest&after=vAA.1", "?sort=handler&before=vAA.1"),
    ],
)
def test_word_outside_the_lists_is_a_bad_request(client: Client, cast: Cast, query: str) -> None:
    assert client.get(at(view_of(cast), query)).status_code == 400


def test_every_column_can_be_shown(client: Client, cast: Cast) -> None:
    taken_in(cast, maker=makers.investigated, safety={"fire": "yes"})
    taken_in(cast, anonymous=True)
    half, words = len(Column) // 2, ""
    for chosen in (list(Column)[:half], list(Column)[half:]):
        page = client.get(at(view_of(cast, columns=[column.value for column in chosen])))
        assert page.content.decode().count('<th scope="col">') == len(chosen) + 1
        words += words_of(page)
    for said in ("お客様窓口", "不明", "緊急度", "電話", "配送", "苦情"):
        assert said in words


def test_conditions_that_cannot_be_read_are_told_and_find_nothing(client: Client, cast: Cast) -> None:
    taken_in(cast)
    view = view_of(cast)
    pin_view(cast.actor("handler"), view, pinned=True)
    SavedView.objects.update(conditions=BROKEN, sort="mood", columns=["mood"])
    page = client.get(at(view))
    assert page.status_code == 200
    assert rows_in(page) == 0
    assert "この項目は、もうありません。（mood）" in words_of(page)
    assert "条件を読み取れません" in words_of(client.get("/desk/views/"))
    assert client.get("/desk/views/strip/").status_code == 200
    assert client.get(at(view, "change/")).status_code == 200
    assert (
        client.post(
            "/desk/rounds/", {"source": f"view:{view.pk}", "kind": "note", "everything": "1"}
        ).status_code
        == 404
    )


def test_day_that_cannot_be_counted_is_told(client: Client, cast: Cast) -> None:
    view = view_of(cast)
    far = {"field": "received", "operator": "on", "day": {"away": 250, "working": True}}
    SavedView.objects.update(
        conditions={"version": 1, "any": [], "all": [{**far, "day": {"away": 9999, "working": False}}]}
    )
    assert "遠すぎて数えられません" in words_of(client.get(at(view)))


def test_view_of_another_is_not_found(browser_of: BrowserOf, cast: Cast) -> None:
    view = view_of(cast, "colleague")
    for address in (at(view), at(view, "change/")):
        assert browser_of("handler").get(address).status_code == 404
    for address in (at(view, "remove/"), at(view, "pin/")):
        assert browser_of("handler").post(address).status_code == 404
    assert SavedView.objects.exists()


def test_number_of_queries_grows_neither_with_rows_nor_with_views(client: Client, cast: Cast) -> None:
    days = Conditions((Condition(Field.PROMISE_DUE, Operator.BEFORE, day=Away(3, working=True)),))
    views = [view_of(cast), view_of(cast, conditions=days)]
    pin_view(cast.actor("handler"), views[0], pinned=True)
    complaint = taken_in(cast, maker=makers.investigated)
    addresses = [at(views[0]), "/desk/views/", "/desk/views/strip/", "/desk/queue/main/"]
    few = [queries_for(client, address) for address in addresses]
    copied(complaint, 49)
    for n in range(19):
        another = view_of(cast, name=f"続き{n}", conditions=(OPEN_ONES, days, URGENT)[n % 3])
        pin_view(cast.actor("handler"), another, pinned=True)
    assert rows_in(client.get(addresses[0])) == 50
    many = [queries_for(client, address) for address in addresses]
    # The calendar is one more, once one of the conditions counts working days.
    assert [many[0], many[3]] == [few[0], few[3]]
    assert [many[1] - few[1], many[2] - few[2]] == [0, 1]
    assert PinnedView.objects.count() == 20


def test_strip_shows_chosen_views_with_their_numbers(client: Client, cast: Cast) -> None:
    taken_in(cast, safety={"injury": "yes"})
    view = view_of(cast, name="急ぎ一覧", conditions=URGENT)
    client.post(at(view, "pin/"), {"pinned": "1"})
    bare = client.get("/desk/queue/main/").content.decode()
    assert f'hx-get="/desk/views/strip/?here=/desk/queue/main/"' in bare.replace("%2F", "/")  # noqa: F541
    strip = client.get("/desk/views/strip/", {"here": at(view)}).content.decode()
    assert re.search(
        rf'<a href="{at(view)}" aria-current="page"><span>急ぎ一覧</span>\s*<span class="count">1</span>',
        strip,
    )
    assert "hx-get" not in strip
    client.post(at(view, "pin/"), {"pinned": "0"})
    assert at(view) not in client.get("/desk/views/strip/").content.decode()


# Building


def test_view_is_built_and_kept(client: Client, cast: Cast) -> None:
    answer = client.post("/desk/views/new/", typed())
    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at(view))
    assert (view.owner, view.sort, view.columns) == (cast.handler, "oldest", ["state", "team"])
    assert view.conditions["all"] == [{"field": "queue", "operator": "is", "values": ["urgent"]}]


def test_days_are_built_in_every_way(client: Client, cast: Cast) -> None:
    ways = {
        "today": ({}, {"away": 0, "working": False}),
        "days_ago": ({"count": "３"}, {"away": -3, "working": False}),
        "working_ago": ({"count": "3"}, {"away": -3, "working": True}),
        "days_ahead": ({"count": "3"}, {"away": 3, "working": False}),
        "working_ahead": ({"count": "3"}, {"away": 3, "working": True}),
        "date": ({"day": "2026-11-20"}, "2026-11-20"),
    }
    for when, (parts, day) in ways.items():
        row = {"all-0-field": "received", "all-0-operator": "before", "all-0-when": when}
        client.post(
            "/desk/views/new/", typed(**row, **{f"all-0-{name}": value for name, value in parts.items()})
        )
        view = SavedView.objects.latest("pk")
        assert view.conditions["all"] == [{"field": "received", "operator": "before", "day": day}], when
        again = client.get(at(view, "change/")).content.decode()
        assert f'<option value="{when}" selected>' in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "入力してください"),
        ({"all-0-values": []}, "1つ以上選んでください"),
        ({"all-0-field": "received", "all-0-operator": "on", "all-0-when": "date", "all-0-day": ""}, "日を指定してください"),
        ({"all-0-field": "received", "all-0-operator": "on", "all-0-when": "date", "all-0-day": "x"}, "日を指定してください"),
        ({"all-0-field": "received", "all-0-operator": "on", "all-0-when": "days_ago", "all-0-count": "99999"}, "遠すぎて"),
        ({"columns": [column.value for column in Column]}, "8つまで"),
        ({"sharing": "everybody"}, "一覧の中から選んでください"),
        ({"position": "9999"}, "ここでは選べません"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, changes: dict[str, Any], words: str
) -> None:
    page = client.post("/desk/views/new/", typed(**changes))
    assert page.status_code == 422
    assert words in words_of(page)
    assert changes.get("name") == "" or "急ぎで自分のもの" in page.content.decode()
    assert not SavedView.objects.exists()


def test_rows_are_added_and_taken_away_without_keeping_anything(client: Client, cast: Cast) -> None:
    taken_in(cast, safety={"injury": "yes"})
    page = client.post("/desk/views/new/", typed(do="add-any"))
    content = page.content.decode()
    assert page.status_code == 200
    assert 'name="any-0-field"' in content
    assert "急ぎで自分のもの" in content
    gone = client.post("/desk/views/new/", typed(do="drop-all-0")).content.decode()
    assert 'name="all-0-field"' not in gone
    draft = client.post("/desk/views/draft/", typed(do=""), headers={"HX-Request": "true"})
    assert "現在 1件" in words_of(draft)
    assert "<html" not in draft.content.decode()
    assert "まだ選び終わっていない条件があります" in words_of(
        client.post("/desk/views/draft/", typed(**{"all-0-values": []}))
    )
    assert not SavedView.objects.exists()


def test_values_of_another_field_do_not_follow(client: Client) -> None:
    page = client.post(
        "/desk/views/draft/", typed(**{"all-0-field": "severity", "all-0-operator": "before"})
    ).content.decode()
    assert 'value="S1"' in page
    assert " checked" not in page
    assert '<option value="is" selected>' in page


@pytest.mark.parametrize("junk", ["'; drop table x", "\x00", "￿", "all", "9" * 40])
def test_hostile_words_build_nothing_and_break_nothing(client: Client, junk: str) -> None:
    for part in ("field", "operator", "values", "when", "count", "day"):
        answer = client.post("/desk/views/draft/", typed(**{f"all-0-{part}": junk}))
        assert answer.status_code in (200, 400), part


def test_change_shows_what_is_kept_and_meets_somebody_elses_change(browser_of: BrowserOf, cast: Cast) -> None:
    view = view_of(cast, "lead", sharing="everybody")
    lead = browser_of("lead")
    content = lead.get(at(view, "change/")).content.decode()
    assert 'value="open"' in content
    assert re.search(r'value="open"[^>]* checked', content)
    assert lead.post(at(view, "change/"), typed(sharing="everybody", seen="1")).status_code == 303
    late = lead.post(at(view, "change/"), typed(name="後から", sharing="everybody", seen="1"))
    assert late.status_code == 409
    assert "後から" in late.content.decode()
    assert SavedView.objects.get().name == "急ぎで自分のもの"


def test_handler_cannot_change_what_is_everybodys(client: Client, cast: Cast) -> None:
    view = view_of(cast, "lead", sharing="everybody")
    assert client.get(at(view, "change/")).status_code == 403
    assert client.post(at(view, "change/"), typed(seen="1")).status_code == 403
    assert client.post(at(view, "remove/")).status_code == 403
    assert SavedView.objects.get().name == "未完了のもの"


def test_administrator_looks_after_views_of_everybody_without_a_number(
    browser_of: BrowserOf, cast: Cast
) -> None:
    taken_in(cast)
    administrator = browser_of("administrator")
    assert administrator.get("/desk/views/").status_code == 403
    page = administrator.get("/desk/views/new/")
    assert "現在" not in words_of(page)
    answer = administrator.post("/desk/views/new/", typed(sharing="everybody"))
    assert answer["Location"] == "/desk/views/shared/"
    shared = administrator.get("/desk/views/shared/")
    assert "急ぎで自分のもの" in words_of(shared)
    assert administrator.get(at(SavedView.objects.get())).status_code == 403
    assert SettingChange.objects.get().kind == "views"
    assert administrator.post(at(SavedView.objects.get(), "remove/"))["Location"] == "/desk/views/shared/"


def test_list_of_views_has_every_place_with_its_number(client: Client, cast: Cast) -> None:
    taken_in(cast, safety={"injury": "yes"})
    words = words_of(client.get("/desk/views/"))
    for place in ("急ぎ", "未割当", "自分", "チーム", "VIP", "通常", "上申"):
        assert place in words
    assert "保存した一覧はまだありません" in words
    assert Complaint.objects.count() == 1


def test_view_older_than_days_is_read_today(client: Client, cast: Cast) -> None:
    old = taken_in(cast, ago=timedelta(days=8))
    taken_in(cast)
    week = Conditions((Condition(Field.RECEIVED, Operator.BEFORE, day=Away(-6)),))
    page = client.get(at(view_of(cast, conditions=week)))
    assert references(page) == [old.reference]
    assert "受付日: 6日前より前" in words_of(page)
