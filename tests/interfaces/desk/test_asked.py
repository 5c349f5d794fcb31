"""Addresses are read strictly, and lead from page to page."""

from datetime import UTC, datetime
from itertools import chain

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from kikitori.interfaces.desk.asked import address_with, mark_from, slice_from, ways_on, word_from
from kikitori.interfaces.desk.keyset import Mark, Slice
from kikitori.records.complaints.models import Complaint
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, taken_in

ORDERS = {"newest": "…", "oldest": "…"}


def test_word_that_is_missing_or_empty_is_the_default() -> None:
    assert word_from(RequestFactory().get("/"), "sort", ORDERS, "newest") == "newest"
    assert word_from(RequestFactory().get("/?sort="), "sort", ORDERS, "newest") == "newest"


def test_word_from_the_list_is_taken() -> None:
    assert word_from(RequestFactory().get("/?sort=oldest"), "sort", ORDERS, "newest") == "oldest"


@pytest.mark.parametrize("word", ["NEWEST", "newest ", "-received_at", "received_at; drop table", "最新"])
def test_word_outside_the_list_is_a_bad_request(word: str) -> None:
    with pytest.raises(BadRequest):
        word_from(RequestFactory().get("/", {"sort": word}), "sort", ORDERS, "newest")


def test_mark_of_the_address_is_read_and_a_broken_one_refused() -> None:
    assert mark_from(RequestFactory().get("/"), "after") is None
    mark = mark_from(RequestFactory().get("/?after=1795160412345678-17"), "after")
    assert isinstance(mark, Mark)
    assert mark.pk == 17
    with pytest.raises(BadRequest):
        mark_from(RequestFactory().get("/?after=seventeen"), "after")


def test_address_keeps_its_other_words() -> None:
    request = RequestFactory().get("/desk/queue/main/?state=closed&before=1-2&x=%E6%97%A5")
    changed = address_with(request, before=None, after="3-4")
    assert changed == "/desk/queue/main/?state=closed&x=%E6%97%A5&after=3-4"
    assert request.GET["before"] == "1-2"


def test_address_without_words_ends_with_its_path() -> None:
    assert address_with(RequestFactory().get("/desk/?after=1-2"), after=None) == "/desk/"


AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
FIRST, LAST = Mark(AT, 3), Mark(AT, 9)


@pytest.mark.parametrize(
    ("page", "back", "onward"),
    [
        (Slice([]), "", ""),
        (Slice([], None, LAST), "", f"/desk/?whose=mine&after={LAST}"),
        (Slice([], FIRST, None), f"/desk/?whose=mine&before={FIRST}", ""),
        (Slice([], FIRST, LAST), f"/desk/?whose=mine&before={FIRST}", f"/desk/?whose=mine&after={LAST}"),
    ],
)
@pytest.mark.parametrize("place", ["", "&after=1-2", "&before=1-2"])
def test_ways_on_keep_other_words_and_name_one_place(
    page: Slice[Complaint], back: str, onward: str, place: str
) -> None:
    request = RequestFactory().get(f"/desk/?whose=mine{place}")
    assert ways_on(request, page) == {"back_url": back, "onward_url": onward}


@pytest.mark.parametrize("descending", [True, False])
def test_ways_on_lead_through_every_row_and_back(cast: Cast, descending: bool) -> None:
    complaint = taken_in(cast)
    made = [complaint, *copied(complaint, 7)]

    def page_at(address: str) -> tuple[list[int], dict[str, str]]:
        request = RequestFactory().get(address)
        page = slice_from(request, Complaint.objects.all(), "received_at", size=3, descending=descending)
        return [row.pk for row in page.rows], ways_on(request, page)

    seen: list[list[int]] = []
    ways = {"back_url": "", "onward_url": "/desk/"}
    while address := ways["onward_url"]:
        rows, ways = page_at(address)
        seen.append(rows)
    assert [len(rows) for rows in seen] == [3, 3, 2]
    in_order = sorted(made, key=lambda each: (each.received_at, each.pk), reverse=descending)
    assert list(chain(*seen)) == [each.pk for each in in_order]
    for before in (seen[1], seen[0]):
        rows, ways = page_at(ways["back_url"])
        assert rows == before


@pytest.mark.parametrize("place", ["?after=x", "?before=1-", "?after=1-2-3"])
def test_slice_from_a_broken_place_is_a_bad_request(place: str) -> None:
    with pytest.raises(BadRequest):
        slice_from(RequestFactory().get(f"/desk/{place}"), Complaint.objects.none(), "received_at", size=3)
