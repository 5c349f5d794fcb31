"""Pages by the place where the last one ended: nothing twice, nothing skipped, whatever comes in meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.desk.keyset import Mark, Slice, slice_of
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast

AT = datetime(2026, 11, 20, 7, 40, 12, 345678, tzinfo=UTC)


@given(
    st.datetimes(
        min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(5000, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.integers(min_value=0, max_value=10**18 - 1),
)
def test_mark_survives_the_address(at: datetime, pk: int) -> None:
    assert Mark.read(str(Mark(at, pk))) == Mark(at, pk)


def test_mark_says_moment_and_id() -> None:
    assert str(Mark(AT, 17)) == "1795160412345678-17"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        "x-1",
        "1-",
        "1--1",
        "1-1-1",
        " 1-1",
        "1-1\n",
        "1.5-1",
        "１-１",
        "1-" + "9" * 19,
        "9" * 18 + "-1",
        "-99999999999999999-1",
        "1-1' or 1=1",
    ],
)
def test_mark_that_str_never_made_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"place|moment"):
        Mark.read(text)


@pytest.fixture
def seven(cast: Cast) -> list[Complaint]:
    """Newest first; the middle three came in the same moment."""
    hours = [0, 1, 2, 2, 2, 3, 4]
    made = [
        makers.received(cast, received_at=makers.FRIDAY - timedelta(hours=ago)).complaint for ago in hours
    ]
    return sorted(made, key=lambda each: (each.received_at, each.pk), reverse=True)


def page(onward: Mark | None = None, back: Mark | None = None, **how: bool) -> Slice[Complaint]:
    return slice_of(Complaint.objects.all(), "received_at", size=3, onward_from=onward, back_from=back, **how)


def test_first_page_has_the_newest_and_no_way_back(seven: list[Complaint]) -> None:
    first = page()
    assert first.rows == seven[:3]
    assert first.back is None
    assert first.onward == Mark(seven[2].received_at, seven[2].pk)


def test_walk_onward_meets_every_row_once_in_order(seven: list[Complaint]) -> None:
    met, here = [], page()
    met += here.rows
    while here.onward:
        here = page(onward=here.onward)
        met += here.rows
    assert met == seven


def test_walk_back_shows_the_pages_in_their_own_order(seven: list[Complaint]) -> None:
    last = page(onward=page(onward=page().onward).onward)
    assert last.rows == seven[6:]
    before = page(back=last.back)
    assert before.rows == seven[3:6]
    assert page(back=before.back).rows == seven[:3]


def test_walk_back_to_the_start_fills_the_first_page(seven: list[Complaint]) -> None:
    near_the_start = Mark(seven[1].received_at, seven[1].pk)
    first = page(back=near_the_start)
    assert first.rows == seven[:3]
    assert first.back is None


def test_oldest_first_is_the_same_list_turned_round(seven: list[Complaint]) -> None:
    first = page(descending=False)
    second = page(onward=first.onward, descending=False)
    assert first.rows + second.rows == seven[::-1][:6]
    assert page(back=second.back, descending=False).rows == first.rows


def test_row_that_comes_in_meanwhile_moves_nothing(cast: Cast, seven: list[Complaint]) -> None:
    first = page()
    makers.received(cast, received_at=makers.FRIDAY + timedelta(minutes=3))
    assert page(onward=first.onward).rows == seven[3:6]


def test_row_at_the_mark_may_have_gone(seven: list[Complaint]) -> None:
    first = page()
    rest = Complaint.objects.exclude(pk=seven[2].pk)
    assert slice_of(rest, "received_at", size=3, onward_from=first.onward).rows == seven[3:6]


def test_place_beyond_the_end_is_an_empty_page(seven: list[Complaint]) -> None:
    beyond = page(onward=Mark(seven[-1].received_at, seven[-1].pk))
    assert beyond == Slice([])


def test_empty_list_has_no_ways(cast: Cast) -> None:
    assert page() == Slice([])


def test_each_page_is_one_query(seven: list[Complaint]) -> None:
    first = page()
    for way in ({}, {"onward": first.onward}, {"back": Mark(seven[-1].received_at, seven[-1].pk)}):
        with CaptureQueriesContext(connection) as captured:
            page(**way)
        assert len(captured) == 1
