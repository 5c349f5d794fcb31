"""`kikitori rules check` and `test`: what they print, in both languages, and with which code they end."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kikitori.config.rulebook.tested import check
from kikitori.config.rulebook.tested import test as hold_against
from kikitori.config.trouble import FAILURE, Trouble
from kikitori.records.deadlines.pack_reader import shipped_packs, shipped_texts
from tests.config.rulebook.packs_at_hand import COUNCIL

GOLDEN = "calendar,rule,trigger,due,source\n"


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]):
    def run(task, *files: Path | str, language: str = "en") -> tuple[int, list[str]]:
        code = task(argparse.Namespace(files=[str(file) for file in files], language=language))
        return code, capsys.readouterr().out.splitlines()

    return run


def written(folder: Path, text: str, name: str = "ours.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def piped(text: str) -> Iterator[str]:
    """A file that can be read once, as `<(…)` of a shell is."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        pipe.write(text)
    try:
        yield f"/dev/fd/{reading}"
    finally:
        os.close(reading)


# ── check


@pytest.mark.parametrize(
    ("name", "text"),
    [(f"{pack}-{number}", text) for pack in shipped_packs() for number, text in shipped_texts(pack).items()],
    ids=lambda value: value if len(value) < 40 else "",
)
def test_every_shipped_text_passes(told, tmp_path: Path, name: str, text: str) -> None:
    code, lines = told(check, written(tmp_path, text, f"{name}.yaml"))
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith(f"✓ {tmp_path}/{name}.yaml: pack {name.rpartition('-')[0]}, ")


@pytest.mark.parametrize(
    ("rules", "ja", "en"),
    [
        (1, "規則集 council、規則 1 件", "pack council, 1 rule"),
        (2, "規則集 council、規則 2 件", "pack council, 2 rules"),
    ],
)
def test_good_file_has_one_line(told, tmp_path: Path, rules: int, ja: str, en: str) -> None:
    more = COUNCIL.splitlines()[-1].replace("id: hearing", "id: again") + "\n"
    file = written(tmp_path, COUNCIL + more * (rules - 1))
    assert told(check, file) == (0, [f"✓ {file}: {en}"])
    assert told(check, file, language="ja") == (0, [f"✓ {file}: {ja}"])


def test_every_mistake_of_every_file_has_its_line_in_the_order_of_the_files(told, tmp_path: Path) -> None:
    bad = written(tmp_path, COUNCIL.replace("14", "0").replace("version: 1", "version: one"), "bad.yaml")
    good = written(tmp_path, COUNCIL, "good.yaml")
    worse = written(tmp_path, "- a", "worse.yaml")
    code, lines = told(check, bad, tmp_path / "none.yaml", good, worse)
    assert code == FAILURE
    assert lines == [
        f"✗ {bad}, line 2, field version: must be a whole number, not 'one'",
        f"✗ {bad}, line 9, rule hearing, field quantity: must be 1 to 3660 for the unit calendar_day, not 0",
        f"✗ {tmp_path}/none.yaml cannot be read.",
        f"✓ {good}: pack council, 1 rule",
        f"✗ {worse}, line 1: must be a table of fields and values",
    ]
    code, lines = told(check, bad, tmp_path / "none.yaml", good, worse, language="ja")
    assert code == FAILURE
    assert lines == [
        f"✗ {bad} 2 行目、項目 version: 整数にしてください（現在の値: 'one'）",
        f"✗ {bad} 9 行目、規則 hearing、項目 quantity: 単位が calendar_day のときは 1～3660 にしてください（現在の値: 0）",
        f"✗ {tmp_path}/none.yaml を読めません。",
        f"✓ {good}: 規則集 council、規則 1 件",
        f"✗ {worse} 1 行目: 項目と値の組で書いてください",
    ]


@pytest.mark.parametrize("last", [True, False])
def test_one_bad_file_among_good_ones_is_enough_to_fail(told, tmp_path: Path, *, last: bool) -> None:
    files = [written(tmp_path, "", "bad.yaml"), written(tmp_path, COUNCIL, "good.yaml")]
    assert told(check, *(files[::-1] if last else files))[0] == FAILURE


def test_file_that_can_be_read_once_is_read_once(told) -> None:
    with piped(COUNCIL) as file:
        assert told(check, file) == (0, [f"✓ {file}: pack council, 1 rule"])


def test_number_that_no_version_can_be_given_is_told(told, tmp_path: Path) -> None:
    text = COUNCIL.replace("version: 1", "version: &n 1").replace("quantity: 14", "quantity: *n")
    file = written(tmp_path, text)
    assert told(check, file) == (
        FAILURE,
        [f"✗ {file}, line 2, field version: must be written as a number of its own, without & or *"],
    )


# ── golden dates


def test_shipped_dates_are_held_where_no_file_is_named(told) -> None:
    code, [line] = told(hold_against)
    assert code == 0
    assert line.startswith("✓ All ")
    assert told(hold_against, language="ja")[1][0].endswith("件がすべて一致しました。")


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("2026-12-21", 0),
        ("2026-12-21T17:00:00+09:00", 0),
        ("2026-12-21T08:00:00+00:00", 0),
        ("2026-12-22", FAILURE),
    ],
)
def test_date_of_our_own_is_held_against_the_engine(told, tmp_path: Path, due: str, code: int) -> None:
    file = written(tmp_path, GOLDEN + f"JP,jp-default/decision,2026-11-20,{due},by hand\n", "dates.csv")
    assert told(hold_against, file)[0] == code


def test_lines_that_differ_are_counted_once_and_named_for_each_moment(told, tmp_path: Path) -> None:
    rows = "".join(f"JP,jp-default/decision,2026-11-20,2026-12-{day},by hand\n" for day in (21, 22, 23))
    code, lines = told(hold_against, written(tmp_path, GOLDEN + rows, "dates.csv"), language="ja")
    assert code == FAILURE
    assert lines[-1] == "✗ 検算用の日付 3 件のうち 2 件が一致しません。"
    assert len(lines) == 1 + 2 * 4, "before opening, at opening, at noon and at the moment of closing"
    assert all("dates.csv, line" in line for line in lines[:-1])


@pytest.mark.parametrize(
    "rule", ["jp-default/nothing", "nothing/decision", "20 year roll=next", "1 hour", "1 business_day"]
)
def test_date_that_cannot_be_counted_is_a_difference(told, tmp_path: Path, rule: str) -> None:
    file = written(tmp_path, GOLDEN + f"JP,{rule},9999-12-31T23:59:59+00:00,2026-01-01,by hand\n", "x.csv")
    code, lines = told(hold_against, file)
    assert code == FAILURE
    assert lines[0].startswith(
        f"✗ {file}, line 2: {rule} (JP) from 9999-12-31T23:59:59+00:00: 2026-01-01 expected"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        (GOLDEN + 'JP,"' + "x" * 200_000 + '",2026-11-20,2026-11-21,y\n', 2),
        ('"' + "x" * 200_000 + '"\n', 1),
        (GOLDEN + "\nJP,1 week\n", 3),
    ],
)
def test_file_that_cannot_be_read_stops_with_its_line(told, tmp_path: Path, text: str, line: int) -> None:
    file = written(tmp_path, text, "x.csv")
    with pytest.raises(Trouble) as wrong:
        told(hold_against, file)
    assert wrong.value.code == FAILURE
    assert wrong.value.text.en == f"{file}, line {line}: cannot be read as a golden date."
    assert wrong.value.text.ja == f"{file} {line} 行目: 検算用の日付として読めません。"
    assert wrong.value.detail
