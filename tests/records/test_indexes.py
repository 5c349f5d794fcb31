"""Indexes: each reference has one, none only repeats another, and conditions say what the queries say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from kikitori.interfaces.desk.queues import STATES
from kikitori.records.complaints.lifecycle import GONE
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.queries import CAN_OUTLIVE, STILL_OWED
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Person, signs_of

MODELS = sorted(apps.get_app_config("records").get_models(), key=lambda model: model.__name__)


def beginnings(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """The columns of every index over all rows of a table, constraints and foreign keys included."""
    for field in model._meta.local_fields:
        if field.db_index or field.unique:
            yield (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            yield tuple(constraint.fields)
    for index in model._meta.indexes:
        if index.fields and index.condition is None:
            yield tuple(name.lstrip("-") for name in index.fields)


@pytest.mark.parametrize("model", MODELS)
def test_every_reference_can_be_followed_back_by_an_index(model: type[models.Model]) -> None:
    first = {columns[0] for columns in beginnings(model)}
    references = {field.name for field in model._meta.local_fields if isinstance(field, models.ForeignKey)}
    assert references - first == set()


@pytest.mark.parametrize("model", MODELS)
def test_no_index_only_repeats_the_beginning_of_another(model: type[models.Model]) -> None:
    found = list(beginnings(model))
    repeated = [
        short
        for place, short in enumerate(found)
        for other, long in enumerate(found)
        if place != other and long[: len(short)] == short and (len(long) > len(short) or other < place)
    ]
    assert repeated == []


def condition_of(model: type[models.Model], name: str) -> dict[str, object]:
    (index,) = [index for index in model._meta.indexes if index.name == name]
    assert index.condition is not None
    assert index.condition.connector == "AND"
    return dict(index.condition.children)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["complaint_open", "complaint_in_hand"])
def test_open_means_in_the_index_what_it_means_in_the_lists(name: str) -> None:
    """An index for some of the rows is used only where the query says the same: a new state needs a migration."""
    assert condition_of(Complaint, name) == {"state__in": list(STATES["open"])}


def test_other_conditions_are_those_of_their_queries() -> None:
    assert condition_of(Complaint, "complaint_gone") == {"state__in": sorted(state.value for state in GONE)}
    piles = [LetterState.FAILED.value, LetterState.TO_PRINT.value]
    assert condition_of(Letter, "letter_for_people") == {"state__in": piles}
    for name in ("promise_owed", "promise_owed_of"):
        assert condition_of(Promise, name) == dict(STILL_OWED.children)
    assert condition_of(Promise, "promise_outliving") == dict((STILL_OWED & CAN_OUTLIVE).children)
    asked = str(Promise.objects.filter(STILL_OWED).query)
    assert '"kept_at" IS NULL' in asked
    assert '"state" IN (missed, open)' in asked
    assert 'NOT "records_promise"."lapsed"' in asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("高橋さくら", list("高橋さくら")),
        ("タメシノ ハナ", list("タメシノ ハナ")),
        ("𠮷田", ["𠮷", "田"]),
        ("", []),
        ("か\u3099き", ["か", "\u3099", "き"]),
    ],
)
def test_signs_of_a_name_are_its_single_characters(text: str, signs: list[str]) -> None:
    person = Person.objects.create(name_key=text, created_at="2026-11-23T00:00:00Z")
    assert Person.objects.values_list(signs_of("name_key"), flat=True).get(pk=person.pk) == signs


@pytest.mark.django_db
def test_statistics_know_that_owed_promises_are_many_together() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select stxkind from pg_statistic_ext where stxname = 'promise_fate'")
        assert cursor.fetchone() == (["m"],)
