"""A plate arrives broken. The person complains on a phone, without an account, and it ends solved."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import complain, onward, open_with
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
STORY = "届いた大皿が三枚とも割れていました。電話で三回も同じ説明をしました。<b>残念</b>です😢"


def test_broken_plates_from_the_phone_to_a_confirmed_solution(visit: Callable[..., Visitor]) -> None:
    hana = visit("ja", phone=True)
    slip = complain(
        hana,
        story=STORY,
        wish="新しい皿と交換してほしい。",
        name="試野 はな",
        kana="ためしの はな",
        email="hana@example.jp",
    )
    assert re.fullmatch(r"K-\d{4}-\d{6}", slip.reference)
    wait_until(lambda: any("hana@example.jp" in mail for mail in hana.house.letters()))

    desk = Desk(visit("ja"), "handler", PASSWORD)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("<b>残念</b>です😢")
    desk.assess(
        slip.reference, severity="S3", subject="delivery", points=["皿が三枚割れていた", "三回説明させられた"]
    )
    desk.step(slip.reference, "investigate")
    desk.step(slip.reference, "note", body="倉庫の梱包記録を確認。【内部だけの話】")
    due = in_days(10)
    desk.step(
        slip.reference,
        "propose",
        text="三枚とも新しい皿をお送りします。",
        remedy_0_kind="replace",
        remedy_0_text="大皿三枚",
        remedy_0_due_on=due,
        answer_by=due,
    )

    open_with(hana, slip)
    hana.reads("三枚とも新しい皿をお送りします。")
    assert "内部だけの話" not in hana.page.content()
    hana.open("/follow/accept/")
    onward(hana)

    desk.carry_out_all(slip.reference)
    desk.step(slip.reference, "ask-solved")
    hana.open("/follow/")
    hana.open("/follow/solved/")
    hana.page.locator("input[name=rating][value='5']").check(force=True)
    onward(hana)
    desk.open_complaint(slip.reference)
    desk.visitor.reads("終了（合意）")
