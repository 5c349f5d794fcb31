"""A mail read again by another charset: what it has become is put right, the mail is not, and the timeline says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.assess import assess_complaint
from kikitori.casework.errors import Invalid, Unseen
from kikitori.casework.read_again import read_again
from kikitori.records.letters.mails import Attachment, Mail
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import filed, raw
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
STORY = "ケトルから煙が出て、火事になりかけました。交換をお願いします。"


def garbled(text: str = STORY, **fields: str) -> bytes:
    """Written in EUC-JP by a program that says it is windows-1252."""
    head, _, body = raw(text, Content_Type="text/plain; charset=x-mac-cyrillic", **fields).partition(
        b"\r\n\r\n"
    )
    return head + b"\r\n\r\n" + body.decode().encode("euc_jp")


def as_cyrillic(mail: Mail, cast: Cast) -> Mail:
    """Read wrongly on purpose, as a mailer would that lies about itself."""
    return read_again(cast.actor("handler"), mail.pk, charset="mac-cyrillic", now=LATER)


def test_story_and_its_title_are_put_right_and_the_bytes_stay(cast: Cast) -> None:
    mail = filed(garbled(subject=""))
    before = bytes(mail.raw or b"")
    as_cyrillic(mail, cast)
    complaint = mail.complaint
    assert complaint is not None
    complaint.refresh_from_db()
    assert STORY not in complaint.story
    read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)
    complaint.refresh_from_db()
    mail.refresh_from_db()
    assert (complaint.story, complaint.title, complaint.language) == (STORY, STORY, "ja")
    assert (mail.read_as, mail.charset, bytes(mail.raw or b"")) == ("euc_jp", "euc_jp", before)
    said = complaint.events.filter(kind="read_again").last()
    assert said is not None
    assert (said.visibility, said.data["before"], said.data["after"]) == (
        "internal",
        "mac-cyrillic",
        "euc_jp",
    )


def test_danger_that_could_not_be_read_before_makes_it_urgent(cast: Cast) -> None:
    mail = filed(garbled())
    complaint = as_cyrillic(mail, cast).complaint
    assert complaint is not None
    complaint.refresh_from_db()
    assert complaint.queue == "main"
    read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)
    complaint.refresh_from_db()
    assert (complaint.queue, complaint.severity) == ("urgent", "S1")


def test_what_somebody_has_judged_stays(cast: Cast) -> None:
    mail = filed(garbled())
    complaint = as_cyrillic(mail, cast).complaint
    assert complaint is not None
    assess_complaint(
        cast.actor("handler"), complaint, severity="S3", subject="quality", safety={"fire": "no"},
        allegations=[], title="ケトル", now=LATER,
    )  # fmt: skip
    read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)
    complaint.refresh_from_db()
    assert (complaint.severity, complaint.title, complaint.story) == ("S3", "ケトル", STORY)


def test_word_is_put_right(cast: Cast) -> None:
    complaint = filed(raw()).complaint
    assert complaint is not None
    letter = complaint.letters.get()
    mail = filed(garbled("箱の写真です。ご覧ください。", In_Reply_To=letter.message_id))
    assert mail.word is not None
    as_cyrillic(mail, cast)
    mail.word.refresh_from_db()
    assert mail.word.body != "箱の写真です。ご覧ください。"
    read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)
    mail.word.refresh_from_db()
    assert (mail.word.body, mail.word.language) == ("箱の写真です。ご覧ください。", "ja")
    assert complaint.events.filter(kind="read_again", data__message=mail.word.pk).count() == 2


def test_no_charset_is_our_own_judgement_again(cast: Cast) -> None:
    mail = as_cyrillic(filed(garbled()), cast)
    again = read_again(cast.actor("handler"), mail.pk, charset="", now=LATER)
    assert (again.read_as, again.charset) == ("", "euc_jp")


def test_held_mail_is_read_again_without_an_event(cast: Cast) -> None:
    mail = filed(garbled("広告です。", Precedence="bulk"))
    assert read_again(cast.actor("handler"), mail.pk, charset="shift_jis", now=LATER).state == "held"


@pytest.mark.parametrize(
    "charset", ["utf-7", "nonsense", "x" * 5000, "../../etc/passwd", "ｕｔｆ－８", "zip_codec"]
)
def test_charset_nobody_should_use_is_refused(cast: Cast, charset: str) -> None:
    mail = filed(garbled())
    with pytest.raises(Invalid):
        read_again(cast.actor("handler"), mail.pk, charset=charset, now=LATER)
    mail.refresh_from_db()
    assert mail.read_as == ""


def test_mail_of_a_hidden_complaint_does_not_exist(cast: Cast) -> None:
    mail = filed(garbled())
    Mail.objects.filter(pk=mail.pk).update(complaint=restricted(cast))
    with pytest.raises(Unseen):
        read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)


def test_what_the_scanner_said_of_attachments_stays(cast: Cast) -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\n写真です。\r\n"
        '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1\r\n--b--'
    )
    mail = filed(raw(body, Content_Type="multipart/mixed; boundary=b"))
    Attachment.objects.filter(mail=mail).update(scan="infected")
    read_again(cast.actor("handler"), mail.pk, charset="euc-jp", now=LATER)
    assert Attachment.objects.get(mail=mail).scan == "infected"
