"""The register of a demonstration house, and two complaints that are with somebody else, by the real verbs.

Once in a house: what somebody has set or passed on since is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kikitori.casework.bodies import BodyGiven, save_body
from kikitori.casework.house import House
from kikitori.casework.refer import ReferralGiven, refer_inside, refer_outside
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.sharing import SharedGiven
from kikitori.config.demo_course import pass_time
from kikitori.config.demo_texts.officetime import Office
from kikitori.config.demo_texts.referrals import DemoReferral, ReferralFacts
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting
from kikitori.records.referral.models import Body, Referral
from kikitori.records.referral.terms import Basis, BodyKind

#: The register was there before the first complaint of the demonstration.
_BEFORE = timedelta(days=200)
#: After whatever happened last in office hours, and where nobody says how long it takes.
_AFTER, _USUAL = 1, 14


def keep_register(facts: ReferralFacts, staff: Iterable[Staff], now: datetime) -> None:
    """Experts, departments and bodies outside."""
    if newest_change(Setting.BODIES):
        return
    lead = actor_for(next(one for one in staff if one.role == Role.LEAD.value))
    for values in facts.bodies:
        save_body(lead, BodyGiven(**values), now=now - _BEFORE)


def pass_on(facts: ReferralFacts, now: datetime) -> None:
    """One complaint is with an expert of the house, another with a body outside."""
    if Referral.objects.exists():
        return
    for wanted, kind in ((facts.inside, BodyKind.SPECIALIST), (facts.outside, BodyKind.EXTERNAL)):
        body = Body.objects.filter(kind=kind.value).first()
        if body is not None:
            _pass_one_on(wanted, body, now)


def _pass_one_on(wanted: DemoReferral, body: Body, now: datetime) -> None:
    """The newest that fits, as soon as the office is open after what happened last."""
    house = House()
    office = Office(house.zone, lambda day: not house.calendar.is_business_day(day))
    for complaint in _waiting():
        at = office.after(max(complaint.events.values_list("at", flat=True)), _AFTER)
        if at >= now:
            continue
        pass_time(complaint, at, today=now)
        day = house.day_of(at)
        given = ReferralGiven(
            body=body.pk,
            reason=wanted.reason,
            shared=SharedGiven(summary=wanted.summary, points=(1,)),
            basis=(Basis.CONSENT if wanted.agreed else Basis.WITHIN).value,
            basis_words=wanted.agreed,
            consented_on=day if wanted.agreed else None,
            expected_on=max(day + timedelta(days=body.answer_days or _USUAL), house.day_of(now)),
        )
        handler = actor_for(Staff.objects.get(complaints=complaint))
        verb = refer_inside if body.is_inside else refer_outside
        verb(handler, complaint, given, now=at)
        pass_time(complaint, now, today=now)
        return


def _waiting() -> Iterable[Complaint]:
    """Under investigation, in somebody's hands, with a point to show; not those that ask for something beside it."""
    return (
        Complaint.objects.filter(
            state=State.INVESTIGATING.value,
            language="ja",
            confidentiality="ordinary",
            assignee__isnull=False,
            allegations__number=1,
            petitions__isnull=True,
            referrals__isnull=True,
        )
        .exclude(channel="web")
        .order_by("-pk")
    )
