"""Each step of the desk as a person takes it: where the complaint stands, what is typed, what is there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kikitori.casework.approval import ask_approval
from kikitori.casework.bar import name_unwanted
from kikitori.casework.clock import start_clock
from kikitori.casework.confirm import ask_if_solved
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.link import link_complaints
from kikitori.casework.mass_children import join_chosen
from kikitori.casework.merge import merge_complaint
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.plan_inquiry import LineGiven, plan_inquiry
from kikitori.casework.promise import promise_by_hand
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.review import ask_review
from kikitori.casework.schedule_reply import schedule_reply
from kikitori.casework.split import PartGiven, split_complaint
from kikitori.casework.take_evidence import take_evidence
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock, Closure
from kikitori.records.prevention.guidelines import GuidelineVersion
from kikitori.records.referral.models import Body
from tests import makers, referrals, represented
from tests.casework.verbs_of_guidelines import in_force
from tests.casework.verbs_of_investigation import BOX
from tests.cast import Cast
from tests.interfaces.desk.complaint import bench

LEAK = "jp-privacy-breach/1/preliminary-report"
Filled = Callable[[Complaint, Cast], dict[str, object]]


def typed(**values: object) -> Filled:
    """Values that do not depend on the complaint."""
    return lambda _complaint, _cast: values


@dataclass(frozen=True)
class Way:
    """One step as a person takes it: where the complaint stands, what is typed, what is there afterwards."""

    maker: Callable[..., Complaint]
    filled: Filled
    event: str
    state: str
    role: str = "handler"
    said: tuple[str, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)


def reviewed(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.decided(cast, **changes)
    ask_review(makers.complainant_of(complaint), complaint, now=timezone.now())
    return complaint


def corrected(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.investigated(cast, **changes)
    given = PetitionGiven(kind="summary", point=1, words="四枚です。")
    petition(makers.complainant_of(complaint), complaint, given, now=timezone.now())
    return complaint


def named(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.investigated(cast, **changes)
    represented.names(complaint, now=timezone.now())
    return complaint


def confided(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.investigated(cast, **changes)
    name_unwanted(makers.complainant_of(complaint), complaint, words="", handler=True, now=timezone.now())
    return complaint


def first_remedy(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"remedy": complaint.remedies.order_by("pk")[0].pk, "note": "宅配便で発送"}


def open_inquiry(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"inquiry": complaint.inquiries.get().pk, "answer": "破損の記録があります。"}


def decision_promise(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    promise = complaint.promises.get(kind="decision")
    return {"promise": promise.pk, "to": bench.in_days(90), "reason": "鑑定に日数がかかるため。"}


def newly_closed(cast: Cast, **changes: Any) -> Complaint:
    """Under investigation; since then a week's closure has become known."""
    complaint = bench.investigated(cast, **changes)
    first, last = bench.today() + bench.A_DAY, bench.today() + 7 * bench.A_DAY
    Closure.objects.create(name_ja="臨時休業", name_en="Closed", first=first, last=last)
    return complaint


def clock_of(complaint: Complaint, rule: str) -> Clock:
    return complaint.clocks.get(rule=rule)


def leaked(cast: Cast, **changes: Any) -> Complaint:
    """Under investigation; just now a leak has become known."""
    complaint = bench.investigated(cast, **changes)
    now = timezone.now()
    start_clock(cast.actor("handler"), complaint, rule=LEAK, at=now - timedelta(minutes=5), now=now)
    return complaint


