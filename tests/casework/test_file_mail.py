"""What becomes of a mail: a complaint, a further word, a report, or something a person must look at; never nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.file_mail import file_mail
from kikitori.casework.file_mails import MOST_TRIES, file_waiting
from kikitori.casework.keep_mail import keep_mail
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Attachment, Mail, Mailbox
from kikitori.records.letters.models import Letter
from kikitori.records.letters.raw import LARGEST_IN_ROW, mail_store, raw_of
from kikitori.records.people.models import ContactPoint, Organisation, Person
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import by_post
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


def test_large_mail_lies_in_the_store(cast: Cast) -> None:
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


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_has_in_hand_is_left_to_it(cast: Cast) -> None:
    held, free = (kept(raw(f"{n}通目", sender=f"p{n}@example.com")) for n in range(2))
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("select 1 from records_mail where id = %s for update", [held.pk])
        with CaptureQueriesContext(connection) as few:
            assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}
        assert list(Mail.objects.filter(state="filed").values_list("pk", flat=True)) == [free.pk]
        assert sum("set_config" in query["sql"] for query in few) == 1  # nobody knocks at it once more
    finally:
        other.close()
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}


def test_mail_over_which_workers_die_is_held_and_the_others_are_filed(cast: Cast) -> None:
    poison = kept(raw("毒", subject="毒", sender="p@example.com"))
    kept(raw("薬", subject="薬", sender="q@example.com"))
    Mail.objects.filter(pk=poison.pk).update(tries=MOST_TRIES)
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}
    assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"failed": 1}
    poison.refresh_from_db()
    assert (poison.state, poison.held, bytes(poison.raw or b"")[:5]) == ("held", "failed", b"From:")


# ---- what goes back


def test_letters_belong_to_the_conversation_and_ask_for_answers_where_they_are_read(cast: Cast) -> None:
    box = Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    mail = filed(raw(Message_ID="<first@example.com>"), mailbox=box)
    assert mail.complaint is not None
    letter = mail.complaint.letters.get()
    assert (letter.in_reply_to, letter.reply_to) == ("<first@example.com>", "soudan@example.jp")
    filed(answer(mail.complaint, "追伸です。", Message_ID="<second@example.com>"), mailbox=box)
    reply(cast.actor("handler"), mail.complaint, body="承知しました。", now=FRIDAY + HOUR)
    assert mail.complaint.letters.get(kind="reply").in_reply_to == "<second@example.com>"


@pytest.mark.parametrize(
    ("setting", "content_type", "charset"),
    [
        ("utf-8", "iso-2022-jp", "utf-8"),
        ("iso-2022-jp", "utf-8", "iso-2022-jp"),
        ("as-received", "iso-2022-jp", "iso-2022-jp"),
        ("as-received", "utf-8", "utf-8"),
    ],
)
def test_letters_are_in_the_charset_the_house_has_chosen(
    cast: Cast, setting: str, content_type: str, charset: str
) -> None:
    Organisation.objects.update(letter_charset=setting)
    text = "蓋が閉まりません。".encode(content_type)
    content = raw("", Content_Type=f"text/plain; charset={content_type}") + text
    assert begun(content).letters.get().charset == charset


def test_letter_on_paper_has_no_road_by_mail(cast: Cast) -> None:
    Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    complaint = makers.received(cast, complainant=by_post()).complaint
    acknowledge_complaint(cast.actor("handler"), complaint, now=FRIDAY + HOUR)
    letter = complaint.letters.get()
    assert (letter.medium, letter.reply_to, letter.in_reply_to) == ("print", "", "")


# ---- many at once


def test_together_and_alone_a_mail_has_the_same_outcome(cast: Cast) -> None:
    Mailbox.objects.create(name="相談室", kind="imap", address="soudan@example.jp")
    contents = [
        raw("一件目です。", subject="一"),
        raw("二件目です。", subject="二"),
        raw("不在です。", subject="三", Auto_Submitted="auto-replied", sender="away@example.com"),
        raw("差出人がありません。", subject="四", sender=""),
        raw("五件目です。", subject="五", sender="other@example.com"),
        raw("こだま", subject="六", sender="soudan@example.jp"),
        raw("", subject="七", sender="empty@example.com"),
    ]
    for content in contents:
        kept(content)
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 3, "held": 4}
    together = outcomes()
    Mail.objects.update(arrived_at=FRIDAY - 2 * DAY)
    Letter.objects.update(written_at=FRIDAY - 2 * DAY)
    for number, content in enumerate(contents):
        filed(content, source=f"again:{number}")
    assert outcomes()[len(contents) :] == together


def outcomes() -> list[tuple[object, ...]]:
    """Of each mail, and of the complaint it began."""
    return [
        (
            mail.state,
            mail.held,
            mail.sender_key,
            mail.subject,
            mail.charset,
            mail.confidence,
            mail.flaws,
            mail.complaint and (mail.complaint.state, mail.complaint.title, mail.complaint.story),
            mail.complaint
            and [(each.kind, each.in_reply_to == mail.message_id) for each in mail.complaint.letters.all()],
            mail.complaint and [each.kind for each in mail.complaint.events.all()],
        )
        for mail in Mail.objects.order_by("pk")
    ]


def test_mail_that_comes_again_after_its_row_was_lost_is_the_same_complaint(cast: Cast) -> None:
    first = filed(raw())
    complaint = first.complaint
    first.delete()
    again = filed(raw())
    assert (again.state, again.complaint) == ("filed", complaint)
    assert Complaint.objects.count() == 1


def test_address_that_writes_twice_at_once_is_told_once(cast: Cast) -> None:
    kept(raw("一件目です。", subject="一"))
    kept(raw("二件目です。", subject="二"))
    file_waiting(POST, now=lambda: FRIDAY)
    assert [one.letters.count() for one in Complaint.objects.order_by("pk")] == [1, 0]
    assert Person.objects.count() == 1


def test_flood_within_one_round_is_held_as_well(cast: Cast) -> None:
    for number in range(23):
        kept(raw(f"{number}通目", subject=f"{number}"))
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 20, "held": 3}


def test_mail_whose_bytes_are_gone_keeps_no_other_from_being_filed(cast: Cast) -> None:
    lost = kept(raw("長い話です。" * 60_000, sender="long@example.com"))
    mail_store().remove(lost.digest)
    kept(raw("短い話です。"))
    assert file_waiting(POST, now=lambda: FRIDAY) == {"failed": 1, "filed": 1}
    lost.refresh_from_db()
    assert (lost.state, lost.tries) == ("waiting", 1)
    for _again in range(MOST_TRIES):
        file_waiting(POST, now=lambda: FRIDAY, careful=True)
    lost.refresh_from_db()
    assert (lost.state, lost.held) == ("held", "failed")


@contextmanager
def broken_off(where: str, *, times: int) -> Iterator[list[int]]:
    """So many times the server ends our connection as a statement begins like this; the connections it has ended."""
    ended: list[int] = []

    def end(execute: Any, sql: str, *rest: Any) -> Any:
        if len(ended) < times and sql.lower().startswith(where):
            ended.append(connection.connection.info.backend_pid)
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s, 5000)", ended[-1:])
        return execute(sql, *rest)

    with connection.execute_wrapper(end):
        yield ended


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ['insert into "records_complaint"', 'insert into "records_letter"'])
def test_database_that_goes_away_again_and_again_is_no_death_over_a_mail(where: str) -> None:
    summon()
    mail, times = kept(raw()), MOST_TRIES + 2
    with broken_off(where, times=times) as ended:
        for _again in range(times):
            assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"broken_off": 1}
    mail.refresh_from_db()
    assert (len(ended), mail.state, mail.tries) == (times, "waiting", 0)
    assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"filed": 1}
    assert Complaint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_from_one_mail_is_there_again_for_the_next() -> None:
    summon()
    for each in "一二":
        kept(raw(f"{each}件目です。", subject=each, sender=f"{ord(each)}@example.com"))
    with broken_off('insert into "records_complaint"', times=1):
        assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"broken_off": 1, "filed": 1}
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}


@pytest.mark.django_db(transaction=True)
def test_database_that_goes_away_from_a_hasty_round_ends_it_and_counts_nothing() -> None:
    summon()
    mail = kept(raw())
    with broken_off('insert into "records_complaint"', times=1), pytest.raises(DatabaseError):
        file_waiting(POST, now=lambda: FRIDAY)
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 0)


@pytest.mark.django_db(transaction=True)
def test_mail_that_another_worker_has_in_hand_counts_no_try_of_ours() -> None:
    summon()
    mail = kept(raw())
    worker = connection.copy()
    try:
        worker.set_autocommit(False)
        with worker.cursor() as other:
            other.execute("select 1 from records_mail where id = %s for key share", [mail.pk])
        assert file_waiting(POST, now=lambda: FRIDAY, careful=True) == {"passed": 1}
    finally:
        worker.close()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 0)


def test_plain_mails_cost_few_statements_however_many_they_are(cast: Cast) -> None:
    counts = []
    for start, number in ((0, 2), (100, 40)):
        for each in range(number):
            kept(raw(f"{each}件目です。", subject=f"{each}", sender=f"p{start + each}@example.com"))
        with CaptureQueriesContext(connection) as asked:
            file_waiting(POST, now=lambda: FRIDAY)
        counts.append(
            sum(not each["sql"].startswith("update records_mail") for each in asked.captured_queries)
        )
    assert counts[0] == counts[1]
