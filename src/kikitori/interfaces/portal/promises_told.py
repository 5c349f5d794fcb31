"""What the page of our promises says: every number, day and source from the rule packs in use and from the calendar.

Pure but for the catalogues. A rule that is changed, added or taken out of use changes the page, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from kikitori.interfaces.portal.promises_voice import Voice
from kikitori.records.deadlines.calendar import Block, BusinessCalendar, ClosedCode, Reason
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.rule_parts import ALWAYS, Audience, Direction
from kikitori.records.deadlines.rules import Certainty, Pack, PackRole, Rule, Source, Unit
from kikitori.records.deadlines.told_now import due_if_told_now

#: How far ahead closed days are told.
_AHEAD = timedelta(days=92)
_DAY = timedelta(days=1)
_TOLD_CLOSED = frozenset({ClosedCode.HOLIDAY, ClosedCode.CLOSURE})


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of what happens: what it is called, what it says, and the day it would be if it began now."""

    title: str
    sentences: tuple[str, ...]
    day: str = ""


@dataclass(frozen=True, slots=True)
class LawRule:
    """One deadline of law, where it is written, and how certain its number is."""

    title: str
    pack: str
    sentences: tuple[str, ...]
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole page."""

    as_of: str
    pack: str
    origin: tuple[str, ...]
    stages: tuple[Stage, ...]
    counting: tuple[str, ...]
    #: (days of the week, hours)
    hours: tuple[tuple[str, str], ...]
    #: (day or days, name)
    closed: tuple[tuple[str, str], ...]
    #: Said in place of `closed` where there is none, as far as the holidays are known.
    open_until: str
    #: For each rule what is said of it; at the end what becomes of a date that is missed.
    prolonging: tuple[tuple[str, ...], ...]
    laws: tuple[LawRule, ...]


def told(
    voice: Voice, packs: Sequence[Pack], service: Pack, calendar: BusinessCalendar, now: datetime
) -> Told:
    """The page for these packs, `service` being the one that dates our promises."""
    laws = [pack for pack in packs if pack.role is PackRole.LAW]
    closed = _closed(voice, calendar)
    title = voice.name(service.title) if service.title else service.id
    return Told(
        as_of=voice.say("as_of", day=voice.day(voice.today)),
        pack=voice.say("pack", title=title, version=service.version),
        origin=_origin(voice, service),
        stages=tuple(_stage(voice, service, rule, calendar, now) for rule in _for_complainants(service)),
        counting=_counting(voice, calendar),
        hours=_hours(voice, calendar),
        closed=closed,
        open_until="" if closed else _open_until(voice, calendar),
        prolonging=_prolonging(voice, [service, *laws]),
        laws=tuple(_law(voice, pack, rule) for pack in laws for rule in _for_complainants(pack)),
    )


def _for_complainants(pack: Pack) -> list[Rule]:
    return [rule for rule in pack.rules if rule.audience is Audience.COMPLAINANT]


def _origin(voice: Voice, service: Pack) -> tuple[str, ...]:
    """Whose choice the times of our own standard are, and what they are modelled on; each said once."""
    rules = _for_complainants(service)
    said = [voice.say("stages.own")] if any(rule.certainty is Certainty.PROPOSAL for rule in rules) else []
    sources = dict.fromkeys(_written(rule.source) for rule in rules)
    return (*said, *(voice.say("stages.source", source=source) for source in sources))


def _stage(voice: Voice, pack: Pack, rule: Rule, calendar: BusinessCalendar, now: datetime) -> Stage:
    key = f"stage.{rule.id}"
    known = voice.has(key)
    sentences = [voice.say(key if known else "stage.other", within=_within(voice, rule))]
    sentences += [voice.say(f"{key}.more")] if voice.has(f"{key}.more") else []
    sentences += _only_some(voice, pack, rule)
    title = voice.say(f"{key}.title") if known else _name(voice, rule)
    return Stage(title, tuple(sentences), _if_told_now(voice, rule, calendar, now))


def _only_some(voice: Voice, pack: Pack, rule: Rule) -> list[str]:
    """Said of what is owed in some complaints alone."""
    return [voice.say("some")] if pack.applies_if != ALWAYS or rule.applies_if != ALWAYS else []


def _within(voice: Voice, rule: Rule) -> str:
    way = "before" if rule.direction is Direction.BEFORE else "within"
    other = "before" if rule.direction is Direction.BEFORE else "after"
    return voice.raw(
        way,
        span=voice.span(rule.quantity, rule.unit),
        after=voice.raw(f"{other}.{rule.trigger.value}"),
    )


def _if_told_now(voice: Voice, rule: Rule, calendar: BusinessCalendar, now: datetime) -> str:
    """The day for somebody who writes at this moment; empty for what counts from another moment."""
    at = due_if_told_now(rule, now, calendar)
    if at is None:
        return ""
    if rule.unit is Unit.HOUR:
        return voice.say("stages.moment", day=voice.day(at.date()), time=f"{at:%H:%M}")
    return voice.say("stages.now", day=voice.day(at.date()))


def _name(voice: Voice, rule: Rule) -> str:
    return voice.name(rule.name) if rule.name else rule.id


def _written(source: Source) -> str:
    return f"{source.title} {source.clause}".strip()


# ── days ──


def _counting(voice: Voice, calendar: BusinessCalendar) -> tuple[str, ...]:
    holidays = ["days.holidays"] if calendar.holiday_country else []
    return tuple(voice.say(key) for key in ("days.what", *holidays, "days.late"))


def _hours(voice: Voice, calendar: BusinessCalendar) -> tuple[tuple[str, str], ...]:
    """Days of the week with the same hours together, Monday first."""
    rows = []
    for blocks, days in groupby(range(len(calendar.week)), key=lambda n: calendar.week[n]):
        first, *more = days
        name = (
            voice.raw("hours.range", first=voice.weekday(first), last=voice.weekday(more[-1])) if more else ""
        )
        rows.append((voice.show(name or voice.weekday(first)), _stretches(voice, blocks)))
    return tuple(rows)


def _stretches(voice: Voice, blocks: Iterable[Block]) -> str:
    said = [f"{block.opens:%H:%M}–{_closing(block.closes)}" for block in blocks]
    return ", ".join(said) if said else voice.say("hours.closed")


def _closing(wall: time) -> str:
    return "24:00" if wall == time(0) else f"{wall:%H:%M}"


def _closed(voice: Voice, calendar: BusinessCalendar) -> tuple[tuple[str, str], ...]:
    """Holidays and closures of the months to come; a closure of several days is one row."""
    runs: list[tuple[date, date, Reason]] = []
    for number in range(_AHEAD.days):
        day = voice.today + number * _DAY
        try:
            why = calendar.why_closed(day)
        except HolidayTableError:  # beyond the table nothing is known
            break
        if why is None or why.code not in _TOLD_CLOSED:
            continue
        if runs and runs[-1][2] == why and day - runs[-1][1] == _DAY:
            runs[-1] = (runs[-1][0], day, why)
        else:
            runs.append((day, day, why))
    return tuple(_run(voice, *run) for run in runs)


def _open_until(voice: Voice, calendar: BusinessCalendar) -> str:
    """That no such day comes for so long; empty where that is not known."""
    last = voice.today + _AHEAD
    try:
        calendar.why_closed(last)
    except HolidayTableError:
        return ""
    return voice.say("days.open", day=voice.day(last))


def _run(voice: Voice, first: date, last: date, why: Reason) -> tuple[str, str]:
    days = voice.day(first)
    if last != first:
        days = voice.raw("hours.range", first=days, last=voice.day(last))
    return voice.show(days), why.en if voice.reading.language == "en" else why.ja


# ── prolonging, and law ──


def _prolonging(voice: Voice, packs: Iterable[Pack]) -> tuple[tuple[str, ...], ...]:
    """What may be prolonged and how; at the end what becomes of a date that is missed."""
    said: list[tuple[str, ...]] = []
    rules = [rule for pack in packs for rule in _for_complainants(pack)]
    for rule, extension in ((rule, rule.extension) for rule in rules):
        if extension is None:
            continue
        title = f"stage.{rule.id}.title"
        what = voice.raw(title) if voice.has(title) else _name(voice, rule)
        key = "prolong.once" if extension.times == 1 else "prolong.times"
        span = voice.span(extension.quantity, rule.unit)
        conditions = {
            "prolong.notice": extension.notice_before_expiry,
            "prolong.reason": extension.reason_required,
        }
        said.append((
            voice.say(key, what=what, span=span, times=extension.times),
            *(voice.say(condition) for condition, holds in conditions.items() if holds),
        ))  # fmt: skip
    return (*(said or [(voice.say("prolong.none"),)]), (voice.say("prolong.missed"),))


def _law(voice: Voice, pack: Pack, rule: Rule) -> LawRule:
    sentences = [voice.say("law.rule", within=_within(voice, rule)), *_only_some(voice, pack, rule)]
    source = rule.source
    if rule.certainty is Certainty.VERIFIED and source.seen_on:
        sentences.append(voice.say("certainty.verified_on", day=voice.day(source.seen_on)))
    else:
        sentences.append(voice.say(f"certainty.{rule.certainty.value}"))
    return LawRule(
        title=_name(voice, rule),
        pack=voice.name(pack.title) if pack.title else pack.id,
        sentences=tuple(sentences),
        source=voice.say("law.source", source=_written(source)),
        url=source.url if source.url.startswith(("https://", "http://")) else "",
    )
