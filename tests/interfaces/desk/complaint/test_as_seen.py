"""What the complainant sees: their language, what was said to them, nothing that was said among ourselves."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from kikitori.casework import write
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send
from tests.interfaces.desk.conftest import BrowserOf


def main_column(answer: object) -> str:
    """The words of the column the complainant would read."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return page.partition('class="answer"')[2].partition("<aside")[0]


def test_replies_and_their_own_words_are_there(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    write.reply(cast.actor("handler"), complaint, body="お返事です。", now=timezone.now())
    write.hear(Actor.complainant(complaint.pk), complaint, body="わたしの言葉です。", now=timezone.now())
    page = main_column(see(client, complaint, "as-seen"))
    for words in (
        "届いた皿が三枚割れていました",
        "お返事です。",
        "わたしの言葉です。",
        "調査中",
        "約束: 経過のご連絡",
    ):
        assert words in page


def test_nothing_internal_is_there(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    secrets = {
        "note": {"body": "内緒のメモ"},
        "escalate": {"reason": "内緒の上申"},
        "assign": {"to": cast.colleague.pk, "reason": "内緒の引継ぎ"},
        "ask-third-party": {"whom": "内緒の会社", "question": "内緒の照会", "answer_by": bench.in_days(3)},
    }
    for word, typed in secrets.items():
        assert send(client, complaint, word, **typed).status_code == 303
    inquiry = complaint.inquiries.get()
    send(client, complaint, "answer", inquiry=inquiry.pk, answer="内緒の回答")
    send(client, complaint, "assess", **bench.assessment(note="内緒の評価"))
    missed(call_promised(cast, complaint, due=-bench.A_DAY))
    page = main_column(see(client, complaint, "as-seen"))
    for word in (
        "内緒",
        "S3",
        "内部",
        *(getattr(cast, who).name for who in ("handler", "colleague", "lead")),
    ):
        assert word not in page
    assert "内緒" in words_of(see(client, complaint))


def test_remarks_on_remedies_and_closing_stay_among_ourselves(client: Client, cast: Cast) -> None:
    complaint = bench.remedying(cast)
    for remedy in complaint.remedies.all():
        send(client, complaint, "remedy", remedy=remedy.pk, note="内緒の送り状番号")
    page = main_column(see(client, complaint, "as-seen"))
    assert "内緒" not in page
    assert "実施済み: 皿三枚の交換" in page


def test_it_is_told_in_the_complainants_language_whoever_reads(cast: Cast, browser_of: BrowserOf) -> None:
    japanese, english = bench.investigated(cast), bench.investigated(cast, language="en", story="It broke.")
    assert "調査を始めました" in main_column(see(browser_of("handler", "en"), japanese, "as-seen"))
    page = see(browser_of("handler", "ja"), english, "as-seen")
    assert "Investigation begun" in main_column(page)
    assert 'lang="en"' in page.content.decode()
    assert "申出者の画面を見る" in words_of(page)
    assert "Mihon-do" in main_column(page)


def test_long_story_is_read_page_by_page(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast)
    for n in range(60):
        write.reply(cast.actor("handler"), complaint, body=f"返信 {n}", now=timezone.now())
    page = see(client, complaint, "as-seen")
    assert "以前の経過を表示する" in words_of(page)
    before = page.content.decode().partition('href="?before=')[2].partition('"')[0]
    assert "受付（電話）" in words_of(see(client, complaint, "as-seen", before=before))


def test_auditor_may_look_too(cast: Cast, browser_of: BrowserOf) -> None:
    assert see(browser_of("auditor"), bench.received(cast), "as-seen").status_code == 200
