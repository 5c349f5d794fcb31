"""The repository speaks of the product alone."""

from __future__ import annotations

import pytest

from tests.house.rules.product import MAKING, PATTERNS, mentions
from tests.house.rules.source import ROOT, report, tracked

TEXT = {
    ".md",
    ".py",
    ".toml",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".yml",
    ".yaml",
    ".po",
    ".json",
    ".cfg",
    ".sh",
    ".svg",
    "",
}


@pytest.mark.parametrize(
    "text",
    [
        "see " + "/wo" + "rk/main/src",
        "cache in " + "/ro" + "ot/.cache",
        "at " + "/ho" + "me/someone/kikitori",
        "C:" + "\\Use" + "rs\\someone",
        "from https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/x",
        "pip install --index" + "-url x",
        "written by Cla" + "ude",
        "AI-gener" + "ated",
        "closes issue" + " #12",
        "as DESI" + "GN.md says",
    ],
)
def test_mention_is_caught_when_planted(text: str):
    assert list(mentions("docs/planted.md", f"first line\n{text}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "/usr/bin/chromium",
        "records/work/items",
        "the issue is safety",
        "a sign-in session of 12 hours",
        "http://www.apache.org/licenses/",
        "the root cause 根本原因",
        "~/kikitori-data",
        "class Codec:",
    ],
)
def test_ordinary_words_are_left_alone(text: str):
    assert list(mentions("docs/planted.md", text)) == []


def test_lock_file_may_name_its_registry():
    assert list(mentions("uv.lock", "https://py" + "pi.org/simple")) == []


def test_every_kind_of_mention_has_a_pattern():
    assert len({message for _pattern, message in PATTERNS}) == 3
    assert MAKING in {message for _pattern, message in PATTERNS}


def test_repository_speaks_of_the_product_alone():
    names = [name for name in tracked() if (ROOT / name).suffix in TEXT]
    found = [
        each
        for name in names
        for each in mentions(name, (ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, report(found)
