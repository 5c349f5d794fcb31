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
