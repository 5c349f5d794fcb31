"""Verbs of the vault, for the same table. Handler, lead and auditor are let in; the colleague has asked."""

from datetime import timedelta

from kikitori.casework.grants import end_sight, grant_sight
from kikitori.casework.receivers import name_receivers
from kikitori.casework.seal import ask_unseal, refuse_unseal, seal_complaint, unseal
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.tell_reporter import tell_inquiry, tell_outcome
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Setting
from tests import makers
from tests.casework.verbs import HOUSE, LATER, Case
from tests.cast import Cast
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=2)
LET_IN = frozenset({"handler", "lead", "auditor"})


def sealed(cast: Cast) -> Complaint:
    """In the vault, with four who may read it."""
    numbers = [getattr(cast, one).pk for one in ("handler", "colleague", "lead", "auditor")]
    administrator = cast.actor("administrator")
    name_receivers(administrator, numbers, seen=newest_change(Setting.RECEIVERS), now=FRIDAY)
    complaint = makers.assessed(cast)
    seal_complaint(cast.actor("colleague"), complaint, reason="内部からの通報と思われます。", now=NOW)
    return complaint


def another() -> Staff:
    """Somebody who reads complaints and was not let in."""
    known = Staff.objects.filter(login="newcomer").first()
    return known or Staff.objects.create(login="newcomer", name="新谷 あおい", role="handler")


def with_another(cast: Cast) -> Complaint:
    another()
    return sealed(cast)


def inquiry_told(cast: Cast) -> Complaint:
    """The reporter knows that it is looked into."""
    complaint = sealed(cast)
    tell_inquiry(cast.actor("colleague"), complaint, is_looked_into=True, words="調べます。", now=NOW)
    return complaint


def unseal_asked(cast: Cast) -> Complaint:
    """The colleague has asked for the seal to be taken off."""
    complaint = sealed(cast)
    ask_unseal(cast.actor("colleague"), complaint, reason="お客様の申出でした。", now=NOW)
    return complaint


SEALING_CASES = (
    Case(
        Step.SEAL,
        makers.assessed,
        lambda actor, complaint: seal_complaint(actor, complaint, reason="通報の疑い", now=LATER),
        may=HOUSE,
        state="vaulted",
        event="sealed",
        says="seal mentioned promised",
        statements=45,
    ),
    Case(
        Step.GRANT_SIGHT,
        with_another,
        lambda actor, complaint: grant_sight(
            actor, complaint, staff=another(), purpose="法務の確認", now=LATER
        ),
        may=LET_IN,
        state="vaulted",
        event="sight_granted",
        says="staff purpose mentioned",
        statements=15,
        internal=True,
    ),
    Case(
        Step.END_SIGHT,
        sealed,
        lambda actor, complaint: end_sight(
            actor,
            complaint,
            grant=complaint.grants.get(staff__login="colleague"),
            reason="対応から外れます。",
            now=LATER,
        ),
        may=LET_IN,
        state="vaulted",
        event="sight_ended",
        says="staff reason",
        statements=12,
        internal=True,
    ),
    Case(
        Step.TELL_INQUIRY,
        sealed,
        lambda actor, complaint: tell_inquiry(
            actor, complaint, is_looked_into=False, words="対象ではないため調査しません。", now=LATER
        ),
        may=LET_IN,
        state="vaulted",
        event="inquiry_told",
        says="is_looked_into message kept clocks",
        letters=("reply",),
        statements=26,
    ),
    Case(
        Step.TELL_OUTCOME,
        inquiry_told,
        lambda actor, complaint: tell_outcome(actor, complaint, words="改めました。", now=LATER),
        may=LET_IN,
        state="vaulted",
        event="outcome_told",
        says="message",
        letters=("reply",),
        statements=22,
    ),
    Case(
        Step.ASK_UNSEAL,
        sealed,
        lambda actor, complaint: ask_unseal(actor, complaint, reason="通報ではありません。", now=LATER),
        may=LET_IN,
        state="vaulted",
        event="unseal_asked",
        says="reason mentioned",
        statements=14,
        internal=True,
    ),
    Case(
        Step.UNSEAL,
        unseal_asked,
        lambda actor, complaint: unseal(actor, complaint, now=LATER),
        may=LET_IN,
        state="assessing",
        event="unsealed",
        says="asked_by promised",
        statements=40,
    ),
    Case(
        Step.REFUSE_UNSEAL,
        unseal_asked,
        lambda actor, complaint: refuse_unseal(actor, complaint, words="通報です。", now=LATER),
        may=LET_IN,
        state="vaulted",
        event="unseal_refused",
        says="asked_by words",
        statements=12,
        internal=True,
    ),
)
