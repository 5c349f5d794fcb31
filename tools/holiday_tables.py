"""Writes src/kikitori/records/deadlines/data/holidays-*.csv from two independent sources; for developers.

    python tools/holiday_tables.py write   make the tables anew
    python tools/holiday_tables.py check   exit 1 when the checked-in tables differ from what would be written

Japan is written only where both sources agree on every day; otherwise nothing is written and the days in
question are listed. Equinoxes and changed laws reach us by newer versions of the sources: run it each February.
"""

import csv
import io
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import holidays
import jpholiday

YEARS = range(2019, 2041)
DATA = Path(__file__).resolve().parent.parent / "src/kikitori/records/deadlines/data"

#: What the holidays of England and Wales are called here: the names of the government's own list, and ours.
ENGLAND = {
    "New Year's Day": ("元日", "New Year's Day"),
    "Good Friday": ("聖金曜日", "Good Friday"),
    "Easter Monday": ("復活祭の月曜日", "Easter Monday"),
    "May Day": ("5月初めの銀行休業日", "Early May bank holiday"),
    "Spring Bank Holiday": ("春の銀行休業日", "Spring bank holiday"),
    "Late Summer Bank Holiday": ("夏の銀行休業日", "Summer bank holiday"),
    "Christmas Day": ("クリスマス", "Christmas Day"),
    "Boxing Day": ("ボクシング・デー", "Boxing Day"),
}
#: Days that were holidays once.
ENGLAND_ONCE = {
    date(2022, 6, 3): ("女王即位70年の銀行休業日", "Platinum Jubilee bank holiday"),
    date(2022, 9, 19): ("女王国葬の銀行休業日", "Bank holiday for the State Funeral"),
    date(2023, 5, 8): ("国王戴冠の銀行休業日", "Bank holiday for the Coronation"),
}
_OBSERVED = " (observed)"

Table = dict[date, tuple[str, str]]


class DisagreementError(Exception):
    """The sources say different things. The message lists every day in question."""


def disagreements(ours: Mapping[date, str], theirs: Mapping[date, str]) -> list[str]:
    """The days that only one source has, or that they name differently; none when they agree.

    Names may differ in how much they say: 「憲法記念日 振替休日」 is a 「振替休日」.
    """
    return [
        f"{day.isoformat()}: {ours.get(day, '-')} / {theirs.get(day, '-')}"
        for day in sorted({*ours, *theirs})
        if day not in ours or day not in theirs or not _same_name(ours[day], theirs[day])
    ]


def _same_name(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)


def japan() -> Table:
    """The holidays of Japan, agreed on by both sources. Raises DisagreementError."""
    ja = dict(holidays.country_holidays("JP", years=YEARS, language="ja"))
    en = dict(holidays.country_holidays("JP", years=YEARS, language="en_US"))
    if wrong := disagreements(ja, dict(day for year in YEARS for day in jpholiday.year_holidays(year))):
        raise DisagreementError("the sources disagree:\n" + "\n".join(wrong))
    return {day: (ja[day], en[day]) for day in sorted(ja)}


def england() -> Table:
    """The bank holidays of England and Wales. Raises DisagreementError for one that has no Japanese name yet."""
    table: Table = {}
    for day, name in sorted(holidays.country_holidays("GB", subdiv="ENG", years=YEARS).items()):
        plain = name.removesuffix(_OBSERVED)
        if day not in ENGLAND_ONCE and plain not in ENGLAND:
            raise DisagreementError(f"{day.isoformat()}: {name} has no name in ENGLAND")
        ja, en = ENGLAND_ONCE.get(day) or ENGLAND[plain]
        table[day] = (f"{ja}の振替", f"{en} (substitute day)") if plain != name else (ja, en)
    return table


def written(table: Table) -> str:
    """The table as the text of its file."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("date", "ja", "en"))
    rows.writerows((day.isoformat(), *names) for day, names in table.items())
    return text.getvalue()


def main(arguments: list[str]) -> int:
    """Write or check. Exit code 0, 1 (differs, or sources disagree), 2 (wrong call)."""
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        files = {"holidays-JP.csv": written(japan()), "holidays-GB-ENG.csv": written(england())}
    except DisagreementError as problem:
        print(problem, file=sys.stderr)
        return 1
    for name, text in files.items():
        if arguments == ["write"]:
            (DATA / name).write_text(text, encoding="utf-8")
    differing = [name for name, text in files.items() if (DATA / name).read_text(encoding="utf-8") != text]
    for name in differing:
        print(f"{name} differs from the sources; run: python tools/holiday_tables.py write", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
