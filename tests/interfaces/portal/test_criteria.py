"""The self-test is honest: it lists the standard, each test it names exists, and what has no browser test is shown here."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import get_template

from kikitori.interfaces.portal.criteria import FILE, Result, self_test
from kikitori.records.people.models import Organisation
from tests.interfaces.portal.visitor import STORY, Visitor
from tools import accessibility

ROOT = Path(__file__).parents[3]
PORTAL = ROOT / "src/kikitori/interfaces/portal"
LOOK = ROOT / "src/kikitori/interfaces/look"
TEMPLATES = [*PORTAL.rglob("*.html"), *LOOK.rglob("*.html")]
SCRIPTS = [
    PORTAL / "static/portal/portal.js",
    PORTAL / "static/portal/keep.js",
    PORTAL / "static/portal/work.js",
    LOOK / "static/look/look.js",
]
SHEETS = [*(LOOK / "static/look").glob("*.css")]
#: The criteria of WCAG 2.2 at levels A and AA, as the standard numbers them; 4.1.1 is gone since 2.2.
LEVEL_A = [
    "1.1.1",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.4.1",
    "1.4.2",
    "2.1.1",
    "2.1.2",
    "2.1.4",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "3.1.1",
    "3.2.1",
    "3.2.2",
    "3.2.6",
    "3.3.1",
    "3.3.2",
    "3.3.7",
    "4.1.2",
]
LEVEL_AA = [
    "1.2.4",
    "1.2.5",
    "1.3.4",
    "1.3.5",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.4.10",
    "1.4.11",
    "1.4.12",
    "1.4.13",
    "2.4.5",
    "2.4.6",
    "2.4.7",
    "2.4.11",
    "2.5.7",
    "2.5.8",
    "3.1.2",
    "3.2.3",
    "3.2.4",
    "3.3.3",
    "3.3.4",
    "3.3.8",
    "4.1.3",
]
PAGES = (
    *("/", "/promises/", "/improvements/", "/accessibility/", "/accessibility/self-test/"),
    *("/complain/", "/follow/", "/left/", "/complain/erased/"),
)
#: The further pages of a complaint that is being written.
WRITTEN = ("/complain/files/", "/complain/wish/", "/complain/reach/", "/complain/check/")


# ── the list ──


def test_list_is_that_of_the_standard() -> None:
    found = self_test().criteria
    assert len(found) == 55
    assert {each.number for each in found if each.level == "A"} == set(LEVEL_A)
    assert {each.number for each in found if each.level == "AA"} == set(LEVEL_AA)
    numbers = [tuple(map(int, each.number.split("."))) for each in found]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("criterion", self_test().criteria, ids=lambda each: each.number)
def test_criterion_rests_on_something(criterion) -> None:
    assert criterion.tests or criterion.by_hand
    assert criterion.result is not Result.NONE or criterion.tests, "that there is nothing has to be shown"
    assert len(set(criterion.tests)) == len(criterion.tests)


def functions_of(path: Path) -> dict[str, ast.FunctionDef]:
    """The tests of a file that are not skipped."""
    found = ast.parse(path.read_text(encoding="utf-8")).body
    return {
        each.name: each
        for each in found
        if isinstance(each, ast.FunctionDef)
        and not any(
            "skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in each.decorator_list
        )
    }


@pytest.mark.parametrize("name", sorted({test for each in self_test().criteria for test in each.tests}))
def test_test_that_is_named_exists_and_runs(name: str) -> None:
    file, _, function = name.partition("::")
    assert function.startswith("test_")
    assert function in functions_of(ROOT / file)


def test_whatever_was_looked_at_by_hand_was_so_on_a_day_before_the_whole_was() -> None:
    test = self_test()
    days = [each.by_hand.on for each in test.criteria if each.by_hand]
    assert days
    assert all(date(2026, 11, 1) <= day <= test.checked_on for day in days)


def test_names_are_said_in_both_languages_and_no_two_are_alike() -> None:
    names = [each.name for each in self_test().criteria]
    assert len({each.ja for each in names}) == len({each.en for each in names}) == len(names)
    assert all(re.search("[ぁ-ヿ一-鿿]", each.ja) and each.en.isascii() for each in names)


# ── the pages and the guide made of it ──


def test_statement_says_standard_state_limits_way_and_day(visitor: Visitor) -> None:
    page = visitor.go("/accessibility/")
    for words in ("WCAG 2.2", "JIS X 8341-3:2016", "一部準拠", "2026年11月28日", "55", "0120-000-000"):
        assert words in page.main, words
    assert 'href="/complain/"' in page.html
    assert 'href="/accessibility/self-test/"' in page.html


def test_statement_without_a_phone_names_the_other_way(visitor: Visitor) -> None:
    Organisation.objects.update(phone="")
    assert "tel:" not in visitor.go("/accessibility/").html


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "コントラスト（最低限）"), ("en", "Contrast (Minimum)")]
)
def test_self_test_is_read_by_everybody_in_full(language: str, words: str, visitor: Visitor) -> None:
    page = Visitor(language).go("/accessibility/self-test/")
    assert page.status == 200
    assert words in page.main
    for each in self_test().criteria:
        assert f'<span class="number">{each.number}</span>' in page.html
        assert all(test.partition("::")[2] in page.html for test in each.tests)


def test_guides_are_what_the_data_says() -> None:
    for language in accessibility.LANGUAGES:
        guide = accessibility.GUIDES / language / "accessibility.md"
        assert guide.read_text(encoding="utf-8") == accessibility.written(self_test(), language)
    assert accessibility.main(["check"]) == 0
    assert accessibility.main([]) == 1


def test_data_lies_within_the_package_and_is_read_once() -> None:
    assert FILE.is_relative_to(ROOT / "src/kikitori")
    assert self_test() is self_test()


# ── what needs no browser to be shown ──


def test_no_page_of_ours_plays_anything() -> None:
    for path in TEMPLATES:
        assert not re.search(r"<(?:video|audio|object|embed|canvas)\b|autoplay", path.read_text()), path
    for path in SCRIPTS:
        assert not re.search(r"\bAudio\(|\.play\(|speechSynthesis", path.read_text()), path


def test_only_the_logo_is_a_picture() -> None:
    """Everything else is text, or drawn: icons are silent, codes have a name."""
    for path in TEMPLATES:
        for tag in re.findall(r"<img\b[^>]*>", path.read_text()):
            assert "organisation_look.logo" in tag, (path, tag)
            assert 'alt=""' in tag, "the name stands beside it"
        for tag in re.findall(r"<svg\b[^>]*>", path.read_text()):
            assert "aria-hidden" in tag or ('role="img"' in tag and "aria-label=" in tag), (path, tag)


def test_scripts_ask_for_no_gesture_and_no_movement() -> None:
    """A click is a click, whenever the finger is lifted: nothing listens to its coming down, dragging or shaking."""
    for path in SCRIPTS:
        heard = set(re.findall(r'addEventListener\(\s*"(\w+)"', path.read_text()))
        assert not heard & {"touchstart", "touchmove", "pointerdown", "mousedown", "pointermove", "drop"}, (
            path
        )
        assert not re.search(r"device(?:motion|orientation)|draggable", path.read_text()), path


def test_scripts_send_nothing_by_themselves() -> None:
    """Neither moving to a field nor changing it leads anywhere, and no single letter is a command."""
    for path in SCRIPTS:
        assert not re.search(
            r"\.submit\(|requestSubmit\(|location\s*=[^=]|location\.(?:href|assign|replace)", path.read_text()
        ), path
    portal = SCRIPTS[0].read_text()
    assert "focusin" not in portal
    assert "keydown" not in portal


def test_nothing_blinks_or_moves_by_itself() -> None:
    sheets = "\n".join(path.read_text() for path in SHEETS)
    assert not re.search(r"\binfinite\b|<marquee|<blink|@keyframes", sheets)
    for path in SCRIPTS:
        assert not re.search(r"setInterval|requestAnimationFrame", path.read_text()), path
    assert not any(re.search(r'http-equiv="refresh"', path.read_text()) for path in TEMPLATES)


def test_no_page_asks_to_be_held_in_one_way() -> None:
    sheets = "\n".join(path.read_text() for path in SHEETS)
    assert "orientation:" not in re.sub(r"@page[^{]*\{[^}]*\}", "", sheets)
    assert not any("orientation.lock" in path.read_text() for path in SCRIPTS)
    assert "user-scalable" not in get_template("look/base.html").template.source  # type: ignore[attr-defined]
    assert "maximum-scale" not in get_template("look/base.html").template.source  # type: ignore[attr-defined]


def test_nothing_appears_only_under_the_pointer() -> None:
    """No rule shows under the pointer what is hidden otherwise, and the portal has no title that pops up."""
    sheets = re.sub(r"/\*.*?\*/", "", "\n".join(path.read_text() for path in SHEETS), flags=re.DOTALL)
    for selector, rules in re.findall(r"([^{}]*:hover[^{}]*)\{([^{}]*)\}", sheets):
        assert not re.search(r"display:|visibility:|opacity: 1|content:", rules), selector
    for path in PORTAL.rglob("*.html"):
        assert not re.search(r"<\w[^>]*\stitle=", path.read_text()), path


def test_fields_about_a_person_name_their_purpose(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    page = visitor.fill(wish="").html
    for name, token in (
        *(("name", "name"), ("email", "email"), ("phone", "tel")),
        *(("postal_code", "postal-code"), ("address", "street-address")),
    ):
        field = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', page)
        assert field is not None, name
        assert f'autocomplete="{token}"' in field[0], field[0]


def test_ways_on_and_help_stand_in_the_same_order_on_every_page(visitor: Visitor) -> None:
    feet = set()
    visitor.writes()
    for path in (*PAGES, *WRITTEN):
        foot = re.search(r"<footer.*?</footer>", visitor.go(path).html, re.DOTALL)
        assert foot is not None, path
        feet.add(tuple(re.findall(r'<a href="([^"]+)"', foot[0])))
    assert len(feet) == 1
    assert feet.pop()[0] == "tel:0120-000-000"


def test_every_page_has_a_title_and_a_heading_of_its_own(visitor: Visitor) -> None:
    titles, headings = {}, {}
    visitor.writes()
    for path in (*PAGES, *WRITTEN):
        page = visitor.go(path)
        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
        assert title is not None
        titles[path] = " ".join(title[1].split())
        headings[path] = page.heading
        assert page.html.count("<h1") == 1, path
    assert len(set(titles.values())) == len(PAGES) + len(WRITTEN)
    assert all(title.endswith("みほん堂") and len(title) > len(" — みほん堂") for title in titles.values())
    assert all(headings.values())


def test_every_page_is_reached_in_two_ways(visitor: Visitor) -> None:
    """From the first page and from the foot of every page; the pages of a complaint are steps of one way."""
    first = visitor.go("/").html
    main, foot = (re.search(rf"<{part}.*?</{part}>", first, re.DOTALL) for part in ("main", "footer"))
    assert main is not None
    assert foot is not None
    for path in ("/complain/", "/follow/", "/promises/", "/improvements/", "/accessibility/"):
        assert f'href="{path}"' in foot[0], path
        assert f'href="{path}"' in main[0], path
