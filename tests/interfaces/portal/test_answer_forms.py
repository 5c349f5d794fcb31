"""What the holder of a slip can say: words are welcome, hardly ever demanded, and never half taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from kikitori.casework.given import LONGEST_TEXT
from kikitori.interfaces.portal import answer_forms as f
from kikitori.interfaces.portal.sign_in_form import SignInForm
from kikitori.interfaces.portal.slip_codes import LONGEST

EVERY: dict[type[f.AnswerForm], dict[str, str]] = {
    f.WriteForm: {},
    f.AcceptForm: {"proposal": "7"},
    f.DeclineForm: {"proposal": "7"},
    f.WithdrawForm: {},
    f.SolvedForm: {},
    f.UnsolvedForm: {},
    f.RateForm: {"rating": "3"},
    f.ReopenForm: {},
}
NEEDED = {f.WriteForm, f.ReopenForm}
LIMIT = {form: LONGEST_TEXT if form is f.WriteForm else 10_000 for form in EVERY}


def faults(form: Any) -> set[str]:
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize("form", EVERY)
def test_silence_is_an_answer_unless_words_are_all_there_is(form: type[f.AnswerForm]) -> None:
    assert faults(form({**EVERY[form]})) == ({"words"} if form in NEEDED else set())


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("words", ["皿", "👍🏽", "ｶﾞﾗｽ", "<b>", "一\n二\n\n三", "x" * 10_000])
def test_words_are_taken_as_they_were_written(form: type[f.AnswerForm], words: str) -> None:
    answered = form({**EVERY[form], "words": words})
    assert answered.is_valid(), answered.errors
    assert answered.said == words


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("blank", [" ", "\n", "\u3000"])
def test_blanks_are_no_words(form: type[f.AnswerForm], blank: str) -> None:
    assert ("words" in faults(form({**EVERY[form], "words": blank}))) is (form in NEEDED)


@pytest.mark.parametrize("form", EVERY)
def test_words_beyond_the_limit_are_refused_and_still_there(form: type[f.AnswerForm]) -> None:
    long = "x" * (LIMIT[form] + 1)
    answered = form({**EVERY[form], "words": long})
    assert faults(answered) == {"words"}
    assert answered["words"].value() == long


@pytest.mark.parametrize("form", EVERY)
def test_nul_among_the_words_is_refused(form: type[f.AnswerForm]) -> None:
    assert faults(form({**EVERY[form], "words": "a\x00b"})) == {"words"}


@pytest.mark.parametrize("form", [f.AcceptForm, f.DeclineForm])
@pytest.mark.parametrize("proposal", ["", "0", "-1", "1.5", "seven", "\x00", "7 8", "9" * 5000])
def test_offer_that_is_answered_must_be_the_one_on_the_page(form: type[f.AnswerForm], proposal: str) -> None:
    assert faults(form({"proposal": proposal, "words": ""})) == {"proposal"}


@pytest.mark.parametrize(("rating", "stars"), [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("", None)])
def test_rating_is_one_of_five_or_none(rating: str, stars: int | None) -> None:
    answered = f.SolvedForm({"rating": rating})
    assert answered.is_valid()
    assert answered.stars == stars


@pytest.mark.parametrize("form", [f.SolvedForm, f.RateForm])
@pytest.mark.parametrize("rating", ["0", "6", "-1", "５", "five", "1.0", " 3", "\x00"])
def test_rating_outside_the_five_is_refused(form: type[f.AnswerForm], rating: str) -> None:
    assert faults(form({"rating": rating})) == {"rating"}


@pytest.mark.parametrize(
    "nothing", [{}, {"words": ""}, {"words": " \n\u3000"}, {"rating": "", "outcome": ""}]
)
def test_who_only_rates_must_say_something(nothing: dict[str, str]) -> None:
    assert faults(f.RateForm(nothing)) == {"rating"}


@pytest.mark.parametrize("something", [{"rating": "4"}, {"outcome": "2"}, {"words": "よかった"}])
def test_one_of_two_questions_or_a_word_is_enough_to_rate(something: dict[str, str]) -> None:
    """The two ratings are asked apart, and neither is owed: it is the verb that takes one alone."""
    assert faults(f.RateForm(something)) == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_five_stars_are_told_apart_in_words(language: str) -> None:
    with override(language):
        said = [str(label) for _, label in f.RateForm().fields["rating"].choices]  # type: ignore[attr-defined]
    assert len(set(said)) == 5


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_field_of_words_is_named_in_the_readers_language(
    form: type[f.AnswerForm], language: str
) -> None:
    with override(language):
        label = str(form()["words"].label)
    assert label.isascii() is (language == "en")


@pytest.mark.parametrize("field", ["locator", "secret"])
@pytest.mark.parametrize("typed", ["", "  ", "x" * (LONGEST + 1), "a\x00"])
def test_code_that_no_slip_can_hold_is_refused_beside_its_field(field: str, typed: str) -> None:
    good = {"locator": "K7FM-3QTA", "secret": "1234-5678-1234-5678"}
    assert faults(SignInForm({**good, field: typed})) == {field}


@pytest.mark.parametrize(
    "typed", ["K7FM-3QTA", "k7fm3qta", "Ｋ７ＦＭ－３ＱＴＡ", "K7FM 3QTA", " K7FM-3QTA ", "<script>"]
)
def test_code_is_let_through_in_any_width_for_the_slip_to_be_looked_up(typed: str) -> None:
    assert SignInForm({"locator": typed, "secret": typed}).is_valid()
