"""Somebody with a complaint, and their pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in

Post = Callable[..., HttpResponse]
ICHIRO = PersonGiven(
    name="鈴木 一郎",
    kana="スズキ イチロウ",
    contact_points=(
        ContactGiven(kind="phone", value="03-1234-5678"),
        ContactGiven(kind="email", value="ichiro@example.jp"),
    ),
)


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    return taken_in(cast, complainant=ICHIRO)


@pytest.fixture
def ichiro(complaint: Complaint) -> Person:
    return complaint.parties.get().person


@pytest.fixture
def post(client: Client, ichiro: Person) -> Post:
    """`post("contacts/", kind="phone", …)`: to one of his pages, as the handler."""
    return lambda page, **typed: client.post(f"/desk/people/{ichiro.pk}/{page}", typed)
