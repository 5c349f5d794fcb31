"""A kept process: started again after any end, with a pause that grows."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from kikitori.config.children import FIRST_PAUSE, GOOD_LIFE, LONGEST_PAUSE, Child, pause_after
from kikitori.config.lifeline import SUPERVISOR
from tests.config.sites import is_gone
from tests.waiting import wait_until


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def child(clock):
    """Make a child that runs this Python code; whatever still runs at the end is killed."""
    made: list[Child] = []

    def make(code: str, **environment: str) -> Child:
        one = Child("test", [sys.executable, "-c", code], environment, clock=clock)
        made.append(one)
        return one

    yield make
    for one in made:
        one.make_sure(clock.now)


def is_started(one: Child) -> bool:
    return one.process is not None


def ended(one: Child) -> bool:
    return one.process is not None and one.process.poll() is not None


@pytest.mark.parametrize(
    ("failures", "pause"),
    [(0, FIRST_PAUSE), (1, 0.5), (2, 1.0), (3, 2.0), (6, LONGEST_PAUSE), (1000, LONGEST_PAUSE)],
)
def test_the_pause_doubles_up_to_a_limit(failures, pause):
    assert pause_after(failures) == pause


@pytest.mark.parametrize("code", [0, 1, 7])
def test_a_child_that_ended_with_any_code_starts_again_after_the_pause(child, clock, code):
    one = child(f"raise SystemExit({code})")
    told: list[tuple[str, int]] = []
    one.on_end = lambda name, status: told.append((name, status))
    one.tend()
    first = one.process
    wait_until(lambda: ended(one))
    one.tend()
    assert told == [("test", code)]
    clock.now += FIRST_PAUSE - 0.1
    one.tend()
    assert not is_started(one)
    clock.now += 0.1
    one.tend()
    assert is_started(one)
    assert one.process is not first


def test_the_pause_grows_while_the_child_keeps_failing(child, clock):
    one = child("")
    pauses = []
    for _ in range(3):
        one.tend()
        wait_until(lambda: ended(one))
        one.tend()
        pauses.append(one._next - clock.now)
        clock.now = one._next
    assert pauses == [0.5, 1.0, 2.0]


def test_a_good_life_wipes_the_failures_out(child, clock):
    one = child("")
    one.failures = 5
    one.tend()
    wait_until(lambda: ended(one))
    clock.now += GOOD_LIFE
    one.tend()
    assert one.failures == 1


def test_a_child_that_lives_is_left_alone(child):
    one = child("import signal; signal.pause()")
    one.tend()
    first = one.process
    one.tend()
    assert one.process is first


def test_a_child_knows_its_supervisor_and_its_own_settings(child, tmp_path):
    code = f"import os; open({str(tmp_path / 'said')!r}, 'w').write(os.environ['{SUPERVISOR}'] + os.environ['OWN'])"
    one = child(code, OWN="!")
    one.tend()
    wait_until(lambda: ended(one))
    assert (tmp_path / "said").read_text() == f"{os.getpid()}!"


def test_make_sure_kills_what_does_not_listen_and_all_it_started(child, clock, tmp_path):
    note = tmp_path / "pid"
    code = (
        "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "p = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
        f"open({str(note)!r}, 'w').write(str(p.pid)); signal.pause()"
    )
    one = child(code)
    one.tend()
    wait_until(lambda: note.exists() and note.read_text())
    own, grandchild = one.process.pid, int(note.read_text())
    one.ask_to_stop()
    one.make_sure(clock.now)
    wait_until(lambda: is_gone(own) and is_gone(grandchild))
    assert one.process is None


def test_make_sure_gives_a_child_the_time_it_needs(child):
    one = child("import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(5)); signal.pause()")
    one.clock = time.monotonic
    one.tend()
    process = one.process
    wait_until(lambda: _handles_sigterm(process.pid))
    one.ask_to_stop()
    one.make_sure(time.monotonic() + 30)
    assert process.returncode == 5


def test_a_child_that_never_ran_is_stopped_without_ado(child, clock):
    one = child("")
    one.ask_to_stop()
    one.make_sure(clock.now)
    assert one.process is None


def _handles_sigterm(pid: int) -> bool:
    caught = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt")
    )
    return bool(int(caught.split()[1], 16) & 1 << 14)
