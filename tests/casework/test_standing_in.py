"""While somebody is away: who takes what goes by itself, who is told, and that nobody sees more by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.absences import note_absence
from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.automation.act import Done, act
from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.following import notices_of
from kikitori.casework.house import House
from kikitori.casework.leaving import hand_on_tasks
from kikitori.casework.macro_ahead import Ahead, Named, look_ahead
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.rounds import begin_round
from kikitori.casework.standing_in import instead_of, there_for
from kikitori.casework.tasks import add_task
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.casework.write import hear, note
from kikitori.records.access.permissions import Permission
from kikitori.records.automation.rule import Action
from kikitori.records.automation.terms import ActionKind
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.absences import roster
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Notice, Task
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=1)
TODAY = date(2026, 11, 20)
WEEK = timedelta(days=7)
SYSTEM = Actor.system("automation:1:1")
K = ActionKind


def away(cast: Cast, staff: Staff, deputy: Staff | None = None) -> None:
    note_absence(cast.actor("lead"), staff, first=TODAY, last=TODAY + WEEK, deputy=deputy, now=FRIDAY)


def newcomer(cast: Cast, login: str = "third") -> Staff:
    return Staff.objects.create(login=login, name="三宅 あきら", role="handler", team=cast.handler.team)


def seal(cast: Cast, complaint: Complaint) -> None:
    """Only leads, and whoever has it in hand, see it from now on."""
    assess_complaint(
        cast.actor("lead"),
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="restricted",
        now=NOW,
    )


# ---- who is there


def test_who_is_at_work_is_there_themselves_whatever_they_may(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert there_for(cast.auditor, complaint, roster(TODAY)) == cast.auditor


def test_deputy_is_there_in_place_of_who_is_away(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    assert there_for(cast.handler, complaint, roster(TODAY)) == cast.colleague
    assert there_for(cast.handler, complaint, roster(TODAY + WEEK)) == cast.colleague
    assert there_for(cast.handler, complaint, roster(TODAY + WEEK + timedelta(days=1))) == cast.handler


@pytest.mark.parametrize(
    "needs", [Permission.DECIDE_GRAVE, Permission.MANAGE_LADDER, Permission.MANAGE_STAFF]
)
def test_deputy_who_may_not_do_it_is_not_asked(cast: Cast, needs: Permission) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    assert instead_of(cast.handler.pk, complaint, roster(TODAY), needs) is None


def test_deputy_who_does_not_see_it_is_not_asked(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=NOW)
    seal(cast, complaint)
    away(cast, cast.handler, cast.colleague)
    complaint.refresh_from_db()
    assert instead_of(cast.handler.pk, complaint, roster(TODAY)) is None


def test_asking_costs_no_query_where_nobody_is_there(cast: Cast, django_assert_num_queries) -> None:
    away(cast, cast.handler)
    complaint, known = makers.acknowledged(cast), roster(TODAY)
    with django_assert_num_queries(0):
        assert instead_of(cast.handler.pk, complaint, known) is None
        assert there_for(cast.colleague, complaint, known) == cast.colleague


# ---- automations


def done(complaint: Complaint, kind: ActionKind, **parts: Any) -> Done:
    complaint.refresh_from_db()
    return act(SYSTEM, complaint, Action(kind, **parts), now=NOW, house=House())


def test_automation_assigns_to_the_deputy_once(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint, handler = makers.acknowledged(cast), str(cast.handler.pk)
    first, again = (done(complaint, K.ASSIGN, who=handler) for _ in range(2))
    assert (first.did.value, first.to) == ("done", (cast.colleague.pk,))
    assert (again.did.value, again.to) == ("already", ())
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague
    assert complaint.events.filter(kind="assigned").count() == 1


def test_automation_says_that_nobody_is_there_and_leaves_it(cast: Cast) -> None:
    away(cast, cast.handler)
    complaint = makers.acknowledged(cast)
    found = done(complaint, K.ASSIGN, who=str(cast.handler.pk))
    assert (found.did.value, found.why) == ("refused", "away")
    complaint.refresh_from_db()
    assert complaint.assignee is None


def test_automation_goes_round_past_whoever_is_away(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    away(cast, cast.lead)
    found = done(makers.acknowledged(cast), K.ROUND, team=cast.handler.team_id)
    assert found.to == (cast.colleague.pk,)


def test_task_of_the_handler_goes_to_the_deputy_and_waits_where_there_is_none(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    away(cast, cast.handler, cast.colleague)
    assert done(complaint, K.TASK, who="handler", text="電話", days=1).to == (cast.colleague.pk,)
    away(cast, cast.colleague)
    assert done(complaint, K.TASK, who="handler", text="再電話", days=1).to == (cast.handler.pk,)


def test_draft_lies_with_the_deputy(cast: Cast) -> None:
    template = ReplyTemplate.objects.create(name="経過", texts={"ja/polite": "{お名前}"})
    complaint = makers.investigated(cast)
    away(cast, cast.handler, cast.colleague)
    assert done(complaint, K.DRAFT, template=template.pk).to == (cast.colleague.pk,)
    assert complaint.drafts.get().staff == cast.colleague


# ---- macros


def macro(cast: Cast, *parts: Part) -> Any:
    return save_macro(cast.actor("lead"), MacroGiven(name_ja="渡す", parts=parts), now=FRIDAY)


def use(cast: Cast, complaint: Complaint, *parts: Part, role: str = "lead") -> None:
    made = macro(cast, *parts)
    use_macro(cast.actor(role), complaint, macro=made, seen=made.version, token="", now=NOW)


def seen_ahead(cast: Cast, complaint: Complaint, *parts: Part, role: str = "lead") -> list[Ahead]:
    complaint.refresh_from_db()
    return look_ahead(cast.actor(role), complaint, parts, Named.of(parts), roster(TODAY))


def test_macro_gives_it_to_the_deputy_and_says_so_beforehand(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint, part = makers.acknowledged(cast), Part(kind=PartKind.ASSIGN, to=str(cast.handler.pk))
    (ahead,) = seen_ahead(cast, complaint, part)
    assert (ahead.refusal, ahead.instead, ahead.stands) == (None, cast.colleague, False)
    assert ahead.away is not None
    assert ahead.away.name == "受田 ひかり"
    use(cast, complaint, part)
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague
    (again,) = seen_ahead(cast, complaint, part)
    assert again.stands


def test_parts_after_it_reckon_with_the_deputy(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    assign = Part(kind=PartKind.ASSIGN, to=str(cast.handler.pk))
    task = Part(kind=PartKind.TASK, words="確認", to=HOLDER, days=1)
    assert [each.refusal for each in seen_ahead(cast, complaint, assign, task)] == [None, None]
    use(cast, complaint, assign, task)
    assert Task.objects.get().assignee == cast.colleague


def test_macro_does_nothing_where_nobody_is_there(cast: Cast) -> None:
    away(cast, cast.handler)
    complaint = makers.acknowledged(cast)
    parts = Part(kind=PartKind.NOTE, words="渡す"), Part(kind=PartKind.ASSIGN, to=str(cast.handler.pk))
    _, ahead = seen_ahead(cast, complaint, *parts)
    assert isinstance(ahead.refusal, NotNow)
    assert (ahead.refusal.obstacle, ahead.refusal.detail) == (Obstacle.AWAY, "受田 ひかり")
    with pytest.raises(PartRefused) as refused:
        use(cast, complaint, *parts)
    assert refused.value.number == 2
    assert not complaint.messages.filter(visibility="internal").exists()


def test_whoever_uses_a_macro_is_at_work_by_using_it(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    use(cast, complaint, Part(kind=PartKind.ASSIGN, to=ME), role="handler")
    complaint.refresh_from_db()
    assert complaint.assignee == cast.handler


def test_person_may_assign_to_who_is_away_all_the_same(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=NOW)
    complaint.refresh_from_db()
    assert complaint.assignee == cast.handler


# ---- notices


def told() -> set[tuple[str, str, str | None]]:
    """(login, kind, in whose place) of every notice."""
    return set(Notice.objects.values_list("recipient__login", "kind", "stands_for__login"))


@pytest.fixture
def held(cast: Cast) -> Complaint:
    """In the handler's hands, who is away; the colleague stands in. What led there is read."""
    complaint = makers.investigated(cast)
    away(cast, cast.handler, cast.colleague)
    Notice.objects.all().delete()
    return complaint


