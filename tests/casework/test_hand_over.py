"""A complaint is handed over: with what is owed and open, told to whoever has it next, until they have read it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kikitori.casework.converse import begin_conversation
from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Unseen
from kikitori.casework.following import unread_of
from kikitori.casework.hand_over import hand_over_complaint, read_hand_over, to_be_read
from kikitori.casework.handing_over import MOST, facts_of
from kikitori.casework.inquire import ask_complainant
from kikitori.casework.promise import promise_call_back
from kikitori.casework.schedule_reply import schedule_reply
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.models import Staff
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.models import Task
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=2)


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """Being looked into, in the handler's hands, with nothing owed."""
    own = makers.investigated(cast)
    own.promises.all().delete()
    return own


def handed(
    cast: Cast, complaint: Complaint, *, role: str = "handler", to: str = "colleague", **more: object
) -> HandOver:
    return hand_over_complaint(cast.actor(role), complaint, to=getattr(cast, to), now=NOW, **more)  # type: ignore[arg-type]


def drafted(cast: Cast, complaint: Complaint, role: str = "handler", text: str = "書きかけ") -> Draft:
    saved = save_draft(
        cast.actor(role), complaint, form=Step.REPLY, text=text, page=Page(makers.token()), now=FRIDAY
    )
    assert saved.draft is not None
    return saved.draft


def asked(cast: Cast, complaint: Complaint, role: str = "handler") -> Conversation:
    return begin_conversation(
        cast.actor(role),
        questions="interview",
        channel="phone",
        language="ja",
        token=makers.token(),
        about=complaint,
        now=FRIDAY,
    )


class TestFacts:
    def test_nothing_owed_is_nothing_to_tell_but_when_they_spoke(
        self, cast: Cast, complaint: Complaint
    ) -> None:
        assert facts_of(complaint, cast.handler).keys() <= {"heard_at", "unanswered", "told_at"}

    def test_what_is_owed_open_and_half_done_is_all_there(self, cast: Cast, complaint: Complaint) -> None:
        actor = cast.actor("handler")
        promise_call_back(actor, complaint, at=NOW + timedelta(days=5), note="配送の件", now=NOW)
        add_task(
            actor, complaint, title="写真を確かめる", to=cast.handler, by=NOW + timedelta(days=3), now=NOW
        )
        done = add_task(actor, complaint, title="済み", to=cast.handler, by=NOW + timedelta(days=3), now=NOW)
        finish_task(actor, complaint, task=done, now=NOW)
        ask_complainant(actor, complaint, question="色は?", answer_by=NOW.date() + timedelta(days=7), now=NOW)
        drafted(cast, complaint)
        drafted(cast, complaint, role="colleague")
        asked(cast, complaint)
        schedule_reply(actor, complaint, body="後で", goes_at=NOW + timedelta(hours=3), now=NOW)
        facts = facts_of(complaint, cast.handler)
        calls = [row for row in facts["promises"] if row["kind"] == "call_back"]
        assert [row["note"] for row in calls] == ["配送の件"]
        assert datetime.fromisoformat(calls[0]["due_at"]) == NOW + timedelta(days=5)
        assert [(row["title"], row["whose"]) for row in facts["tasks"]] == [
            ("写真を確かめる", cast.handler.pk)
        ]
        assert (facts["questions"], facts["drafts"], facts["conversations"]) == (1, 1, 1)
        assert len(facts["waiting"]) == 1

    def test_words_since_our_last_are_unanswered(self, cast: Cast, complaint: Complaint) -> None:
        theirs = makers.complainant_of(complaint)
        reply(cast.actor("handler"), complaint, body="確認中です", now=NOW)
        before = facts_of(complaint, cast.handler)
        assert "unanswered" not in before
        for minutes in (1, 2):
            hear(theirs, complaint, body="まだですか", now=NOW + timedelta(minutes=minutes))
        facts = facts_of(complaint, cast.handler)
        assert facts["unanswered"] == 2
        assert facts["told_at"] == before["told_at"]
        assert facts["heard_at"] > facts["told_at"]
        reply(cast.actor("handler"), complaint, body="お待たせしました", now=NOW + timedelta(minutes=3))
        assert "unanswered" not in facts_of(complaint, cast.handler)

    def test_what_is_kept_or_missed_and_replaced_is_owed_no_more(
        self, cast: Cast, complaint: Complaint
    ) -> None:
        promise_call_back(cast.actor("handler"), complaint, at=NOW + timedelta(days=1), now=NOW)
        complaint.promises.update(kept_at=NOW, state="kept")
        assert "promises" not in facts_of(complaint, cast.handler)

    def test_no_more_than_the_most_are_named(self, cast: Cast, complaint: Complaint) -> None:
        Task.objects.bulk_create(
            [
                Task(
                    complaint=complaint,
                    title=str(number),
                    assignee=cast.handler,
                    due_at=NOW + timedelta(hours=number),
                    made_by=cast.handler,
                    made_at=NOW,
                )
                for number in range(MOST + 5)
            ]
        )
        titles = [row["title"] for row in facts_of(complaint, None)["tasks"]]
        assert titles == [str(number) for number in range(MOST)]

    def test_nobody_who_had_it_leaves_no_drafts(self, cast: Cast, complaint: Complaint) -> None:
        drafted(cast, complaint)
        assert "drafts" not in facts_of(complaint, None)


