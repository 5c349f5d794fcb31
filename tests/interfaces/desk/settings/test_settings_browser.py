"""The newer pages of settings in a real browser, without scripts and by keyboard: from a closure to new dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.recount import recount_house
from kikitori.records.deadlines.models import RulePack
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import taken_in
from tests.interfaces.windows import WIDTHS, Windows, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page of the settings as the lead."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, **how: Any) -> Page:
            client = Client()
            client.force_login(cast.lead)
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_closure_to_deadlines_with_other_dates(
    cast: Cast, open_page: Open, live_server: LiveServer, scripts: bool
) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    page = open_page("/desk/calendar/closures/", java_script_enabled=scripts)
    page.fill("#id_name_ja", "台風による休業")
    page.fill("#id_name_en", "Closed for the typhoon")
    page.fill("#id_first", (timezone.localdate() + timedelta(days=1)).isoformat())
    page.fill("#id_last", (timezone.localdate() + timedelta(days=12)).isoformat())
    page.get_by_role("button", name="この日を休業にする").click()
    page.get_by_role("link", name="変わる期日を確かめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("進行中の期限の数え直し")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("数え直す理由").fill("台風のため")
    page.get_by_role("button", name="すべて数え直す").click()
    expect(page.locator("main")).to_contain_text("数え直しています")
    recount_house(Actor.system("recount"), now=timezone.now())
    page.goto(f"{live_server.url}/desk/calendar/")
    expect(page.locator("main")).to_contain_text("苦情1件の期限2件の期日が変わりました")
    page.get_by_role("link", name="変更の記録").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    page.goto(f"{live_server.url}/desk/complaints/{complaint.reference}/")
    expect(page.locator("main")).to_contain_text("依頼: 責田 みさきさん")


def test_forgotten_reason_takes_the_reader_to_its_field(cast: Cast, open_page: Open) -> None:
    complaint = taken_in(cast)
    complaint.clocks.update(due_at=timezone.now() + timedelta(hours=1))
    page = open_page("/desk/calendar/recount/")
    page.get_by_role("button", name="すべて数え直す").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert faults(page) + too_wide_at(page, *WIDTHS) == []
    summary.locator("a").click()
    expect(page.locator("#id_reason")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_new_pack_is_written_from_its_example(open_page: Open, scripts: bool) -> None:
    page = open_page("/desk/rules/", java_script_enabled=scripts)
    page.get_by_role("link", name="新しい規則集を書く").click()
    text = page.input_value("#id_text")
    page.fill("#id_text", text.replace("id: our-rules", "id: jp-default"))
    page.get_by_role("button", name="保存せずに見てみる").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("すでにある規則集の名前です")
    page.fill("#id_text", text.replace("id: our-rules", "id: second-eyes"))
    page.fill("#id_note", "ミスを減らすため")
    page.get_by_role("button", name="保存せずに見てみる").click()
    expect(page.locator("main")).to_contain_text("受付から3営業日")
    assert page.input_value("#id_note") == "ミスを減らすため"
    page.get_by_role("button", name="この規則集を保存する").click()
    expect(page.locator("main")).to_contain_text("規則集を保存しました")
    row = RulePack.objects.get()
    assert (row.pack, row.note) == ("second-eyes", "ミスを減らすため")


@pytest.mark.parametrize(("lang", "scheme", "width"), [("ja", "light", 390), ("en", "dark", 1280)])
def test_states_of_a_run_are_accessible_and_fit_every_window(
    cast: Cast, open_page: Open, live_server: LiveServer, lang: str, scheme: str, width: int
) -> None:
    taken_in(cast, maker=makers.acknowledged)
    page = open_page("/desk/calendar/recount/", lang=lang, width=width, color_scheme=scheme)
    found = {"nothing to do": faults(page) + too_wide_at(page, *WIDTHS)}
    cast.lead.refresh_from_db()
    page.goto(f"{live_server.url}/desk/calendar/closures/")
    page.fill("#id_name_ja", "休" * 60)
    page.fill("#id_name_en", "W" * 60)
    page.fill("#id_first", (timezone.localdate() + timedelta(days=1)).isoformat())
    page.fill("#id_last", (timezone.localdate() + timedelta(days=12)).isoformat())
    page.locator("form[aria-labelledby=add] button[type=submit]").click()
    for name, address in (("offered", "/desk/calendar/"), ("looked at", "/desk/calendar/recount/")):
        page.goto(live_server.url + address)
        found[name] = faults(page) + too_wide_at(page, *WIDTHS)
    page.fill("#id_reason", "理" * 120)
    page.locator("form[aria-labelledby=all] button[type=submit]").click()
    found["waits"] = faults(page) + too_wide_at(page, *WIDTHS)
    recount_house(Actor.system("recount"), now=timezone.now())
    for name, address in (
        ("outcome", "/desk/calendar/"),
        ("record", "/desk/settings/changes/?kind=calendar"),
    ):
        page.goto(live_server.url + address)
        found[name] = faults(page) + too_wide_at(page, *WIDTHS)
    assert {name: what for name, what in found.items() if what} == {}
