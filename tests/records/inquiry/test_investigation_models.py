"""What the tables of an investigation refuse, whoever writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.plan_inquiry import LineGiven, plan_inquiry
from kikitori.casework.take_evidence import take_evidence
from kikitori.config.grants import EXCEPTIONS
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine
from tests import makers
from tests.casework.verbs_of_investigation import BOX
from tests.cast import Cast, summon
from tests.makers import FRIDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The organisation and its staff."""
    return summon()


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """With a line, a piece of evidence and a fact on point 2."""
    found = makers.investigated(cast)
    actor = cast.actor("handler")
    plan_inquiry(actor, found, lines=[LineGiven(what="記録", point=2)], now=FRIDAY)
    take_evidence(actor, found, given=BOX, now=FRIDAY)
    note_fact(actor, found, given=FactGiven(nature="fact", text="三回", point=2), now=FRIDAY)
    return found


def copied(row: Model, **changes: Any) -> None:
    """The same row once more, changed."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


def test_number_of_evidence_is_given_once(complaint: Complaint) -> None:
    with pytest.raises(IntegrityError):
        copied(Evidence.objects.get())


def test_number_of_a_line_is_given_once(complaint: Complaint) -> None:
    with pytest.raises(IntegrityError):
        copied(InquiryLine.objects.get())


def test_number_of_a_line_of_custody_is_given_once(complaint: Complaint) -> None:
    with pytest.raises(IntegrityError):
        copied(CustodyEntry.objects.get())


def test_evidence_bears_on_a_point_once(complaint: Complaint) -> None:
    with pytest.raises(IntegrityError):
        copied(EvidenceBearing.objects.get())


@pytest.mark.parametrize("changes", [{"digest": "0" * 64}])
def test_digest_without_a_file_is_refused(complaint: Complaint, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        copied(Evidence.objects.get(), number=2, **changes)


def test_fact_is_nobodys_and_opinion_is_shown_by_nothing(complaint: Complaint) -> None:
    with pytest.raises(IntegrityError):
        copied(FactNote.objects.get(), whose="倉庫の長")
    with pytest.raises(IntegrityError):
        copied(FactNote.objects.get(), nature="opinion", evidence=Evidence.objects.get())
    copied(FactNote.objects.get(), nature="opinion", whose="倉庫の長")


def test_complaint_with_evidence_is_not_deleted_by_accident(complaint: Complaint) -> None:
    with pytest.raises(ProtectedError):
        complaint.delete()


@pytest.mark.parametrize("model", [Evidence, CustodyEntry, EvidenceBearing, FactNote])
def test_nothing_of_it_can_be_rewritten_at_run_time(model: type[Model]) -> None:
    rights = EXCEPTIONS[model._meta.db_table]
    assert {"SELECT", "INSERT"} <= set(rights)
    assert not {"UPDATE", "DELETE"} <= set(rights)


@pytest.mark.parametrize("model", [Evidence, CustodyEntry])
def test_evidence_and_custody_are_only_added_to(model: type[Model]) -> None:
    assert EXCEPTIONS[model._meta.db_table] == ("SELECT", "INSERT")


def test_names_are_those_findings_cite(complaint: Complaint) -> None:
    row = Evidence.objects.get()
    assert (row.name, str(row)) == ("E-1", "E-1")
    assert str(InquiryLine.objects.get()) == "記録"
    assert str(FactNote.objects.get()) == "fact 三回"
    assert str(CustodyEntry.objects.get()).endswith("1 taken_in")
    assert "supports" in str(EvidenceBearing.objects.get())
