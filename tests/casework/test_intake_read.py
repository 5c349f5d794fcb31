"""A complaint on its way in: read whole, with every fault named at once, and nobody refused for what they leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import LONGEST_TEXT
from kikitori.casework.house import House
from kikitori.casework.intake import Checked, ContactGiven, Intake, PersonGiven, checked
from kikitori.records.complaints.terms import Channel, Confidentiality, Kind, PartyRole, Subject
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import ContactKind, CustomerType, PersonKind
from kikitori.records.triage.sorting import Answer, SafetyQuestion

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
HOUSE = House.of(Organisation(time_zone="Asia/Tokyo"))
LEAST = Intake(channel="phone", story="皿が割れた。", received_at=NOW)


def read(**changes: Any) -> Checked:
    return checked(replace(LEAST, **changes), NOW, HOUSE)


def faults(**changes: Any) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refused:
        read(**changes)
    return dict(refused.value.problems)


def test_channel_story_and_moment_are_enough() -> None:
    found = read()
    assert (found.channel, found.kind, found.subject) == (Channel.PHONE, Kind.COMPLAINT, Subject.OTHER)
    assert (found.people, found.safety, found.confidentiality) == ((), {}, Confidentiality.ORDINARY)
    assert found.known_at == found.received_at == NOW


@pytest.mark.parametrize("channel", Channel)
def test_every_road_is_taken(channel: Channel) -> None:
    assert read(channel=channel.value).channel is channel


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("channel", "", Problem.MISSING),
        ("channel", "pigeon", Problem.UNKNOWN_WORD),
        ("kind", "rant", Problem.UNKNOWN_WORD),
        ("subject", "\x00", Problem.UNKNOWN_WORD),
        ("confidentiality", "secret", Problem.UNKNOWN_WORD),
        ("language", "ko", Problem.UNKNOWN_WORD),
        ("language", "JA", Problem.UNKNOWN_WORD),
        ("story", "", Problem.MISSING),
        ("story", " \u3000\n", Problem.MISSING),
        ("story", "a\x00b", Problem.NOT_STORABLE),
        ("story", "\ud800", Problem.NOT_STORABLE),
        ("story", "x" * (LONGEST_TEXT + 1), Problem.TOO_LONG),
        ("desired_outcome", "x" * (LONGEST_TEXT + 1), Problem.TOO_LONG),
        ("title", "x" * 201, Problem.TOO_LONG),
        ("accommodation", "x" * 2001, Problem.TOO_LONG),
        ("received_at", NOW + timedelta(minutes=6), Problem.IN_THE_FUTURE),
        ("known_at", NOW + timedelta(days=1), Problem.IN_THE_FUTURE),
        ("received_at", datetime(1900, 1, 1, tzinfo=UTC), Problem.OUT_OF_RANGE),
    ],
)
def test_value_that_cannot_be_kept_is_named_with_what_is_wrong(
    field: str, value: object, problem: Problem
) -> None:
    assert faults(**{field: value})[field] is problem


def test_every_fault_is_named_at_once() -> None:
    person = PersonGiven(name="a\x00", contact_points=(ContactGiven(kind="email", value="nonsense"),))
    found = faults(channel="x", story="", kind="x", title="x" * 300, complainant=person)
    assert set(found) == {
        *("channel", "story", "kind", "title", "complainant.name", "complainant.contact_points.0"),
    }


@pytest.mark.parametrize(
    ("story", "language"),
    [
        ("届いた皿が割れていました。", "ja"),
        ("ﾜﾚﾃﾏｼﾀ", "ja"),
        ("The plate was broken.", "en"),
        ("접시가 깨졌습니다", "en"),
        ("返金要求", "ja"),
        ("😡", "ja"),
        ("12345", "ja"),
    ],
)
def test_language_of_our_letters_is_that_of_the_story_or_english(story: str, language: str) -> None:
    assert read(story=story).language == language


@pytest.mark.parametrize("language", ["ja", "en"])
def test_language_they_asked_for_counts_whatever_they_write_in(language: str) -> None:
    assert read(language=language, story="皿 plate 접시").language == language


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        ("email", "Hana@Example.JP", "hana@example.jp"),
        ("email", "ｈａｎａ＠example.jp", "hana@example.jp"),
        ("email", "mailto:hana@example.jp", "hana@example.jp"),
        ("phone", "03-9999-0000", "+81399990000"),
        ("phone", "０３（９９９９）００００", "+81399990000"),
        ("fax", "+81 3 9999 0000", "+81399990000"),
        ("phone", "内線のみ", "内線のみ"),
        ("post", "〒100-0001 東京都", None),
        ("other", "店頭で", None),
    ],
)
def test_road_is_kept_as_typed_and_found_however_it_is_written(
    kind: str, value: str, key: str | None
) -> None:
    person = PersonGiven(name="試野 はな", contact_points=(ContactGiven(kind=kind, value=value, note="夜"),))
    [[(read_kind, typed, found, note)]] = [one.contact_points for one in read(complainant=person).people]
    assert (read_kind, typed, note) == (ContactKind(kind), value, "夜")
    assert found == key if key is not None else found


@pytest.mark.parametrize("value", ["", " ", "\u3000"])
@pytest.mark.parametrize("kind", ContactKind)
def test_road_that_was_left_empty_is_none(kind: ContactKind, value: str) -> None:
    person = PersonGiven(name="はな", contact_points=(ContactGiven(kind=kind.value, value=value),))
    assert [one.contact_points for one in read(complainant=person).people] == [()]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fault_in_a_road_is_named_by_its_place(number: int) -> None:
    good = ContactGiven(kind="phone", value="03-1")
    points = tuple(ContactGiven(kind="email", value="@") if each == number else good for each in range(3))
    assert set(faults(complainant=PersonGiven(contact_points=points))) == {
        f"complainant.contact_points.{number}"
    }


@pytest.mark.parametrize(
    "name", ["", "李", "Ng", "あ" * 300, "ﾔﾏﾀﾞ ﾀﾛｳ", "O'Hara-López", "👩‍👧", "渡邉\U000e0100"]
)
def test_any_name_or_none_is_taken_as_it_is_written(name: str) -> None:
    [person] = read(
        complainant=PersonGiven(name=name, contact_points=(ContactGiven(kind="phone", value="03-1"),))
    ).people
    assert person.name == name


@pytest.mark.parametrize(
    ("kana", "kept"),
    [("ﾔﾏﾀﾞ　たろう", "ヤマダ タロウ"), ("", ""), ("Yamada", "Yamada"), ("オオノ-", "オオノー")],
)
def test_reading_is_kept_in_one_script(kana: str, kept: str) -> None:
    assert read(complainant=PersonGiven(kana=kana)).people[0].kana == kept


@pytest.mark.parametrize("points", [(), (ContactGiven(kind="phone", value="03-1"),)])
def test_anonymous_person_keeps_a_road_if_they_gave_one_and_never_a_name(
    points: tuple[ContactGiven, ...],
) -> None:
    found = read(
        anonymous=True, complainant=PersonGiven(name="試野", kana="タメシノ", contact_points=points)
    ).people
    assert [(one.name, one.kana) for one in found] == [("", "")] * len(points)


def test_representative_of_somebody_anonymous_is_named() -> None:
    representative = PersonGiven(name="弁野 護", authority="委任状")
    [person] = read(anonymous=True, representative=representative).people
    assert (person.role, person.name, person.authority) == (PartyRole.REPRESENTATIVE, "弁野 護", "委任状")


@pytest.mark.parametrize("field", ["kind", "customer_type"])
@pytest.mark.parametrize("role", ["complainant", "representative"])
def test_word_about_a_person_is_one_of_the_list(role: str, field: str) -> None:
    assert faults(**{role: PersonGiven(**{field: "crank"})}) == {f"{role}.{field}": Problem.UNKNOWN_WORD}
    words = PersonKind if field == "kind" else CustomerType
    for word in words:
        [person] = read(**{role: PersonGiven(**{field: word.value})}).people
        assert getattr(person, field) is word


@pytest.mark.parametrize("question", SafetyQuestion)
def test_answer_about_danger_is_kept_for_its_question(question: SafetyQuestion) -> None:
    for answer in Answer:
        assert read(safety={question.value: answer.value}).safety == {question: answer}


@pytest.mark.parametrize(
    "safety", [{"injury": "maybe"}, {"injury": ""}, {"flood": "yes"}, {"": "yes"}, {"\x00": "no"}]
)
def test_answer_or_question_that_nobody_knows_is_refused(safety: dict[str, str]) -> None:
    assert set(faults(safety=safety)) == {"safety"}


@given(st.text(min_size=1, max_size=80), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=25)
def test_any_words_are_taken_whole_or_refused(story: str, name: str, wish: str) -> None:
    try:
        found = read(story=story, desired_outcome=wish, complainant=PersonGiven(name=name))
    except Invalid as refused:
        assert set(refused.problems.values()) <= {Problem.MISSING, Problem.NOT_STORABLE}  # noqa: PT017
        return
    assert "".join(found.story.split()) != ""
    again = read(
        story=found.story,
        desired_outcome=found.desired_outcome,
        complainant=PersonGiven(name=found.people[0].name),
    )
    assert (again.story, again.desired_outcome) == (found.story, found.desired_outcome)
