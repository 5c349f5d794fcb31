"""The doorway: order of its questions, one transaction, and what it leaves behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from kikitori.casework.assess import assess_complaint
from kikitori.casework.deliver import deliver_letter
from kikitori.casework.errors import Changed, Refused, Unseen
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.step import taking
from kikitori.casework.told_as import EVENT_OF
from kikitori.casework.write import note, reply
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import Reason
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)


def test_every_step_has_an_event_and_a_permission() -> None:
    assert set(EVENT_OF) == set(Step)
    assert set(NEEDED) == set(Step)


def test_every_event_kind_comes_from_a_step() -> None:
    assert set(EventKind) - set(EVENT_OF.values()) == {
        EventKind.LETTER_FAILED,
        EventKind.LETTER_RETURNED,
        EventKind.LETTER_REPLACED,
        EventKind.POSTING_TAKEN_BACK,
        EventKind.REPLY_STUCK,
    }


def test_unseen_complaint_does_not_exist_for_the_actor(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    stranger = Actor.complainant(complaint.pk + 1)
    with pytest.raises(Unseen), taking(stranger, complaint, Step.HEAR, now=LATER):
        pytest.fail("the door must stay shut")


def test_administrator_sees_no_complaint(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    with pytest.raises(Unseen):
        note(cast.actor("administrator"), complaint, body="x", now=LATER)


def test_auditor_sees_but_may_not_write(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    with pytest.raises(Refused) as refusal:
        note(cast.actor("auditor"), complaint, body="x", now=LATER)
    assert refusal.value.reason is Reason.ROLE


def test_restricted_complaint_is_unseen_for_a_colleague(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    assess_complaint(
        cast.actor("lead"),
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        confidentiality="restricted",
        now=LATER,
    )
    with pytest.raises(Unseen):
        note(cast.actor("colleague"), complaint, body="x", now=LATER)
    note(cast.actor("handler"), complaint, body="担当者には見える", now=LATER)
    note(cast.actor("lead"), complaint, body="責任者にも見える", now=LATER)


def test_step_the_state_does_not_allow_is_refused(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    with pytest.raises(StepNotPossible), taking(cast.actor("handler"), complaint, Step.PROPOSE, now=LATER):
        pytest.fail("the door must stay shut")


def test_refusal_leaves_no_trace(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    before = (complaint.version, complaint.events.count())
    with pytest.raises(StepNotPossible), taking(cast.actor("handler"), complaint, Step.DECIDE, now=LATER):
        pass
    complaint.refresh_from_db()
    assert (complaint.version, complaint.events.count()) == before


def test_trouble_inside_a_step_undoes_all_of_it(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    before = complaint.version

    def reply_until_the_power_goes() -> None:
        with taking(cast.actor("handler"), complaint, Step.REPLY, now=LATER) as step:
            step.complaint.messages.create(visibility="public", channel="web", body="x", at=LATER)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        reply_until_the_power_goes()
    complaint.refresh_from_db()
    assert complaint.version == before
    assert not complaint.messages.exists()


def test_editor_with_an_old_version_is_shown_what_stands_now(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    seen = complaint.version
    note(cast.actor("colleague"), complaint, body="先に書いた", now=LATER)
    with pytest.raises(Changed) as changed:
        assess_complaint(
            cast.actor("handler"),
            complaint,
            severity="S2",
            subject="delivery",
            safety={},
            allegations=[],
            seen_version=seen,
            now=LATER,
        )
    assert changed.value.current.version == seen + 1
    complaint.refresh_from_db()
    assert complaint.severity == "S3"


def test_letter_delivered_meanwhile_disturbs_no_editor(cast: Cast, folder: Path) -> None:
    complaint = makers.acknowledged(cast)
    seen = Complaint.objects.get(pk=complaint.pk).version
    assert deliver_letter(Actor.system("outbox"), complaint.letters.get().pk, now=LATER) == "sent"
    reissue_slip(cast.actor("handler"), complaint, token=makers.token(), now=LATER)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S2",
        subject="delivery",
        safety={},
        allegations=[],
        seen_version=seen,
        now=LATER,
    )
    assert complaint.version == seen + 1


def test_callers_object_tells_the_new_state_without_asking(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert complaint.state == "acknowledged"
    assert complaint.state == Complaint.objects.get(pk=complaint.pk).state
    assert complaint.version == Complaint.objects.get(pk=complaint.pk).version


def test_event_keeps_who_when_and_values_but_no_sentence(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="確認しています。", now=LATER)
    event = complaint.events.get(kind="replied")
    assert (event.actor_kind, event.actor_staff, event.at) == ("staff", cast.handler, LATER)
    assert event.visibility == "public"
    assert set(event.data) == {"message", "kept", "promised", "clocks"}


@pytest.mark.parametrize("kind", ["update", "delete"])
def test_database_refuses_to_change_or_forget_an_event(cast: Cast, kind: str) -> None:
    makers.received(cast)
    statements = {"update": "update records_event set kind = 'closed'", "delete": "delete from records_event"}
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statements[kind])
    assert Event.objects.count() == 1


@pytest.mark.parametrize("step", sorted(Step))
def test_steps_inside_the_house_are_not_shown_to_the_complainant(step: Step, cast: Cast) -> None:
    """The story of the complainant has no notes, no assessments, no questions to others."""
    inside = {
        "assess",
        "note",
        "ask_third_party",
        "escalate",
        "acknowledge_escalation",
        "miss_promise",
        "deliver_letter",
        "set_aside_date",
    }
    inside |= {"issue_receipt", "finish_remedies", "find_causes"}
    inside |= {"plan_inquiry", "end_inquiry_line", "take_evidence", "note_custody", "note_fact"}
    inside |= {"start_clock", "meet_clock", "stop_clock", "recount_clocks", "turn_clock"}
    inside |= {"schedule_reply", "take_back_reply"}
    inside |= {"choose_guideline", "mark_item", "make_file", "tie_action", "ask_approval", "answer_approval"}
    inside |= {"ask_redirect", "refuse_redirect"}
    inside |= {"grant_sight", "end_sight", "ask_unseal", "refuse_unseal"}
    inside |= {"write_report", "record_report", "ask_no_report", "decide_no_report"}
    inside |= {"link", "unlink", "join_mass", "leave_mass", "join_breach", "leave_breach"}
    inside |= {"read_again", "add_contact", "move_message", "place"}
    inside |= {"add_task", "finish_task", "take_up_task", "reassign_task", "reschedule_task", "drop_task"}
    from kikitori.casework.told_as import INTERNAL

    assert (step in INTERNAL) == (step.value in inside)
