"""Letters go into a folder of the test's own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.letterbox import into_folder


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Letters become files of this folder, which does not exist yet."""
    into_folder(settings, tmp_path / "letters")
    return tmp_path / "letters"
