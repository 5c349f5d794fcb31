"""Somebody leaves: what they hold is counted, handed on by the verbs, and only then the account is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from kikitori.casework.converse import begin_conversation
from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import follow
from kikitori.casework.ladder import LevelGiven, set_ladder
from kikitori.casework.leaving import (
    MUST_GO,
    close_account,
    complaints_held,
    hand_on_tasks,
    holdings_of,
    is_alone_in_team,
    tasks_held,
)
from kikitori.casework.rounds import AT_ONCE, begin_round, can_undo, carry_on
from kikitori.casework.saved_views import ViewGiven, make_view
from kikitori.casework.schedule_reply import schedule_reply
from kikitori.casework.tasks import add_task, finish_task
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.models import SettingChange, Staff, Team
from kikitori.records.selection.conditions import Conditions
from kikitori.records.selection.rounds import Round
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.models import Following, Task
from kikitori.records.together.terms import Holding
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import copied
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=2)
DAY = NOW + timedelta(days=3)
H = Holding


def theirs(cast: Cast) -> Complaint:
    """In the handler's hands."""
    return makers.investigated(cast)


def task_of(cast: Cast, complaint: Complaint, title: str = "電話", role: str = "handler") -> Task:
    return add_task(cast.actor("lead"), complaint, title=title, to=getattr(cast, role), by=DAY, now=NOW)


def drafted(cast: Cast, complaint: Complaint) -> Draft:
    saved = save_draft(
        cast.actor("handler"), complaint, form=Step.REPLY, text="書", page=Page(makers.token()), now=NOW
    )
    assert saved.draft is not None
    return saved.draft


def given_over(
    cast: Cast, *some: Complaint, to: Staff | None = None, role: str = "lead", **more: object
) -> Round:
    values = {"to": (to or cast.colleague).pk, "giver": cast.handler.pk, "reason": "異動します", **more}
    return begin_round(
        cast.actor(role),
        "hand_over",
        [each.pk for each in some],
        values=values,
        token=makers.token(),
        now=NOW,
    )


def shut(cast: Cast, who: str = "handler", *left: Holding, role: str = "administrator") -> None:
    close_account(cast.actor(role), getattr(cast, who), left=left, now=NOW)


def in_the_way(
    cast: Cast, who: str = "handler", *left: Holding, role: str = "administrator"
) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refusal:
        shut(cast, who, *left, role=role)
    assert Staff.objects.get(pk=getattr(cast, who).pk).is_active
    return refusal.value.problems


def a_level(cast: Cast) -> None:
    level = LevelGiven(name_ja="一", holder=cast.lead.pk, deputy=cast.handler.pk, answer_within_minutes=60)
    set_ladder(cast.actor("lead"), [level], seen=0, now=NOW)


def a_conversation(cast: Cast) -> None:
    begin_conversation(
        cast.actor("handler"),
        questions="general",
        channel="phone",
        language="ja",
        token=makers.token(),
        now=NOW,
    )


def a_view(cast: Cast) -> None:
    make_view(cast.actor("handler"), ViewGiven(name="自分用", conditions=Conditions()), now=NOW)


def an_escalation(cast: Cast) -> None:
    level = LevelGiven(name_ja="一", holder=cast.handler.pk, answer_within_minutes=60)
    set_ladder(cast.actor("lead"), [level], seen=0, now=NOW)
    escalate_complaint(cast.actor("lead"), makers.received(cast).complaint, reason="見て", now=NOW)


ONE_OF_EACH: dict[Holding, Callable[[Cast], object]] = {
    H.COMPLAINTS: theirs,
    H.TASKS: lambda cast: task_of(cast, makers.received(cast).complaint),
    H.LEVELS: a_level,
    H.ESCALATIONS: an_escalation,
    H.REPLIES: lambda cast: schedule_reply(
        cast.actor("handler"), makers.received(cast).complaint, body="後で", goes_at=DAY, now=NOW
    ),
    H.DRAFTS: lambda cast: drafted(cast, makers.received(cast).complaint),
    H.CONVERSATIONS: a_conversation,
    H.FOLLOWED: lambda cast: follow(cast.actor("handler"), makers.received(cast).complaint, now=NOW),
    H.VIEWS: a_view,
}


