"""The supervisor of `up` and `demo`: brings sites up, keeps them up, takes them down cleanly.

Single-threaded: one loop that looks at every child and at the database. Signals only set a flag.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from kikitori.config.running import RunningSite
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual

TICK = 0.5
READY_LIMIT = 90.0
READY_TICK = 0.1
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(Exception):
    """The person (or the system) asked to stop while things were still starting."""


class Supervisor:
    """Runs the sites until SIGTERM, SIGINT or SIGHUP."""

    def __init__(self, sites: Sequence[RunningSite]) -> None:
        self.sites = sites
        self._stopping = threading.Event()

    def is_stopping(self) -> bool:
        """Tell whether we were told to stop."""
        return self._stopping.is_set()

    def run(self, ready: Callable[[], None], prepare: Callable[[], None] = lambda: None) -> int:
        """Open all sites, `prepare` them (first fill of the demo), launch, call `ready`, tend until told to stop.

        `prepare` may take long and should look at `is_stopping` now and then. Whatever happens, what was started is
        stopped. Returns the exit code.
        """
        before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        try:
            for site in self.sites:
                site.open()
                self._go_on()
            prepare()
            self._go_on()
            for site in self.sites:
                site.launch()
            self._await_answers()
            ready()
            while not self._stopping.wait(TICK):
                for site in self.sites:
                    site.tend()
        except Stopped:
            pass
        finally:
            for site in reversed(self.sites):
                site.close()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the shape of a signal handler
        self._stopping.set()

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise Stopped

    def _await_answers(self) -> None:
        deadline = time.monotonic() + READY_LIMIT
        waiting = list(self.sites)
        while waiting := [site for site in waiting if not site.answers()]:
            if self._stopping.wait(READY_TICK):
                raise Stopped
            for site in waiting:
                site.tend()
            if time.monotonic() > deadline:
                raise Trouble(
                    Bilingual(
                        ja="Web サーバーが応答しません。上の表示に理由がないか確認してください。",
                        en="The web server does not answer. The lines above may say why.",
                    )
                )
