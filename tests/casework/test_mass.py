"""Mass complaints: what is true of all is kept, children come and go, and each remains a complaint of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.mass import MassGiven, begin_mass, change_mass
from kikitori.casework.mass_children import belonging_of, join_chosen, join_mass, leave_mass
from kikitori.casework.rounds import begin_round, undo_round
from kikitori.records.access.visibility import children_seen_by, masses_seen_by
from kikitori.records.complaints.mass import MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.casework.verbs_of_grouping import mass_of
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.makers import FRIDAY, token

LATER = FRIDAY + timedelta(hours=3)


def children(cast: Cast, mass: MassComplaint, role: str = "lead") -> list[Complaint]:
    return list(children_seen_by(cast.actor(role), mass).order_by("pk"))


def test_every_change_of_the_cause_is_kept(cast: Cast) -> None:
    handler = cast.actor("handler")
    mass = begin_mass(handler, MassGiven(title=" 箱つぶれ ", story="拠点で荷が崩れた。"), now=LATER)
    assert (mass.title, mass.version, mass.begun_by) == ("箱つぶれ", 1, cast.handler)
    given = MassGiven(title="箱つぶれ", story="拠点で荷が崩れた。", found="固定具の不足", tells_number=True)
    changed = change_mass(handler, mass, given, seen=1, now=LATER)
    assert change_mass(handler, mass, given, seen=1, now=LATER).version == changed.version == 2
    with pytest.raises(NotNow) as late:
        change_mass(handler, mass, MassGiven(title="別"), seen=1, now=LATER)
    assert late.value.obstacle is Obstacle.SET_MEANWHILE
    record = list(mass.changes.values_list("kind", "data"))
    assert record == [("begun", {}), ("changed", {"before": {"found": "", "tells_number": False}})]
    with pytest.raises(Invalid):
        begin_mass(handler, MassGiven(title=""), now=LATER)
    for role in ("auditor", "administrator"):
        with pytest.raises(Refused):
            begin_mass(cast.actor(role), MassGiven(title="x"), now=LATER)


def test_child_keeps_everything_that_is_its_own(cast: Cast) -> None:
    mass, complaint = mass_of(cast), makers.investigated(cast)
    own = (
        list(complaint.promises.values("pk", "kind", "due_at", "state")),
        list(complaint.clocks.values("pk", "due_at", "cancelled_at")),
        complaint.letters.count(),
        list(complaint.parties.values("pk", "person")),
        Complaint.objects.filter(pk=complaint.pk).values().get(),
    )
    join_mass(cast.actor("handler"), complaint, mass=mass, now=LATER, reason="同じ便")
    leave_mass(cast.actor("handler"), complaint, now=LATER)
    join_mass(cast.actor("handler"), complaint, mass=mass, now=LATER)
    assert own == (
        list(complaint.promises.values("pk", "kind", "due_at", "state")),
        list(complaint.clocks.values("pk", "due_at", "cancelled_at")),
        complaint.letters.count(),
        list(complaint.parties.values("pk", "person")),
        Complaint.objects.filter(pk=complaint.pk).values().get(),
    )
    told = complaint.events.filter(kind__startswith="mass_").order_by("pk")
    assert [(event.kind, event.visibility) for event in told] == [
        ("mass_joined", "internal"),
        ("mass_left", "internal"),
        ("mass_joined", "internal"),
    ]
    assert children(cast, mass) == [complaint]
    assert belonging_of(complaint).mass == mass  # type: ignore[union-attr]


def test_to_one_mass_complaint_at_a_time(cast: Cast) -> None:
    handler, complaint, mass = cast.actor("handler"), makers.acknowledged(cast), mass_of(cast)
    join_mass(handler, complaint, mass=mass, now=LATER)
    refusals = {}
    for other in (mass, mass_of(cast)):
        with pytest.raises(NotNow) as refused:
            join_mass(handler, complaint, mass=other, now=LATER)
        refusals[other.pk] = refused.value.obstacle
    assert list(refusals.values()) == [Obstacle.ALREADY_THERE, Obstacle.IN_A_MASS_COMPLAINT]
    with pytest.raises(NotNow) as elsewhere:
        leave_mass(handler, complaint, mass=mass.pk + 1000, now=LATER)
    assert elsewhere.value.obstacle is Obstacle.NOT_IN_THE_MASS_COMPLAINT
    leave_mass(handler, complaint, mass=mass.pk, now=LATER)
    with pytest.raises(NotNow):
        leave_mass(handler, complaint, now=LATER)
    made = join_chosen(handler, complaint, mass=None, title="新しい原因", now=LATER)
    assert (made.mass.title, children(cast, mass)) == ("新しい原因", [])


def test_cause_of_what_is_restricted_is_told_to_nobody_else(cast: Cast) -> None:
    hidden = restricted(cast)
    mass = begin_mass(cast.actor("lead"), MassGiven(title="極秘の原因"), now=LATER)
    join_mass(cast.actor("lead"), hidden, mass=mass, now=LATER)
    assert list(masses_seen_by(cast.actor("lead"))) == [mass]
    for role in ("handler", "administrator"):
        assert not masses_seen_by(cast.actor(role)).exists()
    assert not masses_seen_by(makers.complainant_of(hidden)).exists()
    open_one = makers.acknowledged(cast)
    with pytest.raises(Unseen):
        join_mass(cast.actor("handler"), open_one, mass=mass, now=LATER)
    with pytest.raises(Unseen):
        change_mass(cast.actor("handler"), mass, MassGiven(title="x"), seen=1, now=LATER)
    join_mass(cast.actor("lead"), open_one, mass=mass, now=LATER)
    assert children(cast, mass, "handler") == [open_one]
    assert children(cast, mass, "auditor") == [hidden, open_one]


def test_many_are_grouped_in_a_round_and_the_round_is_undone(cast: Cast) -> None:
    fit = [makers.acknowledged(cast) for _ in range(3)]
    elsewhere = makers.acknowledged(cast)
    join_mass(cast.actor("handler"), elsewhere, mass=mass_of(cast), now=LATER)
    numbers, same = [each.pk for each in (*fit, elsewhere)], token()
    handler, values = cast.actor("handler"), {"title": "箱つぶれ"}
    begun = begin_round(handler, "mass", numbers, values=values, token=same, now=LATER)
    assert begin_round(handler, "mass", numbers, values=values, token=same, now=LATER) == begun
    mass = MassComplaint.objects.get(title="箱つぶれ")
    assert children(cast, mass) == fit
    fates = dict(begun.items.values_list("complaint", "why"))
    assert fates == {**{each.pk: "" for each in fit}, elsewhere.pk: "obstacle:in_a_mass_complaint"}
    leave_mass(cast.actor("handler"), fit[0], now=LATER)
    undoing = undo_round(cast.actor("handler"), begun, now=LATER)
    assert children(cast, mass) == []
    assert dict(undoing.items.values_list("complaint", "fate"))[fit[0].pk] == "left"
    assert MassMember.objects.filter(complaint=elsewhere, left_at=None).exists()
    for wrong in ({}, {"mass": mass.pk + 1000}):
        with pytest.raises(Invalid):
            begin_round(handler, "mass", numbers, values=wrong, token=token(), now=LATER)
