"""A real site of these tests' own, prepared once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.sites import kikitori


@pytest.fixture(scope="session")
def site() -> Iterator[Path]:
    """The data folder of a migrated site that is not running."""
    data = Path(tempfile.mkdtemp(prefix="kk-"))
    data.chmod(0o711)
    done = kikitori(data, "migrate")
    assert done.returncode == 0, done.stderr
    yield data
    shutil.rmtree(data, ignore_errors=True)
