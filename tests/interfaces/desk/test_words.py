"""Codes become words: every problem has a sentence, every state a word and an icon, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.letter_pages import KINDS
from kikitori.interfaces.desk.queue_pages import EMPTY_TEXT, EMPTY_TITLE, LEAD, SORT_TITLE
from kikitori.interfaces.desk.queues import QueueName
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.templatetags.desk import (
    language_word,
    plain_line,
    promise_kind,
    state_icon,
    state_word,
)
from kikitori.interfaces.desk.today import GROUP_TITLE, WHOSE_TITLE
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


@pytest.mark.parametrize("state", State)
def test_state_has_a_word_and_an_icon_that_exists(state: State) -> None:
    complaint = Complaint(state=state.value)
    assert str(state_word(complaint))
    assert f'id="{state_icon(complaint)}"' in SPRITE.read_text()


def test_state_nobody_knows_is_no_word_at_all() -> None:
    with pytest.raises(ValueError, match="lost"):
        state_word(Complaint(state="lost"))


@pytest.mark.parametrize("kind", PromiseKind)
def test_promise_has_a_name(kind: PromiseKind) -> None:
    assert str(promise_kind(Promise(kind=kind.value)))


def test_language_is_named_by_itself() -> None:
    assert [language_word(code) for code in ("ja", "en", "ko")] == ["日本語", "English", "ko"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ふつうの件名", "ふつうの件名"),
        ("\u202eevil\u202c", "evil"),
        ("a\u200bb\ufeffc\u2066d", "abcd"),
        ("tab\there", "tabhere"),
        ("👨‍👩‍👧 家族", "👨‍👩‍👧 家族"),
        ("<b>", "<b>"),
        ("", ""),
    ],
)
def test_line_from_outside_shows_what_is_written(text: str, shown: str) -> None:
    assert plain_line(text) == shown


def test_lists_show_lines_from_outside_only_through_the_filter() -> None:
    folder = Path(__file__).parents[3] / "src/kikitori/interfaces/desk/templates/desk"
    bare = re.compile(r"\{\{ [\w.]*(?:title|note|subject|name_kana|to_address) \}\}")
    found = {
        path.name: bare.findall(path.read_text())
        for path in folder.glob("*.html")
        if path.name not in {"queue.html", "_promises.html"} and bare.search(path.read_text())
    }
    assert found == {}
