"""The supervisor of `up` and `demo`: brings sites up, keeps them up, takes them down cleanly.

One loop looks at every child and at the database. Signals only set a flag. Threads are used while sites open, no more.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from kikitori.config.running import RunningSite
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

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
        #: Set by the signal handler, which may take no lock: the loop it interrupts may be holding that very one.
        self._stopping = False

    def look_after(self) -> bool:
        """Tend what was launched; tells whether we were told to stop. For whoever works long between two looks."""
        for site in self.sites:
            site.tend()
        return self._stopping

    def run(self, ready: Callable[[], None], fill: Callable[[], None] | None = None) -> int:
        """Open all sites, launch them, call `ready`, tend them until told to stop. Returns the exit code.

        With `fill` (the first fill of a demonstration) the web servers are launched before it and the workers after
        it; it may take long, and calls `look_after` now and then. Whatever happens, what was started is stopped.
        Being told to stop outranks what that may have broken.
        """
        before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        try:
            self._open()
            if fill is not None:
                self._launch("web")
                fill()
            self._launch("web", "worker")
            ready()
            while not self._paused(TICK):
                self.look_after()
        except Stopped:
            pass
        except (Trouble, DatabaseTrouble):
            if not self._stopping:
                raise
        finally:
            self._close()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def _open(self) -> None:
        """Open the sites side by side, once each has all it needs to itself."""
        for site in self.sites:
            site.claim()
        with ThreadPoolExecutor(max(len(self.sites), 1)) as side_by_side:
            opened = [side_by_side.submit(site.open) for site in self.sites]
        for each in opened:
            each.result()

    def _launch(self, *names: str) -> None:
        """Launch these children of all sites, and wait until the web servers answer."""
        self._go_on()
        for site in self.sites:
            site.launch(*names)
        self._await_answers()

    def _close(self) -> None:
        for site in self.sites:
            site.ask_to_stop()
        for site in reversed(self.sites):
            site.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the shape of a signal handler
        self._stopping = True

    def _paused(self, seconds: float) -> bool:
        """Wait so long, or until told to stop; tells whether we were."""
        deadline = time.monotonic() + seconds
        while not self._stopping and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, READY_TICK))
        return self._stopping

    def _go_on(self) -> None:
        if self._stopping:
            raise Stopped

    def _await_answers(self) -> None:
        deadline = time.monotonic() + READY_LIMIT
        waiting = list(self.sites)
        while waiting := [site for site in waiting if not site.answers()]:
            if self._paused(READY_TICK):
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
