"""What a failure of the database leaves in the log: what went wrong and where, and no word of any row."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.db import DatabaseError, connection, transaction

from kikitori.config.logs import Line, logging_settings
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import summon

STORY = "ひみつの話です。\n隣の会員が、\nDETAIL: と書かれた箱を持ち出しました。"
WORDS = ("ひみつ", "隣の会員", "箱を持ち出し", "hana@example.jp")


def line(form: str) -> str:
    """The failure at hand, as the log has it."""
    assert sys.exc_info()[1] is not None
    made = logging.LogRecord("django.request", logging.ERROR, "f.py", 1, "failed", (), sys.exc_info())
    return Line(form).format(made)


def failed(form: str, sql: str, *values: object) -> str:
    """What is logged of a statement that fails."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return line(form)
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    ("sql", "values", "told"),
    [
        ("update records_complaint set state = null", (), 'null value in column "state"'),
        ("select %s::integer", (STORY,), "22P02"),
        ("select %s::jsonb", (STORY,), "22P02"),
        ("select nowhere, %s from records_complaint", (STORY,), 'column "nowhere" does not exist'),
        ("select %s from nowhere", (STORY,), 'relation "nowhere" does not exist'),
        (
            "insert into records_person select * from records_person where name <> %s",
            (STORY,),
            "duplicate key value violates unique constraint",
        ),
        ("select %s nonsense where", (STORY,), "syntax error"),
    ],
)
@pytest.mark.as_owner
def test_failed_statement_is_told_without_its_values(form: str, sql: str, values: tuple[str, ...], told: str):
    makers.received(summon(), story=STORY)
    said = failed(form, sql, *values)
    assert told in said.replace('\\"', '"')
    assert "Traceback" in said
    decoded = str(json.loads(said)) if form == "json" else said
    assert [word for word in WORDS if word in decoded] == []


@pytest.mark.django_db
def test_row_that_fails_within_another_failure_is_not_told_either():
    makers.received(summon(), story=STORY)
    said = ""
    try:
        try:
            with transaction.atomic():
                Complaint.objects.update(state=None)
        except DatabaseError as cause:
            raise RuntimeError("the step was not taken") from cause
    except RuntimeError:
        said = line("text")
    assert "the step was not taken" in said
    assert "NotNullViolation" in said
    assert not any(word in said for word in WORDS)


@pytest.mark.django_db
def test_rows_of_several_failures_at_once_are_not_told():
    makers.received(summon(), story=STORY)
    failures = []
    for column in ("state", "channel"):
        try:
            with transaction.atomic():
                Complaint.objects.update(**{column: None})
        except DatabaseError as failure:
            failures.append(failure)
    try:
        raise ExceptionGroup("both", failures)  # noqa: TRY301
    except ExceptionGroup:
        said = line("text")
    assert said.count("NotNullViolation") >= 2
    assert not any(word in said for word in WORDS)


def test_failure_without_a_database_is_told_whole():
    try:
        raise ValueError("unit 7 is missing")  # noqa: TRY301
    except ValueError:
        assert "ValueError: unit 7 is missing" in line("text")


def test_every_handler_of_a_site_writes_such_lines():
    for form in ("text", "json"):
        settings = logging_settings(form)
        assert {each["formatter"] for each in settings["handlers"].values()} == {"line"}
        assert settings["formatters"]["line"]["()"] == "kikitori.config.logs.Line"
