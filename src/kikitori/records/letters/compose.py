"""Letters in the reader's language, from templates/letters/<language>/<kind>.txt.

The first line of a template is the subject, the rest the body. Templates are ours; what people wrote enters
only as a value, so nothing in it is ever executed or escaped into something else. Plain text throughout; in
やさしい日本語 readings stand in brackets behind their words (ADR 0027). A language without letters of its own has
those of `tongue`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context, Engine, Template

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import Speaker
from kikitori.foundation.language.readings import EASY, in_brackets, marked
from kikitori.foundation.language.text import one_line
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.fixed_sentences import LANGUAGES, PLACES, Own, sentences_in
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.placeholders import Placeholder
from kikitori.records.people.models import Organisation, Person

_TEMPLATES = Path(__file__).parent / "templates" / "letters"
_EXCERPT = 120
#: The column in which an organisation keeps its own sentences of a letter.
SENTENCES_IN = {LetterKind.DECISION: "decision_sentences", LetterKind.PROPOSAL: "proposal_sentences"}
#: Some people write their name as they wish to be greeted.
_HONORIFICS = ("様", "さま", "御中", "先生")


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready to be put into the outbox."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom it is written; `title` follows the name in Japanese. Nameless readers are greeted without a name."""

    name: str
    title: str = ""

    @classmethod
    def of(cls, person: Person | None, *, anonymous: bool) -> Self:
        """The reader of a letter about a complaint; an anonymous complainant has no name."""
        if person is None or anonymous or not person.name:
            return cls("")
        return cls(person.name, person.title)

    def greeting(self, language: str) -> str:
        """様 for persons, 御中 for bodies, or what they wish; never two of them. „Dear …“ in English."""
        if language == EASY and not self.name:
            return marked("{話|はな}してくださった{方|かた}へ")
        if tongue(language) == "ja":
            if not self.name or self.name.endswith(_HONORIFICS):
                return self.name or "お申し出くださった方へ"
            return f"{self.name} {self.title}".strip()
        return f"Dear {self.name}," if self.name else "Hello,"


@cache
def has_letters(language: str) -> bool:
    """Has this language letters of its own? All of them, or none: a house test looks."""
    return re.fullmatch(r"[a-z-]{2,10}", language) is not None and (_TEMPLATES / language).is_dir()


@cache
def _engine() -> Engine:
    """Plain-text engine of its own: no autoescape, no loaders but our folder, our one filter library."""
    return Engine(
        loaders=[("kikitori.records.letters.letter_files.LetterFiles", [str(_TEMPLATES)])],
        autoescape=False,
        builtins=["kikitori.records.letters.letter_tags"],
    )


@cache
def _template(language: str, kind: LetterKind) -> Template:
    return _engine().get_template(f"{language}/{kind.value}.txt")


def compose(
    kind: LetterKind,
    language: str,
    *,
    complaint: Complaint,
    organisation: Organisation,
    reader: Reader,
    promises: Sequence[Any],
    why: Mapping[str, str],
    now: datetime,
    values: Mapping[str, Any],
) -> Composed:
    """Write one letter. `promises`: open promises; `why`: promise kind → how its date was counted, in words."""
    reads = language if has_letters(language) else tongue(language)
    by_kind: dict[str, Any] = {}
    for promise in promises:
        by_kind.setdefault(promise.kind, promise)
    text = _template(reads, kind).render(
        Context(
            {
                **values,
                "complaint": complaint,
                "excerpt": one_line(complaint.story, _EXCERPT),
                "organisation": organisation,
                "organisation_name": organisation.name_in(reads),
                "external_route": organisation.external_route_in(reads),
                "greeting": reader.greeting(reads),
                "promise": by_kind,
                "why": why,
                "words": Speaker(reads, ZoneInfo(organisation.time_zone)),
                "silence_ends": now + timedelta(days=organisation.silence_days),
                "page": settings.ENVIRONMENT.base_url,
                "fixed": fixed_sentences(kind, reads, complaint, organisation) or {},
            },
            autoescape=False,
        )
    )
    subject, _, body = in_brackets(text).strip().partition("\n")
    return Composed(subject=one_line(subject, 200), body=_tidy(body))


def fixed_sentences(
    kind: LetterKind, reads: str, complaint: Complaint, organisation: Organisation
) -> dict[str, str] | None:
    """The sentences of a letter that are data; None where they stand in its template, as in やさしい日本語."""
    if kind not in PLACES or reads not in LANGUAGES:
        return None
    values = {
        Placeholder.ORGANISATION: organisation.name_in(reads),
        Placeholder.REFERENCE: complaint.reference,
        Placeholder.PHONE: organisation.phone,
    }
    return sentences_in(kind, reads, own_sentences(kind, organisation), values)


def own_sentences(kind: LetterKind, organisation: Organisation) -> Own:
    """What the organisation has written of the sentences of this letter."""
    kept: Own = getattr(organisation, SENTENCES_IN[kind])
    return kept


def _tidy(body: str) -> str:
    """At most one empty line in a row: absent parts of a template leave no holes."""
    lines: list[str] = []
    for line in body.strip().splitlines():
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines) + "\n"
