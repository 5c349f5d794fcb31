"""The page behind a slip, as its holder reads it: messages, offers, decision, promises, letters; long stories too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, record_answer
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.write import hear, reply
from kikitori.interfaces.portal.conversation import conversation
from kikitori.interfaces.portal.queries import File, receipt_of, speaker_of
from kikitori.interfaces.portal.story_page import OPEN_LINES
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, StillClock, Visitor
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)


@pytest.fixture
def show(visitor: Visitor) -> Callable[[Complaint], Seen]:
    """The page of this complaint, as its holder sees it."""
    return visitor.reads


def section(page: Seen, ident: str) -> str:
    """The text of one section of the page; empty if it is not there."""
    found = re.search(rf'<section[^>]*aria-labelledby="{ident}".*?</section>', page.html, re.DOTALL)
    return Seen(_Page(found.group(0).encode()), "").text if found else ""


class _Page:
    status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content


def test_top_says_where_it_stands_the_date_and_what_to_do(cast: Cast, show: Callable[..., Seen]) -> None:
    page = show(makers.proposed(cast))
    top = page.main.split("解決の案 ")[0]
    for words in ("K-2026-000001", "解決の案をお示ししています", "お返事をお待ちする日", "12月4日（金）", "この案を受ける",
                  "この案を受けない", "書き足す・たずねる"):  # fmt: skip
        assert words in top, words


def test_date_that_has_passed_is_admitted_with_a_way_to_ask(
    cast: Cast, clock: StillClock, visitor: Visitor
) -> None:
    complaint = makers.acknowledged(cast)
    clock.forward(days=12)
    text = visitor.reads(complaint).main
    assert "お約束した日を過ぎています。お待たせして申し訳ありません。" in text
    assert "お電話（0120-000-000）" in text


def test_messages_of_both_sides_stand_in_order(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    hear(complainant_of(complaint), complaint, body="写真を撮りました。", now=FRIDAY + HOUR)
    reply(cast.actor("handler"), complaint, body="ありがとうございます。拝見します。", now=FRIDAY + 2 * HOUR)
    said = section(show(complaint), "said")
    assert said.index("届いた皿が三枚") < said.index("写真を撮りました") < said.index("拝見します")
    assert said.count("あなた") == 2
    assert "みほん堂" in said
    assert "交換と、説明を一度で" in said


def test_messages_carry_the_language_they_are_written_in(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="We have asked the carrier.", now=FRIDAY + HOUR)
    page = show(complaint)
    assert re.search(r'<div class="plain" lang="en"><p dir="auto">We have asked', page.html)
    assert not re.search(r'lang="ja"><p dir="auto">届いた皿', page.html)


def test_question_and_answer_written_down_for_the_person(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    asked = ask_complainant(cast.actor("handler"), complaint, question="ご注文番号は？", answer_by=date(2026, 11, 27),
                            now=FRIDAY + HOUR)  # fmt: skip
    record_answer(cast.actor("handler"), complaint, inquiry=asked, answer="七番です", now=FRIDAY + 2 * HOUR)
    said = section(show(complaint), "said")
    assert "おたずね ご注文番号は？" in said
    assert "担当者が書きとめました 七番です" in said


def test_answer_given_as_a_message_stands_there_once(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    ask_complainant(cast.actor("handler"), complaint, question="ご注文番号は？", answer_by=date(2026, 11, 27),
                    now=FRIDAY + HOUR)  # fmt: skip
    hear(complainant_of(complaint), complaint, body="七番です", now=FRIDAY + 2 * HOUR)
    assert section(show(complaint), "said").count("七番です") == 1


def test_proposal_stands_with_everything_in_it(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    propose_solution(
        cast.actor("handler"), complaint, text="返金いたします。", answer_by=date(2026, 12, 4), now=FRIDAY + HOUR,
        remedies=[RemedyGiven(kind="refund", text="代金の全額", due_on=date(2026, 11, 30), amount=12800)],
    )  # fmt: skip
    text = section(show(complaint), "proposals")
    for words in ("返金いたします。", "返金 12,800円", "代金の全額", "11月30日（月）まで", "12月4日（金）までお待ちします",
                  "不利になることはありません", "外部の機関に相談する権利"):  # fmt: skip
        assert words in text, words


def test_earlier_rounds_stay_readable_with_ones_own_answer(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.proposed(cast)
    decline_proposal(complainant_of(complaint), complaint, words="説明が足りません。", now=FRIDAY + 2 * HOUR)
    propose_solution(
        cast.actor("handler"), complaint, text="二つ目の案です。", answer_by=date(2026, 12, 7), now=FRIDAY + 3 * HOUR,
        remedies=[RemedyGiven(kind="explain", text="書面", due_on=date(2026, 11, 30))],
    )  # fmt: skip
    text = section(show(complaint), "proposals")
    assert text.index("二つ目の案です。") < text.index("11月20日（金）の案")
    assert "説明が足りません。" in text
    assert text.count("この案を受ける") == 1


def test_decision_stands_point_by_point_with_its_reasons(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("lead"), complaint, now=FRIDAY + HOUR, no_remedy=makers.NO_REMEDY,
        findings={1: FindingGiven(outcome="upheld", reasons="写真で確かめました。", causes=makers.CAUSE),
                  2: FindingGiven(outcome="unable", reasons="通話の記録がありません。")},
    )  # fmt: skip
    text = section(show(complaint), "decision")
    assert "皿が三枚割れていた 認容 写真で確かめました。" in text
    assert "電話で三回説明させられた" in text
    assert "通話の記録がありません。" in text


def test_newest_finding_is_the_one_that_counts(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    for outcome, reasons in (("not_upheld", "はじめの理由"), ("upheld", "あとの理由")):
        decide_complaint(
            cast.actor("lead"), complaint, now=FRIDAY + HOUR, no_remedy=makers.NO_REMEDY,
            findings={n: FindingGiven(outcome=outcome, reasons=reasons, causes=makers.CAUSE) for n in (1, 2)},
        )  # fmt: skip
        Complaint.objects.filter(pk=complaint.pk).update(state="review2")
        complaint.refresh_from_db()
    text = section(show(complaint), "decision")
    assert "あとの理由" in text
    assert "はじめの理由" not in text


def test_remedies_stand_with_what_is_done_and_what_is_to_come(cast: Cast, show: Callable[..., Seen]) -> None:
    complaint = makers.proposed(cast)
    accept_proposal(complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    first = complaint.remedies.order_by("id").first()
    assert first is not None
    carry_out_remedy(cast.actor("handler"), complaint, remedy=first, note="内輪の覚え", now=FRIDAY + 3 * HOUR)
    page = show(complaint)
    text = section(page, "remedies")
    assert "11月20日（金）に行いました" in text
    assert "11月27日（金）まで" in text
    assert "2026年" not in text
    assert "内輪の覚え" not in page.html


def test_promises_stand_with_how_they_were_counted_and_whether_they_were_kept(
    cast: Cast, show: Callable[..., Seen]
) -> None:
    text = section(show(makers.acknowledged(cast)), "promises")
    assert text.index("経過のお知らせ") < text.index("結論と理由のお知らせ") < text.index("受付のお知らせ")
    assert "約束どおり" in text
    assert "11月23日（祝日 勤労感謝の日）を除いて数えています。" in text


def test_letters_are_readable_newest_first(cast: Cast, show: Callable[..., Seen]) -> None:
    text = section(show(makers.proposed(cast)), "letters")
    assert text.index("解決のご提案") < text.index("お申し出を受け付けました")
    assert "お知らせいただき、ありがとうございます。" in text


def test_days_are_told_in_one_way_from_top_to_bottom(cast: Cast, reader: Visitor) -> None:
    """A day is what people look for: the same words wherever it stands, as in the letter they have."""
    complaint = makers.proposed(cast, language="en")
    page = reader.reads(complaint)
    assert page.main.count("Friday 4 December") == 4
    assert "Friday 27 November" in section(page, "proposals")
    assert not re.search(r"\(Fri\)|Fri 4 Dec|4 Dec 2026", page.main.split("What we promised")[0])
    assert section(page, "letters").startswith("Letters to you Today 17:40 [Mihon-do]")


def test_letters_keep_their_language_on_an_english_page(cast: Cast, reader: Visitor) -> None:
    page = reader.reads(makers.acknowledged(cast))
    assert re.search(r'<div class="folded__in plain" lang="ja">', page.html)


def test_english_page_of_a_japanese_complaint_is_english_around_it(cast: Cast, reader: Visitor) -> None:
    page = reader.reads(makers.proposed(cast))
    assert "How it stands" in page.heading
    for words in ("Accept this proposal", "We took down your complaint on the phone.", "What we promised",
                  "Friday 4 December"):  # fmt: skip
        assert words in page.main, words
    assert re.search(r'lang="ja"><p dir="auto">届いた皿', page.html)


def test_anonymous_complaint_shows_no_name_because_it_has_none(cast: Cast, show: Callable[..., Seen]) -> None:
    page = show(makers.acknowledged(cast, anonymous=True, complainant=None))
    assert page.status == 200
    assert "K-2026-000001" in page.main


def test_page_is_printed_and_read_without_scripts(cast: Cast, show: Callable[..., Seen]) -> None:
    html = show(makers.proposed(cast)).html
    assert "style=" not in html
    assert not re.search(r"\shx-|\son[a-z]+=", html)


# ── long, empty and strange ──


def long_story(cast: Cast, messages: int) -> Complaint:
    complaint = makers.investigated(cast)
    for number in range(messages):
        hear(
            complainant_of(complaint),
            complaint,
            body=f"{number}番目の言葉",
            now=FRIDAY + timedelta(minutes=40 + number),
        )
    return complaint


def test_long_story_folds_what_is_old_and_leaves_nothing_out(cast: Cast, show: Callable[..., Seen]) -> None:
    page = show(long_story(cast, 40))
    for number in range(40):
        assert f"{number}番目の言葉" in page.main
    assert "これより前のやりとり 28件" in page.main
    assert "これより前の経過" in page.main
    assert page.html.count('class="letter letter--mine"') == 42


@pytest.mark.parametrize("messages", [OPEN_LINES - 1, OPEN_LINES])
def test_story_of_few_words_folds_nothing(cast: Cast, show: Callable[..., Seen], messages: int) -> None:
    page = show(long_story(cast, messages))
    assert "これより前のやりとり" not in page.main


def test_story_of_one_word_more_folds_one(cast: Cast, show: Callable[..., Seen]) -> None:
    assert "これより前のやりとり 1件" in show(long_story(cast, OPEN_LINES + 1)).main


def queries_of(visitor: Visitor) -> int:
    with CaptureQueriesContext(connection) as asked:
        visitor.go("/follow/")
    return len(asked)


def test_number_of_queries_does_not_grow_with_the_story(cast: Cast, clock: StillClock) -> None:
    short, long = Visitor("ja"), Visitor("ja")
    short.enters(long_story(cast, 1))
    long.enters(long_story(cast, 30))
    counts = queries_of(short), queries_of(long)
    assert counts[0] == counts[1]
    assert counts[1] <= 23  # one of them: to whom it was passed on


def test_rage_of_ten_thousand_characters_and_sixty_letters_of_name(
    cast: Cast, show: Callable[..., Seen]
) -> None:
    rage = "なぜ！！💢 " * 1700
    page = show(makers.acknowledged(cast, story=rage, desired_outcome="",
                complainant=PersonGiven(name="寿" * 60, contact_points=(ContactGiven(kind="phone", value="1"),))))  # fmt: skip
    assert page.status == 200
    assert page.html.count("なぜ！！💢") >= 1700
    assert "ご希望" not in section(page, "said")


# ── what is read ──


def test_slip_is_found_by_its_whole_locator_alone(cast: Cast) -> None:
    made = makers.received(cast)
    assert receipt_of(made.locator) == made.complaint.receipt
    for other in (
        "",
        made.locator[:4],
        made.locator.lower(),
        made.locator.replace("-", ""),
        "%",
        "____-____",
    ):
        assert receipt_of(other) is None


def test_representative_speaks_before_the_complainant(cast: Cast) -> None:
    complaint = makers.received(
        cast,
        representative=PersonGiven(name="代田 りか", contact_points=(ContactGiven(kind="phone", value="2"),)),
    ).complaint
    speaker = speaker_of(complaint.receipt)
    assert speaker is not None
    assert speaker.name == "代田 りか"


def test_nobody_speaks_for_an_anonymous_complaint(cast: Cast) -> None:
    assert speaker_of(makers.received(cast, anonymous=True, complainant=None).complaint.receipt) is None


def test_points_without_a_finding_are_our_notes(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    assert complaint.allegations.count() == 2
    assert File(complainant_of(complaint), complaint).points == []


def test_conversation_begins_with_the_complaint_whatever_the_dates_say(cast: Cast) -> None:
    """A letter that was received before it was written down stands first, and so does everything after it."""
    complaint = makers.received(cast, channel="post").complaint
    Complaint.objects.filter(pk=complaint.pk).update(received_at=FRIDAY + timedelta(days=5))
    hear(complainant_of(complaint), complaint, body="もう一言", now=FRIDAY + HOUR)
    complaint.refresh_from_db()
    said: list[Any] = conversation(File(complainant_of(complaint), complaint))
    assert [each.text[:4] for each in said] == ["届いた皿", "もう一言"]
    assert [str(said[0].note), said[0].mine] == ["郵便", True]
