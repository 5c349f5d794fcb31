"""Whoever writes questions of their own is told every mistake and where it stands; nothing half-read is ever asked."""

from __future__ import annotations

import pytest
import yaml

from kikitori.records.inquiry import question_sets
from kikitori.records.inquiry.question_mistakes import SetError
from kikitori.records.inquiry.question_reader import LONGEST_SET, read_question_set
from kikitori.records.inquiry.question_sets import SHIPPED, read, shipped_text
from kikitori.records.inquiry.questions import Form, Purpose, Stage
from kikitori.records.triage.sorting import SafetyQuestion

GOOD = """
id: short
version: 1
purpose: intake
title: {ja: 短い質問票, en: A short set}
questions:
  - {key: told, stage: open, form: words, fills: story, ask: {ja: 何が。, en: What?}, label: {ja: 話, en: Story}}
  - key: hurt
    stage: safety
    form: choice
    fills: safety.injury
    ask: {ja: けがは。, en: "Hurt?"}
    label: {ja: けが, en: Hurt}
    options: yes_no
  - key: who
    stage: safety
    form: line
    when: {hurt: yes}
    ask: {ja: どなたが。, en: "Who?"}
    label: {ja: 人, en: Who}
    hint: {ja: 名前でなくても, en: Not a name}
""".replace("en: What?}", 'en: "What?"}')


