"""Replies, notes and words from the complainant: never mixed up, never lost, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.inquire import ask_complainant, ask_third_party, begin_investigation, record_answer
from kikitori.casework.write import hear, note, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)


def test_reply_is_public_and_sent(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    message = reply(cast.actor("handler"), complaint, body="  お待たせしました。\r\n確認中です。 ", now=LATER)
    assert (message.visibility, message.body) == ("public", "お待たせしました。\n確認中です。")
    letter = complaint.letters.get(kind="reply")
    assert "お待たせしました。\n確認中です。" in letter.body
    assert (letter.to_address, letter.state) == ("hana@example.jp", "waiting")


def test_note_is_internal_and_sends_nothing(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    letters = complaint.letters.count()
    message = note(cast.actor("handler"), complaint, body="倉庫に確認。", now=LATER)
    assert message.visibility == "internal"
    assert complaint.events.get(kind="noted").visibility == "internal"
    assert complaint.letters.count() == letters


def test_text_of_a_note_reaches_no_letter(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    note(cast.actor("handler"), complaint, body="【秘】この人は要注意", now=LATER)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    assert not complaint.letters.filter(body__contains="【秘】").exists()


@pytest.mark.parametrize("verb", [reply, note, hear])
@pytest.mark.parametrize("body", ["", "   \n", "\x00", "あ" * 100_001])
def test_text_that_says_nothing_or_cannot_be_kept_is_refused(cast: Cast, verb: object, body: str) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid):
        verb(cast.actor("handler"), complaint, body=body, now=LATER)  # type: ignore[operator]
    assert not complaint.messages.exists()


@pytest.mark.parametrize("verb", [reply, note, hear])
def test_same_form_twice_is_one_message(cast: Cast, verb: object) -> None:
    complaint = makers.acknowledged(cast)
    for _ in range(2):
        verb(cast.actor("handler"), complaint, body="一度だけ", token="form-1", now=LATER)  # type: ignore[operator]
    assert complaint.messages.count() == 1
    assert complaint.events.count() == 3


@pytest.mark.django_db(transaction=True)
def test_same_reply_from_eight_impatient_clicks_is_one_letter() -> None:
    complaint = makers.acknowledged(cast := summon())
    start = Barrier(8)

    def click(_: int) -> int:
        try:
            start.wait(timeout=30)
            own = Complaint.objects.get(pk=complaint.pk)
            return reply(cast.actor("handler"), own, body="確認中です。", token="form-2", now=LATER).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(click, range(8)))) == 1
    assert complaint.letters.filter(kind="reply").count() == 1


def test_two_forms_with_the_same_text_are_two_messages(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    for token in ("form-1", "form-2"):
        note(cast.actor("handler"), complaint, body="同じ文", token=token, now=LATER)
    assert complaint.messages.count() == 2


def test_token_is_not_stored_as_it_is(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note(cast.actor("handler"), complaint, body="x", token="form-1", now=LATER)
    assert Message.objects.get().intake_key != "form-1"


def test_word_of_the_complainant_is_theirs_also_when_staff_write_it_down(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    own = hear(makers.complainant_of(complaint), complaint, body="追加です", now=LATER)
    taken_down = hear(cast.actor("handler"), complaint, body="電話で伺った", channel="phone", now=LATER)
    assert (own.from_complainant, own.author_staff) == (True, None)
    assert (taken_down.from_complainant, taken_down.author_staff) == (True, cast.handler)


def test_complainant_may_neither_reply_nor_note(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    for verb in (reply, note):
        with pytest.raises(Refused):
            verb(makers.complainant_of(complaint), complaint, body="x", now=LATER)


def test_language_of_a_message_is_its_own(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    message = hear(makers.complainant_of(complaint), complaint, body="Any news about my plates?", now=LATER)
    assert (message.language, complaint.language) == ("en", "ja")


def test_investigation_needs_an_assessment(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(assessed_at=None)
    with pytest.raises(NotNow) as refusal:
        begin_investigation(cast.actor("handler"), complaint, now=LATER)
    assert refusal.value.obstacle is Obstacle.NOT_ASSESSED


def test_whoever_begins_takes_what_nobody_had(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    begin_investigation(cast.actor("colleague"), complaint, now=LATER)
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague


def test_question_waits_and_their_word_brings_the_complaint_back(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    inquiry = ask_complainant(
        cast.actor("handler"), complaint, question="ご注文番号は？", answer_by=date(2026, 12, 1), now=LATER
    )
    assert complaint.state == "awaiting_complainant"
    assert "2026年12月1日（火）までに" in complaint.letters.get(kind="question").body
    hear(makers.complainant_of(complaint), complaint, body="A-1234です", now=LATER + timedelta(days=1))
    inquiry.refresh_from_db()
    assert complaint.state == "investigating"
    assert inquiry.answer == "A-1234です"


def test_question_to_a_third_party_stays_in_the_house(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    inquiry = ask_third_party(
        cast.actor("handler"),
        complaint,
        whom="配送会社",
        question="当日の記録は？",
        answer_by=date(2026, 12, 1),
        now=LATER,
    )
    assert complaint.state == "awaiting_third_party"
    assert not complaint.letters.filter(kind="question").exists()
    record_answer(cast.actor("handler"), complaint, inquiry=inquiry, answer="横積みの記録あり", now=LATER)
    assert complaint.state == "investigating"
    internal = complaint.events.filter(kind__in=("question_asked", "answer_recorded"))
    assert set(internal.values_list("visibility", flat=True)) == {"internal"}


@pytest.mark.parametrize("day", [None, date(2026, 11, 19)])
def test_question_needs_a_day_that_is_still_to_come(cast: Cast, day: date | None) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        ask_complainant(cast.actor("handler"), complaint, question="？", answer_by=day, now=LATER)
    assert set(refusal.value.problems) == {"answer_by"}


def test_answer_to_a_question_of_another_complaint_is_refused(cast: Cast) -> None:
    mine, other = makers.investigated(cast), makers.investigated(cast)
    inquiry = ask_complainant(
        cast.actor("handler"), other, question="？", answer_by=date(2026, 12, 1), now=LATER
    )
    with pytest.raises(NotNow) as refusal:
        record_answer(cast.actor("handler"), mine, inquiry=inquiry, answer="x", now=LATER)
    assert refusal.value.obstacle is Obstacle.QUESTION_NOT_OPEN
    inquiry.refresh_from_db()
    assert inquiry.answer == ""
