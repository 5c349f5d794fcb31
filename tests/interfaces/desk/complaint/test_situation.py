"""Where a complaint stands, in one sentence, and what follows: every state with the facts that matter in it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone, translation

from kikitori.interfaces.desk.complaint.situation import situation
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import CLOSED, GONE, State, Step, is_possible
from tests.interfaces.desk.complaint.on_paper import (
    JAPAN,
    days,
    event,
    hours,
    inquiry,
    on_paper,
    point,
    promise,
    proposal,
    remedy,
)

S = Step
UNASSESSED = {"assessed_at": None}
ASKED = event("solution_asked")
LONG_AGO = event("solution_asked")
LONG_AGO.at = hours(-24 * 15)
#: name → (where it stands, what is said in ja, in en, the steps that follow)
CASES: dict[str, tuple[Standing, str, str, tuple[Step, ...]]] = {
    "received": (on_paper("received", about=UNASSESSED), "受付通知をまだ送っていません。",
                 "The complainant has not heard yet that we have it.", (S.ACKNOWLEDGE, S.ASSESS)),
    "received, dangerous": (on_paper("received", about={**UNASSESSED, "queue": "urgent"}),
                            "危険があるかもしれません。すぐに初期評価をし、続けて受付を通知してください。",
                            "Somebody may be in danger. Assess it at once, then confirm receipt.",
                            (S.ASSESS, S.ACKNOWLEDGE)),
    "received, dangerous but assessed": (on_paper("received", about={"queue": "urgent"}), "受付通知をまだ送っていません。",
                                         "The complainant has not heard yet", (S.ACKNOWLEDGE, S.ASSESS)),
    "acknowledged": (on_paper("acknowledged", about=UNASSESSED), "重大度と申出事項がまだ決まっていません。",
                     "Nobody has judged yet how grave it is and what exactly is alleged.", (S.ASSESS, S.ASSIGN)),
    "assessing, not assessed": (on_paper("assessing", about=UNASSESSED), "重大度と申出事項がまだ決まっていません。",
                                "Nobody has judged yet", (S.ASSESS, S.ASSIGN)),
    "assessed, nobody's": (on_paper("assessing", about={"assignee": None}), "初期評価は済み、担当がいません。",
                           "It is assessed and in nobody's hands.", (S.INVESTIGATE, S.ASSIGN)),
    "assessed, in hand": (on_paper("assessing"), "初期評価が済みました。調査を始められます。",
                          "It is assessed. Looking into it can begin.", (S.INVESTIGATE, S.ASSIGN)),
    "reopened": (on_paper("reopened"), "再開した苦情です。", "It has come back.", (S.INVESTIGATE, S.ASSESS)),
    "reopened, never assessed": (on_paper("reopened", about=UNASSESSED), "再開した苦情です。", "It has come back.",
                                 (S.ASSESS, S.INVESTIGATE)),
    "no point": (on_paper(), "申出事項がまだ書かれていないため、決定に進めません。",
                 "No point has been written down yet, so nothing could be decided.", (S.ASSESS, S.REPLY)),
    "enough known": (on_paper(allegations=[point()]), "必要なことが分かったら、解決案を提示するか、",
                     "When you know enough: propose a solution, or decide on every point.", (S.PROPOSE, S.DECIDE)),
    "one question open": (on_paper(allegations=[point()], inquiries=[inquiry(), inquiry(answered=True)]),
                          "回答待ちの照会が1件あります。", "1 question is waiting for an answer.",
                          (S.RECORD_ANSWER, S.PROPOSE)),
    "two questions open": (on_paper(allegations=[point()], inquiries=[inquiry(), inquiry()]),
                           "回答待ちの照会が2件あります。", "2 questions are waiting for an answer.",
                           (S.RECORD_ANSWER, S.PROPOSE)),
    "news promised soon": (on_paper(allegations=[point()], inquiries=[inquiry()], promises=[promise("progress", 47)]),
                           "経過のご連絡を約束しています: あと2日・あさって 11:00。",
                           "The complainant was promised news: in 2 days · ", (S.REPLY, S.PROPOSE)),
    "news promised later": (on_paper(allegations=[point()], promises=[promise("progress", 49)]),
                            "必要なことが分かったら", "When you know enough", (S.PROPOSE, S.DECIDE)),
    "complainant asked": (on_paper("awaiting_complainant", inquiries=[inquiry(by=days(2)), inquiry(by=days(5))]),
                          "申出者に質問しています（回答の希望日 11月29日（日））。その間も、こちらの期限は進みます。",
                          "We asked the complainant. An answer helps until Sun 29 Nov; our own dates go on.",
                          (S.HEAR, S.ASK_COMPLAINANT)),
    "answer wanted today": (on_paper("awaiting_complainant", inquiries=[inquiry(by=days(0))]),
                            "申出者に質問しています（回答の希望日 今日）。", "An answer helps until today;",
                            (S.HEAR, S.ASK_COMPLAINANT)),
    "answer wanted yesterday": (on_paper("awaiting_complainant", inquiries=[inquiry(by=days(-1))]),
                                "申出者の回答の希望日（昨日）を過ぎました。",
                                "The day for the complainant's answer (yesterday) has passed.",
                                (S.HEAR, S.ASK_COMPLAINANT)),
    "asked without a day": (on_paper("awaiting_complainant", inquiries=[inquiry()]), "回答待ちの照会が1件あります。",
                            "1 question is waiting", (S.HEAR, S.ASK_COMPLAINANT)),
    "third party asked": (on_paper("awaiting_third_party", inquiries=[inquiry(by=days(1), asked_of="third_party")]),
                          "第三者に照会しています（回答の希望日 明日）。", "The answer is wanted by tomorrow;",
                          (S.RECORD_ANSWER, S.REPLY)),
    "third party silent": (on_paper("awaiting_third_party", inquiries=[inquiry(by=days(-3))]),
                           "第三者の回答の希望日（11月21日（土））を過ぎました。",
                           "The third party's answer was wanted by Sat 21 Nov.", (S.RECORD_ANSWER, S.REPLY)),
    "offer stands": (on_paper("proposal", remedies=[remedy("offered", proposal(by=days(7)))]),
                     "申出者が解決案を検討しています（回答の期日 12月1日（火））。",
                     "The complainant is thinking about our offer, until Tue 1 Dec.", (S.ACCEPT, S.DECLINE)),
    "offer unanswered": (on_paper("proposal", remedies=[remedy("offered", proposal(by=days(-1)))]),
                         "解決案の回答の期日（昨日）を過ぎました。", "We held the offer open until yesterday.",
                         (S.REPLY, S.DECIDE)),
    "no offer left": (on_paper("proposal", remedies=[remedy("dropped", proposal("replaced"))]),
                      "いま提示している解決案はありません。", "No offer stands at the moment.", (S.PROPOSE, S.DECIDE)),
    "soonest thing owed": (on_paper("remedying", remedies=[remedy(due_on=days(9), text="返金"), remedy(due_on=days(3)),
                                                           remedy("done", due_on=days(1), text="お詫び")]),
                           "11月27日（金）までの約束: 皿三枚の交換", "Promised by Fri 27 Nov: 皿三枚の交換",
                           (S.REMEDY, S.REPLY)),
    "all done": (on_paper("remedying", remedies=[remedy("done")]), "約束したことはすべて実施しました。",
                 "Everything owed is done. Tell the complainant.", (S.FINISH_REMEDIES,)),
    "decided, owed": (on_paper("decided", remedies=[remedy()]), "12月1日（火）までの約束: 皿三枚の交換",
                      "Promised by Tue 1 Dec", (S.REMEDY, S.REPLY)),
    "decided, nothing owed": (on_paper("decided"), "すべて実施しました。解決したかを尋ねてください。",
                              "Everything is done. Ask whether it is solved.", (S.ASK_SOLVED, S.CONFIRM_SOLVED)),
    "follow-up promised": (on_paper("confirming", promises=[promise("follow_up", 72)]),
                           "解決したかを尋ねる約束があります: あと3日・11月27日（金）12:00。",
                           "We promised to ask whether it is solved: in 3 days", (S.ASK_SOLVED, S.CONFIRM_SOLVED)),
    "asked whether solved": (on_paper("confirming", entries_on_silence=[ASKED]),
                             "解決したかを尋ねています。回答がなければ、12月8日（火）から確認できずで終了できます。",
                             "Without an answer it may be closed from Tue 8 Dec.",
                             (S.CONFIRM_SOLVED, S.CONFIRM_UNSOLVED)),
    "silent for too long": (on_paper("confirming", entries_on_silence=[LONG_AGO]),
                            "解決したかを尋ね、昨日まで回答がありませんでした。確認できずで終了できます。",
                            "heard nothing until yesterday. It may be closed.", (S.CLOSE_ACCEPTED, S.CONFIRM_SOLVED)),
    "spoke after being asked": (on_paper("confirming", entries_on_silence=[event("heard")]), "すべて実施しました。",
                                "Everything is done.", (S.ASK_SOLVED, S.CONFIRM_SOLVED)),
    "second stage": (on_paper("review2"), "これまで関わっていない職員が、あらためて検討します。",
                     "Somebody who had no part in it looks at it again.", (S.DECIDE, S.CLOSE_EXHAUSTED)),
    "external body": (on_paper("external"), "外部機関が対応しています。", "An external body is dealing with it.",
                      (S.HEAR, S.CLOSE_EXHAUSTED)),
    "call promised today": (on_paper("proposal", promises=[promise("call_back", 5)]),
                            "折り返し電話を約束しています: あと5時間・今日 17:00。",
                            "You promised to call back: in 5 hours · today 17:00.", (S.CALL_BACK, S.REPLACE_PROMISE)),
    "call promised next week": (on_paper("external", promises=[promise("call_back", 170)]), "外部機関が対応しています。",
                                "An external body", (S.HEAR, S.CLOSE_EXHAUSTED)),
    "own words, due today": (on_paper("external", promises=[promise("other", 5, note="3")]),
                             "「3」を約束しています: あと5時間・今日 17:00。",
                             "You promised “3”: in 5 hours · today 17:00.",
                             (S.KEEP_PROMISE, S.REPLACE_PROMISE)),
    "call missed, closed since": (on_paper("withdrawn", promises=[promise("call_back", -5, "missed")]),
                                  "折り返し電話を約束しています: 5時間前・今日 07:00。", "5 hours ago",
                                  (S.CALL_BACK, S.REPLACE_PROMISE)),
    "decision overdue": (on_paper(allegations=[point()], promises=[promise("decision", -30)]),
                         "「結論のお知らせ」の約束の期日を過ぎています: 1日前・昨日 06:00。必要なことが分かったら",
                         "The promise “Decision” has passed: 1 day ago · yesterday 06:00. When you know enough",
                         (S.PROPOSE, S.REPLACE_PROMISE, S.DECIDE)),
    "overdue, but replaced": (on_paper(allegations=[point()], promises=[
        promise("decision", -30, "missed", replaced_by_id=4)]), "必要なことが分かったら", "When you know enough",
        (S.PROPOSE, S.DECIDE)),
    "overdue, made good late": (on_paper(allegations=[point()], promises=[
        promise("decision", -30, "missed", kept_at=hours(-1))]), "必要なことが分かったら", "When you know enough",
        (S.PROPOSE, S.DECIDE)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_situation_is_one_sentence_and_the_steps_that_follow(name: str) -> None:
    standing, ja, en, steps = CASES[name]
    with timezone.override(JAPAN):
        with translation.override("ja"):
            said, wanted = situation(standing)
        with translation.override("en"):
            english, _wanted = situation(standing)
    assert str(said).startswith(ja)
    assert en in str(english)
    assert wanted == steps
    assert not re.search("[ぁ-ゖ]", str(english).replace("皿三枚の交換", ""))


@pytest.mark.parametrize("name", CASES)
def test_steps_that_follow_are_possible_where_it_stands(name: str) -> None:
    standing, _ja, _en, steps = CASES[name]
    late_call_of_a_closed_one = {S.REPLACE_PROMISE} if standing.state in CLOSED else set()
    assert {step for step in steps if not is_possible(standing.state, step)} <= late_call_of_a_closed_one


@pytest.mark.parametrize("state", sorted(CLOSED | GONE))
def test_ended_complaint_calls_for_nothing(state: State) -> None:
    with translation.override("ja"):
        said, steps = situation(on_paper(state.value))
    assert steps == ((S.SEPARATE,) if state is State.MERGED else ())
    assert ("終了しています" in said) == (state in CLOSED)
    assert ("案内先をお知らせしました" in said) == (state is State.REDIRECTED)
    assert ("別のところで扱われています" in said) == (state is State.VAULTED)
    assert ("統合先は経過をご覧ください" in said) == (state is State.MERGED)


def test_every_state_has_a_sentence_in_both_languages() -> None:
    for state in State:
        said = set()
        for language in ("ja", "en"):
            with translation.override(language):
                said.add(str(situation(on_paper(state.value))[0]))
        assert len(said) == 2, state
