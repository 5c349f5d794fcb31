"""Forms about letters on paper: what was typed, as values for the verbs; their codes, as words beside the fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from kikitori.casework.errors import Problem
from kikitori.casework.post_again import NewAddress
from kikitori.casework.posting import PostingGiven
from kikitori.interfaces.desk.paper.forms import AgainForm, ManyPostedForm, PostedForm, ReturnedForm
from kikitori.records.letters.post_terms import PostService, ReturnReason
from kikitori.records.people.models import ContactPoint

KNOWN = [
    ContactPoint(pk=7, kind="post", value="〒530-0001 大阪府"),
    ContactPoint(pk=8, kind="post", value="京都府"),
]


def data(**typed: str) -> QueryDict:
    sent = QueryDict(mutable=True)
    sent.update(typed)
    return sent


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ({}, PostingGiven(service="", large=False)),
        ({"service": "recorded"}, PostingGiven(service="recorded", large=False)),
        ({"tracking": " 131-12-38385-2 "}, PostingGiven(service="", tracking="131-12-38385-2", large=False)),
        ({"posted_on": "2026-11-20"}, PostingGiven(service="", posted_on=date(2026, 11, 20), large=False)),
        (
            {"posted_on": "２０２６年１１月２０日"},
            PostingGiven(service="", posted_on=date(2026, 11, 20), large=False),
        ),
        ({"posted_on": "2026/11/20"}, PostingGiven(service="", posted_on=date(2026, 11, 20), large=False)),
        ({"large": "on", "sure": "on"}, PostingGiven(service="", large=True, sure=True)),
    ],
)
def test_posting_is_read_as_it_was_typed(typed: dict[str, str], given: PostingGiven) -> None:
    form = PostedForm(data(**typed))
    assert form.is_valid(), form.errors
    assert form.given == given


@pytest.mark.parametrize("form", [PostedForm, ManyPostedForm])
@pytest.mark.parametrize(
    "typed", [{"service": "pigeon"}, {"posted_on": "きのう"}, {"posted_on": "2026-13-40"}]
)
def test_what_is_no_day_and_no_way_is_refused(form: type[Any], typed: dict[str, str]) -> None:
    assert not form(data(**typed)).is_valid()


@pytest.mark.parametrize("service", list(PostService))
def test_every_way_of_posting_can_be_chosen(service: PostService) -> None:
    assert PostedForm(data(service=service.value)).is_valid()
    assert ManyPostedForm(data(service=service.value)).is_valid()


@pytest.mark.parametrize("reason", list(ReturnReason))
def test_every_reason_can_be_chosen(reason: ReturnReason) -> None:
    assert ReturnedForm(data(reason=reason.value)).is_valid()


@pytest.mark.parametrize(
    ("typed", "blamed", "doubtful"),
    [
        ({}, {}, False),
        ({"tracking": "131-12-38385-3"}, {"tracking": Problem.OUT_OF_RANGE}, True),
        ({"tracking": "131-12-38385-3", "sure": "on"}, {}, True),
        ({}, {"posted_on": Problem.IN_THE_PAST}, False),
    ],
)
def test_box_to_be_sure_is_there_once_there_is_doubt(
    typed: dict[str, str], blamed: dict[str, Problem], doubtful: bool
) -> None:
    form = PostedForm(data(**typed))
    form.is_valid()
    form.blame(blamed)
    assert form.is_doubtful is doubtful


@pytest.mark.parametrize(
    ("form", "field", "problem", "ja", "en"),
    [
        (PostedForm, "tracking", Problem.NOT_A_NUMBER, "追跡番号として読み取れません", "no number of a slip"),
        (PostedForm, "tracking", Problem.OUT_OF_RANGE, "末尾の数字", "The last digit does not fit"),
        (PostedForm, "tracking", Problem.TOO_LONG, "長すぎます", "too long"),
        (
            PostedForm,
            "posted_on",
            Problem.IN_THE_PAST,
            "この日より後に書かれた",
            "was written after this day",
        ),
        (PostedForm, "posted_on", Problem.IN_THE_FUTURE, "", "lies in the future"),
        (ReturnedForm, "returned_on", Problem.IN_THE_PAST, "この日より後に発送", "was posted after this day"),
        (ReturnedForm, "reason", Problem.MISSING, "", "fill this in"),
        (AgainForm, "address", Problem.MISSING, "住所を選ぶか", "choose an address"),
        (AgainForm, "heard", Problem.MISSING, "どのように知ったか", "how we know this address"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_codes_are_told_in_words_that_say_what_to_do(
    form: type[Any], field: str, problem: Problem, ja: str, en: str, language: str
) -> None:
    with translation.override(language):
        made = form(data())
        made.is_valid()
        made.blame({field: problem})
        told = str(made.errors)
    assert (ja if language == "ja" else en) in told


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ({}, NewAddress()),
        ({"address": "7"}, NewAddress(point=7)),
        ({"typed": "東京都", "heard": "電話"}, NewAddress(typed="東京都", heard="電話")),
        ({"address": "8", "retire": "on"}, NewAddress(point=8, retire=True)),
    ],
)
def test_other_address_is_read_as_it_was_typed(typed: dict[str, str], given: NewAddress) -> None:
    form = AgainForm(data(**typed), points=KNOWN)
    assert form.is_valid(), form.errors
    assert form.given == given


def test_address_that_was_not_offered_cannot_be_chosen() -> None:
    assert not AgainForm(data(address="9"), points=KNOWN).is_valid()
    assert not AgainForm(data(address="x"), points=KNOWN).is_valid()


def test_without_a_known_address_only_a_new_one_is_asked_for() -> None:
    form = AgainForm(data(address="7"))
    assert "address" not in form.fields
    assert form.is_valid()
    assert form.given == NewAddress()
    form.blame({"address": Problem.MISSING})
    assert "typed" in form.errors


@pytest.mark.parametrize(
    ("why", "ticked"),
    [("address_unknown", True), ("moved", True), ("address_incomplete", True), ("storage_over", False),
     ("refused", False), ("other", False), ("", False)],
)  # fmt: skip
def test_dead_address_is_ticked_to_be_given_up(why: str, ticked: bool) -> None:
    assert AgainForm(why=why)["retire"].value() is ticked
