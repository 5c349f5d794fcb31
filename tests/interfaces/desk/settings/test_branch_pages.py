"""Branches in the settings, their posters, and what the desk shows of a complaint that came by one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.casework.branches import came_from
from kikitori.casework.intake import Intake
from kikitori.casework.receive import receive_complaint
from kikitori.interfaces.desk.settings.branch_pages import branches_for
from kikitori.interfaces.desk.square_code import square_code
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation, SettingChange
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST, NEW = "/desk/settings/branches/", "/desk/settings/branches/new/"
TYPED = {"seen": "0", "name_ja": "銀座店", "name_en": "Ginza", "code": "ginza", "is_active": "on"}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


def kept(lead: Client, **typed: str) -> Branch:
    assert lead.post(NEW, {**TYPED, **typed}).status_code == 303
    return Branch.objects.latest("pk")


def came(code: str) -> Complaint:
    given = Intake(channel="web", story="皿が割れていました。", received_at=makers.FRIDAY)
    born = came_from(code)
    return receive_complaint(
        Actor.newcomer(), given, token=makers.token(), now=makers.FRIDAY, born=born
    ).complaint


def test_empty_list_says_what_will_stand_there(lead: Client) -> None:
    assert "Here stand the places where a poster hangs" in words_of(lead.get(LIST))


def test_branch_is_added_changed_and_taken_out_of_use(lead: Client) -> None:
    branch = kept(lead)
    assert (branch.name_ja, branch.code, branch.is_active) == ("銀座店", "ginza", True)
    page = f"{LIST}{branch.pk}/"
    assert 'value="ginza"' in lead.get(page).content.decode()
    seen = str(SettingChange.objects.latest("pk").pk)
    lead.post(page, {**TYPED, "seen": seen, "name_ja": "銀座本店", "is_active": ""})
    branch.refresh_from_db()
    assert (branch.name_ja, branch.is_active) == ("銀座本店", False)
    assert "Out of use" in words_of(lead.get(LIST))


def test_list_counts_what_came_by_each_poster_in_one_query(lead: Client) -> None:
    kept(lead)
    for number in range(3):
        kept(lead, code=f"shibuya-{number}")
    came("ginza")
    came("ginza")
    with CaptureQueriesContext(connection) as asked:
        text = lead.get(LIST).content.decode()
    assert len([each for each in asked if "records_branch" in each["sql"]]) == 1
    cells = re.findall(r"<td(?: class=\"number\")?>([^<]*)</td>", text)
    assert cells == ["ginza", "2", "shibuya-0", "0", "shibuya-1", "0", "shibuya-2", "0"]


def test_whoever_reads_no_complaints_reads_no_numbers_of_them(lead: Client, browser_of: BrowserOf) -> None:
    kept(lead)
    came("ginza")
    assert "Complaints by its poster" in words_of(lead.get(LIST))
    page = browser_of("administrator", "en").get(LIST)
    assert "Complaints by its poster" not in words_of(page)
    assert re.findall(r"<td(?: class=\"number\")?>([^<]*)</td>", page.content.decode()) == ["ginza"]


@pytest.mark.parametrize(
    ("role", "number"), [("lead", 2), ("auditor", 2), ("handler", 1), ("administrator", 0)]
)
def test_only_what_somebody_sees_is_counted_for_them(
    lead: Client, cast: Cast, role: str, number: int
) -> None:
    kept(lead)
    came("ginza")
    hidden = came("ginza")
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality=Confidentiality.RESTRICTED.value)
    assert [row.came for row in branches_for(cast.actor(role))] == [number]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "銀座"}, "Please use 1 to 20 small letters"),
        ({"code": ""}, "Please fill this in."),
        ({"code": "shibuya"}, "Another branch has this code."),
        ({"name_ja": "", "name_en": ""}, "Please fill this in."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    lead: Client, typed: dict[str, str], words: str
) -> None:
    kept(lead, code="shibuya")
    answer = lead.post(NEW, {**TYPED, **typed})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert Branch.objects.count() == 1


def test_whoever_comes_second_reads_both(lead: Client) -> None:
    branch = kept(lead)
    answer = lead.post(f"{LIST}{branch.pk}/", {**TYPED, "name_en": "Other"})
    assert answer.status_code == 409
    assert "Code: ginza" in words_of(answer)
    assert 'value="Other"' in answer.content.decode()


def test_form_that_lies_open_is_not_spoilt_by_another_branch(lead: Client) -> None:
    branch = kept(lead)
    page = lead.get(f"{LIST}{branch.pk}/").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    kept(lead, code="shibuya")
    answer = lead.post(f"{LIST}{branch.pk}/", {**TYPED, "seen": seen[1], "name_en": "Other"})
    assert answer.status_code == 303
    branch.refresh_from_db()
    assert branch.name_en == "Other"


@pytest.mark.parametrize("path", ["999999/", "999999/poster/"])
def test_branch_that_does_not_exist_is_not_found(lead: Client, path: str) -> None:
    assert lead.get(LIST + path).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_pages_are_for_who_may(browser_of: BrowserOf, role: str, status: int) -> None:
    branch = Branch.objects.create(name_ja="銀座店", code="ginza")
    for path in (LIST, NEW, f"{LIST}{branch.pk}/", f"{LIST}{branch.pk}/poster/"):
        assert browser_of(role).get(path).status_code == status


# ── the poster ──


def test_poster_speaks_three_languages_whoever_prints_it(lead: Client) -> None:
    page = lead.get(f"{LIST}{kept(lead).pk}/poster/").content.decode()
    assert "<h1>お困りのことをお聞かせください</h1>" in page
    assert "<ruby>困<rp>（</rp><rt>こま</rt><rp>）</rp></ruby>" in page
    assert "<h2>Please tell us what went wrong</h2>" in page
    assert re.findall(r'<section class="[^"]*" lang="([^"]*)">', page) == ["ja", "ja", "en"]
    assert "みほん堂 / Mihon-do" in page
    assert "銀座店 / Ginza" in page
    assert page.count("0120-000-000") == 1


def test_code_of_the_poster_leads_to_the_form_and_holds_no_more_than_its_code(lead: Client) -> None:
    page = lead.get(f"{LIST}{kept(lead).pk}/poster/").content.decode()
    address = re.search(r"Code that leads to ([^\"]+)", page)
    assert address is not None
    assert address[1].endswith("/at/ginza/")
    assert (
        square_code(f"http://{address[1]}").path in page or square_code(f"https://{address[1]}").path in page
    )
    assert Client().get("/at/ginza/")["Location"] == "/complain/?at=ginza"


def test_poster_without_a_phone_says_nothing_of_one(lead: Client) -> None:
    Organisation.objects.update(phone="")
    assert "poster__phone" not in lead.get(f"{LIST}{kept(lead).pk}/poster/").content.decode()


@pytest.mark.parametrize(("query", "size"), [("", "a4"), ("?size=a4", "a4"), ("?size=a5", "a5")])
def test_poster_has_the_size_that_is_asked_for(lead: Client, query: str, size: str) -> None:
    page = lead.get(f"{LIST}{kept(lead).pk}/poster/{query}").content.decode()
    assert f"sheet--poster-{size}" in page


def test_poster_of_another_size_is_none(lead: Client) -> None:
    assert lead.get(f"{LIST}{kept(lead).pk}/poster/?size=a0").status_code == 400


def test_poster_of_a_branch_out_of_use_says_so_to_whoever_prints_it(lead: Client) -> None:
    branch = kept(lead, is_active="")
    page = lead.get(f"{LIST}{branch.pk}/poster/").content.decode()
    assert "This branch is out of use." in page


# ── the complaint ──


def test_complaint_shows_by_whose_poster_it_came(lead: Client) -> None:
    kept(lead)
    page = words_of(lead.get(f"/desk/complaints/{came('ginza').reference}/"))
    assert "By the poster at Ginza" in page
    assert "By the poster" not in words_of(lead.get(f"/desk/complaints/{came('').reference}/"))


def test_poster_is_named_without_a_further_query(lead: Client) -> None:
    kept(lead)
    counts = []
    for code in ("ginza", ""):
        address = f"/desk/complaints/{came(code).reference}/"
        lead.get(address)
        with CaptureQueriesContext(connection) as asked:
            lead.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
