"""Tables that a spreadsheet opens: with their mark, whole, and with nothing in them that is calculated."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.spreadsheet import MARK, as_csv, harmless

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+81",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        " =1",
        "\uff1d1",
        '=HYPERLINK("http://evil.example")',
        "\n=1",
    ],
)
def test_what_would_be_calculated_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "told"), [(None, ""), (-5, "-5"), ("a=b", "a=b"), ("", ""), ("皿", "皿")])
def test_all_else_stays_what_it_is(cell: object, told: str) -> None:
    assert harmless(cell) == told


def test_file_begins_with_the_mark_and_ends_its_lines_as_asked_for() -> None:
    assert as_csv([["名", 'a"b'], ["x,y", 12]]) == f'{MARK}名,"a""b"\r\n"x,y",12\r\n'.encode()


@given(rows=st.lists(st.lists(texts, min_size=1, max_size=4), max_size=5))
def test_what_is_written_is_read_again_but_for_the_apostrophe(rows: list[list[str]]) -> None:
    text = as_csv(rows).decode().removeprefix(MARK)
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [[harmless(cell) for cell in row] for row in rows]
    assert not any(cell[:1] in "=+-@\t\r\n" for row in read for cell in row if cell)
