"""What the facts must allow: each need met and unmet, and the menu that follows from state, role and facts together."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.utils import translation

from kikitori.casework.lifting import Bar
from kikitori.interfaces.desk.complaint import needs
from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.bound import Tie
from kikitori.interfaces.desk.complaint.case_file import Word
from kikitori.interfaces.desk.complaint.investigation import Investigation
from kikitori.interfaces.desk.complaint.needs import Need
from kikitori.interfaces.desk.complaint.pinned import Guidelines
from kikitori.interfaces.desk.complaint.sealed import Sealed
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.table import STEPS, WORD_OF
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.seals import Grant, Seal
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.referral.models import Body, Referral
from kikitori.records.remedies.authority import Approval
from kikitori.records.triage.redirections import Redirection
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.petitions import Petition
from tests.interfaces.desk.complaint.on_paper import (
    NOON,
    STAFF,
    clock,
    escalation,
    event,
    hours,
    inquiry,
    on_paper,
    point,
    promise,
    proposal,
    remedy,
    task,
)
from tests.interfaces.desk.complaint.test_told import GUIDELINES

HELP = Petition(pk=1, state="open", kind="help")
NAMED = Petition(pk=3, state="open", kind="bar")
BARRED = (Bar(2, [], None), "隣野 まこと")
TO_BE_LIFTED = (Bar(3, [], event("lift_asked", staff=3, reason="部署が変わりました。")), "責田 みさき")
WAITS, SPEAKS, ENDED = (
    Appointment(pk=number, state=state, name="代田 りか", mandate="speak", proof="later")
    for number, state in ((1, "asked"), (2, "confirmed"), (3, "ended"))
)
#: Their forms offer rows that are read from the database.
REFERRING = ("refer", "refer-outside", "turned-outside")
ASKS_WHO_IS_THERE = (
    "assign",
    "place",
    "join-mass",
    "task",
    "task-to",
    "review",
    "bar",
    "guideline",
    *REFERRING,
)
UNSEAL_ASKED = Sealed(Seal(lift_asked_at=NOON, lift_asked_by_id=2), [])
REDIRECT = Redirection(
    pk=1, reason="inquiry", where="窓口", why="お問い合わせのためです。", asked_by=STAFF[2]
)
ACCIDENT = clock(rule="jp-product-accident/1/report")
REPORT, SENT, DOUBTED = (
    LegalReport(pk=number, kind=kind, state=state, reason="対象外です。", asked_by_id=2)
    for number, kind, state in (
        (1, "product_accident", "draft"), (2, "product_accident", "reported"), (3, "breach_final", "waiver_asked")
    )
)  # fmt: skip
WRITTEN = LegalReportVersion(pk=1, report_id=1, number=1, items={"product": "電気ケトル"})
OFFER = proposal()
OUTSIDE, INSIDE, ANSWERED = (
    Referral(
        pk=number,
        body=Body(pk=number, kind=kind, name_ja="見本機関"),
        outcome=outcome,
        referred_at=hours(-2),
        expected_on=hours(24 * 30).date(),
    )
    for number, kind, outcome in ((1, "external", ""), (2, "specialist", ""), (3, "external", "upheld"))
)
ASKED, SENT_BACK = (Approval(pk=number, state=state) for number, state in ((1, "asked"), (2, "returned")))
LOOKING = Investigation(
    lines=(InquiryLine(pk=1, number=1, what="配送の記録"),),
    rows=(Evidence(pk=1, number=1, kind="object", what="つぶれた箱", source="申出者", got_on=NOON.date()),),
)
LONG_AGO = event("solution_asked")
LONG_AGO.at = hours(-24 * 14)
LATELY = event("solution_asked")
LATELY.at = hours(-24 * 14 + 1)
TIE = Tie("同じ件についての苦情", Complaint(pk=9, reference="K-2026-000009", title="別件"), link=4)
#: need → (standings in which it is met, standings in which it is not, what is said then in ja and en, the step to mend)
NEEDS: dict[str, tuple[Need, list[Standing], list[Standing], str, str, str]] = {
    "assessment": (needs.AN_ASSESSMENT, [on_paper()], [on_paper(about={"assessed_at": None})],
                   "初期評価がまだです。", "This complaint has not been assessed yet.", "assess"),
    "point": (needs.A_POINT, [on_paper(allegations=[point()])], [on_paper()],
              "申出事項がまだ書かれていません。", "No point of the complaint has been written down yet.", "assess"),
    "open question": (needs.AN_OPEN_QUESTION, [on_paper(inquiries=[inquiry(answered=True), inquiry()])],
                      [on_paper(), on_paper(inquiries=[inquiry(answered=True)])],
                      "回答待ちの質問はありません。", "No question is waiting for an answer.", ""),
    "open offer": (needs.AN_OPEN_OFFER, [on_paper(remedies=[remedy("offered", OFFER)])],
                   [on_paper(), on_paper(remedies=[remedy("due", proposal("accepted"))])],
                   "回答待ちの解決案はありません。", "No proposal is waiting for an answer.", ""),
    "open petition": (needs.AN_OPEN_PETITION, [on_paper(petitions=[HELP, Petition(pk=2, state="noted", kind="help")])],
                      [on_paper(), on_paper(petitions=[Petition(pk=2, state="noted", kind="help")])],
                      "回答を待っている申入れはありません。", "Nothing that was asked for waits for an answer.", ""),
    "open naming": (needs.AN_OPEN_NAMING, [on_paper(role="lead", named=[NAMED])],
                    [on_paper(role="lead"), on_paper(named=[NAMED]), on_paper(role="lead", petitions=[HELP])],
                    "回答を待っている申入れはありません。", "Nothing that was asked for waits for an answer.", ""),
    "bar to lift": (needs.A_BAR_TO_LIFT, [on_paper(role="lead", bars=[TO_BE_LIFTED, BARRED])],
                    [on_paper(role="lead"), on_paper(role="lead", bars=[TO_BE_LIFTED])],
                    "解除を求められる関与禁止はありません。", "No bar stands here that you could ask to be lifted.", ""),
    "lift asked for": (needs.A_LIFT_ASKED_FOR, [on_paper(role="lead", bars=[BARRED, TO_BE_LIFTED])],
                       [on_paper(role="lead"), on_paper(role="lead", bars=[BARRED])],
                       "判断できる解除の求めはありません。", "No bar waits to be lifted, as far as you may decide it.", ""),
    "nobody in danger": (needs.NOBODY_IN_DANGER, [on_paper(), on_paper(safety={"injury": "no", "fire": "unknown"})],
                         [on_paper(safety={"injury": "yes"}), on_paper(safety={"injury": "no", "child": "yes"})],
                         "けがや危険があるお申し出は、", "Somebody was hurt, or may be in danger:", "reply"),
    "no redirect asked for": (needs.NO_REDIRECT_ASKED_FOR, [on_paper()], [on_paper(redirect_asked=REDIRECT)],
                              "この件の案内は、すでに求められています。",
                              "Somebody has already asked for this complaint to be redirected.", "redirect"),
    "redirect asked for": (needs.A_REDIRECT_ASKED_FOR, [on_paper(redirect_asked=REDIRECT)], [on_paper()],
                           "この件には、確認を待っている案内はありません。", "Nobody waits for this complaint to be redirected.", ""),
    "asked by another": (needs.ASKED_BY_ANOTHER, [on_paper(), on_paper(redirect_asked=REDIRECT)],
                         [on_paper(redirect_asked=Redirection(pk=2, reason="praise", asked_by_id=1))],
                         "ご自分が求めた案内です。", "You have asked for this yourself, and nobody redirects", "refuse-redirect"),
    "another reader": (needs.ANOTHER_READER, [on_paper(sealed=Sealed(Seal(), [Grant(), Grant()]))],
                       [on_paper(), on_paper(sealed=Sealed(Seal(), [Grant()]))],
                       "この人が、読める最後の1人です。", "This is the last person who can read it.", "let-in"),
    "inquiry told": (needs.AN_INQUIRY_TOLD, [on_paper(sealed=Sealed(Seal(inquiry_told_at=NOON), []))],
                     [on_paper(), on_paper(sealed=Sealed(Seal(), []))], "調査するかどうかを、まだ通報者に知らせていません。",
                     "The reporter has not been told yet whether it is looked into.", "tell-inquiry"),
    "no unseal asked for": (needs.NO_UNSEAL_ASKED_FOR, [on_paper(sealed=Sealed(Seal(), []))],
                            [on_paper(), on_paper(sealed=UNSEAL_ASKED)], "封印を解くよう、すでに求められています。",
                            "Somebody has already asked for the seal to be taken off.", "unseal"),
    "unseal asked for": (needs.AN_UNSEAL_ASKED_FOR, [on_paper(sealed=UNSEAL_ASKED)],
                         [on_paper(), on_paper(sealed=Sealed(Seal(), []))], "封印を解くよう求めている人はいません。",
                         "Nobody waits for the seal to be taken off.", ""),
    "unseal asked by another": (needs.UNSEAL_ASKED_BY_ANOTHER, [on_paper(), on_paper(sealed=UNSEAL_ASKED)],
                                [on_paper(sealed=Sealed(Seal(lift_asked_at=NOON, lift_asked_by_id=1), []))],
                                "あなた自身が求めたものです。封印は1人では解けません。",
                                "You have asked for this yourself, and nobody takes a seal off alone.", "keep-seal"),
    "report to write": (needs.A_REPORT_TO_WRITE, [on_paper(clocks=[ACCIDENT]), on_paper(reports=[(REPORT, [])])],
                        [on_paper(), on_paper(clocks=[clock(rule="jp-default/1/decision")]),
                         on_paper(clocks=[ACCIDENT], reports=[(SENT, [])])],
                        "この件には、書くべき官庁への報告はありません。", "No report to an authority waits to be written here.", ""),
    "report to record": (needs.A_REPORT_TO_RECORD, [on_paper(reports=[(REPORT, [WRITTEN])])],
                         [on_paper(clocks=[ACCIDENT]), on_paper(reports=[(SENT, [WRITTEN])])],
                         "報告した内容が、まだ書かれていません。", "What was reported has not been written down yet.",
                         "write-report"),
    "waiver to ask": (needs.A_WAIVER_TO_ASK, [on_paper(clocks=[ACCIDENT])], [on_paper(), on_paper(reports=[(DOUBTED, [])])],
                      "報告は不要との申し出が、すでに出ています。", "Somebody has already said that this need not be reported.",
                      "decide-no-report"),
    "waiver asked for": (needs.A_WAIVER_ASKED_FOR, [on_paper(reports=[(DOUBTED, [])])],
                         [on_paper(), on_paper(clocks=[ACCIDENT])], "報告するかどうかの判断を待っているものはありません。",
                         "Nobody waits for a decision whether this is reported.", ""),
    "nobody named": (needs.NOBODY_NAMED, [on_paper(), on_paper(appointments=[ENDED])],
                     [on_paper(appointments=[SPEAKS]), on_paper(appointments=[WAITS])],
                     "申出者はすでに代理人を届け出ています。", "The complainant has named somebody already.", ""),
    "somebody named": (needs.SOMEBODY_NAMED, [on_paper(appointments=[ENDED, SPEAKS]), on_paper(appointments=[WAITS])],
                       [on_paper(), on_paper(appointments=[ENDED])],
                       "この苦情に代理人はいません。", "Nobody speaks for the complainant here.", ""),
    "open appointment": (needs.AN_OPEN_APPOINTMENT, [on_paper(appointments=[ENDED, WAITS])],
                         [on_paper(), on_paper(appointments=[SPEAKS])],
                         "確認を待っている代理人の届出はありません。", "Nobody who was named waits to be confirmed.", ""),
    "review to begin": (needs.A_REVIEW_TO_BEGIN, [on_paper(promises=[promise("review")])],
                        [on_paper(), on_paper(promises=[promise("decision")])],
                        "すでに誰かが再検討しているか、", "Somebody is reviewing it already,", ""),
    "something owed": (needs.SOMETHING_OWED, [on_paper(remedies=[remedy("done"), remedy("due")])],
                       [on_paper(), on_paper(remedies=[remedy("done"), remedy("offered", OFFER)])],
                       "いま実施待ちの救済はありません。",
                       "Nothing is owed to the complainant at the moment.", ""),
    "nothing owed": (needs.NOTHING_OWED, [on_paper(), on_paper(remedies=[remedy("done"), remedy("dropped")])],
                     [on_paper(remedies=[remedy("due")])], "", "Something we owe the complainant is still to be done", ""),
    "agreement": (needs.AN_AGREEMENT,
                  [on_paper("confirming", entries_on_silence=[event("solved")]), on_paper("confirming", entries_on_silence=[LONG_AGO]),
                   on_paper("decided", entries_on_silence=[event("solved")])],
                  [on_paper("confirming"), on_paper("confirming", entries_on_silence=[LATELY]),
                   on_paper("confirming", entries_on_silence=[event("heard")]), on_paper("confirming", entries_on_silence=[event("not_solved")]),
                   on_paper("confirming", entries_on_silence=[event("reopened")]), on_paper("proposal", entries_on_silence=[event("solved")])],
                  "", "The complainant has not said that it is solved", ""),
    "silence": (needs.SOMEBODY_SILENT, [on_paper("confirming", entries_on_silence=[LATELY])],
                [on_paper("confirming"), on_paper("confirming", entries_on_silence=[event("heard")])],
                "", "The complainant has not said that it is solved", ""),
    "second question": (needs.A_SECOND_QUESTION, [on_paper("closed_accepted", promises=[promise("follow_up")])],
                        [on_paper("closed_accepted")], "", "", ""),
    "escalation before you": (
        needs.AN_ESCALATION_BEFORE_YOU,
        [on_paper(escalations=[escalation(holder_id=1)]), on_paper(escalations=[escalation(deputy_id=1)]),
         on_paper(role="lead", escalations=[escalation()])],
        [on_paper(), on_paper(escalations=[escalation(holder_id=3)]), on_paper(role="lead"),
         on_paper(role="auditor", escalations=[escalation(holder_id=1)])],
        "この苦情に、あなたが受ける上申はありません。", "No escalation of this complaint waits for your answer.", ""),
    "owed promise": (needs.AN_OWED_PROMISE,
                     [on_paper(promises=[promise()]), on_paper(promises=[promise(state="missed")])],
                     [on_paper(), on_paper(promises=[promise(state="kept"), promise(state="cancelled")]),
                      on_paper(promises=[promise(state="missed", kept_at=hours(-1))]),
                      on_paper(promises=[promise(state="missed", replaced_by_id=2)])],
                     "この約束は、", "This promise has already been kept, changed or ended.", ""),
    "running clock": (needs.A_RUNNING_CLOCK, [on_paper(clocks=[clock(), clock(met_at=NOON)])],
                      [on_paper(), on_paper(clocks=[clock(met_at=NOON), clock(cancelled_at=NOON), clock(extended_at=NOON)])],
                      "この期限はもう進行していません。", "This deadline does not run any more.", ""),
    "clock to meet": (needs.A_CLOCK_TO_MEET, [on_paper(clocks=[clock(rule="jp-product-accident/1/report")])],
                      [on_paper(), on_paper(clocks=[clock(rule="jp-default/1/decision")])],
                      "この期限は手続きによって実施済みになります。手では記録できません。",
                      "This deadline is met by a step, not by hand.", ""),
    "clock to prolong": (needs.A_CLOCK_TO_PROLONG, [on_paper(clocks=[clock(rule="jp-default/1/decision")])],
                         [on_paper(), on_paper(clocks=[clock(rule="jp-default/1/first-answer")])],
                         "この期限は、規則により延長できません。", "The rule does not let this deadline be prolonged.", ""),
    "rule to begin": (needs.A_RULE_TO_BEGIN, [on_paper(about={"rule_packs": {"jp-privacy-breach": 1}})],
                      [on_paper(), on_paper(about={"rule_packs": {"jp-default": 1}})],
                      "手で開始する規則は、いま使われていません。", "No rule in use is begun by hand.", ""),
    "waiting reply": (needs.A_WAITING_REPLY, [on_paper(pending=[PendingReply(pk=1)])], [on_paper()],
                      "送信待ちの返信はありません。", "No reply waits to be sent any more", ""),
    "reply to come": (needs.A_REPLY_TO_COME, [on_paper(pending=[PendingReply(pk=1)])],
                      [on_paper(), on_paper(pending=[PendingReply(pk=1, state="stuck")])],
                      "送信待ちの返信はありません。", "No reply waits to be sent any more", ""),
    "open task": (needs.AN_OPEN_TASK, [on_paper(tasks=[task(), task(state="done")])],
                  [on_paper(), on_paper(tasks=[task(state="done"), task(state="dropped")])],
                  "このやることは、", "This task is not open any more", ""),
    "ended task": (needs.AN_ENDED_TASK, [on_paper(tasks=[task(state="dropped")])], [on_paper(), on_paper(tasks=[task()])],
                   "この苦情に、済んだやること", "No task of this complaint has been finished or dropped.", ""),
    "word to move": (needs.A_WORD_TO_MOVE, [on_paper(words=[Word(3, "写真です。")])], [on_paper()],
                     "移せる連絡がありません。", "There is no word here that could be moved.", ""),
    "link": (needs.A_LINK, [on_paper(ties=[TIE])], [on_paper(), on_paper(ties=[Tie("統合先", TIE.other)])],
             "外せる関連付けがありません。", "There is no link here that could be taken away.", ""),
    "whole": (needs.A_WHOLE, [on_paper(links=[Link(kind="split_from", one_id=1, other_id=9)])],
              [on_paper(), on_paper(links=[Link(kind="split_from", one_id=9, other_id=1)]),
               on_paper(links=[Link(kind="related", one_id=1, other_id=9)])],
              "この苦情は、ほかの苦情から分けたものではありません。",
              "This complaint was not split from another one.", "merge"),
    "mass": (needs.A_MASS, [on_paper(belonging=(3, "箱つぶれ"))], [on_paper()],
             "この集団申出には含まれていません。", "It does not belong to the mass complaint.", ""),
    "no mass": (needs.NO_MASS, [on_paper()], [on_paper(belonging=(3, "箱つぶれ"))],
                "すでに集団申出に含まれています。", "It belongs to a mass complaint already.", "leave-mass"),
    "something done": (needs.SOMETHING_DONE, [on_paper(remedies=[remedy("due"), remedy("done", pk=2)])],
                       [on_paper(), on_paper(remedies=[remedy("due")])],
                       "", "This has not been carried out yet, or it has been confirmed already.", ""),
    "open approval": (needs.AN_OPEN_APPROVAL, [on_paper(approvals=[SENT_BACK, ASKED])],
                      [on_paper(), on_paper(approvals=[SENT_BACK])],
                      "この承認依頼は、", "This request for approval does not wait any more.", ""),
    "open referral": (needs.AN_OPEN_REFERRAL, [on_paper(referrals=[INSIDE]), on_paper(referrals=[ANSWERED, OUTSIDE])],
                      [on_paper(), on_paper(referrals=[ANSWERED])],
                      "", "Nobody outside our hands is expected to answer about this complaint.", ""),
    "open referral outside": (needs.AN_OPEN_REFERRAL_OUTSIDE, [on_paper(referrals=[INSIDE, OUTSIDE])],
                              [on_paper(), on_paper(referrals=[INSIDE]), on_paper(referrals=[ANSWERED])],
                              "", "Nobody outside our hands is expected to answer about this complaint.", ""),
    "checklist": (needs.A_CHECKLIST, [on_paper(guidelines=GUIDELINES)], [on_paper(), on_paper(guidelines=Guidelines())],
                  "この苦情の対応指針に、", "There is no such item in a guideline", ""),
    "open line": (needs.AN_OPEN_LINE, [on_paper(investigation=LOOKING)], [on_paper()],
                  "調査中の項目がないか、", "No line of inquiry is open here", ""),
    "evidence in custody": (needs.EVIDENCE_IN_CUSTODY, [on_paper(investigation=LOOKING)], [on_paper()],
                            "", "No evidence of this complaint is in custody.", ""),
    "promise in own words": (needs.A_PROMISE_IN_OWN_WORDS,
                             [on_paper(promises=[promise("other")]), on_paper(promises=[promise("other", state="missed")])],
                             [on_paper(promises=[promise()]), on_paper(promises=[promise("other", state="kept")])],
                             "この約束は、", "This promise has already been kept, changed or ended.", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", NEEDS)
def test_need_is_met_or_says_what_is_missing(name: str) -> None:
    need, met, unmet, ja, en, mend = NEEDS[name]
    assert all(need.trouble(standing) is None for standing in met)
    for standing in unmet:
        with translation.override("en"):
            english = need.trouble(standing)
        with translation.override("ja"):
            japanese = need.trouble(standing)
        assert english is not None
        assert japanese is not None
        assert (english.status, english.mend) == (409, mend)
        assert english.happened.startswith(en)
        assert japanese.happened.startswith(ja)
        assert japanese.happened != english.happened
        assert japanese.advice != english.advice


def test_every_need_is_tested() -> None:
    assert {need for need, *_ in NEEDS.values()} == {
        value for value in vars(needs).values() if isinstance(value, Need)
    }


# ── the forms keep their word to the verbs ──


@pytest.mark.parametrize(
    "word", [word for word in STEPS if word not in ASKS_WHO_IS_THERE]
)  # which ask who is at work, which groups and which guidelines there are
def test_form_gives_its_verb_what_it_takes_by_name(word: str) -> None:
    """Fields bear the names of the verb's values, unless the form says itself what it gives."""
    form = STEPS[word]
    if not hasattr(form, "calls"):  # it calls one verb or another, by what was chosen
        assert "take" in vars(form)
        return
    takes = inspect.signature(form.calls).parameters
    assert {"actor", "complaint", "now"} <= takes.keys()
    assert form.overwrites == ("seen_version" in takes)
    if "values" in vars(form):
        return
    given = {name for name, field in form(full(form.step)).fields.items() if not field.widget.is_hidden}
    needed = {name for name, value in takes.items() if value.default is inspect.Parameter.empty}
    assert needed - {"actor", "complaint", "now"} <= given <= takes.keys()


