"""Improvements 改善の公表: what changed because people complained, told to everybody. Each change is kept.

Written first, published by a press of its own, taken back at any time. It names nobody: numbers of complaints, e-mail
addresses and telephone numbers are refused, and what else could point at a person is for its writer to leave out.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.foundation.language.names import fold_width
from kikitori.foundation.language.readings import marked, without_readings
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.prevention.models import Improvement

#: Longest title and words, by the language they are in; with their readings, twice as much.
_LONGEST = {"ja": (120, 4000), "en": (120, 4000), "easy": (240, 8000)}
_PARTS = ("title", "words")
MOST_COMPLAINTS = 1_000_000
_FIRST_YEAR = 2000
#: Every dash that people type or that programs make of one.
_DASH = r"[-\u00ad\u2010-\u2015\u2043\u2212\u30fc\ufe63]"
#: A day or a month in figures. Taken out before telephone numbers are looked for.
_DATE = re.compile(
    rf"(?<!\d)(?<!\d{_DASH})(?:19|20)\d\d(?:{_DASH}|[/.])(?:0?[1-9]|1[0-2])(?:(?:{_DASH}|[/.])(?:0?[1-9]|[12]\d|3[01]))?(?!\d)"
)
#: What points at one complaint or one person, in any width: a number of ours, an address of mail.
_NUMBER_OR_ADDRESS = re.compile(
    rf"K ?{_DASH} ?\d{{4}} ?{_DASH} ?\d{{3,}}|[^\s@]+@[^\s@]+\.[a-z]{{2,}}", re.IGNORECASE
)
#: A telephone number begins with 0, + or an area code in brackets; other figures, however long, are none.
_TELEPHONE = re.compile(
    rf"(?<!\d)(?:\+|0(?=\d)|\((?=\d{{2,5}}\)))(?:(?:{_DASH}|[(). \u00b7\u30fb]){{0,2}}\d){{9,14}}(?!\d)"
)


@dataclass(frozen=True, kw_only=True)
class ImprovementGiven:
    """An improvement as it is to read. Japanese or English at least, with title and words. `month`: any day of it.

    `easy`: in やさしい日本語, beside one of the others, with readings as `{漢字|かんじ}`.
    """

    title_ja: str = ""
    words_ja: str = ""
    title_en: str = ""
    words_en: str = ""
    title_easy: str = ""
    words_easy: str = ""
    month: date | None = None
    complaints: int | None = None


def write_improvement(
    actor: Actor, given: ImprovementGiven, *, improvement: int | None = None, seen: int = 0, now: datetime
) -> Improvement:
    """Write a new one, which nobody outside reads yet, or `improvement` anew. `seen`: the version the editor knew.

    Raises Refused; Invalid: a text MISSING, TOO_LONG, or OUT_OF_RANGE where it points at somebody; `month` MISSING,
    IN_THE_FUTURE or OUT_OF_RANGE; `complaints` MISSING or OUT_OF_RANGE; NotNow (SET_MEANWHILE).
    """
    _require(actor)
    house = House()
    values = _checked(given, house.day_of(now))
    with transaction.atomic():
        own, before = _taken(improvement, seen, now)
        for name, value in values.items():
            setattr(own, name, value)
        return _kept(actor, own, before, now)


def publish_improvement(actor: Actor, improvement: int, *, seen: int, now: datetime) -> Improvement:
    """Everybody reads it from now on. Raises Refused, NotNow (SET_MEANWHILE)."""
    return _shown(actor, improvement, seen, now, public=True)


def take_back_improvement(actor: Actor, improvement: int, *, seen: int, now: datetime) -> Improvement:
    """Nobody outside reads it any more; it can be written anew and published again. Raises Refused, NotNow."""
    return _shown(actor, improvement, seen, now, public=False)


def _shown(actor: Actor, improvement: int, seen: int, now: datetime, *, public: bool) -> Improvement:
    _require(actor)
    with transaction.atomic():
        own, before = _taken(improvement, seen, now)
        own.is_public = public
        if public and own.published_at is None:
            own.published_at = now
        return _kept(actor, own, before, now)


def _taken(improvement: int | None, seen: int, now: datetime) -> tuple[Improvement, dict[str, object]]:
    """The row, locked, and what was kept of it. Raises NotNow (SET_MEANWHILE)."""
    if improvement is None:
        wait_for_turn(Setting.IMPROVEMENTS.value)
        return Improvement(version=0, written_at=now), {}
    own = Improvement.objects.select_for_update().filter(pk=improvement).first()
    if own is None or own.version != seen:
        raise NotNow(Obstacle.SET_MEANWHILE)
    return own, _as_kept(own)


def _kept(actor: Actor, own: Improvement, before: dict[str, object], now: datetime) -> Improvement:
    if before and before == _as_kept(own):
        return own
    own.version += 1
    own.save()
    note_change(actor, Setting.IMPROVEMENTS, before, _as_kept(own), now)
    return own


def _checked(given: ImprovementGiven, today: date) -> dict[str, object]:
    check = Checked()
    texts = {
        f"{part}_{language}": check.text(
            f"{part}_{language}", getattr(given, f"{part}_{language}"), longest=longest
        )
        for language, lengths in _LONGEST.items()
        for part, longest in zip(_PARTS, lengths, strict=True)
    }
    for name, text in texts.items():
        if _points_at_somebody(fold_width(without_readings(marked(text)))):
            check.problems[name] = Problem.OUT_OF_RANGE
    _whole_in_one_language(check, texts)
    month = given.month.replace(day=1) if given.month else None
    if month is None:
        check.problems["month"] = Problem.MISSING
    elif month > today:
        check.problems["month"] = Problem.IN_THE_FUTURE
    elif month.year < _FIRST_YEAR:
        check.problems["month"] = Problem.OUT_OF_RANGE
    if given.complaints is None:
        check.problems["complaints"] = Problem.MISSING
    elif not 1 <= given.complaints <= MOST_COMPLAINTS:
        check.problems["complaints"] = Problem.OUT_OF_RANGE
    check.done()
    return {**texts, "month": month, "complaints": given.complaints}


def _points_at_somebody(text: str) -> bool:
    return bool(_NUMBER_OR_ADDRESS.search(text) or _TELEPHONE.search(_DATE.sub("/", text)))


def _whole_in_one_language(check: Checked, texts: dict[str, str]) -> None:
    """A title without words says nothing, words without a title are not found; neither is needed in both languages."""
    begun = [language for language in _LONGEST if texts[f"title_{language}"] or texts[f"words_{language}"]]
    if not {"ja", "en"} & {*begun}:
        begun.append("ja")
    for language in begun:
        for part in _PARTS:
            if not texts[f"{part}_{language}"]:
                check.problems.setdefault(f"{part}_{language}", Problem.MISSING)


def _as_kept(own: Improvement) -> dict[str, object]:
    return {
        "improvement": own.pk,
        **{
            f"{part}_{language}": getattr(own, f"{part}_{language}")
            for language in _LONGEST
            for part in _PARTS
        },
        "month": own.month.isoformat(),
        "complaints": own.complaints,
        "public": own.is_public,
    }


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.PUBLISH)
    if not decision.allowed:
        raise Refused(decision)
