"""Files of packs as they come: missing, endless, in another encoding, wrong in one place."""

from pathlib import Path

import pytest

from kikitori.config.rulebook.files import pack_of, shown, text_of
from kikitori.config.trouble import FAILURE, Trouble
from tests.config.rulebook.packs_at_hand import COUNCIL


def trouble(file: Path | str) -> Trouble:
    with pytest.raises(Trouble) as wrong:
        pack_of(str(file))
    assert wrong.value.code == FAILURE
    return wrong.value


def written(folder: Path, text: str) -> Path:
    file = folder / "ours.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_pack_is_read_with_its_byte_order_mark(tmp_path: Path) -> None:
    assert pack_of(str(written(tmp_path, "\ufeff" + COUNCIL))).id == "council"


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a\x00b.yaml"])
def test_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    said = trouble(f"{tmp_path}/{name}").text
    assert said.en.endswith("cannot be read.")
    assert said.ja.endswith("を読めません。")
    assert "\x00" not in said.en


def test_file_without_an_end_is_not_read_to_it() -> None:
    assert "is too large" in trouble("/dev/zero").text.en


def test_pack_longer_than_any_law_is_refused(tmp_path: Path) -> None:
    assert "too long" in trouble(written(tmp_path, COUNCIL + "#" * 200_000)).detail


def test_other_encoding_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_bytes(COUNCIL.encode("euc_jp"))
    assert "not text in UTF-8" in trouble(file).text.en


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        (COUNCIL.replace("14", "0"), "line 9, rule hearing, field quantity", "must be 1 to"),
        (COUNCIL.replace("2026-01-01", "2026-02-30"), "line 3, field valid_from", "must be a date"),
        (COUNCIL.replace("2026-01-01", "soon"), "line 3, field valid_from", "must be a date"),
        (COUNCIL.replace("hear]", "sing]"), "line 9, rule hearing, field met_by", "'sing' is no step"),
        ("just words", "line 1", "must be a table"),
        ("", "line 1", "must be a table"),
        (COUNCIL + "---\n" + COUNCIL, "line 10", "expected a single document"),
        (COUNCIL + "  - {id: [", "line 10", "is not YAML"),
    ],
)
def test_mistake_is_told_with_its_place(tmp_path: Path, text: str, place: str, problem: str) -> None:
    wrong = trouble(written(tmp_path, text))
    assert f"ours.yaml, {place}: cannot be used" in wrong.text.en
    assert "規則集として使えません" in wrong.text.ja
    assert problem in wrong.detail


def test_name_of_a_file_gives_no_orders_to_the_terminal() -> None:
    assert shown("a\x1b]0;b\x07\udcff.yaml") == "a\ufffd]0;b\ufffd\ufffd.yaml"


def test_text_of_an_ordinary_file_is_its_text(tmp_path: Path) -> None:
    assert text_of(str(written(tmp_path, COUNCIL))) == COUNCIL
