"""A caller gives her name in two ways. Somebody sees that she is one person, meets her well, and takes the joining back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk, in_days
from tests.stories.portal import onward, read_slip

pytestmark = pytest.mark.browser


def called(desk: Desk, name: str, story: str) -> str:
    """A complaint by phone, from the number of one household; its reference."""
    desk.visitor.open("/desk/register/")
    page = desk.visitor.page
    page.fill("textarea[name=story]", story)
    page.fill("input[name=name]", name)
    page.fill("input[name=contact_1]", "03-1234-5678")
    onward(desk.visitor)
    return read_slip(desk.visitor).reference


def test_two_cards_are_joined_a_type_is_accepted_and_the_joining_taken_back(
    visit: Callable[..., Visitor],
) -> None:
    desk = Desk(visit("en"), "handler", PASSWORD)
    desk.speak("en")
    visitor = desk.visitor
    first = [called(desk, "Alex Sample", f"Delivery {number} was late.") for number in (1, 2)]
    for number in (3, 4):
        called(desk, "A. Sample", f"Delivery {number} was late.")

    desk.open_complaint(first[0])
    visitor.press("Alex Sample")
    visitor.reads("1 other card may be the same person.")
    assert "Customer type “Often in touch”" not in visitor.page.locator("main").inner_text()
    visitor.press("Look and decide")
    visitor.reads("the same telephone number")
    visitor.press("Join: the same person")
    visitor.reads("Each keeps its own addresses")

    visitor.press("Alex Sample")
    visitor.reads("2 cards joined")
    visitor.reads("Customer type “Often in touch”: 4 complaints in 90 days.")
    visitor.press("Look and give it")
    visitor.page.fill("input[name=review_on]", in_days(60))
    visitor.press("Give this type")
    visitor.reads("It is shown in their complaints from now on.")

    desk.open_complaint(first[1])
    visitor.reads("Patient, each time as the first.")
    visitor.reads("This changes how we speak, never what is found.")

    visitor.press("Alex Sample")
    visitor.press("Same person")
    visitor.press("Take it back")
    visitor.reads("Everything is as it was before.")
    visitor.press("Alex Sample")
    assert visitor.page.locator("[data-row]").count() == 2
    visitor.press("Change the details")
    visitor.press("Alex Sample")
    visitor.press("Record of changes")
    for words in ("Joined with another card", "Customer type given", "Joining taken back"):
        visitor.reads(words)
