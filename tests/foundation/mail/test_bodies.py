"""Which parts are text and which are enclosed."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.bodies import bodies_of
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.structure import structure_of
from tests.foundation.mail.mails import of_parts, plain

TEXT = b"Content-Type: text/plain; charset=utf-8\n\nwords"
HTML = b"Content-Type: text/html; charset=utf-8\n\n<p>words</p>"
PDF = b'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\naGVsbG8='
WITHIN = (
    b"Content-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i\n"
    + PDF
    + b"\n--i--\n"
)


def test_text_and_attachment_are_told_apart():
    found = bodies_of(structure_of(of_parts(TEXT, PDF)))
    assert [text.plain.strip() for text in found.plain] == ["words"]
    assert [(one.name, one.kind, one.size) for one in found.attachments] == [("a.pdf", "application/pdf", 5)]
    assert b"".join(found.attachments[0].content()) == b"hello"


def test_of_an_alternative_the_plain_one_is_read_and_the_html_kept():
    found = bodies_of(structure_of(of_parts(TEXT, HTML, kind="alternative")))
    assert [text.plain.strip() for text in found.plain] == ["words"]
    assert [(text.plain, text.html.strip()) for text in found.html] == [("", "<p>words</p>")]


def test_of_an_alternative_whose_plain_part_is_empty_the_html_is_read():
    found = bodies_of(structure_of(of_parts(b"Content-Type: text/plain\n\n \n", HTML, kind="alternative")))
    assert [text.plain.strip() for text in found.plain + found.html] == ["words"]


def test_what_is_enclosed_with_an_attached_mail_stands_beside_it():
    found = bodies_of(structure_of(of_parts(TEXT, WITHIN)))
    assert [one.name for one in found.attachments] == ["inner.eml", "a.pdf"]
    assert Flaw.NESTED_MESSAGE in found.flaws


def test_parts_of_a_report_are_no_attachments():
    status = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed"
    header = b"Content-Type: text/rfc822-headers\n\nMessage-ID: <1@shop.example>"
    found = bodies_of(structure_of(of_parts(TEXT, status, header, kind="report")))
    assert found.attachments == []
    assert "Action: failed" in found.status
    assert "<1@shop.example>" in found.returned


def test_words_in_the_place_of_the_status_are_read_by_people():
    odd = b"Content-Type: message/delivery-status\n\nThis message was undeliverable for this reason:"
    found = bodies_of(structure_of(of_parts(odd, kind="report")))
    assert [text.plain for text in found.plain] == ["This message was undeliverable for this reason:"]


def test_text_with_a_name_is_read_and_enclosed():
    named = b'Content-Type: text/plain; name="a.txt"\n\nwords'
    found = bodies_of(structure_of(of_parts(named)))
    assert [text.plain for text in found.plain] == ["words"]
    assert [one.name for one in found.attachments] == ["a.txt"]


@pytest.mark.parametrize("placed", ["attachment", 'attachment; filename="a.txt"', "ATTACHMENT"])
def test_text_that_is_attached_is_no_body(placed: str):
    attached = f"Content-Type: text/plain\nContent-Disposition: {placed}\n\nwords".encode()
    found = bodies_of(structure_of(of_parts(TEXT, attached)))
    assert len(found.plain) == 1
    assert len(found.attachments) == 1


def test_text_is_read_up_to_a_limit_of_all_parts_together():
    long = b"Content-Type: text/plain\n\n" + b"a" * 1_500_000
    found = bodies_of(structure_of(of_parts(long, long)))
    assert sum(len(text.plain) for text in found.plain) == 2_000_000
    assert Flaw.OVERSIZED in found.flaws


def test_words_under_a_wrong_encoding_are_read_as_they_are():
    raw = plain("これは base64 ではありません。").replace(b"Encoding: 8bit", b"Encoding: base64")
    found = bodies_of(structure_of(raw))
    assert found.plain[0].plain == "これは base64 ではありません。"
    assert Flaw.BAD_TRANSFER_ENCODING in found.flaws
