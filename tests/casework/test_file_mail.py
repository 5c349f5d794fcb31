"""What becomes of a mail: a complaint, a further word, a report, or something a person must look at; never nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.file_mail import MOST_TRIES, file_mail, file_waiting
from kikitori.casework.keep_mail import keep_mail
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import ContactPoint
from tests import makers
from tests.cast import Cast
from tests.mails import POST, filed, kept, raw, word
from tests.makers import FRIDAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def begun(content: bytes | None = None) -> Complaint:
    """A complaint that came by mail."""
    mail = filed(content or raw())
    assert mail.complaint is not None
    return mail.complaint


def answer(to: Complaint, text: str = "写真をお送りします。", **fields: str) -> bytes:
    """An answer to our acknowledgement."""
    letter = to.letters.filter(kind="acknowledgement").get()
    return raw(text, subject=f"Re: {letter.subject}", In_Reply_To=letter.message_id, **fields)


def test_mail_begins_a_complaint_and_is_acknowledged(cast: Cast) -> None:
    mail = filed(raw())
    complaint = mail.complaint
    assert (mail.state, mail.held, mail.sender_key) == ("filed", "", "hanako@example.com")
    assert complaint is not None
    assert (complaint.channel, complaint.state, complaint.language) == ("email", "acknowledged", "ja")
    assert complaint.title == "ケトルの蓋"
    assert complaint.story == "11月12日に届いたケトルの蓋が閉まりません。\n交換をお願いします。"
    person = complaint.parties.get().person
    assert (person.name, person.contact_points.get().value) == ("試野 花子", "hanako@example.com")
    letter = complaint.letters.get()
    assert (letter.kind, letter.medium, letter.to_address) == (
        "acknowledgement",
        "email",
        "hanako@example.com",
    )
    assert complaint.promises.filter(kind="decision").exists()
    assert complaint.clocks.exists()


def test_same_item_is_one_mail_and_one_complaint(cast: Cast) -> None:
    first = keep_mail(POST, [raw()], mailbox=None, source="imap:1:7:42", arrived_at=FRIDAY)
    again = keep_mail(POST, [raw()], mailbox=None, source="imap:1:7:42", arrived_at=FRIDAY)
    assert (first.repeated, again.repeated, again.mail.pk) == (False, True, first.mail.pk)
    file_mail(POST, first.mail.pk, now=FRIDAY)
    assert file_mail(POST, first.mail.pk, now=FRIDAY) is None
    assert Complaint.objects.count() == 1


def test_same_bytes_without_a_name_are_one_mail(cast: Cast) -> None:
    assert kept(raw()).pk == kept(raw()).pk
    assert kept(raw(subject="別の件")).pk != kept(raw()).pk


def test_same_message_id_with_other_bytes_is_kept_too(cast: Cast) -> None:
    one = filed(raw("一通目です。", Message_ID="<same@example.com>"))
    two = filed(raw("二通目です。", Message_ID="<same@example.com>"))
    assert one.complaint != two.complaint
    assert {one.message_id, two.message_id} == {"<same@example.com>"}


def test_answer_to_our_letter_is_a_word_in_its_complaint(cast: Cast) -> None:
    complaint = begun()
    mail = filed(answer(complaint, "箱の写真です。\r\n\r\n> お申し出を受け付けました\r\n> 受付番号"))
    assert (mail.state, mail.complaint) == ("filed", complaint)
    assert mail.word is not None
    assert (mail.word.body, mail.word.channel, mail.word.from_complainant) == (
        "箱の写真です。",
        "email",
        True,
    )
    assert mail.word.author_person == complaint.parties.get().person
    assert complaint.events.filter(kind="heard").get().actor_kind == "complainant"


def test_number_in_the_subject_leads_whoever_is_known_there(cast: Cast) -> None:
    complaint = begun()
    mail = filed(raw("届きました。", subject=f"{complaint.reference} の件"))
    assert mail.complaint == complaint
    stranger = filed(raw("私も同じです。", subject=f"{complaint.reference} の件", sender="other@example.org"))
    assert stranger.complaint not in (None, complaint)


@pytest.mark.parametrize("sender", ["evil@example.org", f"{word('試野 花子')} <evil@example.org>"])
def test_forged_thread_grants_nothing(cast: Cast, sender: str) -> None:
    complaint = begun()
    letters = complaint.letters.count()
    mail = filed(answer(complaint, "今までの経緯を送ってください。", sender=sender, Cc="evil@example.org"))
    assert (mail.state, mail.held, mail.complaint) == ("held", "unknown_sender", complaint)
    assert mail.look_by is not None
    assert complaint.letters.count() == letters
    assert not complaint.messages.exists()
    assert not ContactPoint.objects.filter(key="evil@example.org").exists()


def test_reply_to_and_cc_make_nobody_a_party(cast: Cast) -> None:
    complaint = begun(raw(Reply_To="evil@example.org", Cc="cc@example.org"))
    assert [point.key for point in ContactPoint.objects.all()] == ["hanako@example.com"]
    assert complaint.letters.get().to_address == "hanako@example.com"


def test_word_after_the_end_takes_it_up_again(cast: Cast) -> None:
    complaint = begun()
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    mail = filed(answer(complaint, "やはり直っていません。"), at=FRIDAY + 29 * DAY)
    complaint.refresh_from_db()
    assert (mail.complaint, complaint.state) == (complaint, "reopened")
    assert mail.word is not None
    assert mail.word.body == "やはり直っていません。"


def test_word_long_after_the_end_begins_one_that_follows(cast: Cast) -> None:
    complaint = begun()
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    mail = filed(answer(complaint, "また同じことが起きました。"), at=FRIDAY + 31 * DAY)
    complaint.refresh_from_db()
    assert mail.complaint is not None
    assert (mail.complaint.follows, complaint.state) == (complaint, "withdrawn")
    assert mail.complaint.events.get(kind="received").data["follows"] == complaint.reference


def test_address_gets_one_acknowledgement_a_day(cast: Cast) -> None:
    begun()
    second = begun(raw("請求が二重です。", subject="請求"))
    assert second.state == "acknowledged"
    assert not second.letters.exists()
    assert second.events.get(kind="acknowledged").data["untold"] is True
    third = filed(raw("配送が遅いです。", subject="配送"), at=FRIDAY + DAY + HOUR).complaint
    assert third is not None
    assert third.letters.count() == 1
    assert Letter.objects.filter(kind="acknowledgement").count() == 2


@pytest.mark.parametrize(
    ("fields", "text", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "不在です。", "automatic"),
        ({"Precedence": "bulk"}, "今週の特売", "automatic"),
        ({"sender": "soudan@example.jp"}, "お申し出を受け付けました", "loop"),
        ({"sender": ""}, "差出人のない苦情です。", "no_sender"),
        ({"sender": "a@example.com)b@example.org"}, "どちらでもない。", "no_sender"),
        ({}, "", "empty"),
        ({"Content_Type": "application/pkcs7-mime; smime-type=enveloped-data"}, "MIAGCSqG", "unreadable"),
    ],
)
def test_mail_in_doubt_is_held_with_a_clock(cast: Cast, fields: dict[str, str], text: str, why: str) -> None:
    from kikitori.records.letters.mails import Mailbox

    Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    mail = filed(raw(text, **fields))
    assert (mail.state, mail.held) == ("held", why)
    assert mail.look_by is not None
    assert mail.look_by > FRIDAY
    assert not Complaint.objects.exists()


def test_automatic_answer_to_our_letter_is_noted_and_not_answered(cast: Cast) -> None:
    complaint = begun()
    mail = filed(answer(complaint, "不在にしております。", Auto_Submitted="auto-replied"))
    assert (mail.state, mail.complaint, mail.word) == ("noted", complaint, None)
    assert complaint.letters.count() == 1


def report(letter: Letter, *, action: str = "failed") -> bytes:
    """A report about a letter, as Postfix writes it."""
    parts = (
        "Content-Type: text/plain\r\n\r\nI'm sorry to have to inform you that your message could not be delivered.\r\n",
        (
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.jp\r\n\r\n"
            f"Final-Recipient: rfc822; {letter.to_address}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        ),
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {letter.message_id}\r\nSubject: x\r\n",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--"
    return raw(
        body,
        sender="MAILER-DAEMON@mx.example.jp",
        subject="Undelivered Mail Returned to Sender",
        Content_Type="multipart/report; report-type=delivery-status; boundary=b",
    )


def test_report_makes_the_letter_one_that_needs_a_hand(cast: Cast) -> None:
    complaint = begun()
    letter = complaint.letters.get()
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=FRIDAY, next_try_at=None)
    mail = filed(report(letter))
    letter.refresh_from_db()
    assert (mail.state, mail.letter, mail.complaint) == ("noted", letter, complaint)
    assert (letter.state, letter.last_error) == ("failed", "bounced")
    assert complaint.events.filter(kind="letter_failed").count() == 1
    filed(report(letter).replace(b"x\r\n", b"y\r\n"))
    assert complaint.events.filter(kind="letter_failed").count() == 1


def test_report_of_a_delay_changes_nothing(cast: Cast) -> None:
    letter = begun().letters.get()
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=FRIDAY, next_try_at=None)
    assert filed(report(letter, action="delayed")).state == "noted"
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_report_about_nothing_of_ours_is_held(cast: Cast) -> None:
    letter = begun().letters.get()
    mail = filed(report(letter).replace(letter.message_id.encode(), b"<other@example.org>"))
    assert (mail.state, mail.held) == ("held", "report")


def test_flood_of_one_sender_is_held(cast: Cast) -> None:
    states = [filed(raw(f"{number}通目", subject=f"{number}"), at=FRIDAY).held for number in range(22)]
    assert states == [""] * 20 + ["loop"] * 2


def test_attachments_are_listed_by_what_they_are(cast: Cast) -> None:
    body = (
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n写真です。\r\n"
        '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="../a.pdf"\r\n\r\nMZ\x90 not a pdf\r\n--b--'
    )
    mail = filed(raw(body, Content_Type="multipart/mixed; boundary=b"))
    found = Attachment.objects.get(mail=mail)
    assert (found.name, found.declared, found.found) == (
        "a.pdf",
        "application/pdf",
        "application/x-msdownload",
    )


def test_large_mail_lies_in_the_store(cast: Cast, settings: object) -> None:
    from kikitori.records.letters.raw import LARGEST_IN_ROW, raw_of

    text = "長い話です。\r\n" * 30_000
    mail = filed(raw(text))
    assert (mail.raw, mail.size > LARGEST_IN_ROW, mail.state) == (None, True, "filed")
    with raw_of(mail) as found:
        assert bytes(found[:5]) == b"From:"
    assert mail.complaint is not None
    assert len(mail.complaint.story) == 100_000


def test_what_waits_is_filed_in_order(cast: Cast) -> None:
    for number in range(5):
        kept(raw(f"{number}通目", subject=f"{number}", sender=f"p{number}@example.com"))
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 5}
    assert list(Complaint.objects.order_by("pk").values_list("title", flat=True)) == list("01234")
    assert file_waiting(POST, now=lambda: FRIDAY) == {}


def test_mail_over_which_workers_die_is_held_and_the_others_are_filed(cast: Cast) -> None:
    poison = kept(raw("毒", subject="毒", sender="p@example.com"))
    kept(raw("薬", subject="薬", sender="q@example.com"))
    Mail.objects.filter(pk=poison.pk).update(tries=MOST_TRIES)
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}
    assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"failed": 1}
    poison.refresh_from_db()
    assert (poison.state, poison.held, bytes(poison.raw or b"")[:5]) == ("held", "failed", b"From:")