class TestHoldings:
    def test_nothing_held_is_nothing_said(self, cast: Cast) -> None:
        makers.received(cast)
        assert holdings_of(cast.handler) == {}

    @pytest.mark.parametrize("kind", Holding)
    def test_every_kind_is_counted(self, cast: Cast, kind: Holding) -> None:
        ONE_OF_EACH[kind](cast)
        found = holdings_of(cast.handler)
        assert found[kind] == 1
        assert found.keys() - {kind} <= ({H.LEVELS} if kind is H.ESCALATIONS else set())
        assert holdings_of(cast.colleague) == {}

    def test_numbers_agree_with_the_lists(self, cast: Cast) -> None:
        complaint = theirs(cast)
        for title in ("一", "二"):
            task_of(cast, complaint, title)
        found = holdings_of(cast.handler)
        assert found[H.COMPLAINTS] == len(complaints_held(cast.handler)) == 1
        assert found[H.TASKS] == len(tasks_held(cast.handler)) == 2

    def test_what_has_ended_or_is_done_is_not_held(self, cast: Cast) -> None:
        complaint = theirs(cast)
        finish_task(cast.actor("lead"), complaint, task=task_of(cast, complaint), now=NOW)
        Complaint.objects.filter(pk=complaint.pk).update(state="closed_accepted")
        assert holdings_of(cast.handler) == {}

    def test_last_one_of_a_team_who_handles_is_alone(self, cast: Cast) -> None:
        assert not is_alone_in_team(cast.handler)
        Staff.objects.filter(pk__in=[cast.colleague.pk, cast.lead.pk]).update(is_active=False)
        # The administrator and the auditor of the same team handle nothing.
        assert is_alone_in_team(cast.handler)
        assert not is_alone_in_team(cast.auditor)
        cast.handler.team = Team.objects.create(name="別の窓口")
        cast.handler.save()
        assert is_alone_in_team(cast.handler)
        cast.handler.team = None
        assert not is_alone_in_team(cast.handler)


