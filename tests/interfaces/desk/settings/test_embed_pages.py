"""The form on other sites, in the settings."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation, SettingChange
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

PAGE = "/desk/settings/embedding/"


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


def test_no_site_is_allowed_until_somebody_says_so(lead: Client) -> None:
    page = words_of(lead.get(PAGE))
    assert "No other site may show the form." in page
    assert "iframe" not in page


def test_allowed_sites_get_lines_without_a_script(lead: Client) -> None:
    answer = lead.post(
        PAGE, {"seen": "0", "origins": "www.example.jp\r\n\r\nhttps://shop.example.jp/contact"}
    )
    assert answer.status_code == 303
    assert Organisation.objects.get().embed_origins == ["https://www.example.jp", "https://shop.example.jp"]
    page = lead.get(PAGE).content.decode()
    assert "https://www.example.jp\nhttps://shop.example.jp" in page
    assert "&lt;iframe src=&quot;" in page or '&lt;iframe src="' in page
    assert "/embed/?in=ja" in page
    assert "script" not in page.split("frame-lines")[1].split("</p>")[0]


def test_lines_carry_the_code_of_a_branch_in_use(lead: Client) -> None:
    Branch.objects.create(name_ja="銀座店", code="ginza")
    Branch.objects.create(name_ja="閉店", code="closed", is_active=False)
    lead.post(PAGE, {"seen": "0", "origins": "www.example.jp"})
    page = lead.get(PAGE).content.decode()
    assert "at=ginza" in page
    assert "at=closed" not in page


@pytest.mark.parametrize("typed", ["http://www.example.jp", "www.example.jp\n*", "a b"])
def test_what_names_no_site_is_said_and_stays(lead: Client, typed: str) -> None:
    answer = lead.post(PAGE, {"seen": "0", "origins": typed})
    assert answer.status_code == 422
    assert "One of these names no site." in words_of(answer)
    assert typed in answer.content.decode()
    assert not SettingChange.objects.exists()


def test_more_than_can_be_kept_is_said(lead: Client) -> None:
    many = "\n".join(f"https://a{number}.example.jp" for number in range(21))
    assert "These are too many." in words_of(lead.post(PAGE, {"seen": "0", "origins": many}))


def test_whoever_comes_second_reads_both(lead: Client) -> None:
    lead.post(PAGE, {"seen": "0", "origins": "www.example.jp"})
    answer = lead.post(PAGE, {"seen": "0", "origins": "other.example.jp"})
    assert answer.status_code == 409
    assert "https://www.example.jp" in words_of(answer)
    assert "other.example.jp" in answer.content.decode()


def test_change_stands_in_the_record(lead: Client) -> None:
    lead.post(PAGE, {"seen": "0", "origins": "www.example.jp"})
    assert "It is so already." in words_of(
        lead.post(
            PAGE,
            {"seen": str(SettingChange.objects.get().pk), "origins": "https://www.example.jp"},
            follow=True,
        )
    )
    record = words_of(lead.get("/desk/settings/changes/?kind=embedding"))
    assert "Sites that may show the form chosen" in record
    assert "https://www.example.jp" in record


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_page_is_for_who_may(browser_of: BrowserOf, role: str, status: int) -> None:
    assert browser_of(role).get(PAGE).status_code == status
