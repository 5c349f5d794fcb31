"""The vault in a real browser: sealed at one press, dealt with by the designated, read by the reporter at their page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.write import hear
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.complaint import bench
from tests.interfaces.windows import WIDTHS, Windows, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
LONG = "検査の記録を書き換えるよう言われています。" * 20


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    """Open a page of the desk as somebody of the cast."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, who: str, **how: Any) -> Page:
            client = Client()
            client.force_login(getattr(cast, who))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


def test_from_the_press_to_what_the_reporter_is_told(cast: Cast, open_page: Open) -> None:
    complaint = bench.receiving(cast)
    page = open_page(f"/desk/complaints/{complaint.reference}/seal/", "colleague")
    page.fill("#id_reason", "記録の書き換えが書かれています。")
    page.get_by_role("button", name="いま封印する").click()
    expect(page.locator("main")).to_contain_text("通報した人を探さないでください")
    receiver = open_page("/desk/vault/", "lead")
    receiver.get_by_role("link", name=complaint.reference).click()
    expect(receiver.locator("main")).to_contain_text("記録の書き換えが書かれています。")
    receiver.get_by_role("link", name="調査するかどうかを通報者に知らせる").first.click()
    receiver.get_by_label("調査する", exact=True).check()
    receiver.fill("#id_words", "来週から調べます。")
    receiver.get_by_role("button", name="通報者に知らせる").click()
    expect(receiver.locator("main")).to_contain_text("通報者に通知: 調査する")
    complaint.refresh_from_db()
    assert complaint.promises.get(kind="inquiry").state == "kept"


@pytest.mark.parametrize(("lang", "scheme", "width"), [("ja", "light", 390), ("en", "dark", 1280)])
def test_pages_of_the_vault_shut_nobody_out(
    cast: Cast, open_page: Open, live_server: LiveServer, lang: str, scheme: str, width: int
) -> None:
    complaint = bench.unseal_asked(cast)
    hear(makers.complainant_of(complaint), complaint, body=LONG, now=timezone.now())
    complaint.seals.update(reason=LONG)
    found = {}
    page = open_page("/desk/vault/", "handler", lang=lang, width=width, color_scheme=scheme)
    found["vault"] = faults(page) + too_wide_at(page, *WIDTHS)
    for name in ("", "tell-inquiry/", "let-in/", "let-out/", "unseal/", "keep-seal/"):
        page.goto(f"{live_server.url}/desk/complaints/{complaint.reference}/{name}")
        found[name] = faults(page) + too_wide_at(page, *WIDTHS)
    settings = open_page(
        "/desk/settings/receivers/", "administrator", lang=lang, width=width, color_scheme=scheme
    )
    found["receivers"] = faults(settings) + too_wide_at(settings, *WIDTHS)
    assert {name: what for name, what in found.items() if what} == {}
