"""What is asked of every page finds what it should: texts that cannot be read, names that are missing, pages too wide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import barriers
from tests.interfaces.windows import faults

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="ja"><title>見本</title><style>
body {{ background: #fff; color: #111; font-size: 16px }}
.box {{ background: {box}; padding: 1em }} .word {{ color: {word} }}
</style><main><h1>見本</h1><p>読める文字</p><div class="box"><p class="word">箱の中の文字</p></div>{more}</main>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def drawn(page: Page, *, box: str = "#fff", word: str = "#111", more: str = "") -> list[str]:
    page.set_content(PAGE.format(box=box, word=word, more=more))
    return faults(page)


def test_text_that_can_be_read_is_no_barrier(page: Page) -> None:
    assert drawn(page, box="#eef", word="#113") == []


@pytest.mark.parametrize(
    ("box", "word"), [("#fff", "#bbb"), ("#333", "#555"), ("rgba(0, 0, 0, 0.5)", "#666")]
)
def test_text_that_cannot_be_read_is_found_each_time(page: Page, box: str, word: str) -> None:
    for _again in range(2):
        found = drawn(page, box=box, word=word)
        assert len(found) == 1
        assert found[0].startswith("color-contrast: ")
        assert "箱の中の文字" in found[0]


def test_colour_that_was_readable_elsewhere_is_looked_at_on_another_ground(page: Page) -> None:
    assert drawn(page, box="#fff", word="#767676") == []
    assert drawn(page, box="#ddd", word="#767676") != []


def test_text_in_a_field_is_read_as_well(page: Page) -> None:
    field = '<label>名前<input value="山田" style="color: #ccc; background: #fff"></label>'
    assert [each for each in drawn(page, more=field) if each.startswith("color-contrast: <input")]


def test_other_barriers_are_found_beside_colours(page: Page) -> None:
    found = drawn(page, more='<img src="data:," width="9" height="9"><input>')
    assert sorted(each.partition(":")[0] for each in found) == ["image-alt", "label"]


def test_page_wider_than_its_window_is_found(page: Page) -> None:
    assert drawn(page, more='<p style="width: 500px">広い</p>') == [
        "118 px too wide at {'width': 390, 'height': 800}"
    ]


def test_rules_can_be_chosen(page: Page) -> None:
    page.set_content(PAGE.format(box="#fff", word="#bbb", more="<input>"))
    assert [each.partition(":")[0] for each in barriers(page, runOnly=["label"])] == ["label"]