def test_it_is_an_assignment_with_its_facts_and_words(cast: Cast, complaint: Complaint) -> None:
    row = handed(cast, complaint, words="  返金は断られています。\n次は写真の確認を。 ")
    complaint.refresh_from_db()
    assert (complaint.assignee, complaint.team) == (cast.colleague, cast.colleague.team)
    event = complaint.events.order_by("-pk").first()
    assert event is not None
    assert event.kind == EventKind.ASSIGNED.value
    assert event.data == {"to": cast.colleague.pk, "before": cast.handler.pk, "hand_over": row.pk}
    row.refresh_from_db()
    assert (row.giver, row.by, row.receiver, row.at) == (cast.handler, cast.handler, cast.colleague, NOW)
    assert row.words == "返金は断られています。\n次は写真の確認を。"
    assert row.read_at is None


def test_what_the_timeline_shows_outside_says_nothing_of_it(cast: Cast, complaint: Complaint) -> None:
    handed(cast, complaint, words="相手は怒りやすい")
    event = complaint.events.get(kind=EventKind.ASSIGNED.value, data__has_key="hand_over")
    assert "怒り" not in str(event.data)


def test_facts_are_those_of_that_moment(cast: Cast, complaint: Complaint) -> None:
    add_task(cast.actor("lead"), complaint, title="電話", to=cast.lead, by=NOW + timedelta(days=3), now=NOW)
    row = handed(cast, complaint)
    finish_task(cast.actor("lead"), complaint, task=Task.objects.get(), now=NOW)
    row.refresh_from_db()
    assert [task["title"] for task in row.facts["tasks"]] == ["電話"]


def test_open_tasks_of_whoever_had_it_go_along_each_with_its_entry(cast: Cast, complaint: Complaint) -> None:
    actor, day = cast.actor("handler"), NOW + timedelta(days=3)
    mine = [add_task(actor, complaint, title=f"私の{n}", to=cast.handler, by=day, now=NOW) for n in (1, 2)]
    add_task(actor, complaint, title="責任者の", to=cast.lead, by=day, now=NOW)
    done = add_task(actor, complaint, title="済み", to=cast.handler, by=day, now=NOW)
    finish_task(actor, complaint, task=done, now=NOW)
    handed(cast, complaint)
    hands = dict(Task.objects.values_list("title", "assignee"))
    assert hands == {
        "私の1": cast.colleague.pk,
        "私の2": cast.colleague.pk,
        "責任者の": cast.lead.pk,
        "済み": cast.handler.pk,
    }
    told = complaint.events.filter(kind=EventKind.TASK_REASSIGNED.value).values_list("data__task", flat=True)
    assert sorted(told) == sorted(task.pk for task in mine)


