"""Addresses put together from remembered halves are those Django itself would give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix

from kikitori.interfaces.desk.addresses import complaint_address, person_address
from kikitori.interfaces.desk.complaint.steps.table import STEPS, name_of
from kikitori.interfaces.desk.templatetags.desk import address
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person

PAGES = ["desk:complaint", "desk:complaint_slip", *map(name_of, STEPS)]


@pytest.fixture(params=["/", "/kikitori/"])
def prefix(request: pytest.FixtureRequest) -> Iterator[str]:
    """The site at the top of its host, and below a folder of it."""
    set_script_prefix(request.param)
    yield request.param
    clear_script_prefix()


@pytest.mark.parametrize("reference", ["K-2026-000001", "K-2019-999999", "K-2026-1234567"])
@pytest.mark.parametrize("page", PAGES)
def test_address_of_a_complaint_is_the_one_in_the_table(prefix: str, page: str, reference: str) -> None:
    found = complaint_address(reference, page)
    assert found == reverse(page, args=[reference])
    assert found.startswith(f"{prefix}desk/complaints/{reference}/")


@pytest.mark.parametrize("number", [1, 42, 10**17])
def test_address_of_a_person_is_the_one_in_the_table(prefix: str, number: int) -> None:
    assert person_address(number) == reverse("desk:person", args=[number]) == f"{prefix}desk/people/{number}/"


def test_second_address_is_not_the_first_again() -> None:
    first, second = complaint_address("K-2026-000001"), complaint_address("K-2026-000002")
    assert (first, second) == ("/desk/complaints/K-2026-000001/", "/desk/complaints/K-2026-000002/")
    assert person_address(7) != person_address(77)


@pytest.mark.parametrize("reference", ["../sign-out", "a/b", "?q=1", "x y", "<b>"])
def test_number_cannot_lead_elsewhere(reference: str) -> None:
    found = complaint_address(reference)
    assert found.startswith("/desk/complaints/")
    assert found.count("/") == 4
    assert not set("?<> ") & set(found)


def test_page_nobody_knows_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        complaint_address("K-2026-000001", "desk:step_bribe")


def test_filter_knows_complaints_and_people() -> None:
    assert address(Complaint(reference="K-2026-000009")) == "/desk/complaints/K-2026-000009/"
    assert address(Person(pk=9)) == "/desk/people/9/"