class TestComplaints:
    def test_each_goes_with_its_hand_over_tasks_and_drafts(self, cast: Cast) -> None:
        one, two = theirs(cast), theirs(cast)
        task, own = task_of(cast, one), drafted(cast, one)
        begun = given_over(cast, one, two)
        assert set(begun.items.values_list("fate", flat=True)) == {"done"}
        assert holdings_of(cast.handler) == {}
        assert set(complaints_held(cast.colleague)) == {one, two}
        task.refresh_from_db()
        own.refresh_from_db()
        assert task.assignee == own.staff == cast.colleague
        rows = HandOver.objects.order_by("complaint")
        assert [(row.giver, row.by, row.receiver, row.words) for row in rows] == [
            (cast.handler, cast.lead, cast.colleague, "異動します")
        ] * 2
        for each in (one, two):
            events = each.events.filter(kind=EventKind.ASSIGNED.value, data__has_key="hand_over")
            assert events.count() == 1

    def test_what_somebody_else_took_meanwhile_is_theirs(self, cast: Cast) -> None:
        one, two = theirs(cast), theirs(cast)
        Complaint.objects.filter(pk=two.pk).update(assignee=cast.lead)
        begun = given_over(cast, one, two)
        assert dict(begun.items.values_list("complaint", "why")) == {
            one.pk: "",
            two.pk: "obstacle:moved_meanwhile",
        }
        two.refresh_from_db()
        assert two.assignee == cast.lead

    def test_what_ended_meanwhile_is_told(self, cast: Cast) -> None:
        one = theirs(cast)
        Complaint.objects.filter(pk=one.pk).update(state="withdrawn")
        assert list(given_over(cast, one).items.values_list("why", flat=True)) == ["state:withdrawn"]

    def test_restricted_ones_go_only_to_whoever_they_are_given(self, cast: Cast) -> None:
        one = theirs(cast)
        Complaint.objects.filter(pk=one.pk).update(confidentiality="restricted")
        given_over(cast, one)
        one.refresh_from_db()
        assert one.assignee == cast.colleague

    @pytest.mark.parametrize("unable", ["auditor", "administrator"])
    def test_whoever_handles_none_is_given_none_and_each_says_so(self, cast: Cast, unable: str) -> None:
        one = theirs(cast)
        begun = given_over(cast, one, to=getattr(cast, unable))
        assert list(begun.items.values_list("fate", flat=True)) == ["left"]
        one.refresh_from_db()
        assert one.assignee == cast.handler

    def test_whoever_leaves_is_not_their_own_heir(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            given_over(cast, theirs(cast), to=cast.handler)
        assert refusal.value.problems == {"to": Problem.OUT_OF_RANGE}

    def test_handlers_do_not_empty_each_others_hands(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            given_over(cast, theirs(cast), role="colleague")
        assert not Round.objects.exists()

    def test_administrator_hands_on_none_of_what_they_do_not_see(self, cast: Cast) -> None:
        one = theirs(cast)
        with pytest.raises((Refused, Invalid)):
            given_over(cast, one, role="administrator")
        one.refresh_from_db()
        assert one.assignee == cast.handler

    def test_many_go_by_a_job_that_can_be_run_again(self, cast: Cast) -> None:
        one = theirs(cast)
        twins = copied(one, AT_ONCE)
        begun = given_over(cast, one, *twins)
        assert begun.ended_at is None
        assert begun.items.filter(fate="waits").count() == AT_ONCE + 1
        # The worker takes a few, is killed, and another one goes on from there.
        left = begun.items.exclude(complaint=one.pk)
        left.filter(complaint__in=[twin.pk for twin in twins[5:]]).delete()
        for _ in range(2):
            carry_on(begun.pk, now=lambda: NOW)
        begun.refresh_from_db()
        assert begun.ended_at == NOW
        assert set(begun.items.values_list("fate", flat=True)) == {"done"}
        assert HandOver.objects.count() == 6

    def test_it_is_not_undone_at_once(self, cast: Cast) -> None:
        assert not can_undo(given_over(cast, theirs(cast)), NOW)


class TestTasks:
    def test_tasks_in_others_complaints_go_each_by_its_own_step(self, cast: Cast) -> None:
        one, two = (task_of(cast, makers.received(cast).complaint, title) for title in ("一", "二"))
        given = hand_on_tasks(
            cast.actor("lead"), cast.handler, tasks=[one.pk, two.pk], to=cast.colleague, now=NOW
        )
        assert (given.done, given.left) == (2, [])
        assert set(tasks_held(cast.colleague)) == {one, two}
        assert one.complaint.events.filter(kind=EventKind.TASK_REASSIGNED.value).count() == 1

    def test_whoever_does_not_see_the_complaint_is_not_given_its_task(self, cast: Cast) -> None:
        hidden = makers.received(cast).complaint
        task = task_of(cast, hidden)
        Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted", assignee=cast.lead)
        given = hand_on_tasks(cast.actor("lead"), cast.handler, tasks=[task.pk], to=cast.colleague, now=NOW)
        assert (given.done, given.left) == (0, [task])
        to_lead = hand_on_tasks(cast.actor("lead"), cast.handler, tasks=[task.pk], to=cast.lead, now=NOW)
        assert to_lead.done == 1

    def test_tasks_of_others_are_left_alone(self, cast: Cast) -> None:
        other = task_of(cast, makers.received(cast).complaint, role="lead")
        given = hand_on_tasks(cast.actor("lead"), cast.handler, tasks=[other.pk], to=cast.colleague, now=NOW)
        other.refresh_from_db()
        assert (given.done, other.assignee) == (0, cast.lead)

    def test_administrator_touches_no_task(self, cast: Cast) -> None:
        task = task_of(cast, makers.received(cast).complaint)
        actor = cast.actor("administrator")
        given = hand_on_tasks(actor, cast.handler, tasks=[task.pk], to=cast.colleague, now=NOW)
        assert (given.done, given.left) == (0, [])
        assert list(tasks_held(cast.handler)) == [task]

    @pytest.mark.parametrize("role", ["colleague", "auditor"])
    def test_only_whoever_lets_people_go_does_it_and_they_themselves(self, cast: Cast, role: str) -> None:
        with pytest.raises(Refused):
            hand_on_tasks(cast.actor(role), cast.handler, tasks=[], to=cast.colleague, now=NOW)


class TestClosing:
    @pytest.mark.parametrize("kind", Holding)
    def test_everything_held_stands_in_the_way_until_it_is_seen_to(self, cast: Cast, kind: Holding) -> None:
        ONE_OF_EACH[kind](cast)
        held = set(holdings_of(cast.handler))
        expected = {each.value: Problem.OUT_OF_RANGE if each in MUST_GO else Problem.MISSING for each in held}
        assert in_the_way(cast) == expected
        if held & set(MUST_GO):
            # What nobody else would find is not left behind by a tick.
            assert in_the_way(cast, "handler", *Holding).keys() == {
                each.value for each in held if each in MUST_GO
            }
        else:
            shut(cast, "handler", *held)
            assert not Staff.objects.get(pk=cast.handler.pk).is_active

    def test_whoever_holds_nothing_is_let_go(self, cast: Cast) -> None:
        shut(cast)
        own = Staff.objects.get(pk=cast.handler.pk)
        assert not own.is_active
        assert not own.has_usable_password()

    def test_nobody_signs_in_with_it_any_more(self, db: None) -> None:
        cast = summon("kikitori")
        assert authenticate(username="handler", password="kikitori") == cast.handler
        shut(cast)
        assert authenticate(username="handler", password="kikitori") is None
        # And not even once it is opened again without a new password.
        Staff.objects.filter(pk=cast.handler.pk).update(is_active=True)
        assert authenticate(username="handler", password="kikitori") is None

    def test_it_stands_in_the_record_with_what_was_left(self, cast: Cast) -> None:
        drafted(cast, makers.received(cast).complaint)
        follow(cast.actor("handler"), makers.received(cast).complaint, now=NOW)
        shut(cast, "handler", H.DRAFTS, H.FOLLOWED)
        line = SettingChange.objects.get(kind="accounts")
        assert (line.by, line.before) == (cast.administrator, {"staff": cast.handler.pk, "active": True})
        assert line.after == {
            "staff": cast.handler.pk,
            "active": False,
            "left": {"drafts": 1, "followed": 1},
        }

    def test_what_they_followed_tells_them_nothing_more(self, cast: Cast) -> None:
        follow(cast.actor("handler"), makers.received(cast).complaint, now=NOW)
        shut(cast, "handler", H.FOLLOWED)
        assert not Following.objects.exists()

    def test_closing_twice_is_closing_once(self, cast: Cast) -> None:
        shut(cast)
        shut(cast)
        assert SettingChange.objects.filter(kind="accounts").count() == 1

    def test_lead_lets_go_whoever_handles(self, cast: Cast) -> None:
        shut(cast, role="lead")
        assert not Staff.objects.get(pk=cast.handler.pk).is_active

    def test_administrators_are_let_go_by_administrators(self, cast: Cast) -> None:
        Staff.objects.create(login="second", name="次の管理者", role="administrator")
        with pytest.raises(Refused):
            shut(cast, "administrator", role="lead")
        assert Staff.objects.get(pk=cast.administrator.pk).is_active

    def test_last_administrator_stays(self, cast: Cast) -> None:
        second = Staff.objects.create(
            login="second", name="次の管理者", role="administrator", is_active=False
        )
        assert in_the_way(cast, "administrator") == {"staff": Problem.OUT_OF_RANGE}
        Staff.objects.filter(pk=second.pk).update(is_active=True)
        # Even then nobody closes the door behind themselves.
        assert in_the_way(cast, "administrator") == {"staff": Problem.OUT_OF_RANGE}

    @pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
    def test_nobody_else_lets_anybody_go(self, cast: Cast, role: str) -> None:
        with pytest.raises(Refused):
            shut(cast, "lead", role=role)

    def test_nobody_closes_their_own(self, cast: Cast) -> None:
        assert in_the_way(cast, "lead", role="lead") == {"staff": Problem.OUT_OF_RANGE}
