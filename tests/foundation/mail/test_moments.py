"""When a mail says it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.moments import moment_of


@pytest.mark.parametrize(
    ("raw", "iso", "right"),
    [
        (b"Fri, 20 Nov 2026 10:12:34 +0900", "2026-11-20T10:12:34+09:00", True),
        (b"20 Nov 2026 10:12 -0000", "2026-11-20T10:12:00+00:00", True),
        (b"Fri, 20 Nov 2026 10:12:34 +0900 (JST)", "2026-11-20T10:12:34+09:00", True),
        (b"Fri, 20 Nov 2026 10:12:34 GMT", "2026-11-20T10:12:34+00:00", True),
        (b"Fri, 20 Nov 2026 10:12:34 JST", "2026-11-20T10:12:34+09:00", True),
        (b"Fri, 20 Nov 26 10:12:34 +0900", "2026-11-20T10:12:34+09:00", False),
        (b"Fri, 20 Nov 2026 10:12:34", "2026-11-20T10:12:34+00:00", False),
        (b"Fri, 20 Nov 2026 23:59:60 +0900", "2026-11-20T23:59:59+09:00", True),
        (b"2026/11/20 10:12:34 +0900", "2026-11-20T10:12:34+09:00", False),
        ("2026年11月20日 10時12分".encode(), "2026-11-20T10:12:00+00:00", False),
        (b"Fri Nov 20 10:12:34 2026", "2026-11-20T10:12:34+00:00", False),
    ],
)
def test_date_is_read_however_it_is_written(raw: bytes, iso: str, right: bool):
    moment = moment_of(raw)
    assert (moment.at and moment.at.isoformat(), moment.right) == (iso, right)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"yesterday",
        b"32 Nov 2026 10:00 +0900",
        b"20 Foo 2026",
        b"20 Nov 9999 10:00 +0900",
        b"20 Nov 2026 25:99 +0900",
        b"\xff" * 50,
    ],
)
def test_what_is_no_date_is_none(raw: bytes):
    assert moment_of(raw).at is None


@settings(max_examples=100)
@given(st.text(st.sampled_from("0123456789 :+-/,年月日時分FriNovJan()"), max_size=40))
def test_any_text_has_an_answer(text: str):
    at = moment_of(text.encode()).at
    assert at is None or at.utcoffset() is not None
