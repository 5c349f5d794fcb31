"""Whose names stand behind an @."""

from __future__ import annotations

import pytest

from kikitori.records.together.mentions import mentioned_in, mentions_anybody

NAMES = [
    (1, "受田 ひかり"),
    (2, "隣野 まこと"),
    (3, "隣野 まこと子"),
    (4, "O'Hara Ann"),
    (5, "受田 ひかり"),
    (6, ""),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@隣野 まこと さん、お願いします", {2}),
        ("＠隣野まことさん", {2}),  # an @ of a Japanese keyboard, no blank in the name
        ("@隣野\u3000まこと", {2}),
        ("@ 隣野 まこと", {2}),
        ("@隣野 まこと子さん", {3}),  # the longest that fits
        ("@隣野 まこと @隣野 まこと子", {2, 3}),
        ("@受田 ひかり", {1, 5}),  # two of the same name
        ("cc:@O'Hara Ann.", {4}),
        ("隣野 まこと", set()),
        ("hana@example.jp", set()),
        ("@@隣野 まこと", {2}),
        ("@隣野", set()),
        ("@", set()),
        ("", set()),
        ("@\n隣野 まこと", set()),
    ],
)
def test_names_behind_an_at(text: str, found: set[int]) -> None:
    assert mentioned_in(text, NAMES) == found


@pytest.mark.parametrize(("text", "could"), [("@a", True), ("＠a", True), ("a at b", False), ("", False)])
def test_without_an_at_nobody_is_looked_for(text: str, could: bool) -> None:
    assert mentions_anybody(text) is could


def test_nobody_known_is_nobody_found() -> None:
    assert mentioned_in("@隣野 まこと", []) == set()
