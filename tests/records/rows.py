"""Rows written by hand, in as few words as the tables allow: for what the database itself takes or refuses.

Everything else in the tests is brought about by the verbs (tests/makers.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.people.models import Person, Staff
from tests.makers import FRIDAY

_numbers = count(1)


def complaint(**changes: Any) -> Complaint:
    """A complaint that nobody has dealt with."""
    number = next(_numbers)
    values = {
        "reference": f"T-2026-{number:06d}",
        "channel": "phone",
        "title": "割れた皿",
        "story": "届いた皿が三枚割れていました。",
        "received_at": FRIDAY,
        "known_at": FRIDAY,
        "logged_at": FRIDAY,
        "intake_key": f"key-{number}",
    }
    return Complaint.objects.create(**values | changes)


def person(name: str = "試野 はな", **changes: Any) -> Person:
    """Somebody who speaks to us."""
    return Person.objects.create(**{"name": name, "created_at": FRIDAY} | changes)


def staff(login: str = "handler", **changes: Any) -> Staff:
    """Somebody who works here and cannot sign in."""
    return Staff.objects.create(**{"login": login, "name": "受田 ひかり", "password": "!"} | changes)


def allegation(**changes: Any) -> Allegation:
    """One point of a complaint of its own."""
    values = {"number": 1, "text": "皿が三枚割れていた"} | changes
    return Allegation.objects.create(**{"complaint": values.pop("complaint", None) or complaint()} | values)


@contextmanager
def must_refuse(by: str) -> Iterator[None]:
    """The database itself says no, and names `by`: a constraint or a column. What was written before stays."""
    with pytest.raises(IntegrityError, match=by), _looked_at_once():
        yield


@contextmanager
def _looked_at_once() -> Iterator[None]:
    """A savepoint at whose end the database looks at what it would have looked at when committing."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield
        cursor.execute("set constraints all immediate")


@contextmanager
def must_not_fit() -> Iterator[None]:
    """The column has no room for it: the database says so, and cuts nothing off in silence."""
    with pytest.raises(DataError, match="too long"), transaction.atomic():
        yield


@contextmanager
def must_be_kept_for(holder: str) -> Iterator[None]:
    """It cannot be deleted: rows of the model `holder` still stand on it."""
    with pytest.raises(ProtectedError) as protected, transaction.atomic():
        yield
    assert {type(each).__name__ for each in protected.value.protected_objects} == {holder}
