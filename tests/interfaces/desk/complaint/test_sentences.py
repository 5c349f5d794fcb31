"""Every code of refusal has its words, in both languages: what happened and what to do."""

from __future__ import annotations

import pytest
from django.utils import translation

from kikitori.casework.errors import Obstacle, Problem
from kikitori.interfaces.desk.complaint import sentences
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.people.terms import Role

LANGUAGES = ["ja", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", Problem)
def test_problem_names_its_field(problem: Problem, language: str) -> None:
    with translation.override(language):
        said = str(sentences.problem_in(problem, "質問"))
    assert "質問" in said
    assert "%(" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("obstacle", Obstacle)
@pytest.mark.parametrize("role", [None, Role.HANDLER])
def test_obstacle_says_what_happened_and_what_to_do(
    obstacle: Obstacle, language: str, role: Role | None
) -> None:
    with translation.override(language):
        trouble = sentences.of_obstacle(obstacle, "45000", role)
    assert trouble.status == 409
    assert trouble.happened
    assert trouble.advice
    assert "%(" not in trouble.happened + trouble.advice
    assert trouble.mend in {"", *STEPS}


def test_obstacle_without_a_detail_is_still_a_sentence() -> None:
    with translation.override("ja"):
        assert sentences.of_obstacle(Obstacle.OVER_LIMIT, "", Role.HANDLER).happened.startswith("0円は")


@pytest.mark.parametrize("step", Step)
def test_state_and_step_are_named_in_the_refusal(step: Step) -> None:
    with translation.override("en"):
        trouble = sentences.of_state(State.WITHDRAWN, step)
    assert "“Withdrawn”" in trouble.happened
    assert trouble.status == 409


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.RECEIVE])
def test_refusal_names_who_can(step: Step) -> None:
    with translation.override("ja"):
        trouble = sentences.of_refusal(Decision(allowed=False, reason=Reason.ROLE), step)
    assert "責任者" in trouble.happened
    # Auditors deal with nothing but what was sealed and what they were let into.
    assert ("監査" in trouble.happened) is (NEEDED[step] is Permission.KEEP_SEAL)
    assert trouble.status == 403


def test_nothing_owed_has_words_of_its_own() -> None:
    with translation.override("ja"):
        trouble = sentences.nothing_owed()
    assert (trouble.status, trouble.happened) == (409, "いま実施待ちの救済はありません。")
    assert "すでに実施済みになっているかもしれません。" in trouble.advice


