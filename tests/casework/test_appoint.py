"""Somebody to speak for a complainant: named, and confirmed or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kikitori.casework.answer import accept_proposal
from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.intake import ContactGiven
from kikitori.casework.parcels import Handed, Owner, hand_in
from kikitori.casework.post_again import NewAddress, post_again
from kikitori.casework.promise import replace_promise
from kikitori.casework.write import reply
from kikitori.config.case_json import case_as_values
from kikitori.insight.search.places import Place, texts_of
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.together.models import Notice
from kikitori.records.voices.appointments import Appointment
from tests import makers
from tests.cast import Cast
from tests.makers import JAPAN, complainant_of
from tests.represented import (
    CONFIRMED,
    MAIL,
    NAMED,
    RIKA,
    confirms,
    names,
    party_of,
    represented,
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


# ── naming ──


def test_whom_they_name_is_kept_as_they_told_it_and_speaks_for_nobody_yet(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint, kana="しろた　りか", reach=MAIL, words="平日は娘にお願いします。", proof="later")
    assert (row.name, row.kana, row.relation, row.mandate) == (RIKA, "シロタ リカ", "娘", "speak")
    assert (row.reach_kind, row.reach, row.language) == ("email", "rika@example.jp", "ja")
    assert (row.words, row.proof, row.state) == ("平日は娘にお願いします。", "later", "asked")
    assert not complaint.parties.filter(role="representative").exists()
    assert not Person.objects.filter(name=RIKA).exists()
    event = complaint.events.get(kind="representative_named")
    assert (event.visibility, event.data["mandate"]) == ("public", "speak")
    assert RIKA not in str(event.data)


def test_answer_is_promised_for_the_day_of_a_first_answer(cast: Cast) -> None:
    row = names(makers.investigated(cast))
    assert (row.promise.kind, row.promise.state, row.promise.rule) == (
        "appointment",
        "open",
        "jp-default/1/first-answer",
    )
    # Five working days from Friday evening, the holiday on Monday left out.
    assert row.due_at.astimezone(JAPAN).isoformat() == "2026-12-01T17:00:00+09:00"
    assert row.promise.due_at == row.due_at


def test_another_day_told_for_the_answer_is_the_day_of_the_appointment(cast: Cast) -> None:
    row = names(makers.investigated(cast))
    day = row.due_at.date() + timedelta(days=6)
    replace_promise(
        cast.actor("handler"), row.complaint, promise=row.promise, to=day, reason="書面待ち", now=LATER
    )
    row.refresh_from_db()
    assert row.due_at.astimezone(JAPAN).date() == day
    assert row.promise.state == "open"


def test_handler_is_told_that_somebody_was_named(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    names(complaint)
    assert Notice.objects.filter(complaint=complaint, recipient=cast.handler, kind="word").exists()


def test_staff_write_it_down_with_the_road_by_which_they_were_told(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    given = AppointmentGiven(name=RIKA, mandate="act")
    row = appoint(cast.actor("handler"), complaint, given, how="電話で", now=NAMED)
    assert row.how == "電話で"
    assert complaint.events.get(kind="representative_named").data["how"] == "電話で"


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"name": " "}, {"name": Problem.MISSING}),
        ({"name": "あ" * 301}, {"name": Problem.TOO_LONG}),
        ({"mandate": ""}, {"mandate": Problem.MISSING}),
        ({"mandate": "everything"}, {"mandate": Problem.UNKNOWN_WORD}),
        ({"relation": "娘" * 201}, {"relation": Problem.TOO_LONG}),
        ({"reach": ContactGiven(kind="email", value="rika")}, {"reach": Problem.NOT_AN_ADDRESS}),
        ({"reach": ContactGiven(kind="pigeon", value="a@example.jp")}, {"reach": Problem.UNKNOWN_WORD}),
        ({"language": "tlh"}, {"language": Problem.UNKNOWN_WORD}),
        ({"proof": "perhaps"}, {"proof": Problem.UNKNOWN_WORD}),
        ({"words": "あ" * 10_001}, {"words": Problem.TOO_LONG}),
        ({"name": "", "mandate": ""}, {"name": Problem.MISSING, "mandate": Problem.MISSING}),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(
    cast: Cast, given: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    promised = complaint.promises.count()
    with pytest.raises(Invalid) as refusal:
        names(complaint, **given)
    assert refusal.value.problems == problems
    assert not Appointment.objects.exists()
    assert complaint.promises.count() == promised


def test_one_person_at_a_time(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    with pytest.raises(NotNow) as refusal:
        names(complaint, name="別府 まり")
    assert refusal.value.obstacle is Obstacle.REPRESENTED_ALREADY
    confirms(cast, row)
    with pytest.raises(NotNow):
        names(complaint, name="別府 まり", now=LATER)
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    assert names(complaint, name="別府 まり", now=LATER).state == "asked"


def test_database_itself_keeps_to_one_at_a_time(cast: Cast) -> None:
    row = names(makers.investigated(cast))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_document_that_comes_with_it_lies_with_it_and_not_with_the_story(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor, owner = complainant_of(complaint), Owner(complaint=complaint)
    file = FileGiven("委任状.pdf", len(PDF), lambda: PDF)
    [kept] = hand_in(actor, owner, [file], now=NAMED).added
    given = AppointmentGiven(name=RIKA, mandate="act", proof="none")
    row = appoint(actor, complaint, given, now=NAMED, handed=Handed(owner, (kept.pk,)))
    assert row.proof == "enclosed"
    [lying] = Enclosure.objects.filter(appointment=row)
    assert (lying.complaint_id, lying.parcel_id, lying.message_id) == (complaint.pk, None, None)
    assert complaint.events.get(kind="representative_named").data["files"] == 1


def test_file_that_is_there_no_more_keeps_everything_from_being_sent(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    handed = Handed(Owner(complaint=complaint), (4711,))
    given = AppointmentGiven(name=RIKA, mandate="act")
    with pytest.raises(NotNow) as refusal:
        appoint(complainant_of(complaint), complaint, given, now=NAMED, handed=handed)
    assert refusal.value.obstacle is Obstacle.FILES_CHANGED
    assert not Appointment.objects.exists()


def test_document_is_found_by_its_name_and_shown_to_whoever_asks_for_the_whole_case(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor, owner = complainant_of(complaint), Owner(complaint=complaint)
    hand_in(actor, owner, [FileGiven("委任状.pdf", len(PDF), lambda: PDF)], now=NAMED)
    assert "委任状.pdf" not in file_names(complaint)
    given = AppointmentGiven(name=RIKA, mandate="act")
    appoint(actor, complaint, given, now=NAMED, handed=Handed(owner))
    assert "委任状.pdf" in file_names(complaint)
    told = case_as_values(Actor.system("command"), complaint, NAMED)["files"]
    assert [row["name"] for row in told] == ["委任状.pdf"]


# ── confirming ──


def test_confirmed_they_have_a_card_a_part_and_an_address_as_told(cast: Cast) -> None:
    complaint = represented(cast, reach=MAIL, kana="シロタ リカ", language="en", mandate="act")
    party = party_of(complaint)
    assert (party.authority, party.authority_proof, party.mandate) == ("娘", "seen", "act")
    assert (party.person.name, party.person.name_kana, party.person.language) == (RIKA, "シロタ リカ", "en")
    point = party.person.contact_points.get()
    assert (point.kind, point.value, point.preferred) == ("email", "rika@example.jp", True)
    row = complaint.appointments.get()
    assert (row.state, row.party_id, row.answered_by_id) == ("confirmed", party.pk, cast.handler.pk)
    assert row.promise.state == "kept"


def test_naming_somebody_we_know_gives_nobody_their_letters(cast: Cast) -> None:
    """Always a card of its own: else a stranger's name and telephone would do to see where letters go."""
    known = Person.objects.get(name="試野 はな", parts__complaint=makers.received(cast).complaint)
    complaint = represented(cast, name="試野 はな", reach=ContactGiven(kind="email", value="hana@example.jp"))
    assert party_of(complaint).person_id != known.pk


