"""The words of the trade as they stand on screen: what the taxonomy says, in both languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.complaints import labels
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import SELF_SERVED, Channel, EventKind, Queue, Severity, Urgency

KINDS = {
    "complaint": ("苦情", "Complaint"),
    "complaint_process": ("苦情対応への苦情", "Complaint about how a complaint was handled"),
    "conduct": ("会員の行為についての申立て", "Complaint about a member's conduct"),
    "mediation": ("紛議調停の申立て", "Request for mediation"),
    "inquiry": ("問い合わせ", "Question"),
    "request": ("要望・提案", "Suggestion"),
    "praise": ("お褒めの言葉", "Praise"),
    "incident": ("事故・ヒヤリハット", "Accident or near miss"),
}
CHANNELS = {
    "web": ("ウェブ", "Web"),
    "email": ("電子メール", "E-mail"),
    "phone": ("電話", "Phone"),
    "in_person": ("窓口", "At the counter"),
    "post": ("郵便", "By post"),
    "fax": ("ファクス", "Fax"),
    "sns": ("SNS", "Social media"),
    "committee": ("委員会経由", "Through a committee"),
    "representative": ("代理人経由", "Through a representative"),
    "api": ("他システムから", "From another system"),
    "town_hall": ("タウンホール", "Town hall"),
    "survey": ("アンケート", "Survey"),
    "suggestion_box": ("目安箱", "Suggestion box"),
}
STATES = {
    "received": ("受付", "Received"),
    "acknowledged": ("受付通知済", "Receipt confirmed"),
    "assessing": ("初期評価中", "Being assessed"),
    "redirected": ("他窓口へ案内", "Redirected"),
    "vaulted": ("保護区画へ移送", "Moved to the protected area"),
    "investigating": ("調査中", "Being looked into"),
    "awaiting_complainant": ("申出者回答待ち", "Waiting for the complainant's answer"),
    "awaiting_third_party": ("照会中", "Asking a third party"),
    "proposal": ("解決案提示", "Solution proposed"),
    "decided": ("決定", "Decided"),
    "remedying": ("救済実施中", "Being put right"),
    "confirming": ("解決確認中", "Checking that it is solved"),
    "review2": ("再検討（第2段階）", "Under review (second stage)"),
    "external": ("外部機関対応中", "With an external body"),
    "closed_accepted": ("終了（合意・確認できず）", "Closed (agreed, or not confirmed)"),
    "closed_exhausted": ("終了（手続尽了）", "Closed (every way tried)"),
    "withdrawn": ("取下げ", "Withdrawn"),
    "merged": ("統合", "Joined with another"),
    "reopened": ("再開", "Reopened"),
}
SUBJECTS = {
    "safety": ("安全・衛生", "Safety and hygiene"),
    "quality": ("品質・機能", "Quality and function"),
    "legal": ("法規・基準", "Law and standards"),
    "price": ("価格・料金", "Price and charges"),
    "measure": ("計量・量目", "Weight and quantity"),
    "label": ("表示・広告", "Labelling and advertising"),
    "sales": ("販売方法", "Sales practice"),
    "contract": ("契約・解約", "Contract and cancellation"),
    "staff": ("接客対応", "Behaviour of staff"),
    "package": ("包装・容器", "Packaging"),
    "facility": ("施設・設備", "Premises and equipment"),
    "delivery": ("配送・納期", "Delivery"),
    "billing": ("請求・決済", "Billing and payment"),
    "info": ("説明・情報提供", "Information and explanation"),
    "privacy": ("個人情報", "Personal data"),
    "access": ("アクセシビリティ・言語", "Accessibility and language"),
    "digital": ("ウェブサイト・アプリ", "Website and apps"),
    "afterservice": ("修理・アフターサービス", "Repair and after-service"),
    "other": ("その他", "Other"),
    "a_governance": ("運営・理事会", "Governance and board"),
    "a_election": ("選挙・人事", "Elections and appointments"),
    "a_fee": ("会費・会計", "Membership fees and accounts"),
    "a_event": ("大会・行事", "Conferences and events"),
    "a_publication": ("学会誌・査読", "Journal and peer review"),
    "a_exam": ("資格・試験", "Examinations and qualifications"),
    "a_cpd": ("研修", "Training"),
    "a_disclosure": ("情報公開", "Openness of information"),
    "a_member_service": ("会員サービス", "Member services"),
    "a_discrimination": ("不公平な扱い", "Unequal treatment"),
    "a_committee": ("委員会活動", "Committee work"),
}
OUTCOMES = {
    "upheld": ("認容", "Upheld"),
    "partly": ("一部認容", "Upheld in part"),
    "not_upheld": ("認められない", "Not upheld"),
    "unable": ("判断できない", "Could not be established"),
    "no_jurisdiction": ("対象外", "Outside our remit"),
    "withdrawn": ("取下げ", "Withdrawn"),
    "settled": ("合意解決", "Settled by agreement"),
    "goodwill": ("誠意としての対応（落ち度の認定なし）", "Goodwill without fault"),
}
SEVERITIES = {
    "S1": ("S1 生命・身体・法令報告", "S1 Life, health or duty to report"),
    "S2": ("S2 重大な損害・権利", "S2 Serious loss or rights"),
    "S3": ("S3 通常", "S3 Ordinary"),
    "S4": ("S4 軽微", "S4 Minor"),
}
URGENCIES = {
    "now": ("今すぐ", "At once"),
    "today": ("本日中", "Today"),
    "normal": ("通常", "As usual"),
    "low": ("急がない", "Can wait"),
}
PARTS = {
    "complainant": ("申出者", "Complainant"),
    "representative": ("代理人", "Representative"),
    "respondent": ("対象者", "Respondent"),
    "former": ("元代理人", "Former representative"),
}
STEPS = {
    "receive": ("苦情を受け付ける", "Take in the complaint"),
    "acknowledge": ("受付を通知する", "Confirm receipt"),
    "assess": ("初期評価をする", "Assess"),
    "assign": ("担当を割り当てる", "Assign"),
    "investigate": ("調査を始める", "Begin looking into it"),
    "ask_complainant": ("申出者に質問する", "Ask the complainant"),
    "ask_third_party": ("第三者に照会する", "Ask a third party"),
    "record_answer": ("回答を記録する", "Write down the answer"),
    "reply": ("返信を送る", "Send a reply"),
    "schedule_reply": ("返信を送信に回す", "Hand in a reply to be sent"),
    "take_back_reply": ("返信を取り消す", "Take the reply back"),
    "note": ("内部メモを残す", "Keep an internal note"),
    "hear": ("申出者の話を記録する", "Write down what the complainant says"),
    "find_causes": ("原因を記録する", "Write down the causes"),
    "plan_inquiry": ("調査計画を立てる", "Plan the investigation"),
    "end_inquiry_line": ("調査項目の結果を記録する", "Write down what came of a line of inquiry"),
    "take_evidence": ("証拠を登録する", "Take in evidence"),
    "note_custody": ("証拠の保管を記録する", "Write down the custody of evidence"),
    "note_fact": ("事実・意見を記録する", "Write down a fact or an opinion"),
    "propose": ("解決案を提示する", "Propose a solution"),
    "accept": ("解決案を受け入れる", "Accept the proposal"),
    "decline": ("解決案を断る", "Decline the proposal"),
    "decide": ("決定する", "Decide"),
    "remedy": ("実施を記録する", "Write down that it was done"),
    "drop_remedy": ("約束したことを取りやめる", "Drop something that is owed"),
    "verify_remedy": ("届いたことを確認する", "Confirm that it has arrived"),
    "ask_approval": ("承認を依頼する", "Ask for approval"),
    "answer_approval": ("承認依頼に回答する", "Answer a request for approval"),
    "finish_remedies": ("救済の実施を終える", "Everything is done"),
    "ask_solved": ("解決したかを尋ねる", "Ask whether it is solved"),
    "confirm_solved": ("解決したと答える", "Say that it is solved"),
    "confirm_unsolved": ("解決していないと答える", "Say that it is not solved"),
    "rate": ("対応を評価する", "Rate how it was handled"),
    "close_accepted": ("合意または確認できずで終了する", "Close as agreed, or as not confirmed"),
    "close_exhausted": ("手続尽了で終了する", "Close, every way tried"),
    "reopen": ("再開する", "Reopen"),
    "ask_review": ("再検討を求める", "Ask for a review"),
    "begin_review": ("再検討する人を決める", "Name who reviews it"),
    "refer": ("専門担当・他部署に引き継ぐ", "Pass it to an expert or another department"),
    "refer_outside": ("外部機関に引き継ぐ", "Pass it on to an external body"),
    "turn_outside": ("外部機関への相談を記録する", "Write down that they turned to an external body"),
    "record_referral": ("引継ぎ先の回答を記録して続ける", "Write down what they answered, and go on"),
    "record_result": ("外部機関の結果を記録する", "Write down the result of an external body"),
    "petition": ("申入れを書きとめる", "Write down what is asked for"),
    "answer_petition": ("申入れに答える", "Answer what was asked for"),
    "confide": ("担当から外してほしい人を書きとめる", "Write down who should not handle it"),
    "decide_bar": ("関与を禁じるかを決める", "Decide who does not handle it"),
    "ask_lift": ("関与禁止の解除を求める", "Ask for a bar to be lifted"),
    "decide_lift": ("関与禁止を解くかを決める", "Decide whether a bar is lifted"),
    "appoint": ("代理人を届け出る", "Name a representative"),
    "answer_appointment": ("代理人の届出に答える", "Confirm a representative or not"),
    "end_appointment": ("代理を終了する", "End the representation"),
    "ask_redirect": ("他窓口への案内を求める", "Ask for it to be redirected"),
    "redirect": ("他窓口へ案内する", "Redirect: tell the complainant where to go"),
    "refuse_redirect": ("案内せず、ここで扱う", "Refuse to redirect it"),
    "undo_redirect": ("他窓口への案内を取り消す", "Take up again what was redirected"),
    "write_report": ("官庁への報告書を書く", "Write a report to an authority"),
    "record_report": ("報告したことを記録する", "Write down that it was reported"),
    "ask_no_report": ("報告は不要と申し出る", "Say that it need not be reported"),
    "decide_no_report": ("報告するかどうかを決める", "Decide whether it is reported"),
    "withdraw": ("取り下げる", "Withdraw"),
    "escalate": ("責任者に上申する", "Bring before a lead"),
    "acknowledge_escalation": ("上申を受ける", "Acknowledge the escalation"),
    "promise_call": ("折り返し電話を約束する", "Promise to call back"),
    "call_back": ("電話の内容を記録する", "Write down the call"),
    "promise": ("約束を記録する", "Put a promise on record"),
    "keep_promise": ("約束の実施を記録する", "Write down that a promise was kept"),
    "set_aside_date": ("約束ではないと記録する", "Say that a date is no promise"),
    "replace_promise": ("約束の期日を改める", "Change a promised date"),
    "miss_promise": ("約束の超過を記録する", "Note that a promise was missed"),
    "deliver_letter": ("通知を送る", "Send a letter"),
    "send_link": ("申し込まれたリンクを送る", "Send a link that was asked for"),
    "issue_receipt": ("控えを再発行する", "Issue a new slip"),
    "start_clock": ("期限を開始する", "Begin a deadline"),
    "meet_clock": ("期限の実施を記録する", "Write down that a deadline is met"),
    "extend_clock": ("期限を延長する", "Prolong a deadline"),
    "stop_clock": ("期限を停止する", "Stop a deadline"),
    "recount_clocks": ("期限を数え直す", "Count the deadlines anew"),
    "turn_clock": ("期限の近さを記録する", "Note how near a deadline is"),
    "read_again": ("受信メールを読み直す", "Read a mail again with another charset"),
    "add_contact": ("差出人の連絡先を追加する", "Add an address of the sender"),
    "move_message": ("連絡を別の苦情へ移す", "Move a message to another complaint"),
    "merge": ("別の苦情と統合する", "Join with another complaint"),
    "separate": ("統合を取り消す", "Take out of the other complaint again"),
    "place": ("チーム・置き場所を変える", "Move to another team or queue"),
    "link": ("別の苦情と関連付ける", "Link with another complaint"),
    "unlink": ("関連付けを外す", "Take a link away"),
    "split": ("一部を別の苦情に分割する", "Split: treat a part as a complaint of its own"),
    "regroup": ("分割を取り消す", "Put back together what was split"),
    "join_breach": ("漏えい事案に加える", "Add to an incident of leaked data"),
    "leave_breach": ("漏えい事案から外す", "Take out of the incident of leaked data"),
    "join_mass": ("集団申出に加える", "Add to a mass complaint"),
    "leave_mass": ("集団申出から外す", "Take out of the mass complaint"),
    "add_task": ("やることを追加する", "Add a task"),
    "finish_task": ("やることを済ませる", "Finish a task"),
    "take_up_task": ("やることをもう一度開く", "Take a task up again"),
    "reassign_task": ("やることの担当を替える", "Give a task to somebody else"),
    "reschedule_task": ("やることの期日を変える", "Change the day of a task"),
    "drop_task": ("やることを取りやめる", "Drop a task"),
    "make_file": ("外部向けの事案記録書を作成する", "Make a case file for somebody outside"),
    "tie_action": ("是正処置を結び付ける", "Tie a corrective action to it"),
    "choose_guideline": ("対応指針を選ぶ", "Choose the guideline"),
    "mark_item": ("対応指針の確認項目の結果を書く", "Say what became of an item of the guideline"),
    "try_other_road": ("別の方法での連絡を記録する", "Write down another way of reaching them"),
    "leave_it": ("解決していないが、ここまででよいと答える", "Leave it at that, though it is not solved"),
    "ask_again": ("その後の様子をもう一度尋ねる", "Ask once more whether it holds"),
    "confirm_holds": ("解決したままだと答える", "Say that it still holds"),
    "stop_asking": ("再度の確認をやめる", "Ask no more"),
    "seal": ("公益通報の疑いで封印する", "Seal: suspected whistleblowing"),
    "grant_sight": ("閲覧を許可する", "Let somebody read it"),
    "end_sight": ("閲覧を終える", "Let somebody read it no more"),
    "tell_inquiry": ("調査するかどうかを通報者に知らせる", "Tell the reporter whether it is looked into"),
    "tell_outcome": ("結果を通報者に知らせる", "Tell the reporter what came of it"),
    "ask_unseal": ("封印を解くよう求める", "Ask for the seal to be taken off"),
    "unseal": ("封印を解く", "Take the seal off"),
    "refuse_unseal": ("封印したままにする", "Keep the seal on"),
}
EVENTS = {
    "received": ("苦情を受け付けました", "Complaint received"),
    "acknowledged": ("受付を通知しました", "Receipt confirmed to the complainant"),
    "assessed": ("初期評価をしました", "Assessed"),
    "assigned": ("担当を割り当てました", "Assigned"),
    "investigation_begun": ("調査を始めました", "Investigation begun"),
    "question_asked": ("質問しました", "Question asked"),
    "answer_recorded": ("回答を記録しました", "Answer written down"),
    "replied": ("申出者に返信しました", "Reply sent to the complainant"),
    "reply_written": ("返信を送信待ちにしました", "Reply written, to be sent"),
    "reply_taken_back": ("送る前に返信を取り消しました", "Reply taken back before it was sent"),
    "reply_stuck": ("返信を送れませんでした", "Reply could not be sent"),
    "noted": ("内部メモ", "Internal note"),
    "heard": ("申出者からの連絡", "Word from the complainant"),
    "causes_found": ("原因を記録しました", "Causes written down"),
    "inquiry_planned": ("調査計画を立てました", "Lines of inquiry planned"),
    "inquiry_line_ended": ("調査項目を終えました", "Line of inquiry ended"),
    "evidence_taken": ("証拠を登録しました", "Evidence taken in"),
    "custody_noted": ("証拠の保管を記録しました", "Custody of evidence written down"),
    "fact_noted": ("事実・意見を記録しました", "Fact or opinion written down"),
    "proposed": ("解決案を提示しました", "Solution proposed to the complainant"),
    "accepted": ("解決案が受け入れられました", "Proposal accepted"),
    "declined": ("解決案が断られました", "Proposal declined"),
    "decided": ("決定しました", "Decision made"),
    "remedy_done": ("救済を実施しました", "Remedy carried out"),
    "remedy_dropped": ("約束したことを取りやめました", "Something owed was dropped"),
    "remedy_verified": ("約束したものが届きました", "What was agreed has arrived"),
    "approval_asked": ("承認を依頼しました", "Approval asked for"),
    "approval_answered": ("承認依頼に回答しました", "Request for approval answered"),
    "remedies_finished": ("すべての救済を実施しました", "All remedies carried out"),
    "solution_asked": ("解決したかを尋ねました", "Complainant asked whether it is solved"),
    "solved": ("申出者の回答: 解決した", "Complainant says: solved"),
    "not_solved": ("申出者の回答: 解決していない", "Complainant says: not solved"),
    "rated": ("申出者が対応を評価しました", "Complainant rated how it was handled"),
    "closed": ("終了しました", "Closed"),
    "reopened": ("再開しました", "Reopened"),
    "review_asked": ("申出者から再検討の求めがありました", "Complainant asks for a review"),
    "review_begun": ("再検討を始めました", "Review begun"),
    "referred": ("専門の窓口に引き継ぎました", "Passed on to somebody who can help"),
    "turned_outside": ("申出者が外部機関に相談しました", "Complainant turned to an external body"),
    "referral_answered": ("引継ぎへの回答を記録しました", "Answer to the referral written down"),
    "petitioned": ("申出者から申入れがありました", "Complainant asks for something"),
    "petition_answered": ("申入れに回答しました", "Answered what was asked for"),
    "confided": (
        "申出者が担当から外してほしい人を挙げました",
        "Complainant named somebody who should not handle it",
    ),
    "bar_decided": ("関与を禁じるかを決めました", "Decided who does not handle it"),
    "lift_asked": ("関与禁止の解除が求められました", "Asked for a bar to be lifted"),
    "lift_decided": ("関与禁止を解くかを決めました", "Decided whether a bar is lifted"),
    "representative_named": ("申出者が代理人を届け出ました", "Complainant named a representative"),
    "representative_answered": ("代理人の届出に答えました", "Decided on the representative who was named"),
    "representative_ended": ("代理が終了しました", "The representative no longer speaks for the complainant"),
    "redirect_asked": ("他窓口への案内が求められました", "Asked for it to be redirected"),
    "redirected": ("他窓口へ案内しました", "Redirected: told where to go"),
    "redirect_refused": ("案内せず、ここで扱うことになりました", "Kept here, not redirected"),
    "redirect_undone": (
        "案内を取り消し、あらためて対応を始めました",
        "Taken up again after it was redirected",
    ),
    "report_written": ("官庁への報告書を書きました", "Report to an authority written"),
    "report_recorded": ("官庁に報告しました", "Reported to an authority"),
    "no_report_asked": ("報告は不要との申し出がありました", "Asked for it not to be reported"),
    "no_report_decided": ("報告するかどうかを決めました", "Decided whether it is reported"),
    "withdrawn": ("申出者が取り下げました", "Withdrawn by the complainant"),
    "escalated": ("責任者に上申しました", "Brought before a lead"),
    "escalation_acknowledged": ("上申を受けました", "Escalation acknowledged"),
    "call_promised": ("折り返し電話を約束しました", "Call back promised"),
    "called_back": ("電話をしました", "Called back"),
    "promised": ("お約束しました", "Promise made"),
    "promise_kept": ("お約束を果たしました", "Done as we had promised"),
    "date_set_aside": ("お伝えした日付は約束ではないと記録しました", "A date in our message is no promise"),
    "promise_replaced": ("約束の期日を改めました", "Promised date changed"),
    "promise_missed": ("約束の期日を過ぎました", "Promise missed"),
    "letter_sent": ("通知を送りました", "Letter sent"),
    "letter_failed": ("通知を送れませんでした", "Letter could not be sent"),
    "letter_returned": ("通知が返戻されました", "Letter came back"),
    "letter_replaced": ("通知を別の住所あてに作り直しました", "Letter written anew to another address"),
    "posting_taken_back": ("発送の記録を取り消しました", "Note of posting taken back"),
    "receipt_issued": ("控えを再発行しました", "New slip issued"),
    "link_sent": ("ページを開くリンクを送りました", "Link to the page sent by mail"),
    "clock_started": ("期限を開始しました", "Deadline begun"),
    "clock_met": ("期限の実施を記録しました", "Deadline met"),
    "clock_extended": ("期限を延長しました", "Deadline prolonged"),
    "clock_stopped": ("期限を停止しました", "Deadline stopped"),
    "clocks_recounted": ("期限を数え直しました", "Deadlines counted anew"),
    "clock_turned": ("期限が近づき、または過ぎました", "Deadline near or past"),
    "read_again": ("受信メールを別の文字コードで読み直しました", "Mail read again with another charset"),
    "contact_added": ("差出人の連絡先を追加しました", "Address of the sender added"),
    "message_moved": ("連絡を移しました", "Message moved"),
    "merged": ("別の苦情と統合しました", "Joined with another"),
    "separated": ("統合を取り消しました", "Taken out of the other complaint again"),
    "placed": ("チーム・置き場所を変えました", "Moved to another team or queue"),
    "linked": ("別の苦情と関連付けました", "Linked with another complaint"),
    "unlinked": ("関連付けを外しました", "Link taken away"),
    "split_off": ("一部を別の苦情に分けました", "A part became a complaint of its own"),
    "regrouped": ("元の苦情に戻しました", "Put back together"),
    "breach_joined": ("漏えい事案に加えました", "Added to an incident of leaked data"),
    "breach_left": ("漏えい事案から外しました", "Taken out of the incident of leaked data"),
    "mass_joined": ("集団申出に加えました", "Added to a mass complaint"),
    "mass_left": ("集団申出から外しました", "Taken out of the mass complaint"),
    "task_added": ("やることを追加しました", "Task added"),
    "task_finished": ("やることを済ませました", "Task finished"),
    "task_taken_up": ("やることをもう一度開きました", "Task taken up again"),
    "task_reassigned": ("やることの担当を替えました", "Task given to somebody else"),
    "task_rescheduled": ("やることの期日を変えました", "Day of a task changed"),
    "task_dropped": ("やることを取りやめました", "Task dropped"),
    "file_made": ("事案記録書を作成しました", "Case file made"),
    "action_tied": ("是正処置を結び付けました", "Corrective action tied to it"),
    "guideline_chosen": ("対応指針が選ばれました", "Guideline chosen"),
    "item_marked": ("対応指針の確認項目に印を付けました", "Item of the guideline marked"),
    "other_road_tried": ("別の方法で申出者に連絡しました", "Tried to reach the complainant in another way"),
    "left_at_that": (
        "申出者の回答: 解決していないが、ここまででよい",
        "Complainant says: not solved, and leaves it at that",
    ),
    "asked_again": ("その後の様子を申出者に尋ねました", "Complainant asked once more whether it holds"),
    "holds": ("申出者の回答: 解決したまま", "Complainant says: it still holds"),
    "asking_stopped": ("申出者が再度の確認を断りました", "Complainant does not want to be asked again"),
    "sealed": ("公益通報の疑いで封印しました", "Sealed: suspected whistleblowing"),
    "sight_granted": ("閲覧を許可しました", "Somebody may read it"),
    "sight_ended": ("閲覧を終えました", "Somebody may read it no more"),
    "inquiry_told": ("調査するかどうかを通報者に知らせました", "Reporter told whether it is looked into"),
    "outcome_told": ("結果を通報者に知らせました", "Reporter told what came of it"),
    "unseal_asked": ("封印を解くよう求めました", "Asked for the seal to be taken off"),
    "unsealed": ("封印を解きました", "Seal taken off"),
    "unseal_refused": ("封印したままにしました", "The seal stays on"),
}
ENDINGS = {
    "agreed": ("終了（合意）", "Closed (agreed)"),
    "unconfirmed": ("終了（確認できず）", "Closed (not confirmed)"),
    "unhappy": ("終了（手を尽くしたが不満が残る）", "Closed (still unhappy, everything possible done)"),
    "exhausted": ("終了（手続尽了）", "Closed (every way tried)"),
    "withdrawn": ("取下げ", "Withdrawn"),
}
TABLES: dict[str, tuple[Mapping[Any, Any], dict[str, tuple[str, str]]]] = {
    "kind": (labels.KIND, KINDS),
    "channel": (labels.CHANNEL, CHANNELS),
    "state": (labels.STATE, STATES),
    "subject": (labels.SUBJECT, SUBJECTS),
    "outcome": (labels.OUTCOME, OUTCOMES),
    "ending": (labels.ENDING, ENDINGS),
    "severity": (labels.SEVERITY, SEVERITIES),
    "urgency": (labels.URGENCY, URGENCIES),
    "part": (labels.PARTY_ROLE, PARTS),
    "step": (labels.STEP, STEPS),
    "event": (EVENT, EVENTS),
}


def spoken(table: Mapping[Any, Any]) -> dict[str, tuple[str, str]]:
    """What a reader of each language sees."""
    said: list[dict[str, str]] = []
    for language in ("ja", "en"):
        with override(language):
            said.append({code.value: str(label) for code, label in table.items()})
    return {code: (said[0][code], said[1][code]) for code in said[0]}


@pytest.mark.parametrize("name", TABLES)
def test_word_is_called_what_the_taxonomy_says(name: str) -> None:
    table, expected = TABLES[name]
    assert spoken(table) == expected


@pytest.mark.parametrize("name", TABLES)
def test_codes_come_in_the_order_of_the_taxonomy(name: str) -> None:
    table, expected = TABLES[name]
    words: type[StrEnum] = type(next(iter(table)))
    assert [word.value for word in words] == list(expected)


@pytest.mark.parametrize("name", TABLES)
def test_code_and_label_fit_into_their_columns(name: str) -> None:
    table, _ = TABLES[name]
    for code, both in spoken(table).items():
        assert len(code) <= 24, "the widest column of the complaint's row"
        assert all(len(label) <= 60 for label in both), code


def test_severities_and_urgencies_stand_from_the_gravest_down() -> None:
    assert sorted(Severity) == list(Severity), (
        "compared as text wherever a grave complaint is told from another"
    )
    assert [urgency.value for urgency in Urgency] == ["now", "today", "normal", "low"]
    assert [queue.value for queue in Queue] == ["urgent", "main"]


@pytest.mark.parametrize("channel", list(Channel))
def test_only_what_people_send_us_themselves_is_acknowledged_by_the_machine(channel: Channel) -> None:
    assert (channel in SELF_SERVED) is (channel.value in {"web", "email", "api"})


def test_event_is_told_in_the_past_and_a_state_as_it_stands() -> None:
    """One list for what happened, one for how it stands: where both share a code they must not share their words."""
    happened, stands = spoken(EVENT), spoken(labels.STATE)
    shared = {kind.value for kind in EventKind} & {state.value for state in State}
    assert shared >= {"received", "acknowledged", "decided", "reopened", "withdrawn"}
    for code in shared:
        assert happened[code][0] != stands[code][0], code
    for code, (ja, _) in happened.items():
        nouns = {"noted", "heard", "solved", "not_solved", "declined", "accepted"}
        nouns |= {"holds", "left_at_that"}
        assert ja.endswith(("した", "ました")) or code in nouns | {"promise_missed"}, (
            code,
            ja,
        )


def test_step_is_a_verb_on_a_button_and_never_says_ok() -> None:
    for code, (ja, en) in spoken(labels.STEP).items():
        assert ja[-1] in "るくすうつむぶぐぬ", (code, ja)
        assert en.split()[0] not in {"OK", "Submit", "Execute", "Process"}, code
        assert not ja.endswith(("ください", "ます")), code
