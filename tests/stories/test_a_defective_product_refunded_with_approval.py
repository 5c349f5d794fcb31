"""A defective product: refunded in full, past what its handler may grant. A lead approves with one press, a colleague
pays, and the person says that the money is there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.interfaces.windows import another_page
from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import complain, onward, open_with

pytestmark = pytest.mark.browser

OFFER = "購入代金の全額をお返しします。"
WHY = "三か月で二台目の故障です。修理では納得いただけません。"


def press(visitor: Visitor, words: str) -> None:
    """A button by what it says."""
    with another_page(visitor.page):
        visitor.page.locator("main form button[type=submit]:visible", has_text=words).first.click()
    visitor.look()


def test_refund_is_asked_for_approved_paid_by_another_and_arrives(visit: Callable[..., Visitor]) -> None:
    owner = visit("ja", phone=True)
    slip = complain(owner, story="買って三か月の掃除機が二台続けて壊れました。", wish="返金してほしいです。")

    handler = Desk(visit("ja"), "handler", PASSWORD)
    handler.assess(slip.reference, severity="S3", subject="quality", points=["掃除機が三か月で故障した"])
    handler.step(slip.reference, "investigate")
    day = in_days(7)
    visitor = handler.visitor
    visitor.open(f"/desk/complaints/{slip.reference}/propose/")
    typed = {
        "text": OFFER,
        "remedy_0_kind": "refund",
        "remedy_0_text": "掃除機の代金",
        "remedy_0_due_on": day,
        "remedy_0_amount": "45,800円",
        "answer_by": day,
    }
    for name, value in typed.items():
        handler._fill(name, value)
    handler._send("/propose/")
    visitor.reads("45,800円は、あなたの役割で提示できる上限（30,000円）を超えています。")
    assert visitor.page.input_value("[name=text]") == OFFER
    handler._fill("ask_reason", WHY)
    press(visitor, "承認を依頼する")
    visitor.reads("承認を依頼しました。")
    open_with(owner, slip)
    assert OFFER not in owner.page.locator("main").inner_text()
    assert WHY not in owner.page.locator("main").inner_text()

    lead = Desk(visit("ja"), "lead", PASSWORD)
    lead.visitor.open("/desk/")
    for words in ("承認待ち", "45,800円", WHY):
        lead.visitor.reads(words)
    press(lead.visitor, "承認して送る")
    lead.visitor.reads("承認し、送りました。")

    open_with(owner, slip)
    owner.reads(OFFER)
    owner.reads("45,800円")
    owner.open("/follow/accept/")
    onward(owner)

    lead.visitor.open(f"/desk/complaints/{slip.reference}/remedy/")
    lead._fill("proof", "振込 0412-7781")
    lead._send("/remedy/")
    lead.visitor.reads("金額を認めた本人が、支払いを兼ねることはできません。")
    Desk(visit("ja"), "colleague", PASSWORD).carry_out_all(slip.reference)

    open_with(owner, slip)
    owner.page.locator("section[aria-labelledby=remedies] a[href*='/follow/arrived/']").first.click()
    onward(owner)
    owner.reads("お手元に届いたことを記録しました。")
    lead.open_complaint(slip.reference)
    lead.visitor.reads("実施・到着確認済み")
    lead.visitor.reads("約束したものが届きました")
