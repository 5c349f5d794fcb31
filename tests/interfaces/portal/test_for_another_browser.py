"""A daughter writes for her father at the portal, in a real browser: on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from tests.cast import Cast, summon
from tests.chromium import barriers
from tests.interfaces.windows import Windows, another_page, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Open]:
    with Windows(browser, live_server.url) as windows:
        yield windows.open


def go_on(page: Page) -> None:
    with another_page(page):
        page.click("form#complaint .buttons button.button >> nth=0")


def test_daughter_complains_for_her_father_on_a_phone_without_scripts(open_page: Open) -> None:
    page = open_page("/complain/", lang="ja", java_script_enabled=False)
    page.fill("#id_story", "父の補聴器の修理が終わりません。")
    go_on(page)
    go_on(page)
    page.click("text=ほかの人のために申し出る")
    page.check("#id_for_whom_1")
    page.fill("#id_their_name", "父川 しげる")
    page.fill("#id_entitled", "長女です。父に頼まれました。")
    page.fill("#id_name", "娘川 みどり")
    page.fill("#id_email", "midori@@example.jp")
    go_on(page)
    assert page.is_checked("#id_for_whom_1")
    assert page.input_value("#id_their_name") == "父川 しげる"
    page.fill("#id_email", "midori@example.jp")
    go_on(page)
    shown = page.inner_text("main")
    assert all(words in shown for words in ("父川 しげる", "長女です。父に頼まれました。", "娘川 みどり"))
    go_on(page)
    assert page.locator("#slip-secret").is_visible()
    parts = dict(Complaint.objects.get().parties.values_list("role", "person__name"))
    assert parts == {"complainant": "父川 しげる", "representative": "娘川 みどり"}


def test_page_on_which_one_says_for_whom_is_sound(open_page: Open) -> None:
    page = open_page("/complain/", lang="ja")
    page.fill("#id_story", "父の補聴器")
    go_on(page)
    go_on(page)
    page.click("text=ほかの人のために申し出る")
    assert barriers(page) == []
    assert too_wide_at(page, 320, 390, 1280) == []
