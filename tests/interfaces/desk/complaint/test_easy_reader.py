"""Somebody who reads やさしい日本語: the desk says so, says how to write to them, and looks at sentences before they go."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.records.complaints.models import Complaint
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send

HARD = "ご確認いただきますようお願い申し上げます。"
PLAIN = "新しい皿を送ります。"
HINT = "一つの文に一つのこと、40字までで書きます。"


@pytest.fixture
def easy(cast: Cast) -> Complaint:
    """A complaint in the handler's hands, of somebody who reads easily."""
    complaint = bench.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(language="ja-easy")
    complaint.refresh_from_db()
    return complaint


def test_page_says_how_they_read_and_how_to_write(client: Client, easy: Complaint) -> None:
    page = words_of(see(client, easy))
    assert "やさしい日本語で読む方です" in page
    assert HINT in page


def test_nothing_is_said_of_everybody_else(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.investigated(cast)))
    assert "やさしい日本語" not in page


def test_hard_sentences_are_shown_with_their_reason_and_can_be_sent(client: Client, easy: Complaint) -> None:
    answer = send(client, easy, "reply", body=f"{PLAIN}{HARD}")
    assert answer.status_code == 200
    said = words_of(answer)
    assert HARD in said
    assert "敬語が難しい文です。" in said
    assert not easy.pending_replies.exists()
    seen = answer.content.decode().partition('name="checked" value="')[2].partition('"')[0]
    assert send(client, easy, "reply", body=f"{PLAIN}{HARD}", checked=seen).status_code == 303
    assert easy.pending_replies.get().body == f"{PLAIN}{HARD}"


def test_plain_reply_goes_at_once(client: Client, easy: Complaint) -> None:
    assert send(client, easy, "reply", body=PLAIN).status_code == 303


def test_same_sentence_to_somebody_else_goes_at_once(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert send(client, complaint, "reply", body=HARD).status_code == 303


def test_what_somebody_wrote_is_shown_as_text(client: Client, easy: Complaint) -> None:
    answer = send(client, easy, "reply", body="<b>いただき</b>ます。")
    assert "<b>いただき" not in answer.content.decode()


def test_desk_itself_stays_in_the_languages_of_the_staff(client: Client, easy: Complaint) -> None:
    for path in ("", "as-seen/"):
        answer = client.get(
            f"/desk/complaints/{easy.reference}/{path}", headers={"accept-language": "ja-easy"}
        )
        if answer.status_code == 200:
            page = answer.content.decode()
            assert '<html lang="ja"' in page
            assert "\ufff9" not in page
            assert "<ruby>" not in page
