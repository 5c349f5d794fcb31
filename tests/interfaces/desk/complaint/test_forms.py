"""Forms on paper: what is said of each wrong value in both languages, and what comes out of right ones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.utils import translation

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.conflict import differences, shown, typed_texts
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.preview import look_at
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.inquiry.models import Finding
from kikitori.records.triage.sorting import SafetyQuestion
from tests.interfaces.desk.complaint.on_paper import (
    JAPAN,
    days,
    escalation,
    inquiry,
    on_paper,
    party,
    point,
    promise,
    proposal,
    remedy,
    task,
)

MAIL = [party("email", "hana@example.jp")]
ROWS: dict[str, Any] = {
    "allegations": [point(1), point(2, "説明を三回させられた")],
    "inquiries": [inquiry()],
    "remedies": [remedy("due")],
    "promises": [promise()],
    "roads": MAIL,
    "escalations": [escalation(holder_id=1)],
    "tasks": [task(), task(state="done", pk=2)],
}
OFFER = {
    "text": " 新しい皿とお取り替えします。 ", "answer_by": "２０２６／１２／８", "remedy_0_kind": "replace",
    "remedy_0_text": " 皿三枚の交換 ", "remedy_0_due_on": "2026-12-01", "remedy_2_kind": "refund",
    "remedy_2_text": "送料", "remedy_2_due_on": "2026年12月2日", "remedy_2_amount": "８００円",
}  # fmt: skip
FINDINGS = {
    "outcome_1": "upheld",
    "reasons_1": " 梱包が足りなかった。 ",
    "cause_1_0_code": "process",
    "cause_1_0_evidence": " 梱包の手順 ",
    "outcome_2": "not_upheld",
    "reasons_2": "記録で確認。",
}
ASSESSMENT = {"severity": "S3", "subject": "delivery", "confidentiality": "ordinary", "rest_no": "on",
              "allegation_0_text": "皿が割れていた", "allegation_2_text": "説明三回", "allegation_2_expected": "一度"}  # fmt: skip


def filled(word: str, *, standing: Standing | None = None, **typed: Any) -> StepForm:
    """A form with what was typed."""
    form = STEPS[word](standing or on_paper(**ROWS), typed)
    form.is_valid()
    return form


#: (step, what is typed, the field, what is said in ja, in en)
WRONG = [
    ("reply", {"body": ""}, "body", "「返信」が空です", "“Reply” is empty. Please fill it in."),
    ("note", {}, "body", "「メモ」が空です", "“Note” is empty."),
    ("reply", {"body": "a\x00b"}, "body", "保存できない文字", "holds characters that cannot be kept"),
    ("hear", {"body": "話", "channel": "telepathy"}, "channel", "選択肢から選んでください", "choose one of the answers"),
    ("ask", {"question": "はい？", "answer_by": "そのうち"}, "answer_by", "読み取れません", "could not be read"),
    ("ask", {"question": "はい？", "answer_by": "2199-01-01"}, "answer_by", "範囲を外れて", "outside what is possible"),
    ("ask", {"question": "はい？", "answer_by": "2028-11-25"}, "answer_by", "範囲を外れて", "outside what is possible"),
    ("promise-call", {"day": "2026-11-25", "time": "25:99"}, "time", "読み取れません", "could not be read"),
    ("promise-call", {"day": "", "time": "10:00"}, "day", "「日」が空です", "“Day” is empty."),
    ("answer", {"inquiry": "999", "answer": "はい"}, "inquiry", "選択肢から選んでください", "choose one of the answers"),
    ("answer", {"inquiry": "", "answer": "はい"}, "inquiry", "が空です", "is empty"),
    ("remedy", {"remedy": "x"}, "remedy", "選択肢から選んでください", "choose one of the answers"),
    ("new-date", {"promise": "0", "to": "2026-12-01", "reason": "遅れ"}, "promise", "選択肢から選んでください",
     "choose one of the answers"),
    ("solved", {"how": "電話", "rating": "6"}, "rating", "選択肢から選んでください", "choose one of the answers"),
    ("accept", {"how": ""}, "how", "「どのように聞きましたか」が空です", "“How did they tell us?” is empty."),
    ("propose", {**OFFER, "remedy_0_amount": "たくさん"}, "remedy_0_amount", "整数で書いてください", "must be a whole number"),
    ("propose", {**OFFER, "remedy_0_amount": "5"}, "remedy_0_amount", "金額がありません", "has no amount"),
    ("propose", {**OFFER, "remedy_2_kind": "revenge"}, "remedy_2_kind", "選択肢から選んでください", "choose one of the"),
    ("decide", {**FINDINGS, "outcome_2": ""}, "outcome_2", "「申出事項2の認定」が空です", "is empty"),
    ("decide", {**FINDINGS, "outcome_1": "perhaps"}, "outcome_1", "選択肢から選んでください", "choose one of the answers"),
    ("assess", {**ASSESSMENT, "rest_no": ""}, "safety_fire", "「発火・発煙・爆発がありましたか」が空です", "is empty"),
    ("assess", {**ASSESSMENT, "severity": "S9"}, "severity", "選択肢から選んでください", "choose one of the answers"),
    ("escalate", {"reason": ""}, "reason", "が空です", "is empty"),
    ("acknowledge-escalation", {"escalation": "999"}, "escalation", "選択肢から選んでください", "choose one of the answers"),
    ("close-exhausted", {"reason": ""}, "reason", "が空です", "is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "typed", "field", "ja", "en"), WRONG)
def test_wrong_value_is_said_beside_its_field_in_both_languages(
    word: str, typed: dict[str, str], field: str, ja: str, en: str
) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            form = filled(word, **typed)
            assert any(said in str(message) for message in form.errors.get(field, [])), form.errors
            assert form[field].value() == typed.get(field)


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize(
    ("word", "place", "field"),
    [
        ("reply", "body", "body"),
        ("assess", "title", "title_line"),
        ("assess", "allegations.1.text", "allegation_2_text"),
        ("assess", "allegations.0.expected", "allegation_0_expected"),
        ("propose", "remedies.1.amount", "remedy_2_amount"),
        ("decide", "findings.2.reasons", "reasons_2"),
        ("decide", "words", "words"),
        ("decide", "causes.1.0.evidence", "cause_1_0_evidence"),
        ("promise-call", "at", "time"),
    ],
)
def test_problem_found_by_the_verb_is_said_at_the_field_that_holds_the_value(
    word: str, place: str, field: str, problem: Problem
) -> None:
    typed = {"assess": ASSESSMENT, "propose": OFFER, "decide": FINDINGS, "reply": {"body": "はい"},
             "promise-call": {"day": "2026-11-25", "time": "9:00"}}[word]  # fmt: skip
    form = filled(word, **typed)
    assert form.is_valid(), form.errors
    form.values()
    form.add_problems({place: problem})
    assert list(form.errors) == [field]
    with translation.override("ja"):
        assert str(form.fields[field].label) in str(form.errors[field])


def test_problem_with_a_value_no_field_holds_is_said_of_the_whole_form() -> None:
    form = filled("reply", body="はい")
    with translation.override("ja"):
        form.add_problems({"stars": Problem.OUT_OF_RANGE})
        assert "範囲を外れて" in str(form.non_field_errors())


#: (step, what is typed, what the verb is given)
GIVEN: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("acknowledge", {"echo": "承りました", "how": ""}, {"echo": "承りました", "how": ""}),
    ("investigate", {}, {}),
    ("ask", {"question": "はい？", "answer_by": "２０２６年１２月１日"}, {"question": "はい？", "answer_by": date(2026, 12, 1)}),
    ("ask-third-party", {"whom": "配送会社", "question": "記録は", "answer_by": "2026/12/1"},
     {"whom": "配送会社", "question": "記録は", "answer_by": date(2026, 12, 1)}),
    ("answer", {"inquiry": "5", "answer": "はい"}, {"inquiry": ROWS["inquiries"][0], "answer": "はい"}),
    ("hear", {"channel": "phone", "body": " 字下げ"}, {"channel": "phone", "body": " 字下げ"}),
    ("remedy", {"remedy": "9"}, {"remedy": ROWS["remedies"][0], "note": "", "proof": "", "file": None, "file_shown": False}),
    ("solved", {"how": "電話"}, {"how": "電話", "rating": None, "outcome": None, "comment": "", "ask_again": True}),
    ("solved", {"how": "電話", "rating": "5"}, {"how": "電話", "rating": 5, "outcome": None, "comment": "", "ask_again": True}),
    ("rate", {"rating": "1", "comment": "遅い"}, {"rating": 1, "outcome": None, "comment": "遅い"}),
    ("withdraw", {"how": "窓口"}, {"how": "窓口", "reason": ""}),
    ("promise-call", {"day": "2026-11-25", "time": "９時５分", "note": "請求"},
     {"at": datetime(2026, 11, 25, 9, 5, tzinfo=JAPAN), "note": "請求"}),
    ("new-date", {"promise": str(ROWS["promises"][0].pk), "to": "2026-12-20", "reason": "鑑定"},
     {"promise": ROWS["promises"][0], "to": date(2026, 12, 20), "reason": "鑑定"}),
]  # fmt: skip


@pytest.mark.parametrize(("word", "typed", "given"), GIVEN)
def test_right_values_reach_the_verb_as_it_takes_them(
    word: str, typed: dict[str, Any], given: dict[str, Any]
) -> None:
    form = filled(word, **typed)
    assert form.is_valid(), form.errors
    assert form.values() == given


REFERRING = ("refer", "refer-outside", "turned-outside")
#: Their forms offer rows that are read from the database.
ASKS_WHO_IS_THERE = (
    "assign",
    "place",
    "join-mass",
    "task",
    "task-to",
    "review",
    "bar",
    "plan",
    "guideline",
    *REFERRING,
)
NONSENSE = (
    "-1",
    "９９９",
    "\u202e\u200b",
    "[]",
    "1e400",
    "2026-13-45",
    "<b>",
    "None",
    "%(field)s",
    "\U0001f469\u200d\U0001f52c" * 9,
)


@pytest.mark.parametrize("word", [word for word in STEPS if word not in ASKS_WHO_IS_THERE])
def test_nonsense_in_every_field_is_a_text_or_an_error_never_a_failure(word: str) -> None:
    names = [name for name in STEPS[word](on_paper(**ROWS)).fields if not name.startswith("seen")]
    for nonsense in NONSENSE:
        standing = on_paper(**ROWS)
        form = STEPS[word](standing, dict.fromkeys(names, nonsense))
        if form.is_valid():
            # „９９９“ may be the number of an entry.
            kinds = {type(value) for name, value in form.values().items() if name != "enclosed"}
            expected: dict[str, set[type]] = {
                "no-promise": {int},
                "unwanted": {str, bool},
                "close-exhausted": {str, bool},
                "write-report": {str, int, dict},
            }
            assert kinds <= expected.get(word, {str})
        for messages in form.errors.values():
            assert "%(" not in "".join(map(str, messages)).replace(nonsense, "")
        assert look_at(standing, form) is None or (form.is_valid() and form.sends is not None)


def test_rows_of_an_offer_are_given_without_the_empty_ones_between() -> None:
    given = filled("propose", **OFFER).values()
    assert [(row.kind, row.text, row.due_on, row.amount) for row in given["remedies"]] == [
        ("replace", " 皿三枚の交換 ", date(2026, 12, 1), None), ("refund", "送料", date(2026, 12, 2), 800)
    ]  # fmt: skip


def test_assessment_answers_no_to_what_was_left_open_only_when_told_so() -> None:
    given = filled("assess", **ASSESSMENT, safety_fire="yes").values()
    assert given["safety"] == {question: "yes" if question == "fire" else "no" for question in SafetyQuestion}
    assert [(row.text, row.expected) for row in given["allegations"]] == [
        ("皿が割れていた", ""),
        ("説明三回", "一度"),
    ]


def test_point_with_a_finding_keeps_its_place() -> None:
    found = on_paper(allegations=[point(1), point(2)], findings={2: [Finding(outcome="upheld")]})
    with translation.override("ja"):
        form = filled("assess", standing=found, **{**ASSESSMENT, "allegation_0_text": ""})
        said = str(form.errors)
    assert set(form.errors) == {"allegation_0_text", "allegation_1_text"}
    assert "認定があるため、空にできません" in said


# ── what a form begins with ──


def begun(word: str, standing: Standing, **given: Any) -> dict[str, Any]:
    """First values of a form."""
    return {
        name: value
        for name, value in STEPS[word](standing, given=given).initial.items()
        if value not in ("", None)
    }


def test_forms_begin_with_what_stands() -> None:
    offer = proposal(by=days(-3))
    standing = on_paper(remedies=[remedy("offered", offer)], allegations=[point()], safety={"fire": "no"})
    assert begun("propose", standing) == {
        "text": offer.text, "answer_by": days(0), "remedy_0_kind": "replace", "remedy_0_text": "皿三枚の交換",
        "remedy_0_due_on": days(7),
    }  # fmt: skip
    assert begun("propose", on_paper()) == {"answer_by": days(14)}
    assessed = begun("assess", standing)
    assert (assessed["severity"], assessed["safety_fire"], assessed["allegation_0_text"]) == (
        "S3",
        "no",
        point().text,
    )
    assert "severity" not in begun("assess", on_paper(about={"assessed_at": None}))
    assert begun("ask", standing) == begun("ask-third-party", standing) == {"answer_by": days(7)}
    assert begun("promise-call", standing) == {"day": days(0)}
    assert begun("hear", standing) == {"channel": "phone"}


def test_choice_begins_with_the_newest_question_the_soonest_remedy_and_promise() -> None:
    standing = on_paper(
        inquiries=[inquiry(pk=1), inquiry(pk=2), inquiry(pk=3, answered=True)],
        remedies=[
            remedy(pk=1, due_on=days(9)),
            remedy(pk=2, due_on=days(2)),
            remedy("done", pk=3, due_on=days(1)),
        ],
        promises=[promise("progress", 5, "kept"), promise("decision", 50), promise("call_back", 90)],
    )
    assert begun("answer", standing) == {"inquiry": 2}
    assert begun("remedy", standing) == {"remedy": 2}
    assert begun("new-date", standing) == {"promise": promise("decision", 50).pk}


def test_address_may_choose_a_row_and_never_writes_a_text() -> None:
    standing = on_paper(**ROWS)
    assert begun("remedy", standing, remedy="4", note="だまし")["remedy"] == "4"
    assert "note" not in begun("remedy", standing, remedy="4", note="だまし")
    assert begun("reply", standing, body="だまし", token="x") == {}


def test_decision_begins_with_the_newest_finding() -> None:
    found = {1: [Finding(outcome="upheld", reasons="一度目"), Finding(outcome="partly", reasons="二度目")]}
    values = begun("decide", on_paper(allegations=[point(1), point(2)], findings=found))
    assert values == {"outcome_1": "partly", "reasons_1": "二度目"}


# ── both texts, side by side ──


def test_two_editors_see_field_by_field_what_differs() -> None:
    standing = on_paper(allegations=[point()], about={"title": "いまの件名", "subject": "delivery"})
    with translation.override("ja"):
        typed = filled("assess", standing=standing, **{**ASSESSMENT, "title_line": "打った件名"})
        found = {each.label: each for each in differences(STEPS["assess"](standing), typed)}
    title = found["一覧に表示する件名"]
    assert (title.now, title.typed, title.differs) == ("いまの件名", "打った件名", True)
    assert not found["重大度"].differs
    assert found["重大度"].now == "S3 通常"
    assert "未回答の質問はすべて「いいえ」" not in found


def test_white_space_alone_is_no_difference() -> None:
    standing = on_paper(about={"title": "皿が 割れた"})
    with translation.override("ja"):
        typed = filled("assess", standing=standing, **{**ASSESSMENT, "title_line": " 皿が\n割れた "})
        found = {each.label: each.differs for each in differences(STEPS["assess"](standing), typed)}
    assert found["一覧に表示する件名"] is False


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (forms.CharField(), None, ""),
        (forms.CharField(), " 言葉 ", "言葉"),
        (forms.BooleanField(), True, "✓"),
        (forms.BooleanField(), False, ""),
        (forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")]), "b", "乙"),
        (forms.ChoiceField(choices=[("組", [("a", "甲")])]), "a", "甲"),
        (forms.ChoiceField(choices=[("a", "甲")]), "z", "z"),
        (fields.MoneyField(), 800, "800"),
    ],
)
def test_value_is_shown_as_a_person_reads_it(field: forms.Field, value: object, read: str) -> None:
    assert shown(field, value) == read


def test_everything_typed_is_shown_where_the_form_can_go_no_further() -> None:
    with translation.override("ja"):
        form = filled("propose", **OFFER, token="secret", seen_version="3")
        texts = dict(typed_texts(form))
    assert texts["解決案の説明"] == "新しい皿とお取り替えします。"
    assert texts["救済3の内容"] == "送料"
    assert "secret" not in texts.values()
    assert "3" not in texts.values()


# ── the letter one looks at ──


def letter(word: str, state: str, *, about: dict[str, Any] | None = None, rows: dict[str, Any] | None = None,
           **typed: Any) -> str | None:  # fmt: skip
    """The letter of a form in words."""
    standing = on_paper(state, "lead", about, **{**ROWS, **(rows or {})})
    form = STEPS[word](standing, typed) if typed else STEPS[word](standing)
    found = look_at(standing, form)
    return found and f"{found.subject}\n{found.body}"


@pytest.mark.parametrize(
    "word",
    [word for word, form in STEPS.items() if form.sends is None and word not in ASKS_WHO_IS_THERE],
)
def test_step_that_sends_nothing_has_no_letter(word: str) -> None:
    assert look_at(on_paper(**ROWS), STEPS[word](on_paper(**ROWS))) is None


@pytest.mark.parametrize("word", ["reply", "ask", "propose", "decide", "close-exhausted", "new-date"])
def test_letter_that_repeats_words_is_not_shown_before_they_are_typed(word: str) -> None:
    assert letter(word, "investigating") is None


def test_letter_of_a_wrong_form_or_an_impossible_step_is_not_shown() -> None:
    assert letter("reply", "investigating", body="") is None
    assert letter("propose", "closed_accepted", **OFFER) is None


@pytest.mark.django_db
def test_letter_speaks_the_complainants_language_whoever_looks() -> None:
    with translation.override("ja"):
        english = letter("reply", "investigating", about={"language": "en"}, body="We are checking.")
        japanese = letter("reply", "investigating", body="確かめています。")
    assert english is not None
    assert japanese is not None
    assert "We are checking." in english
    assert "Dear 試野 はな," in english
    assert "試野 はな 様" in japanese


def test_end_of_the_remedies_names_the_day_on_which_we_ask() -> None:
    done = letter("finish", "decided", rows={"remedies": [remedy("done")]})
    nothing = letter("finish", "decided", rows={"remedies": []})
    assert done is not None
    assert nothing is not None
    assert "皿三枚の交換" in done
    for said in (done, nothing):
        assert "おうかがい" in said
        assert "12月" in said


def test_decision_with_a_remedy_promises_no_question_yet() -> None:
    with_remedy = letter("decide", "investigating", rows={"remedies": []}, **FINDINGS,
                         **{name: value for name, value in OFFER.items() if name.startswith("remedy")})  # fmt: skip
    without = letter("decide", "investigating", rows={"remedies": []}, **FINDINGS)
    assert with_remedy is not None
    assert without is not None
    assert "皿三枚の交換" in with_remedy
    assert "解決したかどうかをおうかがいします" in without
    assert "解決したかどうかをおうかがいします" not in with_remedy


def test_steps_of_the_forms_are_the_steps_of_the_table() -> None:
    assert {form.step for form in STEPS.values()} == set(Step) - {
        Step.RECEIVE, Step.MISS_PROMISE, Step.DELIVER_LETTER, Step.SEND_LINK, Step.ISSUE_RECEIPT,
        Step.TURN_CLOCK, Step.READ_AGAIN, Step.ADD_CONTACT, Step.MAKE_FILE, Step.TIE_ACTION,
        Step.JOIN_BREACH, Step.LEAVE_BREACH,  # on the page of the incident
        Step.ASK_APPROVAL,  # in place of proposing or deciding, by their own forms
    }  # fmt: skip
