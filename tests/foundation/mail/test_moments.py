"""When a mail says it was written."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.moments import Moment, moment_of


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


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026年11月20日 午後3時12分", "2026-11-20T15:12:00+00:00"),
        ("2026年11月20日(金) 午後 3:12:05", "2026-11-20T15:12:05+00:00"),
        ("2026年11月20日 午前12時5分", "2026-11-20T00:05:00+00:00"),
        ("2026年11月20日 午後12時5分", "2026-11-20T12:05:00+00:00"),
        ("2026年11月20日 午前9時05分", "2026-11-20T09:05:00+00:00"),
        ("2026/11/20 午後11:59 +0900", "2026-11-20T23:59:00+09:00"),
        ("2026/11/20 3:12 PM +0900", "2026-11-20T15:12:00+09:00"),
        ("2026/11/20 12:05 AM", "2026-11-20T00:05:00+00:00"),
        ("Nov 20, 2026 3:12 PM", "2026-11-20T15:12:00+00:00"),
        ("２０２６年１１月２０日 １０時１２分", "2026-11-20T10:12:00+00:00"),
        ("2026-11-20T10:12:34Z", "2026-11-20T10:12:34+00:00"),
        ("2026-11-20T10:12:34.567+09:00", "2026-11-20T10:12:34+09:00"),
        ("20-Nov-2026 10:12:34 +0900", "2026-11-20T10:12:34+09:00"),
        ("金, 20 Nov 2026 10:12:34 +0900", "2026-11-20T10:12:34+09:00"),
        ("20 November 2026 10:12 EST", "2026-11-20T10:12:00-05:00"),
    ],
)
def test_half_of_the_day_counts_before_and_after_the_hour(text: str, iso: str):
    at = moment_of(text.encode()).at
    assert at is not None
    assert at.isoformat() == iso


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        (b"29 Feb 2028 10:00 +0900", "2028-02-29T10:00:00+09:00"),
        (b"29 Feb 2027 10:00 +0900", None),
        (b"29 Feb 2100 10:00 +0900", None),
        (b"31 Dec 2026 23:59:60 -1200", "2026-12-31T23:59:59-12:00"),
        (b"1 Jan 1970 00:00 +0900", "1970-01-01T00:00:00+09:00"),
        (b"31 Dec 1969 23:59 +0000", None),
        (b"31 Dec 2100 23:59 +0000", "2100-12-31T23:59:00+00:00"),
        (b"1 Jan 2101 00:00 +0000", None),
        (b"20 Nov 2026 24:00:00 +0900", None),
        (b"20 Nov 2026 10:60 +0900", None),
        (b"0 Nov 2026 10:00 +0900", None),
    ],
)
def test_only_a_day_and_a_time_that_exist_are_taken(raw: bytes, iso: str | None):
    at = moment_of(raw).at
    assert (at.isoformat() if at else None) == iso


@pytest.mark.parametrize(
    ("year", "meant"), [("00", 2000), ("26", 2026), ("49", 2049), ("70", 1970), ("99", 1999), ("126", 2026)]
)
def test_short_year_is_of_the_century_the_standard_says(year: str, meant: int):
    moment = moment_of(f"Fri, 20 Nov {year} 10:12:34 +0900".encode())
    assert moment.at is not None
    assert (moment.at.year, moment.right) == (meant, False)


@pytest.mark.parametrize(
    ("zone", "minutes", "said"),
    [
        ("+0930", 570, True),
        ("-0330", -210, True),
        ("+1400", 840, True),
        ("-1200", -720, True),
        ("+0545", 345, True),
        ("CEST", 120, True),
        ("(JST)", 540, True),
        ("-0000", 0, True),
        ("+2400", 0, False),
        ("+9999", 0, False),
        ("XYZ", 0, False),
        ("", 0, False),
    ],
)
def test_zone_is_taken_where_there_is_such_a_one(zone: str, minutes: int, said: bool):
    moment = moment_of(f"Fri, 20 Nov 2026 10:12:34 {zone}".encode())
    assert moment.at is not None
    offset = moment.at.utcoffset()
    assert offset is not None
    assert (offset.total_seconds() / 60, moment.right) == (minutes, said)


@settings(max_examples=25)
@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)), st.integers(-720, 840))  # noqa: DTZ001 - its zone is drawn beside it
def test_date_as_the_standard_writes_it_is_read_to_the_second(wall: datetime, minutes: int):
    at = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment_of(format_datetime(at).encode()) == Moment(at, right=True)
