"""Every verb in one table: where it is taken, by whom, and all it leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint
from kikitori.casework.find_causes import find_causes
from kikitori.casework.inquire import ask_complainant, ask_third_party, begin_investigation, record_answer
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.mail_link import ask_for_link, send_asked_link
from kikitori.casework.place import place_complaint
from kikitori.casework.posting import post_letter
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.remedy import carry_out_remedy, finish_remedies
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.schedule_reply import schedule_reply, take_back_reply
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, note, reply
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mail_links import LinkAsked
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

#: Late enough for every state that makers bring about.
LATER = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
#: Asked „is it solved?“ at LATER, the person has been silent for long enough.
SILENT = LATER + timedelta(days=14)
#: The first answer was due on 30 November.
OVERDUE = datetime(2026, 12, 1, 9, 0, tzinfo=JAPAN)
SOON = date(2026, 12, 4)
POST = PersonGiven(name="試野 はな", contact_points=(ContactGiven(kind="post", value="東京都見本区1-2-3"),))

Build = Callable[[Cast], Complaint]
Act = Callable[[Actor, Complaint], object]


def decided(cast: Cast) -> Complaint:
    """Decided, with nothing to be done."""
    complaint = makers.investigated(cast)
    decide(cast.actor("handler"), complaint)
    return complaint


def escalated(cast: Cast) -> Complaint:
    """Being looked into, and brought before the lead."""
    complaint = makers.investigated(cast)
    escalate_complaint(cast.actor("handler"), complaint, reason="判断を仰ぐ", now=LATER)
    return complaint


def asked(cast: Cast) -> Complaint:
    """Everything is done, and we have asked whether it is solved."""
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=LATER)
    return complaint


def agreed(cast: Cast) -> Complaint:
    """The offer has been accepted; two things are to be done."""
    complaint = makers.proposed(cast)
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=2))
    return complaint


def withdrawn(cast: Cast) -> Complaint:
    """Taken back by the complainant."""
    complaint = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=1))
    return complaint


def waiting_for_others(cast: Cast) -> Complaint:
    """A third party has been asked."""
    complaint = makers.investigated(cast)
    ask_others(cast.actor("handler"), complaint)
    return complaint


def on_paper(cast: Cast) -> Complaint:
    """Acknowledged by a letter that somebody has to print."""
    return makers.acknowledged(cast, complainant=POST)


def received(cast: Cast) -> Complaint:
    """Written down by the handler, not acknowledged yet."""
    return makers.received(cast).complaint


def assess(actor: Actor, complaint: Complaint) -> None:
    assess_complaint(
        actor,
        complaint,
        severity="S3",
        subject="delivery",
        safety={"injury": "no"},
        allegations=[AllegationGiven(text="皿が割れていた")],
        now=LATER,
    )


def ask_others(actor: Actor, complaint: Complaint) -> None:
    ask_third_party(
        actor,
        complaint,
        whom="配送会社",
        question="当日の記録は？",
        answer_by=SOON,
        now=FRIDAY + timedelta(days=1),
    )


def propose(actor: Actor, complaint: Complaint) -> None:
    propose_solution(
        actor,
        complaint,
        text="代金をお返しします。",
        remedies=[RemedyGiven(kind="refund", text="皿三枚", due_on=SOON, amount=3000)],
        answer_by=SOON,
        now=LATER,
    )


def decide(actor: Actor, complaint: Complaint) -> None:
    decide_complaint(
        actor,
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="写真で確かめました。") for n in (1, 2)},
        now=FRIDAY + timedelta(hours=2),
    )


def reply_waiting(cast: Cast) -> Complaint:
    complaint = makers.investigated(cast)
    schedule_reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    return complaint


def carry_out(actor: Actor, complaint: Complaint) -> None:
    remedy = complaint.remedies.filter(state="due").first()
    assert remedy is not None
    carry_out_remedy(actor, complaint, remedy=remedy, now=LATER)


def answer(actor: Actor, complaint: Complaint) -> None:
    record_answer(actor, complaint, inquiry=complaint.inquiries.get(), answer="横積みの記録あり", now=LATER)


STAFF = frozenset({"handler", "lead"})
HOUSE = STAFF | {"system"}
THEIRS = STAFF | {"complainant"}


def asked_for_a_link(cast: Cast) -> Complaint:
    """Acknowledged; somebody has asked for a link with the right number and address, and nobody has looked at it."""
    complaint = makers.acknowledged(cast)
    ask_for_link(complaint.reference, "hana@example.jp", now=LATER)
    return complaint


@dataclass(frozen=True)
class Case:
    """One verb. `may`: who of ACTORS may take it; `says`: keys of its event's data; `statements`: at most so many."""

    step: Step
    build: Build
    act: Act
    may: frozenset[str]
    state: str
    event: str
    says: str
    statements: int
    letters: tuple[str, ...] = ()
    internal: bool = False
    visibility: str = ""
    unnoticed: bool = False


