"""Every test of a verb has the cast at hand, on a real database."""

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
    """Letters that are sent become files of this folder."""
    into_folder(settings, tmp_path)
    return tmp_path
