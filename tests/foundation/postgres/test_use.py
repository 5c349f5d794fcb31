"""Who uses the server: across real processes, for locks are per process and end with it."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from kikitori.foundation.postgres.use import Use, one_at_a_time

USER = """
import sys
from pathlib import Path
from kikitori.foundation.postgres.use import Use
Use(Path(sys.argv[1]))
print("joined", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that uses the server of the same folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    yield process
    process.kill()
    process.communicate()


def test_a_lone_user_is_the_last(tmp_path):
    use = Use(tmp_path)
    assert use.is_last()
    use.leave()


def test_of_two_users_neither_is_the_last(tmp_path):
    first, second = Use(tmp_path), Use(tmp_path)
    assert not first.is_last()
    first.leave()
    assert second.is_last()
    second.leave()


def test_a_user_in_another_process_counts(tmp_path, other):
    use = Use(tmp_path)
    assert not use.is_last()
    use.leave()


def test_a_killed_user_does_not_count(tmp_path, other):
    use = Use(tmp_path)
    other.kill()
    other.wait()
    assert use.is_last()
    use.leave()


def test_a_newcomer_waits_while_the_last_one_is_stopping_the_server(tmp_path):
    last = Use(tmp_path)
    assert last.is_last()
    joined = threading.Event()

    def join() -> None:
        use = Use(tmp_path)
        joined.set()
        use.leave()

    newcomer = threading.Thread(target=join)
    newcomer.start()
    assert not joined.wait(0.2)
    last.leave()
    assert joined.wait(10)
    newcomer.join()


def test_one_at_a_time_lets_the_second_wait(tmp_path):
    entered = threading.Event()

    def enter() -> None:
        with one_at_a_time(tmp_path):
            entered.set()

    with one_at_a_time(tmp_path):
        second = threading.Thread(target=enter)
        second.start()
        assert not entered.wait(0.2)
    assert entered.wait(10)
    second.join()
