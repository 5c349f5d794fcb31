"""Somebody who is learning Japanese and has no telephone complains, follows it with the slip, and is answered plainly."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import onward, open_with, read_slip
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
STORY = "かいしゃの カードで おかねを 2かい はらいました。でんわが ありません。"
ANSWER = "おかねを かえします。12がつに かえします。"


def speak_easily(visitor: Visitor) -> None:
    """Choose the language at the top of the page."""
    visitor.page.locator("button[value=ja-easy]").first.click()
    visitor.page.wait_for_load_state()
    assert visitor.page.locator("button[value=ja-easy][aria-pressed=true]").count() == 1


def unread(page: Page) -> str:
    """Kanji of the main part that carry no reading; words of the house and of the person hold none here."""
    text: str = page.evaluate(
        """() => { const copy = document.querySelector('main').cloneNode(true);
        copy.querySelectorAll('ruby, .plain').forEach(e => e.remove()); return copy.innerText }"""
    )
    return "".join(re.findall("[㐀-鿿]", text))


def test_foreign_resident_without_a_phone_is_heard_and_answered_in_easy_japanese(
    visit: Callable[..., Visitor],
) -> None:
    lan = visit("ja", scripts=False)
    lan.open("/")
    speak_easily(lan)
    lan.open("/complain/")
    assert unread(lan.page) == ""
    assert lan.page.locator("html").get_attribute("lang") == "ja"
    lan.page.fill("textarea[name=story]", STORY)
    onward(lan)
    lan.page.fill("textarea[name=wish]", "おかねを かえして ください。")
    onward(lan)
    lan.page.locator("details.folded summary").nth(2).click()
    lan.page.locator("input[name=needs][value=no_phone]").check()
    lan.page.fill("input[name=name]", "ラン")
    lan.page.fill("input[name=email]", "lan@example.jp")
    assert lan.page.locator("input[name=language][value=ja-easy]").is_checked()
    onward(lan)
    onward(lan)
    slip = read_slip(lan)
    wait_until(lambda: any("lan@example.jp" in mail for mail in lan.house.letters()))

    desk = Desk(visit("ja"), "handler", PASSWORD)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("やさしい日本語")
    desk.visitor.reads("電話は使えません")
    desk.assess(slip.reference, severity="S3", subject="billing", points=["おかねを 2かい はらった"])
    desk.step(slip.reference, "investigate")
    day = in_days(10)
    desk.step(
        slip.reference,
        "propose",
        text=ANSWER,
        remedy_0_kind="refund",
        remedy_0_text="おかね",
        remedy_0_amount="3200",
        remedy_0_due_on=day,
        answer_by=day,
    )

    open_with(lan, slip)
    speak_easily(lan)
    lan.open("/follow/")
    lan.reads(ANSWER)
    lan.open("/follow/accept/")
    assert unread(lan.page) == ""
    onward(lan)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("おかね")
