"""Taking down a complaint: only the story is needed, and what is wrong on its face never loses the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.register_form import CHANNELS, CONTACTS, RegisterForm
from kikitori.records.complaints.terms import Channel, Kind, Subject
from kikitori.records.people.terms import ContactKind, PersonKind
from kikitori.records.triage.sorting import Answer, SafetyQuestion

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
LEAST = {"token": "A" * 22, "channel": "phone", "received_at": "2026-11-28T09:30", "story": "皿が割れた。"}


def form(**typed: Any) -> RegisterForm:
    made = RegisterForm({**LEAST, **typed})
    made.is_valid()
    return made


def test_channel_moment_and_story_are_enough() -> None:
    made = form()
    assert not made.errors
    intake = made.intake(NOW)
    assert (intake.channel, intake.story, intake.anonymous) == ("phone", "皿が割れた。", False)
    assert set(intake.safety.values()) == {Answer.UNKNOWN.value}
    assert intake.representative is None


def test_token_made_here_is_taken() -> None:
    assert not form(token=new_token()).errors


@pytest.mark.parametrize(
    "token", ["", "A" * 21, "A" * 23, "A" * 21 + "=", "A" * 21 + "あ", "\x00" * 22, "A" * 22 + "\n\n"]
)
def test_form_that_was_not_opened_here_is_refused_and_the_story_stays(token: str) -> None:
    made = form(token=token)
    if token.strip() == LEAST["token"]:
        return
    assert set(made.errors) == {"token"}
    assert made.intake(NOW).story == LEAST["story"]


@pytest.mark.parametrize("channel", Channel)
def test_road_is_one_on_which_somebody_takes_it_down(channel: Channel) -> None:
    assert ("channel" in form(channel=channel.value).errors) is (channel not in CHANNELS)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("2026-11-28T09:30", datetime(2026, 11, 28, 9, 30)),  # noqa: DTZ001 - told in the zone of the site
        ("2026-11-28 09:30", datetime(2026, 11, 28, 9, 30)),  # noqa: DTZ001
        ("2028-02-29T23:59", datetime(2028, 2, 29, 23, 59)),  # noqa: DTZ001
        ("2026-12-31T23:59:59", datetime(2026, 12, 31, 23, 59, 59)),  # noqa: DTZ001
    ],
)
def test_moment_is_that_of_the_clock_on_the_wall(typed: str, local: datetime) -> None:
    with timezone.override("Asia/Tokyo"):
        received = form(received_at=typed).intake(NOW).received_at
        assert timezone.make_naive(received) == local


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2027-02-29T09:00", "2026-11-28T25:00", "\x00", "令和8年11月28日"]
)
def test_moment_that_is_none_is_asked_for_beside_its_field(typed: str) -> None:
    made = form(received_at=typed)
    assert set(made.errors) == {"received_at"}
    assert made.intake(NOW).received_at == NOW


@pytest.mark.parametrize("story", ["", "a\x00b"])
def test_story_that_says_nothing_or_cannot_be_kept_is_asked_for(story: str) -> None:
    assert set(form(story=story).errors) == {"story"}


@pytest.mark.parametrize("story", [" 前後の空白 ", "一\r\n二", "x" * 120_000, "\u202eabc", "か\u3099"])
def test_story_is_given_to_the_verb_as_it_was_typed(story: str) -> None:
    assert form(story=story).intake(NOW).story == story


CHOICES = {
    "person_kind": PersonKind,
    "kind": Kind,
    "subject": Subject,
    "rep_contact_kind": ContactKind,
    "contact_1_kind": ContactKind,
    **{f"safety_{question.value}": Answer for question in SafetyQuestion},
}


@pytest.mark.parametrize(("field", "words"), CHOICES.items())
def test_every_word_of_a_list_can_be_chosen_and_no_other(field: str, words: Any) -> None:
    for word in words:
        assert not form(**{field: word.value}).errors
    for hostile in ("crank", "\x00"):
        assert set(form(**{field: hostile}).errors) == {field}


@pytest.mark.parametrize("number", range(1, CONTACTS + 1))
@pytest.mark.parametrize("kind", ContactKind)
def test_way_to_reach_them_is_given_with_its_kind_and_remark(number: int, kind: ContactKind) -> None:
    typed = {
        f"contact_{number}": "03-9999-0000",
        f"contact_{number}_kind": kind.value,
        f"contact_{number}_note": "夜だけ",
    }
    person = form(**typed).intake(NOW).complainant
    assert person is not None
    given = [point for point in person.contact_points if point.value]
    assert [(point.kind, point.value, point.note) for point in given] == [
        (kind.value, "03-9999-0000", "夜だけ")
    ]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ({}, False),
        ({"rep_name": "弁野 護"}, True),
        ({"rep_kana": "ベンノ マモル"}, True),
        ({"rep_authority": "委任状"}, True),
        ({"rep_contact": "03-1"}, True),
        ({"rep_contact_kind": "email"}, False),
    ],
)
def test_representative_is_there_once_anything_is_said_of_them(typed: dict[str, str], stands: bool) -> None:
    made = form(**typed)
    assert made.has_representative() is stands
    assert (made.intake(NOW).representative is not None) is stands


def test_representative_is_given_with_authority_and_road() -> None:
    typed = {
        "rep_name": "弁野 護",
        "rep_authority": "委任状",
        "rep_contact": "b@shop.example",
        "rep_contact_kind": "email",
    }
    person = form(**typed).intake(NOW).representative
    assert person is not None
    assert (person.name, person.authority) == ("弁野 護", "委任状")
    assert [(point.kind, point.value) for point in person.contact_points if point.value] == [
        ("email", "b@shop.example")
    ]


@pytest.mark.parametrize("question", SafetyQuestion)
def test_answer_about_danger_reaches_the_verb_for_its_question_alone(question: SafetyQuestion) -> None:
    for answer in Answer:
        safety = form(**{f"safety_{question.value}": answer.value}).intake(NOW).safety
        assert safety[question.value] == answer.value
        assert {value for name, value in safety.items() if name != question.value} == {Answer.UNKNOWN.value}


@pytest.mark.parametrize(
    "place",
    [
        "story",
        "channel",
        "received_at",
        "complainant.name",
        "representative.name",
        "complainant.contact_points.1",
        "nowhere",
    ],
)
@pytest.mark.parametrize(
    "problem", [Problem.MISSING, Problem.TOO_LONG, Problem.NOT_AN_ADDRESS, Problem.NOT_STORABLE]
)
def test_code_of_the_verb_is_said_somewhere_on_the_form(place: str, problem: Problem) -> None:
    made = form()
    made.blame({place: problem})
    assert len(made.errors) == 1
    assert (next(iter(made.errors)) == "__all__") is (place == "nowhere")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_control_is_named_in_the_readers_language(language: str) -> None:
    with override(language):
        made = RegisterForm()
        hidden = {"token", "person"}
        labels = {name: str(made[name].label) for name in made.fields if name not in hidden}
    assert all(label.strip() for label in labels.values())
    assert not [label for label in labels.values() if language == "en" and not label.isascii()]
