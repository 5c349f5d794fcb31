"""`kikitori rules due`: the count of the house, of a team, of a pack that is not installed, and what it refuses."""

import json
from pathlib import Path

import pytest

from kikitori.config.rulebook.counted import _counted, _lines, _values, is_file, moment
from kikitori.config.trouble import FAILURE, USAGE, Trouble
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.people.models import Team
from tests.config.rulebook.packs_at_hand import COUNCIL, STRICTER
from tests.makers import FRIDAY


def refused(*given: object) -> Trouble:
    with pytest.raises(Trouble) as wrong:
        _counted(*given)  # type: ignore[arg-type]
    return wrong.value


@pytest.mark.usefixtures("cast")
def test_count_is_told_as_values() -> None:
    _, counted = _counted("jp-default", None, "acknowledgement", FRIDAY, None)
    values = json.loads(json.dumps(_values(counted)))
    assert values["due_at"] == "2026-11-24T17:00:00+09:00"
    assert values["warn_from"] < values["due_soon_from"] < values["due_at"]
    assert [day["reason_code"] for day in values["why"]] == [
        *("start", "weekend", "weekend", "holiday", "business_day")
    ]
    assert values["explanation"]["en"].startswith("23 November (public holiday")
    assert values["explanation"]["ja"].endswith("を除いて数えています。")


@pytest.mark.usefixtures("cast")
def test_person_reads_the_count_day_by_day() -> None:
    rule, counted = _counted("jp-default", None, "acknowledgement", FRIDAY, None)
    lines = list(_lines(rule, counted, "en"))
    assert lines[:2] == [
        "Confirmation of receipt · 1 business day after receipt",
        "Due Tuesday 24 November 2026, 17:00",
    ]
    assert lines[3] == "  Fri 20 Nov  starting day"
    assert lines[6].startswith("  Mon 23 Nov  holiday (")
    assert lines[7] == "  Tue 24 Nov  business day 1"
    ja = list(_lines(rule, counted, "ja"))
    assert ja[1] == "期限 2026年11月24日（火）17:00"
    assert ja[6] == "  11月23日（月）  祝日（勤労感謝の日）"


@pytest.mark.usefixtures("cast")
def test_days_of_several_years_are_told_with_their_year() -> None:
    rule, counted = _counted("jp-default", None, "decision", moment("2026-12-25T10:00:00+09:00"), None)
    lines = list(_lines(rule, counted, "en"))
    assert "  Fri 25 Dec 2026  starting day" in lines
    assert any(line.startswith("  Fri  1 Jan 2027  closed (") for line in lines)


@pytest.mark.usefixtures("cast")
def test_team_counts_by_its_own_week() -> None:
    Team.objects.create(name="週末窓口", week=[[], [], [], [], [], ["10:00-12:00"], ["10:00-12:00"]])
    _, counted = _counted("jp-default", None, "acknowledgement", FRIDAY, "週末窓口")
    assert counted.due_at.isoformat() == "2026-11-22T12:00:00+09:00"


@pytest.mark.usefixtures("cast")
def test_pack_of_a_file_is_counted_without_being_installed() -> None:
    _, ours = _counted("ours.yaml", read_pack(STRICTER, "ours.yaml"), "decision", FRIDAY, None)
    _, shipped = _counted("jp-default", None, "decision", FRIDAY, None)
    assert ours.due_at < shipped.due_at


@pytest.mark.usefixtures("cast")
def test_what_is_unknown_is_told_with_what_there_is() -> None:
    assert "there are association-conduct" in refused("nothing", None, "decision", FRIDAY, None).text.en
    assert "it has acknowledgement" in refused("jp-default", None, "\x1b", FRIDAY, None).text.en
    assert "お客様窓口" in refused("jp-default", None, "decision", FRIDAY, "nobody\udcff").text.ja


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "1899-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]
)
def test_moment_beyond_every_calendar_has_no_date(at: str) -> None:
    for file in (None, read_pack(STRICTER, "ours.yaml")):
        wrong = refused("jp-default", file, "decision", moment(at), None)
        assert (wrong.code, wrong.text.en) == (FAILURE, "No date can be counted from this moment.")


@pytest.mark.parametrize(
    "text", ["2026-11-20", "2026-11-20T16:40:00", "", "soon", "2026-02-30T00:00:00Z", "\udcff"]
)
def test_moment_without_a_zone_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Trouble) as wrong:
        moment(text)
    assert wrong.value.code == USAGE
    assert "2026-11-20T16:40:00+09:00" in wrong.value.text.en


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("jp-default", False),
        ("ours.yaml", True),
        ("./ours", True),
        ("nothing", False),
        ("", False),
        ("x" * 300, False),
        ("規" * 5_000, False),
        ("x" * 300 + ".yaml", True),
    ],
)
def test_file_is_told_from_an_id(name: str, file: bool) -> None:
    assert is_file(name) is file


def test_file_of_any_name_that_exists_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "council").write_text(COUNCIL)
    assert is_file("council")
