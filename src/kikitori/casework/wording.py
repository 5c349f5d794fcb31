"""The wording list 表現の一覧: what is looked at once more before a reply goes. Each change is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.foundation.crypto import new_token
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.templates_kept import WordingEntry
from kikitori.records.letters.wording import Entry, Hit, WordingKind, check
from kikitori.records.letters.wording_shipped import shipped_entries
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

_MOST_WORDS = 100
_LONGEST_WORD = 60


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An entry as the list shows it. `is_shipped`: it came with Kikitori; `is_changed`: somebody has changed it."""

    entry: Entry
    is_active: bool = True
    is_shipped: bool = False
    is_changed: bool = False


def the_list() -> list[Listed]:
    """Shipped entries, each as it was changed here if it was, then those written here. One query."""
    rows = {row.key: row for row in WordingEntry.objects.all()}
    found = []
    for entry in shipped_entries():
        row = rows.pop(entry.key, None)
        if row is None:
            found.append(Listed(entry=entry, is_shipped=True))
        else:
            found.append(Listed(entry=_entry(row), is_active=row.is_active, is_shipped=True, is_changed=True))
    return [*found, *(Listed(entry=_entry(row), is_active=row.is_active) for row in rows.values())]


def entries_in_use() -> list[Entry]:
    """What is looked for. One query."""
    return [each.entry for each in the_list() if each.is_active]


def noted_in(text: str) -> list[Hit]:
    """What is written down where `text` is sent all the same. One query."""
    return check(text, [entry for entry in entries_in_use() if entry.noted])


def save_entry(actor: Actor, given: Entry, *, is_active: bool = True, now: datetime) -> Listed:
    """Keep an entry under its key, in place of the shipped one of that key; without a key, a new one.

    Raises Refused, Invalid.
    """
    decision = may(actor, Permission.MANAGE_WRITING)
    if not decision.allowed:
        raise Refused(decision)
    check_ = Checked()
    words, unless = (_words(check_, name, getattr(given, name)) for name in ("words", "unless"))
    texts = {
        name: check_.text(name, getattr(given, name), longest=1000)
        for name in ("why_ja", "why_en", "instead")
    }
    if not words and "words" not in check_.problems:
        check_.problems["words"] = Problem.MISSING
    if not (texts["why_ja"] or texts["why_en"]):
        check_.problems.setdefault("why_ja", Problem.MISSING)
    check_.done()
    key = given.key or f"own-{new_token()[:16]}"
    with transaction.atomic():
        wait_for_turn(Setting.WRITING.value)
        before = next((_as_kept(each) for each in the_list() if each.entry.key == key), {})
        row = WordingEntry.objects.filter(key=key).first() or WordingEntry(key=key)
        row.kind, row.words, row.unless, row.noted = given.kind.value, words, unless, given.noted
        row.why_ja, row.why_en, row.instead = texts["why_ja"], texts["why_en"], texts["instead"]
        row.is_active = is_active
        row.save()
        saved = Listed(entry=_entry(row), is_active=is_active)
        note_change(actor, Setting.WRITING, before, _as_kept(saved), now)
    return saved


def switch_entry(actor: Actor, key: str, *, on: bool, now: datetime) -> Listed | None:
    """Look for an entry from now on, or no longer; None where there is none of this key. Raises Refused."""
    found = next((each for each in the_list() if each.entry.key == key), None)
    return found and save_entry(actor, replace(found.entry), is_active=on, now=now)


def _words(checked: Checked, name: str, words: Sequence[str]) -> list[str]:
    kept = [checked.line(name, word, longest=_LONGEST_WORD) for word in words]
    if len(kept) > _MOST_WORDS:
        checked.problems[name] = Problem.TOO_LONG
    return list(dict.fromkeys(word for word in kept if word))


def _entry(row: WordingEntry) -> Entry:
    return Entry(
        key=row.key,
        kind=WordingKind(row.kind),
        words=tuple(row.words),
        unless=tuple(row.unless),
        why_ja=row.why_ja,
        why_en=row.why_en,
        instead=row.instead,
        noted=row.noted,
    )


def _as_kept(each: Listed) -> dict[str, object]:
    entry = each.entry
    return {
        "wording": entry.key,
        "kind": entry.kind.value,
        "words": list(entry.words),
        "unless": list(entry.unless),
        "why": entry.why_ja or entry.why_en,
        "noted": entry.noted,
        "active": each.is_active,
    }
