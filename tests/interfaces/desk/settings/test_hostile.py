"""Whatever is sent to the pages of settings: an answer, never a fault, and nothing set by accident."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kikitori.records.deadlines.models import Closure, RulePack
from kikitori.records.people.models import Organisation, SettingChange, Team
from tests.cast import Cast
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import CALENDAR, COUNCIL, TEAM, closure, writing

CALENDAR_PAGE, CLOSURES, RECOUNT = "/desk/calendar/", "/desk/calendar/closures/", "/desk/calendar/recount/"
RULES, PACK, EDIT, NEW = (
    "/desk/rules/",
    "/desk/rules/jp-default/",
    "/desk/rules/jp-default/edit/",
    "/desk/rules/new/",
)
CHANGES = "/desk/settings/changes/"
PAGES = [CALENDAR_PAGE, CLOSURES, RECOUNT, RULES, PACK, EDIT, NEW, CHANGES, "/desk/settings/"]
UGLY = {
    "markup": "<script>alert(1)</script>",
    "template": "{{ 7*7 }}{% load %}%(x)s {0}",
    "quotes": "'\"`; drop table records_closure; --",
    "emoji": "💢" * 40,
    "right to left": "\u202egnp.exe\u202c",
    "combining": "か\u3099" * 30,
    "zero width": "a\u200b\u200c\u200d\ufeffb",
    "long": "長" * 5_000,
    "lines": "a\r\nb\nc\x0bd",
    "digits": "９" * 30,
}
ugly = pytest.mark.parametrize("typed", UGLY.values(), ids=UGLY)


def rows() -> tuple[Any, ...]:
    """Everything that could have been set."""
    organisation = Organisation.objects.get()
    return (
        list(Closure.objects.values_list("name_ja", "first")),
        list(RulePack.objects.values_list("pack", "version")),
        list(Team.objects.values_list("week", "time_zone")),
        (organisation.week, organisation.time_zone, organisation.holiday_country, organisation.rule_packs),
        SettingChange.objects.count(),
    )


@ugly
@pytest.mark.parametrize("field", ["day_0", "day_6", "time_zone", "holiday_country", "seen"])
def test_calendar_answers_what_it_cannot_read(lead: Client, field: str, typed: str) -> None:
    before = rows()
    page = lead.post(CALENDAR_PAGE, {**CALENDAR, field: typed, "do": "save"})
    # A number of a change that was never made is that of somebody who has read something else.
    assert page.status_code == (409 if field == "seen" and typed.isdecimal() else 422)
    assert rows() == before
    assert "<script>alert(1)" not in page.content.decode()


@ugly
@pytest.mark.parametrize("field", ["day_0", "time_zone", "whose_hours"])
def test_calendar_of_a_team_answers_what_it_cannot_read(
    lead: Client, cast: Cast, field: str, typed: str
) -> None:
    before = rows()
    page = lead.post(f"/desk/calendar/teams/{cast.lead.team_id}/", {**TEAM, field: typed, "do": "save"})
    assert page.status_code == 422
    assert rows() == before


@ugly
@pytest.mark.parametrize("field", ["first", "last", "team"])
def test_closures_answer_what_they_cannot_read(lead: Client, field: str, typed: str) -> None:
    before = rows()
    page = lead.post(CLOSURES, {**closure("2030-01-07"), field: typed})
    assert page.status_code == 422
    assert rows() == before


@ugly
def test_name_of_a_closure_is_kept_and_shown_as_text_or_refused(lead: Client, typed: str) -> None:
    page = lead.post(CLOSURES, closure("2030-01-07", name_ja=typed, name_en=typed), follow=True)
    kept = Closure.objects.first()
    assert (kept is None) == (page.status_code == 422)
    for address in (CLOSURES, CALENDAR_PAGE, CHANGES):
        content = lead.get(address).content.decode()
        assert "<script>alert(1)" not in content


@ugly
def test_reason_of_a_run_is_kept_and_shown_as_text_or_refused(lead: Client, typed: str) -> None:
    page = lead.post(RECOUNT, {"reason": typed}, follow=True)
    assert page.status_code in (200, 422)
    assert SettingChange.objects.count() == (1 if page.status_code == 200 else 0)
    for address in (RECOUNT, CALENDAR_PAGE, CHANGES):
        assert "<script>alert(1)" not in lead.get(address).content.decode()


@ugly
@pytest.mark.parametrize("address", [EDIT, NEW])
def test_text_that_is_no_pack_is_answered_with_its_mistakes(lead: Client, address: str, typed: str) -> None:
    before = rows()
    page = lead.post(address, writing(typed, do="save"))
    assert page.status_code == 422
    assert "<script>alert(1)" not in page.content.decode()
    assert rows() == before


@ugly
@pytest.mark.parametrize(
    "place", ["title: {ja: 評議会の決まり", "title: Bylaws", "kind: hearing", "unit: calendar_day"]
)
def test_values_of_a_pack_may_be_anything(lead: Client, place: str, typed: str) -> None:
    word = (
        '"'
        + typed.replace("\\", "")
        .replace('"', "")
        .replace("\r\n", " ")
        .replace("\n", " ")
        .replace("\x0b", " ")
        + '"'
    )
    page = lead.post(
        NEW, writing(COUNCIL.replace(place, place.rpartition(": ")[0] + ": " + word, 1), seen="0")
    )
    assert page.status_code in (200, 422)
    assert "<script>alert(1)" not in page.content.decode()
    assert RulePack.objects.count() == 0


@ugly
def test_choice_of_packs_that_are_none_is_refused(lead: Client, typed: str) -> None:
    before = rows()
    assert lead.post(RULES, {"packs": ["jp-default", typed]}).status_code == 422
    assert rows() == before


@ugly
def test_version_to_take_back_that_is_none_is_refused(lead: Client, typed: str) -> None:
    assert lead.post(PACK, {"remove": typed}).status_code == 400


@ugly
def test_closure_to_remove_that_is_none_is_left(lead: Client, typed: str) -> None:
    assert lead.post(CLOSURES, {"remove": typed}).status_code == 303


@ugly
@pytest.mark.parametrize("word", ["kind", "after", "before"])
def test_record_of_changes_refuses_words_it_does_not_know(lead: Client, word: str, typed: str) -> None:
    assert lead.get(CHANGES, {word: typed}).status_code == 400


@pytest.mark.parametrize(
    "text", ["&a [*a, *a]", "a: &a [b]\nc: *a", "!!python/object/apply:os.system [ls]", "? ? ?", "\t"]
)
def test_tricks_of_yaml_are_mistakes(lead: Client, text: str) -> None:
    page = lead.post(NEW, writing(text, seen="0", do="save"))
    assert page.status_code == 422
    assert RulePack.objects.count() == 0


@pytest.mark.parametrize("address", PAGES)
def test_empty_form_is_answered(lead: Client, address: str) -> None:
    before = rows()
    assert lead.post(address, {}).status_code in (400, 405, 422)
    assert rows() == before


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_changes_nothing(lead: Client, address: str, method: str) -> None:
    before = rows()
    assert getattr(lead, method)(address).status_code == 200
    assert rows() == before


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_whole_in_both_languages(browser_of: BrowserOf, address: str, language: str) -> None:
    page = browser_of("lead", language).get(address)
    content = page.content.decode()
    assert f'<html lang="{language}">' in content
    assert content.count("<h1") == 1
    assert "%(" not in content.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("address", PAGES)
def test_strangers_are_sent_to_the_door(address: str, cast: Cast) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 302
        assert "/desk/sign-in/" in answer["Location"]
