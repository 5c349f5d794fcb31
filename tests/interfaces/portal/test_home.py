"""The first page: who we are, three doors, and dates that come from the rules."""

from __future__ import annotations

import pytest

from kikitori.records.people.models import Organisation
from tests.interfaces.portal.visitor import StillClock, Visitor


def test_home_opens_three_doors(visitor: Visitor) -> None:
    page = visitor.go("/")
    assert page.status == 200
    for address in ('href="/complain/"', 'href="/follow/"', 'href="tel:0120-000-000"'):
        assert address in page.html
    assert "みほん堂" in page.heading or "みほん堂" in page.main


def test_home_tells_spans_and_days_from_the_rules(visitor: Visitor) -> None:
    text = visitor.go("/").main
    for words in ("1営業日以内", "5営業日以内", "11月30日（月）", "20営業日以内", "12月21日（月）"):
        assert words in text


def test_home_speaks_english_to_an_english_browser(reader: Visitor) -> None:
    page = reader.go("/")
    assert 'lang="en"' in page.html
    for words in ("Mihon-do", "Within 5 business days", "Monday 30 November", "need not give your name"):
        assert words in page.main


def test_home_shows_phone_and_hours_of_the_organisation(visitor: Visitor) -> None:
    text = visitor.go("/").text
    assert "0120-000-000" in text
    assert "平日 9:00–17:00" in text


@pytest.mark.parametrize(("hours", "words"), [("", "お話をうかがい"), ("24時間", "24時間")])
def test_home_says_what_the_phone_is_for_when_no_hours_are_set(
    visitor: Visitor, hours: str, words: str
) -> None:
    Organisation.objects.update(phone_hours=hours)
    assert words in visitor.go("/").main


def test_home_without_a_phone_offers_none(visitor: Visitor) -> None:
    Organisation.objects.update(phone="", phone_hours="")
    page = visitor.go("/")
    assert "tel:" not in page.html
    assert "電話で話す" not in page.text


def test_home_works_before_the_house_has_been_set_up(clock: StillClock, db: None) -> None:
    assert Visitor("ja").go("/").status == 200
    assert Visitor("en").go("/").status == 200


def test_home_leaves_nothing_in_the_browser_of_somebody_who_only_looks(visitor: Visitor) -> None:
    visitor.go("/")
    assert set(visitor.client.cookies) <= {name for name in visitor.client.cookies if "csrf" in name}


def test_home_keeps_its_number_of_queries_small(
    visitor: Visitor, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        visitor.go("/")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_language_switch_stays_on_the_page(visitor: Visitor, language: str) -> None:
    visitor.go("/")
    form = visitor.seen.form_to("/language/")
    assert form.value("next") == "/"
    assert ("language", language) in form.buttons
    visitor.client.post("/language/", {"language": language, "next": "/"})
    assert f'<html lang="{language}"' in visitor.go("/").html


def test_language_that_is_not_spoken_here_falls_back_to_japanese(clock: StillClock, cast: object) -> None:
    assert '<html lang="ja"' in Visitor("fr").go("/").html
