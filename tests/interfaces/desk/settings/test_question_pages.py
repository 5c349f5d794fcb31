"""Question sets are read and written anew by those who set rules; every mistake is named, nothing typed is lost."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from kikitori.records.inquiry.conversations import QuestionSetVersion
from kikitori.records.inquiry.question_sets import OWN_FROM, shipped_text
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST, PAGE = "/desk/questions/", "/desk/questions/general/"
NEW = shipped_text("general").replace("どのようなことがありましたか。", "何がありましたか。")


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def test_sets_are_listed_with_their_questions_and_what_leads_to_them(lead: Client) -> None:
    shown = words_of(lead.get(LIST))
    for words in (
        "苦情を伺う",
        "協会への申出を伺う",
        "あらためて伺う",
        "標準の質問票",
        "「危険」が次のときだけ",
    ):
        assert words in shown, words
    assert "Only where “Danger” is: Yes / Not known" in words_of(
        lead.get(LIST, headers={"accept-language": "en"})
    )


def test_set_is_written_anew_and_told_in_the_record_of_changes(lead: Client) -> None:
    assert "どのようなことがありましたか。" in lead.get(PAGE).content.decode()
    done = lead.post(PAGE, {"text": NEW, "seen": "0"}, follow=True)
    assert "質問票を書き改めました。" in words_of(done)
    assert QuestionSetVersion.objects.get().version == OWN_FROM
    assert "何がありましたか。" in lead.get(PAGE).content.decode()
    told = words_of(lead.get("/desk/settings/changes/?kind=questions"))
    assert "質問票「general」を書き改めた" in told
    same = lead.post(PAGE, {"text": NEW, "seen": str(OWN_FROM)}, follow=True)
    assert "何も変更していません" in words_of(same) or "変更はありません" in words_of(same)


def test_every_mistake_is_named_and_the_text_stays(lead: Client) -> None:
    broken = NEW.replace("form: words", "form: song", 1).replace("purpose: intake", "purpose: chat")
    refused = lead.post(PAGE, {"text": broken, "seen": "0"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    shown = words_of(refused)
    assert "questions 1 form" in shown
    assert "purpose" in shown
    assert "のどれかにしてください" in shown
    assert "form: song" in refused.content.decode()
    assert not QuestionSetVersion.objects.exists()


def test_two_editors_see_both_texts(lead: Client) -> None:
    lead.post(PAGE, {"text": NEW, "seen": "0"})
    conflict = lead.post(PAGE, {"text": NEW + "# mine\n", "seen": "0"})
    assert conflict.status_code == HTTPStatus.CONFLICT
    assert "ほかの人が、この質問票を先に書き改めました。" in words_of(conflict)
    assert "# mine" in conflict.content.decode()


@pytest.mark.parametrize("text", ["", "x" * 100_001])
def test_empty_and_endless_texts_are_refused(lead: Client, text: str) -> None:
    assert lead.post(PAGE, {"text": text, "seen": "0"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_unknown_set_is_not_found(lead: Client) -> None:
    assert lead.get("/desk/questions/nothing/").status_code == HTTPStatus.NOT_FOUND
