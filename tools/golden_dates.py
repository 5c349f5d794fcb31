"""Writes data/golden/packs.csv, the golden dates of every rule that is shipped; for developers.

    python -m tools.golden_dates write   count them anew
    python -m tools.golden_dates check   exit 1 when the file differs from what would be written

The dates come from tools/day_counter.py, which reads the packs as plain words and shares nothing with our engine: run
it when a pack has changed, and read the differences. The other files beside it are written by hand.
"""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from tools.day_counter import House, due_moment, free_days, new_year_days

DATA = Path(__file__).resolve().parent.parent / "src/kikitori/records/deadlines/data"
FILE = "golden/packs.csv"
ZONES = {
    "JP": "Asia/Tokyo",
    "GB-ENG": "Europe/London",
    "AU": "Australia/Sydney",
    "US": "America/New_York",
    "EU": "Europe/Berlin",
}
#: By the jurisdiction of a pack, the organisations it is counted for: at home, and once from Tokyo.
COUNTED_FOR = {"JP": ("JP",), "GB": ("GB-ENG", "JP"), "AU": ("AU",), "US": ("US",), "EU": ("EU",)}
#: Ordinary days, the eve of holidays, a second after closing, the last minute of a year, a leap day.
MOMENTS = (
    *("2026-11-20T10:00:00", "2026-12-24T16:40:00", "2027-04-28T17:00:01", "2026-12-31T23:59:00"),
    *("2028-02-29T12:00:00", "2026-09-18T09:00:00"),
)
#: The days before the clocks change.
CHANGES = {
    "GB-ENG": ("2027-03-27T10:00:00", "2027-10-30T18:00:00"),
    "EU": ("2027-03-27T10:00:00", "2027-10-30T18:00:00"),
    "US": ("2027-03-13T10:00:00", "2027-11-06T18:00:00"),
    "AU": ("2027-04-03T10:00:00", "2027-10-02T18:00:00"),
}


def house_of(place: str, rule: dict[str, object]) -> House:
    """The organisation at `place`, with the days by which `rule` is counted there."""
    country = str(rule.get("calendar", "house"))
    own = new_year_days() if place == "JP" else frozenset()
    free = free_days(place) | own if country == "house" else free_days(country)
    return House(ZoneInfo(ZONES[place]), free)


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Every rule of every pack, from every moment; the source of each date is the counter."""
    for file in sorted(DATA.glob("*.yaml")):
        pack = yaml.safe_load(file.read_text(encoding="utf-8"))
        for rule in pack["rules"]:
            for place in COUNTED_FOR[pack["jurisdiction"]]:
                house = house_of(place, rule)
                for text in (*MOMENTS, *CHANGES.get(place, ())):
                    trigger = datetime.fromisoformat(text).replace(tzinfo=house.zone)
                    found = due_moment(rule, trigger, house)
                    name = f"{pack['id']}/{rule['id']}"
                    yield place, name, trigger.isoformat(), found.isoformat(), "tools/day_counter.py"


def written() -> str:
    """The text of the file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("calendar", "rule", "trigger", "due", "source"))
    lines.writerows(rows())
    return text.getvalue()


def main(arguments: list[str]) -> int:
    """Write or check. Exit code 0, 1 (differs), 2 (wrong call)."""
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    text, file = written(), DATA / FILE
    if arguments == ["write"]:
        file.write_text(text, encoding="utf-8")
    if file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE} differs; run: python -m tools.golden_dates write", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
