"""Waiting for real processes: a poll with a limit, for there is nothing to be told by."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 120
"""Seconds within which a process must have done what it was told, on a machine that has other things to do."""
GLANCE = 0.03


def wait_until(true: Callable[[], object]) -> None:
    """Look again and again until it is true; fails after `PATIENCE` seconds."""
    deadline = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        pause.wait(GLANCE)
