"""The page of a complaint: who, what they want, what was promised, what comes next, what was said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework import write
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.promise import promise_call_back, replace_promise
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, missed, queries_for, restricted, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see
from tests.interfaces.desk.conftest import BrowserOf

LONG_NAME = (
    "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処藪ら柑子の藪柑子パイポパイポ"
)


def many_entries(cast: Cast, complaint: Complaint, number: int) -> None:
    """`number` notes, a minute apart."""
    now = timezone.now() - timedelta(hours=5)
    for n in range(number):
        write.note(cast.actor("handler"), complaint, body=f"メモ {n:03d}", now=now + timedelta(minutes=n))


# ── the head ──


def test_head_answers_who_what_and_by_when(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.investigated(cast, accommodation="筆談を希望")))
    for words in ("K-", "届いた皿が三枚割れていました", "試野 はな 様", "タメシノ ハナ", "hana@example.jp", "電話", "調査中",
                  "S3 通常", "緊急度 通常", "配送・納期", "担当 受田 ひかり", "約束: 経過のご連絡", "なぜこの日？", "日本語",
                  "筆談を希望", "次の一手"):  # fmt: skip
        assert words in page


def test_head_speaks_english_to_whoever_reads_english(browser_of: BrowserOf, cast: Cast) -> None:
    page = words_of(see(browser_of("handler", "en"), bench.investigated(cast)))
    for words in ("Being looked into", "S3 Ordinary", "Urgency: As usual", "In the hands of 受田 ひかり",
                  "Promised: News on how it stands", "Why this date?", "What the complainant sees"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(("ending", "said"), [
    ("agreed", "終了（合意）"),
    ("unconfirmed", "終了（確認できず）"),
    ("", "終了（合意・確認できず）"),
])  # fmt: skip
def test_head_says_how_it_ended_where_that_is_known(
    client: Client, cast: Cast, ending: str, said: str
) -> None:
    complaint = bench.closed(cast)
    assert complaint.ending == "agreed"
    Complaint.objects.filter(pk=complaint.pk).update(ending=ending)
    head = see(client, complaint).content.decode().partition("case-head__states")[2].partition("</div>")[0]
    assert said in head
    answer = see(client, complaint, "as-seen").content.decode().partition('class="answer"')[2]
    assert said in answer.partition("</div>")[0]


def test_promise_unfolds_the_days_as_they_were_counted(client: Client, cast: Cast) -> None:
    friday = timezone.now().astimezone(bench.JAPAN)
    friday -= timedelta(days=(friday.weekday() - 4) % 7 + 7)
    complaint = bench.acknowledged(cast, received_at=friday.replace(hour=10, minute=0))
    page = words_of(see(client, complaint))
    for words in ("起点", "1営業日目", "5営業日目", "土曜日", "日曜日", "数えています"):
        assert words in page


def test_overdue_promise_is_called_overdue(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    now = timezone.now()
    missed(
        promise_call_back(
            cast.actor("lead"), complaint, at=now - timedelta(hours=1), now=now - timedelta(hours=9)
        )
    )
    page = see(client, complaint)
    assert "promise--late" in page.content.decode()
    assert "超過" in words_of(page)


def test_replaced_promise_shows_the_old_date_struck_and_the_reason(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    replace_promise(cast.actor("handler"), complaint, promise=complaint.promises.get(kind="decision"),
                    to=bench.today() + timedelta(days=90), reason="鑑定に日数がかかるため。", now=timezone.now())  # fmt: skip
    page = see(client, complaint)
    assert "due--gone" in page.content.decode()
    assert words_of(page).count("鑑定に日数がかかるため。") == 2


def test_unassigned_complaint_says_so_and_offers_to_take_it(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.assessed(cast)))
    assert "担当なし" in page
    assert "自分が担当する" in page


def test_grave_and_restricted_are_marked_with_icon_and_word(browser_of: BrowserOf, cast: Cast) -> None:
    page = see(browser_of("lead"), restricted(cast))
    assert "担当者と責任者のみ" in words_of(page)
    grave = see(browser_of("lead"), bench.investigated(cast, severity="S1"))
    assert "S1 生命・身体・法令報告" in words_of(grave)
    assert "#urgent" in grave.content.decode()


def test_phone_number_that_can_be_dialled_is_a_link(client: Client, cast: Cast) -> None:
    caller = PersonGiven(
        name="番野 ゆう",
        contact_points=(
            ContactGiven(kind="phone", value="０３（１２３４）５６７８", note="日中可"),
            ContactGiven(kind="phone", value="内線だけ"),
        ),
    )
    page = see(client, bench.received(cast, complainant=caller))
    assert page.content.decode().count('href="tel:+81312345678"') == 2
    for words in ("03-1234-5678", "日中可", "内線だけ"):
        assert words in words_of(page)


@pytest.mark.parametrize(
    "name", ["乙", LONG_NAME, "Maria Fernanda Gonçalves de Oliveira e Silva dos Santos Pereira"]
)
def test_name_of_any_length_is_addressed(client: Client, cast: Cast, name: str) -> None:
    page = words_of(see(client, bench.received(cast, complainant=PersonGiven(name=name))))
    assert f"{name} 様" in page
    assert "連絡先なし" in page


def test_anonymous_complainant_has_no_name_anywhere(client: Client, cast: Cast) -> None:
    someone = PersonGiven(
        name="隠野 ひみつ", contact_points=(ContactGiven(kind="email", value="x@example.jp"),)
    )
    page = words_of(see(client, bench.received(cast, anonymous=True, complainant=someone)))
    assert "匿名の方" in page
    assert "隠野" not in page


def test_complaint_of_nobody_at_all_is_whole(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.received(cast, anonymous=True, complainant=None, desired_outcome="")))
    for words in ("匿名の方", "希望する解決は聞いていません。", "名前の分かる関係者はいません。", "宛先なし"):
        assert words in page


def test_other_complaints_of_the_person_are_counted_as_far_as_seen(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.received(cast)
    assert "ほかの苦情" not in words_of(see(browser_of("handler"), complaint))
    bench.received(cast)
    restricted(cast)
    assert "ほかの苦情 1件" in words_of(see(browser_of("handler"), complaint))
    assert "ほかの苦情 2件" in words_of(see(browser_of("lead"), complaint))


# ── the timeline ──


def test_public_internal_and_spoken_stand_in_their_own_bands(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    now = timezone.now()
    write.reply(cast.actor("handler"), complaint, body="申出者への言葉", now=now)
    write.note(cast.actor("handler"), complaint, body="内輪の言葉", now=now)
    write.hear(cast.actor("handler"), complaint, body="申出者の言葉", channel="phone", now=now)
    html = see(client, complaint).content.decode().partition('<div class="composer"')[0]
    for kind, text in (("public", "申出者への言葉"), ("internal", "内輪の言葉"), ("from", "申出者の言葉")):
        before = html.partition(text)[0]
        assert before.rpartition("band--")[2].startswith(kind)


def test_promises_made_kept_and_missed_stand_beside_their_step(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    now = timezone.now()
    promise = promise_call_back(
        cast.actor("lead"), complaint, at=now - timedelta(hours=1), now=now - timedelta(hours=9)
    )
    missed(promise)
    page = words_of(see(client, complaint))
    assert "約束: 結論のお知らせ" in page
    assert "約束どおり 受付通知" in page
    assert "超過 折り返し電話" in page


def test_letters_stand_beside_the_step_that_wrote_them(client: Client, cast: Cast) -> None:
    complaint = bench.acknowledged(cast)
    Letter.objects.filter(complaint=complaint).update(state="failed", next_try_at=None)
    page = see(client, complaint)
    letter = complaint.letters.get()
    assert page.content.decode().count(f"/desk/letters/{letter.pk}/") == 3
    assert words_of(page).count("送付できず") == 3


def test_letter_that_must_be_printed_is_named_in_the_next_step(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.acknowledged(cast, complainant=by_post())))
    assert "受付通知 : 印刷・郵送待ち" in page.partition("ほかの手続き")[0]


def test_newest_fifty_are_shown_and_the_earlier_ones_a_link_away(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast)
    many_entries(cast, complaint, 200)
    page = see(client, complaint)
    assert page.content.decode().count('<li class="entry') == 50
    assert "メモ 199" in words_of(page)
    assert "メモ 149" not in words_of(page)
    seen = 50
    while "以前の経過を表示する" in words_of(page):
        before = page.content.decode().partition('href="?before=')[2].partition('"')[0]
        page = see(client, complaint, before=before)
        seen += page.content.decode().count('<li class="entry')
        assert "最新の経過へ戻る" in words_of(page)
    assert seen == 201
    assert "受付（電話）" in words_of(page)


def test_earlier_pages_have_no_composer_that_could_answer_the_past(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast)
    many_entries(cast, complaint, 60)
    assert 'class="composer"' in see(client, complaint).content.decode()
    earlier = complaint.events.order_by("pk")[20].pk
    assert 'class="composer"' not in see(client, complaint, before=earlier).content.decode()


@pytest.mark.parametrize("before", ["", "x", "-3", "1e9", "９", "9" * 40, "0", "' or 1=1"])
def test_strange_place_in_the_timeline_is_no_error(client: Client, cast: Cast, before: str) -> None:
    assert see(client, bench.received(cast), before=before).status_code == 200


def test_rage_of_ten_thousand_characters_is_folded_and_whole(client: Client, cast: Cast) -> None:
    rage = ("もう三回目です！！！ ﾅﾝﾄﾞﾓ言わせないで💢👨‍👩‍👧‍👦<b>怒</b>\n" * 400)[:10_000]
    page = see(client, bench.received(cast, story=rage))
    words = words_of(page)
    assert "続きを読む（あと" in words
    assert "<b>怒</b>" not in page.content.decode()
    shown = page.content.decode().partition('class="timeline"')[2].partition("</ol>")[0]
    assert shown.count("もう三回目です") == rage.count("もう三回目です")


# ── the facts ──


def test_facts_hold_points_findings_and_answers(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.decided(cast)))
    for words in ("申出事項 2", "割れずに届く", "三枚が割れて届いた", "認容", "記録で確かめました。", "安全の質問 2",
                  "けがをした方、具合の悪くなった方がいますか いいえ"):  # fmt: skip
        assert words in page


def test_facts_hold_open_questions_with_their_day(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.third_party_asked(cast)))
    assert "質問と照会 1" in page
    assert "配送会社" in page
    assert "回答待ち" in page


def test_facts_hold_offers_by_round_and_remedies_with_state(client: Client, cast: Cast) -> None:
    complaint = bench.remedying(cast)
    page = see(client, complaint)
    for words in ("解決案 第1回 受入れ", "交換: 皿三枚の交換 実施待ち", "実施済みにする"):
        assert words in words_of(page)
    for remedy in complaint.remedies.all():
        assert f"{at(complaint, 'remedy')}?remedy={remedy.pk}" in page.content.decode()


def test_facts_hold_people_with_authority_and_needs(client: Client, cast: Cast) -> None:
    daughter = PersonGiven(name="娘野 さち", authority="長女。電話で本人に確認。")
    page = words_of(see(client, bench.received(cast, representative=daughter)))
    for words in ("関係者 2", "代理人", "娘野 さち 様", "長女。電話で本人に確認。"):
        assert words in page


def test_deadlines_of_the_rules_stand_apart_from_promises(client: Client, cast: Cast) -> None:
    page = words_of(see(client, bench.investigated(cast)))
    assert "規則による期限" in page
    assert "進行中" in page.partition("規則による期限")[2]


# ── who sees it ──


def test_restricted_complaint_does_not_exist_for_others(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = restricted(cast)
    hidden_from = browser_of("handler").get(at(complaint))
    unknown = browser_of("handler").get("/desk/complaints/K-2026-999999/")
    assert (hidden_from.status_code, unknown.status_code) == (404, 404)
    assert "極秘" not in hidden_from.content.decode()


@pytest.mark.parametrize("word", ["", "as-seen", "slip"])
def test_administrator_is_refused_and_stranger_sent_to_sign_in(
    browser_of: BrowserOf, cast: Cast, word: str
) -> None:
    complaint = bench.received(cast)
    assert see(browser_of("administrator"), complaint, word).status_code == 403
    answer = Client().get(at(complaint, word))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/desk/sign-in/")


def test_auditor_reads_everything_and_is_offered_nothing(browser_of: BrowserOf, cast: Cast) -> None:
    page = see(browser_of("auditor"), bench.remedying(cast))
    words = words_of(page)
    assert "この苦情は閲覧だけができます。手続きは担当者と責任者が行います。" in words
    assert "皿三枚の交換" in words
    for offer in ("ほかの手続き", "実施済みにする", "自分が担当する", 'class="composer"', "この期日を改める"):
        assert offer not in page.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_page_is_read_only(client: Client, cast: Cast, method: str) -> None:
    complaint = bench.received(cast)
    assert getattr(client, method)(at(complaint)).status_code == 405


def test_reading_changes_nothing(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    before = (bench.fresh(complaint).version, bench.kinds(complaint), complaint.letters.count())
    for word in ("", "as-seen", "slip", "assess", "propose", "decide", "reply", "withdraw"):
        see(client, complaint, word)
    assert (bench.fresh(complaint).version, bench.kinds(complaint), complaint.letters.count()) == before


# ── one query for each thing, not for each row ──


def test_number_of_queries_does_not_grow_with_entries(client: Client, cast: Cast) -> None:
    few, many = bench.investigated(cast), bench.investigated(cast)
    now = timezone.now() - timedelta(hours=3)
    for complaint, number in ((few, 1), (many, 30)):
        for n in range(number):
            moment = now + timedelta(minutes=n)
            write.reply(cast.actor("handler"), complaint, body=f"返信 {n}", now=moment)
            write.note(cast.actor("colleague"), complaint, body=f"メモ {n}", now=moment)
    once = queries_for(client, at(few))
    # Where it does not all stand on one page, one more asks what has ever happened.
    assert queries_for(client, at(many)) <= once + 1


def test_number_of_queries_does_not_grow_with_points(client: Client, cast: Cast) -> None:
    one, five = bench.acknowledged(cast), bench.acknowledged(cast)
    for complaint, number in ((one, 1), (five, 5)):
        points = [AllegationGiven(text=f"点 {n}", expected="期待", actual="実際") for n in range(number)]
        assess_complaint(cast.actor("handler"), complaint, severity="S3", subject="delivery", safety={},
                         allegations=points, now=timezone.now())  # fmt: skip
    for word in ("", "assess"):
        assert queries_for(client, at(one, word)) == queries_for(client, at(five, word))


def test_number_of_queries_stays_small(client: Client, cast: Cast) -> None:
    assert queries_for(client, at(bench.remedying(cast))) <= 36
