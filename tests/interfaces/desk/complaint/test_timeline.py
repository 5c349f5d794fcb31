"""One entry of the timeline: who, what was said for whom, what it did to promises, which letters it sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kikitori.interfaces.desk.complaint.timeline import Entry, as_entries, who
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import Staff
from tests.interfaces.desk.complaint.on_paper import (
    JAPAN,
    NOON,
    STAFF,
    event,
    inquiry,
    known,
    letter,
    on_paper,
    proposal,
    remedy,
)

DUE = "2026-11-26T08:00:00+00:00"
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% url %}"


def entry(happened: Event, *, public: bool = False, language: str = "ja", **rows: Any) -> Entry:
    """The event as an entry of a page."""
    with timezone.override(JAPAN), translation.override(language):
        return as_entries(on_paper(**rows), [happened], public=public)[0]


def drawn(*entries: Entry, language: str = "ja") -> str:
    """The entries on the page."""
    with timezone.override(JAPAN), translation.override(language):
        template = Template("{% load case %}{% timeline entries %}")
        return template.render(Context({"entries": entries, "now": NOON}))


def words(html: str) -> str:
    """What one reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


#: what the step did to a promise → (values of the event, fate, what is read in ja, in en)
FATES: dict[str, tuple[Event, str, str, str]] = {
    "made": (event("replied", promised=[{"kind": "progress", "due_at": DUE}]), "made", "約束: 経過のご連絡 あさって 17:00",
             "Promised: News on how it stands"),
    "kept": (event("replied", kept=[{"kind": "progress", "due_at": DUE, "late": False}]), "kept",
             "約束どおり 経過のご連絡 (期日 あさって 17:00 )", "As promised News on how it stands (Due"),
    "kept late": (event("replied", kept=[{"kind": "decision", "due_at": DUE, "late": True}]), "late",
                  "遅れて実施 結論のお知らせ (期日", "Done late Decision (Due"),
    "missed": (event("promise_missed", kind_="x"), "missed", "超過 折り返し電話 (期日", "Overdue Call back (Due"),
    "replaced": (event("promise_replaced"), "made", "約束: 結論のお知らせ", "Promised: Decision"),
    "call promised": (event("call_promised", due_at=DUE), "made", "約束: 折り返し電話", "Promised: Call back"),
}  # fmt: skip
FATES["missed"][0].data = {"kind": "call_back", "due_at": DUE}
FATES["replaced"][0].data = {
    "kind": "decision",
    "due_at": DUE,
    "before": "2026-11-25T08:00:00+00:00",
    "reason": "鑑定",
}


@pytest.mark.parametrize("case", FATES)
def test_promise_stands_beside_the_step_that_made_or_kept_it(case: str) -> None:
    happened, fate, ja, en = FATES[case]
    one = entry(happened)
    assert [note.fate for note in one.promises] == [fate]
    assert ja in words(drawn(one))
    assert en in words(drawn(entry(happened, language="en"), language="en"))


def test_step_that_keeps_one_and_makes_another_says_both() -> None:
    both = event(
        "replied",
        promised=[{"kind": "progress", "due_at": DUE}, {"kind": "decision", "due_at": DUE}],
        kept=[{"kind": "progress", "due_at": DUE, "late": False}],
    )
    assert [note.fate for note in entry(both).promises] == ["made", "made", "kept"]
    assert entry(event("replied")).promises == ()


@pytest.mark.parametrize(
    ("by", "staff_reads", "they_read"),
    [
        (STAFF[1], "受田 ひかり", "みほん堂"),
        ("complainant", "申出者", "申出者"),
        ("respondent", "対象者", "対象者"),
        ("system", "自動", "みほん堂"),
        ("staff", "みほん堂", "みほん堂"),
    ],
)
def test_who_acted_is_a_name_for_staff_and_the_house_for_the_complainant(
    by: Staff | str, staff_reads: str, they_read: str
) -> None:
    happened = event("replied", by=by)
    with translation.override("ja"):
        assert who(happened, known(on_paper(), happened)) == staff_reads
        assert who(happened, known(on_paper(), happened, public=True)) == they_read


def test_house_is_named_in_the_complainants_language() -> None:
    happened = event("replied")
    with translation.override("ja"):
        assert who(happened, known(on_paper(about={"language": "en"}), happened, public=True)) == "Mihon-do"


def test_letters_stand_at_the_step_that_sent_them_and_nowhere_else() -> None:
    letters = [
        letter(pk=3, key="8:0"),
        letter(pk=2, key="7:1"),
        letter(pk=1, key="7:0"),
        letter(pk=4, key="slip"),
    ]
    assert [row.pk for row in entry(event("replied"), letters=letters).letters] == [1, 2]


