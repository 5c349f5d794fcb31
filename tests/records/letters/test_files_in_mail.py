"""Files in a mail: every reader's program finds them under their names, and nothing else changes."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import cast

import pytest

from kikitori.foundation.mail.reading import read_mail
from kikitori.records.letters.dress import as_mail
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.files_in_mail import NotSent, with_files
from kikitori.records.letters.kinds import LetterKind
from tests.letterbox import read, text_of
from tests.records.letters.test_post import SENDER, letter

CHARSETS = ("utf-8", "iso-2022-jp")
NAMES = [
    "report.pdf",
    "調査報告書（第2回）皿三枚の割れについて・写真つき一式まとめ最終版.pdf",
    "髙橋様ご返金①.pdf",
    "絵文字😀.pdf",
    "ｶﾀｶﾅ ﾊﾝｶｸ.pdf",
    "quote'and%20percent (1).pdf",
    "長" * 60 + "….pdf",
]


def enclosure(name: str, content: bytes = b"%PDF-1.7 x", found: str = "application/pdf") -> Enclosure:
    return Enclosure(pk=1, name=name, found=found, size=len(content), raw=content)


def mailed(*files: Enclosure, charset: str = "utf-8") -> Message:
    written = letter(
        kind=LetterKind.REPLY.value,
        charset=charset,
        subject="【みほん堂】ご返信",
        body="明細を添付します。\n",
    )
    return with_files(as_mail(written, SENDER), files, charset, "=_files")


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("name", NAMES)
def test_name_is_read_by_programs_of_the_standard_and_by_those_before_it(name: str, charset: str) -> None:
    raw = mailed(enclosure(name), charset=charset).as_bytes()
    [part] = read(raw).iter_attachments()
    assert part.get_filename() == name
    _, old = cast("list[Message]", message_from_bytes(raw).get_payload())
    assert str(make_header(decode_header(old.get_param("name")))) == name
    [seen] = read_mail(raw).attachments
    assert seen.name == name


@pytest.mark.parametrize("charset", CHARSETS)
def test_mail_with_files_is_seven_bits_in_short_lines(charset: str) -> None:
    raw = mailed(*[enclosure(name) for name in NAMES], charset=charset).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 200
    head = raw.partition(b"\n\n")[0]
    assert max(map(len, head.splitlines())) <= 78


@pytest.mark.parametrize("charset", CHARSETS)
def test_letter_says_the_same_with_files_as_without(charset: str) -> None:
    bare, full = (read(mailed(*files, charset=charset).as_bytes()) for files in ((), (enclosure("a.pdf"),)))
    assert text_of(full) == text_of(bare) == "明細を添付します。\n"
    same = ("Subject", "From", "To", "Date", "Message-ID")
    assert [str(full[field]) for field in same] == [str(bare[field]) for field in same]
    assert {*full.keys()} - {*bare.keys()} == set()
    assert full.get_content_type() == "multipart/mixed"
    assert bare.get_content_type() == "multipart/alternative"
    html = full.get_body(("html",))
    assert html is not None
    assert "明細を添付します。" in html.get_content()


def test_bytes_arrive_as_they_were_and_in_their_order() -> None:
    contents = [bytes(range(256)) * 40, b"\r\n.\r\nFrom here\n", b"%PDF-1.7"]
    raw = mailed(*[enclosure(f"{n}.bin", each, "x/y") for n, each in enumerate(contents)]).as_bytes()
    parts = list(read(raw).iter_attachments())
    assert [part.get_filename() for part in parts] == ["0.bin", "1.bin", "2.bin"]
    assert [part.get_content() for part in parts] == contents


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("application/pdf", "application/pdf"),
        ("image/png", "image/png"),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("message/rfc822", "application/octet-stream"),
    ],
)
def test_nothing_is_offered_to_be_shown_within_the_mail(found: str, told: str) -> None:
    [part] = read(mailed(enclosure("a", found=found)).as_bytes()).iter_attachments()
    assert (part.get_content_type(), part.get_content_disposition()) == (told, "attachment")


def test_file_without_a_name_is_numbered() -> None:
    parts = read(mailed(enclosure("a.pdf"), enclosure("")).as_bytes()).iter_attachments()
    assert [part.get_filename() for part in parts] == ["a.pdf", "2.bin"]


def test_no_name_adds_a_header() -> None:
    nasty = enclosure('a"; x=y\r\nBcc: thief@example.com\r\n\r\n<script>')
    mail = message_from_bytes(mailed(nasty).as_bytes())
    assert mail["Bcc"] is None
    assert [part["Bcc"] for part in mail.walk()] == [None] * len(list(mail.walk()))


def test_same_mail_to_the_last_byte_at_every_try() -> None:
    assert mailed(enclosure("写真.pdf")).as_bytes() == mailed(enclosure("写真.pdf")).as_bytes()


def test_letter_whose_file_is_gone_from_the_store_does_not_go_without_it() -> None:
    lost = Enclosure(pk=1, name="a.pdf", found="application/pdf", size=1, digest="0" * 64, raw=None)
    with pytest.raises(NotSent) as trouble:
        mailed(lost)
    assert (trouble.value.word, trouble.value.for_good) == ("file_gone", False)


def test_letter_without_anything_said_in_it_asks_for_no_files() -> None:
    # No database here: a question would fail.
    assert read(as_mail(letter(), SENDER).as_bytes()).get_content_type() == "multipart/alternative"
