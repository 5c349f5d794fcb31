"""A child does not outlive its parent, however the parent ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from kikitori.config.lifeline import SUPERVISOR, is_supervised, supervise
from tests.config.sites import is_gone
from tests.waiting import wait_until

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True)
print(child.pid, child.stdout.readline().strip(), flush=True)
child.wait()
"""
CHILD = """
import signal
from kikitori.config.lifeline import die_with_parent
die_with_parent(signal.{how})
print("ready", flush=True)
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL"])
def test_a_child_ends_when_its_parent_is_killed(how):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD.format(how=how)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid, said = parent.stdout.readline().split()
    assert said == "ready"
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    wait_until(lambda: is_gone(int(pid)))
    assert parent.returncode == -signal.SIGKILL


ALIVE = "from kikitori.config.lifeline import die_with_parent; die_with_parent(); print('alive')"


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
@pytest.mark.parametrize(
    ("named", "said"),
    [
        (os.getpid, "alive\n"),
        (None, "alive\n"),
        (str, "alive\n"),
        (lambda: 1, ""),
        (os.getppid, ""),
    ],
    ids=["its parent", "nobody", "nothing", "the first process", "the parent of its parent"],
)
def test_a_child_that_has_another_parent_than_was_named_ends_at_once(named, said):
    """Its parent died before the child could ask to be told. A parent that is process 1 is a parent like any other."""
    environ = {name: value for name, value in os.environ.items() if name != SUPERVISOR}
    done = subprocess.run(
        [sys.executable, "-c", ALIVE],
        env=environ if named is None else environ | {SUPERVISOR: str(named())},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, said)


def test_who_supervises_is_named_to_those_it_starts(monkeypatch):
    monkeypatch.setenv(SUPERVISOR, "7")
    supervise()
    assert os.environ[SUPERVISOR] == str(os.getpid())


@pytest.mark.parametrize(("environ", "supervised"), [({}, False), ({SUPERVISOR: "7"}, True)])
def test_a_process_knows_whether_a_supervisor_started_it(environ, supervised):
    assert is_supervised(environ) is supervised
