"""A declined offer, a decision, a review by another person, a body outside; what it decides is put right or closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import Slip, complain, onward, open_with
from tests.stories.test_declined_proposal import answer

pytestmark = pytest.mark.browser
CENTRE = "見本紛争解決センター"


def test_declined_decided_reviewed_and_passed_on_until_a_body_outside_has_decided(
    visit: Callable[..., Visitor],
) -> None:
    person = visit("ja", scripts=False)
    slip = complain(person, story="届いた大皿が割れていました。交換も返金も断られました。")
    desk = Desk(visit("ja"), "lead", PASSWORD)
    keep_in_register(desk)
    decline_then_decide(desk, person, slip)
    review_by_somebody_else(desk, visit, person, slip)
    desk.step(
        slip.reference,
        "refer-outside",
        reason="契約の読み方が分かれ、当窓口では公平に判断できません。",
        summary="大皿の破損と返金について",
        basis="consent",
        consented_on=in_days(0),
        basis_words="電話で一覧を読み上げた",
        expected_on=in_days(60),
    )
    desk.visitor.reads(CENTRE)
    follow(person, slip)
    for words in (CENTRE, "契約の読み方が分かれ", "大皿の破損と返金について", "050-0000-0009"):
        person.reads(words)
    sheet(desk, slip)
    desk.step(
        slip.reference,
        "referral-result",
        outcome="overturned",
        answered_on=in_days(0),
        told="全額の返金が相当とのことです。",
        remedy_0_kind="refund",
        remedy_0_text="大皿の代金",
        remedy_0_due_on=in_days(9),
        remedy_0_amount="8000",
    )
    follow(person, slip)
    person.reads("当方と異なる結論でした。")
    person.reads("全額の返金が相当とのことです。")
    # Whoever has written down that money is owed does not pay it.
    Desk(visit("ja"), "colleague", PASSWORD).carry_out_all(slip.reference)
    answer_solved(person, slip)
    desk.open_complaint(slip.reference)
    assert "終了（合意）" in desk.visitor.page.locator("main").inner_text()


def keep_in_register(desk: Desk) -> None:
    """The lead writes the body into the register."""
    desk.visitor.open("/desk/settings/bodies/new/")
    page = desk.visitor.page
    page.locator("main [name=kind][value=external]").check(force=True)
    for name, value in (
        ("name_ja", CENTRE),
        ("phone", "050-0000-0009"),
        ("leaflet_ja", "申立書をお送りください。"),
        ("answer_days", "60"),
    ):
        page.fill(f"main [name={name}]", value)
    desk._send("/bodies/new/")
    desk.visitor.reads(CENTRE)


def decline_then_decide(desk: Desk, person: Visitor, slip: Slip) -> None:
    """An offer that is not good enough, and a decision that says no."""
    desk.assess(slip.reference, severity="S3", subject="quality", points=["大皿が割れていた"])
    desk.step(slip.reference, "investigate")
    day = in_days(7)
    desk.step(
        slip.reference,
        "propose",
        text="送料をお返しします。",
        remedy_0_kind="refund",
        remedy_0_text="送料",
        remedy_0_due_on=day,
        remedy_0_amount="800",
        answer_by=day,
    )
    open_with(person, slip)
    answer(person, "decline", "送料だけでは納得できません。")
    desk.step(slip.reference, "decide", outcome_1="not_upheld", reasons_1="発送時の記録では無傷でした。")
    follow(person, slip)
    person.reads("発送時の記録では無傷でした。")


def review_by_somebody_else(desk: Desk, visit: Callable[..., Visitor], person: Visitor, slip: Slip) -> None:
    """They ask for a review; somebody without a part looks at it and comes to the same."""
    answer(person, "review", "")
    desk.visitor.open(f"/desk/complaints/{slip.reference}/review/")
    desk.visitor.page.locator("main input[name=to]").first.check(force=True)
    name = desk.visitor.page.locator("main input[name=to]").first.evaluate(
        "e => e.closest('label, .choice, li, div').innerText"
    )
    desk._send("/review/")
    assert name
    desk.visitor.reads("再検討を始めました")


def sheet(desk: Desk, slip: Slip) -> None:
    """What goes to the body, to be printed: exactly what was chosen."""
    desk.open_complaint(slip.reference)
    address = desk.visitor.page.locator("a[href*='/sheet/']").first.get_attribute("href")
    assert address
    desk.visitor.open(address)
    shown = desk.visitor.page.locator("main").inner_text()
    assert "大皿の破損と返金について" in shown
    assert "交換も返金も断られました" not in shown


def follow(person: Visitor, slip: Slip) -> None:
    open_with(person, slip)
    person.open("/follow/")
    person.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def answer_solved(person: Visitor, slip: Slip) -> None:
    open_with(person, slip)
    person.open("/follow/solved/")
    onward(person)
