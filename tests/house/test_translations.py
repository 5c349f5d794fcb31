"""Every string of the house is there in Japanese and English, compiled, and found by Django."""

from __future__ import annotations

from django.apps import apps

from tests.house.rules.source import PACKAGE, ROOT
from tools import catalogues


def test_catalogues_are_complete_safe_and_compiled():
    faults = catalogues.check(ROOT / PACKAGE)
    assert not faults, "\n" + "\n".join(faults)


def test_catalogues_lie_in_installed_apps():
    """Django looks for catalogues in installed apps only; one anywhere else would never be read."""
    installed = {config.path for config in apps.get_app_configs()}
    silent = [
        room.name
        for room in catalogues.rooms(ROOT / PACKAGE)
        if catalogues.entries(room, ROOT / PACKAGE) and str(room.app) not in installed
    ]
    assert not silent


def test_catalogues_exist_for_the_archive_and_the_shared_look():
    """Otherwise the check above would be content with nothing."""
    with_words = {
        room.name for room in catalogues.rooms(ROOT / PACKAGE) if catalogues.entries(room, ROOT / PACKAGE)
    }
    assert {"records", "look"} <= with_words
