"""The three questions of the complain pages: hardly anything is demanded, and nothing hostile comes through."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from kikitori.casework.given import LONGEST_TEXT
from kikitori.foundation.language.contact import MailFault
from kikitori.interfaces.portal.complain_forms import (
    NEEDS,
    REACH,
    SAFETY,
    STEPS,
    ReachForm,
    StoryForm,
    WishForm,
    initial_of,
)
from kikitori.interfaces.portal.sentences import MAIL_FAULT

UNKNOWN_WORDS = ("maybe", "YES", " yes", "\x00", "\ud800", "1", "<b>", "yes,no")
LIMITS = {
    "name": 300,
    "kana": 300,
    "email": 500,
    "phone": 200,
    "contact_note": 200,
    "postal_code": 20,
    "address": 400,
    "needs_note": 1000,
    "their_name": 300,
    "their_kana": 300,
    "entitled": 1000,
}


def faults(form: Any) -> set[str]:
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize("story", ["皿", "a", "👍", "ｶﾞﾗｽ", "か\u3099", "あ" * LONGEST_TEXT, "\u202eabc", "…"])
def test_one_sign_is_a_story_and_so_is_the_longest(story: str) -> None:
    form = StoryForm({"story": story})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["story"] == story


@pytest.mark.parametrize("story", ["", " ", "\n\n", "\u3000", "\t \r\n", None])
def test_story_of_nothing_but_blanks_is_asked_for_again(story: str | None) -> None:
    assert faults(StoryForm({"story": story})) == {"story"}


@pytest.mark.parametrize("story", ["a\x00b", "あ" * (LONGEST_TEXT + 1)])
def test_story_that_cannot_be_kept_is_refused_and_still_shown(story: str) -> None:
    form = StoryForm({"story": story})
    assert faults(form) == {"story"}
    assert form["story"].value() == story


@pytest.mark.parametrize("answer", [value for value, _ in SAFETY])
@pytest.mark.parametrize("question", ["injury", "fire"])
def test_each_answer_about_danger_is_taken_for_its_question_alone(question: str, answer: str) -> None:
    form = StoryForm({"story": "皿", question: answer})
    assert form.is_valid()
    answered = {name: form.cleaned_data[name] for name in ("injury", "fire")}
    assert answered == {"injury": "", "fire": "", question: answer}


@pytest.mark.parametrize("answer", UNKNOWN_WORDS)
@pytest.mark.parametrize("question", ["injury", "fire"])
def test_answer_that_was_not_offered_is_refused(question: str, answer: str) -> None:
    assert faults(StoryForm({"story": "皿", question: answer})) == {question}


@pytest.mark.parametrize("wish", ["", "交換", "x" * LONGEST_TEXT])
def test_wish_may_be_anything_and_nothing(wish: str) -> None:
    form = WishForm({"wish": wish})
    assert form.is_valid()
    assert form.cleaned_data["wish"] == wish


def test_wish_longer_than_can_be_kept_is_refused() -> None:
    assert faults(WishForm({"wish": "x" * (LONGEST_TEXT + 1)})) == {"wish"}


@pytest.mark.parametrize("form", [WishForm, ReachForm])
def test_person_who_says_nothing_at_all_may_go_on(form: type[Any]) -> None:
    assert form({}).is_valid()


@pytest.mark.parametrize(("field", "longest"), LIMITS.items())
def test_line_is_taken_up_to_its_length_and_no_further(field: str, longest: int) -> None:
    # An address of mail has a shape of its own; see below.
    text = "9" * longest
    if field != "email":
        assert ReachForm({field: text}).is_valid()
    assert faults(ReachForm({field: text + "9"})) == {field}


@pytest.mark.parametrize("field", LIMITS)
def test_nul_in_a_line_is_refused_beside_it(field: str) -> None:
    assert field in faults(ReachForm({field: "a\x00@shop.example"}))


@pytest.mark.parametrize(
    "name", ["李", "Ng", "O", "María José O'Hara-López", "ﾔﾏﾀﾞ", "𠮷田", "渡邉\U000e0100", "김", "あ" * 60]
)
def test_no_name_is_too_short_or_too_strange(name: str) -> None:
    form = ReachForm({"name": name})
    assert form.is_valid()
    assert form.cleaned_data["name"] == name


@pytest.mark.parametrize(
    "email",
    [
        "hana@example.jp",
        "a..b.@docomo.ne.jp",
        "Hana+plate@Example.JP",
        "ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ",
        "hana@日本語.jp",
        "mailto:hana@example.jp",
        "<hana@example.jp>",
        "",
    ],
)
def test_address_that_works_is_taken_as_it_was_typed(email: str) -> None:
    form = ReachForm({"email": email})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == email


@pytest.mark.parametrize(
    "email",
    [
        "hana",
        "@example.jp",
        "hana@",
        "hana@@example.jp",
        "a@x.example, b@x.example",
        "ha na@example.jp",
        "hana@example.jp\u202e",
        "hana@exa\nmple.jp",
        "a" * 300 + "@example.jp",
    ],
)
def test_address_that_cannot_be_written_to_is_explained(email: str) -> None:
    form = ReachForm({"email": email})
    assert faults(form) == {"email"}
    assert form["email"].value() == email


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fault_of_an_address_has_a_sentence_of_its_own(language: str) -> None:
    with override(language):
        said = [str(MAIL_FAULT[fault]) for fault in MailFault]
    assert all(said)
    assert not [sentence for sentence in said if "_" in sentence]


@pytest.mark.parametrize("way", [value for value, _ in REACH])
def test_each_way_of_being_reached_can_be_chosen(way: str) -> None:
    form = ReachForm({"reach": way})
    assert form.is_valid()
    assert form.cleaned_data["reach"] == way


@pytest.mark.parametrize("field", ["reach", "language"])
@pytest.mark.parametrize("value", ["both", "xx", "\x00", "ja-Latn-x"])
def test_choice_that_was_not_offered_is_refused(field: str, value: str) -> None:
    assert faults(ReachForm({field: value})) == {field}


@pytest.mark.parametrize("number", range(len(NEEDS) + 1))
def test_any_number_of_needs_can_be_said(number: int) -> None:
    chosen = [value for value, _ in NEEDS][:number]
    form = ReachForm({"needs": chosen})
    assert form.is_valid()
    assert form.cleaned_data["needs"] == chosen


def test_one_unknown_need_among_known_ones_is_refused() -> None:
    assert faults(ReachForm({"needs": ["no_phone", "gold"]})) == {"needs"}


@pytest.mark.parametrize("table", [REACH, NEEDS, SAFETY])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_answers_read_alike(table: Any, language: str) -> None:
    with override(language):
        said = [str(label) for _, label in table]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_form_begins_in_the_language_of_the_page_and_with_what_was_said_before(language: str) -> None:
    usual = {"reach": "open", "for_whom": "me", "entitled_proof": "later"}
    assert initial_of({}, language) == {**usual, "language": language}
    before = {**usual, "reach": "nothing", "name": "はな", "language": "en"}
    assert initial_of(before, language) == before


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_control_is_named_and_drawn_with_what_was_typed_made_harmless(step: str, language: str) -> None:
    with override(language):
        form = STEPS[step](dict.fromkeys(STEPS[step].base_fields, "<script>x</script>"))
        form.is_valid()
        drawn = "".join(str(field.as_field_group()) for field in form)
    assert "<script>x" not in drawn
    assert all(str(field.label) for field in form)
