"""How a question and its answers stand on the page: in the language of the conversation, with a key for each answer."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.interfaces.desk.complaint.folding import Folded
from kikitori.interfaces.desk.conversation.answers_shown import Answered, Asked, answered, asked_now
from kikitori.interfaces.desk.conversation.stages import STAGE
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.question_sets import SHIPPED, read, shipped_text
from kikitori.records.inquiry.questions import (
    Form,
    Option,
    Purpose,
    Question,
    QuestionSet,
    Stage,
    asked,
    next_open,
)
from tests.house.rules.source import JAPANESE

STORY = Question(
    "story",
    Stage.OPEN,
    Form.WORDS,
    Bilingual("何がありましたか。", "What happened?"),
    Bilingual("経緯", "Story"),
    "story",
)
HURT = Question(
    "hurt",
    Stage.SAFETY,
    Form.CHOICE,
    Bilingual("けがはありますか。", "Is anybody hurt?"),
    Bilingual("けが", "Injury"),
    "safety.injury",
    options=tuple(
        Option(value, Bilingual(ja, en))
        for value, ja, en in (
            ("yes", "はい", "Yes"),
            ("no", "いいえ", "No"),
            ("unknown", "不明", "Not known"),
        )
    ),
    hint=Bilingual("小さな切り傷も", "A small cut, too"),
)
WHERE = Question(
    "where",
    Stage.EXAMPLE,
    Form.LINE,
    Bilingual("どこですか。", "Where?"),
    Bilingual("場所", "Place"),
    when=(("hurt", frozenset({"yes"})),),
)
NAME = Question(
    "name", Stage.REACH, Form.LINE, Bilingual("お名前は。", "Your name?"), Bilingual("名前", "Name"), "name"
)
SET = QuestionSet("s", 1, Purpose.INTAKE, Bilingual("組", "Set"), (STORY, HURT, WHERE, NAME))


def talk(language: str = "ja", **answers: str) -> Conversation:
    return Conversation(set="s", version=1, language=language, answers=answers)


def now(question: Question, typed: str | None = None, language: str = "ja", **answers: str) -> Asked:
    return asked_now(SET, talk(language, **answers), question, typed)


def test_nothing_lies_behind_at_the_beginning() -> None:
    assert answered(SET, talk()) == []


@pytest.mark.parametrize(("language", "label", "said"), [("ja", "けが", "はい"), ("en", "Injury", "Yes")])
def test_what_was_chosen_is_said_in_the_language_of_the_conversation(
    language: str, label: str, said: str
) -> None:
    """Whatever language the reader of the page has."""
    for reads in ("ja", "en"):
        with override(reads):
            [found] = answered(SET, talk(language, hurt="yes"))
            assert found == Answered("hurt", label, Folded(said, ""), is_here=False)


def test_what_was_typed_is_said_as_it_was_typed() -> None:
    [found] = answered(SET, talk("en", story="皿が割れた"))
    assert found.said == Folded("皿が割れた", "")


def test_question_passed_over_stands_there_with_nothing_said() -> None:
    assert [each.said for each in answered(SET, talk(story="", hurt="no"))] == [None, Folded("いいえ", "")]


def test_answers_stand_in_the_order_of_the_questions_and_not_of_the_typing() -> None:
    assert [each.key for each in answered(SET, talk(name="森", hurt="yes", where="店", story="皿"))] == [
        "story",
        "hurt",
        "where",
        "name",
    ]


def test_answer_of_a_branch_that_was_left_is_not_shown() -> None:
    assert [each.key for each in answered(SET, talk(hurt="no", where="店"))] == ["hurt"]
    assert [each.key for each in answered(SET, talk(hurt="yes", where="店"))] == ["hurt", "where"]


@pytest.mark.parametrize("here", ["story", "hurt", "name", "", "nowhere"])
def test_place_where_one_is_stands_out_alone(here: str) -> None:
    found = answered(SET, talk(story="皿", hurt="no", name="森"), here)
    assert [each.key for each in found if each.is_here] == (
        [here] if here in ("story", "hurt", "name") else []
    )


def test_long_answer_is_folded_and_loses_nothing() -> None:
    story = "皿が割れていた。" * 100
    [found] = answered(SET, talk(story=story))
    assert found.said is not None
    assert found.said.rest
    assert found.said.beginning + found.said.rest == story


@pytest.mark.parametrize(
    ("language", "ask", "hint", "said"),
    [
        ("ja", "けがはありますか。", "小さな切り傷も", ["はい", "いいえ", "不明"]),
        ("en", "Is anybody hurt?", "A small cut, too", ["Yes", "No", "Not known"]),
    ],
)
def test_question_is_asked_with_its_hint_and_its_answers(
    language: str, ask: str, hint: str, said: list[str]
) -> None:
    found = now(HURT, language=language)
    assert (found.ask, found.hint, [each.said for each in found.choices]) == (ask, hint, said)
    assert [each.key for each in found.choices] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("question", "is_choice", "is_line"), [(STORY, False, False), (HURT, True, False), (NAME, False, True)]
)
def test_form_of_the_answer_is_told_apart(question: Question, is_choice: bool, is_line: bool) -> None:
    found = now(question)
    assert (found.is_choice, found.is_line) == (is_choice, is_line)
    assert bool(found.choices) is is_choice


def test_question_without_a_hint_has_none() -> None:
    assert now(STORY).hint == ""


@pytest.mark.parametrize(
    ("answers", "typed", "shown", "was"),
    [
        ({}, None, "", False),
        ({"story": "皿"}, None, "皿", True),
        ({"story": ""}, None, "", True),
        ({"story": "皿"}, "箱", "箱", True),
        ({"story": "皿"}, "", "", True),
        ({}, "箱", "箱", False),
    ],
)
def test_what_was_typed_and_not_kept_stands_before_what_is_kept(
    answers: dict[str, str], typed: str | None, shown: str, was: bool
) -> None:
    found = now(STORY, typed, **answers)
    assert (found.answer, found.was_answered) == (shown, was)


@pytest.mark.parametrize(
    ("answer", "chosen"), [("yes", [True, False, False]), ("", [False] * 3), ("maybe", [False] * 3)]
)
def test_choice_that_stands_is_marked(answer: str, chosen: list[bool]) -> None:
    assert [each.is_chosen for each in now(HURT, hurt=answer).choices] == chosen


@pytest.mark.parametrize(
    ("question", "answers", "number", "of"),
    [
        (STORY, {}, 1, 3),
        (NAME, {}, 3, 3),
        (NAME, {"hurt": "yes"}, 4, 4),
        (WHERE, {"hurt": "yes"}, 3, 4),
        # Not asked (any more): it stands at the end.
        (WHERE, {"hurt": "no"}, 3, 3),
    ],
)
def test_way_is_counted_as_the_answers_lead(
    question: Question, answers: dict[str, str], number: int, of: int
) -> None:
    found = now(question, **answers)
    assert (found.number, found.of) == (number, of)


@pytest.mark.parametrize("set_id", SHIPPED)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_shipped_question_is_shown_whole_from_the_first_to_the_last(set_id: str, language: str) -> None:
    questions, held = read(shipped_text(set_id)), talk(language)
    numbers = []
    while (question := next_open(questions, held.answers)) is not None:
        found = asked_now(questions, held, question, None)
        numbers.append(found.number)
        for words in (found.ask, *(each.said for each in found.choices)):
            assert bool(JAPANESE.search(words)) is (language == "ja"), words
        held.answers[question.key] = question.options[0].value if question.options else "はい"
    assert numbers == list(range(1, len(list(asked(questions, held.answers))) + 1))
    assert len(answered(questions, held)) == len(numbers)


def test_every_stage_has_a_name_of_its_own_in_both_languages() -> None:
    assert set(STAGE) == set(Stage)
    for language in ("ja", "en"):
        with override(language):
            assert len({str(word) for word in STAGE.values()}) == len(Stage)
            assert all(bool(JAPANESE.search(str(word))) is (language == "ja") for word in STAGE.values())
