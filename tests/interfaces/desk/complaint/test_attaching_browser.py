"""Files in a real browser: chosen, dropped, too large, taken away; what is typed meanwhile stays, with and without scripts."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from tests.cast import Cast
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.desk.complaint.test_browser import Open, open_page
from tests.interfaces.windows import another_page, faults

__all__ = ["open_page"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def payload(name: str, size: int = 100) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"x" * size}


def test_file_is_added_while_one_writes_and_goes_with_the_reply(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.fill("#reply-text", "明細を添付いたします。")
    page.set_input_files("#choose-reply", [payload("明細.pdf"), {**payload("空.txt"), "buffer": b""}])
    page.wait_for_selector("#files-reply .list")
    assert page.input_value("#reply-text") == "明細を添付いたします。"
    assert faults(page) == []
    # Too large: not even sent, and said at once.
    page.set_input_files("#choose-reply", [payload("film.pdf", 10_000_001)])
    assert page.locator("#files-reply [data-too-large]").is_visible()
    # Dropped on the composer.
    page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["%PDF-1.7 y"], "落とした.pdf"));
            const over = new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: carried});
            document.getElementById("reply-text").dispatchEvent(over);
        }"""
    )
    page.wait_for_selector("#files-reply .list li:nth-child(2)")
    assert not page.locator("#files-reply [data-too-large]").is_visible()
    page.click("#files-reply .list li:nth-child(1) button")
    page.wait_for_selector("#files-reply .list li:nth-child(2)", state="detached")
    with another_page(page):
        page.click(".composer__panel--public .composer__foot > button")
    [waiting] = PendingReply.objects.all()
    assert (waiting.body, [row.name for row in waiting.enclosures.all()]) == (
        "明細を添付いたします。",
        ["落とした.pdf"],
    )
    assert not Draft.objects.filter(is_sent=False).exists()


def test_file_is_added_without_scripts(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint), java_script_enabled=False)
    page.fill("#reply-text", "明細を添付いたします。")
    page.set_input_files("#choose-reply", [payload("明細.pdf")])
    page.click("#files-reply .attach__add")
    page.wait_for_selector("#files-reply .list")
    assert page.input_value("#reply-text") == "明細を添付いたします。"
    page.set_input_files("#choose-reply", [payload("もう一つ.pdf", 200)])
    page.click(".composer__panel--public .composer__foot > button")
    page.wait_for_selector(".pending")
    assert [row.name for row in Enclosure.objects.filter(pending__isnull=False)] == [
        "明細.pdf",
        "もう一つ.pdf",
    ]


def test_template_is_chosen_with_a_click(open_page: Open, cast: Cast) -> None:
    given = TemplateGiven(name="経過のお知らせ", texts={"ja/polite": "{受付番号}の件です。"})
    save_template(cast.actor("lead"), given, now=timezone.now())
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.fill("#reply-text", "お世話になります。")
    page.click("#templates > summary")
    page.click("#template-list button")
    whole = f"お世話になります。\n\n{complaint.reference}の件です。"
    expect(page.locator("#reply-text")).to_have_value(whole)
