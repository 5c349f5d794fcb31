"""Head, next step and panel of facts, drawn from rows on paper: what is read, what is linked, for whom, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.seldom import Seldom
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.complaints.models import Allegation
from kikitori.records.inquiry.models import Finding
from kikitori.records.people.standing_in import Away
from tests.interfaces.desk.complaint.on_paper import (
    JAPAN,
    NOON,
    STAFF,
    clock,
    days,
    hours,
    inquiry,
    letter,
    on_paper,
    party,
    point,
    promise,
    proposal,
    remedy,
)

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% url %}"
HERE = "/desk/complaints/K-2026-000131/"


def drawn(part: str, standing: Standing, language: str = "ja", **more: Any) -> str:
    """A part of the page, as it is sent."""
    facts = Facts(standing)
    vars(facts)["other_complaints"] = 0
    vars(facts)["types"] = []
    vars(facts)["firings"] = []
    vars(facts)["_seldom"] = Seldom(False, 0, False, False, "")
    with timezone.override(JAPAN), translation.override(language):
        values = {"complaint": standing.complaint, "facts": facts, "ahead": ahead_of(standing), "standing": standing,
                  "recipient": recipient_of(standing), "token": "t", "now": NOON, **more}  # fmt: skip
        return str(get_template(f"desk/complaint/{part}.html").template.render(Context(values)))


def words(html: str) -> str:
    """What one reads."""
    seen = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())


OFFER = proposal(by=days(7))
FULL: dict[str, Any] = {
    "allegations": [point(1), Allegation(pk=2, number=2, text="説明", expected="一度で", actual="三度")],
    "findings": {1: [Finding(outcome="upheld", reasons="一度目"), Finding(outcome="partly", reasons="記録で確認")]},
    "safety": {"injury": "yes", "fire": "no"},
    "inquiries": [inquiry(answered=True), inquiry(pk=6, by=days(2), asked_of="third_party", whom="配送会社")],
    "remedies": [remedy("offered", OFFER), remedy("due", pk=2, kind="refund", text="返金", amount=800),
                 remedy("done", pk=3, text="お詫び状", done_at=hours(-1), done_by=STAFF[2])],
    "promises": [promise("acknowledgement", -19, "kept", kept_at=hours(-19.5), why=[]),
                 promise("progress", 29, why=[]), promise("decision", 200, why=[])],
    "clocks": [clock()],
    "letters": [letter(pk=2), letter("failed", pk=1, kind="acknowledgement")],
    "roads": [party("phone", "03-1234-5678", note="日中可"), party("email", "hana@example.jp")],
}  # fmt: skip
#: part → (what is read in ja, what is read in en)
READ: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "_head": (
        ("K-2026-000131", "電話", "皿が三枚割れていた", "調査中", "S3 通常", "緊急度 通常", "担当 受田 ひかり", "約束: 経過のご連絡",
         "試野 はな 様", "電話: 03-1234-5678 (日中可)", "電子メール: hana@example.jp", "日本語", "申出者の画面を見る"),
        ("Phone", "Being looked into", "S3 Ordinary", "Urgency: As usual", "In the hands of 受田 ひかり",
         "Promised: News on how it stands", "試野 はな", "What the complainant sees"),
    ),
    "_ahead": (
        ("次の一手", "受付通知 : 送付できず", "ほかの手続き", "話す・尋ねる", "対応を進める", "上申・終了・再開", "書く", "控えを再発行する"),
        ("Next step", "Confirmation of receipt : Could not be sent", "Other steps", "Talk and ask", "Handle", "Write"),
    ),
    "_facts": (
        ("希望する解決 交換してほしい。", "申出事項 2", "1. 皿が三枚割れていた 一部認容", "理由 記録で確認", "以前の認定 1件", "2. 説明 未認定",
         "期待 一度で", "実際 三度", "解決案 第1回 回答待ち", "12月1日（火）", "交換: 皿三枚の交換", "返金: 返金 800円", "実施済み", "隣野 まこと",
         "質問と照会 2", "配送会社", "回答待ち", "約束と期限 3", "規則による期限", "安全の質問 2", "関係者 1", "通知文 2"),
        ("What they want", "Points raised 2", "Upheld in part", "No finding yet", "Proposal, round 1", "Refund: 返金 ¥800",
         "Questions asked 2", "No answer yet", "Promises and deadlines 3", "Safety questions 2", "People 1", "Letters 2"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", READ)
def test_part_of_the_page_is_read_in_both_languages(part: str) -> None:
    for language, expected in zip(("ja", "en"), READ[part], strict=True):
        seen = words(drawn(part, on_paper(**FULL), language))
        for said in expected:
            assert said in seen, (said, seen)


@pytest.mark.parametrize("part", READ)
def test_empty_complaint_is_whole_too(part: str) -> None:
    empty = on_paper(
        "received", about={"assessed_at": None, "assignee": None, "desired_outcome": "", "anonymous": True}
    )
    seen = words(drawn(part, empty))
    for said in {
        "_head": ("匿名の方", "担当なし", "いま約束している期日はありません。"),
        "_ahead": ("受付通知をまだ送っていません。",),
        "_facts": (
            "希望する解決は聞いていません。",
            "名前の分かる関係者はいません。",
            "まだ約束はありません。",
            "通知文はまだありません。",
        ),
    }[part]:
        assert said in seen, seen
    assert "None" not in seen


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_rows_lead_to_their_step_for_who_may_take_it(role: str) -> None:
    html = drawn("_facts", on_paper(role=role, **FULL))
    links = {f"{HERE}remedy/?remedy=2", f"{HERE}answer/?inquiry=6", f"{HERE}new-date/?promise=129"}
    for link in links:
        assert (f'href="{link}"' in html) == (role != "auditor"), link
    assert f"{HERE}remedy/?remedy=3" not in html
    assert f"{HERE}answer/?inquiry=5" not in html


def test_auditor_reads_that_others_act_and_gets_no_menu() -> None:
    seen = words(drawn("_ahead", on_paper(role="auditor", **FULL)))
    assert "この苦情は閲覧だけができます。手続きは担当者と責任者が行います。" in seen
    assert "ほかの手続き" not in seen
    assert "書く" not in seen


@pytest.mark.parametrize(
    ("about", "said", "sign"),
    [
        ({"severity": "S1"}, "S1 生命・身体・法令報告", "#urgent"),
        ({"severity": "S2"}, "S2 重大な損害・権利", "#urgent"),
        ({"urgency": "now"}, "緊急度 今すぐ", "#clock"),
        ({"urgency": "today"}, "緊急度 本日中", "#clock"),
        ({"confidentiality": "restricted"}, "担当者と責任者のみ", "#lock"),
        ({"assignee": None}, "担当なし", "自分が担当する"),
        ({"assignee": STAFF[2]}, "担当 隣野 まこと", "自分が担当する"),
        ({"accommodation": "筆談を希望"}, "筆談を希望", "#info"),
    ],
)
def test_head_marks_what_is_out_of_the_ordinary(about: dict[str, Any], said: str, sign: str) -> None:
    html = drawn("_head", on_paper(about=about))
    assert said in words(html)
    assert sign in html
    plain = drawn("_head", on_paper())
    assert said not in words(plain)
    assert sign not in plain


def test_overdue_promise_is_late_in_the_head() -> None:
    late = drawn("_head", on_paper(promises=[promise("decision", -3, why=[])]))
    assert "promise--late" in late
    assert "超過" in words(late)
    assert "promise--late" not in drawn("_head", on_paper(promises=[promise("decision", 3, why=[])]))


@pytest.mark.parametrize(
    ("row", "css", "said"),
    [
        (promise("decision", -9, "kept", kept_at=hours(-10), why=[]), "due--kept", "約束どおり"),
        (promise("decision", -9, "missed", kept_at=hours(-1), why=[]), "due--missed", ""),
        (
            promise("decision", 9, "replaced", replaced_by_id=3, reason="鑑定に日数がかかるため。", why=[]),
            "due--gone",
            "鑑定に日数が",
        ),
        (promise("decision", 9, "cancelled", why=[]), "due--gone", "不要"),
        (promise("decision", -9, "missed", why=[]), "due--late", "超過"),
        (promise("decision", 300, why=[]), "due--later", "結論のお知らせ"),
    ],
)
def test_promise_in_the_panel_says_how_it_ended(row: Any, css: str, said: str) -> None:
    html = drawn("_facts_owed", on_paper(promises=[row]))
    assert css in html
    assert said in words(html)


@pytest.mark.parametrize(
    ("state", "css"),
    [("failed", "badge--late"), ("to_print", "badge--soon"), ("sent", "badge--kept"), ("waiting", "")],
)
def test_letter_in_the_panel_says_how_it_stands(state: str, css: str) -> None:
    html = drawn("_letters", on_paper(), letters=[letter(state)])
    assert f'class="badge{" " + css if css else ""}"' in html


@pytest.mark.parametrize("part", ["_head", "_facts"])
def test_text_from_outside_is_text_in_every_place(part: str) -> None:
    person = party("other", EVIL, name=EVIL, note=EVIL)
    person.person.name_kana = person.person.accommodation = person.authority = EVIL
    evil = on_paper(
        about={
            "title": EVIL,
            "story": EVIL,
            "desired_outcome": EVIL,
            "accommodation": EVIL,
            "language": "de",
        },
        allegations=[Allegation(pk=1, number=1, text=EVIL, expected=EVIL, actual=EVIL)],
        findings={1: [Finding(outcome="upheld", reasons=EVIL)]},
        inquiries=[inquiry(answered=True, answer=EVIL, question=EVIL, whom=EVIL)],
        remedies=[remedy(text=EVIL), remedy("offered", proposal("declined"), pk=4, text=EVIL)],
        promises=[promise(note=EVIL, reason=EVIL, why=[])],
        letters=[letter("failed", to_address=EVIL)],
        roads=[person],
    )
    html = drawn(part, evil)
    assert not re.search(r"<script|<img", html)
    assert html.count("alert(1)") >= 4
    assert "14" not in words(html).replace("K-2026-000131", "")


def test_title_is_shown_without_signs_that_turn_or_hide_it() -> None:
    assert "返金済みです" in words(
        drawn("_head", on_paper(about={"title": "返金\u202e済み\u2066です\u200b"}))
    )


def test_words_in_another_language_are_marked_as_such() -> None:
    html = drawn("_head", on_paper(about={"language": "en", "title": "It broke."}))
    assert '<h1 lang="en">It broke.</h1>' in html
    assert "lang=" not in drawn("_head", on_paper()).partition("<h1")[2].partition(">")[0]


# ── who will read what is typed ──


@pytest.mark.parametrize("word", STEPS)
def test_form_says_who_will_read_it(word: str) -> None:
    kind = STEPS[word]
    html = drawn("_reader", on_paper(roads=[party()]), kind=kind)
    band, said = {
        "public": ("band--public", "試野 はな 様・電子メール hana@example.jp"),
        "shown": ("band--public", "控えから開くご本人のページだけ"),
        "spoken": ("band--from", "申出者の話を、あなたが記録します"),
        "internal": ("band--internal", "内部のみ"),
    }[kind.side]
    assert band in html
    assert html.count("band--") == 1
    assert said in words(html) or kind.side not in ("public", "shown")
    assert ("hana@example.jp" in html) == (kind.side == "public")
    with translation.override("ja"):
        assert str(kind.about) in words(html)


@pytest.mark.parametrize(
    ("road", "warned"), [("email", False), ("post", False), ("phone", True), (None, True)]
)
def test_public_form_warns_where_no_letter_arrives(road: str | None, *, warned: bool) -> None:
    html = drawn("_reader", on_paper(roads=[party(road, "x")]), kind=STEPS["reply"])
    assert ("通知文を届ける方法がありません。" in words(html)) == warned
    assert "通知文を届ける方法がありません。" not in words(
        drawn("_reader", on_paper(roads=[party(road, "x")]), kind=STEPS["note"])
    )


@pytest.mark.parametrize("word", STEPS)
def test_look_is_offered_exactly_where_a_letter_is_sent(word: str) -> None:
    kind = STEPS[word]
    html = drawn("_verbs", on_paper(), kind=kind)
    assert ('name="look"' in html) == (kind.sends is not None)
    assert ("button--danger" in html) == kind.danger
    assert ("button--internal" in html) == (kind.side == "internal" and not kind.danger)


def test_absence_stands_beside_whoever_has_it_in_hand() -> None:
    day = NOON.astimezone(JAPAN).date()
    away = Away(1, 2, day, day + timedelta(days=3), 3, STAFF[2].name, STAFF[3].name)
    at = on_paper(about={"assignee": STAFF[2]}, away=[away])
    assert f"代理 {STAFF[3].name}" in words(drawn("_head", at))
    assert "不在" not in words(drawn("_head", on_paper(about={"assignee": STAFF[2]})))
    assert "不在" not in words(drawn("_head", on_paper(about={"assignee": None}, away=[away])))
