"""A child process that is kept alive: started, watched, started again after a pause.

The pause grows while the child keeps failing.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kikitori.config.lifeline import SUPERVISOR

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
GOOD_LIFE = 20.0
"""A child that lived this many seconds begins again with the first pause."""


def pause_after(failures: int) -> float:
    """Return how many seconds to wait before the next start, after `failures` short lives in a row."""
    return float(min(FIRST_PAUSE * 2.0 ** max(failures - 1, 0), LONGEST_PAUSE))


@dataclass
class Child:
    """One kept process. Any end is an end to be mended: a worker leaves with code 0 when the database restarts."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    on_end: Callable[[str, int], None] = lambda _name, _code: None
    clock: Callable[[], float] = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    _began: float = field(default=0.0, repr=False)
    _next: float = field(default=0.0, repr=False)
    _asked: bool = field(default=False, repr=False)

    def tend(self) -> None:
        """Start the process if it does not run and its pause is over; never waits."""
        now = self.clock()
        if self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            self.failures = 1 if now - self._began >= GOOD_LIFE else self.failures + 1
            self._next = now + pause_after(self.failures)
            self.on_end(self.name, code)
        if self.process is None and now >= self._next:
            self._began, self._asked = now, False
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment, SUPERVISOR: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C at the terminal is the supervisor's to answer, not the child's
            )

    def rest(self) -> None:
        """Not wanted for now: told to stop if it runs, and not brought back. Never waits."""
        self.ask_to_stop()
        if self.process is not None and self.process.poll() is not None:
            self.process, self.failures, self._next = None, 0, 0.0

    def ask_to_stop(self) -> None:
        """Send SIGTERM, once: servers take a second one for impatience."""
        if self.process is not None and not self._asked:
            self._asked = True
            self.process.terminate()

    def make_sure(self, deadline: float) -> None:
        """Wait for the end until `deadline` (of `clock`), then kill the process and all it started."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(deadline - self.clock(), 0))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
