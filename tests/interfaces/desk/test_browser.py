"""The desk's lists in a real browser: read by axe, made narrow, used by keyboard, without scripts, and printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.casework.intake import PersonGiven
from kikitori.casework.recount import ask_for_recount
from kikitori.casework.rule_packs import add_pack_version
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.pack_reader import shipped_text
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import by_post, call_promised, missed, taken_in
from tests.interfaces.windows import WIDTHS, Windows, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UGLY = "<b>もう三回目</b>です！！！💢" + "https://example.com/" + "x" * 150
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def house(cast: Cast) -> Complaint:
    """Something on every page, the ugliest of it included; returns a complaint whose letter waits on paper."""
    for number, name in enumerate(["W" * 60, "山", "", "鈴木 一郎"]):
        complaint = taken_in(
            cast,
            story=UGLY,
            complainant=PersonGiven(name=name),
            safety={"fire": "yes"} if number == 1 else {},
        )
        missed(call_promised(cast, complaint, due=timedelta(hours=-number - 1)))
    call_promised(cast, taken_in(cast, maker=makers.investigated), due=timedelta(hours=30))
    return taken_in(cast, maker=makers.acknowledged, complainant=by_post())


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page of the desk, signed in as a member of the cast."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, role: str = "handler", **how: Any) -> Page:
            client = Client()
            if role:
                client.force_login(getattr(cast, role))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


def addresses(of: Complaint) -> list[str]:
    letter, party = of.letters.get(), of.parties.get()
    return [
        "/desk/",
        "/desk/?whose=mine",
        "/desk/queue/urgent/",
        "/desk/queue/main/",
        "/desk/queue/mine/?state=closed",
        "/desk/queue/unassigned/",
        "/desk/register/",
        "/desk/letters/",
        "/desk/letters/?pile=failed",
        f"/desk/letters/{letter.pk}/",
        f"/desk/people/{party.person_id}/",
        f"/desk/people/{party.person_id}/change/",
        f"/desk/people/{party.person_id}/types/",
        f"/desk/people/{party.person_id}/same/",
        f"/desk/people/{party.person_id}/story/",
        f"/desk/register/?person={party.person_id}",
        "/desk/people/to-review/",
        "/desk/find/",
        "/desk/find/?q=三回目",
        "/desk/find/?q=WWW&state=x",
        "/desk/find/?q=W&channel=fax",
        "/desk/find/?q=W",
    ]


@pytest.mark.parametrize(("lang", "scheme", "width"), [("ja", "light", 1280), ("en", "dark", 390)])
def test_every_page_is_accessible_and_fits_every_window(
    house: Complaint, open_page: Open, live_server: LiveServer, lang: str, scheme: str, width: int
) -> None:
    found: dict[str, list[str]] = {}
    page = open_page("/desk/", lang=lang, width=width, color_scheme=scheme)
    for address in addresses(house):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + address, wait_until="load")
        found[address] = faults(page) + too_wide_at(page, *WIDTHS)
    assert {address: what for address, what in found.items() if what} == {}


SETTINGS = [
    "/desk/settings/",
    "/desk/calendar/",
    "/desk/calendar/closures/",
    "/desk/rules/",
    "/desk/rules/jp-default/",
    "/desk/rules/uk-fca-disp/",
    "/desk/rules/jp-default/edit/",
    "/desk/rules/new/",
    "/desk/settings/changes/",
    "/desk/protocols/",
    "/desk/protocols/frequent/",
]


@pytest.mark.parametrize(("lang", "scheme", "width"), [("ja", "dark", 390), ("en", "light", 1280)])
def test_every_page_of_settings_is_accessible_and_fits_every_window(
    cast: Cast, open_page: Open, live_server: LiveServer, lang: str, scheme: str, width: int
) -> None:
    actor, text, now = cast.actor("lead"), shipped_text("jp-default"), timezone.now()
    add_pack_version(actor, text.replace("quantity: 5", "quantity: 3", 1), "jp-default", UGLY, now)
    add_closure(
        actor, ClosureGiven(name_ja="棚" * 100, name_en="W" * 100, first=timezone.localdate(now)), now=now
    )
    taken_in(cast, story=UGLY, ago=timedelta(hours=3))
    add_closure(actor, ClosureGiven(name_ja="台風", name_en="Storm", first=timezone.localdate(now)), now=now)
    found: dict[str, list[str]] = {}
    page = open_page("/desk/settings/", role="lead", lang=lang, width=width, color_scheme=scheme)
    for address in [*SETTINGS, "/desk/calendar/recount/", f"/desk/calendar/teams/{cast.lead.team_id}/"]:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + address, wait_until="load")
        found[address] = faults(page) + too_wide_at(page, *WIDTHS)
    ask_for_recount(actor, reason=UGLY[:400], now=now)
    page.goto(f"{live_server.url}/desk/calendar/recount/", wait_until="load")
    found["asked already"] = faults(page) + too_wide_at(page, *WIDTHS)
    page.goto(f"{live_server.url}/desk/rules/jp-default/edit/", wait_until="load")
    for word, typed in (("look", "quantity: 9"), ("mistakes", "quantity: 0")):
        page.fill("#id_text", text.replace("quantity: 5", typed, 1))
        page.locator("button[value=look]").click()
        found[word] = faults(page) + too_wide_at(page, *WIDTHS)
    assert {address: what for address, what in found.items() if what} == {}


def test_settings_work_without_scripts(cast: Cast, open_page: Open, live_server: LiveServer) -> None:
    page = open_page("/desk/calendar/", role="administrator", java_script_enabled=False)
    page.fill("#id_day_5", "９時〜１２時")
    page.get_by_role("button", name="保存せずに見てみる").click()
    assert "土曜日: 定休日 → 09:00-12:00" in page.inner_text("main")
    page.get_by_role("button", name="これからこの営業日で数える").click()
    assert "営業日を設定しました" in page.inner_text("main")
    page.goto(f"{live_server.url}/desk/rules/")
    page.get_by_role("link", name="標準の対応期限").click()
    page.get_by_role("link", name="新しい版を書く").click()
    page.fill("#id_text", page.input_value("#id_text").replace("quantity: 5", "quantity: 3", 1))
    page.get_by_role("button", name="保存せずに見てみる").click()
    assert "受付から5営業日 → 受付から3営業日" in page.inner_text("main")
    page.fill("#id_note", "早くお答えするため")
    page.get_by_role("button", name="この内容で新しい版にする").click()
    assert "版1001を作りました" in page.inner_text("main")
    assert "早くお答えするため" in page.inner_text("main")
    page.get_by_role("button", name="取り消す").click()
    assert "版1001を取り消しました" in page.inner_text("main")


@pytest.mark.parametrize(("lang", "width"), [("ja", 390), ("en", 1280)])
def test_sign_in_refusal_and_error_pages_are_accessible(open_page: Open, lang: str, width: int) -> None:
    assert faults(open_page("/desk/", role="", lang=lang, width=width)) == []
    form = open_page("/desk/register/", lang=lang, width=width)
    form.fill("#id_contact_2", "nobody")
    form.locator("main button[type=submit]").click()
    expect(form.locator("[data-error-summary]")).to_be_focused()
    assert faults(form) == []
    form.locator("[data-error-summary] a").first.click()
    expect(form.locator("#id_story")).to_be_focused()


def test_complaint_is_taken_in_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("/desk/")
    page.keyboard.press("c")
    expect(page.locator("#id_story")).to_be_focused()
    page.keyboard.type("お皿が割れていました。c1jk?")
    page.keyboard.press("Tab")
    page.keyboard.type("交換")
    page.locator("main button[type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".slip-codes .code")).to_have_count(6)
    assert faults(page) == []
    assert Complaint.objects.get().story == "お皿が割れていました。c1jk?"
    shown = page.locator(".slip-codes .code").all_inner_texts()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload(wait_until="load")
    assert page.locator(".slip-codes .code").all_inner_texts() == shown
    assert Complaint.objects.count() == 1


def test_rows_are_walked_and_places_reached_by_keys(house: Complaint, open_page: Open) -> None:
    page = open_page("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row][data-here]")).to_have_count(1)
    expect(page.locator("[data-row]").nth(1)).to_have_attribute("data-here", "")
    page.keyboard.press("5")
    page.wait_for_url("**/desk/queue/main/")
    page.keyboard.press("/")
    page.keyboard.type(house.reference)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/complaints/{house.reference}/")


def test_desk_works_without_scripts(house: Complaint, open_page: Open) -> None:
    page = open_page("/desk/register/", java_script_enabled=False)
    page.fill("#id_story", "お皿が割れていました。")
    page.locator("main button[type=submit]").click()
    assert page.locator(".slip-codes .code").count() == 6
    page.get_by_role("link", name="今日の約束へ").click()
    page.get_by_role("link", name="通知文").first.click()
    page.locator("input[name=letter]").first.check()
    page.get_by_role("button", name="チェックした通知文を発送済みとして記録する").click()
    assert "通を発送済みとして記録しました" in page.inner_text("main")
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="サインアウト").click()
    assert page.url.endswith("/desk/sign-in/")


def test_unsent_words_are_not_left_without_a_question(open_page: Open) -> None:
    page = open_page("/desk/register/")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator("#id_story").press_sequentially("書きかけ")
    page.get_by_role("link", name="保存せずに戻る").click()
    page.wait_for_url("**/desk/")
    assert asked == ["beforeunload"]


def test_heads_of_a_long_list_stay_in_sight(open_page: Open, cast: Cast) -> None:
    for _ in range(14):
        taken_in(cast)
    page = open_page("/desk/queue/main/")
    page.evaluate("window.scrollTo({top: 700, behavior: 'instant'})")
    assert page.evaluate("window.scrollY") > 300
    head = page.locator("thead th").first.bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert head
    assert bar
    assert bar["y"] == 0
    assert abs(head["y"] - bar["height"]) <= 4


def test_slip_fits_one_sheet(open_page: Open) -> None:
    page = open_page("/desk/register/")
    page.fill("#id_story", "お皿が割れていました。")
    page.check("input[name=channel][value=email]")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".slip-codes")).to_be_visible()
    paper = page.pdf(prefer_css_page_size=True, print_background=False)
    assert paper.count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    expect(page.locator(".no-print").first).to_be_hidden()
    expect(page.locator("#aloud")).to_be_hidden()


def test_complaint_is_found_by_a_word_and_narrowed_by_a_filter_without_scripts(
    house: Complaint, open_page: Open
) -> None:
    keep_up(100)
    page = open_page("/desk/", java_script_enabled=False)
    page.locator("#search").fill("みっかい OR 三回目")
    page.locator("#search").press("Enter")
    expect(page.locator(".empty__title")).to_be_visible()
    page.locator("#find_q").fill("三回目")
    page.locator(".find button").click()
    expect(page.locator("tr[data-row]")).to_have_count(4)
    expect(page.locator("tr.found mark").first).to_have_text("三回目")
    page.locator(".find summary").click()
    page.locator("#find_queue").select_option("urgent")
    page.locator(".find button").click()
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.locator("#find_queue")).to_have_value("urgent")
    page.locator(".find .folded__in a").click()
    expect(page.locator("tr[data-row]")).to_have_count(4)
