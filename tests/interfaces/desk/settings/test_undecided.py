"""The administrator reads in the settings that a request waits which no lead may decide: how many, by when, no more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from kikitori.casework.bar import name_unwanted
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import complainant_of

SETTINGS = "/desk/settings/"
SAID = "判断できる責任者のいない申入れが"


def named(cast: Cast, words: str = "責田さんが怖いです。") -> Petition:
    complaint = taken_in(cast, maker=makers.investigated)
    return name_unwanted(complainant_of(complaint), complaint, words=words, now=timezone.now())


def test_administrator_reads_how_many_and_where_to_name_a_lead(browser_of: BrowserOf, cast: Cast) -> None:
    rows = [named(cast), named(cast)]
    browser = browser_of("administrator")
    page = browser.get(SETTINGS)
    words, html = words_of(page), page.content.decode()
    assert f"{SAID}2件あります" in words
    assert 'href="/desk/staff/"' in html
    assert browser.get("/desk/staff/").status_code == 200
    for row in rows:
        for secret in (row.complaint.reference, row.words, row.complaint.title):
            assert secret not in html


def test_page_speaks_english_too(browser_of: BrowserOf, cast: Cast) -> None:
    named(cast)
    assert "1 request waits that no lead may decide" in words_of(
        browser_of("administrator", "en").get(SETTINGS)
    )


def test_administrator_who_is_named_sees_the_page_as_ever(browser_of: BrowserOf, cast: Cast) -> None:
    browser = browser_of("administrator")
    before, cost = words_of(browser.get(SETTINGS)), queries_for(browser, SETTINGS)
    named(cast, f"責田さんと{cast.administrator.name}さん")
    assert words_of(browser.get(SETTINGS)) == before
    assert queries_for(browser, SETTINGS) == cost


def test_lead_reads_nothing_of_it_in_the_settings(browser_of: BrowserOf, cast: Cast) -> None:
    browser = browser_of("lead")
    before = words_of(browser.get(SETTINGS))
    named(cast)
    assert words_of(browser.get(SETTINGS)) == before


def test_it_goes_once_somebody_may_decide_it(browser_of: BrowserOf, cast: Cast) -> None:
    named(cast)
    Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    assert SAID not in words_of(browser_of("administrator").get(SETTINGS))


def test_it_stays_where_the_new_lead_is_named_too(browser_of: BrowserOf, cast: Cast) -> None:
    named(cast, "責田さんと受田さん")
    Staff.objects.filter(pk=cast.handler.pk).update(role=Role.LEAD.value)
    assert SAID in words_of(browser_of("administrator").get(SETTINGS))


def test_it_costs_as_much_for_many_as_for_one(browser_of: BrowserOf, cast: Cast) -> None:
    named(cast)
    browser = browser_of("administrator")
    cost = queries_for(browser, SETTINGS)
    for _ in range(3):
        named(cast)
    assert queries_for(browser, SETTINGS) == cost


@pytest.mark.parametrize("address", ["/desk/", "/desk/notices/", "/desk/queue/main/"])
def test_administrator_comes_no_nearer_to_it(browser_of: BrowserOf, cast: Cast, address: str) -> None:
    named(cast)
    assert browser_of("administrator").get(address).status_code == 403