def test_complainant_is_told_at_their_own_address_and_letters_go_to_the_representative_from_then(
    cast: Cast,
) -> None:
    complaint = represented(cast, reach=MAIL)
    told = last_letter(complaint)
    assert (told.kind, told.to_address) == ("representative", "hana@example.jp")
    assert RIKA in told.body
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    letter = last_letter(complaint)
    assert (letter.kind, letter.to_address, letter.to_name) == ("reply", "rika@example.jp", RIKA)


def test_letters_speak_the_language_of_whoever_reads_them(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    represented(cast, complaint, reach=MAIL, language="en", mandate="act")
    proposal = complaint.proposals.get()
    accept_proposal(speaker_for(complaint), complaint, proposal=proposal.pk, words="", now=LATER)
    letter = last_letter(complaint)
    assert (letter.kind, letter.language, letter.to_address) == ("accepted", "en", "rika@example.jp")
    assert letter.body.startswith(f"Dear {RIKA},")
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    reply(cast.actor("handler"), complaint, body="ご連絡します。", now=LATER + HOUR)
    assert last_letter(complaint).language == "ja"


@pytest.mark.parametrize("reach", [None, ContactGiven(kind="phone", value="03-0000-0002")])
def test_without_an_address_for_letters_they_go_on_to_the_complainant(
    cast: Cast, reach: ContactGiven | None
) -> None:
    complaint = represented(cast, reach=reach)
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    assert last_letter(complaint).to_address == "hana@example.jp"


@pytest.mark.parametrize(
    ("reach", "theirs"),
    [
        (None, False),
        (ContactGiven(kind="phone", value="03-0000-0002"), False),
        (ContactGiven(kind="post", value="東京都千代田区1-1"), True),
        (MAIL, True),
    ],
)
def test_letter_says_of_letters_what_is_so(cast: Cast, reach: ContactGiven | None, theirs: bool) -> None:
    complaint = represented(cast, reach=reach)
    told = last_letter(complaint).body
    assert (f"これからは {RIKA} 様へお送りします。" in told) is theirs
    assert ("これまでどおり、あなた様へお送りします。" in told) is not theirs
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    assert (last_letter(complaint).to_name == RIKA) is theirs
    end_appointment(cast.actor("handler"), complaint, reason="お電話で。", now=LATER + HOUR)
    assert ("これからはあなた様へお送りします。" in last_letter(complaint).body) is theirs


def test_letter_speaks_to_its_reader_and_not_of_them(cast: Cast) -> None:
    for mandate in ("speak", "act"):
        told = last_letter(represented(cast, mandate=mandate, reach=MAIL)).body
        assert "あなた様" in told
        for of_them in ("申出者", "ご本人"):
            assert of_them not in told, of_them


def test_letter_in_plain_japanese_says_whom_to_tell_what(cast: Cast) -> None:
    complaint = makers.investigated(cast, language="ja-easy")
    told = last_letter(represented(cast, complaint)).body
    assert "あなたが たのんでいないときは、すぐに わたしたちに" in told


def test_ended_before_it_was_confirmed_the_letter_names_no_slip(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    names(complaint, reach=MAIL)
    end_appointment(cast.actor("handler"), complaint, reason="お電話で。", now=LATER)
    told = last_letter(complaint)
    assert (told.kind, told.to_address) == ("representative", "hana@example.jp")
    assert "確認がまだ済んでいませんでした" in told.body
    assert "お電話で。" in told.body
    for untrue in ("控え", "もう使えません", "これからは"):
        assert untrue not in told.body, untrue


def test_where_nobody_has_an_address_letters_wait_for_the_complainant(cast: Cast) -> None:
    complaint = represented(cast, makers.acknowledged(cast, complainant=None, anonymous=True))
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    assert (last_letter(complaint).medium, last_letter(complaint).to_name) == ("portal", "")


def test_letter_on_paper_names_the_slip_of_its_reader(cast: Cast) -> None:
    post = ContactGiven(kind="post", value="東京都千代田区1-1")
    complaint = represented(cast, reach=post)
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    own = Receipt.objects.get(party=party_of(complaint))
    assert last_letter(complaint).posting.sheet["locator"] == own.locator
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    point = complaint.parties.get(role="complainant").person.contact_points.get()
    point.kind, point.value = "post", "大阪市1-1"
    point.save()
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER + HOUR)
    assert last_letter(complaint).posting.sheet["locator"] == complaint.receipt.locator


def test_letter_on_paper_names_the_slip_of_its_reader_though_both_have_one_name(cast: Cast) -> None:
    post = ContactGiven(kind="post", value="東京都千代田区1-1")
    complaint = represented(cast, name="試野 はな", reach=post)
    own = Receipt.objects.get(party=party_of(complaint)).locator
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    assert last_letter(complaint).posting.sheet["locator"] == own
    point = complaint.parties.get(role="complainant").person.contact_points.get()
    point.kind, point.value = "post", "大阪市1-1"
    point.save()
    end_appointment(complainant_of(complaint), complaint, now=LATER)
    confirms(cast, names(complaint, name="試野 はな", now=LATER), now=LATER)
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER + HOUR)
    letter = last_letter(complaint)
    assert (letter.to_address, letter.to_name) == ("大阪市1-1", "試野 はな")
    assert letter.posting.sheet["locator"] == complaint.receipt.locator


