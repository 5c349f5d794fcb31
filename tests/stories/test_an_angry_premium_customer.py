"""Somebody who pays for premium support is furious. Met well, brought before a lead, answered; and nobody in danger waits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.interfaces.windows import another_page
from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import CAUSE, Desk, in_days
from tests.stories.portal import Slip, complain, onward, open_with, read_slip

pytestmark = pytest.mark.browser
NAME = "上客 りつ"
FIRST = "先週届いた時計が止まりました。契約の窓口に電話をしても、折り返しがありません。"
FURY = "いいかげんにしてください。二度も折り返すと言って、誰も電話してこない。責任者を出してください！"
REASONS = "通話の記録に、二度の約束と、電話をしなかった日が残っています。"
TO_THE_LEAD = "責任者と話したいとのご希望。約束が二度守られていません。"
DANGER = "ストーブから火が出て、手にやけどをしました。"


def queue(desk: Desk, name: str) -> list[str]:
    """The references in a queue, in their order."""
    desk.visitor.open(f"/desk/queue/{name}/")
    return re.findall(r"K-\d{4}-\d{6}", desk.visitor.page.locator("main").inner_text())


@dataclass
class Call:
    """What a call brought."""

    slip: Slip
    person: str


def called(desk: Desk, story: str, person: str = "") -> Call:
    """A call, written down; of somebody who is known the card is open already."""
    desk.visitor.open(f"/desk/register/?person={person}" if person else "/desk/register/")
    page = desk.visitor.page
    page.fill("textarea[name=story]", story)
    if not person:
        page.fill("input[name=name]", NAME)
        page.fill("input[name=contact_1]", "03-5555-0100")
    assert page.input_value("input[name=name]") == NAME
    onward(desk.visitor)
    slip = read_slip(desk.visitor)
    desk.open_complaint(slip.reference)
    link = page.locator("main a[href^='/desk/people/']").first.get_attribute("href")
    assert link is not None
    return Call(slip, link.rstrip("/").rpartition("/")[2])


def sent(desk: Desk) -> None:
    """Press the button of the reply that stands on the page."""
    with another_page(desk.visitor.page):
        desk.visitor.page.click(".composer__panel--public .composer__foot > button")
    desk.visitor.look()


def brought_before(lead: Desk, reference: str) -> None:
    """The lead sees it, says so, and answers; what anger makes one write is looked at once more before it goes."""
    at = lead.visitor
    at.open("/desk/alerts/")
    at.reads(reference)
    lead.step(reference, "acknowledge-escalation", note="本日中に私から電話します。")
    lead.step(reference, "investigate")
    lead.open_complaint(reference)
    at.page.fill("#reply-text", "混み合っておりました。ご理解ください。")
    sent(lead)
    at.reads("相手に納得を求める言い方です。")
    assert "混み合っておりました" in at.page.input_value("#reply-text")
    at.page.fill(
        "#reply-text", "二度のお約束を守れませんでした。本日17時までに、責任者の私からお電話します。"
    )
    sent(lead)
    at.reads("本日17時までに、責任者の私からお電話します。")


def decided(lead: Desk, reference: str) -> None:
    """What is found is found as for anybody; how they are met has no say in it."""
    lead.step(
        reference,
        "decide",
        outcome_1="upheld",
        reasons_1=REASONS,
        **CAUSE,
        remedy_0_kind="apology",
        remedy_0_text="責任者からのお詫びと、直通番号のご案内",
        remedy_0_due_on=in_days(2),
    )
    lead.carry_out_all(reference)


def test_anger_is_met_with_a_protocol_a_lead_and_a_date_and_nobody_in_danger_waits_for_it(
    visit: Callable[..., Visitor],
) -> None:
    handler = Desk(visit("ja"), "handler", PASSWORD)
    at = handler.visitor
    first = called(handler, FIRST)
    assert first.slip.reference not in queue(handler, "vip")

    # A type is given by people, with what shows it; from then on it is met as it should be.
    at.open(f"/desk/people/{first.person}/types/")
    at.page.locator("input[name=type][value=paying_support]").check(force=True)
    at.page.fill("textarea[name=evidence]", "優先サポートの契約書（2026年4月から）を確かめました。")
    at.page.fill("input[name=review_on]", in_days(200))
    at.press("この類型を付ける")
    assert first.slip.reference in queue(handler, "vip")

    # The second call, in fury. Before a word is typed the page says how to meet it.
    at.open(f"/desk/register/?person={first.person}")
    at.reads("待たせない。同じ説明を二度お願いしない。")
    second = called(handler, FURY, first.person)
    assert second.person == first.person
    at.reads("待たせない。同じ説明を二度お願いしない。")
    assert {first.slip.reference, second.slip.reference} <= set(queue(handler, "vip"))

    # Somebody is hurt, and pays for nothing.
    hurt = complain(visit("ja"), story=DANGER)
    assert hurt.reference in queue(handler, "urgent")
    assert second.slip.reference not in queue(handler, "urgent")

    # The lead is asked for, and told.
    handler.step(
        second.slip.reference, "acknowledge", echo="折り返しのお電話が二度とも無かったとのこと、承りました。"
    )
    handler.assess(
        second.slip.reference, severity="S3", subject="staff", points=["折り返しの約束が二度守られなかった"]
    )
    handler.step(second.slip.reference, "escalate", reason=TO_THE_LEAD)
    lead = Desk(visit("ja"), "lead", PASSWORD)
    brought_before(lead, second.slip.reference)
    decided(lead, second.slip.reference)

    customer = visit("ja", phone=True)
    open_with(customer, second.slip)
    customer.reads(REASONS)
    text = customer.page.locator("body").inner_text()
    assert "優先サポート" not in text, "what type somebody is given is nothing they read as a judgement"
    assert TO_THE_LEAD not in text
    lead.step(second.slip.reference, "ask-solved")
    lead.step(second.slip.reference, "solved", how="電話")
    assert second.slip.reference not in queue(handler, "vip")
    assert first.slip.reference in queue(handler, "vip")
