"""Whom a complainant has named, where their complaint is joined with another, parted again, or split."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.appoint import AppointmentGiven, appoint, appoint_where_it_goes_on
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment, end_appointment_where_it_goes_on
from kikitori.casework.errors import NotNow, Obstacle, Unseen
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.parcels import Handed, Owner, hand_in
from kikitori.casework.promise import replace_promise
from kikitori.casework.split import PartGiven, split_complaint
from kikitori.casework.write import hear, hear_where_it_goes_on, reply
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Mandate
from tests import makers
from tests.cast import Cast
from tests.makers import complainant_of
from tests.represented import (
    CONFIRMED,
    MAIL,
    NAMED,
    RIKA,
    confirms,
    names,
    party_of,
    represented,
    slip_of,
    speaker_for,
)

HOUR = timedelta(hours=1)
LATER = CONFIRMED + HOUR
PDF = b"%PDF-1.7 power of attorney"
MARI = "別府 まり"


def last_letter(complaint: Complaint) -> Letter:
    return complaint.letters.latest("pk")


def joined(cast: Cast, one: Complaint, other: Complaint) -> None:
    merge_complaint(cast.actor("handler"), one, to=other, now=LATER, same_person=True)
    one.refresh_from_db()


def test_whom_they_named_is_confirmed_where_the_complaint_goes_on(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = names(one)
    joined(cast, one, other)
    row.refresh_from_db()
    assert row.complaint_id == other.pk
    confirms(cast, row, now=LATER + HOUR)
    assert party_of(other).person.name == RIKA


def test_somebody_who_speaks_there_already_stays(cast: Cast) -> None:
    one, other = makers.investigated(cast), represented(cast, name=MARI)
    row = names(one)
    joined(cast, one, other)
    row.refresh_from_db()
    assert row.complaint_id == one.pk
    end_appointment_where_it_goes_on(complainant_of(one), one, now=LATER + HOUR)
    row.refresh_from_db()
    assert row.state == "ended"
    assert other.appointments.get().state == "confirmed"


def test_holder_of_a_joined_complaint_names_and_ends_where_it_goes_on(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    joined(cast, one, other)
    given = AppointmentGiven(name=RIKA, mandate="speak")
    row = appoint_where_it_goes_on(complainant_of(one), one, given, now=LATER)
    assert row.complaint_id == other.pk
    end_appointment_where_it_goes_on(complainant_of(one), one, now=LATER + HOUR)
    row.refresh_from_db()
    assert row.state == "ended"


def test_word_of_whoever_speaks_in_a_joined_complaint_is_heard_where_it_goes_on(cast: Cast) -> None:
    one, other = represented(cast), makers.investigated(cast)
    actor = speaker_for(one)
    joined(cast, one, other)
    word = hear_where_it_goes_on(actor, one, body="一言あります。", now=LATER + HOUR)
    assert word.complaint_id == other.pk
    event = other.events.get(kind="heard", data__message=word.pk)
    assert event.data["representative"] == actor.party_id
    end_appointment(complainant_of(one), one, now=LATER + HOUR)
    with pytest.raises(Unseen):
        hear_where_it_goes_on(actor, one, body="もう一言。", now=LATER + 2 * HOUR)
    assert Message.objects.filter(complaint=other, body="もう一言。").count() == 0


def parted(cast: Cast, one: Complaint, now: object = LATER + 3 * HOUR) -> None:
    separate_complaint(cast.actor("handler"), one, now=now)  # type: ignore[arg-type]
    one.refresh_from_db()


def test_document_goes_along_and_comes_back(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    owner = Owner(complaint=one)
    hand_in(complainant_of(one), owner, [FileGiven("委任状.pdf", len(PDF), lambda: PDF)], now=NAMED)
    given = AppointmentGiven(name=RIKA, mandate="act")
    row = appoint(complainant_of(one), one, given, now=NAMED, handed=Handed(owner))
    joined(cast, one, other)
    assert Enclosure.objects.get(appointment=row).complaint_id == other.pk
    parted(cast, one)
    assert Enclosure.objects.get(appointment=row).complaint_id == one.pk


def test_parted_before_it_was_answered_it_is_answered_where_it_was_named(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = names(one)
    joined(cast, one, other)
    parted(cast, one)
    row.refresh_from_db()
    assert (row.complaint_id, row.promise.complaint_id, row.promise.state) == (one.pk, one.pk, "open")
    with pytest.raises(NotNow) as refusal:
        answer_appointment(
            cast.actor("handler"), other, appointment=row, granted=True, proof="seen", now=LATER + 4 * HOUR
        )
    assert refusal.value.obstacle is Obstacle.APPOINTMENT_NOT_OPEN
    confirms(cast, row, now=LATER + 4 * HOUR)
    assert party_of(one).person.name == RIKA
    assert not other.parties.filter(role="representative").exists()


def test_another_day_told_where_it_went_on_comes_back_with_it(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = names(one)
    joined(cast, one, other)
    row.refresh_from_db()
    replace_promise(
        cast.actor("handler"),
        row.complaint,
        promise=row.promise,
        to=row.due_at.date() + timedelta(days=6),
        reason="書面待ち",
        now=LATER + HOUR,
    )
    parted(cast, one)
    row.refresh_from_db()
    assert (row.complaint_id, row.promise.complaint_id, row.promise.state) == (one.pk, one.pk, "open")


def test_confirmed_meanwhile_they_speak_where_they_were_named_and_there_alone(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = names(one, reach=MAIL)
    joined(cast, one, other)
    row.refresh_from_db()
    confirms(cast, row, now=LATER + HOUR)
    slip, before = slip_of(cast, other, LATER + HOUR), speaker_for(other)
    hear(before, other, body="写真を送ります。", now=LATER + 2 * HOUR)
    parted(cast, one)
    row.refresh_from_db()
    assert (row.complaint_id, row.state) == (one.pk, "confirmed")
    assert party_of(one).pk == row.party_id
    assert not other.parties.filter(role="representative").exists()
    assert Receipt.objects.get(locator=slip.locator).opens == one.pk
    assert not visible_to(before).exists()
    with pytest.raises(Unseen):
        hear(before, other, body="もう一言。", now=LATER + 4 * HOUR)
    hear(speaker_for(one), one, body="こちらで続けます。", now=LATER + 4 * HOUR)
    reply(cast.actor("handler"), other, body="調べています。", now=LATER + 5 * HOUR)
    assert last_letter(other).to_address == "hana@example.jp"


def test_declined_meanwhile_the_answer_stands_where_it_was_named(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = names(one)
    joined(cast, one, other)
    row.refresh_from_db()
    confirms(cast, row, granted=False, words="ご署名がありません。", now=LATER + HOUR)
    parted(cast, one)
    assert list(one.appointments.values_list("state", flat=True)) == ["declined"]
    assert not other.appointments.exists()


def test_whoever_was_named_where_it_goes_on_stays_there(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    joined(cast, one, other)
    row = names(other, now=LATER)
    parted(cast, one)
    row.refresh_from_db()
    assert row.complaint_id == other.pk


def test_named_in_the_first_of_three_it_comes_back_from_the_last(cast: Cast) -> None:
    one, two, three = (makers.investigated(cast) for _ in range(3))
    row = names(one)
    joined(cast, one, two)
    joined(cast, two, three)
    row.refresh_from_db()
    assert row.complaint_id == three.pk
    parted(cast, one)
    row.refresh_from_db()
    assert (row.complaint_id, row.promise.complaint_id) == (one.pk, one.pk)


@pytest.mark.parametrize("confirmed", [False, True])
def test_where_somebody_else_is_named_already_each_is_answered_where_they_were_named(
    cast: Cast, confirmed: bool
) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row, there = names(one), names(other, name=MARI)
    if confirmed:
        confirms(cast, there)
    joined(cast, one, other)
    row.refresh_from_db()
    assert (row.complaint_id, row.promise.complaint_id, row.promise.state) == (one.pk, one.pk, "open")
    confirms(cast, row, now=LATER + HOUR)
    row.promise.refresh_from_db()
    assert row.promise.state == "kept"
    word = hear_where_it_goes_on(speaker_for(one), one, body="一言あります。", now=LATER + 2 * HOUR)
    assert word.complaint_id == other.pk
    there.refresh_from_db()
    assert there.complaint_id == other.pk


def test_declined_in_what_was_joined_the_complainant_reads_why(cast: Cast) -> None:
    one, other = makers.investigated(cast), represented(cast, name=MARI)
    row = names(one)
    joined(cast, one, other)
    row.refresh_from_db()
    confirms(cast, row, granted=False, words="すでに別府様がいらっしゃいます。", now=LATER + HOUR)
    assert "すでに別府様がいらっしゃいます。" in last_letter(one).body


def test_confirmed_before_the_joining_their_slip_stays_and_they_can_be_named_there_too(cast: Cast) -> None:
    one, other = represented(cast, reach=MAIL), makers.investigated(cast)
    joined(cast, one, other)
    reply(cast.actor("handler"), other, body="調べています。", now=LATER + HOUR)
    assert last_letter(other).to_address == "hana@example.jp"
    given = AppointmentGiven(name=RIKA, mandate="speak", reach=MAIL)
    row = appoint_where_it_goes_on(complainant_of(one), one, given, now=LATER + HOUR)
    assert row.complaint_id == other.pk
    confirms(cast, row, now=LATER + 2 * HOUR)
    reply(cast.actor("handler"), other, body="続いてお知らせします。", now=LATER + 3 * HOUR)
    assert last_letter(other).to_address == "rika@example.jp"
    assert visible_to(speaker_for(one)).exists()


def test_part_opens_no_complaint_but_its_own_and_where_that_goes_on(cast: Cast) -> None:
    one, other = represented(cast), makers.investigated(cast)
    actor = Actor.representative(other.pk, party_of(one).pk, Mandate.SPEAK)
    assert not visible_to(actor).exists()
    joined(cast, one, other)
    assert visible_to(actor).exists()
    parted(cast, one)
    assert not visible_to(actor).exists()


def test_part_that_is_split_off_is_the_complainants_alone(cast: Cast) -> None:
    complaint = represented(cast, reach=MAIL)
    part = split_complaint(
        cast.actor("lead"),
        complaint,
        PartGiven(title="電話", text="電話で三回"),
        token=makers.token(),
        now=LATER,
    )
    assert list(part.parties.values_list("role", flat=True)) == ["complainant"]
    reply(cast.actor("lead"), part, body="別にお調べします。", now=LATER + HOUR)
    assert last_letter(part).to_address == "hana@example.jp"
