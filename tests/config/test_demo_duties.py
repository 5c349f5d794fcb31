"""Legal duties of a demonstration: officers, a draft that waits for its day, one leak; nothing of it twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kikitori.config import demo
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.officers import LegalOfficer
from kikitori.records.deadlines.report_rows import LegalReport
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.together.models import Task

NOW = datetime(2026, 11, 29, 11, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
KEYS = [
    f"demo:minamo:shop:{name}"
    for name in ("board-splinter:0", "kettle-smell:0", "wrong-invoice:0", "wrong-invoice:1", "mail-optout:1")
]


@pytest.mark.django_db
def test_duties_of_a_house_are_there_once() -> None:
    for _ in range(2):
        demo.fill("shop", now=NOW, report=lambda *_: None, only=KEYS)
    assert {row.duty for row in LegalOfficer.objects.all()} == set(Duty)
    [old, new] = LegalReport.objects.order_by("state")
    # The older one was slight, say two people; the newer waits as a draft, with a task whose day is the deadline's.
    assert (old.state, new.state) == ("draft", "waived")
    assert new.asked_by != new.decided_by
    task = Task.objects.get(duty_of__isnull=False)
    assert (task.complaint, task.is_open) == (old.complaint, True)
    assert task.duty_of is not None
    assert task.due_at == task.duty_of.due_at > NOW
    assert task.assignee == LegalOfficer.objects.get(duty="product_accident").officer
    assert "MK-08" in old.versions.get().items["product"]
    incident = BreachIncident.objects.get()
    joined = Complaint.objects.filter(breaches__incident=incident)
    assert {each.subject for each in joined} == {"privacy"}
    assert (joined.count(), incident.affected.count(), incident.clocks.count()) == (3, 5, 3)
    assert all(clock.due_at > NOW for clock in incident.clocks.all())
    assert marks_in(incident.notice["ja"]), "a person still has to write it; nothing was sent"
    assert not incident.affected.exclude(state="waiting").exists()