def test_restricted_complaint_goes_with_its_tasks_and_leaves_the_givers_sight(
    cast: Cast, complaint: Complaint
) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    complaint.refresh_from_db()
    add_task(
        cast.actor("handler"), complaint, title="電話", to=cast.handler, by=NOW + timedelta(days=3), now=NOW
    )
    handed(cast, complaint)
    assert Task.objects.get().assignee == cast.colleague
    with pytest.raises(Unseen):
        handed(cast, complaint, to="lead")


def test_half_written_goes_along_where_its_writer_says_so(cast: Cast, complaint: Complaint) -> None:
    own, talk = drafted(cast, complaint), asked(cast, complaint)
    other, lead_talk = drafted(cast, complaint, role="lead"), asked(cast, complaint, role="lead")
    elsewhere = drafted(cast, makers.received(cast).complaint)
    handed(cast, complaint, with_drafts=True)
    hands = {row.pk: row.staff_id for row in Draft.objects.all()}
    assert hands == {own.pk: cast.colleague.pk, other.pk: cast.lead.pk, elsewhere.pk: cast.handler.pk}
    talks = {row.pk: row.staff_id for row in Conversation.objects.all()}
    assert talks == {talk.pk: cast.colleague.pk, lead_talk.pk: cast.lead.pk}


def test_half_written_stays_where_nobody_said_so(cast: Cast, complaint: Complaint) -> None:
    own = drafted(cast, complaint)
    assert handed(cast, complaint).facts["drafts"] == 1
    own.refresh_from_db()
    assert own.staff == cast.handler


def test_colleague_who_takes_it_over_does_not_take_the_drafts(cast: Cast, complaint: Complaint) -> None:
    own = drafted(cast, complaint)
    handed(cast, complaint, role="colleague", with_drafts=True)
    own.refresh_from_db()
    assert own.staff == cast.handler


def test_lead_in_the_place_of_a_leaver_gives_the_drafts_along(cast: Cast, complaint: Complaint) -> None:
    own = drafted(cast, complaint)
    row = handed(cast, complaint, role="lead", with_drafts=True)
    own.refresh_from_db()
    assert (own.staff, row.giver, row.by) == (cast.colleague, cast.handler, cast.lead)


def test_page_of_the_giver_that_is_still_open_keeps_a_draft_of_its_own(
    cast: Cast, complaint: Complaint
) -> None:
    page = Page(makers.token())
    actor = cast.actor("handler")
    save_draft(actor, complaint, form=Step.REPLY, text="書きかけ", page=page, now=NOW)
    handed(cast, complaint, with_drafts=True)
    saved = save_draft(actor, complaint, form=Step.REPLY, text="書きかけの続き", page=page, now=NOW)
    assert saved.draft is not None
    assert sorted(Draft.objects.values_list("staff", "text")) == sorted(
        [(cast.colleague.pk, "書きかけ"), (cast.handler.pk, "書きかけの続き")]
    )


def test_receiver_is_told_once_and_nobody_else(cast: Cast, complaint: Complaint) -> None:
    handed(cast, complaint)
    told = unread_of(cast.actor("colleague"))
    assert [(row.kind, row.by_id) for row in told] == [("handed_over", cast.handler.pk)]
    assert not unread_of(cast.actor("lead")).filter(kind="handed_over").exists()


def test_whoever_takes_it_over_themselves_is_told_nothing_but_reads_it(
    cast: Cast, complaint: Complaint
) -> None:
    row = handed(cast, complaint, role="colleague")
    assert not unread_of(cast.actor("colleague")).exists()
    assert to_be_read(cast.actor("colleague"), complaint) == row


@pytest.mark.parametrize("to", ["auditor", "administrator"])
def test_whoever_handles_no_complaints_is_handed_none(cast: Cast, complaint: Complaint, to: str) -> None:
    with pytest.raises(Invalid) as refusal:
        handed(cast, complaint, to=to)
    assert refusal.value.problems == {"to": Problem.OUT_OF_RANGE}
    assert not HandOver.objects.exists()


