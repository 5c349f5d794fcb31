"""Usual lines of inquiry in an organisation's own words: shipped ones said otherwise, and its own beside them.

Nothing is removed: what is out of use is not offered any more. Plans hold their own words and do not change. Each
change is kept (settings_kept.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import fresh_code, newest_change_of, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.inquiry.usual_lines import ANY, UsualLine, lines_with
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

_LONGEST = 200
#: Places in the order that can be given.
LAST_PLACE = 99


@dataclass(frozen=True, kw_only=True)
class UsualLineGiven:
    """A line as somebody wants it. `subject`: a Subject, or `any`; of a line that is there it stays what it is."""

    subject: str = ""
    what_ja: str = ""
    what_en: str = ""
    source_ja: str = ""
    source_en: str = ""
    place: int | None = None
    is_offered: bool = True


def save_usual_line(
    actor: Actor, given: UsualLineGiven, *, code: str = "", seen: int = 0, now: datetime
) -> UsualInquiryLine:
    """A line of our own, or the one with this `code` as it is to be. `seen`: its newest change that the editor knew.

    Without a place a new one is the last of its subject, another stays where it is.
    Raises Refused; Invalid: `what_ja` MISSING in both languages, `subject`, `place` OUT_OF_RANGE; NotNow:
    SET_MEANWHILE, GONE_MEANWHILE (no such code).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    words = _read(given, is_new=not code)
    with transaction.atomic():
        wait_for_turn(Setting.LINES.value)
        rows = {row.code: row for row in UsualInquiryLine.objects.all()}
        known = lines_with(rows.values())
        if code and code not in known:
            raise NotNow(Obstacle.GONE_MEANWHILE)
        if newest_change_of(Setting.LINES, code) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        own = rows.get(code) or UsualInquiryLine(code=code or fresh_code(rows))
        before = as_kept(known[code]) if code else {}
        for name, value in words.items():
            setattr(own, name, value)
        own.subject = known[code].subject if code else given.subject
        own.place = given.place or (known[code].place if code else _last(known, own.subject))
        own.is_offered, own.written_at = given.is_offered, now
        own.save()
        note_change(actor, Setting.LINES, before, as_kept(lines_with([own])[own.code]), now)
    return own


def as_kept(line: UsualLine) -> dict[str, object]:
    """What the record of changes holds of a line."""
    return {
        "code": line.code,
        "subject": line.subject,
        "what_ja": line.what.ja,
        "what_en": line.what.en,
        "source_ja": line.source.ja if line.source else "",
        "source_en": line.source.en if line.source else "",
        "place": line.place,
        "offered": line.offered,
    }


def _read(given: UsualLineGiven, *, is_new: bool) -> dict[str, str]:
    check = Checked()
    names = ("what_ja", "what_en", "source_ja", "source_en")
    words = {name: check.line(name, getattr(given, name), longest=_LONGEST) for name in names}
    if not (words["what_ja"] or words["what_en"]):
        check.problems.setdefault("what_ja", Problem.MISSING)
    if is_new and given.subject != ANY:
        check.word("subject", given.subject, Subject)
    if given.place is not None and not 1 <= given.place <= LAST_PLACE:
        check.problems["place"] = Problem.OUT_OF_RANGE
    check.done()
    return words


def _last(known: dict[str, UsualLine], subject: str) -> int:
    places = [line.place for line in known.values() if line.subject == subject]
    return min(max(places, default=0) + 1, LAST_PLACE)
