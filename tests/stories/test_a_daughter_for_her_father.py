"""A daughter speaks for her father, who is hard of hearing. Both are known, and each letter goes to her whom he chose."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_string, policy

import pytest

from tests.stories.conftest import PASSWORD, House, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import Slip, onward, open_with, read_slip
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
FATHER, DAUGHTER = "父川 しげる", "娘川 みどり"
HERS, HIS = "midori@example.jp", "〒104-0000 東京都見本区海辺3-2-1"
STORY = "父の補聴器の修理を頼みましたが、二か月たっても戻りません。父は電話が聞こえません。"
ADDED = "昨日、父が代わりの補聴器を受け取りました。耳に合っています。"


def written_down(desk: Desk) -> Slip:
    """She calls; what entitles her to speak is written down, and the power of attorney is still to come."""
    desk.visitor.open("/desk/register/")
    page = desk.visitor.page
    page.locator("input[name=channel][value=representative]").check(force=True)
    page.fill("textarea[name=story]", STORY)
    page.fill("input[name=name]", FATHER)
    page.fill("input[name=contact_3]", HIS)
    page.locator("summary", has_text="代理").click()
    page.fill("input[name=rep_name]", DAUGHTER)
    page.fill("textarea[name=rep_authority]", "長女。父本人が電話口で「娘に任せる」と話した。")
    page.select_option("select[name=rep_proof]", "later")
    page.select_option("select[name=rep_contact_kind]", "email")
    page.fill("input[name=rep_contact]", HERS)
    onward(desk.visitor)
    return read_slip(desk.visitor)


def mails_about(house: House, reference: str) -> list[tuple[str, str]]:
    """To whom, and what was said."""
    mails = [message_from_string(raw, policy=policy.default) for raw in house.letters()]
    return [
        (str(mail["To"]), mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        for mail in mails
        if reference in str(mail["Subject"]) + mail.as_string()
    ]


def test_daughter_is_written_to_and_heard_and_the_matter_stays_her_fathers(
    visit: Callable[..., Visitor],
) -> None:
    desk = Desk(visit("ja"), "handler", PASSWORD)
    slip = written_down(desk)
    desk.open_complaint(slip.reference)
    desk.visitor.page.locator("summary", has_text="関係者").click()
    for words in (FATHER, DAUGHTER, HERS, HIS, "娘に任せる", "後日"):
        desk.visitor.reads(words)
    desk.step(
        slip.reference, "acknowledge", echo="補聴器の修理が二か月たっても戻らないとのこと、承りました。"
    )
    desk.assess(
        slip.reference, severity="S3", subject="afterservice", points=["修理が二か月たっても戻らない"]
    )
    desk.step(slip.reference, "investigate")
    day = in_days(7)
    desk.step(
        slip.reference,
        "propose",
        text="修理が済むまで、代わりの補聴器をお使いいただきます。",
        remedy_0_kind="replace",
        remedy_0_text="代わりの補聴器",
        remedy_0_due_on=day,
        answer_by=day,
    )
    house = desk.visitor.house
    wait_until(lambda: len(mails_about(house, slip.reference)) == 3)
    for to, text in mails_about(house, slip.reference):
        assert HERS in to
        assert f"{DAUGHTER} 様" in text.splitlines()[0]
        assert FATHER not in text.splitlines()[0]

    midori = visit("ja", phone=True)
    open_with(midori, slip)
    midori.reads("代わりの補聴器をお使いいただきます。")
    midori.open("/follow/accept/")
    onward(midori)
    midori.open("/follow/write/")
    midori.page.fill("textarea[name=words]", ADDED)
    onward(midori)
    desk.open_complaint(slip.reference)
    desk.visitor.reads(ADDED)
    desk.carry_out_all(slip.reference)
    desk.step(slip.reference, "ask-solved")
    midori.open("/follow/solved/")
    onward(midori)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("終了（合意）")