def test_letter_posted_again_stays_with_its_reader_though_both_have_one_name(cast: Cast) -> None:
    complaint = represented(cast, name="試野 はな", reach=MAIL)
    person = complaint.parties.get(role="complainant").person
    person.contact_points.update(kind="post", value="大阪市1-1")
    party_of(complaint).person.contact_points.all().delete()
    reply(cast.actor("handler"), complaint, body="調べています。", now=LATER)
    letter = last_letter(complaint)
    assert (letter.to_address, letter.posting.sheet["reader"]) == ("大阪市1-1", person.pk)
    new = NewAddress(typed="大阪市2-2", heard="電話で")
    again = post_again(cast.actor("handler"), letter, new, now=LATER + HOUR)
    assert again.posting.sheet["locator"] == complaint.receipt.locator
    assert person.contact_points.filter(value="大阪市2-2").exists()


def test_what_was_named_and_cannot_be_read_any_more_is_never_left_out(cast: Cast) -> None:
    row = names(makers.investigated(cast), reach=MAIL)
    Appointment.objects.filter(pk=row.pk).update(reach="rika")
    with pytest.raises(Invalid) as refusal:
        confirms(cast, row)
    assert set(refusal.value.problems.values()) == {Problem.NOT_AN_ADDRESS}
    row.refresh_from_db()
    assert (row.state, row.party_id) == ("asked", None)
    assert not Person.objects.filter(name=RIKA).exists()


