"""The QR code as a path: exactly the dark modules of the symbol, and a margin wide enough to be read."""

from __future__ import annotations

import re

import pytest
import segno

from kikitori.interfaces.desk.square_code import SquareCode, square_code

TEXTS = ["https://example.jp/follow/", "http://localhost:8000/follow/", "a", "https://例え.jp/" + "x" * 200]


def painted(code: SquareCode) -> set[tuple[int, int]]:
    """The modules a browser would paint: each `M x y h n v1 H x z` is a bar one module high."""
    cells: set[tuple[int, int]] = set()
    matched = 0
    for found in re.finditer(r"M(\d+) (\d+)h(\d+)v1H(\d+)z", code.path):
        x, y, width, back = map(int, found.groups())
        assert back == x
        cells |= {(x + step, y) for step in range(width)}
        matched += len(found[0])
    assert matched == len(code.path)
    return cells


@pytest.mark.parametrize("text", TEXTS)
def test_path_paints_exactly_the_dark_modules(text: str) -> None:
    symbol = segno.make_qr(text, error="m", boost_error=False)
    dark = {
        (x, y)
        for y, row in enumerate(symbol.matrix, start=4)
        for x, module in enumerate(row, start=4)
        if module
    }
    assert painted(square_code(text)) == dark


@pytest.mark.parametrize("text", TEXTS)
def test_margin_is_four_modules_on_every_side(text: str) -> None:
    code = square_code(text)
    cells = painted(code)
    assert {min(x for x, _ in cells), min(y for _, y in cells)} == {4}
    assert code.size - 1 - max(x for x, _ in cells) == 4


def test_code_survives_a_photocopy() -> None:
    assert segno.make_qr(TEXTS[0], error="m", boost_error=False).error == "M"


def test_same_address_gives_the_same_code() -> None:
    assert square_code(TEXTS[0]) == square_code(TEXTS[0])
    assert square_code(TEXTS[0]) != square_code(TEXTS[1])