@pytest.mark.parametrize("word", STEPS)
def test_form_is_named_in_both_languages_and_says_what_its_button_does(word: str) -> None:
    form = STEPS[word]
    for said in (form.title, form.verb, form.done, form.about):
        both = []
        for language in ("ja", "en"):
            with translation.override(language):
                both.append(str(said))
        assert both[0] != both[1] or not said, said
    with translation.override("ja"):
        assert str(form.done).endswith("。")
        assert not str(form.verb).endswith("。")


@pytest.mark.parametrize("word", [word for word in STEPS if word not in ("review", *REFERRING)])
def test_only_a_letter_that_repeats_words_waits_for_them(word: str) -> None:
    form = STEPS[word]
    if form.sends is None:
        assert form.says == ()
        return
    before = form(full(form.step)).letter_values()
    # What came of a referral is told in the words of whoever was asked, which are not there yet.
    assert (before is None) == (bool(form.says) or word in ("decide", "referral-answer", "referral-result"))
    assert form.side != "internal"


# ── the menu ──


def full(step: Step, role: str = "lead", state: str = "") -> Standing:
    """A complaint in a state from which the step is possible, with everything on record that a step could need."""
    owed = step not in (Step.FINISH_REMEDIES, Step.ASK_SOLVED, Step.CONFIRM_SOLVED, Step.CLOSE_ACCEPTED,
                        Step.CLOSE_EXHAUSTED, Step.LEAVE_IT, Step.TRY_OTHER_ROAD, Step.ASK_REDIRECT, Step.REDIRECT)  # fmt: skip
    where = state or next(each.value for each in State if is_possible(each, step))
    rows: dict[str, Any] = {
        "allegations": [point()],
        "inquiries": [inquiry()],
        "remedies": [remedy("offered", OFFER), remedy("due" if owed else "done", pk=2), remedy("done", pk=3)],
        "promises": [
            promise(),
            promise("other", 900, pk=2),
            promise("review", 950, pk=3),
            promise("follow_up", 990, pk=4),
        ],
        "petitions": [HELP],
        "appointments": [] if step is Step.APPOINT else [WAITS],
        "named": [NAMED],
        "bars": [BARRED, TO_BE_LIFTED],
        "redirect_asked": None if step is Step.ASK_REDIRECT else REDIRECT,
        "reports": [(REPORT, [WRITTEN]), (DOUBTED, [])],
        "entries_on_silence": [LATELY if step is Step.TRY_OTHER_ROAD else event("solved")],
        "clocks": [clock(rule="jp-default/1/decision"), clock(rule="jp-product-accident/1/report")],
        "escalations": [escalation(holder_id=1)],
        "words": [Word(3, "写真です。")],
        "pending": [PendingReply(pk=1)],
        "ties": [TIE],
        "links": [Link(kind="split_from", one_id=1, other_id=9)],
        "belonging": None if step is Step.JOIN_MASS else (3, "箱つぶれ"),
        "tasks": [task(), task(state="done", pk=2)],
        "guidelines": GUIDELINES,
        "approvals": [ASKED],
        "referrals": [OUTSIDE],
        "investigation": LOOKING,
        "sealed": Sealed(
            Seal(
                inquiry_told_at=NOON,
                lift_asked_at=None if step is Step.ASK_UNSEAL else NOON,
                lift_asked_by_id=2,
            ),
            [Grant(pk=1, staff=STAFF[2]), Grant(pk=2, staff=STAFF[3])],
        ),
    }
    kept = {"jp-default": 1, "jp-product-accident": 1, "jp-privacy-breach": 1}
    return on_paper(where, role, about={"rule_packs": kept}, **rows)


