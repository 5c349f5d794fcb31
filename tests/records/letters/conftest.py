"""Letters are written to real complaints: the cast is at hand, and a folder or a server of the test's own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast, summon
from tests.letterbox import into_folder


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Letters become files of this folder, which does not exist yet."""
    into_folder(settings, tmp_path / "letters")
    return tmp_path / "letters"
