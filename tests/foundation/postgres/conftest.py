"""Servers of these tests' own: for what cannot be done to the one that all tests share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kikitori.foundation.postgres.embedded import EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that every account may pass through: pytest's own tmp_path is closed to others."""
    path = _passable_folder()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def running() -> Iterator[EmbeddedPostgres]:
    """A started embedded server. Tests that kill it start it again."""
    path = _passable_folder()
    embedded = EmbeddedPostgres(path, for_tests=True)
    embedded.start()
    yield embedded
    embedded.stop(even_if_used=True)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def stopped() -> Iterator[EmbeddedPostgres]:
    """An embedded server in normal mode, made and stopped. Tests leave it stopped and whole."""
    path = _passable_folder()
    made = EmbeddedPostgres(path, for_tests=True)  # initdb in normal mode waits for the disk
    made.start()
    made.stop()
    embedded = EmbeddedPostgres(path)
    embedded.start()
    embedded.stop()
    yield embedded
    embedded.stop(even_if_used=True)
    shutil.rmtree(path, ignore_errors=True)


def _passable_folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="kk-"))
    path.chmod(0o711)
    return path
