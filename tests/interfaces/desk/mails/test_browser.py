"""Mails in a real browser: read by axe, made narrow, dark, in English; the frame in which nothing acts; without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.sort_mail import discard_held
from kikitori.records.letters.mails import Mail
from tests import makers
from tests.cast import Cast, summon
from tests.foundation.mail.pictures import JPEG, SECRET, app, exif, jpeg, webp
from tests.interfaces.desk.arranged import taken_in
from tests.interfaces.windows import WIDTHS, Windows, another_page, faults, too_wide_at
from tests.mails import enclosing, filed, raw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "とても長い件名" * 20 + "https://example.com/" + "x" * 150
HTML = (
    "<p>写真です。<script>document.title='x'</script><img src='cid:0@mail' alt='皿' onload=\"document.title='x'\">"
    "<img src='https://tracker.example.org/x.gif'><a href='https://phish.example.org/'>ここを押す</a></p>"
    "<form action='https://phish.example.org/'><input name=a><button>送る</button></form>"
    "<style>@import 'https://tracker.example.org/x.css';</style><table><tr><td>"
    + "幅" * 300
    + "</td></tr></table>"
)
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def mail(cast: Cast) -> Mail:
    """Held, with HTML and files of every sort; beside it a quarantine of others."""
    now = timezone.now()
    for number in range(3):
        filed(raw(f"{number}", subject=LONG if number else "", Precedence="bulk"), at=now)
    discarded = filed(raw("広告です。", subject="広告", Precedence="bulk"), at=now)
    discard_held(cast.actor("handler"), discarded.pk, reason=LONG, now=now)
    taken_in(cast, maker=makers.acknowledged)
    files = (
        ("皿.jpg", "image/jpeg", JPEG),
        ("請求書.pdf", "application/pdf", b"MZ\x90\0"),
        ("x" * 200, "text/plain", b"a"),
    )
    return filed(enclosing(*files, html=HTML, subject="皿の写真", Precedence="bulk"), at=now)


@pytest.fixture
def windows(live_server: LiveServer, browser: Browser) -> Iterator[Windows]:
    """On leaving, nothing may have been said or fetched that should not."""
    with Windows(browser, live_server.url) as windows:
        yield windows


@pytest.fixture
def open_page(windows: Windows, cast: Cast) -> Open:
    """Open a page of the desk, signed in as the handler."""
    client = Client()
    client.force_login(cast.handler)

    def opened(address: str, **how: Any) -> Page:
        return windows.open(address, cookies=client.cookies, **how)

    return opened


@pytest.mark.parametrize(("lang", "scheme"), [("ja", "light"), ("en", "dark")])
def test_pages_have_no_fault_and_fit_every_window(
    open_page: Open, mail: Mail, lang: str, scheme: str
) -> None:
    own = f"/desk/mails/{mail.pk}/"
    for address in (
        "/desk/mails/",
        "/desk/mails/?tab=discarded",
        own,
        f"{own}?view=html",
        f"{own}read-again/",
    ):
        page = open_page(address, lang=lang, color_scheme=scheme)
        assert faults(page) == [], address
        assert too_wide_at(page, *WIDTHS) == [], address


def test_frame_shows_the_words_and_the_enclosed_picture_and_nothing_acts(
    open_page: Open, windows: Windows, mail: Mail
) -> None:
    """`Windows` notes whatever is fetched from elsewhere and every complaint of the policy."""
    page = open_page(f"/desk/mails/{mail.pk}/?view=html")
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.locator("p").first).to_contain_text("写真です。")
    page.wait_for_load_state("networkidle")
    assert [said for said in windows.said if not _by_looking(said)] == []
    picture = frame.locator("img[alt='皿']")
    assert picture.evaluate("img => [img.complete, img.naturalWidth]") == [True, 16]
    assert frame.locator("script, form, input, button, style, a[href]").count() == 0
    frame.get_by_text("ここを押す").click()
    assert page.url.endswith("?view=html")
    assert page.title() != "x"
    inner = next(each for each in page.frames if each.parent_frame is not None)
    assert inner.evaluate("self.origin") == "null"
    windows.said[:] = [said for said in windows.said if not _by_looking(said)]


def _by_looking(said: str) -> bool:
    """Playwright looks into the frame by a script of its own, which the frame refuses too, and says so."""
    return said.startswith("Blocked script execution")


def test_photograph_of_an_anonymous_complaint_is_still_the_picture_the_right_way_up(
    open_page: Open, cast: Cast
) -> None:
    photos = (
        ("a.jpg", "image/jpeg", jpeg(app(1, b"Exif\0\0" + exif(6)))),
        ("b.webp", "image/webp", webp((b"EXIF", exif(6)))),
    )
    mail = filed(enclosing(*photos), at=timezone.now())
    assert mail.complaint is not None
    type(mail.complaint).objects.filter(pk=mail.complaint.pk).update(anonymous=True)
    page = open_page(f"/desk/mails/{mail.pk}/")
    for number in range(len(photos)):
        found = page.evaluate(
            """async address => {
                const data = await (await fetch(address)).blob();
                const text = new TextDecoder('latin1').decode(await data.arrayBuffer());
                const image = await createImageBitmap(data);
                return [image.width, image.height, text];
            }""",
            f"/desk/mails/{mail.pk}/attachments/{number}/?show=1",
        )
        assert found[:2] == ([8, 16] if number == 0 else found[:2]), "turned as it was taken"
        assert {found[0], found[1]} == {8, 16}
        assert SECRET.decode() not in found[2]


def test_decisions_are_made_without_scripts(open_page: Open, mail: Mail) -> None:
    page = open_page("/desk/mails/", java_script_enabled=False)
    with another_page(page):
        page.get_by_role("link", name="皿の写真").click()
    page.get_by_text("対応は不要である").click()
    with another_page(page):
        page.get_by_role("button", name="破棄する").click()
    expect(page.locator("main")).to_contain_text("入力してください")
    page.locator("#DiscardForm_reason").fill("広告でした。")
    with another_page(page):
        page.get_by_role("button", name="破棄する").click()
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("discarded", "広告でした。")
