"""`kikitori rules simulate`: past complaints under a changed pack, read and added up without holding them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kikitori.config.rulebook.files import pack_of
from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.records.deadlines.calendar import BusinessCalendar
    from kikitori.records.deadlines.packs import Packs
    from kikitori.records.deadlines.rules import Pack
    from kikitori.records.deadlines.simulation import Compared, Judged, Lateness, Simulation, Tally

_EVERY = 5_000
_MINUTE = timedelta(minutes=1)


def run(arguments: argparse.Namespace) -> int:
    """Simulate and print: a few lines for each rule, or JSON with every complaint, written as it is read."""
    pack = pack_of(arguments.file)
    if arguments.until and arguments.until < arguments.since:
        raise Trouble(
            Bilingual(ja="--until が --since より前です。", en="--until lies before --since."), code=USAGE
        )
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        from django.utils import timezone

        replay(
            pack,
            since=arguments.since,
            until=arguments.until,
            now=timezone.now(),
            language=arguments.language,
            as_json=arguments.json,
        )
    return 0


def replay(
    pack: Pack, *, since: date, until: date | None, now: datetime, language: str, as_json: bool
) -> None:
    """Write the outcome to standard output and progress to standard error. Raises Trouble where no rule can be."""
    from kikitori.foundation.postgres.session import signed_transaction
    from kikitori.records.deadlines.simulation import Simulation, Tally

    simulation = Simulation(pack, now)
    if not simulation.rules:
        raise Trouble(
            Bilingual(
                ja=f"規則集 {pack.id} には、いつ果たされたかを経過から読み取れる規則がありません。",
                en=f"The pack {pack.id} has no rule of which a timeline tells when it was met.",
            )
        )
    tallies = {rule.id: Tally() for rule in simulation.rules}
    with signed_transaction("system:command_line", "command_line"):
        compared = _compared(simulation, tallies, since=since, until=until, language=language)
        if as_json:
            _write_json(pack, tallies, compared, since, until)
            return
        for _ in compared:
            pass
    sys.stdout.write("\n".join(_lines(simulation, tallies, language)) + "\n")


def _compared(
    simulation: Simulation, tallies: Mapping[str, Tally], *, since: date, until: date | None, language: str
) -> Iterator[tuple[str, list[Compared]]]:
    """Each complaint's reference with its comparisons, added up on the way."""
    from kikitori.casework.house import House
    from kikitori.config.rulebook.timelines import courses, received_between
    from kikitori.records.deadlines.queries import calendar_of
    from kikitori.records.people.models import Team

    house, pack = House(), simulation.pack
    calendars: dict[int | None, BusinessCalendar] = {None: house.calendar}
    calendars |= {team.pk: calendar_of(house.organisation, team) for team in Team.objects.all()}
    kept: dict[int, Pack | None] = {}
    complaints = received_between(since, until, house.zone)
    total = complaints.count()
    for done, past in enumerate(courses(complaints, pack.id), start=1):
        version = past.packs.get(pack.id)
        if version is not None and version not in kept:
            kept[version] = _version(house.packs, pack.id, version)
        found = simulation.compare(past.course, kept.get(version or 0), calendars[past.team])
        for rule_id, tally in tallies.items():
            tally.add(each for each in found if each.rule == rule_id)
        yield past.course.reference, found
        if done % _EVERY == 0 or done == total:
            say(Bilingual(ja=f"申出 {done} / {total} 件", en=f"{done} of {total} complaints"), language)


def _version(packs: Packs, pack_id: str, version: int) -> Pack | None:
    from kikitori.records.deadlines.pack_table import PackError

    try:
        return packs.version(pack_id, version)
    except PackError:
        return None


