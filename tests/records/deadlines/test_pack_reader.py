"""Rule packs from YAML: what is written is what is read, and a mistake is shown where it stands."""

from datetime import date

import pytest

from kikitori.records.deadlines.pack_reader import PackError, read_pack
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Source, Trigger, Unit
from tests.records.deadlines.packs_written import HOUSE


def test_read_pack_reads_every_field() -> None:
    pack = read_pack(HOUSE, "house.yaml")
    assert (pack.id, pack.version, pack.jurisdiction) == ("house", 3, "JP")
    assert (pack.valid_from, pack.valid_to) == (date(2026, 4, 1), date(2027, 3, 31))
    report = pack.rule("report")
    assert (report.kind, report.trigger, report.quantity, report.unit) == (
        "report",
        Trigger.KNOWN,
        10,
        Unit.CALENDAR_DAY,
    )
    assert (report.first_day_counts, report.roll, report.pausable, report.warn_at) == (
        True,
        Roll.NEXT,
        True,
        (60, 80),
    )
    assert report.certainty is Certainty.FROM_MEMORY
    assert report.source == Source(
        "消費生活用製品安全法", "第35条", "https://laws.example/shoan", date(2026, 11, 1)
    )


def test_read_pack_fills_in_what_a_rule_leaves_out() -> None:
    answer = read_pack(HOUSE, "house.yaml").rule("answer")
    assert (answer.source, answer.certainty) == (Source("社内規程", "第4条"), Certainty.PROPOSAL)
    assert (answer.first_day_counts, answer.roll, answer.pausable, answer.warn_at) == (
        False,
        Roll.NONE,
        False,
        (),
    )
    assert answer.outside_hours is OutsideHours.SAME_DAY
    assert read_pack(HOUSE, "house.yaml").rule("report").outside_hours is OutsideHours.NEXT_BUSINESS_DAY


def test_read_pack_error_is_one_line_that_can_be_followed() -> None:
    with pytest.raises(PackError) as refused:
        read_pack(HOUSE.replace("quantity: 10", "quantity: ten"), "house.yaml")
    assert str(refused.value) == (
        "house.yaml, line 12, rule 'report', field 'quantity': must be a whole number, not 'ten'"
    )


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "must be a table"),
        ("- a\n- b\n", 1, "must be a table"),
        ("just words", 1, "must be a table"),
        ("id: house\nrules: none\n", 2, "must be a list of rules"),
        ("id: house\n", 1, "must be a list of rules"),
        ("id: 'unfinished\n", 2, "is not YAML"),
        ("id: [1, 2\nversion: 3\n", 2, "is not YAML"),
        ("id: house\n\tversion: 3\n", 2, "is not YAML"),
        ("id: \x00", None, "is not YAML"),
        (HOUSE.replace("  - id: report\n", "  - 5\n  - id: report\n"), 9, "must be a table"),
        ("[" * 600, None, "is nested too deeply"),
    ],
)
def test_read_pack_of_something_else_is_refused(text: str, line: int | None, problem: str) -> None:
    with pytest.raises(PackError, match=problem) as refused:
        read_pack(text, "x.yaml")
    assert refused.value.line == line
    assert str(refused.value).startswith("x.yaml")


def test_read_pack_does_not_build_objects() -> None:
    harmful = HOUSE.replace("quantity: 10", "quantity: !!python/object/apply:os.getpid []")
    with pytest.raises(PackError, match="must be a whole number"):
        read_pack(harmful, "x.yaml")


def test_read_pack_answers_briefly_to_a_value_that_explodes() -> None:
    layers = "".join(f"&l{n} [{', '.join([f'*l{n - 1}'] * 9)}], " for n in range(1, 30))
    bomb = HOUSE.replace("[60, 80]", f"[&l0 [ha], {layers}]")
    with pytest.raises(PackError, match="must be a list of percentages") as refused:
        read_pack(bomb, "x.yaml")
    assert "a list is none" in str(refused.value)
