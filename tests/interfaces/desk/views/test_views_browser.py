"""Views and rounds in a real browser: a view made with its number in sight, several handed over by keyboard, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.saved_views import ViewGiven, make_view, pin_view
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Team
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.models import SavedView
from kikitori.records.selection.terms import Column, Field, Operator
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import taken_in
from tests.interfaces.windows import WIDTHS, Windows, another_page, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def house(cast: Cast) -> list[Complaint]:
    """Four in nobody's hands, one of them urgent, and a second team."""
    Team.objects.create(name="配送・返品の相談を受ける係")
    return [taken_in(cast, safety={"injury": "yes"} if n == 0 else {}) for n in range(4)]


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page of the desk, signed in as a member of the cast."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, role: str = "lead", **how: Any) -> Page:
            client = Client()
            client.force_login(getattr(cast, role))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


def test_view_is_made_with_its_number_in_sight_and_several_are_assigned_and_put_back(
    open_page: Open, house: list[Complaint], cast: Cast
) -> None:
    page = open_page("/desk/views/new/")
    expect(page.locator(".found")).to_have_text("現在 4件")
    page.get_by_label("一覧の名前").fill("通常で担当なし")
    page.locator("button[value=add-all]").click()
    row = page.locator(".condition").nth(1)
    row.locator("select[name$=field]").select_option("queue")
    page.locator(".condition").nth(1).get_by_label("通常", exact=True).check()
    expect(page.locator(".found")).to_have_text("現在 3件")
    expect(page.get_by_label("一覧の名前")).to_have_value("通常で担当なし")
    with another_page(page):
        page.get_by_role("button", name="この一覧を保存する").click()
    expect(page.locator("tr[data-row]")).to_have_count(3)
    assert SavedView.objects.get().name == "通常で担当なし"

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-picked-number]")).to_have_text("3")
    page.locator("button[value=assign]").click()
    page.get_by_label("だれの担当にするか").or_(page.locator("#id_round_to")).first.select_option(
        label="隣野 まこと"
    )
    with another_page(page):
        page.locator("button[value=take]").click()
    expect(page.locator(".notice")).to_contain_text("3件を処理しました")
    assert Complaint.objects.filter(assignee=cast.colleague).count() == 3
    with another_page(page):
        page.locator(".notice").get_by_role("button", name="元に戻す").click()
    expect(page.locator(".notice")).to_contain_text("3件を元に戻しました")
    assert not Complaint.objects.filter(assignee__isnull=False).exists()


def test_all_of_it_works_without_scripts(open_page: Open, house: list[Complaint], cast: Cast) -> None:
    page = open_page("/desk/views/new/", java_script_enabled=False)
    page.get_by_label("一覧の名前").fill("急ぎ")
    page.locator("select[name=all-0-field]").select_option("severity")
    with another_page(page):
        page.get_by_role("button", name="件数を表示する").last.click()
    page.locator("input[name=all-0-values][value=S1]").check()
    with another_page(page):
        page.get_by_role("button", name="この一覧を保存する").click()
    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.locator("[data-pick]").check()
    with another_page(page):
        page.locator("button[value=note]").click()
    page.locator("#id_round_body").fill("写真を頼む")
    with another_page(page):
        page.locator("button[value=take]").click()
    expect(page.locator(".notice")).to_contain_text("1件を処理しました")


@pytest.mark.parametrize(("lang", "scheme"), [("ja", "light"), ("en", "dark")])
def test_pages_have_no_fault_and_fit_every_window(
    open_page: Open, house: list[Complaint], cast: Cast, lang: str, scheme: str
) -> None:
    taken_in(cast, maker=makers.investigated)
    conditions = Conditions(
        (Condition(Field.STATE, Operator.IS, ("open",)),),
        (
            Condition(Field.SUBJECT, Operator.IS_NOT, ("a_discrimination", "other")),
            Condition(Field.CLOSED, Operator.THERE_IS_NONE),
        ),
    )
    given = ViewGiven(
        name="とても長い名前の一覧" * 5,
        conditions=conditions,
        sharing="everybody",
        columns=[one.value for one in list(Column)[:8]],
    )
    view = make_view(cast.actor("lead"), given, now=timezone.now())
    pin_view(cast.actor("lead"), view, pinned=True)
    own = f"/desk/views/{view.pk}/"
    for address in (
        "/desk/views/",
        "/desk/views/shared/",
        own,
        f"{own}change/",
        "/desk/queue/vip/",
        "/desk/queue/main/",
    ):
        page = open_page(address, lang=lang, color_scheme=scheme)
        if page.locator("[data-pick]").count():
            page.locator("[data-pick]").first.check()
            page.locator("button[value=place]").click()
            expect(page.locator("#id_round_queue")).to_be_visible()
        assert faults(page) == [], address
        assert too_wide_at(page, *WIDTHS) == [], address
