"""An offer is not good enough. The person declines, gets a second one, and in the end takes the complaint back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import complain, onward, open_with

pytestmark = pytest.mark.browser


def test_declined_offer_is_followed_by_a_second_and_by_a_withdrawal(visit: Callable[..., Visitor]) -> None:
    nameless = visit("ja", scripts=False)
    slip = complain(nameless, story="大会の参加費を二重に引き落とされました。名前は出したくありません。")
    desk = Desk(visit("ja"), "lead", PASSWORD)
    desk.assess(slip.reference, severity="S3", subject="billing", points=["参加費が二重に引き落とされた"])
    desk.step(slip.reference, "investigate")
    day = in_days(7)
    for text, amount in (("半額をお返しします。", "5000"), ("全額をお返しします。", "10000")):
        desk.step(
            slip.reference,
            "propose",
            text=text,
            remedy_0_kind="refund",
            remedy_0_text="参加費",
            remedy_0_due_on=day,
            remedy_0_amount=amount,
            answer_by=day,
        )
        open_with(nameless, slip)
        nameless.reads(text)
        if amount == "5000":
            answer(nameless, "decline", "半額では納得できません。")
            desk.open_complaint(slip.reference)
            desk.visitor.reads("半額では納得できません。")
    answer(nameless, "withdraw", "")
    desk.open_complaint(slip.reference)
    assert "取下げ" in desk.visitor.page.locator("main").inner_text()


def answer(visitor: Visitor, page: str, words: str) -> None:
    """One of the answers at the portal, without scripts."""
    visitor.open(f"/follow/{page}/")
    if words:
        visitor.page.locator("main form textarea").first.fill(words)
    onward(visitor)
    assert visitor.page.url.rstrip("/").endswith("/follow"), visitor.page.locator("main").inner_text()
