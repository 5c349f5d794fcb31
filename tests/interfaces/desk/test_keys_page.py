"""The keyboard map as a page: what is bound on a page stands in its map, for each role."""

from __future__ import annotations

import re

import pytest

from kikitori.interfaces.look.keys import KEYS
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.desk.conftest import BrowserOf

ADDRESS = "/desk/keys/"


def mapped(content: str) -> set[str]:
    return set(re.findall(r"<kbd>([^<]+)</kbd>", content))


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_whatever_a_page_binds_stands_in_its_map(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    browser = browser_of(role)
    for address in ("/desk/", "/desk/queue/main/", at(complaint), "/desk/notices/", ADDRESS):
        content = browser.get(address).content.decode()
        bound = set(re.findall(r'data-(?:focus-)?key="([^"]+)"', content))
        assert bound <= mapped(content), address
        assert ("c" in bound) == (role != "auditor")


def test_page_needs_no_scripts_and_is_reached_from_the_menu(browser_of: BrowserOf) -> None:
    handler = browser_of("handler")
    assert '<a href="/desk/keys/" data-open="shortcuts">' in handler.get("/desk/").content.decode()
    page = handler.get(ADDRESS)
    assert "この一覧を開く" in words_of(page)
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert {key for each in KEYS for key in each.shown} <= mapped(main)
    assert "Everything can be done with the mouse" in words_of(browser_of("lead", "en").get(ADDRESS))


def test_auditor_is_not_told_of_a_key_that_does_nothing_for_them(browser_of: BrowserOf) -> None:
    assert "c" not in mapped(browser_of("auditor").get(ADDRESS).content.decode())
