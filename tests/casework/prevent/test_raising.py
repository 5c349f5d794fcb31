"""Raising corrective actions: their numbers, where they come from, who sees them, whose they are, and how they end."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.mass_children import join_mass
from kikitori.casework.prevent.raising import (
    ActionGiven,
    begin_action_anew,
    drop_action,
    hand_over_action,
    link_action,
    raise_action,
    unlink_action,
)
from kikitori.casework.prevent.sight import actions_of, actions_seen_by, sources_seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.prevention.actions import ActionEvent, CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStepNotPossible
from kikitori.records.together.models import Notice
from tests import makers
from tests.casework.verbs_of_grouping import mass_of
from tests.cast import Cast
from tests.corrective import approved, carried_out, cycle_of, fresh, planned, raised, record
from tests.interfaces.desk.arranged import restricted
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)
GIVEN = ActionGiven(title="皿が割れて届く", problem="割れた皿が続けて届いている。")


def told(cast: Cast, role: str) -> list[str]:
    rows = Notice.objects.filter(recipient=getattr(cast, role)).exclude(action="").order_by("pk")
    return [row.action for row in rows]


def test_numbers_of_a_year_have_no_gaps_and_begin_anew_with_the_year(cast: Cast) -> None:
    numbers = [raised(cast).reference for _ in range(3)]
    assert numbers == ["CA-2026-0001", "CA-2026-0002", "CA-2026-0003"]
    with pytest.raises(Invalid):
        raise_action(cast.actor("handler"), ActionGiven(title="", problem=""), now=FRIDAY)
    assert raised(cast).reference == "CA-2026-0004"
    # Midnight is that of the house: in Tokyo the year has begun.
    new_year = datetime(2026, 12, 31, 15, 0, tzinfo=ZoneInfo("UTC"))
    assert raised(cast, now=new_year).reference == "CA-2027-0001"


def test_it_begins_with_a_cycle_a_record_and_an_owner(cast: Cast) -> None:
    action = raise_action(cast.actor("handler"), GIVEN, now=FRIDAY)
    assert (action.state, action.cycle, action.owner, action.raised_by) == (
        "identified",
        1,
        cast.handler,
        cast.handler,
    )
    assert cycle_of(action).why == ""
    [line] = action.events.all()
    assert (line.kind, line.by, line.at, line.data) == (
        "raise",
        cast.handler,
        FRIDAY,
        {"owner": cast.handler.pk},
    )


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (ActionGiven(title=" ", problem="x"), {"title": Problem.MISSING}),
        (ActionGiven(title="x", problem=""), {"problem": Problem.MISSING}),
        (ActionGiven(title="x" * 201, problem="x"), {"title": Problem.TOO_LONG}),
        (ActionGiven(title="x", problem="x", seen_in="y" * 201), {"seen_in": Problem.TOO_LONG}),
    ],
)
def test_what_is_missing_is_said(cast: Cast, given: ActionGiven, problems: dict[str, Problem]) -> None:
    with pytest.raises(Invalid) as invalid:
        raise_action(cast.actor("handler"), given, now=FRIDAY)
    assert invalid.value.problems == problems
    assert not CorrectiveAction.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_handles_nothing_raises_nothing(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        raise_action(cast.actor(role), GIVEN, now=FRIDAY)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_handles_nothing_owns_nothing(cast: Cast, role: str) -> None:
    given = ActionGiven(title="x", problem="x", owner=getattr(cast, role))
    with pytest.raises(Invalid) as invalid:
        raise_action(cast.actor("handler"), given, now=FRIDAY)
    assert invalid.value.problems == {"owner": Problem.OUT_OF_RANGE}
    with pytest.raises(Invalid):
        hand_over_action(cast.actor("handler"), raised(cast), to=getattr(cast, role), now=LATER)


def test_owner_is_told_that_it_is_theirs_and_nobody_of_their_own_act(cast: Cast) -> None:
    own = raised(cast)
    assert not Notice.objects.exists()
    theirs = raised(cast, owner=cast.colleague)
    assert told(cast, "colleague") == [theirs.reference]
    hand_over_action(cast.actor("handler"), own, to=cast.colleague, now=LATER)
    assert told(cast, "colleague") == [theirs.reference, own.reference]
    assert told(cast, "handler") == []
    with pytest.raises(NotNow) as there:
        hand_over_action(cast.actor("handler"), own, to=cast.colleague, now=LATER)
    assert there.value.obstacle is Obstacle.ALREADY_THERE


def test_timeline_of_the_complaint_says_what_was_raised_tied_and_untied(cast: Cast) -> None:
    complaint, handler = makers.acknowledged(cast), cast.actor("handler")
    version = Complaint.objects.get(pk=complaint.pk).version
    first, second = raised(cast, complaint=complaint), raised(cast)
    for _ in range(2):
        link_action(handler, second, complaint=complaint, now=LATER)
    link_action(handler, second, mass=mass_of(cast), now=LATER)
    unlink_action(handler, second, source=complaint.action_sources.get(action=second).pk, now=LATER)
    events = complaint.events.filter(kind="action_tied").order_by("pk")
    assert [(event.data["reference"], event.data["how"], event.data["action"]) for event in events] == [
        (first.reference, "raised", first.pk),
        (second.reference, "linked", second.pk),
        (second.reference, "unlinked", second.pk),
    ]
    assert {(event.visibility, event.actor_staff) for event in events} == {("internal", cast.handler)}
    # Whoever is writing to the complainant meanwhile is not disturbed.
    assert Complaint.objects.get(pk=complaint.pk).version == version


def test_who_has_approved_it_never_becomes_its_owner(cast: Cast) -> None:
    with pytest.raises(NotNow) as refused:
        hand_over_action(cast.actor("handler"), approved(cast), to=cast.lead, now=LATER)
    assert refused.value.obstacle is Obstacle.OWNER_APPROVES
    hand_over_action(cast.actor("handler"), planned(cast), to=cast.lead, now=LATER)


def test_it_comes_from_complaints_and_from_mass_complaints_each_once(cast: Cast) -> None:
    complaint, mass = makers.acknowledged(cast), mass_of(cast)
    action = raised(cast, complaint=complaint)
    handler = cast.actor("handler")
    link_action(handler, action, complaint=complaint, now=LATER)
    link_action(handler, action, mass=mass, now=LATER)
    rows = list(sources_seen_by(handler, action))
    assert [(row.complaint, row.mass) for row in rows] == [(complaint, None), (None, mass)]
    unlink_action(handler, action, source=rows[0].pk, now=LATER)
    assert [row.mass for row in sources_seen_by(handler, action)] == [mass]
    with pytest.raises(NotNow) as gone:
        unlink_action(handler, action, source=rows[0].pk, now=LATER)
    assert gone.value.obstacle is Obstacle.NOT_LINKED
    assert record(action) == ["raise", "link", "link", "unlink"]
    assert [line.data for line in action.events.all()][-1] == {"complaint": complaint.pk}


def test_complaint_finds_what_comes_from_it_and_from_its_mass_complaint(cast: Cast) -> None:
    handler, complaint, mass = cast.actor("handler"), makers.acknowledged(cast), mass_of(cast)
    own, common = raised(cast, complaint=complaint), raised(cast, mass=mass)
    assert list(actions_of(handler, complaint)) == [own]
    join_mass(handler, complaint, mass=mass, now=LATER)
    assert set(actions_of(handler, complaint)) == {own, common}
    assert list(actions_of(cast.actor("administrator"), complaint)) == []


def test_nobody_learns_through_it_of_what_they_do_not_see(cast: Cast) -> None:
    hidden = restricted(cast)
    lead = cast.actor("lead")
    action = raise_action(lead, GIVEN, now=LATER, complaint=hidden)
    assert list(actions_seen_by(lead)) == list(actions_seen_by(cast.actor("auditor"))) == [action]
    for role in ("colleague", "administrator"):
        assert list(actions_seen_by(cast.actor(role))) == []
    with pytest.raises(Unseen):
        link_action(cast.actor("colleague"), action, complaint=makers.acknowledged(cast), now=LATER)
    with pytest.raises(Unseen):
        raise_action(cast.actor("colleague"), GIVEN, now=LATER, complaint=hidden)
    # Once it also comes from what they see, it is there for them, and the other source still is not.
    seen = makers.acknowledged(cast)
    link_action(lead, action, complaint=seen, now=LATER)
    assert list(actions_seen_by(cast.actor("colleague"))) == [action]
    assert [row.complaint for row in sources_seen_by(cast.actor("colleague"), action)] == [seen]
    assert len(sources_seen_by(lead, action)) == 2


def test_bar_beats_every_role(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    action = raised(cast, complaint=complaint)
    assert list(actions_seen_by(cast.actor("lead"))) == [action]
    complaint.barred = [cast.lead.pk]
    complaint.save()
    assert list(actions_seen_by(cast.actor("lead"))) == []


def test_what_was_seen_elsewhere_is_there_for_everybody_who_reads(cast: Cast) -> None:
    action = raised(cast)
    for role in ("handler", "colleague", "lead", "auditor"):
        assert list(actions_seen_by(cast.actor(role))) == [action]
    assert list(actions_seen_by(cast.actor("administrator"))) == []


def test_dropping_needs_a_reason_and_ends_it(cast: Cast) -> None:
    action, handler = raised(cast), cast.actor("handler")
    with pytest.raises(Invalid):
        drop_action(handler, action, reason=" ", now=LATER)
    drop_action(handler, action, reason="同じ処置が別の部門で進んでいる。", now=LATER)
    assert fresh(action).state == "dropped"
    assert action.events.get(kind="drop").data == {"reason": "同じ処置が別の部門で進んでいる。"}
    with pytest.raises(ActionStepNotPossible):
        drop_action(handler, action, reason="x", now=LATER)


def test_what_was_carried_out_is_not_dropped(cast: Cast) -> None:
    with pytest.raises(ActionStepNotPossible):
        drop_action(cast.actor("handler"), carried_out(cast), reason="x", now=LATER)


def test_beginning_anew_keeps_what_was_fixed_and_opens_everything(cast: Cast) -> None:
    action, handler = approved(cast), cast.actor("handler")
    before = cycle_of(action, 1)
    begin_action_anew(handler, action, reason="原因が別にあった。", now=LATER, seen=action.version)
    now = fresh(action)
    assert (now.state, now.cycle, now.due_on, now.check_on) == ("identified", 2, None, None)
    first, second = cycle_of(action, 1), cycle_of(action, 2)
    assert (first.plan, first.causes, first.threshold, first.check_on, first.approved_by) == (
        before.plan,
        before.causes,
        before.threshold,
        before.check_on,
        cast.lead,
    )
    assert (second.why, second.method, second.plan, second.approved_by) == (
        "原因が別にあった。",
        "",
        "",
        None,
    )
    assert told(cast, "lead") == [action.reference]
    with pytest.raises(Invalid):
        begin_action_anew(handler, approved(cast), reason="", now=LATER)


def test_nobody_overwrites_what_they_have_not_seen(cast: Cast) -> None:
    action, handler = approved(cast), cast.actor("handler")
    with pytest.raises(NotNow) as late:
        drop_action(handler, action, reason="x", now=LATER, seen=action.version - 1)
    assert late.value.obstacle is Obstacle.SET_MEANWHILE
    assert fresh(action).state == "approved"


@pytest.mark.parametrize("role", ["kikitori_web", "kikitori_worker"])
def test_record_is_only_ever_added_to(cast: Cast, role: str) -> None:
    raised(cast)
    assert ActionEvent.objects.count() == 1
    for statement in (
        "update records_actionevent set kind = 'drop'",
        "delete from records_actionevent",
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local role {role}")
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
