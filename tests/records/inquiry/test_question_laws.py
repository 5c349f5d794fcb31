"""A conversation under whatever answers: it ends, asks nothing twice, and no change of mind leaves anything behind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.inquiry.question_sets import SHIPPED, read, shipped_text
from kikitori.records.inquiry.questions import QuestionSet, asked, before, facts_of, next_open, said
from kikitori.records.triage.sorting import SafetyQuestion
from tests.records.inquiry.test_questions import SET

SETS = [SET, *(read(shipped_text(set_id)) for set_id in SHIPPED)]


@st.composite
def conversations(draw: st.DrawFn) -> tuple[QuestionSet, dict[str, str]]:
    """A set, and answers to some of its questions, asked or not."""
    questions = draw(st.sampled_from(SETS))
    answers = {}
    for each in draw(
        st.lists(st.sampled_from(questions.questions), unique_by=lambda one: one.key, max_size=20)
    ):
        words = [option.value for option in each.options] or ["はい、そうです", "two\nlines", "0"]
        answers[each.key] = draw(st.sampled_from(["", *words]))
    return questions, answers


@given(conversations())
@settings(max_examples=20)
def test_questions_are_asked_once_each_in_the_order_of_the_set(
    held: tuple[QuestionSet, dict[str, str]],
) -> None:
    questions, answers = held
    way = [each.key for each in asked(questions, answers)]
    order = [each.key for each in questions.questions]
    assert way == [key for key in order if key in set(way)]
    assert len(way) == len(set(way))


@given(conversations())
@settings(max_examples=20)
def test_every_conversation_comes_to_its_end(held: tuple[QuestionSet, dict[str, str]]) -> None:
    questions, answers = held
    for _ in range(len(questions.questions) + 1):
        following = next_open(questions, answers)
        if following is None:
            break
        assert following.key not in answers
        answers[following.key] = following.options[0].value if following.options else ""
    assert next_open(questions, answers) is None
    assert set(answers) >= {each.key for each in asked(questions, answers)}


@given(conversations())
@settings(max_examples=20)
def test_going_back_from_the_end_passes_every_question_that_was_asked(
    held: tuple[QuestionSet, dict[str, str]],
) -> None:
    questions, answers = held
    way, at = [], ""
    while (back := before(questions, answers, at)) is not None:
        way.append(back.key)
        at = back.key
    assert way[::-1] == [each.key for each in asked(questions, answers)]


@given(conversations())
@settings(max_examples=20)
def test_answer_to_what_is_not_asked_changes_nothing(held: tuple[QuestionSet, dict[str, str]]) -> None:
    questions, answers = held
    way = {each.key for each in asked(questions, answers)}
    counted = {key: answer for key, answer in answers.items() if key in way}
    assert [each.key for each in asked(questions, counted)] == [
        each.key for each in asked(questions, answers)
    ]
    for language in ("ja", "en"):
        assert facts_of(questions, counted, language) == facts_of(questions, answers, language)


@given(conversations())
@settings(max_examples=20)
def test_question_passed_over_says_nothing(held: tuple[QuestionSet, dict[str, str]]) -> None:
    questions, answers = held
    assert all(answer for _, answer in said(questions, answers))
    spoken = {key: answer for key, answer in answers.items() if answer}
    assert facts_of(questions, spoken, "ja") == facts_of(questions, answers, "ja")


@given(conversations())
@settings(max_examples=20)
def test_facts_speak_of_known_dangers_alone_and_never_twice(held: tuple[QuestionSet, dict[str, str]]) -> None:
    questions, answers = held
    facts = facts_of(questions, answers, "ja")
    assert set(facts.safety) <= {each.value for each in SafetyQuestion}
    assert set(facts.safety.values()) <= {"yes", "no", "unknown"}
    assert facts.story == facts.story.strip()


@pytest.mark.parametrize("key", ["", "nowhere", "\x00"])
def test_question_that_is_not_in_the_set_is_none(key: str) -> None:
    assert SET.question(key) is None
    assert next_open(SET, {}, after=key) == next_open(SET, {})


def test_nothing_said_comes_to_nothing() -> None:
    for questions in SETS:
        facts = facts_of(questions, {}, "ja")
        assert (facts.story, facts.wish, facts.safety, facts.allegations) == ("", "", {}, ())
        assert not facts.anonymous
        assert not facts.restricted
