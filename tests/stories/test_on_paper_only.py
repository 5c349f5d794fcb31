"""Somebody who has nothing but paper and stamps: a letter comes, letters go, a letter ends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from tests.foundation.mail.pictures import PNG
from tests.interfaces.windows import another_page
from tests.printed import pages, text_of
from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import CAUSE, Desk, in_days
from tests.stories.portal import Slip, onward, read_slip

pytestmark = pytest.mark.browser
NAME, HOME = "紙谷 とめ", "〒105-0000 東京都見本区山手5-6-7"
STORY = "冬の毛布を買いましたが、一度洗っただけで毛が抜けました。電話は持っておりません。"
FINDING = "同じ毛布を三度洗って確かめ、毛が抜けることを認めました。"
THANKS = "新しい毛布が届きました。暖かくしております。有難うございました。"


def typed_from_the_letter(desk: Desk) -> Slip:
    """The letter is opened at the desk, scanned and typed."""
    scan: FilePayload = {"name": "手紙1.png", "mimeType": "image/png", "buffer": PNG}
    desk.visitor.open("/desk/register/")
    page = desk.visitor.page
    page.locator("input[name=channel][value=post]").check(force=True)
    page.fill("textarea[name=story]", STORY)
    page.fill("input[name=name]", NAME)
    page.fill("input[name=contact_3]", HOME)
    page.fill("input[name=postmarked_on]", in_days(-2))
    page.set_input_files("input[name=scans]", [scan])
    onward(desk.visitor)
    slip = read_slip(desk.visitor)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(pages(printed)) == 1
    assert all(part in text_of(printed) for part in (slip.reference, slip.locator, slip.secret[:4]))
    return slip


def posted(desk: Desk, reference: str, *words: str) -> None:
    """The newest letter is printed, holds these words under her name and address, and is noted as posted."""
    desk.open_complaint(reference)
    waiting = desk.visitor.page.locator("a[href^='/desk/letters/']")
    numbers = {
        int(str(link.get_attribute("href")).rstrip("/").rpartition("/")[2])
        for link in waiting.all()
        if str(link.get_attribute("href")).rstrip("/")[-1].isdigit()
    }
    where = f"/desk/letters/{max(numbers)}/"
    answer = desk.visitor.page.request.get(desk.visitor.house.address + where + "pdf/")
    assert answer.headers["content-type"] == "application/pdf"
    paper = text_of(answer.body())
    assert all(part in paper for part in (f"{NAME} 様", "東京都見本区山手5-6-7", *words)), paper
    desk.visitor.open(where)
    with another_page(desk.visitor.page):
        desk.visitor.page.click(f"form[action='{where}'] button")
    desk.open_complaint(reference)
    desk.visitor.reads("発送")


def test_letter_from_the_post_is_answered_by_post_to_its_end(visit: Callable[..., Visitor]) -> None:
    desk = Desk(visit("ja"), "handler", PASSWORD)
    slip = typed_from_the_letter(desk)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("手紙1.png")
    desk.step(slip.reference, "acknowledge", echo="一度洗っただけで毛布の毛が抜けたとのこと、承りました。")
    posted(desk, slip.reference, "毛布の毛が抜けたとのこと")

    desk.assess(slip.reference, severity="S3", subject="quality", points=["一度洗っただけで毛が抜けた"])
    desk.step(slip.reference, "investigate")
    desk.step(
        slip.reference,
        "decide",
        outcome_1="upheld",
        reasons_1=FINDING,
        **CAUSE,
        remedy_0_kind="replace",
        remedy_0_text="新しい毛布",
        remedy_0_due_on=in_days(5),
    )
    posted(desk, slip.reference, FINDING, "新しい毛布")
    desk.step(slip.reference, "hear", channel="post", body="毛布は古いほうをお返ししますか。")
    desk.visitor.reads("毛布は古いほうをお返ししますか。")
    desk.carry_out_all(slip.reference)
    desk.step(slip.reference, "ask-solved")
    posted(desk, slip.reference, slip.reference)
    desk.step(slip.reference, "solved", how="郵便（はがき）", rating="5", comment=THANKS)
    desk.visitor.reads(THANKS)
    desk.visitor.reads("終了（合意）")
    assert not any(slip.reference in mail for mail in desk.visitor.house.letters())