IN_PANEL = {
    Step.ADD_TASK,
    Step.FINISH_TASK,
    Step.TAKE_UP_TASK,
    Step.REASSIGN_TASK,
    Step.RESCHEDULE_TASK,
    Step.DROP_TASK,
    Step.MARK_ITEM,
}


def offered(standing: Standing) -> set[Step]:
    """All that the page offers."""
    found = ahead_of(standing)
    menu = {each.step for each in found.first} | {each.step for _name, part in found.groups for each in part}
    # A date is set aside where it is offered as a promise, above the composer.
    in_place = {Step.SET_ASIDE_DATE} if Step.PROMISE in menu else set()
    # Items of the guideline and tasks are seen to where they stand, beside the conversation.
    if may(standing.actor, NEEDED[Step.ADD_TASK]).allowed:
        in_place |= {step for step in IN_PANEL if is_possible(standing.state, step)}
    # A reply is taken back where it waits.
    if standing.file.pending and may(standing.actor, NEEDED[Step.TAKE_BACK_REPLY]).allowed:
        in_place |= {Step.TAKE_BACK_REPLY}
        in_place |= {each for each in (Step.SCHEDULE_REPLY,) if is_possible(standing.state, each)}
    # What is looked into stands with the investigation; what was done, and what waits for approval, with the offers.
    in_place |= {Step(word) for word in found.looking}
    in_place |= {Step.VERIFY_REMEDY} if found.may_verify else set()
    in_place |= {Step.DROP_REMEDY} if found.may_drop else set()
    in_place |= {Step.ANSWER_APPROVAL} if found.may_answer_approval else set()
    return (
        menu
        | in_place
        | {step for step, there in ((Step.REPLY, found.may_write), (Step.NOTE, found.may_note)) if there}
    )


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
@pytest.mark.parametrize("state", State)
def test_menu_is_what_state_role_and_facts_allow_and_nothing_else(state: State, role: str) -> None:
    for owed in (True, False):
        standing = full(Step.REMEDY if owed else Step.CLOSE_ACCEPTED, role, state.value)
        for step in WORD_OF:
            allowed = (
                is_possible(state, step) and may(standing.actor, NEEDED[step], standing.complaint).allowed
            )
            sensible = all(need.is_met(standing) for need in STEPS[WORD_OF[step]].needs)
            assert (step in offered(standing)) == (allowed and sensible), (step, owed)