#: obstacle → (what happened in ja and en, the beginning of what to do in ja and en, the step that clears the way)
TOLD = {
    Obstacle.FILES_CHANGED: (
        "添付ファイルが、画面で見ていたものから変わっています。別の画面で送信されたか、外されました。",
        "The files of this text are no longer those you saw: another window has sent or taken away one of them.",
        "いま添付されているものを本文の下に示しています。",
        "What is attached now stands with your text.",
        "",
    ),
    Obstacle.VIRUS_FOUND: (
        "「45000」からウイルスが見つかったため、送信していません。",
        "A virus was found in “45000”, so it is not sent.",
        "このファイルを外し、",
        "Take the file away.",
        "",
    ),
    Obstacle.REPLY_IS_OUT: (
        "送信待ちの返信はありません。すでに送られたか、ほかの人が取り消しました。",
        "No reply waits to be sent any more: it has gone out, or somebody has taken it back.",
        "どちらであるかは経過でわかります。",
        "The timeline shows which.",
        "",
    ),
    Obstacle.CANNOT_BE_TOLD: (
        "@で書かれた方のうち、次の方はこの苦情を閲覧できません: 45000",
        "Not everybody named with an @ can see this complaint: 45000",
        "メモはまだ残していません。",
        "The note has not been kept and nobody has been told.",
        "",
    ),
    Obstacle.RECEIVER_CANNOT_SEE: (
        "45000さんはこの苦情を閲覧できないため、引き継ぎの内容をお伝えできません。",
        "45000 cannot see this complaint, and would not be told what is handed over.",
        "引き継ぎは行われていません。",
        "Nothing has been handed over.",
        "",
    ),
    Obstacle.AWAY: (
        "45000さんは不在で、この苦情を受けられる代理もいません。",
        "45000 is away, and nobody stands in who can take this complaint.",
        "ほかの方に割り当てるか、",
        "Put it into somebody else's hands,",
        "",
    ),
    Obstacle.IS_BARRED: (
        "45000さんはこの苦情への関与を禁じられており、苦情を見られません。",
        "45000 must not handle this complaint, and does not see it.",
        "ほかの人を選んでください。",
        "Choose somebody else.",
        "",
    ),
    Obstacle.LIFT_ASKED: (
        "この関与禁止の解除は、すでに求められています。",
        "Somebody has already asked for this bar to be lifted.",
        "ほかの責任者の判断を待っています。",
        "It waits for another lead to decide.",
        "lift",
    ),
    Obstacle.LIFT_NOT_ASKED: (
        "判断できる解除の求めはありません。",
        "No bar waits to be lifted, as far as you may decide it.",
        "すでに判断されたか、求めた人が判断できる立場でなくなった可能性があります。",
        "Somebody may have decided it already, or whoever asked may not decide about people any more.",
        "",
    ),
    Obstacle.ANOTHER_CONFIRMS: (
        "解除を求めたのはご本人です。関与禁止は一人では解けません。",
        "You have asked for this yourself, and nobody lifts a bar alone.",
        "関与を禁じられていない、ほかの責任者が判断します。",
        "Another lead who is not barred decides it.",
        "",
    ),
    Obstacle.REDIRECT_ASKED: (
        "この件の案内は、すでに求められています。",
        "Somebody has already asked for this complaint to be redirected.",
        "確認するか、ここで扱うことにしてください。",
        "Confirm it, or say that the complaint stays here.",
        "redirect",
    ),
    Obstacle.REDIRECT_NOT_ASKED: (
        "この件には、確認を待っている案内はありません。",
        "Nobody waits for this complaint to be redirected.",
        "すでに誰かが決めたのかもしれません。",
        "Somebody may have decided it already.",
        "",
    ),
    Obstacle.REDIRECT_BY_ANOTHER: (
        "ご自分が求めた案内です。一人では案内できません。",
        "You have asked for this yourself, and nobody redirects a complaint alone.",
        "同僚か責任者が確認します。",
        "A colleague or a lead confirms it.",
        "refuse-redirect",
    ),
    Obstacle.UNSEAL_ASKED: (
        "封印を解くよう、すでに求められています。",
        "Somebody has already asked for the seal to be taken off.",
        "この苦情を読めるほかの人が、同意するか、",
        "Somebody else who can read it agrees, or says that it stays.",
        "unseal",
    ),
    Obstacle.UNSEAL_NOT_ASKED: (
        "封印を解くよう求めている人はいません。",
        "Nobody waits for the seal to be taken off.",
        "すでに誰かが決めたのかもしれません。",
        "Somebody may have decided it already.",
        "",
    ),
    Obstacle.UNSEALED_BY_ANOTHER: (
        "あなた自身が求めたものです。封印は1人では解けません。",
        "You have asked for this yourself, and nobody takes a seal off alone.",
        "この苦情を読めるほかの人が同意します。",
        "Somebody else who can read it agrees.",
        "keep-seal",
    ),
    Obstacle.SEES_IT_ALREADY: (
        "この人はすでに読めます。",
        "This person can read it already.",
        "することはありません。",
        "Nothing needs to be done.",
        "",
    ),
    Obstacle.SOMEBODY_MUST_SEE: (
        "この人が、読める最後の1人です。",
        "This is the last person who can read it.",
        "読む人がいなくならないよう、先にほかの人を加えてください。",
        "Let somebody else in first",
        "let-in",
    ),
    Obstacle.INQUIRY_NOT_TOLD: (
        "調査するかどうかを、まだ通報者に知らせていません。",
        "The reporter has not been told yet whether it is looked into.",
        "先にそれを知らせてください。",
        "Tell them that first.",
        "tell-inquiry",
    ),
    Obstacle.SOMEBODY_IN_DANGER: (
        "けがや危険があるお申し出は、他の窓口へ案内して終わりにすることはできません。",
        "Somebody was hurt, or may be in danger: such a complaint is not redirected.",
        "ほかに相談できるところを申出者に伝え、対応はここで続けてください。",
        "Tell the complainant who else can help them, and go on with it here.",
        "reply",
    ),
    Obstacle.BREACH_STANDS_ELSEWHERE: (
        "事案のいまの状態では、これはできません。",
        "This is not possible where the incident stands now.",
        "その間に誰かが先へ進めたのかもしれません。",
        "Somebody may have gone on with it meanwhile.",
        "",
    ),
    Obstacle.IN_A_BREACH: (
        "この苦情は、すでに別の事案に属しています。",
        "This complaint belongs to another incident already.",
        "先にそちらから外してください。",
        "Take it out there first:",
        "",
    ),
    Obstacle.NOT_IN_THE_BREACH: (
        "この苦情は、もうこの事案に属していません。",
        "This complaint does not belong to the incident any more.",
        "その間に誰かが外したのかもしれません。",
        "Somebody may have taken it out meanwhile.",
        "",
    ),
    Obstacle.PERSONS_UNTOLD: (
        "通知も代替措置もまだの人がいます。",
        "There are people who have neither been told nor reached in another way.",
        "通知を送るか、",
        "Send them the notice,",
        "",
    ),
    Obstacle.REPORT_OVER: (
        "この件には、書くべき官庁への報告はありません。",
        "No report to an authority waits to be written here.",
        "報告済みか、報告不要とされたか、期限がまだ始まっていません。",
        "It has been reported, need not be, or no deadline for it was begun.",
        "",
    ),
    Obstacle.REPORT_NOT_WRITTEN: (
        "報告した内容が、まだ書かれていません。",
        "What was reported has not been written down yet.",
        "何を報告したかが残るよう、先に報告書を書いてください。",
        "Write the report first, so that it stays on record what the authority was told.",
        "write-report",
    ),
    Obstacle.WAIVER_ASKED: (
        "報告は不要との申し出が、すでに出ています。",
        "Somebody has already said that this need not be reported.",
        "求めた人とは別の責任者が判断します。",
        "A lead who has not asked for it decides.",
        "decide-no-report",
    ),
    Obstacle.WAIVER_NOT_ASKED: (
        "報告するかどうかの判断を待っているものはありません。",
        "Nobody waits for a decision whether this is reported.",
        "すでに誰かが決めたのかもしれません。",
        "Somebody may have decided it already.",
        "",
    ),
    Obstacle.WAIVED_BY_ANOTHER: (
        "報告不要と申し出たのはご自分です。一人では決められません。",
        "You have said yourself that this need not be reported, and nobody decides that alone.",
        "ほかの責任者が判断します。",
        "Another lead decides it.",
        "",
    ),
    Obstacle.PETITION_NOT_OPEN: (
        "回答を待っている申入れはありません。",
        "Nothing that was asked for waits for an answer.",
        "すでに誰かが答えたのかもしれません。",
        "Somebody may have answered it already.",
        "",
    ),
    Obstacle.APPOINTMENT_NOT_OPEN: (
        "確認を待っている代理人の届出はありません。",
        "Nobody who was named waits to be confirmed.",
        "ほかの人がすでに答えたか、申出者が取り消したのかもしれません。",
        "Somebody may have answered it already, or the complainant has ended it.",
        "",
    ),
    Obstacle.NOBODY_APPOINTED: (
        "この苦情に代理人はいません。",
        "Nobody speaks for the complainant here.",
        "その間に終了したのかもしれません。",
        "It may have been ended meanwhile.",
        "",
    ),
    Obstacle.REPRESENTED_ALREADY: (
        "申出者はすでに代理人を届け出ています。",
        "The complainant has named somebody already.",
        "代理人は一度に一人です。",
        "One person speaks for them at a time.",
        "",
    ),
    Obstacle.POINT_DECIDED: (
        "申出事項45000にはすでに認定があります。判断の対象となった文は変えられません。",
        "Point 45000 has a finding already, so its words stay as they were decided on.",
        "申出者に説明します。",
        "Explain this to the complainant.",
        "",
    ),
    Obstacle.HAD_A_PART: (
        "45000さんは、この苦情を担当していたか、決定に関わっています。再検討は別の人が行います。",
        "45000 had this complaint in hand or decided on it, so somebody else has to review it.",
        "関わっていない人を、",
        "Choose somebody who had no part in it,",
        "",
    ),
    Obstacle.REVIEWED_ALREADY: (
        "この決定は、すでに再検討を経ています。",
        "This decision has been reviewed already.",
        "申出者には、",
        "Tell the complainant where else they can turn;",
        "",
    ),
    Obstacle.REVIEW_BEGUN: (
        "すでに誰かが再検討しているか、再検討を求められていません。",
        "Somebody is reviewing it already, or nobody has asked for a review.",
        "別の人に替えるときは、",
        "To have somebody else do it,",
        "",
    ),
    Obstacle.ALREADY_AWAY: (
        "期間の重なる不在が、すでに登録されています（45000）。",
        "There is an absence already that has a day in common with this one: 45000.",
        "登録済みの不在を変更するか、",
        "Change that one,",
        "",
    ),
    Obstacle.ASKED_OFTEN_ENOUGH: (
        "この1時間に、すでに何度も依頼されています。",
        "This has been asked for often enough within the hour.",
        "届いたメールを、迷惑メールのフォルダーも含めてご確認ください。",
        "Look into the mails that have come,",
        "",
    ),
    Obstacle.TASK_NOT_OPEN: (
        "このやることは、すでに済んだか、取りやめられています。",
        "This task is not open any more: somebody has finished or dropped it.",
        "苦情のページの「やること」をご覧ください。",
        "Look at the tasks on the page of the complaint.",
        "",
    ),
    Obstacle.NOT_ASSESSED: ("初期評価がまだです。", "This complaint has not been assessed yet.",
                            "先に初期評価をしてください。", "Assess it first:", "assess"),
    Obstacle.SAFETY_UNANSWERED: ("安全の質問にまだ回答がありません。", "The safety questions have not been answered yet.",
                                 "初期評価で回答してください。", "Answer them in the assessment;", "assess"),
    Obstacle.NO_ALLEGATION: ("申出事項がまだ書かれていません。", "No point of the complaint has been written down yet.",
                             "初期評価で申出事項を書いてください。", "Write down in the assessment", "assess"),
    Obstacle.ALLEGATION_WITHOUT_FINDING: ("申出事項45000に認定がありません。", "Point 45000 has no finding yet.",
                                          "すべての申出事項に認定と理由を", "Every point needs a finding", ""),
    Obstacle.REMEDY_OR_REASON: ("申出事項45000は認められるのに、救済も、救済を行わない理由も書かれていません。",
                                "Point 45000 is found to be right, and the letter says neither what is done nor why nothing is.",
                                "期日を付けて救済を加えるか、", "Add a remedy with its day,", ""),
    Obstacle.CAUSE_MISSING: ("申出事項45000は認められるのに、原因がまだ書かれていません。",
                             "Point 45000 is found to be right, and nobody has written down why it came about.",
                             "原因と、その根拠を書いてください。", "Name its cause and what shows it.", "causes"),
    Obstacle.NO_SUCH_POINT: ("申出事項45000は、もうありません。", "Point 45000 is not there any more.",
                             "初期評価がやり直されています。", "Somebody has assessed the complaint anew.", ""),
    Obstacle.WHAT_ALLOWED_IT: ("申出事項45000の原因が、申出者の側のことだけになっています。",
                               "On point 45000 only something on the complainant’s side is named.",
                               "それを招いたものも書いてください。", "Name what allowed it as well:", ""),
    Obstacle.NO_PLAN: ("重大な申出ですが、調査計画がまだありません。", "This complaint is grave, and nobody has planned how it is looked into.",
                       "だれに、いつまでに、何を確かめるかを書いてください。", "Write down what is to be found out", "plan"),
    Obstacle.LINE_NOT_OPEN: ("調査中の項目がないか、この項目はすでに終わっています。", "No line of inquiry is open here, or this one has ended already.",
                             "申出の画面で調査計画を確かめてください。", "Look at the plan", ""),
    Obstacle.NO_SUCH_EVIDENCE: ("45000という証拠は登録されていないか、取り下げられています。", "45000 is not among the evidence, or has been withdrawn.",
                                "先に証拠を登録するか、番号を直してください。", "Take it in first, or name another piece.", ""),
    Obstacle.EVIDENCE_WITHDRAWN: ("45000は、すでに取り下げまたは廃棄されています。", "45000 has been withdrawn or destroyed already.",
                                  "保管の記録はそこまでです。", "Its custody ends there.", ""),
    Obstacle.NO_GUIDELINE: ("この苦情の対応指針に、その確認項目はありません。",
                            "There is no such item in a guideline by which this complaint goes.",
                            "その間に対応指針が替わった", "The guideline may have been changed meanwhile.", ""),
    Obstacle.GUIDELINE_NOT_IN_FORCE: ("対応指針のこの版は、もう有効ではありません。",
                                      "This version of the guideline is not in force any more.",
                                      "新しい版に替わったのかもしれません。", "A newer one may have taken its place.", ""),
    Obstacle.ITEM_OPEN: ("対応指針の確認項目45000は、決定の前に必要です。",
                         "Item 45000 of the guideline is to be seen to before the decision.",
                         "済ませて印を付けてください。", "Do it and tick it;", "guideline-item"),
    Obstacle.OWNER_APPROVES: ("是正処置を担当する人は、自分で承認や判断をすることができません。",
                              "Whoever carries a corrective action out does not approve or judge it.",
                              "別の責任者に頼むか、", "Ask another lead, or name another owner first.", ""),
    Obstacle.NOT_DUE_YET: ("まだ判断する段階ではありません。", "Nothing is to be judged here yet.",
                           "効果確認日に自動で数えて", "It is counted by itself on the day of the check;", ""),
    Obstacle.OTHER_ROAD_FIRST: ("尋ねたあと、まだ試していない連絡方法があります。",
                                "There is another way to reach them that nobody has tried since the question.",
                                "連絡を試み、", "Try it, and write down what came of it.", "try-other-road"),
    Obstacle.OVER_LIMIT: ("45,000円は、あなたの役割で提示できる上限（30,000円）を超えています。",
                          "¥45,000 is more than your role may offer alone (up to ¥30,000).",
                          "責任者が承認できます。", "Lead can approve it.", ""),
    Obstacle.REMEDY_OPEN: ("実施待ちの救済が残っているか、この救済はすでに実施済みです。",
                           "Something we owe the complainant is still to be done, or this one has been done already.",
                           "苦情のページの「解決案と救済」を", "Look at the remedies", ""),
    Obstacle.NOT_ASKED_LONG_ENOUGH: (
        "解決したとの回答がなく、回答を待つ期間もまだ過ぎていません。",
        "The complainant has not said that it is solved, and the time for an answer has not passed.",
        "解決したかを尋ねるか、", "Ask whether it is solved,", ""),
    Obstacle.NO_REMEDY: ("解決案に救済が書かれていません。", "There is nothing in the proposal yet.",
                         "救済を1件以上書いてください。", "Offer at least one thing.", ""),
    Obstacle.PROPOSAL_PART: (("このままでは、解決案の通知に必要なことが書かれません（返事の方法、断っても不利に"
                             "ならないこと、受けても権利を失わないことのどれか）。"),
                             ("The proposal would leave out something it must say: how to answer, that saying no costs "
                             "nothing, or that saying yes gives up no right."),
                             "責任者または管理者が、", "One of its sentences is empty.", ""),
    Obstacle.NO_OPEN_PROPOSAL: ("回答待ちの解決案はありません。", "No proposal is waiting for an answer.",
                                "すでに回答が記録されているかもしれません。", "Somebody may have written the answer down", ""),
    Obstacle.QUESTION_NOT_OPEN: ("回答待ちの質問はありません。", "No question is waiting for an answer.",
                                 "すでに回答が記録されているかもしれません。", "Somebody may have written the answer down", ""),
    Obstacle.NO_EXTERNAL_ROUTE: ("外部の相談先が設定されていません。",
                                 "The organisation has not said which external body a person can turn to.",
                                 "この通知文には外部の相談先を", "Ask the administrator", ""),
    Obstacle.BODY_OUT_OF_USE: ("「45000」は登録上、使用を停止しています。", "“45000” is out of use in the register.",
                               "別の窓口を選ぶか、", "Choose another one,", ""),
    Obstacle.REFERRAL_NOT_OPEN: ("この申出について、回答待ちの引継ぎはありません。",
                                 "Nobody outside our hands is expected to answer about this complaint.",
                                 "すでに回答が記録されたのかもしれません。", "Somebody may have written the answer down", ""),
    Obstacle.REOPEN_FIRST: ("この申出は終了しているため、新しい対応を約束できません。",
                            "The complaint has ended, so nothing new can be owed in it.",
                            "先に再開してから、", "Reopen it first,", "reopen"),
    Obstacle.ROUTE_NOT_TOLD: ("外部の相談先が、まだ申出者に案内されていません。",
                              "The complainant has not been told yet where else they can turn.",
                              "決定を通知するか、", "Send the decision,", "decide"),
    Obstacle.ESCALATION_NOT_OPEN: ("この上申は、すでに受けられたか、別の段階に上がっています。",
                                   "This escalation has been acknowledged already, or has gone up to another level.",
                                   "いまの上申先は、", "The page of the complaint", ""),
    Obstacle.RECOUNT_ASKED: ("期限の数え直しは、すでに依頼されています。",
                             "Somebody has already asked for the deadlines to be counted anew.",
                             "終わったかどうかは、", "The calendar says when it is through.", ""),
    Obstacle.SET_MEANWHILE: ("この設定は、ほかの方が先に変更しました。",
                             "Somebody else has changed these settings in the meantime.",
                             "いまの設定と見比べて、", "Compare with what is set now", ""),
    Obstacle.MAIL_IS_FILED: ("このメールについては、すでに決まっています。", "This mail has been decided about already.",
                             "振り分け済みのメールは", "What was filed is moved", ""),
    Obstacle.SAME_COMPLAINT: ("この苦情そのものの番号です。", "That is this very complaint.",
                              "本来の苦情の受付番号を", "Give the number of the one", ""),
    Obstacle.NOT_TO_BE_MOVED: ("移せる連絡がありません。", "There is no word here that could be moved.",
                               "移せるのは申出者からの連絡と", "Words of the complainant can be moved", ""),
    Obstacle.GRAVE_IS_URGENT: ("重大な苦情（S1・S2）は「急ぎ」に置きます。", "What is grave (S1, S2) waits in the urgent queue.",
                               "思ったほど重大でなければ、", "If it is less grave than was thought", "assess"),
    Obstacle.ALREADY_THERE: ("すでにそこにあります。", "It is there already.", "変更はありません。", "Nothing had to be changed.", ""),
    Obstacle.TOO_LATE_TO_UNDO: ("もう元に戻せません。", "This can be undone no more.",
                                "移したものは、", "What was moved can still be moved again", ""),
    Obstacle.CONVERSATION_OVER: ("この聞き取りは終わっています。", "This conversation is over.",
                                 "二重には受け付けていません。", "Nothing was filed a second time.", ""),
    Obstacle.MOVED_MEANWHILE: ("その後、ほかの方が移しています。", "Somebody has moved it again in the meantime.",
                               "いまの場所のままにしました。", "It stays where it is now.", ""),
    Obstacle.ANOTHER_PERSON: (
        "2件の申出者は別の方として登録されています。統合すると、相手の苦情の申出者がこの申出内容を読めるようになります。",
        "The two complaints name different people, and whoever holds the other one would read this one there.",
        "同じ方からの申出であれば、", "If both are from the same person, say so below.", ""),
    Obstacle.LINKED_ALREADY: ("すでに同じ種類で関連付けられています。", "They are linked in this way already.",
                              "変更はありません。", "Nothing had to be changed.", ""),
    Obstacle.NOT_LINKED: ("外せる関連付けがありません。", "There is no link here that could be taken away.",
                          "その間に外された可能性が", "Somebody may have taken it away", ""),
    Obstacle.IN_A_MASS_COMPLAINT: ("すでに集団申出に含まれています。", "It belongs to a mass complaint already.",
                                   "別の集団申出に加える場合は、", "Take it out there first", "leave-mass"),
    Obstacle.NOT_IN_THE_MASS_COMPLAINT: ("この集団申出には含まれていません。", "It does not belong to the mass complaint.",
                                         "その間に外されたか、", "It may have been taken out", ""),
    Obstacle.NOTHING_TO_SPLIT: ("分ける内容が選ばれていません。",
                                "Nothing has been chosen that could be a complaint of its own.",
                                "申出内容から該当部分を引用するか、", "Quote what they wrote about it", ""),
    Obstacle.NOT_SPLIT: ("この苦情は、ほかの苦情から分けたものではありません。",
                         "This complaint was not split from another one.",
                         "誤って始まった苦情であれば、", "What was begun by mistake", "merge"),
    Obstacle.DECIDED_MEANWHILE: (
        "この苦情では解決案の提示か決定が済んでいるため、元の苦情には戻せません。",
        "Something has been offered or decided here, so that it cannot be put back together any more.",
        "2件にはそれぞれの回答があります。", "Each of the two has its own answer now.", ""),
    Obstacle.TO_BE_WRITTEN: ("送信できる文面がありません。", "No text is ready to be sent.",
                             "要記入の印が残っている文面が", "Some still hold a mark", ""),
    Obstacle.NOT_JOINED: ("この苦情は統合されていません。", "This complaint is not joined with another one.",
                          "ほかの人がすでに統合を", "Somebody may have taken it out", ""),
    Obstacle.GONE_MEANWHILE: ("すでになくなっています。", "This is not there any more.",
                              "ほかの人がすでに外した", "Somebody may have taken it out", ""),
    Obstacle.PROMISE_NOT_OPEN: ("この約束は、すでに実施・変更・終了のいずれかになっています。",
                                "This promise has already been kept, changed or ended.",
                                "苦情のページの「約束と期限」を", "Look at the promises", ""),
    Obstacle.CLOCK_NOT_RUNNING: ("この期限はもう進行していません。", "This deadline does not run any more.",
                                 "すでに実施・延長・停止された", "It may have been met, prolonged or stopped", ""),
    Obstacle.CLOCK_MET_BY_A_STEP: ("この期限は手続きによって実施済みになります。手では記録できません。",
                                   "This deadline is met by a step, not by hand.",
                                   "求められている手続きを行えば", "Take the step that it asks for", ""),
    Obstacle.CLOCK_NOT_EXTENDABLE: ("この期限は、規則により延長できません。", "The rule does not let this deadline be prolonged.",
                                    "期限内に実施するか、適用されるか", "Meet it, or ask a lead", ""),
    Obstacle.TOO_LATE_TO_EXTEND: ("この期限は過ぎています。延長できるのは期限の前だけです。",
                                  "This deadline has passed: it could only be prolonged before.",
                                  "できるだけ早く実施し", "Do what is owed as soon as you can", "new-date"),
    Obstacle.EXTENDED_OFTEN_ENOUGH: ("この期限は、規則で認められた回数まで延長済みです。",
                                     "This deadline has been prolonged as often as the rule allows.",
                                     "期限内に実施するか、責任者に", "Meet it, or bring", "escalate"),
    Obstacle.NOTHING_CHANGED: ("数え直しましたが、どの期限も変わりません。", "Every deadline comes out the same.",
                               "変更はありません。", "Nothing had to be changed.", ""),
    Obstacle.APPROVAL_NOT_OPEN: ("この承認依頼は、すでに回答待ちではありません。",
                                 "This request for approval does not wait any more.",
                                 "ほかの職員が回答したか、", "Somebody may have answered it,", ""),
    Obstacle.ANOTHER_APPROVES: ("自分が依頼したものを、自分で承認することはできません。",
                                "Nobody approves what they have asked for themselves.",
                                "取り下げて書き直すことはできます。", "You can take it back", ""),
    Obstacle.NOBODY_APPROVES: ("この苦情で45,000円を承認できる職員がいません。",
                               "Nobody here may approve ¥45,000 in this complaint.",
                               "金額を見直すか、", "Offer less, or have the limits looked at:", ""),
    Obstacle.ANOTHER_PAYS: ("金額を認めた本人が、支払いを兼ねることはできません。",
                            "Whoever granted the money does not also pay it out.",
                            "ほかの職員が実施し、", "Let a colleague carry it out", ""),
    Obstacle.ANOTHER_DROPS: ("金額を認めた本人が、取りやめも行うことはできません。",
                             "Whoever granted the money does not also drop it.",
                             "ほかの職員に依頼するか、", "Let a colleague do it,", ""),
    Obstacle.DROP_OVER_LIMIT: ("45,000円は、あなたの権限で取りやめられる金額（30,000円まで）を超えています。",
                               "¥45,000 is more than your role may drop (up to ¥30,000).",
                               "責任者なら行えます。", "Lead can do it.", ""),
    Obstacle.NOT_CARRIED_OUT: ("まだ実施されていないか、すでに確認済みです。",
                               "This has not been carried out yet, or it has been confirmed already.",
                               "苦情のページの", "Look at the remedies", ""),
    Obstacle.ANOTHER_VERIFIES: ("実施した本人が、届いたことの確認を兼ねることはできません。",
                                "Whoever carried it out does not also confirm that it has arrived.",
                                "ほかの職員が確かめるか、", "Let a colleague look,", ""),
}  # fmt: skip


