"""What cannot be taken as typed: 422, said beside the field and at the top, with every word kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kikitori.interfaces.desk.complaint.steps.table import STEPS
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf

#: step → (maker, what is typed, the field that is wrong, what is said)
WRONG: dict[str, tuple[object, dict[str, object], str, str]] = {
    "no severity": (bench.acknowledged, {"step": "assess", **bench.assessment(severity="")}, "severity",
                    "「重大度」が空です"),
    "severity of no scale": (bench.acknowledged, {"step": "assess", **bench.assessment(severity="S9")}, "severity",
                             "選択肢から選んでください"),
    "safety left open": (bench.acknowledged, {"step": "assess", **bench.assessment(rest_no="")}, "safety_injury",
                         "「けがをした方、具合の悪くなった方がいますか」が空です"),
    "point too long": (bench.acknowledged, {"step": "assess", **bench.assessment(allegation_0_text="長" * 2001)},
                       "allegation_0_text", "が長すぎます"),
    "second point too long, rows apart": (
        bench.acknowledged, {"step": "assess", **bench.assessment(allegation_2_expected="長" * 2001,
                                                                  allegation_2_text="三行目")},
        "allegation_2_expected", "申出事項3: 期待していたこと」が長すぎます"),
    "title too long": (bench.acknowledged, {"step": "assess", **bench.assessment(title_line="長" * 201)}, "title_line",
                       "が長すぎます"),
    "expectation without a point": (
        bench.acknowledged, {"step": "assess", **bench.assessment(allegation_1_expected="期待だけ")},
        "allegation_1_text", "申出事項2: 申出の内容」が空です"),
    "echo too long": (bench.received, {"step": "acknowledge", "echo": "長" * 2001}, "echo", "が長すぎます"),
    "assigned to nobody": (bench.assessed, {"step": "assign", "to": ""}, "to", "「担当にする人」が空です"),
    "question empty": (bench.investigated, {"step": "ask", "question": " 　", "answer_by": bench.in_days(7)}, "question",
                       "「質問」が空です"),
    "answer wanted in the past": (bench.investigated, {"step": "ask", "question": "はい？", "answer_by": "2020-01-01"},
                                  "answer_by", "もっと後の日時に"),
    "answer wanted in a hundred years": (bench.investigated, {"step": "ask", "question": "はい？",
                                                              "answer_by": "2199-01-01"}, "answer_by", "範囲を外れて"),
    "day that is none": (bench.investigated, {"step": "ask", "question": "はい？", "answer_by": "そのうち"}, "answer_by",
                         "読み取れません"),
    "nobody asked": (bench.investigated, {"step": "ask-third-party", "whom": "", "question": "はい？",
                                          "answer_by": bench.in_days(7)}, "whom", "「照会先」が空です"),
    "reply empty": (bench.investigated, {"step": "reply", "body": "\n\n"}, "body", "「返信」が空です"),
    "note empty": (bench.investigated, {"step": "note", "body": ""}, "body", "「メモ」が空です"),
    "reply too long": (bench.investigated, {"step": "reply", "body": "長" * 100_001}, "body", "が長すぎます"),
    "heard by no road": (bench.investigated, {"step": "hear", "body": "聞いた", "channel": "telepathy"}, "channel",
                         "選択肢から選んでください"),
    "offer without words": (bench.investigated, {"step": "propose", **bench.offer(text="")}, "text",
                            "「解決案の説明」が空です"),
    "remedy without a kind": (bench.investigated, {"step": "propose", **bench.offer(remedy_0_kind="")}, "remedy_0_kind",
                              "「救済1の種類」が空です"),
    "remedy without a day": (bench.investigated, {"step": "propose", **bench.offer(remedy_0_due_on="")},
                             "remedy_0_due_on", "「救済1の期日」が空です"),
    "remedy due in the past": (bench.investigated, {"step": "propose", **bench.offer(remedy_0_due_on="2020-01-01")},
                               "remedy_0_due_on", "もっと後の日時に"),
    "remedy of no known kind": (bench.investigated, {"step": "propose", **bench.offer(remedy_0_kind="revenge")},
                                "remedy_0_kind", "選択肢から選んでください"),
    "amount that is no number": (bench.investigated, {"step": "propose", **bench.offer(
        remedy_0_kind="refund", remedy_0_amount="たくさん")}, "remedy_0_amount", "整数で書いてください"),
    "amount below nothing": (bench.investigated, {"step": "propose", **bench.offer(
        remedy_0_kind="refund", remedy_0_amount="-1")}, "remedy_0_amount", "整数で書いてください"),
    "amount of ten thousand digits": (bench.investigated, {"step": "propose", **bench.offer(
        remedy_0_kind="refund", remedy_0_amount="9" * 10_000)}, "remedy_0_amount", "整数で書いてください"),
    "amount where none belongs": (bench.investigated, {"step": "propose", **bench.offer(remedy_0_amount="500")},
                                  "remedy_0_amount", "この種類の救済には金額がありません"),
    "third row wrong, second empty": (bench.investigated, {"step": "propose", **bench.offer(
        remedy_2_kind="apology", remedy_2_text="", remedy_2_due_on=bench.in_days(3))}, "remedy_2_text",
        "「救済3の内容」が空です"),
    "accepted by no road": (bench.proposed, {"step": "accept", "how": "", "words": "はい"}, "how",
                            "「どのように聞きましたか」が空です"),
    "point without a finding": (bench.investigated, {"step": "decide", **bench.decision(outcome_2="")}, "outcome_2",
                                "「申出事項2の認定」が空です"),
    "finding without reasons": (bench.investigated, {"step": "decide", **bench.decision(reasons_1="  ")}, "reasons_1",
                                "「申出事項1の理由」が空です"),
    "rating beyond the scale": (bench.solution_asked, {"step": "solved", "how": "電話", "rating": "6"}, "rating",
                                "選択肢から選んでください"),
    "no rating to write down": (bench.closed, {"step": "rate", "rating": ""}, "rating", "が空です"),
    "reopened without a reason": (bench.closed, {"step": "reopen", "reason": ""}, "reason", "「再開の理由」が空です"),
    "brought up without a reason": (bench.investigated, {"step": "escalate", "reason": ""}, "reason", "が空です"),
    "call promised for yesterday": (bench.investigated, {"step": "promise-call", "day": "2020-01-01", "time": "10:00"},
                                    "time", "もっと後の日時に"),
    "call promised at no time": (bench.investigated, {"step": "promise-call", "day": bench.in_days(1), "time": "25:99"},
                                 "time", "読み取れません"),
}  # fmt: skip


#: A word that is on no list cannot be shown as chosen; there is nothing of the person's own in it.
CHOSEN = {"severity", "channel", "remedy_0_kind", "rating"}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_value_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, cast: Cast, case: str
) -> None:
    maker, typed, field, said = WRONG[case]
    complaint = maker(cast)  # type: ignore[operator]
    before = kinds(complaint)
    values = {name: value for name, value in typed.items() if name != "step"}
    answer = send(client, complaint, str(typed["step"]), **values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in words_of(answer)
    assert "エラー：" in page.partition("</title>")[0]
    assert "error-summary" in page
    anchors = {f'href="#id_{field}"', f'href="#id_{field}_0"', 'href="#reply-text"', 'href="#note-text"'}
    assert any(anchor in page for anchor in anchors)
    for name, value in values.items():
        if isinstance(value, str) and value.strip() and len(value) < 100 and name not in CHOSEN:
            assert value.strip() in page
    assert kinds(complaint) == before


def test_new_date_must_lie_after_the_old_one(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    promise = complaint.promises.get(kind="decision")
    answer = send(
        client, complaint, "new-date", promise=promise.pk, to=bench.in_days(1), reason="早くなりました。"
    )
    assert answer.status_code == 422
    assert "早くなりました。" in words_of(answer)


def test_reply_that_cannot_be_sent_comes_back_on_its_own_side(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for word, side in (("reply", "write-public"), ("note", "write-internal")):
        page = send(client, complaint, word, body="").content.decode()
        chosen = page.partition(f'id="{side}"')[2].partition(">")[0]
        assert "checked" in chosen


def test_errors_speak_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    page = words_of(
        send(browser_of("handler", "en"), complaint, "propose", **bench.offer(text="", answer_by="soon"))
    )
    assert "“What we propose, in words” is empty. Please fill it in." in page
    assert "“We hold the offer open until” could not be read." in page


@pytest.mark.parametrize("maker", [bench.investigated, bench.proposed, bench.closed])
def test_empty_form_is_never_a_failure_of_ours(cast: Cast, browser_of: BrowserOf, maker: bench.Made) -> None:
    complaint, lead = maker(cast), browser_of("lead")
    for word in STEPS:
        # Asking once more has no field: where it is possible, its button is all there is.
        done = {303} if word == "ask-again" and maker is bench.closed else {409, 422}
        assert lead.post(bench.at(complaint, word)).status_code in done, word


@pytest.mark.parametrize(
    "maker", [bench.investigated, bench.third_party_asked, bench.remedying, bench.closed]
)
def test_every_field_filled_with_nonsense_is_never_a_failure_of_ours(
    cast: Cast, browser_of: BrowserOf, maker: bench.Made
) -> None:
    complaint, lead = maker(cast), browser_of("lead")
    for word in (
        "assess",
        "propose",
        "decide",
        "assign",
        "answer",
        "new-date",
        "remedy",
        "rate",
        "promise-call",
    ):
        shown = see(lead, complaint, word)
        names = set(re.findall(r'name="(\w+)"', shown.content.decode())) - {"csrfmiddlewaretoken", "look"}
        for nonsense in ("９９９", "\u202e\u200b"):  # more of it on paper, in test_forms.py
            answer = lead.post(bench.at(complaint, word), dict.fromkeys(names, nonsense))
            assert answer.status_code in (409, 422), (word, nonsense)
