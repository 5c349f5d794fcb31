"""`kikitori rules due`: when one rule falls due from a moment, and the count behind it, day by day."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kikitori.config.rulebook.files import pack_of, shown
from kikitori.config.rulebook.shown import newest_on, unknown_pack
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.records.deadlines.calendar import BusinessCalendar
    from kikitori.records.deadlines.counting import Due
    from kikitori.records.deadlines.packs import Packs
    from kikitori.records.deadlines.rules import Pack, Rule
    from kikitori.records.deadlines.why import CountedDay

_EXAMPLE = "2026-11-20T16:40:00+09:00"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def run(arguments: argparse.Namespace) -> int:
    """Count with the site's working days, or those of a team; print the date and the reason."""
    at = moment(arguments.at)
    file = pack_of(arguments.pack) if is_file(arguments.pack) else None
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        rule, counted = _counted(arguments.pack, file, arguments.rule, at, arguments.team)
    if arguments.json:
        text = json.dumps(_values(counted), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(_lines(rule, counted, arguments.language))
    sys.stdout.write(text + "\n")
    return 0


def moment(text: str) -> datetime:
    """A moment with its zone. Raises Trouble with an example."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        raise Trouble(
            Bilingual(
                ja=f"--at は時差つきの日時で指定してください。例: {_EXAMPLE}",
                en=f"--at must be a moment with its time zone, such as {_EXAMPLE}",
            ),
            code=USAGE,
        )
    return found


def is_file(name: str) -> bool:
    """Is a pack named by its file instead of its id? Ids have neither dots nor slashes."""
    if any(sign in name for sign in "./\\"):
        return True
    try:
        return Path(name).is_file()
    except OSError:
        return False  # no file has so long a name


def _counted(name: str, file: Pack | None, rule_id: str, at: datetime, team: str | None) -> tuple[Rule, Due]:
    """Raises Trouble for what is not known, and for a date that no calendar reaches."""
    from kikitori.casework.house import House
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.deadlines.counting import due

    with signed_transaction("system:command_line", "command_line"):
        house = House()
        calendar = _calendar(house, team)
        pack = file or _installed(house.packs, name, at, calendar)
    rule = next((one for one in pack.rules if one.id == rule_id), None)
    if rule is None:
        known = ", ".join(one.id for one in pack.rules)
        raise Trouble(
            Bilingual(
                ja=f"規則集 {pack.id} に規則 {shown(rule_id)} はありません（あるもの: {known}）。",
                en=f"The pack {pack.id} has no rule {shown(rule_id)}; it has {known}.",
            )
        )
    try:
        return rule, due(rule, at, calendar)
    except (ValueError, OverflowError) as wrong:
        raise _beyond(wrong) from wrong


def _calendar(house: Any, team: str | None) -> BusinessCalendar:
    from kikitori.foundation.language.text import storable
    from kikitori.records.deadlines.queries import calendar_of
    from kikitori.records.people.models import Team

    if team is None:
        calendar: BusinessCalendar = house.calendar
        return calendar
    found = Team.objects.filter(name=storable(team)).first()
    if found is None:
        known = ", ".join(Team.objects.order_by("name").values_list("name", flat=True)) or "–"
        raise Trouble(
            Bilingual(
                ja=f"チーム {shown(team)} はありません（あるもの: {known}）。",
                en=f"There is no team {shown(team)}; there are: {known}",
            )
        )
    return calendar_of(house.organisation, found)


def _installed(packs: Packs, name: str, at: datetime, calendar: BusinessCalendar) -> Pack:
    """The version of an installed pack that is valid on the day of `at`."""
    versions = packs.versions(name)
    if not versions:
        raise unknown_pack(name, packs)
    try:
        return newest_on(versions, at.astimezone(calendar.zone).date())
    except OverflowError as wrong:
        raise _beyond(wrong) from wrong


def _beyond(wrong: Exception) -> Trouble:
    return Trouble(
        Bilingual(ja="この日時からは期日を数えられません。", en="No date can be counted from this moment."),
        str(wrong),
    )


def _values(counted: Due) -> dict[str, Any]:
    from kikitori.records.deadlines.why import explain, why_to_json

    warn, soon = counted.warn_from, counted.due_soon_from
    return {
        "due_at": counted.due_at.isoformat(),
        "warn_from": warn.isoformat() if warn else None,
        "due_soon_from": soon.isoformat() if soon else None,
        "why": why_to_json(counted.why),
        "explanation": {"ja": explain(counted.why, "ja"), "en": explain(counted.why, "en")},
    }


def _lines(rule: Rule, counted: Due, language: str) -> Iterator[str]:
    from kikitori.config.rulebook.words import name_of, span
    from kikitori.foundation.language.dates import day_in_words
    from kikitori.records.deadlines.why import explain

    day = day_in_words(counted.due_at.date(), language, year=True)
    until = f"{day}{'' if language == 'ja' else ', '}{counted.due_at:%H:%M}"
    yield f"{name_of(rule, language)} · {span(rule, language)}"
    yield Bilingual(ja=f"期限 {until}", en=f"Due {until}").in_(language)
    yield ""
    years = len({day.date.year for day in counted.why}) > 1
    for each in counted.why:
        yield f"  {_short(each.date, language, year=years)}  {_reason(each).in_(language)}"
    yield ""
    yield explain(counted.why, language)


def _short(day: date, language: str, *, year: bool) -> str:
    """`Fri 20 Nov`, `11月20日（金）`."""
    from kikitori.foundation.language.dates import day_in_words

    if language == "ja":
        return day_in_words(day, "ja", year=year)
    tail = f" {day.year}" if year else ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day:>2} {_MONTHS[day.month - 1]}{tail}"


def _reason(day: CountedDay) -> Bilingual:
    from kikitori.records.deadlines.why import DayCode

    match day.reason_code:
        case DayCode.HOLIDAY:
            return Bilingual(f"祝日（{day.reason_ja}）", f"holiday ({day.reason_en})")
        case DayCode.CLOSURE:
            return Bilingual(f"休業日（{day.reason_ja}）", f"closed ({day.reason_en})")
        case _:
            return Bilingual(day.reason_ja, day.reason_en)
