"""Codes become words: every problem has a sentence, every state a word and an icon, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.html import escape
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.letter_pages import KINDS
from kikitori.interfaces.desk.queue_pages import EMPTY_TEXT, EMPTY_TITLE, LEAD, SORT_TITLE
from kikitori.interfaces.desk.queues import QueueName
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.templatetags.desk import (
    language_word,
    promise_kind,
    severity_badge,
    state_badge,
    state_icon,
)
from kikitori.interfaces.desk.today import GROUP_TITLE, WHOSE_TITLE
from kikitori.records.complaints.labels import STATE
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.letters.kinds import LetterKind

SPRITE = Path(__file__).parents[3] / "src/kikitori/interfaces/look/static/look/icons.svg"
TABLES = [PROBLEM, LEAD, EMPTY_TITLE, EMPTY_TEXT, SORT_TITLE, GROUP_TITLE, WHOSE_TITLE, KINDS]


def test_every_problem_has_a_sentence_that_ends() -> None:
    assert set(PROBLEM) == set(Problem)
    for language, end in (("ja", "。"), ("en", ".")):
        with override(language):
            assert all(str(sentence).endswith(end) for sentence in PROBLEM.values())


@pytest.mark.parametrize("table", TABLES)
def test_words_differ_between_the_languages(table: dict[object, object]) -> None:
    with override("en"):
        english = [str(word) for word in table.values()]
    with override("ja"):
        japanese = [str(word) for word in table.values()]
    assert all(one and other and one != other for one, other in zip(english, japanese, strict=True))


def test_every_place_and_every_letter_has_its_words() -> None:
    assert set(LEAD) == set(EMPTY_TITLE) == set(EMPTY_TEXT) == set(QueueName)
    assert set(KINDS) == {kind.value for kind in LetterKind}


def icons_in(markup: str) -> list[str]:
    return re.findall(r"icons\.svg#(\w+)", markup)


@pytest.mark.parametrize("state", State)
def test_state_has_a_word_and_an_icon_that_exists(state: State) -> None:
    for language in ("ja", "en"):
        with override(language):
            badge = state_badge(Complaint(state=state.value))
            assert f"</svg>{escape(STATE[state])}</span>" in badge
            (name,) = icons_in(badge)
        assert name == state_icon(Complaint(state=state.value))
        assert f'id="{name}"' in SPRITE.read_text()


def test_what_nobody_has_looked_at_and_what_is_agreed_stand_out() -> None:
    marked = {state for state in State if "badge--" in state_badge(Complaint(state=state.value))}
    assert marked == {State.RECEIVED, State.CLOSED_ACCEPTED}


def test_state_or_severity_nobody_knows_is_no_badge_at_all() -> None:
    for badge, complaint in (
        (state_badge, Complaint(state="lost")),
        (severity_badge, Complaint(severity="S9")),
    ):
        with pytest.raises(ValueError, match=r"lost|S9"):
            badge(complaint)


@pytest.mark.parametrize(
    ("severity", "ja", "en", "icon"),
    [
        ("S1", "生命・健康", "Life or health", ["urgent"]),
        ("S2", "重大", "Serious", ["warning"]),
        ("S3", "通常", "Ordinary", []),
        ("S4", "軽微", "Minor", []),
    ],
)
def test_severity_is_told_by_code_and_word_and_the_grave_by_an_icon_too(
    severity: str, ja: str, en: str, icon: list[str]
) -> None:
    for language, word in (("ja", ja), ("en", en), ("ja", ja)):
        with override(language):
            badge = severity_badge(Complaint(severity=severity))
        assert f'<span translate="no">{severity}</span> {word}</span>' in badge
        assert icons_in(badge) == icon
        assert all(f'id="{name}"' in SPRITE.read_text() for name in icon)


def test_badges_use_classes_that_exist() -> None:
    drawn: list[str] = [state_badge(Complaint(state=state.value)) for state in State]
    drawn += [severity_badge(Complaint(severity=code)) for code in ("S1", "S2", "S3", "S4")]
    used = {name for names in re.findall(r'class="([^"]+)"', "".join(drawn)) for name in names.split()}
    known = set(re.findall(r"\.([a-z][\w-]*)", (SPRITE.parent / "kikitori.css").read_text()))
    assert used - known == set()


def test_only_the_grave_are_marked_where_there_is_little_room() -> None:
    codes = ("S1", "S2", "S3", "S4")
    shown = [code for code in codes if severity_badge(Complaint(severity=code), only_grave=True)]
    assert shown == ["S1", "S2"]


@pytest.mark.parametrize("kind", PromiseKind)
def test_promise_has_a_name(kind: PromiseKind) -> None:
    assert str(promise_kind(Promise(kind=kind.value)))


def test_language_is_named_by_itself() -> None:
    assert [language_word(code) for code in ("ja", "en", "ko")] == ["日本語", "English", "ko"]


def test_lists_show_lines_from_outside_only_through_the_filter() -> None:
    folder = Path(__file__).parents[3] / "src/kikitori/interfaces/desk/templates/desk"
    bare = re.compile(
        r"\{\{ [\w.]*(?:title|note|subject|person\.name|body\.name|name_kana|to_address|to_name) \}\}"
    )
    found = {
        path.name: bare.findall(path.read_text())
        for path in folder.glob("*.html")
        if path.name not in {"queue.html", "_promises.html", "notice_choices.html"}
        and bare.search(path.read_text())
    }
    assert found == {}
