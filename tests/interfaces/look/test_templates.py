"""Rules every template of the look keeps: nothing inline, icons that exist, classes that exist, tokens in forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LOOK = Path(__file__).parents[3] / "src/kikitori/interfaces/look"
PROTOTYPES = Path(__file__).parents[3] / "tools/kitchen_sink/templates"
TEMPLATES = sorted((LOOK / "templates").rglob("*.html"))
TAGS = sorted((LOOK / "tags").glob("[!_]*.py"))
EVERYWHERE = [*TEMPLATES, *sorted(PROTOTYPES.rglob("*.html"))]
SPRITE = (LOOK / "static/look/icons.svg").read_text()
CSS = "\n".join(each.read_text() for each in sorted((LOOK / "static/look").glob("*.css")))
SCRIPTS = "".join(path.read_text() for path in (LOOK / "static/look").glob("*.js"))
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))
CLASSES = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)))
#: Classes that are there for meaning or for builders and need no rule of their own.
BARE_CLASSES = {
    "desk",
    "paper",
    "row__due",
    "band--from",
    "notice--info",
    "due--later",
    "due--missed",
    "promise--later",
    "promise--missed",
}


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_template_has_nothing_inline(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|hx-on", text)
    for script in re.findall(r"<script[^>]*>(.*?)</script>", text, flags=re.DOTALL):
        assert script == ""


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_names_no_other_host(path):
    assert not re.search(r"(?:https?:)?//[a-z]", path.read_text())


@pytest.mark.parametrize("path", EVERYWHERE, ids=name_of)
def test_template_uses_icons_that_exist(path):
    used = set(re.findall(r'{% icon "([\w-]+)"', path.read_text())) | set(
        re.findall(r'mark="([\w-]+)"', path.read_text())
    )
    assert used - ICONS == set()


@pytest.mark.parametrize("path", [*EVERYWHERE, *TAGS], ids=name_of)
def test_markup_uses_classes_that_exist(path):
    used: set[str] = set()
    text = re.sub(r"{{.*?}}", "{}", re.sub(r"{%.*?%}", " ", path.read_text()))
    for value in re.findall(r'class="([^"]*)"', text):
        used |= {word for word in value.split() if re.fullmatch(r"[a-z][\w-]*", word)}
    assert used - CLASSES - BARE_CLASSES == set()


def test_deadline_of_every_kind_has_its_colour():
    from kikitori.interfaces.look.words import _DUE_ICONS

    kinds = {f"{thing}--{kind}" for thing in ("due", "promise") for kind in _DUE_ICONS}
    assert kinds <= CLASSES | BARE_CLASSES
    assert {name for name in CLASSES | BARE_CLASSES if re.match("(due|promise)--", name)} <= kinds


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_posts_only_with_a_token(path):
    text = path.read_text()
    assert text.count('method="post"') <= text.count("{% csrf_token %}")


def test_icons_named_in_python_exist():
    from kikitori.interfaces.look.tags.signs import BANDS
    from kikitori.interfaces.look.words import _DUE_ICONS

    assert {mark for mark, _, _ in BANDS.values()} | set(_DUE_ICONS.values()) <= ICONS


def test_sprite_is_only_drawing():
    assert not re.search(r"<script|href|style=|on\w+=", SPRITE)
    assert len(ICONS) == SPRITE.count("<symbol")


def test_scripts_are_few_and_evaluate_nothing():
    assert len(list((LOOK / "static/look").glob("*.js"))) <= 3
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|https?://", SCRIPTS)


def test_scripts_ask_about_composing_before_they_act_on_a_key():
    listeners = re.findall(
        r'addEventListener\("keydown", \(event\) => \{(.*?)\n\}\);', SCRIPTS, flags=re.DOTALL
    )
    assert len(listeners) == 5
    for body in listeners:
        assert "isComposing" in body.split("\n")[1]
