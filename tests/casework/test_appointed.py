"""Whoever was appointed: their slip, what they may do and see, and how it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.bar import name_unwanted
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import confirm_solved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.parcels import Owner, hand_in, in_parcel
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.foundation import crypto
from kikitori.insight.search.places import Place, texts_of
from kikitori.records.access.policy import Reason
from kikitori.records.access.visibility import events_seen_by, visible_to
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Mandate
from tests import makers
from tests.cast import Cast
from tests.makers import complainant_of
from tests.represented import (
    CONFIRMED,
    MAIL,
    NAMED,
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


def letters_of(complaint: Complaint) -> list[tuple[str, str, str]]:
    """Kind, address and language of every letter, oldest first."""
    return list(complaint.letters.order_by("pk").values_list("kind", "to_address", "language"))


def file_names(complaint: Complaint) -> list[str]:
    return [text.text for text in texts_of([complaint.pk])[complaint.pk] if text.place is Place.FILE]


def last_letter(complaint: Complaint) -> Letter:
    return complaint.letters.latest("pk")


# ── their slip ──


def test_their_slip_opens_nothing_before_it_is_handed_over(cast: Cast) -> None:
    complaint = represented(cast)
    receipt = Receipt.objects.get(party=party_of(complaint))
    assert receipt.secret_hash == ""
    assert receipt.locator != complaint.receipt.locator
    assert (receipt.complaint_id, receipt.opens) == (None, complaint.pk)


def test_handed_over_it_has_a_secret_of_its_own_and_the_other_slip_stays(cast: Cast) -> None:
    complaint = represented(cast)
    before = complaint.receipt.secret_hash
    slip = slip_of(cast, complaint)
    receipt = Receipt.objects.get(locator=slip.locator)
    assert crypto.matches(slip.secret, receipt.secret_hash)
    complaint.receipt.refresh_from_db()
    assert complaint.receipt.secret_hash == before
    assert not crypto.matches(slip.secret, before)
    event = complaint.events.get(kind="receipt_issued")
    assert (event.visibility, event.data) == ("internal", {"party": party_of(complaint).pk})


def test_lost_slip_of_theirs_is_replaced_by_a_new_one(cast: Cast) -> None:
    complaint = represented(cast)
    first, second = slip_of(cast, complaint), slip_of(cast, complaint, LATER)
    assert first.locator == second.locator
    kept = Receipt.objects.get(locator=first.locator)
    assert not crypto.matches(first.secret, kept.secret_hash)
    assert crypto.matches(second.secret, kept.secret_hash)


def test_slip_is_made_for_nobody_of_another_complaint(cast: Cast) -> None:
    party, other = party_of(represented(cast)), makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        reissue_slip(cast.actor("handler"), other, token=makers.token(), now=LATER, party=party)
    assert refusal.value.obstacle is Obstacle.NOBODY_APPOINTED


@pytest.mark.parametrize(("complaint", "party"), [(None, None), ("own", "own")])
def test_every_slip_is_of_exactly_one(cast: Cast, complaint: str | None, party: str | None) -> None:
    own = represented(cast)
    Receipt.objects.filter(party__complaint=own).delete()
    of = Complaint.objects.exclude(pk=own.pk).first() or makers.received(cast).complaint
    Receipt.objects.filter(complaint=of).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(
            complaint=of if complaint else None,
            party=party_of(own) if party else None,
            locator="AAAA-AAAA",
            secret_hash="",
            issued_at=NAMED,
        )


# ── what they may do ──


def test_what_they_say_is_theirs_and_stands_in_the_file(cast: Cast) -> None:
    complaint = represented(cast)
    word = hear(speaker_for(complaint), complaint, body="写真を送ります。", now=LATER)
    assert (word.from_complainant, word.author_person_id) == (True, party_of(complaint).person_id)
    event = complaint.events.get(kind="heard")
    assert (event.actor_kind, event.data["representative"]) == ("complainant", party_of(complaint).pk)
    own = hear(complainant_of(complaint), complaint, body="私からも。", now=LATER + HOUR)
    assert "representative" not in complaint.events.get(data__message=own.pk).data


@pytest.mark.parametrize("verb", ["accept", "decline", "withdraw", "appoint", "end", "confide"])
def test_who_only_speaks_is_refused_with_the_reason_whatever_page_they_come_by(cast: Cast, verb: str) -> None:
    complaint = represented(cast, makers.proposed(cast))
    actor, proposal = speaker_for(complaint), complaint.proposals.get()
    takes = {
        "accept": lambda: accept_proposal(actor, complaint, proposal=proposal.pk, words="", now=LATER),
        "decline": lambda: decline_proposal(actor, complaint, proposal=proposal.pk, words="", now=LATER),
        "withdraw": lambda: withdraw_complaint(actor, complaint, reason="", now=LATER),
        "appoint": lambda: appoint(actor, complaint, AppointmentGiven(name="別府", mandate="act"), now=LATER),
        "end": lambda: end_appointment(actor, complaint, now=LATER),
        "confide": lambda: name_unwanted(actor, complaint, words="あの人", now=LATER),
    }
    with pytest.raises(Refused) as refusal:
        takes[verb]()
    assert refusal.value.reason is Reason.MANDATE
    complaint.refresh_from_db()
    assert complaint.state == "proposal"


@pytest.mark.parametrize("verb", ["appoint", "end", "confide"])
def test_who_may_decide_still_names_ends_and_confides_nothing(cast: Cast, verb: str) -> None:
    complaint = represented(cast, mandate="act")
    actor = speaker_for(complaint)
    takes = {
        "appoint": lambda: appoint(actor, complaint, AppointmentGiven(name="別府", mandate="act"), now=LATER),
        "end": lambda: end_appointment(actor, complaint, now=LATER),
        "confide": lambda: name_unwanted(actor, complaint, words="あの人", now=LATER),
    }
    with pytest.raises(Refused):
        takes[verb]()


def test_who_may_decide_accepts_and_it_is_told_that_it_was_them(cast: Cast) -> None:
    complaint = represented(cast, makers.proposed(cast), mandate="act")
    proposal = complaint.proposals.get()
    accept_proposal(speaker_for(complaint), complaint, proposal=proposal.pk, words="はい", now=LATER)
    complaint.refresh_from_db()
    assert complaint.state == "remedying"
    assert complaint.events.get(kind="accepted").data["representative"] == party_of(complaint).pk


@pytest.mark.parametrize("mandate", list(Mandate))
def test_how_we_dealt_with_it_is_the_complainants_own_verdict(cast: Cast, mandate: Mandate) -> None:
    complaint = represented(cast, makers.confirming(cast, now=NAMED - HOUR), mandate=mandate.value)
    actor = speaker_for(complaint)
    for verb in (rate, confirm_solved):
        with pytest.raises(Refused) as refusal:
            verb(actor, complaint, rating=1, now=LATER)
        assert refusal.value.reason is Reason.MANDATE
    assert not complaint.verdicts.exists()
    complaint.refresh_from_db()
    assert complaint.state == "confirming"


def test_who_may_decide_says_that_it_is_solved_and_the_complainant_still_rates(cast: Cast) -> None:
    complaint = represented(cast, makers.confirming(cast, now=NAMED - HOUR), mandate="act")
    confirm_solved(speaker_for(complaint), complaint, comment="届きました。", now=LATER)
    complaint.refresh_from_db()
    assert complaint.state == "closed_accepted"
    assert [(row.solved, row.rating) for row in complaint.verdicts.all()] == [(True, None)]
    rate(complainant_of(complaint), complaint, rating=4, now=LATER + HOUR)
    assert complaint.verdicts.latest("pk").rating == 4


def test_they_issue_no_slip_not_even_their_own(cast: Cast) -> None:
    complaint = represented(cast, mandate="act")
    for party in (None, party_of(complaint)):
        with pytest.raises(Refused):
            reissue_slip(speaker_for(complaint), complaint, token=makers.token(), now=LATER, party=party)


def test_what_was_confided_stays_the_complainants_own(cast: Cast) -> None:
    complaint = represented(cast, mandate="act")
    name_unwanted(complainant_of(complaint), complaint, words="弟は知らないでください", now=LATER)
    seen = set(events_seen_by(speaker_for(complaint), complaint).values_list("kind", flat=True))
    assert "confided" not in seen
    assert "confided" in set(
        events_seen_by(complainant_of(complaint), complaint).values_list("kind", flat=True)
    )


def test_their_parcel_is_not_the_complainants(cast: Cast) -> None:
    complaint = represented(cast)
    file = FileGiven("a.pdf", len(PDF), lambda: PDF)
    own = Owner(complaint=complaint)
    theirs = Owner(complaint=complaint, party=party_of(complaint).pk)
    hand_in(complainant_of(complaint), own, [file], now=LATER)
    assert not in_parcel(theirs).exists()
    hand_in(speaker_for(complaint), theirs, [file], now=LATER)
    assert (in_parcel(own).count(), in_parcel(theirs).count()) == (1, 1)


@pytest.mark.parametrize("mandate", list(Mandate))
def test_they_see_this_complaint_and_no_other(cast: Cast, mandate: Mandate) -> None:
    complaint, other = represented(cast, mandate=mandate.value), makers.investigated(cast)
    actor = speaker_for(complaint)
    assert [row.pk for row in visible_to(actor)] == [complaint.pk]
    with pytest.raises(Unseen):
        hear(actor, other, body="別の件", now=LATER)


# ── ending ──


def test_complainant_ends_it_at_once_and_without_a_word(cast: Cast) -> None:
    complaint = represented(cast, reach=MAIL)
    slip, actor, party = slip_of(cast, complaint), speaker_for(complaint), party_of(complaint)
    before = complaint.letters.count()
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    row = complaint.appointments.get()
    assert (row.state, row.ended_at, row.ended_by_id, row.reason) == ("ended", LATER, None, "")
    party.refresh_from_db()
    assert party.role == "former"
    assert not Receipt.objects.filter(locator=slip.locator).exists()
    assert not visible_to(actor).exists()
    with pytest.raises(Unseen):
        hear(actor, complaint, body="まだ言いたいことが。", now=LATER)
    assert complaint.letters.count() == before
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER + HOUR)
    assert last_letter(complaint).to_address == "hana@example.jp"


def test_we_end_it_with_a_reason_that_the_complainant_reads(cast: Cast) -> None:
    complaint = represented(cast, reach=MAIL)
    handler = cast.actor("handler")
    with pytest.raises(Invalid) as refusal:
        end_appointment(handler, complaint, now=LATER, reason=" ")
    assert refusal.value.problems == {"reason": Problem.MISSING}
    end_appointment(handler, complaint, now=LATER, reason="ご本人からお電話がありました。")
    letter = last_letter(complaint)
    assert (letter.kind, letter.to_address) == ("representative", "hana@example.jp")
    assert "ご本人からお電話がありました。" in letter.body
    assert complaint.appointments.get().ended_by_id == cast.handler.pk


@pytest.mark.parametrize("late", [False, True])
def test_ended_before_it_was_answered_nobody_waits_for_the_answer(cast: Cast, late: bool) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    now = row.due_at + HOUR if late else LATER
    end_appointment(complainant_of(complaint), complaint, now=now)
    row.promise.refresh_from_db()
    assert row.promise.state == ("missed" if late else "cancelled")
    assert not row.promise.is_unkept
    with pytest.raises(NotNow):
        confirms(cast, row, now=now)


def test_where_nobody_was_named_nothing_is_ended(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        end_appointment(complainant_of(complaint), complaint, now=LATER)
    assert refusal.value.obstacle is Obstacle.NOBODY_APPOINTED


def test_the_same_person_can_be_named_again_and_gets_another_slip(cast: Cast) -> None:
    complaint = represented(cast)
    first = slip_of(cast, complaint)
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    confirms(cast, names(complaint, now=LATER), now=LATER + HOUR)
    second = slip_of(cast, complaint, LATER + 2 * HOUR)
    assert first.locator != second.locator
    assert list(complaint.parties.order_by("pk").values_list("role", flat=True)) == [
        "complainant",
        "former",
        "representative",
    ]


def test_appointment_outlasts_the_end_of_the_complaint_and_can_be_ended_after_it(cast: Cast) -> None:
    complaint = represented(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録がありません。") for n in (1, 2)},
        now=LATER,
    )
    close_as_exhausted(cast.actor("lead"), complaint, reason="変わりません。", now=LATER + HOUR)
    assert visible_to(speaker_for(complaint)).exists()
    end_appointment(complainant_of(complaint), complaint, now=LATER + 2 * HOUR)
    assert complaint.appointments.get().state == "ended"


def test_promise_to_answer_outlasts_a_closing(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録がありません。") for n in (1, 2)},
        now=LATER,
    )
    close_as_exhausted(cast.actor("lead"), complaint, reason="変わりません。", now=LATER + HOUR)
    row.promise.refresh_from_db()
    assert row.promise.state == "open"
    confirms(cast, row, now=LATER + 2 * HOUR)
    row.promise.refresh_from_db()
    assert row.promise.state == "kept"


# ── walls ──


def test_who_does_not_see_the_complaint_answers_nothing_about_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.colleague.pk])
    colleague = cast.actor("colleague")
    with pytest.raises(Unseen):
        answer_appointment(colleague, complaint, appointment=row, granted=True, now=LATER)
    with pytest.raises(Unseen):
        end_appointment(colleague, complaint, reason="いいえ", now=LATER)


def test_holder_of_another_slip_names_and_ends_nobody_here(cast: Cast) -> None:
    complaint, other = represented(cast), makers.investigated(cast)
    stranger = complainant_of(other)
    with pytest.raises(Unseen):
        end_appointment(stranger, complaint, now=LATER)
    with pytest.raises(Unseen):
        appoint(stranger, complaint, AppointmentGiven(name="別府", mandate="act"), now=LATER)


def test_part_of_another_complaint_opens_nothing_here(cast: Cast) -> None:
    """Whatever number a broken session names: the part must stand."""
    complaint = represented(cast)
    party = party_of(complaint)
    Party.objects.filter(pk=party.pk).update(role="former")
    actor = Actor.representative(complaint.pk, party.pk, Mandate.ACT)
    assert not visible_to(actor).exists()


def test_whoever_complained_for_somebody_else_comes_after_one_who_was_appointed(cast: Cast) -> None:
    complaint = makers.acknowledged(
        cast,
        representative=PersonGiven(
            name="先野 かず", contact_points=(ContactGiven(kind="email", value="kazu@example.jp"),)
        ),
    )
    represented(cast, complaint, reach=MAIL)
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    assert last_letter(complaint).to_address == "rika@example.jp"
