"""`kikitori rules`: the command line itself, its exit codes, and one pack through its whole life on a real site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kikitori.config import cli
from kikitori.config.trouble import FAILURE, USAGE
from kikitori.records.deadlines.pack_reader import shipped_packs
from tests.config.loaded import kikitori
from tests.config.rulebook.packs_at_hand import COUNCIL, STRICTER

TASKS = ("show", "due", "test", "check", "add", "use", "remove", "simulate")
DUE = ("--pack", "jp-default", "--rule", "decision", "--at", "2026-11-20T16:40:00+09:00")
WRONG_DATE = "calendar,rule,trigger,due,source\nJP,jp-default/decision,2026-11-20,{due},by hand\n"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A pack in a file."""
    file = tmp_path / "council.yaml"
    file.write_text(COUNCIL, encoding="utf-8")
    return file


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_task_has_help(capsys: pytest.CaptureFixture[str], task: str, language: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", task, "--help", "--lang", language])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert f"kikitori rules {task}" in text
    assert "--data DIR" in text
    assert any("ぁ" <= sign <= "ん" for sign in text) is (language == "ja")


@pytest.mark.parametrize("words", [("--data", "a", "show"), ("show", "--data", "a")])
def test_data_and_language_stand_before_or_after_the_task(words: tuple[str, ...]) -> None:
    parsed = cli.build_parser("en").parse_args(["rules", *words])
    assert (parsed.data, parsed.language) == ("a", "en")
    assert cli.build_parser("en").parse_args(["rules", "show"]).data is None


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("due", "--pack", "jp-default"),
        ("check",),
        ("use",),
        ("remove", "jp-default"),
        ("remove", "jp-default", "x"),
        ("remove", "jp-default", "99999999999"),
        ("remove", "jp-default", "٣"),
        ("simulate", "ours.yaml"),
        ("simulate", "ours.yaml", "--since", "yesterday"),
        ("simulate", "ours.yaml", "--since", "2026-02-30"),
    ],
)
def test_what_cannot_be_understood_is_told_with_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", *words])
    assert ended.value.code == USAGE
    assert "usage: kikitori rules" in capsys.readouterr().err


