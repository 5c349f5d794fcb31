"""A real site of these tests' own, prepared once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kikitori.config import cli
from kikitori.foundation.postgres.embedded import EmbeddedPostgres
from tests.config.sites import copy_of, migrated_site


@pytest.fixture(scope="session")
def site() -> Iterator[Path]:
    """The data folder of a migrated site that is not running."""
    data = Path(tempfile.mkdtemp(prefix="kk-"))
    data.chmod(0o711)
    yield copy_of(migrated_site(), data)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="module")
def running(site: Path) -> Iterator[Path]:
    """The site with its database kept running, so that each command need not start it."""
    database = EmbeddedPostgres(site)
    database.start()
    yield site
    database.stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name that the database's account can pass through."""
    made = Path(tempfile.mkdtemp(prefix="kk-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command line without a process of its own, for commands that end before they need Django; the exit code."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "KIKITORI_DATABASE_ROLE", "LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: cli.main(words)
