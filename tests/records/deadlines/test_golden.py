"""The module that holds the engine against the golden dates: a wrong date is found, and told with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from kikitori.records.deadlines.golden import (
    PLACES,
    GoldenError,
    differences,
    golden_dates,
    read_golden,
)
from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.mistakes import TOO_DEEP
from kikitori.records.deadlines.pack_reader import PackError, built_in_pack
from kikitori.records.deadlines.rules import Pack
from tools import golden_dates as tool

HEAD = "calendar,rule,trigger,due,source\n"
GOOD = "JP,5 business_day,2026-11-20,2026-11-30,by hand\n"


def one(line: str) -> str:
    return f"{HEAD}{GOOD}{line}\n"


def test_nothing_differs_in_what_is_shipped() -> None:
    assert differences() == []
    assert len(list(golden_dates())) >= 400


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("JP,5 business_day,2026-11-20T10:00:00+09:00,2026-12-01,by hand", "2026-11-30"),
        ("JP,jp-default/first-answer,2026-11-20T10:00:00+09:00,2026-12-01,by hand", "2026-11-30"),
        (
            "JP,5 business_day,2026-11-20T10:00:00+09:00,2026-11-30T17:00:01+09:00,by hand",
            "2026-11-30T17:00:00+09:00",
        ),
        (
            "JP,jp-default/lunch,2026-11-20T10:00:00+09:00,2026-12-01,by hand",
            "pack jp-default has no rule 'lunch'",
        ),
        (
            "JP,fr-default/answer,2026-11-20T10:00:00+09:00,2026-12-01,by hand",
            "fr-default.yaml: no such pack is shipped",
        ),
        (
            "JP,20 business_day,2040-12-20T10:00:00+09:00,2041-01-24,by hand",
            "the holiday table JP covers 2019 to 2040; it cannot tell about 2041-01-04",
        ),
    ],
)
def test_a_wrong_cell_is_found_and_told_with_its_place(line: str, found: str) -> None:
    [difference] = differences(read_golden(one(line), "mine.csv"))
    assert (difference.golden.file, difference.golden.line, difference.found) == ("mine.csv", 3, found)
    expected = line.split(",")[3]
    rule = line.split(",")[1]
    moment = line.split(",")[2]
    assert str(difference) == (
        f"mine.csv, line 3: {rule} (JP) from {moment}: {expected} expected (by hand), {found} found"
    )


def test_a_wrong_day_is_told_for_each_moment_it_stands_for() -> None:
    found = differences(read_golden(one("JP,1 business_day,2026-11-20,2026-11-25,by hand"), "mine.csv"))
    assert [f"{difference.trigger:%H:%M}" for difference in found] == ["07:00", "09:00", "12:30", "17:00"]


def test_the_same_moment_in_another_zone_is_no_difference() -> None:
    line = "JP,5 business_day,2026-11-20T01:00:00+00:00,2026-11-30T08:00:00+00:00,by hand"
    assert differences(read_golden(one(line), "mine.csv")) == []


@pytest.mark.parametrize("country", ["GB-ENG", "US"])
def test_every_wrong_holiday_would_be_found(country: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, country, replace(PLACES[country], holiday_country="JP"))  # type: ignore[arg-type]
    assert {difference.golden.place for difference in differences()} == {country}


def test_packs_of_an_installation_are_held_against_the_same_dates() -> None:
    def edited(pack_id: str) -> Pack:
        pack = built_in_pack(pack_id)
        if pack_id != "jp-whistleblowing":
            return pack
        return replace(pack, rules=(replace(pack.rules[0], quantity=21),))

    found = differences(pack_of=edited)
    assert {difference.golden.rule for difference in found} == {"jp-whistleblowing/investigation-notice"}
    assert {difference.golden.file for difference in found} == {"first-table.csv", "packs.csv"}


def test_pack_that_cannot_be_read_is_a_difference_and_stops_nothing() -> None:
    def broken(pack_id: str) -> Pack:
        raise PackError(f"{pack_id}.yaml", TOO_DEEP, line=3)

    found = differences(pack_of=broken)
    assert {difference.found for difference in found if difference.golden.rule == "eu-psd2/response"} == {
        "eu-psd2.yaml, line 3: is nested too deeply"
    }
    assert all("/" in difference.golden.rule for difference in found)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "the columns must be calendar, rule, trigger, due, source"),
        ("rule,calendar\n", 1, "the columns must be"),
        (one("JP,5 business_day,2026-11-20,2026-11-30"), 3, "must fill 5 columns"),
        (one("JP,5 business_day,2026-11-20,2026-11-30,"), 3, "must fill 5 columns"),
        (one("JP,5 business_day,2026-11-20,2026-11-30,by,hand"), 3, "must fill 5 columns"),
        (one("FR,5 business_day,2026-11-20,2026-11-30,by hand"), 3, "calendar must be one of JP, GB-ENG"),
        (one("JP,5,2026-11-20,2026-11-30,by hand"), 3, "not enough values"),
        (one("JP,five business_day,2026-11-20,2026-11-30,by hand"), 3, "invalid literal"),
        (one("JP,5 days,2026-11-20,2026-11-30,by hand"), 3, "'days' is not a valid Unit"),
        (one("JP,5 week roll=on,2026-11-20,2026-11-30,by hand"), 3, "'on' is not a valid Roll"),
        (one("JP,5 week pausable,2026-11-20,2026-11-30,by hand"), 3, "a rule in words has no 'pausable'"),
        (one("JP,5 business_day roll=next,2026-11-20,2026-11-30,by hand"), 3, "roll: has no meaning"),
        (one("JP,5 week,2026-02-30,2026-11-30,by hand"), 3, "day is out of range|day 30 must be"),
        (one("JP,5 week,2026-11-20T10:00:00,2026-11-30,by hand"), 3, "has no time zone"),
        (one("JP,5 week,2026-11-20,soon,by hand"), 3, "Invalid isoformat string: 'soon'"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_place(text: str, line: int, problem: str) -> None:
    with pytest.raises(GoldenError, match=problem) as refused:
        list(read_golden(text, "mine.csv"))
    assert (refused.value.file, refused.value.line) == ("mine.csv", line)
    assert str(refused.value).startswith(f"mine.csv, line {line}: ")


def test_there_is_a_place_for_every_country_with_holidays() -> None:
    assert tuple(PLACES) == COUNTRIES
    assert all(place.holiday_country == country for country, place in PLACES.items())


def test_tool_finds_the_file_as_it_would_write_it() -> None:
    assert tool.main(["check"]) == 0


def test_tool_finds_a_date_that_was_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "golden").mkdir()
    for pack in tool.DATA.glob("*.yaml"):
        (tmp_path / pack.name).write_bytes(pack.read_bytes())
    monkeypatch.setattr(tool, "DATA", tmp_path)
    assert tool.main(["write"]) == 0
    file = tmp_path / tool.FILE
    file.write_text(
        file.read_text(encoding="utf-8").replace("2026-12-21T17", "2026-12-22T17"), encoding="utf-8"
    )
    assert tool.main(["check"]) == 1
    assert "golden/packs.csv differs" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["wirte"]])
def test_tool_called_wrongly_explains_itself(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(arguments) == 2
    assert "python -m tools.golden_dates check" in capsys.readouterr().err
