"""Whatever is done to a mail, it has a reading that can be kept; and the time it takes grows with its size."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import as_json, read_mail
from tests.foundation.mail.mails import corpus

MAILS = corpus()
FLAWS = set(Flaw)
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def assert_can_be_kept(raw: bytes) -> None:
    """It has a reading that a table can hold and a line of JSON can say."""
    read = read_mail(raw)
    line = json.dumps(as_json(read), ensure_ascii=False)
    assert not UNSTORABLE.search(line.replace("\\u0000", "\0"))
    assert line.encode()
    assert "\n" not in read.subject
    assert 0 <= read.confidence <= 1
    assert read.flaws <= FLAWS
    assert all(one.size >= 0 for one in read.attachments)
    assert read.date is None or read.date.utcoffset() is not None


def flipped(raw: bytes, places: list[int], byte: int) -> bytes:
    changed = bytearray(raw)
    for place in places:
        if changed:
            changed[place % len(changed)] = byte
    return bytes(changed)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_can_be_kept(raw: bytes):
    assert_can_be_kept(raw)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAILS), st.floats(0, 1), st.floats(0, 1))
def test_mail_that_is_cut_can_be_kept(raw: bytes, begin: float, end: float):
    assert_can_be_kept(raw[int(begin * len(raw)) :])
    assert_can_be_kept(raw[: int(end * len(raw))])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAILS), st.sampled_from(MAILS), st.floats(0, 1))
def test_mails_that_are_joined_can_be_kept(one: bytes, other: bytes, where: float):
    at = int(where * len(one))
    assert_can_be_kept(one[:at] + other + one[at:])


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAILS), st.lists(st.integers(0, 70_000), max_size=20), st.integers(0, 255))
def test_mail_with_bytes_flipped_can_be_kept(raw: bytes, places: list[int], byte: int):
    assert_can_be_kept(flipped(raw, places, byte))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAILS), st.integers(2, 5))
def test_mail_with_its_header_doubled_can_be_kept(raw: bytes, times: int):
    header, blank, body = raw.partition(b"\n\n")
    assert_can_be_kept(header * times + blank + body)
    assert_can_be_kept((header + b"\n") * times + blank + body)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MAILS), st.sampled_from(MAILS))
def test_mail_with_the_header_of_another_can_be_kept(one: bytes, other: bytes):
    assert_can_be_kept(one.partition(b"\n\n")[0] + b"\n\n" + other.partition(b"\n\n")[2])


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\r", b":", b": x", b"\0", b"From: \n", b"Content-Type: multipart/mixed\n\n"]
)
def test_smallest_mails_can_be_kept(raw: bytes):
    assert_can_be_kept(raw)


def test_reading_twice_gives_the_same():
    assert [as_json(read_mail(raw)) for raw in MAILS] == [as_json(read_mail(raw)) for raw in MAILS]
