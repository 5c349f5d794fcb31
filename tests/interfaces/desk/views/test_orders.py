"""Every order, page by page: nothing twice, nothing skipped, over ties and over rows that lack the value, both ways."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kikitori.casework.promise import promise_call_back
from kikitori.interfaces.desk.views.orders import ORDERS, Place, stretch_of
from kikitori.records.complaints.models import Complaint
from kikitori.records.selection.terms import Sort
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, taken_in

ROWS = 13


@pytest.fixture
def rows(cast: Cast) -> list[Complaint]:
    """Thirteen: ties in every value, and some that lack it."""
    first = taken_in(cast)
    made = [first, *copied(first, ROWS - 1)]
    now = timezone.now().replace(microsecond=123456)
    for n, row in enumerate(made):
        Complaint.objects.filter(pk=row.pk).update(
            received_at=now - timedelta(days=n // 3),
            closed_at=None if n % 4 == 0 else now - timedelta(hours=n // 3),
            severity=("S1", "S2", "S3")[n % 3],
            assignee=(None, cast.handler, cast.colleague)[n % 3],
        )
        if n % 3:
            promise_call_back(
                cast.actor("lead"), row, at=now + timedelta(days=1 + n // 4), now=now, note="折り返し"
            )
    return made


def pages(sort: Sort, size: int) -> list[list[int]]:
    """All pages, walking on."""
    found, place = [], None
    while True:
        stretch = stretch_of(Complaint.objects.select_related("assignee"), sort, size=size, onward_from=place)
        found.append([row.pk for row in stretch.rows])
        assert (stretch.back is None) == (place is None)
        if stretch.onward is None:
            return found
        place = Place.read(str(stretch.onward))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("size", [1, 4, 5, ROWS, 50])
def test_walking_on_shows_each_once_in_one_order(rows: list[Complaint], sort: Sort, size: int) -> None:
    order = ORDERS[sort]
    whole = [row.pk for row in order.arranged(order.annotate(Complaint.objects.all()))]
    assert sorted(whole) == sorted(row.pk for row in rows)
    found = pages(sort, size)
    assert [pk for page in found for pk in page] == whole
    assert all(len(page) == size for page in found[:-1])


@pytest.mark.parametrize("sort", Sort)
def test_walking_back_shows_the_same_pages(rows: list[Complaint], sort: Sort) -> None:
    forward = pages(sort, 4)
    for earlier, later in pairwise(forward):
        first = ORDERS[sort].annotate(Complaint.objects.select_related("assignee")).get(pk=later[0])
        stretch = stretch_of(
            Complaint.objects.select_related("assignee"), sort, size=4, back_from=ORDERS[sort].place_of(first)
        )
        assert [row.pk for row in stretch.rows] == earlier


@pytest.mark.parametrize("sort", [sort for sort, order in ORDERS.items() if order.may_lack])
def test_what_lacks_the_value_comes_last(rows: list[Complaint], sort: Sort) -> None:
    order = ORDERS[sort]
    lacking = [
        order.place_of(row).value is None for row in order.arranged(order.annotate(Complaint.objects.all()))
    ]
    assert True in lacking
    assert lacking == sorted(lacking)


@pytest.mark.parametrize("sort", Sort)
def test_each_order_is_the_one_it_is_called(rows: list[Complaint], sort: Sort) -> None:
    order = ORDERS[sort]
    values = [order.place_of(row).value for row in order.arranged(order.annotate(Complaint.objects.all()))]
    known = [value for value in values if value is not None]
    if sort is Sort.HANDLER:
        assert len({first for first, second in pairwise(known) if first != second}) < len(set(known))
        return
    ranked = [int(value) if value.lstrip("-").isdigit() else value for value in known]
    assert ranked == sorted(ranked, reverse=order.falling)


def test_row_that_comes_in_meanwhile_shifts_no_page(rows: list[Complaint], cast: Cast) -> None:
    first = stretch_of(Complaint.objects.all(), Sort.NEWEST, size=5)
    taken_in(cast, ago=timedelta(0))
    second = stretch_of(Complaint.objects.all(), Sort.NEWEST, size=5, onward_from=first.onward)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}


@given(
    st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60),
    st.integers(0, 10**18 - 1),
)
def test_place_is_read_as_it_was_written(value: str | None, pk: int) -> None:
    place = Place(value, pk)
    assert Place.read(str(place)) == place
    assert str(place).isascii()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v",
        "vQQ",
        "vQQ.",
        "x.1",
        "v!.1",
        "vQQ.1.2",
        "v_.1",
        "vQQ==.1",
        "n.１",
        "v" + "A" * 401 + ".1",
        "nQQ.1",
        "vAA.1",
        "vUwAx.1",
    ],
)
def test_broken_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"place|utf-8|base64|padding|decode|Invalid|Incorrect"):
        Place.read(text)


@pytest.mark.parametrize(
    ("sort", "place"),
    [
        (Sort.NEWEST, Place("S1", 1)),
        (Sort.NEWEST, Place(None, 1)),
        (Sort.OLDEST, Place("9" * 30, 1)),
        (Sort.GRAVEST, Place(None, 1)),
    ],
)
def test_place_of_another_order_is_refused(db: None, sort: Sort, place: Place) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the page answers all of them alike
        stretch_of(Complaint.objects.all(), sort, size=5, onward_from=place)
