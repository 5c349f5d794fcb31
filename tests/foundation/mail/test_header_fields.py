"""The header of a mail or of a part."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.header_fields import LONGEST_FIELD, Field, after_envelope, header_at


def header(raw: bytes) -> list[tuple[str, bytes]]:
    return [(field.name, field.value) for field in header_at(raw, 0, len(raw)).fields]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_field_is_unfolded_and_the_body_found(end: bytes):
    raw = end.join([b"Subject: one", b"\ttwo", b"  three", b"", b"body"])
    found = header_at(raw, 0, len(raw))
    assert found.fields == [Field("subject", b"one two three")]
    assert raw[found.body :] == b"body"


def test_names_are_small_and_values_as_they_stand():
    assert header(b"SUBJECT :  \xe3\x81\x82  \n\nx") == [("subject", b"\xe3\x81\x82")]


def test_part_without_header_begins_with_its_blank_line_or_its_words():
    assert header_at(b"\nwords", 0, 6).body == 1
    assert header_at(b"words\nmore", 0, 10).body == 0


def test_line_that_is_no_field_does_not_end_the_header_where_it_goes_on():
    raw = b"From: a\nrubbish\nSubject: b\n\nx"
    found = header_at(raw, 0, len(raw))
    assert ([field.name for field in found.fields], found.broken) == (["from", "subject"], True)


def test_line_that_is_no_field_ends_the_header_where_words_follow():
    raw = b"From: a\nDear all,\nwords"
    assert raw[header_at(raw, 0, len(raw)).body :] == b"Dear all,\nwords"


def test_long_fields_and_long_headers_are_cut_and_said_to_be():
    raw = b"Subject: " + b"x" * 300_000 + b"\n\nx"
    found = header_at(raw, 0, len(raw))
    assert (len(found.fields[0].value), found.cut) == (LONGEST_FIELD, True)
    many = b"A: b\n" * 5_000
    assert header_at(many, 0, len(many)).cut


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        (b"From a@shop.example Fri Nov 20\nSubject: x", b"Subject: x"),
        (b"\r\n \nSubject: x", b"Subject: x"),
        (b">From a\nSubject: x", b"Subject: x"),
        (b"From: a", b"From: a"),
        (b"", b""),
    ],
)
def test_line_of_a_mailbox_is_passed_over(raw: bytes, rest: bytes):
    assert raw[after_envelope(raw, 0, len(raw)) :] == rest
