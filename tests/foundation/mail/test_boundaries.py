"""The lines between the parts of a multipart."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.boundaries import boundary_lines, guessed_boundary


def inside(raw: bytes, boundary: bytes = b"b") -> list[tuple[bytes, bool]]:
    """What stands before each line, and whether it closes."""
    found, begin = [], 0
    for line in boundary_lines(raw, 0, len(raw), boundary, 100):
        found.append((raw[begin : line.before], line.closes))
        begin = line.after
    return found


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_of_every_kind_are_part_of_the_boundary(end: bytes):
    assert inside(end.join([b"x", b"--b", b"y", b"--b--", b""])) == [(b"x", False), (b"y", True)]


def test_boundary_at_the_very_beginning_and_end_counts():
    assert inside(b"--b\nx\n--b--") == [(b"", False), (b"x", True)]


@pytest.mark.parametrize("raw", [b"x--b\n", b"\n--bb\n", b"\n--b-\n", b"\n --b\n", b"\n--b x\n"])
def test_line_that_only_resembles_it_is_none(raw: bytes):
    assert inside(raw) == []


def test_blanks_behind_it_are_allowed():
    assert inside(b"x\n--b \t\ny") == [(b"x", False)]


def test_number_is_limited():
    assert len(boundary_lines(b"--b\n" * 50, 0, 200, b"b", 10)) == 10


@pytest.mark.parametrize("boundary", [b"", b"  ", b"x" * 2_000])
def test_boundary_that_is_none_is_found_nowhere(boundary: bytes):
    raw = b"--" + boundary + b"\n--\n"
    assert boundary_lines(raw, 0, len(raw), boundary, 10) == []


@pytest.mark.parametrize(
    ("raw", "guess"),
    [
        (b"x\n--abcd\ny\n--abcd\n", b"abcd"),
        (b"--abcd\nx\n--abcd--\n", b"abcd"),
        (b"--abcd\nx\n", b""),
        (b"", b""),
    ],
)
def test_line_that_occurs_twice_is_the_boundary_nobody_declared(raw: bytes, guess: bytes):
    assert guessed_boundary(raw, 0, len(raw)) == guess