@pytest.mark.parametrize("word", STEPS)
def test_step_is_offered_to_a_lead_where_it_has_everything_it_needs(word: str) -> None:
    step = STEPS[word].step
    assert step in offered(full(step))


#: step → what takes it off the menu
WITHOUT: dict[Step, dict[str, Any]] = {
    Step.RECORD_ANSWER: {"inquiries": [inquiry(answered=True)]},
    Step.ACCEPT: {"remedies": [remedy("due", proposal("accepted"))]},
    Step.DECLINE: {"remedies": []},
    Step.DECIDE: {"allegations": []},
    Step.REMEDY: {"remedies": [remedy("done")]},
    Step.FINISH_REMEDIES: {"remedies": []},
    Step.ASK_SOLVED: {"remedies": [remedy("due")]},
    Step.CONFIRM_SOLVED: {"remedies": [remedy("due")]},
    Step.CLOSE_ACCEPTED: {"entries_on_silence": [event("heard")]},
    Step.CLOSE_EXHAUSTED: {"remedies": [remedy("due")]},
    Step.KEEP_PROMISE: {"promises": [promise()]},
    Step.REPLACE_PROMISE: {"promises": [promise(state="kept")]},
    Step.MEET_CLOCK: {"clocks": [clock(rule="jp-default/1/decision")]},
    Step.EXTEND_CLOCK: {"clocks": [clock(rule="jp-default/1/first-answer")]},
    Step.STOP_CLOCK: {"clocks": [clock(met_at=NOON)]},
    Step.RECOUNT_CLOCKS: {"clocks": [clock(met_at=NOON)]},
    Step.REGROUP: {"links": [Link(kind="related", one_id=1, other_id=9)]},
    Step.LEAVE_MASS: {"belonging": None},
    Step.JOIN_MASS: {"belonging": (3, "箱つぶれ")},
}


