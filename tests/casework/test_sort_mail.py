"""What people decide about held mails: a complaint, a word in one, nothing; who may, and what it grants to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.mails_seen import mails_seen
from kikitori.casework.sort_mail import attach_held_to, discard_held, file_held_as_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.people.models import ContactPoint, Person
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import filed, raw, word
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
STRANGER = f"{word('試野 花子')} <hanako@other.example.org>"


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """Begun by a mail of 試野 花子."""
    found = filed(raw()).complaint
    assert found is not None
    return found


def from_elsewhere(complaint: Complaint, text: str = "別のアドレスから失礼します。") -> Mail:
    """An answer to our letter, from an address we do not know there."""
    letter = complaint.letters.filter(kind="acknowledgement").get()
    return filed(raw(text, sender=STRANGER, subject="Re: 受付", In_Reply_To=letter.message_id))


def by_machine(cast: Cast) -> Mail:
    """Held because a machine has sent it."""
    return filed(raw("不在です。", Auto_Submitted="auto-replied"))


def test_held_mail_becomes_a_complaint_received_when_it_came(cast: Cast) -> None:
    mail = by_machine(cast)
    complaint = file_held_as_complaint(cast.actor("handler"), mail.pk, now=LATER)
    mail.refresh_from_db()
    assert (mail.state, mail.held, mail.complaint, mail.decided_by) == (
        "filed",
        "automatic",
        complaint,
        cast.handler,
    )
    assert (complaint.story, complaint.received_at, complaint.logged_at) == ("不在です。", FRIDAY, LATER)
    assert complaint.events.get(kind="received").actor_staff == cast.handler
    assert complaint.letters.get().to_address == "hanako@example.com"


def test_machine_need_not_be_answered(cast: Cast) -> None:
    mail = by_machine(cast)
    complaint = file_held_as_complaint(cast.actor("handler"), mail.pk, now=LATER, tell=False)
    assert not complaint.letters.exists()
    assert complaint.events.get(kind="acknowledged").data["untold"] is True


def test_mail_from_our_own_address_never_gets_a_letter(cast: Cast) -> None:
    Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    mail = filed(raw("転送します。", sender="soudan@example.jp"))
    complaint = file_held_as_complaint(cast.actor("handler"), mail.pk, now=LATER)
    assert not ContactPoint.objects.exists()
    assert complaint.letters.get().medium == "portal"


def test_attached_word_of_the_complainant_is_heard_and_grants_nothing(
    cast: Cast, complaint: Complaint
) -> None:
    mail = from_elsewhere(complaint)
    message = attach_held_to(cast.actor("handler"), mail.pk, complaint, writer="complainant", now=LATER)
    mail.refresh_from_db()
    assert (mail.state, mail.word, mail.complaint) == ("filed", message, complaint)
    assert (message.from_complainant, message.channel, message.body) == (
        True,
        "email",
        "別のアドレスから失礼します。",
    )
    assert not ContactPoint.objects.filter(key="hanako@other.example.org").exists()
    assert from_elsewhere(complaint, "まだ知られていません。").held == "unknown_sender"


def test_remembered_address_is_theirs_from_now_on(cast: Cast, complaint: Complaint) -> None:
    mail = from_elsewhere(complaint)
    attach_held_to(cast.actor("handler"), mail.pk, complaint, writer="complainant", remember=True, now=LATER)
    person = complaint.parties.get().person
    assert [point.key for point in person.contact_points.all()] == [
        "hanako@example.com",
        "hanako@other.example.org",
    ]
    added = complaint.events.get(kind="contact_added")
    assert (added.visibility, added.data["role"], added.data["new"]) == ("internal", "complainant", False)
    assert "hanako@other.example.org" not in str(added.data)
    assert from_elsewhere(complaint, "今度は届きますか。").state == "filed"


def test_representative_who_was_not_there_becomes_a_party(cast: Cast, complaint: Complaint) -> None:
    mail = from_elsewhere(complaint)
    attach_held_to(
        cast.actor("handler"), mail.pk, complaint, writer="representative", remember=True, now=LATER
    )
    party = complaint.parties.get(role="representative")
    assert (party.person.name, party.person.contact_points.get().key) == (
        "試野 花子",
        "hanako@other.example.org",
    )
    assert complaint.events.get(kind="contact_added").data["new"] is True


def test_mail_of_somebody_else_is_a_note_the_complainant_never_reads(
    cast: Cast, complaint: Complaint
) -> None:
    mail = from_elsewhere(complaint, "隣の部屋の者です。\r\n> 受付番号\r\n私も聞きました。")
    message = attach_held_to(cast.actor("handler"), mail.pk, complaint, writer="other", now=LATER)
    assert (message.visibility, message.from_complainant, message.channel) == ("internal", False, "email")
    assert "私も聞きました" in message.body
    assert complaint.events.get(kind="noted").visibility == "internal"


@pytest.mark.parametrize(
    ("writer", "remember", "field"),
    [("other", True, "remember"), ("", False, "writer"), ("pope", False, "writer")],
)
def test_attaching_says_what_is_wrong(
    cast: Cast, complaint: Complaint, writer: str, remember: bool, field: str
) -> None:
    mail = from_elsewhere(complaint)
    with pytest.raises(Invalid) as refusal:
        attach_held_to(cast.actor("handler"), mail.pk, complaint, writer=writer, remember=remember, now=LATER)
    assert field in refusal.value.problems
    mail.refresh_from_db()
    assert mail.state == "held"


def test_sender_without_an_address_cannot_be_remembered(cast: Cast, complaint: Complaint) -> None:
    mail = filed(raw("差出人なし。", sender=""))
    with pytest.raises(Invalid):
        attach_held_to(
            cast.actor("handler"), mail.pk, complaint, writer="complainant", remember=True, now=LATER
        )
    assert not complaint.messages.exists()


def test_discarded_mail_stays_readable_with_who_and_why_and_can_still_be_filed(cast: Cast) -> None:
    mail = by_machine(cast)
    discard_held(cast.actor("handler"), mail.pk, reason="広告です。", now=LATER)
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.decided_by) == ("discarded", "広告です。", cast.handler)
    assert mail in mails_seen(cast.actor("colleague"))
    assert bytes(mail.raw or b"")[:5] == b"From:"
    assert file_held_as_complaint(cast.actor("lead"), mail.pk, now=LATER).state == "acknowledged"


def test_discarding_needs_a_reason(cast: Cast) -> None:
    mail = by_machine(cast)
    with pytest.raises(Invalid):
        discard_held(cast.actor("handler"), mail.pk, reason="  ", now=LATER)


def test_what_is_decided_is_decided_once(cast: Cast, complaint: Complaint) -> None:
    mail = by_machine(cast)
    file_held_as_complaint(cast.actor("handler"), mail.pk, now=LATER)
    with pytest.raises(NotNow):
        file_held_as_complaint(cast.actor("colleague"), mail.pk, now=LATER)
    with pytest.raises(NotNow):
        attach_held_to(cast.actor("colleague"), mail.pk, complaint, writer="other", now=LATER)
    with pytest.raises(NotNow):
        discard_held(cast.actor("colleague"), mail.pk, reason="広告", now=LATER)
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_held_mail_does_not_exist_for_who_may_not_sort(cast: Cast, role: str) -> None:
    mail = by_machine(cast)
    assert mail not in mails_seen(cast.actor(role))
    with pytest.raises(Unseen):
        discard_held(cast.actor(role), mail.pk, reason="広告", now=LATER)


def test_mail_that_seems_to_belong_to_a_hidden_complaint_is_hidden(cast: Cast) -> None:
    hidden = restricted(cast)
    letter = hidden.letters.filter(kind="acknowledgement").get()
    mail = filed(raw("極秘の件です。", sender=STRANGER, In_Reply_To=letter.message_id))
    assert mail.complaint == hidden
    assert mail not in mails_seen(cast.actor("handler"))
    assert mail in mails_seen(cast.actor("lead"))
    with pytest.raises(Unseen):
        file_held_as_complaint(cast.actor("handler"), mail.pk, now=LATER)


def test_mail_cannot_be_attached_to_a_complaint_one_does_not_see(cast: Cast) -> None:
    hidden, mail = restricted(cast), by_machine(cast)
    with pytest.raises(Unseen):
        attach_held_to(cast.actor("handler"), mail.pk, hidden, writer="other", now=LATER)
    mail.refresh_from_db()
    assert mail.state == "held"


def test_auditor_reads_mails_of_complaints_and_decides_nothing(cast: Cast, complaint: Complaint) -> None:
    mail = from_elsewhere(complaint)
    assert mail in mails_seen(cast.actor("auditor"))
    with pytest.raises(Refused):
        discard_held(cast.actor("auditor"), mail.pk, reason="広告", now=LATER)


def test_complainant_sees_no_mails(cast: Cast, complaint: Complaint) -> None:
    assert not mails_seen(makers.complainant_of(complaint)).exists()


def test_nobody_new_is_written_down_by_deciding(cast: Cast, complaint: Complaint) -> None:
    people = Person.objects.count()
    attach_held_to(
        cast.actor("handler"), from_elsewhere(complaint).pk, complaint, writer="complainant", now=LATER
    )
    assert Person.objects.count() == people
