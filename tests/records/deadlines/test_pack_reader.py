"""Rule packs from YAML: what is written is what is read, and a mistake is shown where it stands."""

from datetime import date

import pytest

from kikitori.records.deadlines.pack_reader import PackError, read_pack
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Source, Trigger, Unit

PACK = """\
id: house
version: 3
valid_from: 2026-04-01
valid_to: 2027-03-31
jurisdiction: JP
source: {title: 社内規程, clause: 第4条}
certainty: proposal
rules:
  - id: report
    kind: report
    trigger: known
    quantity: 10
    unit: calendar_day
    first_day_counts: true
    roll: next
    pausable: true
    warn_at: [60, 80]
    certainty: from_memory
    source:
      title: 消費生活用製品安全法
      clause: 第35条
      url: https://laws.example/shoan
      seen_on: 2026-11-01
  - id: answer
    kind: progress
    trigger: received
    quantity: 3
    unit: business_day
    outside_hours: same_day
"""


def test_read_pack_reads_every_field() -> None:
    pack = read_pack(PACK, "house.yaml")
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
    answer = read_pack(PACK, "house.yaml").rule("answer")
    assert (answer.source, answer.certainty) == (Source("社内規程", "第4条"), Certainty.PROPOSAL)
    assert (answer.first_day_counts, answer.roll, answer.pausable, answer.warn_at) == (
        False,
        Roll.NONE,
        False,
        (),
    )
    assert answer.outside_hours is OutsideHours.SAME_DAY
    assert read_pack(PACK, "house.yaml").rule("report").outside_hours is OutsideHours.NEXT_BUSINESS_DAY


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "field", "problem"),
    [
        ("quantity: 10", "quantity: ten", 12, "report", "quantity", "must be a whole number, not 'ten'"),
        ("quantity: 10", "quantity: 10.5", 12, "report", "quantity", "must be a whole number"),
        ("quantity: 10", "quantity: true", 12, "report", "quantity", "must be a whole number, not True"),
        ("quantity: 10", "quantity: 0", 12, "report", "quantity", "must be 1 to 3660"),
        ("    quantity: 3\n", "", 24, "answer", "quantity", "is missing"),
        (
            "unit: calendar_day",
            "unit: days",
            13,
            "report",
            "unit",
            "must be one of business_day, calendar_day",
        ),
        ("trigger: known", "trigger: birthday", 11, "report", "trigger", "must be one of received, known"),
        ("trigger: known", "trigger:", 11, "report", "trigger", "must be text, not None"),
        ("roll: next", "roll: forward", 15, "report", "roll", "must be one of none, next, previous"),
        ("roll: next", "rolls: next", 15, "", "rolls", "is not known"),
        ("roll: next", "unit: week", 15, "", "unit", "is there twice"),
        ("pausable: true", "pausable: often", 16, "report", "pausable", "must be true or false, not 'often'"),
        ("[60, 80]", "75", 17, "report", "warn_at", "must be a list of percentages"),
        ("[60, 80]", "[60, soon]", 17, "report", "warn_at", "whole numbers; 'soon' is none"),
        ("[60, 80]", "[80, 60]", 17, "report", "warn_at", "rising"),
        ("certainty: from_memory", "certainty: sure", 18, "report", "certainty", "must be one of verified"),
        ("      title: 消費生活用製品安全法\n", "", 20, "report", "title", "is missing"),
        (
            "seen_on: 2026-11-01",
            "seen_on: 2026-02-30",
            23,
            "report",
            "seen_on",
            "must be a date, not '2026-02-30'",
        ),
        ("outside_hours: same_day", "outside_hours: never", 29, "answer", "outside_hours", "must be one of"),
        ("id: answer", "id: Answer!", 24, "Answer!", "id", "small letters"),
        ("- id: answer\n    kind", "- kind", 24, "", "id", "is missing"),
        ("id: answer", "id: report", 9, "", "rules", "two rules have the id 'report'"),
        ("version: 3", "version: 0", 2, "", "version", "must be 1 or more"),
        ("version: 3", "version: '3'", 2, "", "version", "must be a whole number, not '3'"),
        ("valid_from: 2026-04-01", "valid_from: soon", 3, "", "valid_from", "must be a date, not 'soon'"),
        ("valid_to: 2027-03-31", "valid_to: 2025-03-31", 4, "", "valid_to", "is before valid_from"),
        ("jurisdiction: JP\n", "", 1, "", "jurisdiction", "is missing"),
        ("jurisdiction: JP", "jurisdiction: [JP]", 5, "", "jurisdiction", "must be text, not a list"),
        ("jurisdiction: JP", "jurisdiction: {a: b}", 5, "", "jurisdiction", "must be text, not a table"),
        ("quantity: 10", "quantity: " + "9x" * 99, 12, "report", "quantity", "9x9x9…"),
        ("source: {title: 社内規程, clause: 第4条}", "source: 社内規程", 6, "", "source", "must be a table"),
        ("source: {title: 社内規程, clause: 第4条}\n", "", 23, "answer", "source", "is missing"),
        ("certainty: proposal\n", "", 23, "answer", "certainty", "is missing"),
        ("id: house", "name: house", 1, "", "name", "is not known"),
    ],
)
def test_read_pack_shows_a_mistake_where_it_stands(
    *, old: str, new: str, line: int, rule: str, field: str, problem: str
) -> None:
    assert old in PACK
    with pytest.raises(PackError) as refused:
        read_pack(PACK.replace(old, new, 1), "house.yaml")
    wrong = refused.value
    assert (wrong.file, wrong.line, wrong.rule, wrong.field) == ("house.yaml", line, rule, field)
    assert problem in wrong.problem


def test_read_pack_error_is_one_line_that_can_be_followed() -> None:
    with pytest.raises(PackError) as refused:
        read_pack(PACK.replace("quantity: 10", "quantity: ten"), "house.yaml")
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
        (PACK.replace("  - id: report\n", "  - 5\n  - id: report\n"), 9, "must be a table"),
        ("[" * 600, None, "is nested too deeply"),
    ],
)
def test_read_pack_of_something_else_is_refused(text: str, line: int | None, problem: str) -> None:
    with pytest.raises(PackError, match=problem) as refused:
        read_pack(text, "x.yaml")
    assert refused.value.line == line
    assert str(refused.value).startswith("x.yaml")


def test_read_pack_does_not_build_objects() -> None:
    harmful = PACK.replace("quantity: 10", "quantity: !!python/object/apply:os.getpid []")
    with pytest.raises(PackError, match="must be a whole number"):
        read_pack(harmful, "x.yaml")


def test_read_pack_answers_briefly_to_a_value_that_explodes() -> None:
    layers = "".join(f"&l{n} [{', '.join([f'*l{n - 1}'] * 9)}], " for n in range(1, 30))
    bomb = PACK.replace("[60, 80]", f"[&l0 [ha], {layers}]")
    with pytest.raises(PackError, match="must be a list of whole numbers") as refused:
        read_pack(bomb, "x.yaml")
    assert "a list is none" in str(refused.value)