@pytest.mark.parametrize("step", WITHOUT)
def test_step_without_anything_to_do_is_not_offered(step: Step) -> None:
    standing = full(step)
    vars(standing.file).update(WITHOUT[step])
    assert step not in offered(standing)


def test_menu_is_in_eight_parts_that_never_overlap() -> None:
    with translation.override("ja"):
        found = ahead_of(full(Step.DECIDE))
        names = [str(name) for name, _steps in found.groups]
    assert names == [
        "話す・尋ねる",
        "対応を進める",
        "引継ぎ（専門窓口・外部機関）",
        "官庁への報告",
        "関連付け・分割・集団申出",
        "振り分けの訂正",
        "上申・終了・再開",
        "公益通報の疑い",
    ]
    steps = [each.step for _name, part in found.groups for each in part] + [each.step for each in found.first]
    assert len(steps) == len(set(steps))
    assert not {Step.REPLY, Step.NOTE} & {each.step for _name, part in found.groups for each in part}


def test_offer_leads_to_the_page_of_its_step() -> None:
    for each in ahead_of(full(Step.DECIDE)).first:
        assert each.address == f"/desk/complaints/K-2026-000131/{WORD_OF[each.step]}/"


@pytest.mark.parametrize(("assignee", "takes"), [(1, False), (2, True), (None, True)])
def test_taking_it_is_offered_to_whom_it_is_not_given_yet(assignee: int | None, *, takes: bool) -> None:
    assert ahead_of(on_paper(about={"assignee_id": assignee, "assignee": None} if not assignee else {"assignee_id": assignee})).may_take == takes  # fmt: skip


def test_handler_reads_once_who_decides_a_grave_complaint() -> None:
    grave = on_paper(about={"severity": "S1"}, allegations=[point()])
    with translation.override("ja"):
        assert [str(each) for each in ahead_of(grave).barred] == [
            "重大な苦情（S1・S2）は責任者が決定します。"
        ]
    assert ahead_of(on_paper(role="lead", about={"severity": "S1"}, allegations=[point()])).barred == []
