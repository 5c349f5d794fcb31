"""The settings by which PostgreSQL would write what people wrote into its log: which value tells, which does not."""

from __future__ import annotations

import pytest
from django.db import connection

from kikitori.config.database_log import SETTINGS, told_by
from kikitori.foundation.postgres.tuning import server_settings

SILENT = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}


def test_silent_server_has_nothing_to_change() -> None:
    assert told_by(SILENT) == []
    assert set(SILENT) == set(SETTINGS)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("log_statement", ["mod", "all"]),
        ("log_min_duration_statement", ["0", "250", "60000"]),
        ("log_min_duration_sample", ["0", "100"]),
        ("log_transaction_sample_rate", ["0.001", "1"]),
        ("log_min_error_statement", ["error", "warning", "info", "debug5"]),
        ("log_error_verbosity", ["default", "verbose"]),
        ("log_parameter_max_length_on_error", ["-1", "1", "1024"]),
    ],
)
def test_each_value_that_tells_is_named_with_what_to_set(name: str, values: list[str]) -> None:
    for value in values:
        assert told_by({**SILENT, name: value}) == [f"{name} = {SILENT[name]}"], value


@pytest.mark.parametrize(
    ("name", "values"), [("log_statement", ["ddl"]), ("log_min_error_statement", ["log", "fatal"])]
)
def test_other_values_that_tell_nobodys_words_are_left_alone(name: str, values: list[str]) -> None:
    for value in values:
        assert told_by({**SILENT, name: value}) == []


def test_everything_that_tells_is_named_at_once_and_in_one_order() -> None:
    telling = {
        **dict.fromkeys(("log_min_duration_sample", "log_min_duration_statement"), "0"),
        "log_statement": "all",
        "log_error_verbosity": "default",
    }
    assert told_by({**SILENT, **telling}) == [
        "log_statement = none",
        "log_min_duration_statement = -1",
        "log_min_duration_sample = -1",
        "log_error_verbosity = terse",
    ]


def test_setting_that_a_server_does_not_know_tells_nothing() -> None:
    assert told_by({}) == []
    assert told_by({"work_mem": "16MB", "log_statement": "all"}) == ["log_statement = none"]


def test_server_we_start_ourselves_is_silent() -> None:
    ours = server_settings(for_tests=False)
    assert told_by({name: ours[name] for name in SETTINGS if name in ours}) == []


def test_server_knows_every_setting_that_is_looked_at(db: None) -> None:
    """By these very names, and with values as PostgreSQL writes them."""
    with connection.cursor() as cursor:
        cursor.execute("select name, setting from pg_settings where name = any(%s)", [list(SETTINGS)])
        found = dict(cursor.fetchall())
    assert set(found) == set(SETTINGS)
    assert told_by(found) == []
