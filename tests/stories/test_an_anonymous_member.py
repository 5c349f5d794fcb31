"""A member of an association complains about another one and stays unknown: no name, no address, the slip alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload

from tests.foundation.mail import pictures
from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import CAUSE, Desk
from tests.stories.portal import onward, open_with, read_slip, unfolded

pytestmark = pytest.mark.browser
STORY = "支部会計の会員が、研修会の参加費を自分の口座で集めています。私の名前は決して出さないでください。"
WISH = "会の口座で集めるように改めてほしい。"
QUESTION = "口座の案内は、いつ、どのように届きましたか。お名前が分かることは書かないでください。"
ANSWER = "十月の支部だよりに挟まれていました。写真のとおりです。"
FINDING = "支部だよりと帳簿を確かめ、参加費が個人の口座に入ったことを認めました。会の口座へ移しました。"
NOTHING_MORE = "参加費は会の口座に移し終えており、お一人おひとりにお返しするものはありません。"
#: What the browser's connection comes from.
ADDRESS = "127.0.0.1"


def photograph() -> FilePayload:
    """As a telephone takes it: with the place where it was taken."""
    content = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif()))
    assert pictures.SECRET in content
    return {"name": "支部だより.jpg", "mimeType": "image/jpeg", "buffer": content}


def told(member: Visitor) -> None:
    """The three questions, with a photograph and neither a name nor a way to be reached."""
    member.open("/complain/")
    member.page.fill("textarea[name=story]", STORY)
    member.press("写真や書類を付ける")
    member.page.set_input_files("#id_files", [photograph()])
    onward(member)
    member.page.fill("textarea[name=wish]", WISH)
    onward(member)
    member.page.locator("input[name=reach][value=nothing]").check(force=True)
    onward(member)
    member.reads("どなたかを調べることはありません。")
    onward(member)


def kept_photograph(desk: Desk) -> bytes:
    """The photograph, as the desk hands it out."""
    link = desk.visitor.page.locator("main a[href*='/files/']").first.get_attribute("href")
    assert link is not None
    answer = desk.visitor.page.request.get(desk.visitor.house.address + link)
    assert answer.status == 200
    return answer.body()


def test_member_is_asked_answers_and_is_answered_and_nobody_learns_who_it_is(
    visit: Callable[..., Visitor],
) -> None:
    member = visit("ja", phone=True)
    told(member)
    slip = read_slip(member)

    desk = Desk(visit("ja"), "lead", PASSWORD)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("匿名")
    picture = kept_photograph(desk)
    assert picture.endswith(pictures.JPEG[-60:])
    assert pictures.SECRET not in picture
    desk.assess(slip.reference, severity="S2", subject="a_committee", points=["参加費を個人の口座で集めた"])
    desk.step(slip.reference, "investigate")
    desk.step(slip.reference, "plan", line_0_what="口座の名義と入金の記録を確かめる")
    desk.step(slip.reference, "ask", question=QUESTION)

    open_with(member, slip)
    member.reads(QUESTION)
    member.open("/follow/write/")
    member.page.fill("textarea[name=words]", ANSWER)
    onward(member)
    member.reads(ANSWER)

    desk.open_complaint(slip.reference)
    desk.visitor.reads(ANSWER)
    desk.step(
        slip.reference, "decide", outcome_1="upheld", reasons_1=FINDING, **CAUSE, no_remedy=NOTHING_MORE
    )
    open_with(member, slip)
    member.reads(FINDING)
    unfolded(member, NOTHING_MORE)
    desk.step(slip.reference, "ask-solved")
    member.open("/follow/solved/")
    onward(member)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("終了（合意）")
    nothing_tells_who_it_was(member, slip.reference)


def nothing_tells_who_it_was(member: Visitor, reference: str) -> None:
    """Nothing was mailed; no person has a name for it; neither rows nor logs hold where the connection came from."""
    house = member.house
    assert not any(reference in mail or STORY[:10] in mail for mail in house.letters())
    rows, said = house.rows(), house.said()
    assert STORY in rows
    assert '"route": "complain/check/"' in said
    assert pictures.SECRET.decode() not in rows
    for words in (rows, said):
        assert ADDRESS not in words
        assert "Mozilla" not in words
    assert STORY[:10] not in said
    assert ANSWER[:10] not in said
