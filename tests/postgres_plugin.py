"""Early pytest plugin: one throw-away PostgreSQL server per run, before Django's settings are read.

Loaded by `-p tests.postgres_plugin`. With xdist the controller starts the server and the workers find it in the
environment. The test databases are made by the owner of the tables; tests work as the web role (see conftest.py).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url

PREFIX = "kikitori-tests-"
_state: dict[str, EmbeddedPostgres] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server (in the controller only) and point the environment at it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kikitori.config.settings"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    _sweep()
    data = Path(tempfile.mkdtemp(prefix=PREFIX))
    data.chmod(0o711)
    (data / "pid").write_text(str(os.getpid()))
    for name in [name for name in os.environ if name.startswith("KIKITORI_")]:
        if not name.startswith(("KIKITORI_REQUIRE_", "KIKITORI_CHROMIUM")):
            del os.environ[name]
    server = EmbeddedPostgres(data, for_tests=True)
    server.start()
    _state["server"] = server
    address = database_url(data, "owner")
    assert address is not None
    os.environ |= {
        "KIKITORI_DATA": str(data),
        "DATABASE_URL": address,
        "KIKITORI_DATABASE_ROLE": "owner",
        "KIKITORI_STATIC": "plain",
    }


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and throw it away."""
    server = _state.pop("server", None)
    if server is not None:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)


def _sweep() -> None:
    """Stop and remove what a killed run left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            os.kill(int((left / "pid").read_text()), 0)
        except ProcessLookupError:
            with contextlib.suppress(OSError, ValueError):
                postmaster = int((left / "postgres/cluster/postmaster.pid").read_text().split()[0])
                os.kill(postmaster, signal.SIGQUIT)
            shutil.rmtree(left, ignore_errors=True)
        except (OSError, ValueError):
            continue
