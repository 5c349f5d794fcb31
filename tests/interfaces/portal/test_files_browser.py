"""Photographs from a phone, in a real browser: chosen, added, taken away, sent, without scripts and with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.raw import content_of
from tests import makers
from tests.cast import Cast, summon
from tests.foundation.mail import pictures
from tests.interfaces.portal.test_browser import Guest, slip_on
from tests.interfaces.portal.visitor import STORY, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "領収書_とても長い名前のファイルで画面の幅を確かめるためのもの_2026年11月.pdf"


def photograph(name: str = "IMG_2031.jpg") -> FilePayload:
    content = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(6)))
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def document(name: str = LONG, content: bytes = b"%PDF-1.7 receipt") -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Callable[..., Guest]]:
    """A phone of 390 px in Japanese: `phone(java_script_enabled=False)`."""
    opened: list[BrowserContext] = []
    guests: list[Guest] = []

    def taken(**options: Any) -> Guest:
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            locale="ja",
            extra_http_headers={"Accept-Language": "ja"},
            has_touch=True,
            is_mobile=True,
            **options,
        )
        opened.append(context)
        guests.append(Guest(context.new_page(), live_server.url, 390, sees_dark=True))
        guests[-1].listen()
        return guests[-1]

    yield taken
    for guest in guests:
        guest.assert_undisturbed()
    for context in opened:
        context.close()


def begins(guest: Guest) -> None:
    guest.open("/complain/")
    guest.page.fill("#id_story", STORY)
    guest.press("button[name=to_files]")


def test_without_scripts_from_the_camera_to_the_page_behind_the_slip(phone: Callable[..., Guest]) -> None:
    guest = phone(java_script_enabled=False)
    begins(guest)
    assert guest.page.get_attribute("#id_files", "capture") is None
    assert guest.page.get_attribute("#id_camera", "capture") == "environment"
    guest.page.set_input_files("#id_files", [photograph(), document()])
    guest.press("button[name=add]")
    guest.page.set_input_files("#id_camera", photograph("IMG_2032.jpg"))
    guest.press("button[name=show_in][value=en]")
    guest.press("button[name=show_in][value=ja]")
    names = guest.page.locator("ul.rows bdi").all_inner_texts()
    assert names == ["IMG_2031.jpg", LONG, "IMG_2032.jpg"]
    guest.press("button[name=drop] >> nth=2")
    guest.go_on()
    guest.go_on()
    guest.go_on()
    assert guest.page.locator("ul.rows bdi").all_inner_texts() == ["IMG_2031.jpg", LONG]
    guest.go_on()
    locator, secret = slip_on(guest.page)
    complaint = Complaint.objects.get()
    assert [row.name for row in complaint.enclosures.order_by("pk")] == ["IMG_2031.jpg", LONG]
    assert pictures.SECRET not in content_of(complaint.enclosures.earliest("pk"))

    guest.open("/follow/")
    guest.page.fill("#id_locator", locator)
    guest.page.fill("#id_secret", secret)
    guest.go_on("sign-in")
    assert "IMG_2031.jpg" in guest.page.inner_text("main")
    guest.press("a[href='/follow/write/'] >> nth=0")
    guest.page.fill("#id_words", "写真を追加します。")
    guest.page.click("details.folded summary")
    guest.page.set_input_files("#id_files", photograph("IMG_2033.jpg"))
    guest.go_on("answer")
    assert "IMG_2033.jpg" in guest.page.inner_text("main")


def test_page_is_sound_empty_full_and_with_what_was_refused(phone: Callable[..., Guest]) -> None:
    guest = phone()
    begins(guest)
    guest.assert_sound("no files")
    expect(guest.page.locator("#id_camera")).to_be_visible()
    refused: FilePayload = {"name": "空.txt", "mimeType": "text/plain", "buffer": b""}
    heic: FilePayload = {"name": "皿.heic", "mimeType": "image/heic", "buffer": b"1234ftypheic" + bytes(50)}
    guest.page.set_input_files("#id_files", [photograph(), document(), heic, refused])
    guest.press("button[name=add]")
    guest.assert_sound("files, and one that was refused")
    assert guest.page.get_attribute("#id_files", "aria-invalid") == "true"
    guest.go_on()
    guest.go_on()
    guest.go_on()
    guest.assert_sound("check with files")
    guest.go_on()
    guest.assert_sound("slip")


def test_message_with_files_is_sound(phone: Callable[..., Guest], cast: Cast) -> None:
    guest = phone()
    holder = Visitor("ja")
    holder.enters(makers.investigated(cast))
    guest.becomes(holder)
    guest.open("/follow/write/")
    guest.page.click("details.folded summary")
    guest.page.set_input_files("#id_files", [photograph(), document()])
    guest.press("button[name=add]")
    guest.assert_sound("write with files")


def test_scripts_say_how_much_was_chosen_and_what_is_too_large(phone: Callable[..., Guest]) -> None:
    guest = phone()
    begins(guest)
    guest.page.set_input_files("#id_files", [document(content=bytes(1_500_000)), photograph()])
    expect(guest.page.locator("[data-chosen]")).to_have_text("選んだファイル：2件、合計1.5 MB")
    guest.page.set_input_files("#id_files", document(content=bytes(10_000_001)))
    expect(guest.page.locator("[data-too-large]")).to_be_visible()
    expect(guest.page.locator("[data-chosen]")).to_be_hidden()
    assert guest.page.evaluate("document.querySelector('#id_files').files.length") == 0
    guest.page.set_input_files("#id_files", document())
    expect(guest.page.locator("[data-too-large]")).to_be_hidden()
    guest.press("button[name=add]")
    assert guest.page.locator("ul.rows bdi").all_inner_texts() == [LONG]
