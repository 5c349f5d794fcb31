"""What the complainant reads of a referral: with whom it is, since when, until when, and all that they got."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kikitori.casework.promise import replace_promise
from kikitori.casework.referral_result import record_referral, record_result
from kikitori.casework.sharing import SharedGiven
from kikitori.records.complaints.models import Complaint
from kikitori.records.referral.leaflets import Leaflet
from tests import makers, referrals
from tests.casework.test_leaflets import PDF, given, put
from tests.cast import Cast
from tests.interfaces.portal.visitor import StillClock, Visitor
from tests.makers import FRIDAY
from tests.referrals import ANSWERED, EXPECTED, PASSED, answer

Enter = Callable[[Complaint], str]


@pytest.fixture
def follow(visitor: Visitor, clock: StillClock) -> Enter:
    """The page behind the slip, at the moment the clock shows."""

    def opened(complaint: Complaint) -> str:
        clock.forward(days=1)
        visitor.enters(complaint)
        return visitor.go("/follow/").main

    return opened


def test_page_says_with_whom_it_is_until_when_and_how_to_reach_them(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    referrals.outside(cast, complaint)
    page = follow(complaint)
    for words in (
        "お申し出は、いま見本紛争解決センターで取り扱われています。",
        "11月20日（金）から",
        "契約の解釈について、当窓口では判断できません。",
        "12月18日（金）までに、先方の回答をお知らせします。",
        "03-0000-0001",
        "https://centre.example.jp/",
        "60万円まで。",
        "この通知の日から180日以内",
        "申立書をお送りください。",
        "専門の窓口に引き継ぎ、12月18日（金）までに回答をお知らせするとお約束しました。",
    ):
        assert words in page, words


def test_page_shows_every_single_thing_that_was_passed_on(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    shared = SharedGiven(summary="概要の文", points=[1], story=True, contact=True)
    referrals.outside(cast, complaint, shared=shared)
    page = follow(complaint)
    for words in ("概要の文", "皿が三枚割れていた", makers.INTAKE.story, "hana@example.jp"):
        assert words in page
    assert "このほかに引き継いだものはありません。" in page


def test_what_is_for_ourselves_stays_inside(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    row = referrals.outside(cast, complaint, basis_words="根拠は内輪の書きもの")
    given = answer("confirmed", answer="回答の写しは内輪の書きもの")
    record_result(cast.actor("handler"), complaint, given, referral=row, now=PASSED)
    page = follow(complaint)
    assert "内輪の書きもの" not in page
    assert "受付係" not in page
    assert "当方と同じ結論でした。" in page
    assert "先方の見解をお伝えします。" in page


def test_expert_of_ours_is_named_without_ways_to_reach_them(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    referrals.inside(cast, complaint, to=referrals.body(cast, referrals.EXPERT, phone="03-9999-9999"))
    page = follow(complaint)
    assert "いま、品質管理室に引き継いで確かめています。" in page
    assert "03-9999-9999" not in page


def test_who_turned_there_themselves_reads_that_we_gave_nothing(cast: Cast, follow: Enter) -> None:
    complaint = makers.closed(cast)
    referrals.turned(cast, complaint, now=FRIDAY + timedelta(hours=7))
    page = follow(complaint)
    assert "ご自身で相談された先です" in page
    assert "当方からお渡ししたものはありません。" in page


def test_other_day_that_was_told_is_the_day_that_stands_there(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    row = referrals.outside(cast, complaint)
    assert row.promise is not None
    replace_promise(
        cast.actor("handler"),
        complaint,
        promise=row.promise,
        to=EXPECTED + timedelta(days=31),
        reason="審査が続いています。",
        now=PASSED,
    )
    page = follow(complaint)
    assert "2027年1月18日（月）までに、先方の回答をお知らせします。" in page


def test_day_that_has_passed_is_called_so(cast: Cast, follow: Enter, clock: StillClock) -> None:
    complaint = makers.investigated(cast)
    referrals.outside(cast, complaint)
    clock.forward(days=40)
    assert "その日を守れませんでした" in follow(complaint) or "お約束" in follow(complaint)


def test_after_the_answer_nobody_waits_any_more(cast: Cast, follow: Enter) -> None:
    complaint = makers.investigated(cast)
    row = referrals.outside(cast, complaint)
    record_referral(cast.actor("handler"), complaint, answer("not_admitted"), referral=row, now=PASSED)
    page = follow(complaint)
    assert "先方の取扱いの対象ではない" in page
    assert "先方の回答をお知らせします。" not in page
    assert "いま見本紛争解決センターで" not in page
    assert ANSWERED > PASSED


def test_english_reader_reads_english(cast: Cast, reader: Visitor, clock: StillClock) -> None:
    complaint = makers.investigated(cast, language="en")
    referrals.outside(cast, complaint)
    clock.forward(days=1)
    reader.enters(complaint)
    page = reader.go("/follow/").main
    for words in (
        "Your complaint is with Sample Resolution Centre now.",
        "What we passed on",
        "Up to 600,000 yen",
        "within 180 days",
        "It costs nothing.",
    ):
        assert words in page, words


def test_easy_reader_reads_easy_japanese(cast: Cast, clock: StillClock) -> None:
    visitor = Visitor("ja-easy")
    complaint = makers.investigated(cast, language="ja-easy")
    referrals.outside(cast, complaint)
    clock.forward(days=1)
    visitor.enters(complaint)
    page = visitor.go("/follow/?language=ja-easy").html
    assert "見本紛争解決センター" in page


def test_markup_in_the_register_is_words_on_the_page(cast: Cast, visitor: Visitor, clock: StillClock) -> None:
    complaint = makers.investigated(cast)
    to = referrals.body(cast, leaflet_ja="<script>alert(1)</script>", name_ja="<b>センター</b>")
    referrals.outside(cast, complaint, to=to)
    clock.forward(days=1)
    visitor.enters(complaint)
    html = visitor.go("/follow/").html
    assert "<script>alert(1)" not in html
    assert "<b>センター" not in html


def test_leaflet_is_saved_from_the_page_as_it_was_then_and_from_no_other(
    cast: Cast, follow: Enter, visitor: Visitor
) -> None:
    body = referrals.body(cast)
    put(cast, body)
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    row = referrals.outside(cast, complaint, to=body)
    of_another = referrals.outside(cast, other, to=body)
    put(cast, body, given(PDF + b"%new", "later.pdf"))
    page = follow(complaint)
    assert "見本紛争解決センターの案内" in page
    assert "案内.pdf" in page
    assert "later.pdf" not in page
    saved = visitor.client.get(f"/follow/leaflets/{row.pk}/")
    assert (saved.status_code, saved.content) == (200, PDF)
    assert "attachment" in saved["Content-Disposition"]
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert visitor.client.get(f"/follow/leaflets/{of_another.pk}/").status_code == 404
    assert visitor.client.get(f"/follow/leaflets/{2**70}/").status_code == 404
    Leaflet.objects.update(scan="infected")
    assert visitor.client.get(f"/follow/leaflets/{row.pk}/").status_code == 404
