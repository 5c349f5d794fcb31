"""A guideline in the reader's language: its words, for which complaints it is, whom to ask, what to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.foundation.language.contact import phone
from kikitori.records.complaints.labels import KIND, SEVERITY, SUBJECT
from kikitori.records.complaints.terms import Kind, Severity, Subject
from kikitori.records.prevention.labels import ITEM_NEED
from kikitori.records.prevention.terms import ItemNeed
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item


@dataclass(frozen=True, slots=True)
class Said:
    """Words and the language they are in."""

    words: str
    language: str

    def __bool__(self) -> bool:
        """Is anything said?"""
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class ContactShown:
    """Whom to ask. `link` opens the telephone where the number can be dialled."""

    name: Said
    phone: str
    link: str
    mail: str
    hours: Said

    @classmethod
    def of(cls, row: Contact) -> ContactShown:
        """One contact."""
        number = phone(row.phone) if row.phone else None
        link = f"tel:{number.e164}" if number and number.e164 else ""
        return cls(said(row.name), number.shown if number else row.phone, link, row.mail, said(row.hours))


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One line of the checklist."""

    id: str
    text: Said
    need: Any
    is_needed: bool
    holds_up: bool

    @classmethod
    def of(cls, row: Item) -> ItemShown:
        """One item."""
        need = ItemNeed(row.need)
        return cls(
            row.id,
            said(row.text),
            ITEM_NEED[need],
            need is not ItemNeed.OPTIONAL,
            need is ItemNeed.BEFORE_DECISION,
        )


@dataclass(frozen=True)
class GuidelineShown:
    """All of it."""

    text: GuidelineText

    @property
    def title(self) -> Said:
        """What it is called."""
        return said(self.text.title)

    @property
    def do(self) -> Said:
        """What to do."""
        return said(self.text.do)

    @property
    def never(self) -> Said:
        """What never to do or say."""
        return said(self.text.never)

    @property
    def escalation(self) -> Said:
        """When and before whom to bring it."""
        return said(self.text.escalation)

    @property
    def contacts(self) -> list[ContactShown]:
        """Whom to ask."""
        return [ContactShown.of(row) for row in self.text.contacts]

    @property
    def items(self) -> list[ItemShown]:
        """What to tick."""
        return [ItemShown.of(row) for row in self.text.items]

    @property
    def meant_for(self) -> list[tuple[str, list[str]]]:
        """For which complaints, part by part; what it leaves open is said too."""
        return [
            (_("Subjects"), _names(self.text.subjects, Subject, SUBJECT, _("every subject"))),
            (_("Kinds of matter"), _names(self.text.kinds, Kind, KIND, _("every kind"))),
            (_("Severities"), _names(self.text.severities, Severity, SEVERITY, _("every severity"))),
        ]


def said(words: InTwo) -> Said:
    """In the reader's language, or in the one there is."""
    return Said(*words.told_in(get_language() or ""))


def _names(chosen: Sequence[str], words: type[StrEnum], labels: Any, every: str) -> list[str]:
    return [str(labels[words(each)]) for each in chosen] or [every]
