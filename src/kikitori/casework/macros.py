"""Macros 定型操作 as they are written: several steps under one name. Each change is kept with who made it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.terms import Queue
from kikitori.records.letters.placeholders import Politeness
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.terms import Role, Setting
from kikitori.records.together.macros import Macro, MacroVersion
from kikitori.records.together.parts import ASKS, HOLDER, ME, MOST_DAYS, MOST_PARTS, Part, PartKind

LONGEST_NAME = 60
_LONGEST_LINE = 200
#: Parts whose words are one line; a call and a bringing-up may go without.
_LINES = {PartKind.TASK: _LONGEST_LINE, PartKind.CALL: 300, PartKind.PROMISE: 300}
_LONGEST_WORDS = 2000


@dataclass(frozen=True, kw_only=True)
class MacroGiven:
    """A macro as somebody wants it; a name in at least one language."""

    name_ja: str = ""
    name_en: str = ""
    parts: Sequence[Part] = ()
    is_active: bool = True


def save_macro(
    actor: Actor, given: MacroGiven, *, macro: int | None = None, seen: int = 0, now: datetime
) -> Macro:
    """A new macro, or the next version of `macro`; `seen`: the version the editor had before them.

    Raises Refused, Invalid (`parts.<n>.<field>`, n from 0; a name that another one has: UNKNOWN_WORD),
    NotNow (SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_WRITING)
    if not decision.allowed:
        raise Refused(decision)
    checked = _checked(given)
    with transaction.atomic():
        wait_for_turn(Setting.MACROS.value)
        own = Macro.objects.filter(pk=macro).first() if macro else Macro(version=0)
        if own is None or own.version != (seen if macro else 0):
            raise NotNow(Obstacle.SET_MEANWHILE)
        _check_name(checked, own.pk or 0)
        before = _as_kept(own) if own.pk else {}
        own.name_ja, own.name_en, own.is_active = checked.name_ja, checked.name_en, checked.is_active
        own.parts = [part.as_kept() for part in checked.parts]
        if own.pk and before == _as_kept(own):
            return own
        own.version += 1
        own.save()
        MacroVersion.objects.create(
            macro=own,
            number=own.version,
            name_ja=own.name_ja,
            name_en=own.name_en,
            parts=own.parts,
            is_active=own.is_active,
            at=now,
            by_id=actor.staff_id,
        )
        note_change(actor, Setting.MACROS, before, _as_kept(own), now)
    return own


def macros_in_use() -> list[Macro]:
    """Those that are offered, by name. One query."""
    return list(Macro.objects.filter(is_active=True))


def _as_kept(own: Macro) -> dict[str, object]:
    return {
        "macro": own.pk,
        "name_ja": own.name_ja,
        "name_en": own.name_en,
        "parts": own.parts,
        "active": own.is_active,
    }


def _check_name(given: MacroGiven, own: int) -> None:
    check = Checked()
    for field in ("name_ja", "name_en"):
        name = getattr(given, field)
        if name and Macro.objects.filter(Q(name_ja=name) | Q(name_en=name)).exclude(pk=own).exists():
            check.problems[field] = Problem.UNKNOWN_WORD
    check.done()


def _checked(given: MacroGiven) -> MacroGiven:
    check = Checked()
    ja = check.line("name_ja", given.name_ja, longest=LONGEST_NAME)
    en = check.line("name_en", given.name_en, longest=LONGEST_NAME)
    if not (ja or en):
        check.problems.setdefault("name_ja", Problem.MISSING)
    if not given.parts:
        check.problems["parts"] = Problem.MISSING
    elif len(given.parts) > MOST_PARTS:
        check.problems["parts"] = Problem.OUT_OF_RANGE
    known = _Known.of(given.parts)
    parts = [_part(check, f"parts.{number}", part, known) for number, part in enumerate(given.parts)]
    _check_replies(check, parts)
    check.done()
    return MacroGiven(name_ja=ja, name_en=en, parts=parts, is_active=given.is_active)


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows that parts may name: colleagues at work by their role, teams, templates. Three queries."""

    staff: dict[int, Role]
    teams: frozenset[int]
    templates: frozenset[int]

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "_Known":
        named = [part.staff for part in parts if part.staff]
        people = Staff.objects.filter(pk__in=named, is_active=True).values_list("pk", "role")
        teams = Team.objects.filter(pk__in=[part.team for part in parts if part.team])
        templates = ReplyTemplate.objects.filter(pk__in=[part.template for part in parts if part.template])
        return cls(
            {pk: Role(role) for pk, role in people},
            frozenset(teams.values_list("pk", flat=True)),
            frozenset(templates.filter(is_active=True).values_list("pk", flat=True)),
        )


def _part(check: Checked, place: str, given: Part, known: _Known) -> Part:
    """One part with what its kind asks for and nothing else; every problem is noted under its place."""
    asked = ASKS[given.kind]
    part = Part(kind=given.kind, **{name: getattr(given, name) for name in asked})
    if "words" in asked:
        part = replace(part, words=_words(check, f"{place}.words", part))
    if "days" in asked and not 1 <= part.days <= MOST_DAYS:
        check.problems[f"{place}.days"] = Problem.OUT_OF_RANGE
    if "to" in asked:
        _check_hands(check, f"{place}.to", part, known)
    match part.kind:
        case PartKind.PLACE:
            _check_place(check, place, part, known)
        case PartKind.REPLY:
            politeness = check.word(
                f"{place}.politeness", part.politeness, Politeness, default=Politeness.POLITE
            )
            part = replace(part, politeness=politeness.value)
            if part.template not in known.templates:
                missing = part.template is None
                check.problems[f"{place}.template"] = Problem.MISSING if missing else Problem.OUT_OF_RANGE
    return part


def _words(check: Checked, place: str, part: Part) -> str:
    needed = part.kind is not PartKind.CALL
    longest = _LINES.get(part.kind)
    if longest is None:
        return check.text(place, part.words, longest=_LONGEST_WORDS, needed=needed)
    return check.line(place, part.words, longest=longest, needed=needed)


def _check_hands(check: Checked, place: str, part: Part, known: _Known) -> None:
    """Somebody at work who may have it: for a complaint whoever investigates, for a task whoever keeps notes."""
    if part.to == ME or (part.to == HOLDER and part.kind is PartKind.TASK):
        return
    needs = Permission.NOTE if part.kind is PartKind.TASK else Permission.INVESTIGATE
    role = known.staff.get(part.staff or 0)
    if role is None or needs not in OF_ROLE[role]:
        check.problems[place] = Problem.MISSING if not part.to else Problem.OUT_OF_RANGE


def _check_place(check: Checked, place: str, part: Part, known: _Known) -> None:
    if part.queue:
        check.word(f"{place}.queue", part.queue, Queue)
    if part.team is not None and part.team not in known.teams:
        check.problems[f"{place}.team"] = Problem.OUT_OF_RANGE
    if not part.queue and part.team is None:
        check.problems[f"{place}.queue"] = Problem.MISSING


def _check_replies(check: Checked, parts: Sequence[Part]) -> None:
    """One reply at most: there is one composer, and it is looked at before anything goes."""
    replies = [number for number, part in enumerate(parts) if part.kind is PartKind.REPLY]
    for number in replies[1:]:
        check.problems[f"parts.{number}.template"] = Problem.OUT_OF_RANGE
