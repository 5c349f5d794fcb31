"""What is asked depends on what was answered, and what was typed once comes to where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.inquiry.question_sets import SHIPPED, read, shipped_text
from kikitori.records.inquiry.questions import (
    Facts,
    Form,
    Option,
    Purpose,
    Question,
    QuestionSet,
    Stage,
    asked,
    before,
    facts_of,
    next_open,
    said,
)


def two(text: str) -> Bilingual:
    return Bilingual(text, f"{text} (en)")


def question(key: str, fills: str = "", *, choose: str = "", **more: object) -> Question:
    options = tuple(Option(each, two(f"{each}です")) for each in choose.split())
    form = Form.CHOICE if options else Form.WORDS
    values = {"options": options, "fills": fills, **more}
    return Question(key, Stage.OPEN, form, two(f"{key}?"), two(key), **values)  # type: ignore[arg-type]


def only(key: str, *values: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return ((key, frozenset(values)),)


SET = QuestionSet(
    "set",
    1,
    Purpose.INTAKE,
    two("set"),
    (
        question("story", "story"),
        question("danger", choose="yes no unknown", clears=only("no", "injury", "fire")),
        question("injury", "safety.injury", choose="yes no unknown", when=only("danger", "yes", "unknown")),
        question("how", when=only("injury", "yes")),
        question("about", "subject", choose="delivery billing"),
        question("parcel", when=only("about", "delivery")),
        question("point", "allegation"),
        question("secretly", "record"),
        question("wish", "wish"),
        question("first", "wish"),
        question("inside", "restricted", choose="yes no"),
        question("anonymous", "anonymous", choose="yes no"),
        question("name", "name", when=only("anonymous", "no")),
    ),
)


def keys(answers: dict[str, str]) -> list[str]:
    return [each.key for each in asked(SET, answers)]


ALWAYS = ["story", "danger", "about", "point", "secretly", "wish", "first", "inside", "anonymous"]


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, []),
        ({"danger": "no"}, []),
        ({"danger": "yes"}, ["injury"]),
        ({"danger": "unknown"}, ["injury"]),
        ({"danger": "yes", "injury": "yes"}, ["injury", "how"]),
        ({"danger": "yes", "injury": "no"}, ["injury"]),
        ({"danger": "no", "injury": "yes"}, []),
        ({"danger": ""}, []),
        ({"about": "delivery"}, ["parcel"]),
        ({"about": "billing"}, []),
        ({"anonymous": "no"}, ["name"]),
        ({"anonymous": "yes"}, []),
    ],
)
def test_what_is_asked_follows_from_the_answers(answers: dict[str, str], more: list[str]) -> None:
    assert sorted(keys(answers)) == sorted([*ALWAYS, *more])
    order = [each.key for each in SET.questions]
    assert keys(answers) == sorted(keys(answers), key=order.index)


def test_answer_in_a_branch_that_was_left_counts_for_nothing_and_comes_back_with_it() -> None:
    answers = {"story": "皿が割れた", "danger": "yes", "injury": "yes", "how": "指を切った"}
    assert facts_of(SET, answers, "ja").safety == {"injury": "yes"}
    left = facts_of(SET, {**answers, "danger": "no"}, "ja")
    assert left.safety == {"injury": "no", "fire": "no"}
    assert "指を切った" not in left.story
    assert "指を切った" in facts_of(SET, answers, "ja").story


def test_next_is_looked_for_behind_the_place_and_then_from_the_beginning() -> None:
    def after(place: str, *done: str) -> str:
        found = next_open(SET, dict.fromkeys(done, ""), after=place)
        return found.key if found else ""

    assert after("") == "story"
    assert after("story", "story") == "danger"
    assert after("point", "point") == "secretly"
    assert after("anonymous", "anonymous") == "story"
    assert after("nowhere", "story") == "danger"
    assert after("anonymous", *ALWAYS) == ""


def test_passed_over_is_answered_but_says_nothing() -> None:
    assert next_open(SET, dict.fromkeys(ALWAYS, "")) is None
    assert said(SET, dict.fromkeys(ALWAYS, "")) == []
    assert facts_of(SET, dict.fromkeys(ALWAYS, ""), "ja") == Facts()


def test_question_before_is_the_one_asked_before() -> None:
    answers = {"danger": "no", "about": "delivery"}

    def of(key: str) -> str:
        found = before(SET, answers, key)
        return found.key if found else ""

    assert of("story") == ""
    assert of("about") == "danger"
    assert of("point") == "parcel"
    assert of("injury") == "anonymous"  # not asked: the last one that is


def test_everything_that_was_typed_goes_where_it_belongs() -> None:
    answers = {
        "story": "皿が割れて届いた。",
        "danger": "no",
        "about": "delivery",
        "parcel": "茶色の箱",
        "point": "三枚割れていた",
        "secretly": "課長には知られたくない",
        "wish": "交換してほしい",
        "first": "まず電話がほしい",
        "inside": "yes",
        "anonymous": "no",
        "name": "試野 はな",
    }
    assert facts_of(SET, answers, "ja") == Facts(
        story="皿が割れて届いた。\n\n〔parcel〕 茶色の箱\n〔point〕 三枚割れていた",
        wish="交換してほしい\nまず電話がほしい",
        subject="delivery",
        name="試野 はな",
        restricted=True,
        safety={"injury": "no", "fire": "no"},
        allegations=("三枚割れていた",),
    )


def test_lines_are_named_in_the_language_of_the_conversation() -> None:
    answers = {"story": "A broken plate.", "about": "delivery", "parcel": "a brown box\nwith a red label"}
    told = facts_of(SET, answers, "en").story
    assert told == "A broken plate.\n\n[parcel (en)]\na brown box\nwith a red label"


def test_choice_that_fills_nothing_is_said_in_words() -> None:
    one = QuestionSet(
        "s", 1, Purpose.INTAKE, two("s"), (question("t", "story"), question("again", choose="yes no"))
    )
    assert facts_of(one, {"t": "x", "again": "yes"}, "ja").story == "x\n\n〔again〕 yesです"


def test_anonymous_person_loses_a_name_that_was_given_before() -> None:
    facts = facts_of(SET, {"anonymous": "yes", "name": "試野 はな"}, "ja")
    assert (facts.anonymous, facts.name) == (True, "")


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> QuestionSet:
    return read(shipped_text(request.param))


@given(data=st.data())
def test_every_way_through_a_shipped_set_ends_and_loses_no_word(
    shipped: QuestionSet, data: st.DataObject
) -> None:
    questions = shipped
    answers: dict[str, str] = {}
    typed: list[str] = []
    for _ in range(len(questions.questions) + 1):
        found = next_open(questions, answers)
        if found is None:
            break
        if found.options:
            answers[found.key] = data.draw(st.sampled_from(["", *(each.value for each in found.options)]))
        else:
            answers[found.key] = data.draw(st.sampled_from(["", f"言葉{found.key}"]))
            typed += [answers[found.key]] if answers[found.key] and found.fills != "record" else []
    assert next_open(questions, answers) is None
    facts = facts_of(questions, answers, "ja")
    everything = "\n".join([facts.story, facts.wish, *vars_of(facts)])
    assert [word for word in typed if word not in everything] == []


def vars_of(facts: Facts) -> list[str]:
    return [facts.name, facts.kana, facts.phone, facts.email, facts.post, facts.accommodation]


@pytest.mark.parametrize("set_id", SHIPPED)
def test_shipped_sets_climb_from_open_to_wish(set_id: str) -> None:
    """After the founding article: open → define → example → wish."""
    stages = [each.stage for each in read(shipped_text(set_id)).questions]
    ladder = [Stage.OPEN, Stage.DEFINE, Stage.EXAMPLE, Stage.WISH]
    firsts = [stages.index(each) for each in ladder]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("set_id", ["general", "association"])
def test_shipped_sets_ask_about_danger_leaks_and_who_must_not_know(set_id: str) -> None:
    questions = read(shipped_text(set_id))
    fills = {each.fills for each in questions.questions}
    assert {"story", "wish", "subject", "safety.data_leak", "safety.child", "anonymous"} <= fills
    assert any(each.stage is Stage.SAFETY for each in questions.questions)
    assert any("知られ" in each.ask.ja for each in questions.questions)


@pytest.mark.parametrize("set_id", SHIPPED)
def test_shipped_sets_know_what_to_say_in_hard_moments(set_id: str) -> None:
    questions = read(shipped_text(set_id))
    assert {"angry", "upset", "harm_self", "abuse"} <= {each.key for each in questions.moments}
    assert [minute for minute, _ in questions.call_minutes] == [15, 30, 60]


@pytest.mark.parametrize("set_id", SHIPPED)
def test_shipped_questions_can_be_said_aloud(set_id: str) -> None:
    """Polite, whole sentences, short enough for one breath or two, and never a word that pushes people away."""
    for each in read(shipped_text(set_id)).questions:
        assert len(each.ask.ja) <= 90, each.key
        assert each.ask.ja.endswith(("。", "）")), each.key
        assert not any(word in each.ask.ja for word in ("ご理解", "お客様都合", "クレーム", "システム上")), (
            each.key
        )
        assert each.ask.en[0].isupper(), each.key
        assert each.label.ja, each.key
