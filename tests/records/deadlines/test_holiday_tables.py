"""The checked-in holidays against their sources, and the tool that writes them."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib import resources
from pathlib import Path

import holidays
import jpholiday
import pytest

from kikitori.records.deadlines.holiday_tables import COUNTRIES, HolidayName, HolidayTableError, table_for
from tools import holiday_tables as tool

YEARS = range(2019, 2041)


def test_table_of_japan_has_the_days_of_both_sources() -> None:
    days = set(table_for("JP").days)
    assert days == {day for year in YEARS for day, _ in jpholiday.year_holidays(year)}
    assert days == set(holidays.country_holidays("JP", years=YEARS))


def test_table_of_england_has_the_days_of_its_source() -> None:
    assert set(table_for("GB-ENG").days) == set(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))


@pytest.mark.parametrize(
    ("country", "source"),
    [
        ("GB-SCT", holidays.country_holidays("GB", subdiv="SCT", years=YEARS)),
        ("GB-NIR", holidays.country_holidays("GB", subdiv="NIR", years=YEARS)),
        ("US", holidays.country_holidays("US", years=YEARS)),
        ("EU", holidays.financial_holidays("ECB", years=YEARS)),
    ],
)
def test_table_of_another_country_has_the_days_of_its_source(country: str, source: dict[date, str]) -> None:
    assert set(table_for(country).days) == set(source)


def test_table_of_australia_has_the_days_of_every_state_and_no_other() -> None:
    states = holidays.country_holidays("AU").subdivisions
    calendars = [holidays.country_holidays("AU", subdiv=state, years=YEARS) for state in states]
    first = date(YEARS[0], 1, 1).toordinal()
    every_day = [date.fromordinal(n) for n in range(first, date(YEARS[-1] + 1, 1, 1).toordinal())]
    assert len(calendars) >= 8
    assert set(table_for("AU").days) == {day for day in every_day if all(day in own for own in calendars)}


@pytest.mark.parametrize(
    ("country", "day", "ja", "en"),
    [
        ("JP", date(2026, 9, 22), "国民の休日", "National Holiday"),
        ("JP", date(2027, 3, 22), "振替休日", "Substitute Holiday"),
        ("JP", date(2019, 5, 1), "天皇の即位の日", "Emperor's Enthronement Day"),
        ("JP", date(2020, 7, 24), "スポーツの日", "Sports Day"),
        ("JP", date(2020, 8, 10), "山の日", "Mountain Day"),
        ("GB-ENG", date(2026, 12, 28), "ボクシング・デーの振替", "Boxing Day (substitute day)"),
        ("GB-ENG", date(2020, 5, 8), "5月初めの銀行休業日", "Early May bank holiday"),
        ("GB-ENG", date(2022, 9, 19), "女王国葬の銀行休業日", "Bank holiday for the State Funeral"),
        ("GB-SCT", date(2026, 11, 30), "聖アンドリューの日", "St Andrew's Day"),
        (
            "GB-SCT",
            date(2023, 1, 2),
            "1月2日の銀行休業日・元日の振替",
            "2nd January; New Year's Day (substitute day)",
        ),
        (
            "GB-NIR",
            date(2026, 7, 13),
            "ボイン川の戦いの記念日の振替",
            "Battle of the Boyne (Orangemen's Day) (substitute day)",
        ),
        ("GB-NIR", date(2027, 3, 17), "聖パトリックの日", "St Patrick's Day"),
        ("AU", date(2025, 1, 27), "オーストラリアの日", "Australia Day"),
        ("AU", date(2026, 12, 28), "ボクシング・デーの振替", "Boxing Day (substitute day)"),
        ("US", date(2021, 12, 31), "元日の振替", "New Year's Day (substitute day)"),
        ("US", date(2026, 7, 3), "独立記念日の振替", "Independence Day (substitute day)"),
        (
            "US",
            date(2021, 6, 18),
            "奴隷解放記念日の振替",
            "Juneteenth National Independence Day (substitute day)",
        ),
        ("EU", date(2026, 5, 1), "労働の日", "Labour Day"),
        ("EU", date(2026, 12, 26), "クリスマスの翌日", "Christmas Holiday"),
    ],
)
def test_table_knows_the_days_that_tables_get_wrong(country: str, day: date, ja: str, en: str) -> None:
    assert table_for(country).name_on(day) == HolidayName(ja, en)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("JP", date(2020, 10, 12)),  # moved to July for the Games
        ("JP", date(2019, 12, 23)),  # the birthday of the emperor before
        ("GB-ENG", date(2020, 5, 4)),  # moved to VE Day
        ("GB-ENG", date(2022, 5, 30)),  # moved to the Jubilee
        ("GB-SCT", date(2027, 3, 29)),  # Easter Monday is none in Scotland
        ("GB-SCT", date(2026, 8, 31)),  # its summer holiday is the first Monday
        ("AU", date(2026, 6, 8)),  # the King's birthday, on other days in the west
        ("AU", date(2026, 1, 2)),
        ("US", date(2020, 6, 19)),  # a federal holiday since 2021
        ("US", date(2026, 11, 27)),  # the day after Thanksgiving is one in some states only
        ("EU", date(2026, 5, 14)),  # Ascension, which TARGET works through
    ],
)
def test_table_does_not_know_days_that_were_moved_away(country: str, day: date) -> None:
    assert table_for(country).name_on(day) is None


@pytest.mark.parametrize("country", COUNTRIES)
def test_table_covers_every_year_and_names_every_day_in_both_languages(country: str) -> None:
    table = table_for(country)
    assert (table.first_year, table.last_year) == (2019, 2040)
    per_year = Counter(day.year for day in table.days)
    assert set(per_year) == set(YEARS)
    assert min(per_year.values()) >= (6 if country in {"AU", "EU"} else 8)
    assert all(name.ja.strip() and name.en.strip() and name.en.isascii() for name in table.days.values())


@pytest.mark.parametrize("country", COUNTRIES)
def test_table_file_lists_each_day_once_and_in_order(country: str) -> None:
    file = resources.files("kikitori.records.deadlines") / "data" / f"holidays-{country}.csv"
    days = [row["date"] for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    assert days == sorted(set(days))


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2041, 1, 1), date(1, 1, 1)])
def test_table_refuses_a_year_it_does_not_cover(day: date) -> None:
    with pytest.raises(
        HolidayTableError, match=f"covers 2019 to 2040; it cannot tell about {day.isoformat()}"
    ):
        table_for("JP").name_on(day)


@pytest.mark.parametrize("country", ["", "jp", "FR", "../JP"])
def test_table_of_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(HolidayTableError, match="there are JP, GB-ENG, GB-SCT, GB-NIR, AU, US, EU"):
        table_for(country)


def test_table_cannot_be_changed_by_its_readers() -> None:
    with pytest.raises(TypeError):
        table_for("JP").days[date(2026, 11, 24)] = HolidayName("x", "x")  # type: ignore[index]


def test_table_is_read_when_first_asked_and_once() -> None:
    program = (
        "from datetime import date\n"
        "from kikitori.records.deadlines.calendar import BusinessCalendar\n"
        "from kikitori.records.deadlines.holiday_tables import table_for\n"
        "calendar = BusinessCalendar()\n"
        "print(table_for.cache_info().currsize)\n"
        "for day in (5, 6, 7): calendar.is_business_day(date(2026, 1, day))\n"
        "print(table_for.cache_info().misses)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "1"]


def test_tool_agrees_when_both_sources_say_the_same() -> None:
    day = date(2026, 5, 6)
    assert tool.disagreements({day: "振替休日"}, {day: "憲法記念日 振替休日"}) == []
    assert tool.disagreements({day: "即位礼正殿の儀が行われる日"}, {day: "即位礼正殿の儀"}) == []


def test_tool_lists_the_days_on_which_sources_disagree() -> None:
    ours = {date(2030, 3, 20): "春分の日", date(2030, 1, 1): "元日", date(2030, 5, 3): "憲法記念日"}
    theirs = {date(2030, 3, 21): "春分の日", date(2030, 1, 1): "元日", date(2030, 5, 3): "みどりの日"}
    assert tool.disagreements(ours, theirs) == [
        "2030-03-20: 春分の日 / -",
        "2030-03-21: - / 春分の日",
        "2030-05-03: 憲法記念日 / みどりの日",
    ]


def test_tool_checks_what_is_checked_in() -> None:
    assert tool.main(["check"]) == 0


def test_tool_writes_the_same_files_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked_in = tool.DATA
    monkeypatch.setattr(tool, "DATA", tmp_path)
    assert tool.main(["write"]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {f"holidays-{country}.csv" for country in COUNTRIES}
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (checked_in / file.name).read_bytes()


def test_tool_finds_a_table_that_was_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "DATA", tmp_path)
    tool.main(["write"])
    table = tmp_path / "holidays-JP.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2026-09-22", "2026-09-24"), encoding="utf-8")
    assert tool.main(["check"]) == 1
    assert "holidays-JP.csv differs" in capsys.readouterr().err


def test_tool_writes_nothing_when_sources_disagree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "DATA", tmp_path)
    monkeypatch.setattr(jpholiday, "year_holidays", lambda year: [(date(year, 1, 1), "元日")])
    assert tool.main(["write"]) == 1
    assert "2026-09-22: 国民の休日 / -" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_tool_refuses_a_holiday_it_cannot_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(tool.ENGLAND, "Boxing Day")
    with pytest.raises(tool.DisagreementError, match="Boxing Day has no name"):
        tool.tables()
    with pytest.raises(tool.DisagreementError, match="2026-08-03: Regatta has no name"):
        tool.named({date(2026, 8, 3): "New Year's Day; Regatta"}, tool.UNITED_STATES)


@pytest.mark.parametrize("arguments", [[], ["wirte"], ["write", "check"]])
def test_tool_called_wrongly_explains_itself(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(arguments) == 2
    assert "python -m tools.holiday_tables check" in capsys.readouterr().err
