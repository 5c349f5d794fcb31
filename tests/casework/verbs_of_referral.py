"""Verbs of referral, for the same table: passed on inside and outside, turned to by themselves, and what came of it."""

from dataclasses import replace

from kikitori.casework.refer import refer_inside, refer_outside, turned_outside
from kikitori.casework.referral_result import record_referral, record_result
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.referral.models import Body
from tests import makers, referrals
from tests.casework.verbs import LATER, SOON, STAFF, Case
from tests.cast import Cast


def with_register(cast: Cast) -> Complaint:
    """Being looked into; an expert and a body outside stand in the register."""
    referrals.body(cast)
    referrals.body(cast, referrals.EXPERT)
    return makers.investigated(cast)


def _refer_inside(actor: Actor, complaint: Complaint) -> object:
    given = replace(referrals.INSIDE, body=Body.objects.get(kind="specialist").pk)
    return refer_inside(actor, complaint, given, now=LATER)


def _refer_outside(actor: Actor, complaint: Complaint) -> object:
    given = replace(referrals.OUTSIDE, body=Body.objects.get(kind="external").pk)
    return refer_outside(actor, complaint, given, now=LATER)


REFERRAL_CASES = (
    Case(
        Step.REFER,
        with_register,
        _refer_inside,
        may=STAFF,
        state="awaiting_third_party",
        event="referred",
        says="referral body expected_on promised kept",
        letters=("referral",),
        statements=25,
    ),
    Case(
        Step.REFER_OUTSIDE,
        with_register,
        _refer_outside,
        may=STAFF,
        state="external",
        event="referred",
        says="referral body expected_on promised kept",
        letters=("referral",),
        statements=25,
    ),
    Case(
        Step.TURN_OUTSIDE,
        with_register,
        lambda actor, complaint: turned_outside(
            actor,
            complaint,
            body=Body.objects.get(kind="external").pk,
            how="センターから照会がありました。",
            expected_on=SOON,
            now=LATER,
        ),
        may=STAFF,
        state="external",
        event="turned_outside",
        says="referral body expected_on promised",
        letters=("referral",),
        statements=24,
    ),
    Case(
        Step.RECORD_REFERRAL,
        referrals.with_an_expert,
        lambda actor, complaint: record_referral(
            actor,
            complaint,
            referrals.answer("advised"),
            referral=complaint.referrals.get(),
            now=LATER,
        ),
        may=STAFF,
        state="investigating",
        event="referral_answered",
        says="referral body outcome kept promised",
        letters=("referral_result",),
        statements=27,
    ),
    Case(
        Step.RECORD_RESULT,
        referrals.with_a_body,
        lambda actor, complaint: record_result(
            actor,
            complaint,
            referrals.answer("overturned"),
            referral=complaint.referrals.get(),
            now=LATER,
        ),
        may=STAFF,
        state="decided",
        event="referral_answered",
        says="referral body outcome stands remedy_due_on kept promised",
        letters=("referral_result",),
        statements=30,
    ),
)