@pytest.mark.parametrize(
    ("state", "css"), [("failed", "badge--late"), ("to_print", "badge--soon"), ("sent", '"badge"')]
)
def test_letter_says_how_it_stands(state: str, css: str) -> None:
    one = entry(event("replied"), letters=[letter(state, subject="件名<b>")])
    html = drawn(one)
    assert css in html
    assert 'href="/desk/letters/50/"' in html
    assert "件名&lt;b&gt;" in html


#: kind → (values, band on the page, is it marked as internal without a band?)
BANDS: dict[str, tuple[dict[str, Any], str, bool]] = {
    "called_back": ({"said": "火曜に届く"}, "band--public", False),
    "escalated": ({"to": 3, "reason": "判断"}, "band--internal", False),
    "task_finished": ({"title": "倉庫に確認", "late": True}, "band--internal", False),
    "action_tied": ({"how": "raised", "reference": "CA-2026-0001"}, "", True),
    "inquiry_planned": ({}, "", True),
    "escalation_acknowledged": ({"level": 1, "note": "電話します"}, "band--internal", False),
    "withdrawn": ({"reason": "もう結構"}, "band--from", False),
    "remedies_finished": ({}, "", True),
    "promise_missed": ({"kind": "decision", "due_at": DUE}, "", True),
    "receipt_issued": ({}, "", True),
}


@pytest.mark.parametrize("kind", BANDS)
def test_entry_says_by_colour_icon_and_word_who_reads_it(kind: str) -> None:
    values, band, badge = BANDS[kind]
    public = kind in ("called_back", "withdrawn")
    happened = event(kind, public=public)
    happened.data = values
    found = as_entries(on_paper(), [happened]) if "to" not in values else [entry_of_known(happened)]
    html = drawn(*found)
    assert band in html
    assert ("badge--internal" in html) == badge
    assert html.count("band--") == bool(band)


def entry_of_known(happened: Event) -> Entry:
    """An entry that names a colleague who took a step on the same page."""
    another = event("replied", by=STAFF[3])
    return as_entries(on_paper(), [happened, another])[0]


def test_colleagues_of_the_same_page_are_named_without_asking() -> None:
    handed = event("assigned", to=2, before=1, public=False)
    entries = as_entries(on_paper(), [handed, event("noted", by=STAFF[2])])
    with translation.override("ja"):
        assert "隣野 まこと" in str(entries[0].told.sentence)


def test_what_the_house_did_is_small_and_what_somebody_said_is_not() -> None:
    assert entry(event("acknowledged")).is_small
    assert not entry(event("called_back", said="話した")).is_small
    offer = proposal()
    assert not entry(event("proposed", proposal=1), remedies=[remedy("offered", offer)]).is_small
    assert "entry--step" in drawn(entry(event("acknowledged")))


def test_nothing_internal_is_read_where_the_complainant_reads() -> None:
    secret = [inquiry(pk=5, asked_of="third_party", whom="内緒の会社", question="内緒の照会")]
    for kind, data in {"escalated": {"to": 1, "reason": "内緒"}, "assigned": {"to": 1, "reason": "内緒"},
                       "noted": {}, "remedy_done": {"remedy": 9}, "question_asked": {"inquiry": 5, "asked_of": "third_party"}}.items():  # fmt: skip
        one = entry(
            event(kind, **data), public=True, inquiries=secret, remedies=[remedy("done", done_note="内緒")]
        )
        html = drawn(one)
        assert "band--internal" not in html, kind
        assert one.text.beginning == "", kind
        assert "内緒" not in html.replace("内緒の会社", ""), kind


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("called_back", {"said": EVIL}),
        ("withdrawn", {"reason": EVIL, "how": EVIL}),
        ("reopened", {"reason": EVIL}),
        ("closed", {"outcome": "agreed", "note": EVIL}),
        ("acknowledged", {"how": EVIL}),
        ("question_asked", {"inquiry": 5, "asked_of": "third_party"}),
        ("proposed", {"proposal": 1}),
        ("remedy_done", {"remedy": 9}),
        ("moved_to_mars<script>", {}),
    ],
)
def test_whatever_was_typed_is_text_on_the_page(kind: str, data: dict[str, Any]) -> None:
    rows = {
        "inquiries": [inquiry(whom=EVIL, question=EVIL)],
        "remedies": [remedy("done", proposal(), text=EVIL, done_note=EVIL)],
        "letters": [letter(subject=EVIL, to_address=EVIL)],
    }
    html = drawn(entry(event(kind, **data), **rows))
    assert not re.search(r"<script|<img", html)
    assert "alert(1)" in html


def test_long_words_are_folded_and_whole() -> None:
    said = "もう三回目です。\n" * 300
    html = drawn(entry(event("called_back", said=said)))
    assert html.count("もう三回目です。") == 300
    assert "<details" in html
    assert "続きを読む（あと" in words(html)
