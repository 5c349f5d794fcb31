"""Somebody furious complains at the portal, at length. No word of theirs is lost, and they have the last one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import onward, open_with, read_slip, unfolded

pytestmark = pytest.mark.browser
LINE = "ふざけるな！！！　３回も電話したのに、ＡＭ９：００に「折り返します」と言って誰もかけてこない💢💢　"
FURY = (
    LINE * 60 + "\n\n「規則ですので」？　それしか言えないのか😡\n<script>alert(1)</script>\n責任者を出せ！！"
)
WISH = "全額返せ。あと、担当者の名前を言え💢"
NO = "１，０００円の金券？　馬鹿にしているのか😡　金の問題じゃない。電話をしなかった理由を言え！！"
YES = "やっと理由を言ったな。遅い！！　でも、言ったことは守った。"


def told_off(angry: Visitor) -> None:
    """Nothing typed, then an address that is none: each is said kindly, and everything typed is still there."""
    angry.open("/complain/")
    onward(angry)
    angry.reads("一文だけでもかまいません")
    angry.page.fill("textarea[name=story]", FURY)
    onward(angry)
    angry.page.fill("textarea[name=wish]", WISH)
    onward(angry)
    angry.page.fill("input[name=name]", "怒田　ごう")
    angry.page.fill("input[name=email]", "ｇｏｕ＠＠example.jp")
    onward(angry)
    angry.reads("「@」が2つ以上")
    assert angry.page.input_value("input[name=name]") == "怒田　ごう"
    assert angry.page.input_value("input[name=email]") == "ｇｏｕ＠＠example.jp"
    angry.page.fill("input[name=email]", "ｇｏｕ＠example.jp")
    onward(angry)
    sent = angry.page.locator(".plain.quote").all_inner_texts()
    assert [text.split() for text in sent] == [FURY.split(), WISH.split()]


def declined_after_the_sign_in_had_ended(angry: Visitor, slip: tuple[str, str]) -> None:
    """The answer was typed into a page that had been open for too long."""
    angry.open("/follow/decline/")
    angry.page.fill("textarea[name=words]", NO)
    angry.page.context.clear_cookies(name=re.compile("session"))
    onward(angry)
    angry.reads("書かれた文章は残っています")
    angry.page.fill("input[name=locator]", slip[0])
    angry.page.fill("input[name=secret]", slip[1])
    onward(angry)
    assert angry.page.url.endswith("/follow/decline/")
    assert angry.page.input_value("textarea[name=words]") == NO
    onward(angry)
    unfolded(angry, NO)


def test_fury_is_read_whole_heard_and_has_the_last_word(visit: Callable[..., Visitor]) -> None:
    angry = visit("ja", phone=True)
    told_off(angry)
    onward(angry)
    slip = read_slip(angry)
    open_with(angry, slip)
    angry.reads("責任者を出せ！！")

    desk = Desk(visit("ja"), "handler", PASSWORD)
    desk.open_complaint(slip.reference)
    kept = desk.visitor.page.locator("aside .fold .plain").first.text_content() or ""
    assert "".join(kept.split()) == "".join(FURY.split())
    desk.assess(slip.reference, severity="S3", subject="staff", points=["折り返しの電話が三度なかった"])
    desk.step(slip.reference, "investigate")
    day = in_days(7)
    desk.step(
        slip.reference,
        "propose",
        text="金券をお送りします。",
        remedy_0_kind="compensate",
        remedy_0_text="金券",
        remedy_0_amount="1000",
        remedy_0_due_on=day,
        answer_by=day,
    )
    angry.open("/follow/")
    declined_after_the_sign_in_had_ended(angry, (slip.locator, slip.secret))
    desk.open_complaint(slip.reference)
    desk.visitor.reads(NO)

    why = "三度とも、お電話の当番表が空いていました。当番を二人にし、今日から毎朝確かめています。"
    desk.step(
        slip.reference,
        "propose",
        text=why,
        remedy_0_kind="apology",
        remedy_0_text="責任者からのお詫び",
        remedy_0_due_on=day,
        answer_by=day,
    )
    open_with(angry, slip)
    angry.reads(why)
    angry.open("/follow/accept/")
    onward(angry)
    desk.carry_out_all(slip.reference)
    desk.step(slip.reference, "ask-solved")
    angry.open("/follow/solved/")
    angry.page.locator("input[name=rating][value='2']").check(force=True)
    angry.page.fill("textarea[name=words]", YES)
    onward(angry)
    unfolded(angry, YES)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("終了（合意）")
    desk.visitor.reads(YES)
