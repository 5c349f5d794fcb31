"""Drafts on the page: kept while one types, there again after a crash, and never sent by being saved."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf

TEXT = "お待たせしております。いま確かめています。"


def textarea(answer: object, name: str) -> str:
    """What stands in a text field of the composer."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    found = re.search(rf'<textarea id="{name}-text"[^>]*>([^<]*)</textarea>', page)
    assert found
    return found.group(1)


def typed(
    client: Client, complaint: Complaint, text: str, *, window: str = "t1", form: str = "reply"
) -> HttpResponse:
    """What HTMX sends after a pause."""
    return client.post(
        at(complaint, f"draft/{form}"),
        {"token": window, "body": text},
        headers={"hx-request": "true"},
    )


def test_typed_text_is_kept_and_there_again(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    before = kinds(complaint)
    answer = typed(client, complaint, TEXT)
    assert answer.status_code == 200
    assert "下書きを保存しました" in words_of(answer)
    page = see(client, complaint)
    assert textarea(page, "reply") == TEXT
    assert textarea(page, "note") == ""
    assert "下書きを保存しました" in words_of(page)
    assert textarea(see(client, complaint, "reply"), "reply") == TEXT
    assert kinds(complaint) == before


def test_draft_is_kept_by_a_button_without_scripts(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = client.post(at(complaint, "draft/note"), {"token": "t1", "body": "電話で聞いたこと"})
    assert answer.status_code == 303
    assert answer["Location"] == f"{at(complaint)}?draft={Draft.objects.get().pk}#composer"
    page = client.get(answer["Location"])
    assert textarea(page, "note") == "電話で聞いたこと"
    assert re.search(r'id="write-internal"[^>]* checked', page.content.decode())
    assert f'formaction="{at(complaint, "draft/note")}"' in page.content.decode()


def test_draft_is_nobody_elses(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    typed(client, complaint, TEXT)
    other = see(browser_of("lead"), complaint)
    assert TEXT not in other.content.decode()
    number = Draft.objects.get().pk
    assert TEXT not in see(browser_of("lead"), complaint, draft=number).content.decode()
    browser_of("lead").post(at(complaint, "draft/reply"), {"discard": number})
    assert Draft.objects.get().text == TEXT


def test_two_windows_are_both_shown(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    typed(client, complaint, "一つ目の窓の文")
    answer = typed(client, complaint, "二つ目の窓の文", window="t2")
    assert "別の画面に別の文があります。どちらも残しています" in words_of(answer)
    assert "一つ目の窓の文" in words_of(answer)
    page = see(client, complaint)
    assert textarea(page, "reply") == "二つ目の窓の文"
    assert "一つ目の窓の文" in words_of(page)
    older = Draft.objects.get(text="一つ目の窓の文")
    assert textarea(see(client, complaint, draft=older.pk), "reply") == "一つ目の窓の文"


def test_sent_draft_is_gone(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for word in ("reply", "note"):
        typed(client, complaint, TEXT, form=word)
        assert send(client, complaint, word, token="t1", body=TEXT + "以上です。").status_code == 303
        assert textarea(see(client, complaint), word) == ""
    assert not Draft.objects.filter(is_sent=False).exists()


def test_form_that_is_refused_goes_on_with_its_draft(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    typed(client, complaint, TEXT)
    looked = send(client, complaint, "reply", token="t1", body=TEXT, look="1")
    token = re.search(r'name="token" value="([^"]+)"', looked.content.decode())
    assert token
    assert token.group(1) == "t1"
    typed(client, complaint, TEXT + "続き", window=token.group(1))
    assert Draft.objects.get().text == TEXT + "続き"


def test_draft_is_thrown_away_by_its_button(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    typed(client, complaint, TEXT)
    answer = client.post(at(complaint, "draft/reply"), {"discard": Draft.objects.get().pk})
    assert answer.status_code == 303
    assert textarea(see(client, complaint), "reply") == ""
    assert not Draft.objects.exists()


def test_reply_taken_back_is_in_the_composer_again(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "reply", body=TEXT)
    assert "送信待ち" in words_of(see(client, complaint))
    send(client, complaint, "take-back", pending=complaint.pending_replies.get().pk)
    page = see(client, complaint)
    assert textarea(page, "reply") == TEXT
    assert 'id="waiting"' not in page.content.decode()
    assert not complaint.messages.exists()


def test_text_that_cannot_be_kept_is_said(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = typed(client, complaint, "長" * 100_001)
    assert answer.status_code == 422
    assert "下書きを保存できませんでした" in words_of(answer)
    assert typed(client, complaint, "x", window="").status_code == 422
    assert not Draft.objects.exists()


def test_form_without_drafts_is_not_found(client: Client, cast: Cast) -> None:
    assert typed(client, bench.investigated(cast), "x", form="decide").status_code == 404


def test_what_is_typed_is_in_no_log(client: Client, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    complaint = bench.investigated(cast)
    with caplog.at_level(logging.DEBUG):
        typed(client, complaint, TEXT)
        typed(client, complaint, TEXT * 10_000)
        send(client, complaint, "reply", body=TEXT)
    assert TEXT not in " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
