"""Every kind of event in words, from its values alone: for staff in both languages, and for the complainant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone, translation

from kikitori.interfaces.desk.complaint.investigation import Investigation
from kikitori.interfaces.desk.complaint.pinned import Guidelines, Pinned
from kikitori.interfaces.desk.complaint.tellings.table import tell
from kikitori.interfaces.desk.complaint.tellings.told import Told
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.letters.models import Message
from kikitori.records.prevention.guidelines import GuidelinePin
from kikitori.records.prevention.text import GuidelineText, InTwo, Item
from kikitori.records.referral.models import Body, Referral
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition
from tests.interfaces.desk.complaint.on_paper import (
    JAPAN,
    days,
    event,
    inquiry,
    known,
    on_paper,
    point,
    promise,
    proposal,
    remedy,
)

WORD = Message(pk=3, body="本文", language="en")
FIRST, SECOND = proposal(by=days(1), number=1), proposal("accepted", days(14), 2)
FIRST.answer = "はい、お願いします。"
ASKED = Petition(
    pk=1,
    kind="summary",
    words="皿は四枚です。",
    chosen={"point": 1, "text": "皿が三枚割れていた"},
    answer="直しました。",
)
NAMED = Appointment(
    pk=1, name="代田 りか", words="平日は娘へ。", answer="書面を拝見しました。", reason="電話でのご希望。"
)
REFERRED = Referral(
    pk=1,
    body=Body(pk=1, kind="external", name_ja="見本紛争解決センター", name_en="Sample Centre"),
    reason="契約の解釈のため。",
    told="全額が認められました。",
    answer="内輪の写し",
)
LOOKED_INTO = Investigation(
    lines=(InquiryLine(pk=1, number=1, what="配送の記録", state="dropped", came_out="記録は破棄済み"),),
    rows=(Evidence(pk=1, number=1, kind="object", what="つぶれた箱", source="申出者", got_on=days(0)),),
    notes=(FactNote(pk=4, nature="opinion", text="梱包が弱かったと思う。"),),
)
#: Everything any of the events speaks of.
#: The version by which it goes, in both languages, with one item.
GUIDELINES = Guidelines(
    (
        Pinned(
            GuidelinePin(pk=1, version_id=5),
            3,
            2,
            GuidelineText(
                title=InTwo(ja="破損のお申し出", en="Damaged goods"),
                items=(Item(id="i1", text=InTwo(ja="写真を受け取った", en="Received a photograph")),),
            ),
            "",
            is_out_of_use=False,
            marks={},
        ),
    )
)
STANDING = on_paper(
    petitions=[ASKED],
    appointments=[NAMED],
    referrals=[REFERRED],
    about={"story": "届いた皿が三枚割れていました。", "language": "ja"},
    inquiries=[
        inquiry(by=days(1)),
        inquiry(answered=True, pk=6),
        inquiry(answered=True, pk=8, asked_of="third_party", whom="配送会社", question="記録は？", answer="あります。"),
    ],
    remedies=[
        remedy("due", FIRST),
        remedy("done", FIRST, pk=10, kind="refund", text="送料の返金", amount=800, done_note="内輪の送り状番号"),
        remedy("dropped", pk=11, kind="gift", text="商品券", drop_reason="declined", drop_words="ご不要とのことでした。"),
    ],
    verdicts=[Verdict(pk=1, solved=True, rating=5, comment="ありがとう。"), Verdict(pk=2, solved=False, comment="まだです。")],
    promises=[promise("call_back", 5, pk=11, note="請求書の件"), promise("call_back", 6, pk=12),
              promise("other", 90, pk=13, note="写真をお返しします")],
    allegations=[point(1), point(2, "説明を三回させられた")],
    guidelines=GUIDELINES,
    investigation=LOOKED_INTO,
)  # fmt: skip


DECISION, UNTIL = "jp-default/1/decision", "2026-12-21T17:00:00+09:00"


@dataclass(frozen=True)
class Case:
    """An event, and what is said of it: to staff in ja and en, to the complainant in ja (None: the same)."""

    event: Event
    ja: str
    en: str
    theirs: str | None = None
    band: str = ""
    text: str = ""
    #: Is the text kept from the complainant?
    secret: bool = False
    lines: tuple[str, ...] = ()


def case(kind: str, ja: str, en: str, theirs: str | None = None, /, **about: Any) -> Case:
    """Values of the event and of the case in one line."""
    of_case = {name: about.pop(name) for name in ("band", "text", "secret", "lines") if name in about}
    return Case(event(kind, **about), ja, en, theirs, **of_case)


CASES = [
    case("review_asked", "申出者から再検討の求めがありました", "Complainant asks for a review", reason="納得できません。",
         band="from", text="納得できません。"),
    case("review_begun", "再検討を始めました：責田 みさきが見直します", "Review begun: 責田 みさき looks at it again",
         "再検討を始めました", to=3),
    case("referred", "見本紛争解決センターに引継ぎ", "Passed on to Sample Centre", referral=1, expected_on="2026-12-18",
         band="public", text="契約の解釈のため。", lines=("回答の見込み: 12月18日（金）まで",)),
    case("turned_outside", "申出者が見本紛争解決センターに相談", "The complainant turned to Sample Centre", referral=1,
         band="public", text="契約の解釈のため。"),
    case("referral_answered", "見本紛争解決センターの回答", "Answer of Sample Centre", referral=1, outcome="overturned",
         band="public", text="全額が認められました。", lines=("当方と異なる判断",)),
    case("petitioned", "申出者から申入れがありました：理解の訂正",
         "Complainant asks for something: Correct what we have understood", petition=1, about="summary",
         band="from", text="皿は四枚です。", lines=("申出事項1の前の文：皿が三枚割れていた",)),
    case("petition_answered", "求めのとおりにしました：理解の訂正", "Done as asked: Correct what we have understood",
         petition=1, about="summary", granted=True, point=1, before="皿が三枚割れていた", after="皿が四枚割れていた",
         band="public", text="直しました。",
         lines=("申出事項1の前の文：皿が三枚割れていた", "申出事項1の今の文：皿が四枚割れていた")),
    case("confided", "申出者が担当から外してほしい人を挙げました", "Complainant named somebody who should not handle it",
         petition=2, hidden_from=[1], band="internal"),
    case("bar_decided", "関与を禁じるかを決めました", "Decided who does not handle it", petition=2, granted=True,
         barred=[1], band="internal", lines=("関与を禁じた人：受田 ひかり",)),
    case("bar_decided", "関与を禁じるかを決めました", "Decided who does not handle it", granted=True, barred=[1], of_another=True,
         band="internal", lines=("関与を禁じた人：受田 ひかり", "ここに移した連絡とともに引き継がれました。")),
    case("bar_decided", "関与を禁じるかを決めました", "Decided who does not handle it", granted=True, barred=[1], tasks=[[7, 1]], to=2,
         band="internal", lines=("関与を禁じた人：受田 ひかり", "この人のやることは、隣野 まことが引き継ぎました。")),
    case("lift_asked", "関与禁止の解除が求められました", "Asked for a bar to be lifted", staff=1, reason="部署が変わりました。",
         band="internal", text="部署が変わりました。", lines=("関与を禁じた人：受田 ひかり",)),
    case("lift_decided", "関与禁止を解くかを決めました", "Decided whether a bar is lifted", staff=1, granted=True,
         reason="部署が変わりました。", band="internal", text="部署が変わりました。", lines=("関与禁止を解いた人：受田 ひかり",)),
    case("lift_decided", "関与禁止を解くかを決めました", "Decided whether a bar is lifted", staff=1, granted=False,
         words="まだ早いです。", band="internal", text="まだ早いです。", lines=("関与禁止のままの人：受田 ひかり",)),
    case("representative_named", "申出者が代理人を届け出ました：代田 りか（電話で）",
         "Complainant named a representative: 代田 りか (電話で)", "申出者が代理人を届け出ました：代田 りか（電話で）",
         appointment=1, mandate="act", how="電話で", band="from", text="平日は娘へ。",
         lines=("やり取りと、解決案・解決の確認・再検討・取下げ・再開の判断",)),
    case("representative_answered", "代理人を確認しました：代田 りか",
         "Confirmed who speaks for the complainant: 代田 りか", appointment=1, granted=True, band="public",
         text="書面を拝見しました。"),
    case("representative_answered", "代理人として確認できませんでした：代田 りか",
         "Not confirmed, with the reason: 代田 りか", appointment=1, granted=False, band="public",
         text="書面を拝見しました。"),
    case("representative_ended", "代理が終了しました：代田 りか",
         "The representative no longer speaks for the complainant: 代田 りか", appointment=1, confirmed=True,
         band="public", text="電話でのご希望。"),
    case("received", "受付（電話）", "Received (Phone)", channel="phone", band="from", text="届いた皿が三枚割れていました。"),
    case("received", "受付（目安箱）", "Received (Suggestion box)", channel="suggestion_box", band="from",
         text="届いた皿が三枚割れていました。"),
    case("reply_written", "返信を送信待ちにしました", "Reply written, to be sent", public=False),
    case("reply_taken_back", "送る前に返信を取り消しました", "Reply taken back before it was sent", public=False),
    case("reply_stuck", "返信を送れませんでした", "Reply could not be sent", public=False),
    case("acknowledged", "受付を通知しました", "Receipt confirmed to the complainant"),
    case("acknowledged", "受付を通知しました（電話で）", "Receipt confirmed to the complainant (電話で)", how="電話で"),
    case("assessed", "初期評価: S2 重大な損害・権利・緊急度 本日中・申出事項 1件", "Assessed: S2 Serious loss or rights, urgency: Today, 1 point",
         "初期評価をしました", severity="S2", urgency="today", allegations=1, note="内緒", placed=["heated"],
         band="internal", text="内緒", secret=True, lines=("強い怒りや動揺があるため、緊急度を一段上げました。",)),
    case("assigned", "受田 ひかりを担当に割り当てました", "Put into the hands of 受田 ひかり", "担当を割り当てました", to=1, before=None,
         band="internal"),
    case("assigned", "担当を受田 ひかりから隣野 まことに引き継ぎました", "Handed from 受田 ひかり to 隣野 まこと", "担当を割り当てました",
         to=2, before=1, reason="担当地区のため", band="internal", text="担当地区のため", secret=True),
    case("assigned", "隣野 まことを担当に割り当てました", "Put into the hands of 隣野 まこと", "担当を割り当てました", to=2, before=2,
         band="internal"),
    case("investigation_begun", "調査を始めました", "Investigation begun"),
    case("question_asked", "申出者に質問しました（回答の希望日 明日）", "Question to the complainant, answer wanted by tomorrow",
         inquiry=5, answer_by="2026-11-25", asked_of="complainant", band="public", text="箱はつぶれていましたか。"),
    case("question_asked", "配送会社に照会しました（回答の希望日 今日）", "配送会社 was asked, answer wanted by today",
         inquiry=8, answer_by="2026-11-24", asked_of="third_party", band="internal", text="記録は？", secret=True),
    case("answer_recorded", "申出者の回答", "Answer from the complainant", inquiry=6, band="from", text="はい。"),
    case("answer_recorded", "配送会社の回答", "Answer from 配送会社", inquiry=8, band="internal", text="あります。", secret=True),
    case("replied", "申出者に返信しました", "Reply sent to the complainant", message=3, band="public", text="本文"),
    case("noted", "内部メモ", "Internal note", message=3, band="internal", text="本文", secret=True),
    case("heard", "別の苦情へ移した連絡", "A word that has been moved to another complaint", message=99),
    case("heard", "申出者からの連絡（窓口）", "Word from the complainant (At the counter)", message=3, channel="in_person",
         band="from", text="本文"),
    case("heard", "申出者からの連絡（ウェブ）", "Word from the complainant (Web)", message=3, band="from", text="本文"),
    case("causes_found", "原因を記録しました", "Causes written down", public=False, band="internal",
         causes={"1": ["process", "slip"], "2": []},
         lines=("1. 皿が三枚割れていた: 手順の不備、申出者の手違い", "2. 説明を三回させられた: 原因の記録なし")),
    case("inquiry_planned", "調査計画を立てました", "Lines of inquiry planned", public=False, band="internal", numbers=[1],
         lines=("1. 配送の記録",)),
    case("inquiry_line_ended", "調査項目を終えました", "Line of inquiry ended", public=False, band="internal", line=1, how="dropped",
         text="記録は破棄済み", secret=True, lines=("配送の記録", "取りやめ（理由あり）")),
    case("evidence_taken", "証拠を登録しました", "Evidence taken in", public=False, band="internal", evidence=1,
         digest="", lines=("E-1 つぶれた箱",)),
    case("custody_noted", "証拠の保管を記録しました", "Custody of evidence written down", public=False, band="internal", evidence=1,
         custody="given_back", lines=("E-1 つぶれた箱", "返却した")),
    case("fact_noted", "事実・意見を記録しました（意見）", "Fact or opinion written down (Opinion)",
         "事実・意見を記録しました", public=False, band="internal", note=4, nature="opinion", text="梱包が弱かったと思う。",
         secret=True),
    case("proposed", "解決案を提示しました（第1回、回答の期日 明日）", "Solution proposed (round 1), held open until tomorrow",
         proposal=1, band="public", text="新しい皿とお取り替えします。",
         lines=("交換: 皿三枚の交換、2026年12月1日（火）まで", "返金: 送料の返金（800円）、2026年12月1日（火）まで")),
    case("accepted", "解決案が受け入れられました（電話で）", "Proposal accepted (電話で)", proposal=1, how="電話で", band="from",
         text="はい、お願いします。"),
    case("declined", "解決案が断られました", "Proposal declined", proposal=1, band="from", text="はい、お願いします。"),
    case("decided", "決定しました", "Decision made", outcomes={"2": "not_upheld", "1": "upheld"}, band="public",
         lines=("1. 皿が三枚割れていた: 認容", "2. 説明を三回させられた: 認められない")),
    case("decided", "決定しました", "Decision made", outcomes={str(n): "partly" for n in (10, 9)}, band="public",
         lines=("9. : 一部認容", "10. : 一部認容")),
    case("remedy_done", "実施済み: 送料の返金", "Done: 送料の返金", remedy=10, band="internal", text="内輪の送り状番号", secret=True),
    case("remedy_dropped", "取りやめ: 商品券（電話で）", "Not done any more: 商品券 (電話で)", remedy=11, how="電話で",
         band="public", text="ご不要とのことでした。", lines=("申出者が不要とおっしゃった",)),
    case("remedy_verified", "約束したものが届きました（電話で）", "What was agreed has arrived (電話で)", remedy=10, how="電話で",
         text="送料の返金"),
    case("approval_asked", "45,800円の承認を依頼しました：解決案を提示する", "Approval asked for ¥45,800: Propose a solution",
         approval=1, step="propose", amount=45_800, currency="JPY", reason="二台目です。", band="internal", text="二台目です。",
         secret=True),
    case("approval_answered", "45,800円の承認依頼：差し戻し", "Request for approval of ¥45,800: Sent back", approval=1,
         step="propose", answer="returned", amount=45_800, currency="JPY", reason="半額で。", band="internal", text="半額で。",
         secret=True),
    case("remedies_finished", "すべての救済を実施しました", "All remedies carried out"),
    case("solution_asked", "解決したかを尋ねました", "Complainant asked whether it is solved"),
    case("solved", "申出者の回答: 解決した（電話で）・対応の評価 5段階の5", "Complainant says: solved (電話で), handling 5 of 5", verdict=1,
         how="電話で", band="from", text="ありがとう。"),
    case("not_solved", "申出者の回答: 解決していない", "Complainant says: not solved", verdict=2, band="from", text="まだです。"),
    case("rated", "申出者が対応を評価しました・対応の評価 5段階の5", "Complainant rated how it was handled, handling 5 of 5", verdict=1,
         band="from", text="ありがとう。"),
    case("closed", "合意で終了: 申出者から解決したとの回答", "Closed as agreed: the complainant says it is solved",
         outcome="agreed", because="said_so", band="internal"),
    case("left_at_that", "申出者の回答: 解決していないが、ここまででよい", "Complainant says: not solved, and leaves it at that",
         verdict=2, band="from", text="まだです。"),
    case("asked_again", "その後の様子を申出者に尋ねました", "Complainant asked once more whether it holds"),
    case("holds", "申出者の回答: 解決したまま・対応の評価 5段階の5", "Complainant says: it still holds, handling 5 of 5", verdict=1,
         band="from", text="ありがとう。"),
    case("asking_stopped", "申出者が再度の確認を断りました（電話で）", "Complainant does not want to be asked again (電話で)", how="電話で"),
    case("other_road_tried", "別の方法で申出者に連絡しました（電話、昨日）: つながりませんでした",
         "Tried to reach the complainant in another way (By phone, yesterday): not reached", road="call", reached=False,
         on="2026-11-23", said="留守番電話", band="internal", text="留守番電話", secret=True),
    case("other_road_tried", "別の連絡方法がない", "No other way of reaching them is known", road="none", reached=False),
    case("closed", "終了: 手を尽くしましたが、不満が残っています", "Closed: still unhappy, though everything possible was done",
         outcome="unhappy"),
    case("closed", "確認できずで終了: 解決したかの問いに回答がありませんでした",
         "Closed as not confirmed: there was no answer to the question whether it is solved", outcome="agreed", because="silence",
         note="三週間なし", band="internal", text="三週間なし", secret=True),
    case("closed", "手続尽了で終了", "Closed: every way has been tried", outcome="exhausted"),
    case("reopened", "再開しました", "Reopened", reason="新しい写真", band="public", text="新しい写真"),
    case("reopened", "再開しました", "Reopened", reason="まだ痛い", by="complainant", band="from", text="まだ痛い"),
    case("redirect_asked", "他窓口への案内が求められました", "Asked for it to be redirected", about="inquiry", where="店頭窓口",
         why="お問い合わせのため", band="internal", text="店頭窓口\n\nお問い合わせのため", secret=True,
         lines=("苦情ではなく、お問い合わせ",)),
    case("redirected", "他窓口へ案内しました", "Redirected: told where to go", about="praise", where="本社", why="お礼",
         taken_for={"before": "complaint", "after": "praise"}, band="public", text="本社\n\nお礼",
         lines=("苦情ではなく、お褒めの言葉", "種類：苦情 → お褒めの言葉")),
    case("redirected", "他窓口へ案内しました", "Redirected: told where to go", about="unheard_of", where="本社", why="お礼",
         band="public", text="本社\n\nお礼"),
    case("redirect_refused", "案内せず、ここで扱うことになりました", "Kept here, not redirected", words="当方の商品です", band="internal",
         text="当方の商品です", secret=True),
    case("redirect_undone", "案内を取り消し、あらためて対応を始めました", "Taken up again after it was redirected", reason="当方の商品",
         band="public", text="当方の商品"),
    case("sealed", "公益通報の疑いで封印しました", "Sealed: suspected whistleblowing", seal=1, mentioned=[2, 3],
         lines=("閲覧できる人: 隣野 まこと, 責田 みさき",)),
    case("sealed", "公益通報の疑いで封印しました", "Sealed: suspected whistleblowing", seal=1, mentioned=[], lines=("閲覧できる人がまだいません",)),
    case("sight_granted", "閲覧できる人: 責田 みさき", "May read it: 責田 みさき", public=False, staff=3, purpose="人事の確認",
         band="internal", text="人事の確認"),
    case("sight_ended", "閲覧を終了: 責田 みさき", "May read it no more: 責田 みさき", public=False, staff=3, reason="用が済みました",
         band="internal", text="用が済みました"),
    case("inquiry_told", "通報者に通知: 調査する", "Reporter told: it is looked into", is_looked_into=True, band="public"),
    case("inquiry_told", "通報者に通知: 調査しない", "Reporter told: it is not looked into", is_looked_into=False, band="public"),
    case("outcome_told", "結果を通報者に知らせました", "Reporter told what came of it", band="public"),
    case("unseal_asked", "封印を解くよう求めました", "Asked for the seal to be taken off", public=False, reason="申出でした",
         band="internal", text="申出でした"),
    case("unsealed", "封印を解きました", "Seal taken off", asked_by=2, lines=("求めた人: 隣野 まこと",)),
    case("unseal_refused", "封印したままにしました", "The seal stays on", public=False, words="通報です", band="internal", text="通報です"),
    case("report_written", "官庁への報告書を書きました：重大製品事故の報告",
         "Report to an authority written: Report of a serious product accident", public=False, about="product_accident",
         version=2, lines=("版2",)),
    case("report_recorded", "官庁に報告しました：個人データの漏えい等の速報",
         "Reported to an authority: Preliminary report of a leak of personal data", public=False,
         about="breach_preliminary", authority="個人情報保護委員会（報告フォーム）", number="A-17", band="internal",
         lines=("個人情報保護委員会（報告フォーム）", "先方の番号：A-17")),
    case("report_recorded", "官庁に報告しました", "Reported to an authority", public=False, about="unheard_of",
         authority="消費者庁", band="internal", lines=("消費者庁",)),
    case("no_report_asked", "報告は不要との申し出がありました：重大製品事故の報告",
         "Asked for it not to be reported: Report of a serious product accident", public=False, about="product_accident",
         reason="業務用の製品です。", band="internal", text="業務用の製品です。", secret=True),
    case("no_report_decided", "報告するかどうかを決めました：重大製品事故の報告",
         "Decided whether it is reported: Report of a serious product accident", public=False, about="product_accident",
         granted=True, band="internal", lines=("報告は不要とされました。期限は停止しました。",)),
    case("no_report_decided", "報告するかどうかを決めました：重大製品事故の報告",
         "Decided whether it is reported: Report of a serious product accident", public=False, about="product_accident",
         granted=False, words="念のため報告します。", band="internal", text="念のため報告します。", secret=True,
         lines=("報告することになりました。",)),
    case("withdrawn", "申出者が取り下げました（窓口で）", "Withdrawn by the complainant (窓口で)", how="窓口で", reason="もう結構",
         band="from", text="もう結構"),
    case("escalated", "責田 みさきに上申しました", "Brought before 責田 みさき", to=3, reason="金額の判断", band="internal",
         text="金額の判断", secret=True),
    case("escalated", "責田 みさきに上申しました", "Brought before 責田 みさき", to=3, reason="金額の判断", band="internal",
         level=1, cause="request", escalation=1, text="金額の判断", secret=True, lines=("第1段階", "依頼")),
    case("escalated", "責田 みさきに上申しました", "Brought before 責田 みさき", to=3, reason="S1", band="internal",
         level=2, cause="severity", escalation=1, lines=("第2段階", "重大な申出（S1 生命・身体・法令報告）")),
    case("escalated", "責田 みさきに上申しました", "Brought before 責田 みさき", to=3, reason="clock", band="internal",
         level=2, cause="unacknowledged", escalation=1, lines=("第2段階", "下の段階で応答なし（期限の接近・超過）")),
    case("escalated", "責田 みさきに上申しました", "Brought before 責田 みさき", to=3, reason="jp/1/decision", band="internal",
         level=1, cause="clock", escalation=1, lines=("第1段階", "期限の接近・超過（結論のお知らせ）")),
    case("escalated", "上申しましたが、上の段階に対応できる者がいないため、閲覧できる全員に知らせました",
         "Brought up, but nobody above is at work: everybody who sees the complaint is asked", reason="decision",
         band="internal", level=1, cause="missed_promise", escalation=1,
         lines=("第1段階", "約束の超過（結論のお知らせ）")),
    case("escalation_acknowledged", "上申を受けました", "Escalation acknowledged", level=1, escalation=1, band="internal",
         note="本日電話します。", text="本日電話します。", secret=True, lines=("第1段階",)),
    case("call_promised", "折り返し電話を約束しました（請求書の件）", "Call back promised (請求書の件)", promise=11),
    case("call_promised", "折り返し電話を約束しました", "Call back promised", promise=12),
    case("called_back", "電話をしました", "Called back", said="火曜に届くとのこと。", band="public", text="火曜に届くとのこと。"),
    case("promised", "お約束しました", "Promise made", what="写真をお返しします", band="public", text="写真をお返しします"),
    case("promise_kept", "お約束を果たしました（写真をお返しします）", "Done as we had promised (写真をお返しします)",
         what="写真をお返しします", how="書留で送りました。", band="public", text="書留で送りました。"),
    case("date_set_aside", "お伝えした日付は約束ではないと記録しました", "A date in our message is no promise", told_in=3),
    case("promise_replaced", "期日を改めました（これまで: 2026年11月26日（木）17:00）: 写真をお返しします",
         "New date instead of 26 Nov 2026 17:00 JST: 写真をお返しします", kind_="other", promise=13,
         before="2026-11-26T08:00:00+00:00", reason="鑑定のため", band="public", text="鑑定のため"),
    case("promise_replaced", "期日を改めました（これまで: 2026年11月26日（木）17:00）: 結論のお知らせ",
         "New date instead of 26 Nov 2026 17:00 JST: Decision", kind_="decision", before="2026-11-26T08:00:00+00:00",
         reason="鑑定のため", band="public", text="鑑定のため"),
    case("promise_missed", "約束の期日を過ぎました", "Promise missed"),
    case("letter_sent", "送りました（電子メール）: 受付通知", "Sent (E-mail): Confirmation of receipt", kind_="acknowledgement",
         medium="email"),
    case("letter_sent", "印刷して郵送しました: 受付通知", "Printed and posted: Confirmation of receipt", kind_="acknowledgement",
         medium="print"),
    case("letter_sent", "印刷して郵送しました: 受付通知", "Printed and posted: Confirmation of receipt", kind_="acknowledgement",
         medium="print", service="ordinary", tracking=""),
    case("letter_returned", "返戻されました（あて所に尋ねあたらず）。別の方法でお伝えください: 受付通知",
         "Came back (Nobody of this name at the address), reach them by other means: Confirmation of receipt",
         kind_="acknowledgement", reason="address_unknown"),
    case("letter_replaced", "別の住所あてに作り直しました: 受付通知",
         "Written anew to another address: Confirmation of receipt", kind_="acknowledgement"),
    case("posting_taken_back", "発送の記録を取り消しました", "Note of posting taken back", kind_="acknowledgement"),
    case("letter_failed", "送れませんでした: 受付通知", "Could not be sent: Confirmation of receipt", kind_="acknowledgement"),
    case("receipt_issued", "控えを再発行しました", "New slip issued"),
    case("link_sent", "ページを開くリンクを送りました", "Link to the page sent by mail"),
    case("clock_started", "期限を開始: 決定のお知らせ（2026年12月21日（月）17:00まで）",
         "Deadline begun: Decision, due 21 Dec 2026 17:00 JST", rule=DECISION, kind_="decision", note="名簿が届いた",
         clocks={"started": [{"due_at": UNTIL}]}, band="internal", text="名簿が届いた", secret=True),
    case("clock_met", "期限の実施を記録: 決定のお知らせ", "Deadline met: Decision", rule=DECISION, kind_="decision",
         how="報告済み", band="internal", text="報告済み", secret=True),
    case("clock_extended", "期限を延長: 決定のお知らせ（2026年12月21日（月）17:00から2027年1月8日（金）17:00へ）",
         "Deadline prolonged: Decision, 8 Jan 2027 17:00 JST instead of 21 Dec 2026 17:00 JST", rule=DECISION,
         kind_="decision", before=UNTIL, due_at="2027-01-08T17:00:00+09:00", reason="記録を待つため。", band="public",
         text="記録を待つため。"),
    case("clock_stopped", "期限を停止: 決定のお知らせ", "Deadline stopped: Decision", rule=DECISION, kind_="decision",
         reason="対象外", band="internal", text="対象外", secret=True),
    case("clocks_recounted", "期限を数え直し、2件の期日が変わりました", "2 deadlines have other dates, counted anew",
         reason="臨時休業", clocks={"recounted": [{}, {}]}, band="internal", text="臨時休業", secret=True),
    case("clock_turned", "期限「決定のお知らせ」: 期限間近（2026年12月21日（月）17:00まで）",
         "Deadline “Decision”: Due soon, due 21 Dec 2026 17:00 JST", rule=DECISION, kind_="decision", due_at=UNTIL,
         clocks={"turned": [{"clock": 1, "to": "due_soon"}]}),
    case("letter_sent", "別の方法で伝えました: 受付通知（16:50 電話）", "Told by other means: Confirmation of receipt (16:50 電話)",
         kind_="acknowledgement", how="16:50 電話"),
    case("letter_failed", "届きませんでした。別の方法でお伝えください: 受付通知",
         "Did not arrive, reach them by other means: Confirmation of receipt", kind_="acknowledgement", error="bounced"),
    case("read_again", "受信メールを別の文字コードで読み直しました（cp932 → euc_jp）",
         "Mail read again with another charset (cp932 → euc_jp)", mail=1, before="cp932", after="euc_jp"),
    case("contact_added", "差出人の連絡先を追加しました（代理人）", "Address of the sender added (Representative)",
         role="representative", person=1, contact=1, new=True),
    case("message_moved", "連絡を別の苦情へ移しました", "A word was moved to another complaint", message=3, to=9,
         reason="別件", band="internal", text="別件", secret=True),
    case("message_moved", "別の苦情から移した連絡", "A word that was filed with another complaint before", message=3,
         came_from=9, band="internal", text="本文", secret=True),
    case("message_moved", "別の苦情へ移した連絡", "A word that has been moved to another complaint", message=99, came_from=9),
    case("merged", "別の苦情と統合しました", "Joined with another", to=9, message=3, reason="続報", band="internal",
         text="続報", secret=True),
    case("noted", "内部メモ", "Internal note", message=3, mentioned=[2, 3], band="internal", text="本文", secret=True,
         lines=("知らせた相手: 隣野 まこと, 責田 みさき",)),
    case("placed", "チーム・置き場所を変えました", "Moved to another team or queue", queue="urgent", queue_before="main",
         reason="内緒", band="internal", text="内緒", secret=True, lines=("置き場所: 通常 → 急ぎ",)),
    case("placed", "元の場所に戻しました", "Put back to where it was before", to=None, before=2, undone=True, band="internal",
         lines=("担当: 隣野 まこと → なし",)),
    case("linked", "別の苦情と関連付けました（この苦情に先立つ苦情）",
         "Linked with another complaint (Earlier complaint that this one follows)", to=9, kind_="follows", reason="続き",
         band="internal", text="続き", secret=True),
    case("linked", "別の苦情と関連付けました（この苦情に続く苦情）",
         "Linked with another complaint (Later complaint that follows this one)", to=9, kind_="follows", back=True,
         band="internal"),
    case("unlinked", "関連付けを外しました（同じ件についての苦情）", "Link taken away (About the same matter)", to=9,
         kind_="same_matter", band="internal"),
    case("split_off", "一部を別の苦情に分けました", "A part became a complaint of its own", to=9, reference="K-2026-000009",
         reason="担当が違う", band="internal", text="担当が違う", secret=True),
    case("regrouped", "元の苦情に戻しました", "Put back together", to=9, reason="同じ件", band="internal", text="同じ件",
         secret=True),
    case("breach_joined", "漏えい事案に加えました（第7号）", "Added to an incident of leaked data (no. 7)", breach=7,
         band="internal"),
    case("breach_left", "漏えい事案から外しました（第7号）", "Taken out of the incident of leaked data (no. 7)", breach=7,
         band="internal"),
    case("mass_joined", "集団申出に加えました", "Added to a mass complaint", reason="同じ便", band="internal",
         text="同じ便", secret=True),
    case("mass_left", "集団申出から外しました", "Taken out of the mass complaint", band="internal"),
    case("separated", "統合を取り消しました", "Taken out of the other complaint again", came_from=9, reason="別の方", band="internal",
         text="別の方", secret=True),
    case("task_added", "やることを追加しました（倉庫に確認）", "Task added (倉庫に確認)", title="倉庫に確認", to=2, band="internal",
         due_at="2026-11-25T17:00:00+09:00", lines=("担当: 隣野 まこと", "期日: 明日 17:00")),
    case("task_finished", "やることを済ませました（倉庫に確認）", "Task finished (倉庫に確認)", title="倉庫に確認", late=True, band="internal",
         lines=("期日を過ぎてから済みました",)),
    case("task_taken_up", "やることをもう一度開きました（倉庫に確認）", "Task taken up again (倉庫に確認)", title="倉庫に確認", band="internal"),
    case("task_reassigned", "やることの担当を替えました（倉庫に確認）", "Task given to somebody else (倉庫に確認)", title="倉庫に確認", to=2,
         before=1, band="internal", lines=("担当: 隣野 まこと",)),
    case("task_rescheduled", "やることの期日を変えました（倉庫に確認）", "Day of a task changed (倉庫に確認)", title="倉庫に確認",
         due_at="2026-11-25T17:00:00+09:00", before="2026-11-24T17:00:00+09:00", reason="棚卸し", band="internal", text="棚卸し",
         secret=True, lines=("期日: 明日 17:00",)),
    case("task_dropped", "やることを取りやめました（倉庫に確認）", "Task dropped (倉庫に確認)", title="倉庫に確認", reason="もう分かった",
         band="internal", text="もう分かった", secret=True),
    case("file_made", "事案記録書を作成しました（対象者・第三者用）", "Case file made (The respondent or a third party)",
         reader="respondent", fingerprint="abcdef01" * 8, items=3, left_out=2,
         lines=("入れなかったもの 2件", "ファイルのSHA-256：" + " ".join(["abcdef01"] * 8))),
    case("action_tied", "是正処置を起票しました（CA-2026-0003）", "Corrective action raised (CA-2026-0003)",
         action=3, reference="CA-2026-0003", how="raised"),
    case("action_tied", "是正処置の元の申出に加えました（CA-2026-0003）", "Named as a source of a corrective action (CA-2026-0003)",
         action=3, reference="CA-2026-0003", how="linked"),
    case("action_tied", "是正処置の元の申出から外しました（CA-2026-0003）",
         "Not a source of a corrective action any more (CA-2026-0003)", action=3, reference="CA-2026-0003", how="unlinked"),
    case("guideline_chosen", "当てはまる対応指針がなくなりました", "No guideline applies any more", public=False, version=None),
    case("guideline_chosen", "対応指針が選ばれました（破損のお申し出（第2版））", "Guideline chosen (Damaged goods (version 2))", public=False,
         version=5, number=2, named=["subject"], others=0),
    case("guideline_chosen", "対応指針が選ばれました（破損のお申し出（第2版））", "Guideline chosen (Damaged goods (version 2))", public=False,
         version=5, number=2, reason="合うため", band="internal", text="合うため"),
    case("item_marked", "済み（写真を受け取った）", "Done (Received a photograph)", public=False, version=5, item="i1", state="done"),
    case("item_marked", "理由があり行わない（写真を受け取った）", "Not done, for a reason (Received a photograph)", public=False, version=5,
         item="i1", state="not_done", reason="ないそうです。", band="internal", text="ないそうです。"),
    case("item_marked", "未了", "Still open", public=False, version=6, item="i1", state="open"),
]  # fmt: skip
for each in CASES:
    if "kind_" in each.event.data:
        each.event.data["kind"] = each.event.data.pop("kind_")


def told(each: Case, language: str, *, public: bool = False) -> Told:
    """The event in words."""
    with timezone.override(JAPAN), translation.override(language):
        said = tell(each.event, known(STANDING, each.event, public=public, messages=(WORD,)))
        return Told(
            str(said.sentence), said.mark, said.text, said.language, said.band, str(said.word), said.lines
        )


@pytest.mark.parametrize("each", CASES, ids=lambda each: f"{each.event.kind}: {each.ja}")
def test_event_is_told_to_staff_in_both_languages(each: Case) -> None:
    said = told(each, "ja")
    assert said.sentence == each.ja
    assert told(each, "en").sentence == each.en
    assert (said.band, said.text, said.lines) == (each.band, each.text, each.lines)


@pytest.mark.parametrize("each", CASES, ids=lambda each: f"{each.event.kind}: {each.ja}")
def test_event_is_told_to_the_complainant_without_what_is_ours(each: Case) -> None:
    said = told(each, "ja", public=True)
    assert said.sentence == (each.theirs or each.ja)
    assert said.band != "internal"
    assert said.text == ("" if each.secret else each.text if each.band != "internal" else "")
    if each.secret:
        assert each.text not in (said.sentence, *said.lines)


def test_every_kind_of_event_is_among_the_cases() -> None:
    assert {each.event.kind for each in CASES} == set(EventKind)


def test_complainant_learns_from_no_entry_who_was_barred() -> None:
    about = [each for each in CASES if each.event.kind in ("bar_decided", "lift_asked", "lift_decided")]
    assert len(about) == 6
    for each in about:
        assert told(each, "ja", public=True).lines == ()
        assert told(each, "ja", public=True).text == ""


def test_own_words_keep_their_language_and_ours_have_none() -> None:
    by_kind = {each.event.kind: told(each, "ja") for each in CASES}
    assert by_kind["replied"].language == by_kind["heard"].language == "en"
    assert by_kind["called_back"].language == by_kind["proposed"].language == "ja"
    assert by_kind["remedy_done"].language == by_kind["escalated"].language == ""


def test_call_says_that_the_complainant_can_read_it() -> None:
    called = next(each for each in CASES if each.event.kind == "called_back")
    assert told(called, "ja").word == "電話の内容（申出者も読めます）"
    assert told(called, "en").word == "What was said on the phone; the complainant can read it too"


@pytest.mark.parametrize(
    ("reason", "ja", "text"),
    [
        ("decision", "約束（結論のお知らせ）の期日を過ぎたため、責田 みさきに上申しました", ""),
        ("call_back", "約束（折り返し電話）の期日を過ぎたため、責田 みさきに上申しました", ""),
        ("something else", "責田 みさきに上申しました", "something else"),
    ],
)
def test_machine_that_escalates_names_the_promise(reason: str, ja: str, text: str) -> None:
    brought = event("escalated", by="system", to=3, reason=reason)
    brought.actor_reason = "missed_promise"
    with translation.override("ja"):
        said = tell(brought, known(STANDING, brought))
    assert (said.sentence, said.text) == (ja, text)


def test_text_of_someone_removed_since_is_empty_and_the_sentence_stays() -> None:
    for kind, data in {"replied": {"message": 99}, "question_asked": {"inquiry": 99}, "solved": {"verdict": 99},
                       "accepted": {"proposal": 99}, "call_promised": {"promise": 99}}.items():  # fmt: skip
        gone = event(kind, **data)
        with translation.override("ja"):
            said = tell(gone, known(STANDING, gone))
        assert said.sentence
        assert said.text == ""


def test_late_answer_names_its_day_in_full_in_another_year() -> None:
    asked = event("question_asked", inquiry=5, answer_by="2027-01-04")
    with translation.override("ja"):
        assert "2027年1月4日（月）" in tell(asked, known(STANDING, asked)).sentence
