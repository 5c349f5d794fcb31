"""Addresses are read strictly."""

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from kikitori.interfaces.desk.asked import address_with, mark_from, word_from
from kikitori.interfaces.desk.keyset import Mark

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
