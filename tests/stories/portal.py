"""What a complainant does at the portal, for the stories."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.interfaces.windows import another_page
from tests.stories.conftest import Visitor


@dataclass(frozen=True)
class Slip:
    """What the person holds in their hands."""

    reference: str
    locator: str
    secret: str


def complain(visitor: Visitor, *, story: str, wish: str = "", **reach: str) -> Slip:
    """Through the questions, the check page and on to the slip."""
    visitor.open("/")
    visitor.open("/complain/")
    visitor.page.fill("textarea[name=story]", story)
    onward(visitor)
    visitor.page.fill("textarea[name=wish]", wish)
    onward(visitor)
    for name, value in reach.items():
        visitor.page.fill(f"input[name={name}]", value)
    onward(visitor)
    visitor.reads(story[:20])
    onward(visitor)
    return read_slip(visitor)


def onward(visitor: Visitor) -> None:
    """Press the page's own button: the one that goes on, not the one that goes back or erases."""
    with another_page(visitor.page):
        visitor.page.locator("main form button[type=submit]:not([name]):visible").first.click()
    visitor.look()


def unfolded(visitor: Visitor, words: str) -> None:
    """These words stand on their page; older ones and letters are folded away."""
    visitor.page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
    visitor.reads(words)


def read_slip(visitor: Visitor) -> Slip:
    """Copy the slip that is on the screen, at the portal or at the desk."""
    shown = visitor.page.locator("main").inner_text()
    reference = re.search(r"K-\d{4}-\d{6}", shown)
    locator = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", shown)
    secret = "".join(visitor.page.locator(".secret").first.inner_text().split())
    assert reference is not None, shown
    assert locator is not None, shown
    assert re.fullmatch(r"\d{16}", secret), secret
    return Slip(reference[0], locator[0], secret)


def open_with(visitor: Visitor, slip: Slip) -> None:
    """Come back later, with the slip alone."""
    visitor.page.context.clear_cookies()
    visitor.open("/follow/")
    visitor.page.fill("input[name=locator]", slip.locator)
    visitor.page.fill("input[name=secret]", slip.secret)
    onward(visitor)
    assert slip.secret not in visitor.page.url
