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
    assert "is too long" in trouble(written(tmp_path, COUNCIL + "#" * 200_000)).text.en


def test_other_encoding_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_bytes(COUNCIL.encode("euc_jp"))
    assert "not text in UTF-8" in trouble(file).text.en


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        (COUNCIL.replace("14", "0"), "line 9, rule hearing, field quantity", "must be 1 to"),
        (COUNCIL.replace("2026-01-01", "2026-02-30"), "line 3, field valid_from", "must be a date like"),
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
    first, told, *more = wrong.text.en.splitlines()
    assert first.endswith("ours.yaml cannot be used as a rule pack.")
    assert told.startswith(f"✗ {tmp_path}/ours.yaml, {place}: ")
    assert problem in told
    assert more == []
    assert "規則集として使えません" in wrong.text.ja


def test_all_mistakes_are_told_below_one_another_in_one_language(tmp_path: Path) -> None:
    text = COUNCIL.replace("14", "0").replace("2026-01-01", "soon").replace("title: Bylaws", "title: 3")
    said = trouble(written(tmp_path, text)).text
    file = f"{tmp_path}/ours.yaml"
    assert said.ja.splitlines() == [
        f"{file} は規則集として使えません。",
        f"✗ {file} 3 行目、項目 valid_from: 2026-04-01 のような日付にしてください（現在の値: 'soon'）",
        f"✗ {file} 6 行目、項目 source.title: 文字で書いてください（現在の値: 3）",
        f"✗ {file} 9 行目、規則 hearing、項目 quantity: 単位が calendar_day のときは 1～3660 にしてください（現在の値: 0）",
    ]
    assert said.en.splitlines() == [
        f"{file} cannot be used as a rule pack.",
        f"✗ {file}, line 3, field valid_from: must be a date like 2026-04-01, not 'soon'",
        f"✗ {file}, line 6, field source.title: must be text, not 3",
        f"✗ {file}, line 9, rule hearing, field quantity: must be 1 to 3660 for the unit calendar_day, not 0",
    ]


def test_words_of_a_pack_give_no_orders_to_the_terminal(tmp_path: Path) -> None:
    text = COUNCIL.replace("id: hearing", r'id: "\e]0;x\a"') + r'"\e[2J": 3' + "\n"
    said = trouble(written(tmp_path, text)).text
    assert "\ufffd]0;x\ufffd" in said.en
    assert "\ufffd[2J" in said.en
    assert all(line.isprintable() for each in (said.ja, said.en) for line in each.splitlines())


def test_name_of_a_file_gives_no_orders_to_the_terminal() -> None:
    assert shown("a\x1b]0;b\x07\udcff.yaml") == "a\ufffd]0;b\ufffd\ufffd.yaml"


def test_text_of_an_ordinary_file_is_its_text(tmp_path: Path) -> None:
    assert text_of(str(written(tmp_path, COUNCIL))) == COUNCIL