def later_decision(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    """A week more for the decision."""
    clock = clock_of(complaint, "jp-default/1/decision")
    to = (clock.due_at + timedelta(days=7)).astimezone(bench.JAPAN).date()
    return {"clock": clock.pk, "to": to.isoformat(), "reason": "鑑定に日数がかかるため。"}


def promised(cast: Cast, **changes: Any) -> Complaint:
    """Something was promised in our own words."""
    complaint = bench.investigated(cast, **changes)
    now = timezone.now()
    promise_by_hand(
        cast.actor("handler"),
        complaint,
        what="写真をお返しします",
        by=bench.today() + 9 * bench.A_DAY,
        now=now,
    )
    return complaint


def own_promise(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"promise": complaint.promises.get(kind="other").pk, "how": "書留で送りました。"}


def replied(cast: Cast, **changes: Any) -> Complaint:
    """We have written to them, with a date."""
    complaint = bench.investigated(cast, **changes)
    reply(cast.actor("handler"), complaint, body="明日までに折り返します。", now=timezone.now())
    return complaint


def handed_in(cast: Cast, **changes: Any) -> Complaint:
    """A reply waits to be sent."""
    complaint = bench.investigated(cast, **changes)
    schedule_reply(cast.actor("handler"), complaint, body="いま確かめています。", now=timezone.now())
    return complaint


def another(complaint: Complaint) -> Complaint:
    """The other complaint."""
    return Complaint.objects.exclude(pk=complaint.pk).get()


def beside_another(cast: Cast, **changes: Any) -> Complaint:
    """Under investigation; another one is there."""
    bench.investigated(cast)
    return bench.investigated(cast, **changes)


def with_a_word(cast: Cast, **changes: Any) -> Complaint:
    """The complainant has said more; another complaint is there."""
    complaint = beside_another(cast, **changes)
    hear(makers.complainant_of(complaint), complaint, body="箱の写真です。", now=timezone.now())
    return complaint


def joined(cast: Cast, **changes: Any) -> Complaint:
    """Joined with another one by mistake."""
    complaint = beside_another(cast, **changes)
    merge_complaint(cast.actor("handler"), complaint, to=another(complaint), now=timezone.now())
    return complaint


def linked(cast: Cast, **changes: Any) -> Complaint:
    """Linked with another one."""
    complaint = beside_another(cast, **changes)
    link_complaints(
        cast.actor("handler"), complaint, to=another(complaint), kind="same_matter", now=timezone.now()
    )
    return complaint


def split_off(cast: Cast, **changes: Any) -> Complaint:
    """Split from another one."""
    part = PartGiven(title="電話対応", text="三回説明しました。")
    whole = bench.investigated(cast, **changes)
    return split_complaint(cast.actor("handler"), whole, part, token="part", now=timezone.now())


def grouped(cast: Cast, **changes: Any) -> Complaint:
    """One of a mass complaint."""
    complaint = bench.investigated(cast, **changes)
    join_chosen(cast.actor("handler"), complaint, mass=None, title="箱つぶれ", now=timezone.now())
    return complaint


def going_by_a_guideline(cast: Cast, **changes: Any) -> Complaint:
    """Assessed while a guideline for it was in force."""
    in_force(cast, now=timezone.now() - timedelta(days=60))
    return bench.investigated(cast, **changes)


def before_a_guideline(cast: Cast, **changes: Any) -> Complaint:
    """Assessed before there was one."""
    complaint = bench.investigated(cast, **changes)
    in_force(cast, now=timezone.now() - timedelta(days=60))
    return complaint


def told_in(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"told_in": complaint.events.get(kind="replied").pk}


def silent(cast: Cast, **changes: Any) -> Complaint:
    """Asked whether it is solved three weeks ago, and heard nothing."""
    complaint = bench.confirming(cast, **changes)
    ask_if_solved(cast.actor("handler"), complaint, now=timezone.now() - timedelta(days=21))
    return complaint


def escalated(cast: Cast, **changes: object) -> Complaint:
    """Brought before the lead."""
    complaint = bench.investigated(cast, **changes)
    escalate_complaint(cast.actor("handler"), complaint, reason="金額の判断", now=timezone.now())
    return complaint


def with_tasks(cast: Cast, **changes: Any) -> Complaint:
    """Two things to do, one of them done."""
    complaint, now, actor = bench.investigated(cast, **changes), timezone.now(), cast.actor("handler")
    by = bench.today() + 2 * bench.A_DAY
    add_task(actor, complaint, title="倉庫に確認", to=cast.handler, by=by, now=now)
    done = add_task(actor, complaint, title="写真を探す", to=cast.handler, by=by, now=now)
    finish_task(actor, complaint, task=done, now=now)
    return complaint


def planned(cast: Cast, **changes: Any) -> Complaint:
    """One line of inquiry."""
    complaint = bench.investigated(cast, **changes)
    plan_inquiry(cast.actor("handler"), complaint, lines=[LineGiven(what="配送の記録")], now=timezone.now())
    return complaint


def with_evidence(cast: Cast, **changes: Any) -> Complaint:
    """A crushed box."""
    complaint = bench.investigated(cast, **changes)
    take_evidence(
        cast.actor("handler"), complaint, given=replace(BOX, got_on=bench.today()), now=timezone.now()
    )
    return complaint


def asked_for_approval(cast: Cast, **changes: Any) -> Complaint:
    """A refund past the handler's limit waits for the lead."""
    complaint = bench.investigated(cast, **changes)
    day = bench.today() + 7 * bench.A_DAY
    remedies = [RemedyGiven(kind="refund", text="代金", due_on=day, amount=45_000)]
    ask_approval(
        cast.actor("handler"),
        complaint,
        step=Step.PROPOSE,
        given={"text": "お返しします。", "remedies": remedies, "answer_by": day},
        reason="二度目です。",
        now=timezone.now(),
    )
    return complaint


def done_remedy(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"remedy": complaint.remedies.filter(state="done")[0].pk, "how": "電話で"}


def dropped_remedy(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    number = complaint.remedies.filter(state="due").order_by("pk")[0].pk
    return {"remedy": number, "reason": "declined", "how": "電話で", "words": "ご不要とのことでした。"}


def a_task(complaint: Complaint, _cast: Cast) -> dict[str, object]:
    return {"task": complaint.tasks.get(state="open").pk}


def with_register(cast: Cast, **changes: Any) -> Complaint:
    """Under investigation; an expert and a body outside stand in the register."""
    referrals.body(cast)
    referrals.body(cast, referrals.EXPERT)
    return bench.investigated(cast, **changes)


def body_of(kind: str) -> int:
    return Body.objects.get(kind=kind).pk


def with_an_expert(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.investigated(cast, **changes)
    day = bench.today() + 14 * bench.A_DAY
    referrals.inside(cast, complaint, now=timezone.now(), expected_on=day)
    return complaint


def with_a_body(cast: Cast, **changes: Any) -> Complaint:
    complaint = bench.investigated(cast, **changes)
    day = bench.today()
    referrals.outside(
        cast, complaint, now=timezone.now(), expected_on=day + 60 * bench.A_DAY, consented_on=day
    )
    return complaint


WAYS: dict[str, Way] = {
    "acknowledge": Way(bench.received, typed(echo="皿が割れて届いたとのこと、承りました。", how="電話で"),
                       "acknowledged", "acknowledged", said=("電話で",)),
    "assess": Way(bench.acknowledged, lambda *_: bench.assessment(note="写真を確認"), "assessed", "assessing",
                  said=("写真を確認", "S3 通常")),
    "assign": Way(bench.assessed, lambda _, cast: {"to": cast.colleague.pk, "reason": "担当地区のため"}, "assigned",
                  "assessing", said=("隣野 まことを担当に割り当てました", "担当地区のため")),
    "investigate": Way(bench.assessed, typed(), "investigation_begun", "investigating"),
    "ask": Way(bench.investigated, lambda *_: {"question": "箱はつぶれていましたか。", "answer_by": bench.in_days(7)},
               "question_asked", "awaiting_complainant", said=("箱はつぶれていましたか。",)),
    "ask-third-party": Way(
        bench.investigated,
        lambda *_: {"whom": "配送会社", "question": "記録はありますか。", "answer_by": bench.in_days(7)},
        "question_asked", "awaiting_third_party", said=("配送会社に照会しました", "記録はありますか。")),
    "answer": Way(bench.third_party_asked, open_inquiry, "answer_recorded", "investigating",
                  said=("配送会社の回答", "破損の記録があります。")),
    "reply": Way(bench.investigated, typed(body="いま確かめています。"), "reply_written", "investigating",
                 said=("いま確かめています。",)),
    "take-back": Way(handed_in, lambda complaint, _: {"pending": complaint.pending_replies.get().pk}, "reply_taken_back",
                     "investigating", said=("送る前に返信を取り消しました",)),
    "reply-time": Way(handed_in, lambda complaint, _: {"pending": complaint.pending_replies.get().pk,
                                                       "day": bench.in_days(2), "time": "10:00"},
                      "reply_written", "investigating", said=("返信の送信日時を変えました",)),
    "note": Way(bench.investigated, typed(body="配送会社は火曜に回答予定"), "noted", "investigating",
                said=("配送会社は火曜に回答予定",)),
    "hear": Way(bench.asked, typed(channel="phone", body="つぶれていました。"), "heard", "investigating",
                said=("つぶれていました。", "申出者からの連絡（電話）")),
    "causes": Way(bench.investigated, typed(cause_1_0_code="process", cause_1_0_evidence="検品の記録",
                                            cause_1_1_code="slip", cause_1_1_evidence="電話での話"),
                  "causes_found", "investigating", said=("原因を記録しました", "手順の不備、申出者の手違い")),
    "plan": Way(bench.investigated, lambda *_: {"line_0_what": "配送の記録を取り寄せる", "line_0_source": "配送会社",
                                                "line_0_due_on": bench.in_days(7), "line_0_point": "1"},
                "inquiry_planned", "investigating", said=("調査計画を立てました", "1. 配送の記録を取り寄せる")),
    "line": Way(planned, lambda complaint, _: {"line": complaint.inquiry_lines.get().pk, "how": "done",
                                               "came_out": "横積みでした。"},
                "inquiry_line_ended", "investigating", said=("調査項目を終えました", "横積みでした。")),
    "evidence": Way(bench.investigated, lambda *_: {"kind": "object", "what": "つぶれた箱", "source": "申出者",
                                                    "got_on": bench.in_days(0), "place": "棚3", "bears_1": "supports"},
                    "evidence_taken", "investigating", said=("証拠を登録しました", "E-1 つぶれた箱", "棚3")),
    "custody": Way(with_evidence, lambda complaint, _: {"evidence": complaint.evidence.get().pk, "kind": "examined",
                                                        "whom": "包装の専門家", "happened_on": bench.in_days(0)},
                   "custody_noted", "investigating", said=("専門家が確認した", "包装の専門家")),
    "fact": Way(bench.investigated, typed(nature="opinion", text="梱包が弱かったと思う。", whose="倉庫の長"),
                "fact_noted", "investigating", said=("梱包が弱かったと思う。", "倉庫の長の意見")),
    "propose": Way(bench.investigated, lambda *_: bench.offer(), "proposed", "proposal",
                   said=("新しい皿とお取り替えします。", "交換: 皿三枚の交換")),
    "accept": Way(bench.proposed, typed(how="電話で", words="それでお願いします。"), "accepted", "remedying",
                  said=("それでお願いします。", "（電話で）")),
    "decline": Way(bench.proposed, typed(how="窓口で", words="納得できません。"), "declined", "investigating",
                   said=("納得できません。",)),
    "decide": Way(bench.investigated, lambda *_: bench.decision(), "decided", "decided",
                  said=("1. 皿が三枚割れていた: 認容",)),
    "remedy": Way(bench.remedying, first_remedy, "remedy_done", "remedying",
                  said=("実施済み: 皿三枚の交換", "宅配便で発送")),
    "drop-remedy": Way(bench.remedying, dropped_remedy, "remedy_dropped", "remedying",
                       said=("取りやめ: 皿三枚の交換（電話で）", "ご不要とのことでした。", "申出者が不要とおっしゃった")),
    "arrived": Way(bench.confirming, done_remedy, "remedy_verified", "confirming", said=("約束したものが届きました（電話で）",)),
    "approval": Way(asked_for_approval, lambda complaint, _: {"approval": complaint.approvals.get().pk, "answer": "back",
                                                              "reason": "半額で。"},
                    "approval_answered", "investigating", role="lead",
                    said=("承認依頼", "差し戻し", "半額で。")),
    "ask-solved": Way(bench.confirming, typed(), "solution_asked", "confirming"),
    "solved": Way(bench.solution_asked, typed(how="電話で", rating="5", comment="ありがとう。"), "solved",
                  "closed_accepted", said=("評価 5段階の5", "ありがとう。")),
    "unsolved": Way(bench.solution_asked, typed(how="電話で", comment="まだ届きません。"), "not_solved", "investigating",
                    said=("まだ届きません。",)),
    "rate": Way(bench.closed, typed(rating="2", comment="遅かった。"), "rated", "closed_accepted",
                said=("評価 5段階の2", "遅かった。")),
    "try-other-road": Way(silent, lambda *_: {"road": "call", "on": bench.in_days(0), "reached": "no", "words": "留守番電話"},
                          "other_road_tried", "confirming", said=("別の方法で申出者に連絡しました（電話、", "留守番電話")),
    "left-at-that": Way(bench.solution_asked, typed(how="電話で", rating="4", outcome="1", comment="もう結構です。"),
                        "left_at_that", "confirming", said=("対応の評価 5段階の4", "結果の評価 5段階の1", "もう結構です。")),
    "ask-again": Way(bench.closed, typed(), "asked_again", "closed_accepted", said=("その後の様子を申出者に尋ねました",)),
    "holds": Way(bench.closed, typed(how="電話で", outcome="5", comment="順調です。"), "holds", "closed_accepted",
                 said=("解決したまま", "結果の評価 5段階の5", "順調です。")),
    "ask-no-more": Way(bench.closed, typed(how="電話で"), "asking_stopped", "closed_accepted",
                       said=("申出者が再度の確認を断りました（電話で）",)),
    "close": Way(silent, typed(note="三週間回答なし"), "closed", "closed_accepted", said=("三週間回答なし",)),
    "close-exhausted": Way(bench.decided, typed(reason="これ以上お示しできる解決がありません。"), "closed",
                           "closed_exhausted", role="lead", said=("手続尽了で終了",)),
    "reopen": Way(bench.closed, typed(reason="新しい写真が届いたため。"), "reopened", "reopened",
                  said=("新しい写真が届いたため。",)),
    "ask-review": Way(bench.decided, typed(how="電話で", reason="写真を見てほしい。"), "review_asked", "review2",
                      said=("申出者から再検討の求めがありました（電話で）", "写真を見てほしい。")),
    "review": Way(reviewed, lambda _, cast: {"to": cast.colleague.pk}, "review_begun", "review2", role="lead",
                  said=("再検討を始めました：隣野 まことが見直します",)),
    "refer": Way(with_register, lambda *_: {
        "body": body_of("specialist"), "reason": "割れ方の鑑定が必要です。", "summary": "皿三枚の破損", "points": ["1"],
        "others": ["wish"], "basis": "within", "expected_on": bench.in_days(14)}, "referred", "awaiting_third_party",
        said=("品質管理室に引継ぎ", "割れ方の鑑定が必要です。")),
    "refer-outside": Way(with_register, lambda *_: {
        "body": body_of("external"), "reason": "契約の解釈が分かれます。", "summary": "皿三枚の破損", "basis": "consent",
        "consented_on": bench.in_days(0), "basis_words": "電話で", "expected_on": bench.in_days(60)}, "referred",
        "external", said=("見本紛争解決センターに引継ぎ", "契約の解釈が分かれます。")),
    "turned-outside": Way(with_register, lambda *_: {
        "body": body_of("external"), "how": "センターから照会がありました。", "expected_on": bench.in_days(60)},
        "turned_outside", "external", said=("申出者が見本紛争解決センターに相談", "センターから照会がありました。")),
    "referral-answer": Way(with_an_expert, lambda complaint, _: {
        "referral": complaint.referrals.get().pk, "outcome": "advised", "answered_on": bench.in_days(0),
        "answer": "釉薬の不良", "told": "製造時の不良と分かりました。"}, "referral_answered", "investigating",
        said=("品質管理室の回答", "製造時の不良と分かりました。")),
    "referral-result": Way(with_a_body, lambda complaint, _: {
        "referral": complaint.referrals.get().pk, "outcome": "overturned", "answered_on": bench.in_days(0),
        "answer": "", "told": "全額の返金が相当とのことです。", "remedy_0_kind": "refund", "remedy_0_text": "全額",
        "remedy_0_due_on": bench.in_days(9), "remedy_0_amount": "9000"}, "referral_answered", "decided",
        said=("見本紛争解決センターの回答", "全額の返金が相当とのことです。")),
    "ask-for": Way(bench.investigated, typed(kind="help", point="", language="en", words="大きな文字で", how="電話で"),
                   "petitioned", "investigating", said=("言語・形式・配慮の希望（電話で）", "大きな文字で"),
                   changes={"language": "en", "accommodation": "大きな文字で"}),
    "answer-ask": Way(corrected, lambda complaint, _: {
        "petition": complaint.petitions.get().pk, "granted": "yes", "text": "皿が四枚割れていた", "words": "直しました。"},
        "petition_answered", "investigating",
        said=("求めのとおりにしました：理解の訂正", "申出事項1の今の文：皿が四枚割れていた", "直しました。")),
    "unwanted": Way(bench.investigated, typed(handler="on", words="前にもめた", how="電話で"), "confided",
                    "investigating", role="lead", said=("担当から外してほしい人を挙げました（電話で）", "前にもめた")),
    "bar": Way(confided, lambda complaint, cast: {
        "petition": complaint.petitions.get().pk, "granted": "yes", "barred": [cast.handler.pk], "to": cast.colleague.pk,
        "words": "担当を替えました。"}, "bar_decided", "investigating", role="lead",
        said=("関与を禁じた人：受田 ひかり", "担当を替えました。")),
    "ask-lift": Way(bench.barred, lambda _, cast: {"staff": cast.colleague.pk, "reason": "部署が変わりました。"}, "lift_asked",
                    "investigating", role="lead", said=("関与を禁じた人：隣野 まこと", "部署が変わりました。")),
    "lift": Way(bench.lift_asked, lambda complaint, _: {
        "asked": complaint.events.get(kind="lift_asked").pk, "granted": "yes", "words": ""}, "lift_decided",
                "investigating", role="lead", said=("関与禁止を解いた人：隣野 まこと", "部署が変わりました。")),
    "representative": Way(bench.investigated, typed(
        name="代田 りか", kana="", relation="娘", mandate="act", reach_kind="email", reach="rika@example.jp",
        language="ja", proof="seen", words="平日は娘へ。", how="電話で"), "representative_named", "investigating",
        said=("申出者が代理人を届け出ました：代田 りか（電話で）", "平日は娘へ。")),
    "confirm-representative": Way(named, lambda complaint, _: {
        "appointment": complaint.appointments.get().pk, "granted": "yes", "proof": "seen", "words": ""},
        "representative_answered", "investigating", said=("代理人を確認しました：代田 りか",)),
    "end-representative": Way(named, typed(reason="電話でのご希望。"), "representative_ended", "investigating",
                              said=("代理が終了しました：代田 りか", "電話でのご希望。")),
    "ask-redirect": Way(bench.investigated, typed(reason="other_body", where="見本市保健所", why="衛生の判断は保健所です。"),
                        "redirect_asked", "investigating", said=("別の機関が取り扱う", "見本市保健所")),
    "redirect": Way(bench.redirect_asked, lambda complaint, _: {"asked": complaint.redirections.get().pk}, "redirected",
                    "redirected", said=("苦情ではなく、お問い合わせ", "使い方のお問い合わせのためです。"),
                    changes={"kind": "inquiry"}),
    "refuse-redirect": Way(bench.redirect_asked, lambda complaint, _: {
        "asked": complaint.redirections.get().pk, "words": "こちらで扱います。"}, "redirect_refused", "investigating",
        said=("こちらで扱います。",)),
    "undo-redirect": Way(bench.redirected, typed(reason="当方の商品でした。"), "redirect_undone", "assessing",
                         said=("当方の商品でした。",), changes={"kind": "complaint"}),
    "write-report": Way(bench.accident, lambda *_: {"kind": "product_accident", "seen": 0, "item_product": "電気ケトル KT-1"},
                        "report_written", "investigating", said=("重大製品事故の報告", "版1")),
    "record-report": Way(bench.reported_on_paper, lambda *_: {
        "kind": "product_accident", "authority": "消費者庁（電子報告）", "number": "R8-0012",
        "day": bench.in_days(0), "time": ""}, "report_recorded", "investigating", said=("消費者庁（電子報告）", "R8-0012")),
    "no-report": Way(bench.accident, typed(kind="product_accident", reason="業務用の製品です。"), "no_report_asked",
                     "investigating", said=("業務用の製品です。",)),
    "decide-no-report": Way(bench.no_report_asked, lambda complaint, _: {
        "report": complaint.legal_reports.get().pk, "granted": "yes", "words": ""}, "no_report_decided",
        "investigating", role="lead", said=("報告は不要とされました。",)),
    "seal": Way(bench.receiving, typed(reason="記録の書き換えが書かれています。"), "sealed", "vaulted",
                said=("公益通報の疑いで封印しました", "記録の書き換えが書かれています。")),
    "let-in": Way(bench.sealed, lambda _, cast: {"staff": cast.colleague.pk, "purpose": "法務の確認", "until": ""},
                  "sight_granted", "vaulted", said=("閲覧できる人: 隣野 まこと", "法務の確認")),
    "let-out": Way(bench.sealed, lambda complaint, cast: {
        "grant": complaint.grants.get(staff=cast.auditor).pk, "reason": "対応から外れます。"}, "sight_ended", "vaulted",
        said=("閲覧を終了: 監物 じゅん", "対応から外れます。")),
    "tell-inquiry": Way(bench.sealed, typed(is_looked_into="yes", words="調査を始めます。"), "inquiry_told", "vaulted",
                        said=("通報者に通知: 調査する", "調査を始めます。")),
    "tell-outcome": Way(bench.inquiry_told, typed(words="事実を確かめ、改めました。"), "outcome_told", "vaulted",
                        said=("結果を通報者に知らせました", "事実を確かめ、改めました。")),
    "ask-unseal": Way(bench.sealed, typed(reason="お客様の申出でした。"), "unseal_asked", "vaulted",
                      said=("封印を解くよう求めました", "お客様の申出でした。")),
    "unseal": Way(bench.unseal_asked, typed(), "unsealed", "assessing", said=("封印を解きました",)),
    "keep-seal": Way(bench.unseal_asked, typed(words="通報と見るべきです。"), "unseal_refused", "vaulted",
                     said=("封印したままにしました", "通報と見るべきです。")),
    "withdraw": Way(bench.investigated, typed(how="電話で", reason="もう結構です。"), "withdrawn", "withdrawn",
                    said=("もう結構です。",)),
    "escalate": Way(bench.investigated, typed(reason="金額の判断をお願いします。"), "escalated", "investigating",
                    said=("責田 みさきに上申しました", "金額の判断をお願いします。")),
    "acknowledge-escalation": Way(
        escalated, lambda complaint, _: {"escalation": complaint.escalations.get().pk, "note": "本日電話します。"},
        "escalation_acknowledged", "investigating", role="lead", said=("上申を受けました", "本日電話します。")),
    "promise-call": Way(bench.investigated, lambda *_: {"day": bench.in_days(2), "time": "10:30", "note": "請求の件"},
                        "call_promised", "investigating", said=("請求の件", "約束: 折り返し電話")),
    "call": Way(bench.investigated, typed(body="火曜に届くとのこと。"), "called_back", "investigating",
                said=("火曜に届くとのこと。",)),
    "promise": Way(bench.investigated, lambda *_: {"day": bench.in_days(2), "time": "", "what": "写真をお返しします"},
                   "promised", "investigating", said=("写真をお返しします", "約束: その他の約束")),
    "keep-promise": Way(promised, own_promise, "promise_kept", "investigating",
                        said=("書留で送りました。", "お約束を果たしました（写真をお返しします）")),
    "no-promise": Way(replied, told_in, "date_set_aside", "investigating",
                      said=("お伝えした日付は約束ではないと記録しました",)),
    "new-date": Way(bench.investigated, decision_promise, "promise_replaced", "investigating",
                    said=("鑑定に日数がかかるため。",)),
    "begin-deadline": Way(bench.investigated, lambda *_: {"rule": LEAK, "day": bench.in_days(0), "note": "名簿が届いた"},
                          "clock_started", "investigating", said=("名簿が届いた", "個人情報保護委員会への速報")),
    "deadline-met": Way(leaked, lambda complaint, _: {"clock": clock_of(complaint, LEAK).pk, "day": bench.in_days(0),
                                                      "how": "委員会へ速報しました"},
                        "clock_met", "investigating", said=("委員会へ速報しました",)),
    "prolong": Way(bench.investigated, later_decision, "clock_extended", "investigating",
                   said=("鑑定に日数がかかるため。", "期限を延長")),
    "stop-deadline": Way(leaked, lambda complaint, _: {"clock": clock_of(complaint, LEAK).pk, "reason": "漏えいではなかった"},
                         "clock_stopped", "investigating", "lead", said=("漏えいではなかった",)),
    "count-anew": Way(newly_closed, typed(reason="臨時休業のため"), "clocks_recounted", "investigating", "lead",
                      said=("臨時休業のため", "期限を数え直し")),
    "move": Way(with_a_word, lambda complaint, _: {"message": complaint.messages.get().pk, "to": another(complaint).reference,
                                                   "reason": "別件の写真"},
                "message_moved", "investigating", said=("連絡を別の苦情へ移しました", "別件の写真")),
    "merge": Way(beside_another, lambda complaint, _: {"to": another(complaint).reference, "reason": "同じ方の続報"},
                 "merged", "merged", said=("別の苦情と統合しました", "同じ方の続報", "統合を取り消す")),
    "separate": Way(joined, typed(), "separated", "reopened", said=("統合を取り消しました",)),
    "place": Way(bench.assessed, lambda *_: {"queue": "urgent", "reason": "今日中に見てほしい"}, "placed", "assessing",
                 said=("置き場所: 通常 → 急ぎ", "今日中に見てほしい")),
    "link": Way(beside_another, lambda complaint, _: {"to": another(complaint).reference, "kind": "caused_by",
                                                      "reason": "同じ便"},
                "linked", "investigating", said=("別の苦情と関連付けました（この苦情のもとになった苦情）", "同じ便")),
    "unlink": Way(linked, lambda complaint, _: {"link": complaint.links.get().pk}, "unlinked", "investigating",
                  said=("関連付けを外しました（同じ件についての苦情）",)),
    "split": Way(bench.investigated, lambda complaint, _: {
        "title": "電話対応", "allegations": [complaint.allegations.get(number=2).pk], "reason": "別の担当"},
        "split_off", "investigating", said=("一部を別の苦情に分けました", "別の担当", "この苦情から分割した苦情")),
    "regroup": Way(split_off, typed(reason="同じ件"), "regrouped", "merged", said=("元の苦情に戻しました", "統合先")),
    "join-mass": Way(bench.investigated, typed(title="箱つぶれ", reason="同じ便"), "mass_joined", "investigating",
                     said=("集団申出に加えました: 箱つぶれ", "同じ便")),
    "leave-mass": Way(grouped, typed(), "mass_left", "investigating", said=("集団申出から外しました: 箱つぶれ",)),
    "task": Way(bench.investigated, lambda _, cast: {"title_line": "倉庫に確認", "to": cast.colleague.pk,
                                                     "day": bench.in_days(3), "time": "10:30"},
                "task_added", "investigating", said=("やることを追加しました（倉庫に確認）", "担当: 隣野 まこと")),
    "task-done": Way(with_tasks, a_task, "task_finished", "investigating", said=("やることを済ませました（倉庫に確認）",)),
    "task-again": Way(with_tasks, lambda complaint, _: {"task": complaint.tasks.get(state="done").pk}, "task_taken_up",
                      "investigating", said=("やることをもう一度開きました（写真を探す）",)),
    "task-to": Way(with_tasks, lambda complaint, cast: {**a_task(complaint, cast), "to": cast.colleague.pk},
                   "task_reassigned", "investigating", said=("やることの担当を替えました（倉庫に確認）",)),
    "task-day": Way(with_tasks, lambda complaint, cast: {**a_task(complaint, cast), "day": bench.in_days(8), "time": "",
                                                         "reason": "棚卸しのため"},
                    "task_rescheduled", "investigating", said=("棚卸しのため",)),
    "task-drop": Way(with_tasks, lambda complaint, cast: {**a_task(complaint, cast), "reason": "先に分かったため"},
                     "task_dropped", "investigating", said=("先に分かったため",)),
    "guideline": Way(before_a_guideline, lambda *_: {"version": GuidelineVersion.objects.get().pk, "reason": "当てはまるため"},
                     "guideline_chosen", "investigating",
                     said=("対応指針が選ばれました（破損のお申し出（第1版））", "当てはまるため")),
    "guideline-item": Way(going_by_a_guideline, typed(item="i2", state="not_done", reason="写真はないそうです。"),
                          "item_marked", "investigating", said=("理由があり行わない（写真を受け取った）", "写真はないそうです。")),
}  # fmt: skip
