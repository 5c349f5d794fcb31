"""The verbs that put complaints together and take them apart, in the same table as all others."""

from __future__ import annotations

from kikitori.casework.breach.keep import BreachGiven, begin_breach
from kikitori.casework.breach.members import join_breach, leave_breach
from kikitori.casework.link import link_complaints, unlink_complaints
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass, leave_mass
from kikitori.casework.split import PartGiven, regroup_complaint, split_complaint
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.casework.verbs import LATER, STAFF, Case
from tests.casework.verbs_of_mail import beside_another, other_than
from tests.cast import Cast
from tests.makers import FRIDAY

PART = PartGiven(title="電話で三回説明させられた", text="電話で三回同じ説明をしました。")


def linked(cast: Cast) -> Complaint:
    """Acknowledged, and linked with another."""
    complaint = beside_another(cast)
    link_complaints(cast.actor("handler"), complaint, to=other_than(complaint), kind="same_matter", now=LATER)
    return complaint


def split_off(cast: Cast) -> Complaint:
    """A part that has become a complaint of its own."""
    whole = makers.assessed(cast)
    return split_complaint(cast.actor("handler"), whole, PART, token=makers.token(), now=LATER)


def mass_of(cast: Cast) -> MassComplaint:
    """A mass complaint, begun by the handler, without children."""
    return begin_mass(cast.actor("handler"), MassGiven(title="配送拠点での箱つぶれ"), now=LATER)


def beside_a_mass(cast: Cast) -> Complaint:
    """Acknowledged; a mass complaint with another child is there."""
    complaint = beside_another(cast)
    join_mass(cast.actor("handler"), other_than(complaint), mass=mass_of(cast), now=LATER)
    return complaint


def child(cast: Cast) -> Complaint:
    """Acknowledged, and one of a mass complaint."""
    complaint = beside_a_mass(cast)
    join_mass(cast.actor("handler"), complaint, mass=MassComplaint.objects.get(), now=LATER)
    return complaint


def beside_a_breach(cast: Cast) -> Complaint:
    """Acknowledged; an incident of leaked data is there."""
    given = BreachGiven(title="名簿の誤送信", known_at=FRIDAY)
    begin_breach(cast.actor("lead"), given, now=FRIDAY)
    return makers.acknowledged(cast)


def of_a_breach(cast: Cast) -> Complaint:
    """Acknowledged, and of the incident."""
    complaint = beside_a_breach(cast)
    join_breach(cast.actor("lead"), complaint, incident=BreachIncident.objects.get(), now=LATER)
    return complaint


def _take_link(actor: Actor, complaint: Complaint) -> None:
    unlink_complaints(actor, complaint, link=Link.objects.get().pk, now=LATER)


GROUPING_CASES = [
    Case(
        Step.LINK,
        beside_another,
        lambda actor, complaint: link_complaints(
            actor, complaint, to=other_than(complaint), kind="caused_by", now=LATER
        ),
        may=STAFF,
        state="acknowledged",
        event="linked",
        says="to kind",
        internal=True,
        unnoticed=True,
        statements=14,
    ),
    Case(
        Step.UNLINK,
        linked,
        _take_link,
        may=STAFF,
        state="acknowledged",
        event="unlinked",
        says="to kind",
        internal=True,
        unnoticed=True,
        statements=16,
    ),
    Case(
        Step.SPLIT,
        makers.assessed,
        lambda actor, complaint: split_complaint(
            actor, complaint, PART, token=f"part of {complaint.pk}", now=LATER
        ),
        may=STAFF,
        state="assessing",
        event="split_off",
        says="to reference allegations",
        statements=26,
    ),
    Case(
        Step.REGROUP,
        split_off,
        lambda actor, complaint: regroup_complaint(actor, complaint, now=LATER),
        may=STAFF,
        state="merged",
        event="regrouped",
        says="to clocks",
        statements=24,
    ),
    Case(
        Step.JOIN_BREACH,
        beside_a_breach,
        lambda actor, complaint: join_breach(
            actor, complaint, incident=BreachIncident.objects.get(), now=LATER
        ),
        may=frozenset({"lead"}),
        state="acknowledged",
        event="breach_joined",
        says="breach",
        internal=True,
        unnoticed=True,
        statements=12,
    ),
    Case(
        Step.LEAVE_BREACH,
        of_a_breach,
        lambda actor, complaint: leave_breach(
            actor, complaint, incident=BreachIncident.objects.get(), now=LATER
        ),
        may=frozenset({"lead"}),
        state="acknowledged",
        event="breach_left",
        says="breach",
        internal=True,
        unnoticed=True,
        statements=12,
    ),
    Case(
        Step.JOIN_MASS,
        beside_a_mass,
        lambda actor, complaint: join_mass(actor, complaint, mass=MassComplaint.objects.get(), now=LATER),
        may=STAFF,
        state="acknowledged",
        event="mass_joined",
        says="mass",
        internal=True,
        unnoticed=True,
        statements=9,
    ),
    Case(
        Step.LEAVE_MASS,
        child,
        lambda actor, complaint: leave_mass(actor, complaint, now=LATER),
        may=STAFF,
        state="acknowledged",
        event="mass_left",
        says="mass",
        internal=True,
        unnoticed=True,
        statements=8,
    ),
]