def _write_json(
    pack: Pack,
    tallies: Mapping[str, Tally],
    compared: Iterator[tuple[str, list[Compared]]],
    since: date,
    until: date | None,
) -> None:
    """One object, its complaints written one by one and the sums after them."""
    head = {
        "pack": pack.id,
        "version": pack.version,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    sys.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "complaints": [')
    comma = "\n"
    for reference, found in compared:
        if found:
            row = {"reference": reference, "rules": [_compared_as_values(each) for each in found]}
            sys.stdout.write(comma + json.dumps(row, ensure_ascii=False))
            comma = ",\n"
    sums = [{"rule": rule_id, **_tally_as_values(tally)} for rule_id, tally in tallies.items()]
    sys.stdout.write('\n], "rules": ' + json.dumps(sums, ensure_ascii=False) + "}\n")


def _compared_as_values(compared: Compared) -> dict[str, Any]:
    return {
        "rule": compared.rule,
        "before": _judged_as_values(compared.before),
        "after": _judged_as_values(compared.after),
        "newly_late": compared.newly_late,
        "newly_in_time": compared.newly_in_time,
    }


def _judged_as_values(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    run = judged.run
    return {
        "from": run.start.isoformat(),
        "met_at": run.end.isoformat() if run.end and run.met else None,
        "ended_at": run.end.isoformat() if run.end else None,
        "due_at": judged.due_at.isoformat() if judged.due_at else None,
        "late": judged.late,
        "late_minutes": judged.elapsed // _MINUTE,
        "late_working_minutes": judged.business // _MINUTE,
    }


def _tally_as_values(tally: Tally) -> dict[str, Any]:
    return {
        "complaints": tally.complaints,
        "before": _lateness_as_values(tally.lateness("before")),
        "after": _lateness_as_values(tally.lateness("after")),
        "newly_late": tally.newly_late,
        "newly_in_time": tally.newly_in_time,
        "without_date": tally.without_date,
    }


def _lateness_as_values(lateness: Lateness) -> dict[str, int]:
    return {
        "times": lateness.runs,
        "late": lateness.late,
        "late_minutes_median": lateness.elapsed_median // _MINUTE,
        "late_minutes_max": lateness.elapsed_most // _MINUTE,
        "late_working_minutes_median": lateness.business_median // _MINUTE,
        "late_working_minutes_max": lateness.business_most // _MINUTE,
    }


def _lines(simulation: Simulation, tallies: Mapping[str, Tally], language: str) -> Iterator[str]:
    from kikitori.config.rulebook.words import name_of, span

    for rule in simulation.rules:
        tally = tallies[rule.id]
        yield f"{rule.id}: {name_of(rule, language)} · {span(rule, language)}"
        yield "  " + Bilingual(ja=f"申出 {tally.complaints} 件", en=f"complaints: {tally.complaints}").in_(
            language
        )
        for side, label in (
            ("before", Bilingual(ja="これまで", en="as it was")),
            ("after", Bilingual(ja="この案では", en="would be")),
        ):
            yield f"  {label.in_(language)}: {_in_words(tally.lateness(side)).in_(language)}"
        yield "  " + Bilingual(
            ja=f"新たに遅れる {tally.newly_late} 回、新たに間に合う {tally.newly_in_time} 回",
            en=f"newly late: {tally.newly_late}, newly in time: {tally.newly_in_time}",
        ).in_(language)
        if tally.without_date:
            yield "  " + Bilingual(
                ja=f"期日を数えられないもの {tally.without_date} 回（祝日の表の外）",
                en=f"no date could be counted: {tally.without_date} (outside the table of holidays)",
            ).in_(language)


def _in_words(lateness: Lateness) -> Bilingual:
    if not lateness.late:
        return Bilingual(ja=f"{lateness.runs} 回のうち遅れなし", en=f"none late of {lateness.runs}")
    elapsed = [_hours(span) for span in (lateness.elapsed_median, lateness.elapsed_most)]
    business = [_hours(span) for span in (lateness.business_median, lateness.business_most)]
    return Bilingual(
        ja=f"{lateness.runs} 回のうち遅れ {lateness.late} 回、"
        f"遅れの中央値 {elapsed[0]} 時間（営業時間で {business[0]}）、最大 {elapsed[1]} 時間（{business[1]}）",
        en=f"{lateness.late} late of {lateness.runs}, by {elapsed[0]} hours in the middle"
        f" ({business[0]} working hours), {elapsed[1]} at most ({business[1]})",
    )


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f}"
