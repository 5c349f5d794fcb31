"""The QR code: exactly the modules of the standard, with the quiet zone scanners need."""

from __future__ import annotations

import re

import pytest
import segno

from kikitori.interfaces.portal.qr import qr_code

ADDRESS = "https://complaints.example.jp/follow/"
STROKE = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def dark_modules(path: str) -> set[tuple[int, int]]:
    """The squares that the path paints."""
    assert re.fullmatch(rf"(?:{STROKE.pattern})+", path)
    painted = set()
    for x, y, there, back in STROKE.findall(path):
        assert there == back
        painted |= {(int(x) + step, int(y)) for step in range(int(there))}
    return painted


@pytest.mark.parametrize("text", [ADDRESS, "http://localhost:8000/follow/", "a", "x" * 300])
def test_path_paints_exactly_the_code_of_the_text(text: str) -> None:
    code = qr_code(text)
    matrix = segno.make_qr(text, error="q", boost_error=False).matrix
    assert code.size == len(matrix) + 8
    dark = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert dark_modules(code.path) == dark


def test_quiet_zone_of_four_modules_stays_free() -> None:
    code = qr_code(ADDRESS)
    painted = dark_modules(code.path)
    assert min(x for x, _ in painted) == min(y for _, y in painted) == 4
    assert max(x for x, _ in painted) == max(y for _, y in painted) == code.size - 5


def test_same_text_gives_the_same_picture_and_another_text_another() -> None:
    assert qr_code(ADDRESS) == qr_code(ADDRESS)
    assert qr_code(ADDRESS).path != qr_code(ADDRESS + "?").path
