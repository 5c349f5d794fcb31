"""Log lines: facts and ids, no addresses, no content."""

from __future__ import annotations

import json
import logging
import logging.config
import sys

import pytest

from kikitori.config.logs import Line, WithoutAddress, logging_settings


def record(message: str = "job given back", args: tuple = (), **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("kikitori.jobs", logging.WARNING, "f.py", 1, message, args, None)
    vars(made).update(extra)
    return made


def test_a_text_line_has_time_level_logger_words_and_facts():
    line = Line("text").format(record(job=7, task="deliver"))
    assert line.endswith("WARNING kikitori.jobs: job given back job=7 task=deliver")
    assert line[:4].isdigit()


def test_a_json_line_is_one_object():
    line = Line("json").format(record("苦情 %s", ("7",), request_id="abc"))
    assert "\n" not in line
    said = json.loads(line)
    assert said["event"] == "苦情 7"
    assert said["request_id"] == "abc"
    assert (said["level"], said["logger"]) == ("WARNING", "kikitori.jobs")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_failure_comes_with_its_traceback(form):
    made = record()
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        made.exc_info = sys.exc_info()
    assert "ZeroDivisionError" in Line(form).format(made)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_request_object_is_left_out(form):
    assert "himitsu" not in Line(form).format(record(request="GET /follow/himitsu"))


def test_a_fact_that_is_no_json_is_written_as_text():
    assert json.loads(Line("json").format(record(path=object)))["path"] == "<class 'object'>"


def test_djangos_line_loses_the_address():
    made = record("%s: %s", ("Internal Server Error", "/follow/himitsu"))
    assert WithoutAddress().filter(made) is True
    assert made.getMessage() == "Internal Server Error"


def test_other_lines_pass_as_they_are():
    made = record("%s of %s", ("one", "two"))
    WithoutAddress().filter(made)
    assert made.getMessage() == "one of two"


@pytest.mark.parametrize(("form", "level"), [("text", logging.WARNING), ("json", logging.INFO)])
def test_requests_are_logged_for_a_collector_and_not_for_a_terminal(form, level):
    assert logging.getLevelName(logging_settings(form)["loggers"]["kikitori"]["level"]) == level
