"""Conditions as a person reads them: one line each, in both languages, and no code among the words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.views.condition_words import Names, day_of, flaws_told, line_of, lines_of, read
from kikitori.records.selection.conditions import (
    VERSION,
    Condition,
    Conditions,
    Flaw,
    Found,
    UnreadableConditions,
    as_json,
)
from kikitori.records.selection.day_words import Away
from kikitori.records.selection.labels import FLAW
from kikitori.records.selection.terms import (
    ASKS_WHETHER,
    COMPARES_DAYS,
    COMPARES_WORDS,
    DAYS,
    WORDS,
    Field,
    Operator,
    operators_of,
)

NAMES = Names(staff={"7": "受田 ひかり"}, teams={"7": "お客様窓口"}, branches={"7": "銀座店"})
WAYS = [(field, operator) for field in Field for operator in operators_of(field)]
LANGUAGES = ("ja", "en")


def one(field: Field, operator: Operator, language: str = "en") -> str:
    values = WORDS[field][:2] if operator in COMPARES_WORDS else ()
    day = Away(-3) if operator in COMPARES_DAYS else None
    with override(language):
        return line_of(Condition(field, operator, values, day), NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_conditions_read_alike(language: str) -> None:
    lines = [one(field, operator, language) for field, operator in WAYS]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(("field", "operator"), WAYS)
def test_condition_reads_otherwise_in_each_language(field: Field, operator: Operator) -> None:
    assert one(field, operator, "ja") != one(field, operator, "en")


@pytest.mark.parametrize("field", [field for field in Field if field not in DAYS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_field_has_a_name_of_its_own(field: Field, language: str) -> None:
    with override(language):
        named = {word: NAMES.value(field, word) for word in WORDS[field]}
    assert len(set(named.values())) == len(named)
    assert not [word for word, name in named.items() if not name.strip() or (word == name and "_" in word)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (Field.ASSIGNEE, "7", "受田 ひかり"),
        (Field.TEAM, "7", "お客様窓口"),
        (Field.ASSIGNEE, "8", "8"),
        (Field.TEAM, "8", "8"),
        (Field.BRANCH, "7", "銀座店"),
        (Field.BRANCH, "8", "8"),
        (Field.QUEUE, "7", "7"),
    ],
)
def test_person_and_team_are_named_and_one_who_is_gone_keeps_the_number(
    field: Field, value: str, said: str
) -> None:
    assert NAMES.value(field, value) == said


def test_conditions_that_speak_of_nobody_ask_the_database_nothing() -> None:
    several = Conditions(tuple(Condition(field, Operator.IS, WORDS[field][:1]) for field in WORDS))
    assert Names.of([several]) == Names()


@pytest.mark.parametrize(
    ("day", "en", "ja"),
    [
        (Away(0), "today", "今日"),
        (Away(0, working=True), "today", "今日"),
        (Away(-1), "1 day ago", "1日前"),
        (Away(-2), "2 days ago", "2日前"),
        (Away(1), "in 1 day", "1日後"),
        (Away(30), "in 30 days", "30日後"),
        (Away(-1, working=True), "1 working day ago", "1営業日前"),
        (Away(-5, working=True), "5 working days ago", "5営業日前"),
        (Away(1, working=True), "in 1 working day", "1営業日後"),
        (Away(5, working=True), "in 5 working days", "5営業日後"),
    ],
)
def test_distance_of_a_day_is_said_with_its_plural(day: Away, en: str, ja: str) -> None:
    with override("en"):
        assert day_of(day) == en
    with override("ja"):
        assert day_of(day) == ja


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2028, 2, 29)])
def test_day_of_the_calendar_is_said_as_every_day_is(day: date) -> None:
    with override("ja"):
        assert f"{day.month}月{day.day}日" in day_of(day)
    with override("en"):
        assert str(day.day) in day_of(day)


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternatives_are_one_line_that_holds_each_of_them(language: str) -> None:
    each = [Condition(Field.SEVERITY, Operator.IS, (word,)) for word in ("S1", "S2", "S3")]
    with override(language):
        whole = list(lines_of(Conditions((each[0],), tuple(each)), NAMES))
        assert len(whole) == 2
        assert whole[0] == line_of(each[0], NAMES)
        assert all(line_of(condition, NAMES) in whole[1] for condition in each)


def test_no_condition_is_no_line() -> None:
    assert list(lines_of(Conditions(), NAMES)) == []


@pytest.mark.parametrize(("field", "operator"), WAYS)
def test_kept_condition_is_read_for_a_page_as_it_was_kept(field: Field, operator: Operator) -> None:
    day = date(2026, 11, 20) if operator in COMPARES_DAYS else None
    values = () if operator in (*COMPARES_DAYS, *ASKS_WHETHER) else WORDS[field][:1]
    conditions = Conditions((Condition(field, operator, values, day),))
    found = read(as_json(conditions))
    assert (found.conditions, found.flaws) == (conditions, ())


@pytest.mark.parametrize(
    "kept", [None, 1, "open", [], {}, {"version": 0}, {"version": VERSION}, {"version": VERSION, "all": {}}]
)
def test_what_cannot_be_read_is_told_in_words_and_selects_nothing(kept: object) -> None:
    found = read(kept)
    assert found.conditions is None
    assert found.flaws


@pytest.mark.parametrize("flaw", Flaw)
@pytest.mark.parametrize("language", LANGUAGES)
def test_flaw_is_told_with_the_word_that_could_not_be_read(flaw: Flaw, language: str) -> None:
    with override(language):
        [bare] = flaws_told(UnreadableConditions((Found(flaw),)))
        [named] = flaws_told(UnreadableConditions((Found(flaw, "all.0", "％s <b>"),)))
        assert bare == str(FLAW[flaw])
        assert bare in named
        assert "％s <b>" in named
