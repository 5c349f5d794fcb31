"""Whatever stands in the text of a question set, it is read whole or its mistakes are named; it never breaks anything."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.inquiry.question_mistakes import NO_ALIASES, NOT_YAML, TOO_LONG, SetError
from kikitori.records.inquiry.question_reader import LONGEST_SET, MOST_OPTIONS, YES_NO
from kikitori.records.inquiry.question_sets import SHIPPED, read, shipped_text
from kikitori.records.inquiry.questions import QuestionSet, asked, facts_of
from tests.records.inquiry.test_question_reader import GOOD, TWO, changed, dumped, with_question, wrong

SHORT: dict[str, Any] = yaml.safe_load(GOOD)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every node of a document."""
    found = [path] if path else []
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in rows:
        found += places_in(inner, (*path, name))
    return found


def replaced(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    whole = copy.deepcopy(SHORT)
    at: Any = whole
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return whole


def read_or_told(text: str) -> QuestionSet | None:
    """The set; None where its mistakes are told, each in both languages."""
    try:
        return read(text)
    except SetError as error:
        mistakes = error.mistakes
    assert mistakes
    assert all(each.what.ja and each.what.en for each in mistakes)
    return None


@pytest.mark.parametrize("value", [None, {}, 0, "\x00", [[]], {"ja": "あ"}])
def test_wrong_value_anywhere_in_a_set_is_told_and_breaks_nothing(value: object) -> None:
    for path in places_in(SHORT)[::2]:
        found = read_or_told(dumped(replaced(path, value)))
        assert found is None or found.questions, path


@given(st.sampled_from(places_in(SHORT)), anything)
@settings(max_examples=20)
def test_any_value_anywhere_is_read_or_told(path: tuple[Any, ...], value: object) -> None:
    found = read_or_told(dumped(replaced(path, value)))
    assert found is None or found.questions


@given(st.text(max_size=80))
@settings(max_examples=20)
def test_any_text_is_a_set_or_has_mistakes(text: str) -> None:
    assert read_or_told(text) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "must be a table"),
        ("- a", "must be a table"),
        ("id: [", NOT_YAML.en),
        ("\t", NOT_YAML.en),
        ("a: &x 1\nb: *x", NO_ALIASES.en),
        ("id: !!python/object:os.system x", NOT_YAML.en),
        ("a: 1\n---\nb: 2", NOT_YAML.en),
        ("[" * 5000, NOT_YAML.en),
        ("x" * (LONGEST_SET + 1), TOO_LONG.en),
    ],
)
def test_text_that_is_no_table_is_refused_with_its_reason(text: str, what: str) -> None:
    with pytest.raises(SetError) as raised:
        read(text)
    assert [what in each.what.en for each in raised.value.mistakes[:1]] == [True]


@pytest.mark.parametrize("cut", range(0, len(GOOD), 60))
def test_set_that_breaks_off_is_never_half_read(cut: int) -> None:
    assert read_or_told(GOOD[:cut]) is None


@pytest.mark.parametrize("field", ["id", "version", "purpose", "title", "questions"])
def test_field_that_every_set_needs_is_named_when_it_is_missing(field: str) -> None:
    whole = {name: value for name, value in SHORT.items() if name != field}
    assert wrong(dumped(whole))[field] == "is missing"


@pytest.mark.parametrize("field", ["key", "stage", "form", "ask", "label"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_field_that_every_question_needs_is_named_with_the_number_of_its_question(
    number: int, field: str
) -> None:
    assert wrong(with_question(number, **{field: ...}))[f"questions {number + 1} {field}"] == "is missing"


@pytest.mark.parametrize(
    "when", [{"hurt": "maybe"}, {"hurt": ["yes", "maybe"]}, {"told": "yes"}, {"who": "yes"}, {"later": "yes"}]
)
def test_branch_that_could_never_be_reached_is_a_mistake(when: dict[str, object]) -> None:
    assert any(place.startswith("questions 3 when") for place in wrong(with_question(2, when=when)))


@pytest.mark.parametrize("when", [{"hurt": "yes"}, {"hurt": True}, {"hurt": ["yes", "unknown"]}, {}])
def test_branch_is_read_with_one_answer_or_several_and_with_truth_for_yes(when: dict[str, object]) -> None:
    third = read(with_question(2, when=when)).questions[2]
    assert all(key == "hurt" for key, _ in third.when)
    assert all(value in {each.value for each in YES_NO} for _, values in third.when for value in values)


@pytest.mark.parametrize("number", [MOST_OPTIONS, MOST_OPTIONS + 1])
def test_more_answers_than_there_are_keys_to_choose_them_are_refused(number: int) -> None:
    options = {f"answer_{each}": TWO for each in range(number)}
    text = with_question(1, options=options, fills="")
    text = text.replace("hurt:\n", "answered:\n") if "when" in text else text
    found = {place for place in _mistakes(text) if place == "questions 2 options"}
    assert bool(found) is (number > MOST_OPTIONS)


def _mistakes(text: str) -> list[str]:
    try:
        read(text)
    except SetError as error:
        return [each.place for each in error.mistakes]
    return []


@pytest.mark.parametrize("minutes", [{5: TWO, 10: TWO}, {}, {1: TWO}])
def test_reminders_of_a_call_are_read_with_their_minute(minutes: dict[int, object]) -> None:
    found = dict(read(changed(call_minutes=minutes)).call_minutes)
    assert not minutes or list(found) == list(minutes)


@pytest.mark.parametrize("set_id", SHIPPED)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_shipped_set_makes_a_story_of_whatever_is_answered(set_id: str, language: str) -> None:
    questions = read(shipped_text(set_id))
    answers: dict[str, str] = {}
    for _ in range(2):
        for each in asked(questions, answers):
            answers.setdefault(each.key, each.options[0].value if each.options else f"言葉{each.key}")
    facts = facts_of(questions, answers, language)
    typed = [answer for answer in answers.values() if answer.startswith("言葉")]
    single = ("story", "wish", "name", "kana", "phone", "email", "post", "accommodation")
    whole = "\n".join(getattr(facts, name) for name in single)
    kept = {each.key for each in questions.questions if each.fills == "record"}
    assert not [word for word in typed if word not in whole and word.removeprefix("言葉") not in kept]
