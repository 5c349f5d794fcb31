"""The timeline is only ever added to: the database itself refuses whoever would change or take away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db


def event(complaint: Complaint | None = None, **changes: Any) -> Event:
    values = {"kind": "received", "at": FRIDAY, "actor_kind": "system", "visibility": "public"}
    return Event.objects.create(**{"complaint": complaint or rows.complaint()} | values | changes)


@pytest.mark.parametrize(
    "statement",
    [
        "update records_event set kind = 'closed'",
        "update records_event set at = now()",
        "update records_event set data = '{}'",
        "update records_event set visibility = 'internal'",
        "delete from records_event",
        "truncate records_event",
        "alter table records_event disable trigger all",
        "drop table records_event",
        "insert into records_event (id) values (1) on conflict (id) do update set kind = 'x'",
    ],
)
def test_what_happened_cannot_be_changed_at_run_time(statement: str) -> None:
    made = event()
    refusal = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get(pk=made.pk).kind == "received"


def test_timeline_cannot_be_rewritten_through_the_models_either() -> None:
    made = event()
    made.kind = "closed"
    for change in (
        made.save,
        made.delete,
        lambda: Event.objects.update(at=FRIDAY),
        Event.objects.all().delete,
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    assert list(Event.objects.values_list("kind", flat=True)) == ["received"]


def test_complaint_with_a_story_cannot_be_deleted() -> None:
    complaint = event().complaint
    with rows.must_be_kept_for("Event"):
        complaint.delete()
    with rows.must_refuse("records_event"), connection.cursor() as cursor:
        cursor.execute("delete from records_complaint where id = %s", [complaint.pk])


def test_member_of_staff_stays_as_long_as_the_timeline_names_them() -> None:
    staff = rows.staff()
    event(actor_kind="staff", actor_staff=staff)
    with rows.must_be_kept_for("Event"):
        staff.delete()


def test_database_notes_by_itself_when_it_learned_of_it() -> None:
    first = event(at=FRIDAY - timedelta(days=400))
    second = event(at=FRIDAY + timedelta(days=400))
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from records_event"
            " where recorded_at between transaction_timestamp() and statement_timestamp() order by recorded_at"
        )
        assert cursor.fetchall() == [(first.pk,), (second.pk,)]


def test_timeline_is_read_in_the_order_of_writing_not_of_happening() -> None:
    complaint = rows.complaint()
    late, early = event(complaint, at=FRIDAY), event(complaint, at=FRIDAY - timedelta(days=3))
    event()
    assert list(complaint.events.all()) == [late, early]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"letter": 5, "late": False, "nothing": None},
        {"said": "「もう結構です」\n二行目 \u202e😡"},
        {"promised": [{"kind": "decision", "due_at": "2026-12-21T17:00:00+09:00"}]},
        {"amount": 2**53, "share": 0.25},
    ],
)
def test_values_come_back_as_they_were_told(data: dict[str, Any]) -> None:
    assert Event.objects.get(pk=event(data=data).pk).data == data


@pytest.mark.parametrize("field", ["complaint", "kind", "at", "actor_kind", "visibility", "data"])
def test_event_says_what_when_by_whom_and_for_whom(field: str) -> None:
    given: dict[str, Any] = {
        "complaint": rows.complaint(),
        "kind": "noted",
        "at": FRIDAY,
        "actor_kind": "staff",
    }
    with rows.must_refuse(field):
        Event.objects.create(**{**given, "visibility": "internal", field: None})


def test_event_in_a_log_tells_what_and_when_and_no_word_of_it() -> None:
    assert str(event(data={"said": "秘密"})) == "received 2026-11-20 16:40"
