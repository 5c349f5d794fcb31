"""The table of keys cannot lie: what templates and scripts bind stands in it, and what stands in it is bound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from kikitori import interfaces
from kikitori.interfaces.look.keys import KEYS, OF_ITSELF, PLACE, Place, grouped, script_keys
from tests.house.rules.source import JAPANESE

ROOT = Path(interfaces.__path__[0])
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in ROOT.rglob("*.html")}
SCRIPTS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "look/static/look").glob("*.js")}
_BOUND = re.compile(r'data-(?:focus-)?key="([^"{]+)"')
#: Keys that a page numbers by itself: the answers of a conversation and its sets, and the places in the bar.
_NUMBERED = re.compile(r'data-key="\{\{ (each|item)\.key \}\}"')
EVERYTHING = {"search_url": "/", "register_url": "/", "notices_url": "/"}


def bound_by_templates() -> set[str]:
    return {key for text in TEMPLATES.values() for key in _BOUND.findall(text)}


def in_the_table(*, scripts: bool) -> set[str]:
    return {key for each in KEYS if bool(each.word) == scripts for key in each.keys} - OF_ITSELF


def test_every_key_a_template_binds_stands_in_the_table_and_no_other() -> None:
    numbers = set("123456789")
    assert bound_by_templates() == in_the_table(scripts=False) - numbers
    assert numbers <= in_the_table(scripts=False)


def test_templates_number_keys_where_the_table_says_so_and_nowhere_else() -> None:
    places = {path.relative_to(ROOT).as_posix() for path, text in TEMPLATES.items() if _NUMBERED.search(text)}
    assert {place.split("/")[-1] for place in places} == {"nav.html", "ask.html", "start.html"}
    dynamic = [text for text in TEMPLATES.values() if re.search(r'data-key="\{', text)]
    assert all(_NUMBERED.search(text) for text in dynamic)


def test_scripts_know_no_single_key_but_by_the_table() -> None:
    words = set(script_keys())
    script = "\n".join(SCRIPTS.values())
    assert set(re.findall(r"\bKEYS\.(\w+)", script)) == words
    assert re.findall(r'event\.key === "(.)"', script) == []
    by_ctrl = {each.with_ctrl.lower() for each in KEYS if len(each.with_ctrl) == 1}
    assert set(re.findall(r'event\.key\.toLowerCase\(\) === "(.)"', script)) == by_ctrl


def test_scripts_bind_no_key_while_kana_are_converted() -> None:
    for path, text in SCRIPTS.items():
        for handler in re.findall(
            r'addEventListener\("keydown", \(event\) => \{\n(.*?)\n\}\)', text, re.DOTALL
        ):
            assert "event.isComposing" in handler.split("\n")[0], path.name


def test_no_key_has_two_meanings_at_one_place() -> None:
    for place in Place:
        keys = [key for each in KEYS if each.place is place for key in each.keys]
        assert len(set(keys)) == len(keys), place
    everywhere = {key for each in KEYS if each.place is Place.EVERYWHERE for key in each.keys}
    others = {key for each in KEYS if each.place is not Place.EVERYWHERE for key in each.keys}
    assert not everywhere & others


@pytest.mark.parametrize("language", ["ja", "en"])
def test_map_says_every_key_and_what_it_does(language: str) -> None:
    with override(language):
        drawn = Template("{% load look %}{% key_map %}").render(
            Context({**EVERYTHING, "more_keys": [("1", "今日の約束")]})
        )
        said = [str(each.means) for each in KEYS] + [str(name) for name in PLACE.values()]
    shown = set(re.findall(r"<kbd>([^<]+)</kbd>", drawn))
    assert {key for each in KEYS for key in each.shown} | {"1"} == shown, "and that of the bar"
    assert {"?", "/", "Ctrl K", "Shift X", "Ctrl Enter", "Esc", "1 … 9"} <= shown
    assert all(words in drawn for words in said)
    assert len(set(said)) == len(said)
    assert all(bool(JAPANESE.search(words)) == (language == "ja") for words in said)


def test_what_a_page_does_not_have_is_not_in_its_map() -> None:
    bare = {key for _, bindings in grouped({}) for each in bindings for key in each.keys}
    full = {key for _, bindings in grouped(EVERYTHING) for each in bindings for key in each.keys}
    assert full - bare == {"/", "c", "i"}


def test_scripts_find_their_keys_in_the_page() -> None:
    drawn = Template('{% load look %}{% include "look/shortcuts.html" %}').render(Context(EVERYTHING))
    assert 'data-map="?" data-next="j" data-previous="k" data-choose="x"' in drawn
