"""Verbs of what complainants ask for beside the matter itself, for the same table: a review, a correction, somebody else."""

from datetime import timedelta

from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.lift import ask_to_lift, decide_lift
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.review import ask_review, begin_review
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from tests import makers
from tests.casework.verbs import LATER, STAFF, THEIRS, Case, decided
from tests.cast import Cast
from tests.makers import FRIDAY


def under_review(cast: Cast) -> Complaint:
    """Decided, and to be looked at again; nobody has been named yet."""
    complaint = decided(cast)
    ask_review(makers.complainant_of(complaint), complaint, now=LATER)
    return complaint


def petitioned(cast: Cast) -> Complaint:
    """A point has not been understood rightly."""
    complaint = makers.investigated(cast)
    given = PetitionGiven(kind="summary", point=1, words="四枚です。")
    petition(makers.complainant_of(complaint), complaint, given, now=FRIDAY + timedelta(hours=2))
    return complaint


def confided(cast: Cast) -> Complaint:
    """They have named whoever has it in hand."""
    complaint = makers.investigated(cast)
    name_unwanted(
        makers.complainant_of(complaint), complaint, words="", handler=True, now=FRIDAY + timedelta(hours=2)
    )
    return complaint


def barred(cast: Cast) -> Complaint:
    """Somebody they have named does not handle it, and is none of those who try the verbs."""
    complaint = confided(cast)
    somebody = Staff.objects.create(login="barred", name="遠山 あきら", role=Role.HANDLER.value)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=complaint.petitions.get(),
        granted=True,
        barred=[somebody],
        words="担当を替えます。",
        now=FRIDAY + timedelta(hours=3),
    )
    return complaint


def lift_asked(cast: Cast) -> Complaint:
    """A second lead has asked for that bar to be lifted."""
    complaint = barred(cast)
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    ask_to_lift(
        actor_for(second),
        complaint,
        staff=Staff.objects.get(login="barred"),
        reason="部署が変わりました。",
        now=FRIDAY + timedelta(hours=4),
    )
    return complaint


def named(cast: Cast) -> Complaint:
    """They have named somebody who is to speak for them."""
    complaint = makers.investigated(cast)
    given = AppointmentGiven(name="代田 りか", mandate="speak", relation="娘")
    appoint(makers.complainant_of(complaint), complaint, given, now=FRIDAY + timedelta(hours=2))
    return complaint


ASKING_CASES = (
    Case(
        Step.ASK_REVIEW,
        decided,
        lambda actor, complaint: ask_review(actor, complaint, reason="納得できない", how="電話", now=LATER),
        may=THEIRS,
        state="review2",
        event="review_asked",
        says="reason how before promised kept",
        statements=30,
    ),
    Case(
        Step.BEGIN_REVIEW,
        under_review,
        lambda actor, complaint: begin_review(
            actor, complaint, to=Staff.objects.get(login="colleague"), now=LATER
        ),
        may=frozenset({"lead"}),
        state="review2",
        event="review_begun",
        says="to kept promised",
        letters=("review",),
        statements=25,
    ),
    Case(
        Step.PETITION,
        makers.investigated,
        lambda actor, complaint: petition(
            actor,
            complaint,
            PetitionGiven(kind="summary", point=1, words="四枚です。"),
            how="電話",
            now=LATER,
        ),
        may=THEIRS,
        state="investigating",
        event="petitioned",
        says="petition about point how promised",
        statements=15,
    ),
    Case(
        Step.ANSWER_PETITION,
        petitioned,
        lambda actor, complaint: answer_petition(
            actor,
            complaint,
            petition=complaint.petitions.get(),
            granted=True,
            words="直しました。",
            text="皿が四枚割れていた",
            now=LATER,
        ),
        may=STAFF,
        state="investigating",
        event="petition_answered",
        says="petition about granted point before after kept",
        letters=("petition",),
        statements=17,
    ),
    Case(
        Step.CONFIDE,
        makers.investigated,
        lambda actor, complaint: name_unwanted(actor, complaint, words="いまの方", how="電話", now=LATER),
        may=THEIRS,
        state="investigating",
        event="confided",
        says="petition hidden_from mentioned how",
        statements=13,
        visibility="confided",
        unnoticed=True,
    ),
    Case(
        Step.DECIDE_BAR,
        confided,
        lambda actor, complaint: decide_bar(
            actor,
            complaint,
            petition=complaint.petitions.get(),
            granted=True,
            barred=[Staff.objects.get(login="handler")],
            words="担当を替えます。",
            now=LATER,
        ),
        may=frozenset({"lead"}),
        state="investigating",
        event="bar_decided",
        says="petition granted barred hidden_from before",
        # Beside what the step itself asks: where the same matter lies, under its lock, and what of it is in barred hands.
        statements=12,
        visibility="confided",
    ),
    Case(
        Step.ASK_LIFT,
        barred,
        lambda actor, complaint: ask_to_lift(
            actor,
            complaint,
            staff=Staff.objects.get(login="barred"),
            reason="部署が変わりました。",
            now=LATER,
        ),
        may=frozenset({"lead"}),
        state="investigating",
        event="lift_asked",
        says="staff reason hidden_from mentioned",
        statements=11,
        visibility="confided",
        unnoticed=True,
    ),
    Case(
        Step.DECIDE_LIFT,
        lift_asked,
        lambda actor, complaint: decide_lift(
            actor, complaint, asked=complaint.events.get(kind="lift_asked").pk, granted=True, now=LATER
        ),
        may=frozenset({"lead"}),
        state="investigating",
        event="lift_decided",
        says="asked granted staff reason hidden_from by_wish_of",
        statements=11,
        visibility="confided",
    ),
    Case(
        Step.APPOINT,
        makers.investigated,
        lambda actor, complaint: appoint(
            actor, complaint, AppointmentGiven(name="代田 りか", mandate="act"), how="電話", now=LATER
        ),
        may=THEIRS,
        state="investigating",
        event="representative_named",
        says="appointment mandate how promised",
        statements=16,
    ),
    Case(
        Step.ANSWER_APPOINTMENT,
        named,
        lambda actor, complaint: answer_appointment(
            actor,
            complaint,
            appointment=complaint.appointments.get(),
            granted=True,
            proof="seen",
            now=LATER,
        ),
        may=STAFF,
        state="investigating",
        event="representative_answered",
        says="appointment granted kept",
        letters=("representative",),
        statements=22,
    ),
    Case(
        Step.END_APPOINTMENT,
        named,
        lambda actor, complaint: end_appointment(actor, complaint, reason="ご本人の希望です。", now=LATER),
        may=THEIRS,
        state="investigating",
        event="representative_ended",
        says="appointment confirmed",
        statements=16,
    ),
)
