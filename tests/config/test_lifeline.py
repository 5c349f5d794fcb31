"""A child does not outlive its parent, however the parent ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from kikitori.config.lifeline import SUPERVISOR, is_supervised
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


@pytest.mark.parametrize(("environ", "supervised"), [({}, False), ({SUPERVISOR: "7"}, True)])
def test_a_process_knows_whether_a_supervisor_started_it(environ, supervised):
    assert is_supervised(environ) is supervised