def test_deputy_is_told_of_a_word_of_the_complainant_as_well(cast: Cast, held: Complaint) -> None:
    hear(makers.complainant_of(held), held, body="写真です", now=NOW)
    assert told() == {("handler", "word", None), ("colleague", "word", "handler")}
    (row,) = notices_of(cast.actor("colleague"))
    assert row.stands_for == cast.handler


def test_deputy_is_told_nothing_before_and_after_the_absence(cast: Cast, held: Complaint) -> None:
    later = NOW + WEEK + timedelta(days=1)
    note(cast.actor("lead"), held, body="その後", now=later)
    assert told() == {("handler", "note", None)}


def test_deputy_is_told_of_nothing_they_do_themselves(cast: Cast, held: Complaint) -> None:
    note(cast.actor("colleague"), held, body="対応しました", now=NOW)
    assert told() == {("handler", "note", None)}


def test_last_of_a_row_of_deputies_is_told(cast: Cast, held: Complaint) -> None:
    third = newcomer(cast)
    away(cast, cast.colleague, third)
    note(cast.actor("lead"), held, body="確認", now=NOW)
    assert told() == {("handler", "note", None), ("third", "note", "handler")}


def test_two_who_are_each_others_deputies_send_nobody_round_in_circles(cast: Cast, held: Complaint) -> None:
    away(cast, cast.colleague, cast.handler)
    note(cast.actor("lead"), held, body="確認", now=NOW)
    assert told() == {("handler", "note", None)}