@pytest.mark.parametrize("obstacle", Obstacle)
def test_obstacle_is_told_in_words_a_person_can_use(obstacle: Obstacle) -> None:
    ja, en, do_ja, do_en, mend = TOLD[obstacle]
    for language, happened, advice in (("ja", ja, do_ja), ("en", en, do_en)):
        with translation.override(language):
            money = obstacle in (Obstacle.OVER_LIMIT, Obstacle.NOBODY_APPROVES, Obstacle.DROP_OVER_LIMIT)
            detail = "45000 30000 JPY lead" if money else "45000"
            trouble = sentences.of_obstacle(obstacle, detail, Role.HANDLER)
        assert trouble.happened == happened
        assert trouble.advice.startswith(advice)
        assert trouble.mend == mend


@pytest.mark.parametrize(
    ("reason", "step", "ja", "en"),
    [
        (
            Reason.GRAVE,
            Step.DECIDE,
            "重大な苦情（S1・S2）は責任者が決定します。",
            "A grave complaint (S1 or S2) is decided by a lead.",
        ),
        (
            Reason.ROLE,
            Step.CLOSE_EXHAUSTED,
            "「手続尽了で終了する」を行えるのは責任者です。",
            "is done by: Lead.",
        ),
        (Reason.ROLE, Step.REPLY, "「返信を送る」を行えるのは", "is done by: Handler, Lead."),
    ],
)
def test_who_takes_the_step_is_told_to_who_may_not(reason: Reason, step: Step, ja: str, en: str) -> None:
    with translation.override("ja"):
        assert sentences.barred(reason, step).startswith(ja)
    with translation.override("en"):
        assert sentences.barred(reason, step).endswith(en)


@pytest.mark.parametrize(
    ("limit", "who"), [("30001 30000 JPY lead", "責任者"), ("500001 500000 JPY", "管理者に相談してください")]
)
def test_sum_over_the_limit_names_who_can_offer_it(limit: str, who: str) -> None:
    with translation.override("ja"):
        assert who in sentences.of_obstacle(Obstacle.OVER_LIMIT, limit, Role.HANDLER).advice
