"""Forms about letters on paper with values nobody asked for: refused with a sentence, and kept as they were typed."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import product

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.paper.forms import AgainForm, ManyPostedForm, PostedForm, ReturnedForm
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.letters.labels import POST_SERVICE, RETURN_REASON
from kikitori.records.letters.post_terms import DEAD_ADDRESS, NUMBERED, PostService, ReturnReason
from kikitori.records.people.models import ContactPoint
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.odd_values import (
    ODD_CHOICES,
    ODD_DAYS,
    ODD_TEXTS,
    assert_kept_as_typed,
    assert_refused,
    assert_said,
)

KNOWN = [
    ContactPoint(pk=7, kind="post", value="〒530-0001 大阪府"),
    ContactPoint(pk=8, kind="post", value="京都府"),
]
Made = type[forms.Form]


def made(form: Made, **typed: str) -> forms.Form:
    sent = QueryDict(mutable=True)
    sent.update(typed)
    return form(sent, points=KNOWN) if form is AgainForm else form(sent)


@pytest.mark.parametrize("what", ODD_DAYS)
def test_what_is_no_day_is_told_and_stays_in_its_field(what: str) -> None:
    typed = ODD_DAYS[what]
    for form, field in (
        (PostedForm, "posted_on"),
        (ManyPostedForm, "posted_on"),
        (ReturnedForm, "returned_on"),
    ):
        assert_refused(partial(made, form, **{field: typed}), field, typed)


@pytest.mark.parametrize("what", ODD_CHOICES)
def test_what_was_not_offered_is_told_and_stays(what: str) -> None:
    typed = ODD_CHOICES[what]
    for form, field in (
        (PostedForm, "service"),
        (ManyPostedForm, "service"),
        (ReturnedForm, "reason"),
        (AgainForm, "address"),
    ):
        assert_kept_as_typed(partial(made, form, **{field: typed}), field, typed)
        assert not made(form, **{field: typed}).is_valid()


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_no_text_breaks_a_form_and_none_is_lost(what: str) -> None:
    typed = ODD_TEXTS[what]
    for form, field in ((PostedForm, "tracking"), (AgainForm, "typed"), (AgainForm, "heard")):
        assert_kept_as_typed(partial(made, form, **{field: typed}), field, typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        ("2026/12/31", date(2026, 12, 31)),
        ("2027.1.1", date(2027, 1, 1)),
        ("2026年2月3日", date(2026, 2, 3)),
        ("２０２６年１２月３１日", date(2026, 12, 31)),
        ("２０２６－１２－３１", date(2026, 12, 31)),
        ("２０２６／０２／２８", date(2026, 2, 28)),
        (" 2026-11-24 ", date(2026, 11, 24)),
        ("\u30002026-11-24\u3000", date(2026, 11, 24)),
    ],
)
def test_day_is_read_in_every_way_people_write_it(typed: str, read: date) -> None:
    form = made(PostedForm, posted_on=typed)
    assert isinstance(form, PostedForm)
    assert form.is_valid(), form.errors
    assert form.given.posted_on == read


def test_several_faults_are_told_at_once_and_nothing_that_was_right_is_lost() -> None:
    typed = {
        "service": "pigeon",
        "posted_on": "きのう",
        "tracking": "131-12-38385-2",
        "sure": "on",
        "large": "on",
    }
    form = made(PostedForm, **typed)
    assert set(form.errors) == {"service", "posted_on"}
    assert {name: form[name].value() for name in typed} == {**typed, "sure": True, "large": True}
    for field in ("service", "posted_on"):
        assert_said(partial(made, PostedForm, **typed), field)


def test_value_sent_twice_is_the_last_one() -> None:
    form = PostedForm(QueryDict("tracking=1111&tracking=2222&service=recorded&service=courier"))
    assert form.is_valid()
    assert (form.given.tracking, form.given.service) == ("2222", "courier")


CODES = [
    (form, field, problem)
    for form, fields in (
        (PostedForm, ("tracking", "posted_on", "service")),
        (ManyPostedForm, ("posted_on", "service")),
        (ReturnedForm, ("reason", "returned_on")),
        (AgainForm, ("address", "typed", "heard")),
    )
    for field, problem in product(fields, Problem)
]


@pytest.mark.parametrize(("form", "field", "problem"), CODES)
def test_every_code_of_a_verb_has_a_sentence_in_both_languages(
    form: Made, field: str, problem: Problem
) -> None:
    told = {}
    for language in ("ja", "en"):
        with override(language):
            blamed = made(form)
            blamed.is_valid()
            blamed.blame({field: problem})  # type: ignore[attr-defined]
            [told[language]] = [str(each) for each in blamed.errors[field]]
    assert JAPANESE.search(told["ja"])
    assert told["ja"].endswith("。")
    assert told["en"].endswith(".")
    assert not JAPANESE.search(told["en"])


def test_own_words_are_said_where_the_usual_ones_would_mislead() -> None:
    """A number of a slip is not „a number“, and a day before the letter is not one that „has passed“."""
    with override("en"):
        for field, problem in (
            ("tracking", Problem.NOT_A_NUMBER),
            ("tracking", Problem.OUT_OF_RANGE),
            ("posted_on", Problem.IN_THE_PAST),
        ):
            form = made(PostedForm)
            form.is_valid()
            form.blame({field: problem})  # type: ignore[attr-defined]
            assert form.errors[field] != [str(PROBLEM[problem])]


def test_field_that_is_wrong_already_is_not_blamed_twice() -> None:
    form = made(PostedForm, posted_on="きのう")
    form.is_valid()
    form.blame({"posted_on": Problem.IN_THE_FUTURE})  # type: ignore[attr-defined]
    assert len(form.errors["posted_on"]) == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_menus_offer_every_word_once_by_its_name(language: str) -> None:
    with override(language):
        services = dict(made(PostedForm).fields["service"].choices)  # type: ignore[attr-defined]
        reasons = dict(made(ReturnedForm).fields["reason"].choices)  # type: ignore[attr-defined]
        assert {key: str(name) for key, name in services.items()} == {
            each.value: str(POST_SERVICE[each]) for each in PostService
        }
        assert {key: str(name) for key, name in reasons.items()} == {
            each.value: str(RETURN_REASON[each]) for each in ReturnReason
        }
        assert len(set(map(str, services.values()))) == len(PostService)


def test_ordinary_mail_and_a_messenger_have_no_number_and_all_others_do() -> None:
    assert set(PostService) - NUMBERED == {PostService.ORDINARY, PostService.BY_HAND}


@pytest.mark.parametrize("reason", list(ReturnReason))
def test_address_is_given_up_only_where_nobody_lives_there(reason: ReturnReason) -> None:
    ticked = AgainForm(points=KNOWN, why=reason.value)["retire"].value()
    assert ticked is (reason in DEAD_ADDRESS)
    assert (reason in DEAD_ADDRESS) is (reason.value in {"address_unknown", "moved", "address_incomplete"})


def test_known_addresses_are_offered_in_their_order_after_none_of_them() -> None:
    for language, none in (("ja", "一覧にない"), ("en", "None of them")):
        with override(language):
            choices = made(AgainForm).fields["address"].choices  # type: ignore[attr-defined]
            assert [key for key, _ in choices] == ["", "7", "8"]
            assert bool(JAPANESE.search(str(choices[0][1]))) is bool(JAPANESE.search(none))
