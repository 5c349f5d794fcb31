"""From a draft to the verb: what is sent, what is held back, and under which token."""

from __future__ import annotations

from typing import Any

import pytest

from kikitori.casework.errors import Problem
from kikitori.casework.intake import ContactGiven
from kikitori.interfaces.portal.complain_forms import NAMELESS, NEEDS, NOTHING, OPEN
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.sending import (
    accommodation_in,
    contact_points,
    fields_of,
    intake_of,
    is_reachable,
    postal_line,
    token_of,
)
from tests.makers import FRIDAY

TOKEN = "abcdefghijklmnopqrst_-"
FULL = {
    "story": " 皿が割れていました。 ",
    "injury": "no",
    "fire": "",
    "wish": "交換してほしい。",
    "reach": OPEN,
    "name": "試野 はな",
    "kana": "ためしの はな",
    "email": "hana@example.jp",
    "phone": "090-1234-5678",
    "contact_note": "夜がよい",
    "postal_code": "１００ー０００１",
    "address": "東京都千代田区\n1-1",
    "needs": ["no_phone"],
    "needs_note": "ゆっくり",
    "language": "ja",
}


def draft(**changes: Any) -> Draft:
    return Draft(TOKEN, FULL | changes)


def intake(**changes: Any) -> Any:
    return intake_of(draft(**changes), language="en", now=FRIDAY)


def test_everything_given_is_sent() -> None:
    given = intake()
    assert (given.channel, given.story, given.desired_outcome) == (
        "web",
        "皿が割れていました。",
        "交換してほしい。",
    )
    assert (given.received_at, given.language, given.anonymous) == (FRIDAY, "ja", False)
    assert given.complainant.name == "試野 はな"
    assert given.complainant.kana == "ためしの はな"
    assert given.complainant.contact_points == (
        ContactGiven(kind="email", value="hana@example.jp", note="夜がよい"),
        ContactGiven(kind="phone", value="090-1234-5678", note="夜がよい"),
        ContactGiven(kind="post", value="〒100-0001 東京都千代田区 1-1", note="夜がよい"),
    )
    assert given.safety == {"injury": "no"}


def test_without_a_name_the_name_stays_here_and_the_address_is_sent() -> None:
    given = intake(reach=NAMELESS)
    assert given.anonymous
    assert (given.complainant.name, given.complainant.kana) == ("", "")
    assert len(given.complainant.contact_points) == 3


def test_with_neither_nothing_typed_below_is_sent() -> None:
    given = intake(reach=NOTHING)
    assert given.anonymous
    assert (given.complainant.name, given.complainant.kana) == ("", "")
    assert given.complainant.contact_points == ()
    assert "hana" not in repr(given)
    assert "090" not in repr(given)


def test_nothing_but_a_story_is_enough() -> None:
    given = intake_of(Draft(TOKEN, {"story": "x"}), language="en", now=FRIDAY)
    assert (given.language, given.anonymous, given.accommodation) == ("en", False, "")
    assert given.complainant.contact_points == ()
    assert given.safety == {}


def test_language_of_the_letters_is_the_chosen_one_else_that_of_the_page() -> None:
    assert intake(language="ja").language == "ja"
    assert intake(language="").language == "en"


@pytest.mark.parametrize(
    ("reach", "changes", "reachable"),
    [
        (OPEN, {}, True),
        (NAMELESS, {}, True),
        (NOTHING, {}, False),
        (OPEN, {"email": "", "phone": "", "address": ""}, False),
        (OPEN, {"email": "", "phone": "", "address": "", "postal_code": "100-0001"}, False),
        (OPEN, {"email": " ", "phone": "1", "address": ""}, True),
    ],
)
def test_reachable_only_by_a_way_that_was_given(reach: str, changes: dict[str, str], reachable: bool) -> None:
    assert is_reachable(draft(reach=reach, **changes)) is reachable


@pytest.mark.parametrize(
    ("code", "address", "line"),
    [
        ("100-0001", "東京都", "〒100-0001 東京都"),
        ("〒1000001", " 東京都\r\n千代田区 ", "〒100-0001 東京都 千代田区"),
        ("", "1 High Street, London", "1 High Street, London"),
        ("100-0001", "", ""),
        ("", "", ""),
        ("SW1A 1AA", "London", "〒SW1A 1AA London"),
    ],
)
def test_postal_line_is_one_line_as_on_an_envelope(code: str, address: str, line: str) -> None:
    assert postal_line(draft(postal_code=code, address=address)) == line


def test_empty_ways_are_no_contact_points() -> None:
    assert contact_points(Draft(TOKEN, {"contact_note": "夜がよい"})) == ()


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "電話は使えません"), ("en", "I cannot use the phone")]
)
def test_accommodation_speaks_the_language_of_the_complaint(language: str, words: str) -> None:
    assert accommodation_in(draft(), language) == f"{words}\nゆっくり"


def test_accommodation_lists_every_need_in_the_order_of_the_page() -> None:
    chosen = draft(needs=["companion", "no_phone"], needs_note="")
    lines = accommodation_in(chosen, "en").splitlines()
    assert lines == ["I cannot use the phone", "I want to do this together with somebody I trust"]


def test_accommodation_of_unknown_needs_is_empty() -> None:
    assert accommodation_in(draft(needs=["root"], needs_note=""), "ja") == ""
    assert len(NEEDS) == 5


def test_token_is_the_same_for_the_same_page_and_another_for_a_changed_one() -> None:
    assert token_of(draft()) == token_of(draft())
    assert token_of(draft()) != token_of(draft(story="書き直しました。"))
    assert token_of(draft()) != token_of(Draft("another-token-entirely", dict(FULL)))
    assert token_of(draft()).startswith(f"{TOKEN}.")


def test_token_does_not_depend_on_the_order_of_the_answers() -> None:
    backwards = Draft(TOKEN, dict(reversed(list(FULL.items()))))
    assert token_of(backwards) == token_of(draft())


@pytest.mark.parametrize(
    ("verbs", "ours"),
    [
        ("story", "story"),
        ("desired_outcome", "wish"),
        ("accommodation", "needs_note"),
        ("complainant.name", "name"),
        ("complainant.kana", "kana"),
        ("complainant.contact_points.0", "email"),
        ("complainant.contact_points.1", "phone"),
        ("complainant.contact_points.2", "address"),
        ("language", "language"),
        ("safety", "injury"),
        ("something.new", "story"),
    ],
)
def test_refused_value_finds_the_field_it_came_from(verbs: str, ours: str) -> None:
    assert fields_of({verbs: Problem.TOO_LONG}, draft()) == {ours: Problem.TOO_LONG}


def test_refused_contact_point_is_found_when_others_are_missing() -> None:
    only_post = draft(email="", phone="")
    assert fields_of({"complainant.contact_points.0": Problem.TOO_LONG}, only_post) == {
        "address": Problem.TOO_LONG
    }
