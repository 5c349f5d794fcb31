"""Templates and signatures in the settings: written, saved as versions, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.records.letters.templates_kept import ReplyTemplate, Signature
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

TYPED = {
    "name": "お詫び",
    "subject": "delivery",
    "text_ja_polite": "{お名前}\nお詫びします。",
    "text_en_polite": "We are sorry, {person}.",
    "is_active": "on",
    "seen": "0",
}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def test_template_is_written_and_listed(lead: Client) -> None:
    assert "定型文はまだありません" in words_of(lead.get("/desk/templates/"))
    answer = lead.post("/desk/templates/new/", TYPED)
    assert answer.status_code == 303
    page = words_of(lead.get("/desk/templates/"))
    assert "「お詫び」を第1版として保存しました。" in page
    assert "日本語・丁寧 · 英語・丁寧" in page
    own = ReplyTemplate.objects.get()
    assert own.texts == {"ja/polite": "{お名前}\nお詫びします。", "en/polite": "We are sorry, {person}."}


def test_next_version_keeps_the_one_before(lead: Client) -> None:
    lead.post("/desk/templates/new/", TYPED)
    own = ReplyTemplate.objects.get()
    address = f"/desk/templates/{own.pk}/"
    assert 'name="seen" value="1"' in lead.get(address).content.decode()
    lead.post(address, {**TYPED, "seen": "1", "text_ja_polite": "改めました。"})
    page = words_of(lead.get(address))
    assert "版2" in page
    assert "版1" in page
    assert "お詫びします。" in page
    assert "定型文「お詫び」を変更" in words_of(lead.get("/desk/settings/changes/"))


def test_second_of_two_editors_loses_nothing(lead: Client, browser_of: BrowserOf) -> None:
    lead.post("/desk/templates/new/", TYPED)
    address = f"/desk/templates/{ReplyTemplate.objects.get().pk}/"
    browser_of("administrator").post(address, {**TYPED, "seen": "1", "text_ja_polite": "管理者の文"})
    answer = lead.post(address, {**TYPED, "seen": "1", "text_ja_polite": "責任者の文"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "責任者の文" in page
    assert "管理者の文" in page
    assert ReplyTemplate.objects.get().texts["ja/polite"] == "管理者の文"
    assert lead.post(address, {**TYPED, "seen": "2", "text_ja_polite": "責任者の文"}).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "入力してください"),
        ({"text_ja_polite": "", "text_en_polite": ""}, "文面を少なくとも一つ書いてください。"),
        ({"subject": "weather"}, "error-summary"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(lead: Client, change: dict[str, str], said: str) -> None:
    answer = lead.post("/desk/templates/new/", {**TYPED, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (change.get("name", "お詫び") or "お詫びします") in answer.content.decode()
    assert not ReplyTemplate.objects.exists()


def test_word_that_nothing_fills_is_pointed_out_and_blocks_nothing(lead: Client) -> None:
    lead.post("/desk/templates/new/", {**TYPED, "text_ja_polite": "{お名前}様、{担当部署}です"})
    assert "担当部署" in words_of(lead.get("/desk/templates/"))
    assert ReplyTemplate.objects.exists()


def test_template_that_does_not_exist_is_not_found(lead: Client) -> None:
    assert lead.get("/desk/templates/999999/").status_code == 404


def test_signatures_are_ones_own_and_the_organisations(
    lead: Client, browser_of: BrowserOf, cast: Cast
) -> None:
    handler = browser_of("handler")
    assert handler.post("/desk/signature/", {"text_ja": "受田", "text_en": "Uketa"}).status_code == 303
    assert lead.post("/desk/templates/signature/", {"text_ja": "みほん堂", "text_en": ""}).status_code == 303
    assert Signature.objects.get(staff=cast.handler).text_en == "Uketa"
    assert Signature.objects.get(staff=None).text_ja == "みほん堂"
    assert "受田" in handler.get("/desk/signature/").content.decode()
    assert handler.post("/desk/signature/", {"text_ja": "長" * 1001}).status_code == 422
    changes = words_of(lead.get("/desk/settings/changes/"))
    assert "受田 ひかりの署名を設定" in changes
    assert "組織の署名を設定" in changes