CASES = (
    Case(
        Step.ACKNOWLEDGE,
        received,
        lambda actor, complaint: acknowledge_complaint(actor, complaint, how="電話", now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="acknowledged",
        says="how kept promised clocks",
        letters=("acknowledgement",),
        statements=13,
    ),
    Case(
        Step.ASSESS,
        makers.acknowledged,
        assess,
        may=HOUSE,
        state="assessing",
        event="assessed",
        says="severity urgency queue placed allegations safety",
        internal=True,
        statements=11,
    ),
    Case(
        Step.ASSIGN,
        makers.assessed,
        lambda actor, complaint: assign_complaint(
            actor, complaint, to=Staff.objects.get(login="colleague"), reason="得意なため", now=LATER
        ),
        may=HOUSE,
        state="assessing",
        event="assigned",
        says="to reason",
        statements=10,
    ),
    Case(
        Step.PLACE,
        makers.assessed,
        lambda actor, complaint: place_complaint(
            actor, complaint, queue="urgent", team=Team.objects.get(), reason="今日中に", now=LATER
        ),
        may=HOUSE,
        state="assessing",
        event="placed",
        says="queue queue_before team team_before reason",
        internal=True,
        statements=5,
    ),
    Case(
        Step.INVESTIGATE,
        makers.assessed,
        lambda actor, complaint: begin_investigation(actor, complaint, now=LATER),
        may=STAFF,
        state="investigating",
        event="investigation_begun",
        says="assignee",
        letters=("in_hand",),
        statements=11,
    ),
    Case(
        Step.ASK_COMPLAINANT,
        makers.investigated,
        lambda actor, complaint: ask_complainant(
            actor, complaint, question="ご注文番号は？", answer_by=SOON, now=LATER
        ),
        may=STAFF,
        state="awaiting_complainant",
        event="question_asked",
        says="inquiry asked_of answer_by clocks",
        letters=("question",),
        statements=11,
    ),
    Case(
        Step.ASK_THIRD_PARTY,
        makers.investigated,
        ask_others,
        may=STAFF,
        state="awaiting_third_party",
        event="question_asked",
        says="inquiry asked_of answer_by",
        internal=True,
        statements=5,
    ),
    Case(
        Step.RECORD_ANSWER,
        waiting_for_others,
        answer,
        may=STAFF,
        state="investigating",
        event="answer_recorded",
        says="inquiry asked_of",
        internal=True,
        statements=7,
    ),
    Case(
        Step.REPLY,
        makers.investigated,
        lambda actor, complaint: reply(actor, complaint, body="確認中です。", now=LATER),
        may=HOUSE,
        state="investigating",
        event="replied",
        says="message kept promised clocks",
        letters=("reply",),
        statements=15,
    ),
    Case(
        Step.SCHEDULE_REPLY,
        makers.investigated,
        lambda actor, complaint: schedule_reply(actor, complaint, body="確認中です。", now=LATER),
        may=HOUSE,
        state="investigating",
        event="reply_written",
        says="pending goes_at chosen",
        internal=True,
        unnoticed=True,
        statements=7,
    ),
    Case(
        Step.TAKE_BACK_REPLY,
        reply_waiting,
        lambda actor, complaint: take_back_reply(
            actor, complaint, pending=complaint.pending_replies.get(), now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="reply_taken_back",
        says="pending",
        internal=True,
        unnoticed=True,
        statements=7,
    ),
    Case(
        Step.NOTE,
        makers.acknowledged,
        lambda actor, complaint: note(actor, complaint, body="倉庫に確認。", now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="noted",
        says="message",
        internal=True,
        statements=6,
    ),
    Case(
        Step.HEAR,
        makers.acknowledged,
        lambda actor, complaint: hear(actor, complaint, body="あと一枚ありました。", now=LATER),
        may=HOUSE | {"complainant"},
        state="acknowledged",
        event="heard",
        says="message channel",
        statements=9,
    ),
    Case(
        Step.FIND_CAUSES,
        makers.investigated,
        lambda actor, complaint: find_causes(actor, complaint, causes={1: makers.CAUSE}, now=LATER),
        may=STAFF,
        state="investigating",
        event="causes_found",
        says="causes",
        internal=True,
        statements=11,
    ),
    Case(
        Step.PROPOSE,
        makers.investigated,
        propose,
        may=STAFF,
        state="proposal",
        event="proposed",
        says="granted proposal round answer_by kept clocks",
        letters=("proposal",),
        # With them the limits, for there is money in it, and whether anything waits for approval.
        statements=20,
    ),
    Case(
        Step.ACCEPT,
        makers.proposed,
        lambda actor, complaint: accept_proposal(actor, complaint, how="電話", now=LATER),
        may=THEIRS,
        state="remedying",
        event="accepted",
        says="proposal round how remedy_due_on owed kept promised clocks",
        letters=("accepted",),
        statements=26,
    ),
    Case(
        Step.DECLINE,
        makers.proposed,
        lambda actor, complaint: decline_proposal(actor, complaint, how="電話", now=LATER),
        may=THEIRS,
        state="investigating",
        event="declined",
        says="proposal round how dropped promised",
        letters=("going_on",),
        statements=18,
    ),
    Case(
        Step.DECIDE,
        makers.investigated,
        decide,
        may=STAFF,
        state="decided",
        event="decided",
        says="outcomes remedy_due_on kept promised clocks",
        letters=("decision",),
        statements=24,
    ),
    Case(
        Step.REMEDY,
        agreed,
        carry_out,
        may=HOUSE,
        state="remedying",
        event="remedy_done",
        says="remedy kind left",
        statements=9,
    ),
    Case(
        Step.FINISH_REMEDIES,
        decided,
        lambda actor, complaint: finish_remedies(actor, complaint, now=LATER),
        may=HOUSE,
        state="confirming",
        event="remedies_finished",
        says="",
        letters=("remedies_done",),
        internal=True,
        statements=13,
    ),
    Case(
        Step.ASK_SOLVED,
        makers.confirming,
        lambda actor, complaint: ask_if_solved(actor, complaint, now=LATER),
        may=HOUSE,
        state="confirming",
        event="solution_asked",
        says="kept other_road_days silence_days",
        letters=("is_it_solved",),
        statements=10,
    ),
    Case(
        Step.CONFIRM_SOLVED,
        asked,
        lambda actor, complaint: confirm_solved(actor, complaint, rating=4, how="電話", now=LATER),
        may=THEIRS,
        state="closed_accepted",
        event="solved",
        says="verdict rating how",
        letters=("closed",),
        statements=25,
    ),
    Case(
        Step.CONFIRM_UNSOLVED,
        asked,
        lambda actor, complaint: confirm_unsolved(actor, complaint, comment="欠けている", now=LATER),
        may=THEIRS,
        state="investigating",
        event="not_solved",
        says="verdict promised clocks",
        letters=("going_on",),
        statements=17,
    ),
    Case(
        Step.RATE,
        asked,
        lambda actor, complaint: rate(actor, complaint, rating=4, now=LATER),
        may=THEIRS,
        state="confirming",
        event="rated",
        says="verdict rating",
        statements=9,
    ),
    Case(
        Step.CLOSE_ACCEPTED,
        asked,
        lambda actor, complaint: close_as_agreed(actor, complaint, note="静か", now=SILENT),
        may=HOUSE,
        state="closed_accepted",
        event="closed",
        says="outcome because note road",
        letters=("closed",),
        statements=18,
    ),
    Case(
        Step.CLOSE_EXHAUSTED,
        decided,
        lambda actor, complaint: close_as_exhausted(actor, complaint, reason="尽くしました。", now=LATER),
        may=frozenset({"lead"}),
        state="closed_exhausted",
        event="closed",
        says="outcome",
        letters=("closed",),
        statements=20,
    ),
    Case(
        Step.REOPEN,
        withdrawn,
        lambda actor, complaint: reopen_complaint(actor, complaint, reason="やはり", now=LATER),
        may=THEIRS,
        state="reopened",
        event="reopened",
        says="reason promised clocks",
        letters=("reopened",),
        statements=15,
    ),
    Case(
        Step.WITHDRAW,
        makers.proposed,
        lambda actor, complaint: withdraw_complaint(actor, complaint, reason="もうよい", now=LATER),
        may=THEIRS,
        state="withdrawn",
        event="withdrawn",
        says="dropped reason clocks",
        letters=("withdrawn",),
        # Among them: which answer stays owed, for the letter; which remedies fall, and whether an approval does.
        statements=22,
    ),
    Case(
        Step.ESCALATE,
        makers.investigated,
        lambda actor, complaint: escalate_complaint(actor, complaint, reason="判断を仰ぐ", now=LATER),
        may=HOUSE,
        state="investigating",
        event="escalated",
        says="cause escalation level reason to",
        internal=True,
        statements=15,
    ),
    Case(
        Step.ACKNOWLEDGE_ESCALATION,
        escalated,
        lambda actor, complaint: acknowledge_escalation(
            actor, complaint, complaint.escalations.latest("id"), note="今日中に見ます。", now=LATER
        ),
        may=frozenset({"lead"}),
        state="investigating",
        event="escalation_acknowledged",
        says="cause escalation level note since",
        internal=True,
        statements=6,
        unnoticed=True,
    ),
    Case(
        Step.DELIVER_LETTER,
        on_paper,
        lambda actor, complaint: post_letter(actor, complaint.letters.get(), now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="letter_sent",
        says="letter kind medium number posted_on service tracking",
        internal=True,
        unnoticed=True,
        statements=8,
    ),
    Case(
        Step.SEND_LINK,
        asked_for_a_link,
        lambda actor, _complaint: send_asked_link(actor, LinkAsked.objects.latest("id").pk, now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="link_sent",
        says="",
        letters=("link",),
        unnoticed=True,
        statements=14,
    ),
    Case(
        Step.ISSUE_RECEIPT,
        makers.acknowledged,
        lambda actor, complaint: reissue_slip(actor, complaint, token="lost", now=LATER),
        may=HOUSE | {"complainant"},
        state="acknowledged",
        event="receipt_issued",
        says="",
        internal=True,
        unnoticed=True,
        statements=4,
    ),
)
