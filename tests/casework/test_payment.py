"""Money is paid by another hand, with its proof, and somebody says that it has arrived; limits are set and kept."""

from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.answer import accept_proposal
from kikitori.casework.authority import AuthorityGiven, set_limits
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.propose import propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Role, Setting
from kikitori.records.remedies.authority import limits_in_use
from kikitori.records.remedies.limits import SHIPPED
from tests import makers
from tests.casework.verbs import LATER, agreed
from tests.casework.verbs_of_money import an_offer
from tests.cast import Cast

NEXT = LATER + timedelta(hours=1)


def owed(cast: Cast, amount: int | None = 12_000) -> Complaint:
    """A refund that the handler has granted waits to be paid."""
    complaint = makers.investigated(cast)
    offer = an_offer(amount or 0)
    propose_solution(cast.actor("handler"), complaint, **offer, now=LATER)
    accept_proposal(makers.complainant_of(complaint), complaint, now=LATER)
    return complaint


def pay(cast: Cast, complaint: Complaint, by: str, proof: str = "振込 0001") -> None:
    carry_out_remedy(cast.actor(by), complaint, remedy=complaint.remedies.get(), proof=proof, now=NEXT)


def paid(cast: Cast) -> Complaint:
    complaint = owed(cast)
    pay(cast, complaint, "colleague")
    return complaint


def test_whoever_granted_the_money_does_not_pay_it(cast: Cast) -> None:
    complaint = owed(cast)
    with pytest.raises(NotNow) as refusal:
        pay(cast, complaint, "handler")
    assert refusal.value.obstacle is Obstacle.ANOTHER_PAYS
    pay(cast, complaint, "lead")
    remedy = complaint.remedies.get()
    assert (remedy.state, remedy.done_by_id, remedy.proof) == ("done", cast.lead.pk, "振込 0001")
    assert "alone" not in complaint.events.get(kind="remedy_done").data


@pytest.mark.parametrize("proof", ["", "  "])
def test_money_is_not_paid_without_proof(cast: Cast, proof: str) -> None:
    complaint = owed(cast)
    with pytest.raises(Invalid) as refusal:
        pay(cast, complaint, "colleague", proof)
    assert refusal.value.problems == {"proof": Problem.MISSING}
    assert complaint.remedies.get().state == "due"


def test_proof_that_fits_no_line_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        pay(cast, owed(cast), "colleague", "x" * 201)
    assert refusal.value.problems == {"proof": Problem.TOO_LONG}


def test_house_of_one_pays_alone_and_the_record_says_so(cast: Cast) -> None:
    complaint = owed(cast)
    Staff.objects.exclude(pk=cast.handler.pk).update(is_active=False)
    pay(cast, complaint, "handler")
    assert complaint.events.get(kind="remedy_done").data["alone"] is True


def test_colleague_who_is_barred_is_nobody_who_could_pay(cast: Cast) -> None:
    complaint = owed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.colleague.pk, cast.lead.pk])
    pay(cast, complaint, "handler")
    assert complaint.remedies.get().state == "done"


def test_what_costs_nothing_is_done_by_anybody_without_proof(cast: Cast) -> None:
    complaint = agreed(cast)
    for remedy in complaint.remedies.all():
        carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=LATER)
    assert {remedy.state for remedy in complaint.remedies.all()} == {"done"}
    nothing = owed(cast, None)
    pay(cast, nothing, "handler", "")


# ── it has arrived ──


def test_complainant_says_that_it_has_arrived(cast: Cast) -> None:
    complaint = paid(cast)
    number = complaint.remedies.get().pk
    verify_remedy(makers.complainant_of(complaint), complaint, remedy=number, now=NEXT)
    remedy = complaint.remedies.get()
    assert (remedy.state, remedy.verified_at, remedy.verified_by) == ("verified", NEXT, None)
    assert complaint.events.get(kind="remedy_verified").visibility == "public"


