"""The drawn way of a complaint in both guides says what the table says, and the tool keeps it true."""

import re
from pathlib import Path

import pytest

from kikitori.records.complaints.lifecycle import INITIAL, TABLE, State, Step, is_possible, state_after
from tools import lifecycle_guide as tool

GUIDES = Path(__file__).resolve().parents[3] / "docs/guide"
LINE = re.compile(r"^ {4}(\w+) --> (\w+) : (.+)$", re.MULTILINE)


def test_guides_say_what_the_table_says() -> None:
    assert tool.main(["check"]) == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_drawing_has_every_move_that_does_not_lead_out_of_nearly_everywhere(language: str) -> None:
    text = (GUIDES / language / "lifecycle.md").read_text(encoding="utf-8")
    drawn = {(source, target) for source, target, _words in LINE.findall(text)}
    expected = {
        (state.value, state_after(state, step).value)
        for step in TABLE
        if step not in tool.widely()
        for state in State
        if is_possible(state, step) and state_after(state, step) is not state
    }
    assert drawn == expected
    assert f"    [*] --> {INITIAL.value} : " in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_step_has_a_line_that_says_who_takes_it(language: str) -> None:
    text = (GUIDES / language / "lifecycle.md").read_text(encoding="utf-8")
    heading = tool.WORDS[language]["who"]
    who = text[text.index(heading) :]
    assert [step for step in Step if who.count(f"`{step}` |") != 1] == []
    moving = text[text.index(tool.WORDS[language]["moves"]) : text.index(heading)]
    assert [step for step in TABLE if f"`{step}` |" not in moving] == []


def test_tables_say_for_a_few_steps_what_a_person_reads_off_the_standard() -> None:
    text = (GUIDES / "en" / "lifecycle.md").read_text(encoding="utf-8")
    assert "| Accept the proposal `accept` | Solution proposed | Being put right |" in text
    assert "| Keep an internal note `note` | every state |" in text
    assert "| Decide `decide` | yes | yes | | | | |" in text
    assert "| Accept the proposal `accept` | yes | yes | yes | | yes | |" in text


def test_tool_finds_a_guide_that_was_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ja").mkdir()
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "lifecycle.md").write_text(tool.written("en").replace("yes", "no"), encoding="utf-8")
    monkeypatch.setattr(tool, "GUIDES", tmp_path)
    assert tool.main(["check"]) == 1
    said = capsys.readouterr().err
    assert "docs/guide/ja/lifecycle.md differs" in said
    assert "docs/guide/en/lifecycle.md differs" in said
    assert tool.main(["write"]) == 0


@pytest.mark.parametrize("arguments", [[], ["wirte"]])
def test_tool_called_wrongly_explains_itself(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(arguments) == 2
    assert "python -m tools.lifecycle_guide check" in capsys.readouterr().err