def test_deputy_who_does_not_see_it_is_told_nothing(cast: Cast, held: Complaint) -> None:
    seal(cast, held)
    Notice.objects.all().delete()
    hear(makers.complainant_of(held), held, body="極秘です", now=NOW)
    assert {login for login, _, _ in told()} == {"handler"}


def test_what_is_said_to_who_is_away_in_person_is_told_to_the_deputy(cast: Cast) -> None:
    away(cast, cast.handler, cast.colleague)
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=NOW)
    assert told() == {("handler", "assigned", None), ("colleague", "assigned", "handler")}
    Notice.objects.all().delete()
    add_task(cast.actor("lead"), complaint, title="電話", to=cast.handler, by=TODAY + WEEK, now=NOW)
    assert told() == {("handler", "task", None), ("colleague", "task", "handler")}


def test_who_is_named_beside_is_meant_and_the_deputy_reads_a_note(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    away(cast, cast.handler, cast.colleague)
    note(cast.actor("lead"), complaint, body="ご確認を", now=NOW, mention=cast.handler)
    assert told() == {("handler", "mention", None), ("colleague", "note", "handler")}


# ---- handing over what is one's own


def test_own_complaints_are_handed_over_by_a_round_of_ones_own(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    values = {"to": cast.colleague.pk, "giver": cast.handler.pk, "reason": "不在のため"}
    begun = begin_round(
        cast.actor("handler"), "hand_over", [complaint.pk], values=values, token=makers.token(), now=NOW
    )
    assert begun.ended_at
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague


def test_those_of_others_are_not(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    values = {"to": cast.colleague.pk, "giver": cast.handler.pk}
    with pytest.raises(Refused):
        begin_round(
            cast.actor("colleague"), "hand_over", [complaint.pk], values=values, token=makers.token(), now=NOW
        )
    complaint.refresh_from_db()
    assert complaint.assignee == cast.handler


def test_own_tasks_are_handed_on_and_those_of_others_not(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    task = add_task(cast.actor("lead"), complaint, title="電話", to=cast.handler, by=TODAY + WEEK, now=NOW)
    with pytest.raises(Refused):
        hand_on_tasks(cast.actor("colleague"), cast.handler, tasks=[task.pk], to=cast.colleague, now=NOW)
    given = hand_on_tasks(cast.actor("handler"), cast.handler, tasks=[task.pk], to=cast.colleague, now=NOW)
    task.refresh_from_db()
    assert (given.done, task.assignee) == (1, cast.colleague)
