"""Every string of the house is there in Japanese and English, compiled, and found by Django."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.house.rules.source import PACKAGE, ROOT
from tools import catalogues


def test_catalogues_are_complete_safe_and_compiled():
    faults = catalogues.check(ROOT / PACKAGE)
    assert not faults, "\n" + "\n".join(faults)


@pytest.fixture(scope="module")
def speaking() -> list[catalogues.Room]:
    """The rooms that have words for people; reading every source for them takes a while."""
    return [room for room in catalogues.rooms(ROOT / PACKAGE) if catalogues.entries(room, ROOT / PACKAGE)]


def test_catalogues_lie_in_installed_apps(speaking: list[catalogues.Room]):
    """Django looks for catalogues in installed apps only; one anywhere else would never be read."""
    installed = {config.path for config in apps.get_app_configs()}
    assert not [room.name for room in speaking if str(room.app) not in installed]


def test_catalogues_exist_for_the_archive_and_the_shared_look(speaking: list[catalogues.Room]):
    """Otherwise the check above would be content with nothing."""
    assert {"records", "look"} <= {room.name for room in speaking}