def test_shipped_golden_dates_hold(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_this_process("rules", "test") == 0
    assert "golden dates hold" in capsys.readouterr().out


@pytest.mark.parametrize(("due", "code"), [("2026-12-21", 0), ("2026-12-22", FAILURE)])
def test_golden_date_of_a_file_that_differs_is_named(
    in_this_process: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    due: str,
    code: int,
) -> None:
    file = tmp_path / "golden.csv"
    file.write_text(WRONG_DATE.format(due=due), encoding="utf-8")
    assert in_this_process("rules", "test", str(file)) == code
    told = capsys.readouterr().out
    assert ("golden.csv, line 2: jp-default/decision (JP) from 2026-11-20T07:00:00+09:00" in told) is bool(
        code
    )
    assert ("1 of 1 golden dates come out otherwise" in told) is bool(code)


@pytest.mark.parametrize(
    "text", ["", "a,b\n", WRONG_DATE.format(due="soon"), WRONG_DATE.format(due="2026-12-21,x")]
)
def test_golden_dates_that_cannot_be_read_are_told_with_their_line(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    file = tmp_path / "golden.csv"
    file.write_text(text, encoding="utf-8")
    assert in_this_process("rules", "test", str(file)) == FAILURE
    assert "cannot be read as a golden date" in capsys.readouterr().err


def test_each_file_is_checked_whatever_the_others_are(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path, ours: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        COUNCIL.replace("unit: calendar_day", "unit: moon").replace("version: 1", "version: one"),
        encoding="utf-8",
    )
    words = ("rules", "check", str(bad), str(tmp_path / "missing.yaml"), str(ours))
    assert in_this_process(*words) == FAILURE
    number, wrong, missing, fine = capsys.readouterr().out.splitlines()
    assert number == f"✗ {bad}, line 2, field version: must be a whole number, not 'one'"
    assert wrong.startswith(f"✗ {bad}, line 9, rule hearing, field unit: must be one of business_day")
    assert missing == f"✗ {tmp_path}/missing.yaml cannot be read."
    assert fine == f"✓ {ours}: pack council, 1 rule"
    assert in_this_process(*words, "--lang", "ja") == FAILURE
    told = capsys.readouterr().out
    assert "9 行目、規則 hearing、項目 unit: business_day, " in told
    assert "のどれかにしてください" in told
    assert " must be " not in told
    assert in_this_process("rules", "check", str(ours)) == 0


@pytest.mark.parametrize("task", ["add", "simulate"])
def test_pack_that_is_wrong_is_told_before_a_database_is_asked_for(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path, task: str
) -> None:
    more = ("--since", "2026-01-01") if task == "simulate" else ()
    assert in_this_process("rules", task, "/dev/null", *more, "--data", str(tmp_path / "none")) == FAILURE
    told = capsys.readouterr().err
    assert "/dev/null cannot be used as a rule pack.\n✗ /dev/null, line 1: must be a table" in told
    assert not (tmp_path / "none").exists()


def test_period_that_ends_before_it_begins_is_refused(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str], ours: Path
) -> None:
    period = ("--since", "2026-02-01", "--until", "2026-01-31")
    assert in_this_process("rules", "simulate", str(ours), *period) == USAGE
    assert "--until lies before --since" in capsys.readouterr().err


def test_moment_without_a_zone_is_refused_before_a_database_is_asked_for(
    in_this_process: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_this_process("rules", "due", *DUE[:-1], "2026-11-20T16:40") == USAGE
    assert "2026-11-20T16:40:00+09:00" in capsys.readouterr().err


def test_due_date_is_told_to_scripts_and_people(running: Path, tmp_path: Path) -> None:
    script = kikitori(running, "rules", "due", *DUE, "--json")
    assert script.returncode == 0, script.stderr
    values = json.loads(script.stdout)
    assert set(values) == {"due_at", "warn_from", "due_soon_from", "why", "explanation"}
    assert values["due_at"] == "2026-12-21T17:00:00+09:00"
    file = tmp_path / "stricter.yaml"
    file.write_text(STRICTER, encoding="utf-8")
    person = kikitori(running, "rules", "due", "--pack", str(file), *DUE[2:], "--lang", "ja")
    assert person.returncode == 0, person.stderr
    assert "期限 2026年12月14日（月）17:00" in person.stdout


def test_pack_is_added_used_shown_tried_out_and_removed(running: Path, ours: Path) -> None:
    added = kikitori(running, "rules", "add", str(ours), "--note", "Decided by the council", "--use")
    assert (added.returncode, added.stdout) == (0, "council/1001\n"), added.stderr
    shown = json.loads(kikitori(running, "rules", "show", "--json").stdout)
    assert ("council", 1001, True) in [(pack["id"], pack["version"], pack["in_use"]) for pack in shown]
    everything = json.loads(kikitori(running, "rules", "show", "--all", "--json").stdout)
    assert {pack["id"] for pack in everything} == {*shipped_packs(), "council"}
    held = kikitori(running, "rules", "remove", "council", "1001", "--lang", "ja")
    assert held.returncode == FAILURE
    assert "使用中の規則集の最後の版" in held.stderr
    tried = kikitori(running, "rules", "simulate", str(ours), "--since", "2026-01-01", "--json")
    assert tried.returncode == 0, tried.stderr
    assert [row["rule"] for row in json.loads(tried.stdout)["rules"]] == ["hearing"]
    used = kikitori(running, "rules", "use", "jp-default")
    assert (used.returncode, used.stdout) == (0, "jp-default\n")
    again = kikitori(running, "rules", "add", "/dev/stdin", said=ours.read_text(encoding="utf-8"))
    assert (again.returncode, again.stdout) == (0, "council/1001\n"), again.stderr
    removed = kikitori(running, "rules", "remove", "council", "1001")
    assert (removed.returncode, removed.stdout) == (0, "council/1001\n"), removed.stderr
    gone = kikitori(running, "rules", "show", "--pack", "council")
    assert gone.returncode == FAILURE
    assert "There is no rule pack council" in gone.stderr
    assert "Traceback" not in gone.stderr