class Plain(yaml.SafeDumper):
    """Writes what stands there twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dumped(whole: object) -> str:
    return yaml.dump(whole, Dumper=Plain, allow_unicode=True)


def changed(**changes: object) -> str:
    return dumped({**yaml.safe_load(GOOD), **changes})


def with_question(number: int, **changes: object) -> str:
    whole = yaml.safe_load(GOOD)
    row = {**whole["questions"][number], **changes}
    whole["questions"][number] = {name: value for name, value in row.items() if value is not ...}
    return dumped(whole)


def wrong(text: str) -> dict[str, str]:
    with pytest.raises(SetError) as raised:
        read(text)
    return {each.place: each.what.en for each in raised.value.mistakes}


def test_good_set_is_read_as_it_stands() -> None:
    found = read(GOOD)
    told, hurt, who = found.questions
    assert (found.id, found.version, found.purpose, found.title.en) == (
        "short",
        1,
        Purpose.INTAKE,
        "A short set",
    )
    assert (told.stage, told.form, told.fills, told.ask.ja) == (Stage.OPEN, Form.WORDS, "story", "何が。")
    assert [each.value for each in hurt.options] == ["yes", "no", "unknown"]
    assert (who.when, who.hint.ja if who.hint else "") == ((("hurt", frozenset({"yes"})),), "名前でなくても")


def test_set_that_says_nothing_of_hard_moments_has_those_that_come_with_kikitori() -> None:
    own = {"key": "own", "name": {"ja": "独自", "en": "Own"}, "say": {"ja": "こう言う", "en": "Say so"}}
    assert len(read(GOOD).moments) > 5
    assert [each.key for each in read(changed(moments=[own])).moments] == ["own"]
    assert [
        minute for minute, _ in read(changed(call_minutes={5: {"ja": "五分", "en": "5"}})).call_minutes
    ] == [5]


TWO = {"ja": "あ", "en": "a"}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (changed(purpose="chat"), "purpose", "must be one of intake, interview"),
        (changed(version=0), "version", "must be a whole number from 1"),
        (changed(version=True), "version", "must be a whole number from 1"),
        (changed(id="Short Set"), "id", "must be small letters"),
        (changed(title={"ja": "だけ"}), "title", "both languages"),
        (changed(title={"ja": "", "en": "x"}), "title", "both languages"),
        (changed(colour="red"), "colour", "perhaps it is misspelt"),
        (changed(questions=[]), "questions", "at least one"),
        (changed(questions="none"), "questions", "at least one"),
        (changed(moments=[{"key": "x"}]), "moments 1 name", "is missing"),
        (changed(call_minutes={"soon": TWO}), "call_minutes soon", "must be a whole number"),
        (
            with_question(0, fills="wish"),
            "questions",
            "one question, asked of everybody, that fills the story",
        ),
        (with_question(0, fills="stroy"), "questions 1 fills", "perhaps it is misspelt"),
        (with_question(0, ask=...), "questions 1 ask", "is missing"),
        (with_question(0, label={"ja": "話"}), "questions 1 label", "both languages"),
        (with_question(0, options={"a": TWO}), "questions 1 options", "belongs only"),
        (with_question(0, asks="x"), "questions 1 asks", "perhaps it is misspelt"),
        (with_question(1, options=...), "questions 2 options", "is missing"),
        (with_question(1, options={}), "questions 2 options", "must be a table"),
        (with_question(1, options={"yes": {"ja": "はい"}}), "questions 2 options yes", "both languages"),
        (with_question(1, options={"maybe": TWO}), "questions 2 options maybe", "perhaps it is misspelt"),
        (with_question(1, fills="safety.weather"), "questions 2 fills", "perhaps it is misspelt"),
        (
            with_question(1, clears={"maybe": ["fire"]}),
            "questions 2 clears maybe",
            "no answer to that question",
        ),
        (with_question(1, clears={"no": ["rain"]}), "questions 2 clears no rain", "perhaps it is misspelt"),
        (with_question(1, clears={"no": []}), "questions 2 clears no", "at least one"),
        (
            with_question(2, when={"hurt": "maybe"}),
            "questions 3 when hurt maybe",
            "no answer to that question",
        ),
        (with_question(2, when={"told": "x"}), "questions 3 when told", "earlier question"),
        (with_question(2, when={"later": "yes"}), "questions 3 when later", "earlier question"),
        (with_question(2, when={"who": "x"}), "questions 3 when who", "earlier question"),
        (with_question(2, when="hurt"), "questions 3 when", "must be a table"),
        (with_question(2, key="told"), "questions 3 key", "is used twice"),
        (with_question(2, stage="middle"), "questions 3 stage", "must be one of open"),
        (with_question(2, form="video"), "questions 3 form", "must be one of words, line, choice"),
        ("", "", "must be a table"),
        ("- a\n- b", "", "must be a table"),
        ("id: [", "line 2", "cannot be read as YAML"),
        ("id: &a x\ntitle: *a", "", "must do without"),
        ("x" * (LONGEST_SET + 1), "", "is too long"),
        ("[" * 3000, "line", "cannot be read as YAML"),
    ],
)
def test_mistake_is_named_with_its_place(text: str, place: str, says: str) -> None:
    found = wrong(text)
    assert any(each.startswith(place) and says in what for each, what in found.items()), found


def test_all_mistakes_are_named_at_once_and_in_both_languages() -> None:
    with pytest.raises(SetError) as raised:
        read(changed(id="A", version=-1, title={}, colour="red"))
    assert [each.place for each in raised.value.mistakes] == ["colour", "id", "version", "title"]
    assert all(each.what.ja and each.what.en for each in raised.value.mistakes)


def test_more_questions_or_answers_than_anybody_can_ask_are_refused() -> None:
    row = yaml.safe_load(GOOD)["questions"][0]
    many = [{**row, "key": f"q{n}", "fills": "story" if not n else ""} for n in range(61)]
    assert "questions" in wrong(changed(questions=many))
    ten = {f"a{n}": TWO for n in range(10)}
    assert wrong(with_question(1, fills="", options=ten)) == {
        "questions 2 options": "are too many",
        "questions 3 when hurt yes": "is no answer to that question",
    }


def test_two_questions_never_fill_what_has_room_for_one_answer() -> None:
    whole = yaml.safe_load(GOOD)
    name = {**whole["questions"][0], "fills": "name", "form": "line"}
    doubled = [*whole["questions"], {**name, "key": "n1"}, {**name, "key": "n2"}]
    assert wrong(changed(questions=doubled)) == {"fills name": "is used twice"}


@pytest.mark.parametrize("set_id", SHIPPED)
def test_shipped_set_is_good(set_id: str) -> None:
    found = read(shipped_text(set_id))
    assert (found.id, found.version) == (set_id, 1)


def test_safety_questions_known_here_are_those_there_are() -> None:
    assert frozenset(each.value for each in SafetyQuestion) == question_sets.SAFETY_QUESTIONS


def test_subjects_are_not_checked_where_no_words_are_given() -> None:
    assert read_question_set(GOOD, frozenset({"injury"}), {}).id == "short"