def test_whoever_is_not_at_work_is_handed_none(cast: Cast, complaint: Complaint) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    cast.colleague.refresh_from_db()
    with pytest.raises(Invalid):
        handed(cast, complaint)


def test_whoever_has_it_cannot_be_handed_it(cast: Cast, complaint: Complaint) -> None:
    with pytest.raises(NotNow) as refusal:
        handed(cast, complaint, to="handler")
    assert refusal.value.obstacle is Obstacle.ALREADY_THERE


def test_what_has_ended_is_handed_to_nobody_and_nothing_is_left_behind(
    cast: Cast, complaint: Complaint
) -> None:
    own = drafted(cast, complaint)
    Complaint.objects.filter(pk=complaint.pk).update(state="withdrawn")
    with pytest.raises(StepNotPossible):
        handed(cast, complaint, with_drafts=True)
    own.refresh_from_db()
    assert own.staff == cast.handler
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(("words", "problem"), [("長" * 5001, "too_long"), ("x\x00", "not_storable")])
def test_words_that_cannot_be_kept_are_refused(
    cast: Cast, complaint: Complaint, words: str, problem: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        handed(cast, complaint, words=words)
    assert refusal.value.problems == {"words": Problem(problem)}


def test_complaint_in_nobodys_hands_is_handed_over_too(cast: Cast) -> None:
    own = makers.assessed(cast)
    row = handed(cast, own, role="lead", words="最初から読んでください")
    assert (row.giver, row.receiver) == (None, cast.colleague)


class TestReading:
    def test_it_waits_for_the_receiver_until_they_have_read_it(
        self, cast: Cast, complaint: Complaint
    ) -> None:
        row = handed(cast, complaint)
        assert to_be_read(cast.actor("colleague"), complaint) == row
        assert to_be_read(cast.actor("handler"), complaint) is None
        assert to_be_read(cast.actor("auditor"), complaint) is None
        read_hand_over(cast.actor("colleague"), complaint, number=row.pk, now=NOW)
        assert to_be_read(cast.actor("colleague"), complaint) is None

    def test_first_reading_counts(self, cast: Cast, complaint: Complaint) -> None:
        row = handed(cast, complaint)
        for hours in (1, 2):
            read_hand_over(
                cast.actor("colleague"), complaint, number=row.pk, now=NOW + timedelta(hours=hours)
            )
        row.refresh_from_db()
        assert row.read_at == NOW + timedelta(hours=1)

    @pytest.mark.parametrize("role", ["handler", "lead"])
    def test_nobody_reads_it_for_somebody_else(self, cast: Cast, complaint: Complaint, role: str) -> None:
        row = handed(cast, complaint)
        with pytest.raises(Unseen):
            read_hand_over(cast.actor(role), complaint, number=row.pk, now=NOW)
        row.refresh_from_db()
        assert row.read_at is None

    def test_that_of_another_complaint_is_not_there(self, cast: Cast, complaint: Complaint) -> None:
        row, other = handed(cast, complaint), makers.received(cast).complaint
        with pytest.raises(Unseen):
            read_hand_over(cast.actor("colleague"), other, number=row.pk, now=NOW)

    def test_handed_on_unread_it_waits_for_the_next_alone(self, cast: Cast, complaint: Complaint) -> None:
        handed(cast, complaint)
        handed(cast, complaint, role="colleague", to="lead")
        assert to_be_read(cast.actor("colleague"), complaint) is None
        found = to_be_read(cast.actor("lead"), complaint)
        assert found is not None
        assert found.giver == cast.colleague

    def test_of_two_unread_the_newest_is_shown(self, cast: Cast, complaint: Complaint) -> None:
        handed(cast, complaint, words="一")
        handed(cast, complaint, role="colleague", to="handler")
        handed(cast, complaint, words="二")
        found = to_be_read(cast.actor("colleague"), complaint)
        assert found is not None
        assert found.words == "二"
