"""What a guideline 対応指針 says: for which complaints, what to do and never to do, whom to ask, what to tick. Pure.

Kept as plain JSON, so that a version is a copy of the draft and nothing can be changed in one and not in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.prevention.terms import ItemNeed


@dataclass(frozen=True, slots=True)
class InTwo:
    """The same words in Japanese, in English, or in both."""

    ja: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        """Does it say anything?"""
        return bool(self.ja or self.en)

    def told_in(self, language: str) -> tuple[str, str]:
        """The words for a reader of this language and the language they are in: the other where there is only that."""
        first, second = ("ja", "en") if tongue(language) == "ja" else ("en", "ja")
        code = first if getattr(self, first) else second
        return getattr(self, code), code


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask: a desk, by which number and address, and when somebody is there."""

    name: InTwo = InTwo()
    phone: str = ""
    mail: str = ""
    hours: InTwo = InTwo()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do. `id` stays the same through all versions; empty for one that is new."""

    id: str = ""
    text: InTwo = InTwo()
    need: str = ItemNeed.OPTIONAL.value


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineText:
    """All of it. `subjects`, `severities`, `kinds`: for which complaints; an empty one names none and means all."""

    title: InTwo = InTwo()
    subjects: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    do: InTwo = InTwo()
    never: InTwo = InTwo()
    escalation: InTwo = InTwo()
    contacts: tuple[Contact, ...] = ()
    items: tuple[Item, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As it is stored: what JSON can hold."""
        found = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what is stored, or what is shipped; what is not there is empty."""
        title, do, never, escalation = (
            _two(kept.get(part)) for part in ("title", "do", "never", "escalation")
        )
        subjects, severities, kinds = (
            tuple(kept.get(part, ())) for part in ("subjects", "severities", "kinds")
        )
        return cls(
            title=title,
            do=do,
            never=never,
            escalation=escalation,
            subjects=subjects,
            severities=severities,
            kinds=kinds,
            contacts=tuple(
                Contact(
                    name=_two(row.get("name")),
                    phone=row.get("phone", ""),
                    mail=row.get("mail", ""),
                    hours=_two(row.get("hours")),
                )
                for row in _rows(kept, "contacts")
            ),
            items=tuple(
                Item(
                    id=row.get("id", ""),
                    text=_two(row.get("text")),
                    need=row.get("need", ItemNeed.OPTIONAL.value),
                )
                for row in _rows(kept, "items")
            ),
        )

    def item(self, number: str) -> Item | None:
        """The item with this id."""
        return next((each for each in self.items if each.id == number), None)

    def place_of(self, number: str) -> int:
        """Where an item stands in the list, from 1; 0 where it is not in it."""
        return next((place for place, each in enumerate(self.items, start=1) if each.id == number), 0)


def _two(kept: Mapping[str, str] | None) -> InTwo:
    return InTwo(**kept) if kept else InTwo()


def _rows(kept: Mapping[str, Any], part: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = kept.get(part, ())
    return rows
