"""Two at one complaint: each is told of the other, the second writer before writing, and both texts before sending."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.casework.schedule_reply import send_waiting_reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Presence
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, hidden, see, send
from tests.interfaces.desk.complaint.test_drafting import textarea, typed
from tests.interfaces.desk.conftest import BrowserOf

WARNING = "隣野 まことさんが返信を書いています（"


def beat(client: Client, complaint: Complaint) -> object:
    """What an open page sends."""
    return client.post(at(complaint, "here"), headers={"hx-request": "true"})


def test_opened_page_is_told_to_the_other_and_in_lists(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    first = see(client, complaint)
    assert "いま開いている人" not in words_of(first)
    assert f'hx-post="{at(complaint, "here")}" hx-trigger="every 20s"' in first.content.decode()
    assert "いま開いている人: 受田 ひかり" in words_of(see(browser_of("colleague"), complaint))
    assert "いま開いている人: 隣野 まこと" in words_of(beat(client, complaint))
    assert "隣野 まことさんが開いています" in words_of(client.get("/desk/queue/main/"))
    assert "has it open" not in words_of(browser_of("lead", "en").get("/desk/queue/unassigned/"))
    assert "受田 ひかり has it open" in words_of(browser_of("lead", "en").get("/desk/queue/main/"))


def test_second_writer_is_warned_on_opening_by_the_beat_and_while_typing(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    see(browser_of("colleague"), complaint)
    typed(browser_of("colleague"), complaint, "秘密の書きかけ")
    for answer in (
        see(client, complaint),
        see(client, complaint, "reply"),
        beat(client, complaint),
        typed(client, complaint, "私も", window="t2"),
    ):
        assert WARNING in words_of(answer)
        assert "秘密の書きかけ" not in answer.content.decode()
    assert 'hx-swap-oob="outerMorph"' in beat(client, complaint).content.decode()
    assert "さんが返信を作成中" in words_of(client.get("/desk/queue/main/"))


def test_draft_left_behind_is_told_without_alarm(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    typed(browser_of("colleague"), complaint, "また明日", form="note")
    Draft.objects.update(saved_at=Draft.objects.get().saved_at - bench.A_DAY)
    page = words_of(see(client, complaint))
    assert "隣野 まことさんに、書きかけの内部メモがあります（" in page
    assert "先に相手の返信が" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_walled_is_there_for_nobody(
    client: Client, cast: Cast, browser_of: BrowserOf, method: str
) -> None:
    complaint = bench.investigated(cast)
    see(browser_of("lead"), complaint)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    answer = getattr(client, method)(at(complaint, "here"))
    assert answer.status_code == 404
    assert cast.lead.name not in answer.content.decode()
    assert cast.lead.name not in words_of(client.get("/desk/queue/main/"))
    assert [row.staff_id for row in Presence.objects.all()] == [cast.lead.pk]


def test_only_a_beat_is_a_beat(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert client.get(at(complaint, "here")).status_code == 405
    assert not Presence.objects.exists()


def test_second_of_two_replies_shows_both_and_loses_nothing(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint))
    assert seen["seen_event"]
    typed(client, complaint, "受田の返信です。", window=seen["token"])
    send(browser_of("colleague"), complaint, "reply", body="隣野の返信です。")
    both = send(client, complaint, "reply", body="受田の返信です。", **seen)
    assert both.status_code == 409
    page = words_of(both)
    for words in (
        "ほかの職員がこの苦情を更新しました",
        "隣野の返信です。",
        "受田の返信です。",
        "いまの内容",
        "違いあり",
    ):
        assert words in page, words
    assert [row.body for row in complaint.pending_replies.all()] == ["隣野の返信です。"]
    assert textarea(see(client, complaint), "reply") == "受田の返信です。"


def test_after_both_were_seen_the_second_may_go(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint))
    send(browser_of("colleague"), complaint, "reply", body="隣野の返信です。")
    both = send(client, complaint, "reply", body="受田の返信です。", **seen)
    assert send(client, complaint, "reply", body="受田の補足です。", **hidden(both)).status_code == 303
    assert [row.body for row in complaint.pending_replies.order_by("pk")] == [
        "隣野の返信です。",
        "受田の補足です。",
    ]


def test_reply_corrected_after_an_error_still_stands_on_its_first_ground(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint))
    send(browser_of("colleague"), complaint, "reply", body="隣野の返信です。")
    wrong = send(client, complaint, "reply", body="", **seen)
    assert wrong.status_code == 422
    again = hidden(wrong)
    assert again["seen_event"] == seen["seen_event"]
    assert send(client, complaint, "reply", body="受田の返信です。", **again).status_code == 409


def test_both_texts_are_shown_after_the_first_has_gone_too(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint))
    send(browser_of("colleague"), complaint, "reply", body="隣野の返信です。")
    pending = complaint.pending_replies.get()
    send_waiting_reply(Actor.system("outbox"), pending.pk, now=pending.goes_at)
    both = send(client, complaint, "reply", body="受田の返信です。", **seen)
    assert both.status_code == 409
    assert words_of(both).count("隣野の返信です。") >= 2, "in the story since, and beside my own"
    assert "受田の返信です。" in words_of(both)


@pytest.mark.parametrize("word", ["ask", "note", "hear"])
def test_only_a_reply_crosses_a_reply(client: Client, cast: Cast, browser_of: BrowserOf, word: str) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint, word))
    send(browser_of("colleague"), complaint, "reply", body="隣野の返信です。")
    typed_in = {
        "ask": {"question": "いつですか。", "answer_by": bench.in_days(5)},
        "note": {"body": "電話がありました。"},
        "hear": {"channel": "phone", "body": "急いでいます。"},
    }[word]
    assert send(client, complaint, word, **typed_in, **seen).status_code == 303


def test_reply_that_could_not_be_read_as_to_its_ground_is_taken(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for number, basis in enumerate(({}, {"seen_event": ""}, {"seen_event": "0"})):
        answer = send(client, complaint, "reply", body=f"返信{number}", **basis)
        assert answer.status_code == 303, basis


def test_company_speaks_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    see(browser_of("colleague"), complaint)
    typed(browser_of("lead"), complaint, "wait", window="t9", form="note")
    page = words_of(see(browser_of("handler", "en"), complaint))
    assert "Also open at this moment: 隣野 まこと" in page
    assert "責田 みさき is writing an internal note (" in page
    assert "You can write all the same." not in page
