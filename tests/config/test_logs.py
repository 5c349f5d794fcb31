"""Log lines: facts and ids, no addresses, no content."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import logging.config
import sys
from collections.abc import Iterator

import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.utils import cancel_and_capture_errors

from kikitori.config.logs import Line, WithoutAddress, logging_settings


@pytest.fixture
def as_in_a_terminal() -> Iterator[io.StringIO]:
    """Logging as a site at a terminal has it; what it writes. Afterwards everything is as before."""
    form = logging_settings("text")
    loggers = [logging.root, *map(logging.getLogger, form["loggers"])]
    before = [(each, each.level, list(each.handlers), list(each.filters)) for each in loggers]
    logging.config.dictConfig(form)
    said = io.StringIO()
    logging.root.handlers[0].setStream(said)  # type: ignore[attr-defined]
    yield said
    for each, level, handlers, filters in before:
        each.setLevel(level)
        each.handlers[:], each.filters[:] = handlers, filters


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


def test_a_stop_in_the_middle_of_a_query_is_no_failure(as_in_a_terminal):
    """The queue's listener is cancelled while it connects; what the driver makes of that ends nowhere."""

    async def listener() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ConnectorException from None

    async def stop() -> None:
        task = asyncio.create_task(listener(), name="listener")
        await asyncio.wait([task], timeout=0.01)
        await cancel_and_capture_errors([task])

    asyncio.run(stop())
    logging.getLogger("procrastinate.worker").error("Side task listener failed")
    assert "Side task listener failed" in as_in_a_terminal.getvalue()
    assert "Traceback" not in as_in_a_terminal.getvalue()
