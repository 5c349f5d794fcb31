"""How the tests are shared out among workers (pytest-xdist), and what those tell of them."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.remote import WorkerInteractor  # type: ignore[import-untyped]
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

#: Rooms whose files share what takes long: a running site, or every module of the house with its syntax tree. A second
#: worker would begin with a second one for the same tests.
TOGETHER = ("tests/stories/", "tests/faults/", "tests/house/")


class ByFileOrRoom(LoadFileScheduling):  # type: ignore[misc]
    """A file stays with one worker, and so do all files of a room that share something."""

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, TOGETHER), super()._split_scope(nodeid))


def tell_what_matters(config: pytest.Config) -> None:
    """Of a test that passes a worker tells once, and not again for its set-up and its end: nobody is shown those.

    Unless they are asked for: how long they took, or all of it in a file.
    """
    if config.getoption("durations") is not None or config.getoption("xmlpath"):
        return
    for worker in config.pluginmanager.get_plugins():
        if isinstance(worker, WorkerInteractor):
            send = worker.sendevent

            def told(name: str, **what: Any) -> None:
                report = what.get("data", {}) if name == "testreport" else {}
                if report.get("when") == "call" or report.get("outcome") != "passed":
                    send(name, **what)

            worker.sendevent = told
