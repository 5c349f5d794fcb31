"""Server settings: durable in normal mode, quick in tests, silent about what people wrote."""

from __future__ import annotations

import pytest

from kikitori.foundation.postgres.tuning import server_settings

GIB = 1024**3


def test_nothing_is_traded_for_speed_in_normal_mode():
    settings = server_settings(for_tests=False)
    assert {settings[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}


def test_a_test_server_does_not_wait_for_the_disk():
    settings = server_settings(for_tests=True)
    assert settings["fsync"] == settings["synchronous_commit"] == "off"


@pytest.mark.parametrize("for_tests", [True, False])
def test_the_server_listens_on_no_network(for_tests):
    assert server_settings(for_tests=for_tests)["listen_addresses"] == ""


@pytest.mark.parametrize(
    ("memory", "buffers"), [(GIB // 4, "64MB"), (4 * GIB, "512MB"), (64 * GIB, "1024MB")]
)
def test_shared_buffers_follow_the_machine_within_bounds(memory, buffers):
    assert server_settings(for_tests=False, memory=memory)["shared_buffers"] == buffers


def test_what_people_wrote_stays_out_of_the_log():
    settings = server_settings(for_tests=False)
    assert settings["log_min_error_statement"] == "panic"
    assert settings["log_error_verbosity"] == "terse"


@pytest.mark.parametrize(
    ("memory", "buffers", "cache"),
    [
        (GIB // 8, "64MB", "128MB"),
        (GIB // 2, "64MB", "256MB"),
        (GIB, "128MB", "512MB"),
        (2 * GIB, "256MB", "1024MB"),
        (8 * GIB, "1024MB", "4096MB"),
        (512 * GIB, "1024MB", "262144MB"),
    ],
)
def test_memory_is_shared_with_the_rest_of_the_machine(memory, buffers, cache):
    settings = server_settings(for_tests=False, memory=memory)
    assert (settings["shared_buffers"], settings["effective_cache_size"]) == (buffers, cache)


def test_a_test_server_takes_little_of_any_machine():
    assert server_settings(for_tests=True, memory=512 * GIB)["shared_buffers"] == "64MB"


def test_the_machine_itself_is_asked_where_nothing_is_said():
    said = server_settings(for_tests=False)
    assert said["effective_cache_size"].removesuffix("MB").isdigit()
    assert 64 <= int(said["shared_buffers"].removesuffix("MB")) <= 1024


@pytest.mark.parametrize("for_tests", [True, False])
def test_every_setting_is_a_word_that_a_command_line_can_carry(for_tests):
    for name, value in server_settings(for_tests=for_tests, memory=GIB).items():
        assert name.replace("_", "").isalpha(), name
        assert isinstance(value, str)
        assert "\n" not in value


def test_a_test_server_differs_in_speed_alone():
    normal, tests = (server_settings(for_tests=each, memory=GIB) for each in (False, True))
    differing = {name for name in tests if tests[name] != normal.get(name)}
    assert differing == {
        "fsync",
        "full_page_writes",
        "synchronous_commit",
        "shared_buffers",
        "autovacuum",
        "max_wal_size",
    }
    assert set(normal) <= set(tests)
