"""What somebody who was appointed writes by mail: theirs, and no more than they may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.intake import ContactGiven
from kikitori.casework.mail_facts import actor_of, part_known_by
from kikitori.casework.merge import merge_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail
from tests.casework.test_file_mail import answer, begun
from tests.cast import Cast
from tests.mails import filed, raw
from tests.makers import FRIDAY, complainant_of
from tests.represented import MAIL, party_of, represented, speaker_for

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER, TOO_LATE = FRIDAY + 2 * DAY, FRIDAY + 90 * DAY
RIKA, HANAKO = "rika@example.jp", "hanako@example.com"
SPEAKS = "写真をお送りします。"


def appointed(cast: Cast, mandate: str = "speak", reach: ContactGiven = MAIL) -> Complaint:
    """It came by mail, and somebody with an address speaks in it."""
    return represented(cast, begun(), mandate=mandate, reach=reach)


def withdrawn(complaint: Complaint) -> Complaint:
    withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + 5 * HOUR)
    return complaint


def written(complaint: Complaint, text: str = SPEAKS, *, sender: str = RIKA, at: int = 2) -> Mail:
    return filed(answer(complaint, text, sender=sender), at=FRIDAY + at * DAY)


@pytest.mark.parametrize("mandate", ["speak", "act"])
def test_word_by_mail_is_told_to_be_theirs(cast: Cast, mandate: str) -> None:
    complaint = appointed(cast, mandate)
    mail = written(complaint)
    party = party_of(complaint)
    assert (mail.state, mail.complaint) == ("filed", complaint)
    assert mail.word is not None
    assert (mail.word.author_person_id, mail.word.from_complainant) == (party.person_id, True)
    event = complaint.events.get(kind="heard")
    assert (event.actor_kind, event.data["representative"]) == ("complainant", party.pk)


def test_word_of_the_complainant_by_mail_is_nobody_elses(cast: Cast) -> None:
    complaint = appointed(cast)
    mail = written(complaint, sender=HANAKO)
    assert mail.word is not None
    assert mail.word.author_person == complaint.parties.get(role="complainant").person
    assert "representative" not in complaint.events.get(kind="heard").data


@pytest.mark.parametrize("at", [2, 90])
def test_who_only_speaks_takes_nothing_up_again_and_a_person_looks(cast: Cast, at: int) -> None:
    """Neither the ended complaint nor, long after its end, one that follows it."""
    complaint = withdrawn(appointed(cast))
    mail = written(complaint, "父は知りませんが、再開してください。", at=at)
    complaint.refresh_from_db()
    assert (mail.state, mail.held, mail.complaint) == ("held", "beyond_mandate", complaint)
    assert mail.look_by is not None
    assert complaint.state == "withdrawn"
    assert not complaint.messages.filter(from_complainant=True).exists()
    assert Complaint.objects.count() == 1


def test_number_in_the_subject_leads_them_no_further(cast: Cast) -> None:
    complaint = withdrawn(appointed(cast))
    mail = filed(raw("再開を。", subject=f"{complaint.reference} の件", sender=RIKA), at=LATER)
    assert (mail.held, mail.complaint) == ("beyond_mandate", complaint)


def test_who_may_decide_takes_it_up_again_and_it_is_told_who_did(cast: Cast) -> None:
    complaint = withdrawn(appointed(cast, "act"))
    mail = written(complaint, "やはり直っていません。")
    complaint.refresh_from_db()
    assert (mail.state, complaint.state) == ("filed", "reopened")
    party = party_of(complaint).pk
    assert complaint.events.get(kind="reopened").data["representative"] == party
    assert complaint.events.get(kind="heard").data["representative"] == party


def test_complainant_takes_it_up_again_though_somebody_speaks_for_them(cast: Cast) -> None:
    complaint = withdrawn(appointed(cast))
    written(complaint, "やはり直っていません。", sender=HANAKO)
    complaint.refresh_from_db()
    assert complaint.state == "reopened"
    assert "representative" not in complaint.events.get(kind="reopened").data


def test_ended_they_are_a_stranger_whatever_they_answer_to(cast: Cast) -> None:
    complaint = appointed(cast)
    end_appointment(complainant_of(complaint), complaint, now=FRIDAY + 5 * HOUR)
    mail = written(complaint)
    assert (mail.state, mail.held) == ("held", "unknown_sender")


@pytest.mark.parametrize(("mandate", "held"), [("speak", "beyond_mandate"), ("act", "")])
def test_known_in_a_joined_complaint_they_are_as_much_where_it_goes_on(
    cast: Cast, mandate: str, held: str
) -> None:
    one, other = appointed(cast, mandate), begun(raw("もう一件です。", subject="注ぎ口"))
    merge_complaint(cast.actor("handler"), one, to=other, now=FRIDAY + 5 * HOUR, same_person=True)
    party = party_of(one)
    mail = written(one)
    assert (mail.state, mail.complaint) == ("filed", other)
    heard = other.events.filter(kind="heard").latest("pk")
    assert (heard.data["message"], heard.data["representative"]) == (mail.word_id, party.pk)
    other.refresh_from_db()
    withdrawn(other)
    again = written(one, "再開してください。", at=3)
    assert again.held == held
    other.refresh_from_db()
    assert other.state == ("withdrawn" if held else "reopened")


def test_address_of_both_is_the_complainants(cast: Cast) -> None:
    complaint = appointed(cast, reach=ContactGiven(kind="email", value=HANAKO))
    party = part_known_by(complaint, HANAKO)
    assert party is not None
    assert (party.role, actor_of(complaint, party).party_id) == ("complainant", None)


def test_actor_is_as_the_part_says(cast: Cast) -> None:
    complaint = appointed(cast, "act")
    party = part_known_by(complaint, RIKA)
    assert party == party_of(complaint)
    speaker = speaker_for(complaint)
    made = actor_of(complaint, party)
    assert (made.party_id, made.mandate, made.person_id) == (
        speaker.party_id,
        speaker.mandate,
        speaker.person_id,
    )
    nobody = actor_of(complaint, None)
    assert (nobody.complaint_id, nobody.person_id, nobody.party_id) == (complaint.pk, None, None)


@pytest.mark.parametrize("key", ["", "nobody@example.org"])
def test_nobodys_address_is_nobodys_part(cast: Cast, key: str) -> None:
    assert part_known_by(appointed(cast), key) is None
