"""Sight of a row at hand, held against the rule for queries: every role, at work or not, whatever is restricted."""

from __future__ import annotations

import pytest

from kikitori.records.access.visibility import seen_by, sees, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from tests import makers
from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("confidentiality", ["ordinary", "restricted"])
@pytest.mark.parametrize("whose", ["handler", "lead", "administrator", None])
def test_row_at_hand_is_seen_by_those_whom_the_queries_name(
    cast: Cast, confidentiality: str, whose: str | None, active: bool
) -> None:
    complaint = makers.received(cast).complaint
    assignee = getattr(cast, whose) if whose else None
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality=confidentiality, assignee=assignee)
    Staff.objects.update(is_active=active)
    complaint.refresh_from_db()
    named = set(seen_by(complaint))
    for person in Staff.objects.all():
        assert sees(person, complaint) is (person in named), person.login
        if active:
            assert sees(person, complaint) is visible_to(actor_for(person)).filter(pk=complaint.pk).exists()


def test_asking_costs_nothing(cast: Cast, django_assert_num_queries) -> None:
    complaint = makers.received(cast).complaint
    with django_assert_num_queries(0):
        assert sees(cast.auditor, complaint)
        assert not sees(cast.administrator, complaint)
