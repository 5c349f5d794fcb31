"""Writes src/kikitori/records/deadlines/data/holidays-*.csv from independent sources; for developers.

    python -m tools.holiday_tables write   make the tables anew
    python -m tools.holiday_tables check   exit 1 when the checked-in tables differ from what would be written

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

from tools.holiday_names import (
    AUSTRALIA,
    AUSTRALIA_ONCE,
    BRITAIN_ONCE,
    ENGLAND,
    NORTHERN_IRELAND,
    SCOTLAND,
    SCOTLAND_ONCE,
    TARGET,
    UNITED_STATES,
    Names,
    Once,
)

YEARS = range(2019, 2041)
DATA = Path(__file__).resolve().parent.parent / "src/kikitori/records/deadlines/data"

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


def named(days: Mapping[date, str], names: Names, once: Once | None = None) -> Table:
    """The days by our own names. Two holidays on one day keep both, and a day in place of another says so.

    Raises DisagreementError for a day that has no Japanese name yet.
    """
    table: Table = {}
    for day, name in sorted(days.items()):
        if once and day in once:
            table[day] = once[day]
            continue
        both = [_name(day, part, names) for part in name.split("; ")]
        table[day] = ("・".join(ja for ja, _ in both), "; ".join(en for _, en in both))
    return table


def _name(day: date, name: str, names: Names) -> tuple[str, str]:
    plain = name.removesuffix(_OBSERVED)
    if plain not in names:
        raise DisagreementError(f"{day.isoformat()}: {name} has no name in holiday_names.py")
    ja, en = names[plain]
    return (f"{ja}の振替", f"{en} (substitute day)") if plain != name else (ja, en)


def britain(part: str, names: Names, once: Once) -> Table:
    """The bank holidays of a part of the United Kingdom."""
    return named(holidays.country_holidays("GB", subdiv=part, years=YEARS), names, once)


def australia() -> Table:
    """The days that are free in every state and territory, so that a count by them is never too long.

    What a state adds, or keeps on another day, is left to the closures of the organisation. The names are those of
    New South Wales.
    """
    states = holidays.country_holidays("AU").subdivisions
    free = [set(holidays.country_holidays("AU", subdiv=state, years=YEARS)) for state in states]
    everywhere = set.intersection(*free)
    names = holidays.country_holidays("AU", subdiv="NSW", years=YEARS)
    return named({day: names[day] for day in everywhere}, AUSTRALIA, AUSTRALIA_ONCE)


def tables() -> dict[str, Table]:
    """Every table by its code. Raises DisagreementError."""
    return {
        "JP": japan(),
        "GB-ENG": britain("ENG", ENGLAND, BRITAIN_ONCE),
        "GB-SCT": britain("SCT", SCOTLAND, SCOTLAND_ONCE),
        "GB-NIR": britain("NIR", NORTHERN_IRELAND, BRITAIN_ONCE),
        "AU": australia(),
        "US": named(holidays.country_holidays("US", years=YEARS), UNITED_STATES),
        "EU": named(holidays.financial_holidays("ECB", years=YEARS), TARGET),
    }


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
        files = {f"holidays-{code}.csv": written(table) for code, table in tables().items()}
    except DisagreementError as problem:
        print(problem, file=sys.stderr)
        return 1
    for name, text in files.items():
        if arguments == ["write"]:
            (DATA / name).write_text(text, encoding="utf-8")
    differing = [name for name, text in files.items() if (DATA / name).read_text(encoding="utf-8") != text]
    for name in differing:
        print(f"{name} differs from the sources; run: python -m tools.holiday_tables write", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
