"""Improvements in the settings: written, looked at as everybody will read them, published and taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.models import Improvement
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST, NEW = "/desk/settings/improvements/", "/desk/settings/improvements/new/"
TYPED = {
    "seen": "0",
    "title_ja": "箱を厚くしました",
    "words_ja": "器が割れて届くことがありました。\r\n二重の箱に替えました。",
    "title_en": "",
    "words_en": "",
    "month": "2026-11",
    "complaints": "14",
}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


def kept(lead: Client, **typed: str) -> Improvement:
    assert lead.post(NEW, {**TYPED, **typed}).status_code == 303
    return Improvement.objects.latest("pk")


def do(lead: Client, row: Improvement, what: str, seen: int | None = None) -> int:
    number = row.version if seen is None else seen
    status: int = lead.post(f"{LIST}{row.pk}/", {"seen": str(number), "do": what}).status_code
    row.refresh_from_db()
    return status


def test_empty_list_says_what_will_stand_there(lead: Client) -> None:
    assert "Here stands what you changed because people complained" in words_of(lead.get(LIST))


def test_improvement_is_written_published_and_taken_back(lead: Client) -> None:
    row = kept(lead)
    page = lead.get(f"{LIST}{row.pk}/")
    assert "As everybody would read it" in words_of(page)
    assert "14 complaints" in words_of(page)
    assert "Nov 2026" in words_of(page)
    assert "箱を厚くしました" not in words_of(Client().get("/improvements/"))
    assert do(lead, row, "publish") == 303
    assert row.is_public
    assert "箱を厚くしました" in words_of(Client().get("/improvements/"))
    assert "Published" in words_of(lead.get(LIST))
    assert do(lead, row, "take_back") == 303
    assert not Improvement.objects.get().is_public
    assert "箱を厚くしました" not in words_of(Client().get("/improvements/"))


def test_easy_text_is_written_and_shown_with_its_readings(lead: Client) -> None:
    row = kept(lead, title_easy="{箱|はこ}を かえました", words_easy="お{皿|さら}が われません。")
    page = lead.get(f"{LIST}{row.pk}/")
    assert "In easy Japanese" in words_of(page)
    assert "箱（はこ）を かえました" in words_of(page)
    assert "お皿（さら）が われません。" in words_of(page)
    assert 'value="{箱|はこ}を かえました"' in page.content.decode()
    assert "also in easy Japanese" in words_of(lead.get(LIST))
    record = words_of(lead.get("/desk/settings/changes/?kind=improvements"))
    assert "お{皿|さら}が われません。" in record


def test_form_says_how_readings_are_written_and_that_it_can_be_left_out(lead: Client) -> None:
    assert "Write readings as {漢字|かんじ}" in words_of(lead.get(NEW))
    row = kept(lead)
    assert (row.title_easy, row.words_easy) == ("", "")
    assert "In easy Japanese" not in words_of(lead.get(f"{LIST}{row.pk}/"))
    assert "also in easy Japanese" not in words_of(lead.get(LIST))


@pytest.mark.parametrize(
    "month", ["2026-11", "2026/11", "2026.11", "2026年11月", "２０２６−１１", "2026 - 11", "2026年 11月"]
)
def test_month_is_read_as_people_write_it(lead: Client, month: str) -> None:
    assert f"{kept(lead, month=month).month}" == "2026-11-01"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"month": ""}, "Please write the month as 2026-11."),
        ({"month": "November"}, "Please write the month as 2026-11."),
        ({"month": "2026-13"}, "Please write the month as 2026-11."),
        ({"month": "0000-11"}, "Please write the month as 2026-11."),
        ({"month": "9999-12"}, "This month has not begun yet."),
        ({"complaints": ""}, "Please fill this in."),
        ({"complaints": "many"}, "Please write a number from 1"),
        ({"complaints": "0"}, "Please write a number from 1"),
        ({"complaints": "9" * 30}, "Please write a number from 1"),
        ({"words_ja": ""}, "Please fill this in."),
        ({"words_ja": "K-2026-000131 の件"}, "what points at a person"),
        ({"title_en": "Ask hana@example.jp", "words_en": "x"}, "what points at a person"),
        ({"title_easy": "{箱|はこ}"}, "Please fill this in."),
        ({"title_easy": "0120-123-456", "words_easy": "x"}, "what points at a person"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    lead: Client, typed: dict[str, str], words: str
) -> None:
    answer = lead.post(NEW, {**TYPED, **typed})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert "箱を厚くしました" in answer.content.decode()
    assert not Improvement.objects.exists()


def test_what_is_published_is_written_anew_in_sight_of_everybody(lead: Client) -> None:
    row = kept(lead)
    do(lead, row, "publish")
    assert "Show it so from now on" in words_of(lead.get(f"{LIST}{row.pk}/"))
    again = {**TYPED, "seen": str(row.version), "complaints": "15"}
    assert lead.post(f"{LIST}{row.pk}/", again).status_code == 303
    assert "15 complaints led to it" in words_of(
        Client(headers={"accept-language": "en"}).get("/improvements/")
    )


def test_whoever_comes_second_reads_both(lead: Client) -> None:
    row = kept(lead)
    lead.post(f"{LIST}{row.pk}/", {**TYPED, "seen": "1", "complaints": "15"})
    answer = lead.post(f"{LIST}{row.pk}/", {**TYPED, "seen": "1", "complaints": "16"})
    assert answer.status_code == 409
    assert "Complaints that led to it: 15" in words_of(answer)
    assert 'value="16"' in answer.content.decode()
    assert do(lead, row, "publish", seen=1) == 409
    assert not row.is_public


@pytest.mark.parametrize("seen", ["", "x", "-1", "１", "9" * 5000, "9" * 10, "1\n", "1.0"])
def test_form_without_a_version_is_an_old_one(lead: Client, seen: str) -> None:
    row = kept(lead)
    assert lead.post(f"{LIST}{row.pk}/", {"seen": seen, "do": "publish"}).status_code == 409


def test_unknown_word_publishes_nothing(lead: Client) -> None:
    row = kept(lead)
    assert lead.post(f"{LIST}{row.pk}/", {"seen": "1", "do": "shout"}).status_code == 422
    row.refresh_from_db()
    assert not row.is_public


def test_each_change_stands_in_the_record(lead: Client) -> None:
    row = kept(lead)
    do(lead, row, "publish")
    record = words_of(lead.get("/desk/settings/changes/?kind=improvements"))
    assert "Improvement “箱を厚くしました” written" in record
    assert "Improvement “箱を厚くしました” published" in record
    assert SettingChange.objects.filter(kind="improvements").count() == 2


def test_list_goes_on_page_by_page(lead: Client) -> None:
    for number in range(32):
        kept(lead, title_ja=f"改善その{number:02}")
    first = words_of(lead.get(LIST))
    assert "改善その31" in first
    assert "改善その01" not in first
    assert "Older" in first


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 403)])
def test_pages_are_for_leads(browser_of: BrowserOf, lead: Client, role: str, status: int) -> None:
    row = kept(lead)
    for path in (LIST, NEW, f"{LIST}{row.pk}/"):
        assert browser_of(role).get(path).status_code == status
    assert lead.get(f"{LIST}999999/").status_code == 404