@pytest.mark.parametrize(("by", "how", "fine"), [
    ("handler", "", True),
    ("lead", "", True),
    ("colleague", "", False),
    ("colleague", "電話で", True),
])  # fmt: skip
def test_whoever_carried_it_out_needs_the_complainants_word(
    cast: Cast, by: str, how: str, fine: bool
) -> None:
    complaint = paid(cast)
    number = complaint.remedies.get().pk
    if not fine:
        with pytest.raises(NotNow) as refusal:
            verify_remedy(cast.actor(by), complaint, remedy=number, how=how, now=NEXT)
        assert refusal.value.obstacle is Obstacle.ANOTHER_VERIFIES
        return
    verify_remedy(cast.actor(by), complaint, remedy=number, how=how, now=NEXT)
    event = complaint.events.get(kind="remedy_verified")
    assert (event.visibility, event.data.get("how", "")) == ("internal", how)
    assert complaint.remedies.get().verified_by == getattr(cast, by)


def test_what_is_not_done_or_verified_before_is_not_confirmed(cast: Cast) -> None:
    complaint = owed(cast)
    number = complaint.remedies.get().pk
    actor = makers.complainant_of(complaint)
    with pytest.raises(NotNow):
        verify_remedy(actor, complaint, remedy=number, now=NEXT)
    pay(cast, complaint, "colleague")
    verify_remedy(actor, complaint, remedy=number, now=NEXT)
    with pytest.raises(NotNow) as refusal:
        verify_remedy(actor, complaint, remedy=number, now=NEXT)
    assert refusal.value.obstacle is Obstacle.NOT_CARRIED_OUT


# ── limits as a setting ──


def limits(**changes: Any) -> AuthorityGiven:
    given = {"currency": "JPY", "of_role": {Role.HANDLER: 10_000, Role.LEAD: 90_000}, "four_eyes": None}
    return AuthorityGiven(**given | changes)


def test_limits_are_set_kept_and_hold_from_the_next_offer_on(cast: Cast) -> None:
    assert limits_in_use() == SHIPPED
    set_limits(cast.actor("administrator"), limits(), seen=0, now=LATER)
    assert limits_in_use().of(Role.HANDLER) == 10_000
    [line] = SettingChange.objects.filter(kind=Setting.AUTHORITY.value)
    assert (line.by, line.before["of_role"]["handler"]) == (cast.administrator, 30_000)
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        propose_solution(cast.actor("handler"), complaint, **an_offer(10_001), now=LATER)
    assert refusal.value.detail == "10001 10000 JPY lead"


def test_same_limits_once_more_are_no_change(cast: Cast) -> None:
    for _ in range(2):
        seen = newest_change(Setting.AUTHORITY)
        set_limits(cast.actor("administrator"), limits(), seen=seen, now=LATER)
    assert SettingChange.objects.filter(kind=Setting.AUTHORITY.value).count() == 1


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_nobody_who_grants_sets_limits(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        set_limits(cast.actor(role), limits(), seen=0, now=LATER)
    assert limits_in_use() == SHIPPED


def test_limits_set_meanwhile_are_not_overwritten(cast: Cast) -> None:
    set_limits(cast.actor("administrator"), limits(), seen=0, now=LATER)
    with pytest.raises(NotNow) as refusal:
        set_limits(cast.actor("administrator"), limits(four_eyes=5), seen=0, now=LATER)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"currency": "XXX"}, {"currency": Problem.UNKNOWN_WORD}),
        ({"currency": ""}, {"currency": Problem.UNKNOWN_WORD}),
        ({"of_role": {Role.LEAD: 5}}, {"handler": Problem.MISSING}),
        ({"of_role": {Role.HANDLER: -1, Role.LEAD: 5}}, {"handler": Problem.OUT_OF_RANGE}),
        ({"of_role": {Role.HANDLER: 6, Role.LEAD: 5}}, {"lead": Problem.OUT_OF_RANGE}),
        ({"of_role": {Role.HANDLER: 1, Role.LEAD: 100_000_001}}, {"lead": Problem.OUT_OF_RANGE}),
        ({"four_eyes": -1}, {"four_eyes": Problem.OUT_OF_RANGE}),
    ],
)
def test_limits_that_make_no_sense_are_refused(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        set_limits(cast.actor("administrator"), limits(**changes), seen=0, now=LATER)
    assert refusal.value.problems == problems
