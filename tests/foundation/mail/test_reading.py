"""A raw mail as plain values."""

from __future__ import annotations

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import as_json, read_mail
from tests.foundation.mail.mails import of_parts, plain

KEYS = [
    *(
        "subject",
        "from",
        "to",
        "date",
        "message_id",
        "in_reply_to",
        "references",
        "text",
        "reply_text",
        "html_present",
    ),
    *("attachments", "is_auto_reply", "is_bounce", "charset", "confidence", "warnings"),
]
SAID_OF_NOTHING = {
    "from": {"name": "", "address": ""},
    "charset": "us-ascii",
    "confidence": 1.0,
    "warnings": ["no_date", "no_from", "no_message_id"],
}


def test_ordinary_mail_has_no_flaw():
    read = read_mail(plain("まだ届きません。"))
    assert (read.text, read.charset, read.confidence, read.flaws) == (
        "まだ届きません。",
        "utf-8",
        1.0,
        frozenset(),
    )


def test_keys_are_those_that_are_promised():
    assert list(as_json(read_mail(b""))) == KEYS


def test_nothing_has_a_reading_too():
    read = as_json(read_mail(b""))
    assert [key for key in KEYS if not read[key]] == [key for key in KEYS if key not in SAID_OF_NOTHING]
    assert read["date"] is None
    assert {key: read[key] for key in SAID_OF_NOTHING} == SAID_OF_NOTHING


def test_ids_keep_their_brackets_and_lose_their_blanks():
    read = read_mail(
        plain(In_Reply_To=" <a @shop.example> <b@shop.example>", References="<a@x.example>\n <b@x.example>")
    )
    assert read.in_reply_to == "<a@shop.example>"
    assert read.references == ("<a@x.example>", "<b@x.example>")
    assert read.message_id == "<1@shop.example>"


def test_first_of_two_fields_counts_and_both_are_said():
    read = read_mail(b"Subject: one\nSubject: two\nFrom: a@shop.example\nFrom: b@shop.example\n\nx")
    assert (read.subject, read.sender.address) == ("one", "a@shop.example")
    assert Flaw.DUPLICATE_HEADER in read.flaws


def test_several_senders_are_said():
    read = read_mail(b"From: a@shop.example, b@shop.example\n\nx")
    assert Flaw.SEVERAL_FROM in read.flaws
    assert [one.address for one in read.senders] == ["a@shop.example", "b@shop.example"]


def test_everybody_of_several_fields_is_named():
    read = read_mail(b"To: a@shop.example\nTo: b@shop.example\nCc: c@shop.example\n\nx")
    assert [one.address for one in read.to] == ["a@shop.example", "b@shop.example"]
    assert [one.address for one in read.copies] == ["c@shop.example"]


def test_subject_is_one_line():
    read = read_mail(b"Subject: =?utf-8?q?one=0D=0ABcc:_x?=\n two\n\nx")
    assert read.subject == "one Bcc: x two"


def test_only_what_is_no_attachment_counts_as_html():
    attached = b"Content-Type: text/html\nContent-Disposition: attachment\n\n<p>x"
    assert not read_mail(of_parts(b"\nx", attached)).html_present


def test_mail_can_be_read_from_what_only_can_be_sliced_and_searched(tmp_path):
    import mmap

    file = tmp_path / "a.eml"
    file.write_bytes(plain("まだ届きません。"))
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert as_json(read_mail(mapped)) == as_json(read_mail(file.read_bytes()))
