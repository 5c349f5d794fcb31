"""The form in which a conversation is filed: nothing typed twice, nothing under another kind than it was said to be."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.desk.conversation.filing import FilingForm, InterviewForm
from kikitori.interfaces.desk.people.caller import Caller
from kikitori.interfaces.desk.people.known import Known
from kikitori.interfaces.desk.register_form import CONTACTS
from kikitori.records.complaints.terms import Channel, Confidentiality
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.questions import Facts
from kikitori.records.people.models import ContactPoint
from tests.cast import Cast
from tests.makers import FRIDAY
from tests.records import rows

PHONE, MAIL, POST = ("phone", "03-0000-0000"), ("email", "hana@example.jp"), ("post", "東京都見本区1-2-3")
NEW_PHONE = ("phone", "090-0000-0000")


def talk(**changes: str) -> Conversation:
    return Conversation(**{"channel": "phone", "language": "ja", "begun_at": FRIDAY, **changes})


def ways(form: FilingForm) -> list[tuple[str, str]]:
    """Kind and value of each row that is filled."""
    found = (
        (form[f"contact_{number}_kind"].value(), form[f"contact_{number}"].value())
        for number in range(1, CONTACTS + 1)
    )
    return [(kind, value) for kind, value in found if value]


def said(**facts: Any) -> FilingForm:
    return FilingForm.filled(talk(), Facts(**facts), None)


@pytest.fixture
def calls_again(cast: Cast) -> Any:
    """Somebody we know, with these ways to reach them, in their order."""

    def made(*points: tuple[str, str], **changes: Any) -> Caller:
        person = rows.person(**changes)
        for kind, value in points:
            ContactPoint.objects.create(person=person, kind=kind, value=value, note=f"{kind}のメモ")
        return Caller(Known(cast.actor("handler"), person, [person], FRIDAY, ZoneInfo("Asia/Tokyo")), [])

    return made


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"phone": PHONE[1]}, [PHONE]),
        ({"email": MAIL[1]}, [MAIL]),
        ({"post": POST[1]}, [POST]),
        ({"post": POST[1], "phone": PHONE[1]}, [PHONE, POST]),
        ({"phone": PHONE[1], "email": MAIL[1], "post": POST[1]}, [PHONE, MAIL, POST]),
    ],
)
def test_way_that_was_said_stands_under_its_own_kind(
    facts: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert ways(said(**facts)) == found


@pytest.mark.parametrize("known", [[MAIL], [POST], [POST, MAIL], [PHONE, MAIL], [MAIL, POST, PHONE], []])
def test_number_said_by_somebody_we_know_is_a_telephone_whatever_their_card_begins_with(
    calls_again: Any, known: list[tuple[str, str]]
) -> None:
    """A number filed as an address for letters would have them printed for nobody."""
    form = FilingForm.filled(talk(), Facts(story="皿", phone=NEW_PHONE[1]), calls_again(*known))
    assert ways(form) == [NEW_PHONE, *known][:CONTACTS]


def test_way_that_the_card_knows_already_is_not_filed_twice(calls_again: Any) -> None:
    form = FilingForm.filled(talk(), Facts(email=MAIL[1]), calls_again(PHONE, MAIL))
    assert ways(form) == [MAIL, PHONE]


def test_remark_stays_with_the_way_it_was_made_about(calls_again: Any) -> None:
    form = FilingForm.filled(talk(), Facts(phone=NEW_PHONE[1]), calls_again(MAIL, POST))
    assert [form[f"contact_{number}_note"].value() for number in (1, 2, 3)] == [
        "",
        "emailのメモ",
        "postのメモ",
    ]


def test_what_nobody_asked_about_is_taken_from_the_card(calls_again: Any) -> None:
    caller = calls_again(MAIL, name="試野 はな", name_kana="タメシノ ハナ", accommodation="大きな文字")
    form = FilingForm.filled(talk(), Facts(story="皿"), caller)
    assert (form["name"].value(), form["kana"].value(), form["accommodation"].value()) == (
        "試野 はな",
        "タメシノ ハナ",
        "大きな文字",
    )
    assert form["person"].value() == caller.known.person.pk
    assert ways(form) == [MAIL]


def test_what_was_said_now_counts_more_than_the_card(calls_again: Any) -> None:
    caller = calls_again(name="試野 はな", accommodation="大きな文字", language="ja")
    facts = Facts(name="見本 はな", accommodation="通訳", story="皿")
    form = FilingForm.filled(talk(language="en"), facts, caller)
    assert (form["name"].value(), form["accommodation"].value(), form["language"].value()) == (
        "見本 はな",
        "通訳",
        "en",
    )


def test_somebody_who_stays_anonymous_takes_nothing_from_their_card(calls_again: Any) -> None:
    caller = calls_again(PHONE, MAIL, name="試野 はな", name_kana="タメシノ ハナ", accommodation="大きな文字")
    form = FilingForm.filled(talk(), Facts(story="皿", anonymous=True), caller)
    shown = {name: form[name].value() for name in form.fields}
    assert shown["anonymous"] is True
    assert ways(form) == []
    assert "試野 はな" not in shown.values()
    assert not shown["person"]


@pytest.mark.parametrize("channel", Channel)
def test_road_is_that_of_the_conversation(channel: Channel) -> None:
    assert FilingForm.filled(talk(channel=channel.value), Facts(), None)["channel"].value() == channel.value


def test_moment_it_came_is_the_moment_the_conversation_began_where_we_are() -> None:
    assert said()["received_at"].value() == FRIDAY.astimezone(ZoneInfo("Asia/Tokyo")).strftime(
        "%Y-%m-%dT%H:%M"
    )


@pytest.mark.parametrize(
    ("facts", "field", "value"),
    [
        ({"story": "皿\n\n〔場所〕 店"}, "story", "皿\n\n〔場所〕 店"),
        ({"wish": "交換"}, "desired_outcome", "交換"),
        ({"subject": "delivery"}, "subject", "delivery"),
        ({"kind": "complaint"}, "kind", "complaint"),
        ({"name": "森"}, "name", "森"),
        ({"kana": "モリ"}, "kana", "モリ"),
        ({"accommodation": "大きな文字"}, "accommodation", "大きな文字"),
        ({"restricted": True}, "restricted", True),
        ({"safety": {"injury": "yes"}}, "safety_injury", "yes"),
        ({"safety": {"injury": "no"}}, "safety_injury", "no"),
        ({}, "safety_injury", "unknown"),
    ],
)
def test_fact_stands_where_it_belongs(facts: dict[str, Any], field: str, value: object) -> None:
    assert said(**facts)[field].value() == value


def test_no_fact_has_been_forgotten_in_the_form() -> None:
    """A new kind of fact must find its place; points are made by the verb from the conversation itself."""
    texts = {each.name: f"〈{each.name}〉" for each in fields(Facts) if each.type == "str"}
    form = said(**texts)
    shown = {str(form[name].value()) for name in form.fields}
    assert set(texts.values()) <= shown


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["", PHONE[1], NEW_PHONE[1]]),
    st.sampled_from(["", MAIL[1]]),
    st.sampled_from(["", POST[1]]),
)
def test_every_way_that_was_said_stands_there_once(phone: str, email: str, post: str) -> None:
    found = ways(said(phone=phone, email=email, post=post))
    assert [value for _, value in found] == [each for each in (phone, email, post) if each]
    assert {kind for kind, _ in found} == {
        kind for kind, value in (("phone", phone), ("email", email), ("post", post)) if value
    }


@pytest.mark.parametrize(
    ("restricted", "kept"), [("on", Confidentiality.RESTRICTED), ("", Confidentiality.ORDINARY)]
)
def test_report_from_inside_is_restricted_from_its_first_moment(
    restricted: str, kept: Confidentiality
) -> None:
    typed = {
        "token": "x" * 22,
        "channel": "phone",
        "received_at": "2026-11-20T10:00",
        "story": "皿",
        "restricted": restricted,
    }
    form = FilingForm(typed)
    assert form.is_valid(), form.errors
    assert form.intake(FRIDAY).confidentiality == kept.value


@pytest.mark.parametrize(
    ("facts", "body"),
    [
        (Facts(story="皿が割れた"), "皿が割れた"),
        (Facts(wish="交換"), "交換"),
        (Facts(story="皿が割れた", wish="交換"), "皿が割れた\n\n交換"),
        (Facts(), ""),
    ],
)
def test_interview_is_written_down_with_the_wish_at_its_end(facts: Facts, body: str) -> None:
    assert InterviewForm.filled(facts)["body"].value() == body


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 21, "x" * 23, "x" * 21 + "\n", "x" * 21 + "あ", "x" * 21 + "%"]
)
def test_interview_is_kept_only_by_a_form_of_ours(token: str) -> None:
    form = InterviewForm({"token": token, "body": "皿"})
    assert not form.is_valid()
    assert set(form.errors) == {"token"}
