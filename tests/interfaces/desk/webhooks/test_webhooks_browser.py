"""Webhooks in a real browser: set up and copied, tested until the answer stands there, also without any script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.webhooks.call import call_webhook
from kikitori.records.people.actor import Actor
from kikitori.records.together.webhooks import Webhook
from tests.casework.webhooks.receiving import Receiver, receiver
from tests.cast import Cast, summon
from tests.interfaces.windows import WIDTHS, Windows, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
NEW = "/desk/settings/webhooks/new/"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page as the administrator."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, **how: Any) -> Page:
            client = Client()
            client.force_login(cast.administrator)
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


@pytest.fixture
def other_side(tmp_path: Path) -> Iterator[Receiver]:
    with receiver(tmp_path / "other-side") as running:
        yield running


def set_up(page: Page, url: str) -> str:
    """Fill in the form and copy the secret; returns it."""
    page.get_by_label("名前").fill("窓口のチャット")
    page.get_by_label("アドレス（https://…）").fill(url)
    page.get_by_label("申出者からの連絡").check()
    page.get_by_role("button", name="この Webhook を追加").click()
    secret = page.locator("#secret-text").inner_text()
    page.get_by_role("link", name="写しました").click()
    return secret


def work(other_side: Receiver) -> None:
    webhook = Webhook.objects.get()
    call_webhook(Actor.system("outbox"), webhook.pk, now=timezone.now, ask=other_side.client())


def test_answer_to_a_test_appears_by_itself(open_page: Open, other_side: Receiver) -> None:
    page = open_page(NEW)
    secret = set_up(page, other_side.url)
    page.get_by_role("button", name="テストを送信").click()
    expect(page.get_by_text("1件が送信待ちです。")).to_be_visible()
    work(other_side)
    expect(page.get_by_role("row").filter(has_text="受領")).to_be_visible()
    expect(page.get_by_text("1件が送信待ちです。")).to_be_hidden()
    assert other_side.is_signed(secret)
    assert faults(page) == []
    assert too_wide_at(page, *WIDTHS) == []


def test_all_of_it_works_without_any_script(open_page: Open, other_side: Receiver) -> None:
    page = open_page(NEW, java_script_enabled=False)
    set_up(page, other_side.url)
    page.get_by_role("button", name="テストを送信").click()
    work(other_side)
    page.get_by_role("link", name="テストの結果を見る").click()
    page.reload()
    expect(page.get_by_role("row").filter(has_text="受領")).to_be_visible()
    page.get_by_role("button", name="休止する").click()
    expect(page.get_by_text("手動で休止しています。")).to_be_visible()
    page.get_by_role("button", name="再開する").click()
    expect(page.get_by_text("使用中")).to_be_visible()
    page.get_by_role("button", name="署名の鍵を更新").click()
    expect(page.get_by_text("古い署名の鍵もあと1週間は有効です")).to_be_visible()
    page.get_by_role("link", name="写しました").click()
    page.get_by_role("button", name="この Webhook を削除").click()
    expect(page.get_by_text("Webhook はまだありません。")).to_be_visible()
