"""A call comes in. The handler writes it down, reads the slip out, decides, and hears that it is solved."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import CAUSE, Desk, in_days
from tests.stories.portal import onward, open_with, read_slip

pytestmark = pytest.mark.browser


def test_phone_call_is_written_down_decided_and_confirmed(visit: Callable[..., Visitor]) -> None:
    desk = Desk(visit("en"), "colleague", PASSWORD)
    desk.speak("en")
    desk.visitor.open("/desk/register/")
    page = desk.visitor.page
    page.locator("input[name=channel][value=phone]").check(force=True)
    page.fill("textarea[name=story]", "Caller was charged twice for one order. Bank statement shows both.")
    page.fill("input[name=name]", "Alex Sample")
    page.select_option("select[name=language]", "en")
    onward(desk.visitor)
    slip = read_slip(desk.visitor)

    desk.step(slip.reference, "acknowledge", echo="You were charged twice for one order.")
    desk.assess(slip.reference, severity="S3", subject="billing", points=["Charged twice"])
    desk.step(slip.reference, "investigate")
    day = in_days(7)
    desk.step(
        slip.reference,
        "decide",
        outcome_1="upheld",
        reasons_1="Our records show both charges.",
        **CAUSE,
        remedy_0_kind="refund",
        remedy_0_text="The second charge",
        remedy_0_due_on=day,
        remedy_0_amount="3200",
    )
    # Whoever granted the money does not pay it.
    Desk(visit("en"), "handler", PASSWORD).carry_out_all(slip.reference)

    caller = visit("en", scripts=False)
    open_with(caller, slip)
    caller.reads("Our records show both charges.")

    desk.step(slip.reference, "ask-solved")
    desk.step(slip.reference, "solved", how="by phone")
    desk.visitor.reads("Closed")
