"""The text of a mail out of its parts."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import of_parts, plain

SIGNED = (
    "before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords\n- - dashed\n"
    "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\nafter"
)


def test_frame_of_a_signed_text_is_taken_off():
    read = read_mail(plain(SIGNED))
    assert read.text == "before\nwords\n- dashed\n\nafter"
    assert Flaw.SIGNED_NOT_VERIFIED in read.flaws


def test_frame_that_does_not_end_stays():
    cut = SIGNED.partition("-----END")[0]
    assert "BEGIN PGP SIGNED" in read_mail(plain(cut)).text


def test_encrypted_text_is_said_to_be():
    read = read_mail(plain("-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----"))
    assert Flaw.ENCRYPTED in read.flaws


def test_invitation_alone_is_told_in_its_words():
    calendar = (
        b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:Meeting\nLOCATION:Room 3\nEND:VCALENDAR"
    )
    assert read_mail(of_parts(calendar)).text == "Meeting\nRoom 3"


def test_mail_passed_on_without_a_word_is_read():
    within = b"Content-Type: message/rfc822\n\nSubject: inner\n\nwhat they want us to read"
    assert read_mail(of_parts(within)).text == "what they want us to read"


def test_parts_are_joined_with_a_blank_line():
    one, two = b"Content-Type: text/plain\n\none\n\n", b"Content-Type: text/plain\n\ntwo"
    assert read_mail(of_parts(one, two)).text == "one\n\ntwo"


def test_html_alone_is_told_to_be():
    read = read_mail(of_parts(b"Content-Type: text/html\n\n<p>words"))
    assert (read.text, read.html_present) == ("words", True)
    assert Flaw.HTML_ONLY in read.flaws


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"SUMMARY:Repair\, again", "Repair, again"),
        (r"SUMMARY:plates\; cups", "plates; cups"),
        (r"DESCRIPTION:one\ntwo\Nthree", "one\ntwo\nthree"),
        (r"LOCATION:C:\\new", "C:\\new"),
        ("SUMMARY;LANGUAGE=ja:修理の訪問", "修理の訪問"),
        ("SUMMARY:a very long\r\n  line", "a very long line"),
        ("SUMMARY:  \nLOCATION:本店", "本店"),
        ("UID:1", ""),
    ],
)
def test_invitation_is_told_without_the_signs_of_its_form(written: str, read: str):
    calendar = f"Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\n{written}\nEND:VCALENDAR"
    assert read_mail(of_parts(calendar.encode())).text == read


def test_invitation_beside_words_says_nothing_twice():
    calendar = b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:Meeting\nEND:VCALENDAR"
    words = b"Content-Type: text/plain\n\nCome, please."
    read = read_mail(of_parts(words, calendar, kind="alternative"))
    assert read.text == "Come, please."
    assert Flaw.CALENDAR in read.flaws


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_alike_whatever_the_mailer_wrote(end: str):
    assert read_mail(plain(end.join(["one", "", "two"]))).text == "one\n\ntwo"
