"""The guide's list of shipped packs, in both languages, and the tool that keeps it true."""

from pathlib import Path

import pytest

from kikitori.records.deadlines.pack_reader import built_in_pack, shipped_packs
from kikitori.records.deadlines.rules import Certainty, Rule
from tools import deadline_guide as tool

GUIDES = Path(__file__).resolve().parents[3] / "docs/guide"


def test_guide_lists_what_is_shipped() -> None:
    assert tool.main(["check"]) == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_guide_has_a_line_for_every_rule_and_a_word_for_every_field(language: str) -> None:
    text = (GUIDES / language / "deadlines.md").read_text(encoding="utf-8")
    for pack_id in shipped_packs():
        _, _, rest = text.partition(f"`{pack_id}`\n")
        part, _, _ = rest.partition("### ")
        for rule in built_in_pack(pack_id).rules:
            assert part.count(f" `{rule.id}` |") == 1
            [line] = [line for line in part.splitlines() if f" `{rule.id}` |" in line]
            assert line.endswith(f"| `{rule.certainty}` |")
            assert str(rule.quantity) in line
            assert rule.source.clause in part
    assert all(f"| `{word}` |" in text for word in Certainty)
    fields = {name for name in Rule.__dataclass_fields__ if not name.startswith("_")}
    assert [field for field in fields if f"`{field}`" not in text] == []


def test_tool_finds_a_guide_that_was_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("ja", "en"):
        (tmp_path / language).mkdir()
        text = (GUIDES / language / "deadlines.md").read_text(encoding="utf-8")
        (tmp_path / language / "deadlines.md").write_text(
            text.replace("`unverified` |", "`verified` |"), encoding="utf-8"
        )
    monkeypatch.setattr(tool, "GUIDES", tmp_path)
    assert tool.main(["check"]) == 1
    said = capsys.readouterr().err
    assert "docs/guide/ja/deadlines.md differs" in said
    assert "docs/guide/en/deadlines.md differs" in said
    assert tool.main(["write"]) == 0


@pytest.mark.parametrize("arguments", [[], ["wirte"]])
def test_tool_called_wrongly_explains_itself(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(arguments) == 2
    assert "python -m tools.deadline_guide check" in capsys.readouterr().err
