"""Cells of a list that are one word: every code in the reader's language, and a dash where there is nothing."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.template.context import Context
from django.utils.html import strip_tags
from django.utils.translation import override

from kikitori.interfaces.desk.row_drawing import drawn_cell, drawn_row
from kikitori.interfaces.desk.rows import Row
from kikitori.interfaces.desk.templatetags.case import open_marks, word
from kikitori.interfaces.desk.templatetags.mails import held_word
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel, Kind, Queue, Subject, Urgency
from kikitori.records.letters.mail_terms import Held
from kikitori.records.letters.placeholders import fill
from kikitori.records.people.models import Person, Team
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.terms import Column
from tests.house.rules.source import JAPANESE
from tests.makers import FRIDAY

WORDS: dict[Column, Any] = {
    Column.URGENCY: Urgency,
    Column.QUEUE: Queue,
    Column.KIND: Kind,
    Column.SUBJECT: Subject,
    Column.CHANNEL: Channel,
}
#: Columns that are more than a word, drawn by the list itself.
MORE = set(Column) - set(WORDS) - {Column.CUSTOMER_TYPE, Column.TEAM}


def row(*, person: Person | None = None, types: tuple[str, ...] = (), **values: Any) -> Row:
    return Row(Complaint(**values), person, None, types)


def said(made: Row, column: Column, language: str) -> str:
    with override(language):
        return unescape(strip_tags(drawn_cell(Context({"now": FRIDAY}), made, column)))


@pytest.mark.parametrize(("column", "codes"), WORDS.items())
def test_every_code_has_a_word_of_its_own_in_both_languages(column: Column, codes: Any) -> None:
    for language in ("ja", "en"):
        told = [said(row(**{column.value: code.value}), column, language) for code in codes]
        assert len(set(told)) == len(told)
        assert all(told)
        if language == "en":
            assert not any(map(JAPANESE.search, told))


@pytest.mark.parametrize("column", sorted(WORDS))
@pytest.mark.parametrize("code", ["", "lost", "<b>", "None"])
def test_code_that_nobody_knows_is_an_error_and_no_empty_cell(column: Column, code: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        said(row(**{column.value: code}), column, "ja")


@pytest.mark.parametrize("column", sorted(MORE))
def test_column_that_is_more_than_a_word_says_something_even_of_nobody_and_nothing(column: Column) -> None:
    bare = row(severity="S3", state="received", received_at=FRIDAY)
    for language in ("ja", "en"):
        assert said(bare, column, language)


@pytest.mark.parametrize("pick", [True, False])
def test_row_can_be_chosen_only_where_that_is_offered(pick: bool) -> None:
    made = row(pk=7, reference="K-2026-000007", title="<b>皿</b>", received_at=FRIDAY, language="en")
    drawn = drawn_row(Context({"now": FRIDAY}), made, [Column.HANDLER], pick=pick)
    assert ('name="picked" value="7"' in drawn) is pick
    assert "&lt;b&gt;皿&lt;/b&gt;" in drawn
    assert "/desk/complaints/K-2026-000007/" in drawn


@pytest.mark.parametrize("name", ["配送", "A & B", "<script>"])
def test_team_is_called_by_its_name(name: str) -> None:
    assert said(row(team=Team(name=name)), Column.TEAM, "ja") == name


def test_nothing_known_is_a_dash() -> None:
    assert said(row(), Column.TEAM, "ja") == "–"
    assert said(row(), Column.CUSTOMER_TYPE, "ja") == "–"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_types_of_a_person_stand_beside_each_other_and_unknown_is_said(language: str) -> None:
    both = said(row(person=Person(), types=("frequent", "member")), Column.CUSTOMER_TYPE, language)
    one, other = (
        said(row(person=Person(), types=(each,)), Column.CUSTOMER_TYPE, language)
        for each in ("frequent", "member")
    )
    assert both == f"{one} · {other}"
    unknown = said(row(person=Person()), Column.CUSTOMER_TYPE, language)
    assert unknown not in ("–", "")
    assert unknown == said(row(person=Person(), types=("unknown",)), Column.CUSTOMER_TYPE, language)


@pytest.mark.parametrize("kind", CustomerType)
def test_every_type_is_told_in_both_languages(kind: CustomerType) -> None:
    ja, en = (
        said(row(person=Person(), types=(kind.value,)), Column.CUSTOMER_TYPE, each) for each in ("ja", "en")
    )
    assert JAPANESE.search(ja)
    assert not JAPANESE.search(en)


@pytest.mark.parametrize("held", Held)
def test_reason_why_a_mail_is_held_is_told_in_both_languages(held: Held) -> None:
    with override("ja"):
        assert JAPANESE.search(held_word(held.value))
    with override("en"):
        assert not JAPANESE.search(held_word(held.value))


@pytest.mark.parametrize("code", ["", "lost", "HELD"])
def test_reason_that_nobody_knows_is_an_error(code: str) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        held_word(code)


@pytest.mark.parametrize("table", ["nothing", "", "states"])
def test_table_of_words_that_is_none_is_an_error(table: str) -> None:
    with pytest.raises(KeyError):
        word("received", table)


@pytest.mark.parametrize("text", [None, "", "森様\n\nお待たせしました。", "{ } は印ではありません。"])
def test_text_in_which_nothing_is_left_open_has_no_marks(text: str | None) -> None:
    assert open_marks(text) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_text_that_a_template_has_left_open_shows_where(language: str) -> None:
    filled = fill("{name}様、{days}", {}, language)
    assert open_marks(filled.text)
    assert all(mark in filled.text for mark in open_marks(filled.text))