def test_declined_with_the_reason_nobody_speaks_for_them(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    confirms(cast, row, granted=False, words="書面にご署名がありません。")
    row.refresh_from_db()
    assert (row.state, row.answer, row.party_id) == ("declined", "書面にご署名がありません。", None)
    assert not complaint.parties.filter(role="representative").exists()
    assert "書面にご署名がありません。" in last_letter(complaint).body
    assert not Receipt.objects.filter(party__isnull=False).exists()
    assert names(complaint, now=LATER).state == "asked"


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"granted": False, "words": " "}, {"words": Problem.MISSING}),
        ({"proof": "perhaps"}, {"proof": Problem.UNKNOWN_WORD}),
    ],
)
def test_no_needs_its_reason_and_a_yes_says_what_was_seen(
    cast: Cast, said: dict[str, Any], problems: dict[str, Problem]
) -> None:
    row = names(makers.investigated(cast))
    with pytest.raises(Invalid) as refusal:
        confirms(cast, row, **said)
    assert refusal.value.problems == problems
    row.refresh_from_db()
    assert row.is_open


def test_what_was_answered_or_is_of_another_complaint_cannot_be_answered(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    row = names(complaint)
    handler = cast.actor("handler")
    with pytest.raises(NotNow) as refusal:
        answer_appointment(handler, other, appointment=row, granted=True, now=LATER)
    assert refusal.value.obstacle is Obstacle.APPOINTMENT_NOT_OPEN
    confirms(cast, row)
    with pytest.raises(NotNow):
        confirms(cast, row, now=LATER)


def test_complainant_confirms_nobody_for_themselves(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = names(complaint)
    with pytest.raises(Refused):
        answer_appointment(complainant_of(complaint), complaint, appointment=row, granted=True, now=LATER)
