"""A child process must not outlive its parent: the kernel is asked to say when the parent is gone (Linux)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping

SUPERVISOR = "KIKITORI_SUPERVISOR"
"""Environment variable with the id of the process that started this one and tends it."""
PR_SET_PDEATHSIG = 1


def is_supervised(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether this process was started by our supervisor."""
    return SUPERVISOR in environ


def supervise() -> None:
    """Let the processes that inherit this process's environment know it as the one that started them."""
    os.environ[SUPERVISOR] = str(os.getpid())


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """Receive `how` when the parent process ends, however it ends. Does nothing where the system has no such call.

    If the parent is gone already (it may die between our start and this call), end at once: then we have another one
    than the environment names. Who adopts us tells nothing, for in a container the supervisor may itself be process 1.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how.value, 0, 0, 0)
    if os.environ.get(SUPERVISOR, "") not in ("", str(os.getppid())):
        os._exit(0)
