"""The wording list in the settings."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.casework.wording import entries_in_use
from kikitori.records.letters.templates_kept import WordingEntry
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

TYPED = {
    "kind": "other",
    "words": "弊社ルール\r\n社内規則",
    "unless": "",
    "why_ja": "社内の言葉です。",
    "noted": "on",
}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def test_shipped_list_is_shown_with_its_reasons(lead: Client, browser_of: BrowserOf) -> None:
    page = words_of(lead.get("/desk/wording/"))
    assert "ご理解ください" in page
    assert "相手に納得を求める言い方です。" in page
    assert "It asks the person to put up with it" in words_of(browser_of("lead", "en").get("/desk/wording/"))


def test_entry_is_added_changed_and_switched_off(lead: Client) -> None:
    assert lead.post("/desk/wording/new/", TYPED).status_code == 303
    own = WordingEntry.objects.get()
    assert (own.words, own.noted) == (["弊社ルール", "社内規則"], True)
    address = f"/desk/wording/{own.key}/"
    assert "弊社ルール\n社内規則" in lead.get(address).content.decode()
    lead.post(address, {**TYPED, "words": "社内規則"})
    assert entries_in_use()[-1].words == ("社内規則",)
    lead.post("/desk/wording/", {"off": own.key})
    assert own.key not in {each.key for each in entries_in_use()}
    assert "社内規則" in words_of(lead.get("/desk/settings/changes/"))


def test_entry_without_words_is_refused_and_kept(lead: Client) -> None:
    answer = lead.post("/desk/wording/new/", {**TYPED, "words": ""})
    assert answer.status_code == 422
    assert "社内の言葉です。" in answer.content.decode()
    assert lead.post("/desk/wording/new/", {**TYPED, "kind": "rude"}).status_code == 422
    assert not WordingEntry.objects.exists()


def test_entry_that_does_not_exist_is_not_found(lead: Client) -> None:
    assert lead.get("/desk/wording/nobody/").status_code == 404
    assert lead.post("/desk/wording/", {"off": "nobody"}).status_code == 303
