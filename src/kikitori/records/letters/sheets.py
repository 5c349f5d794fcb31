"""A letter as it stands on paper: address, marks, sender, text, promises. Pure.

What could change later (our address, a name, a date in words) is written down with the letter when it is written; so
the same letter is the same paper, today and in ten years.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kikitori.foundation.contrast import AA_TEXT, BLACK, WHITE, Colour, contrast
from kikitori.foundation.language.bilingual import Bilingual, tongue
from kikitori.records.letters.envelopes import envelope_for

_POSTCODE = re.compile(r"\s*〒?\s*([0-9]{3})[-‐-―−ー－]?([0-9]{4})(?!\d)[\s,、]*")
_NUMBER = Bilingual(ja="文書番号", en="Letter no.")
_REFERENCE = Bilingual(ja="受付番号", en="Reference")
_LOCATOR = Bilingual(ja="照会番号", en="Locator")
_AGAIN = Bilingual(ja="再送（前回 {number}）", en="Sent again (before: {number})")
_PHONE = Bilingual(ja="電話 {phone}", en="Phone {phone}")
_HOURS = Bilingual(ja="（{hours}）", en=" ({hours})")
_PROMISES = Bilingual(ja="お約束している日程", en="What we have promised")
_BY = Bilingual(ja="{when}まで　{what}", en="By {when}: {what}")
#: Points. Large print: at least 18 (RNIB Clear Print; 拡大文字 begins at about that).
USUAL_SIZE, LARGE_SIZE = 10.5, 18.0
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is kept of a letter for its paper. `name` with what follows it; `date` and `promises` in words."""

    name: str = ""
    address: str = ""
    date: str = ""
    reference: str = ""
    locator: str = ""
    again: str = ""
    sender: str = ""
    sender_address: str = ""
    phone: str = ""
    hours: str = ""
    promises: Sequence[str] = field(default_factory=list)
    #: The head: the digest of the logo as it was then, and the colour as it is printed (`#rrggbb`). Empty: none.
    logo: str = ""
    accent: str = ""
    #: The card of its reader, whose slip is named on it. 0: nobody's, or written before that was kept.
    reader: int = 0
    #: What is torn off and sent back (tear_off.py); empty: nothing.
    reply: Mapping[str, Any] = field(default_factory=dict)


def printed_accent(accent: str) -> str:
    """An organisation's colour (`#rrggbb`, or empty) as it can be read in print: darkened as far as it takes."""
    if not accent:
        return ""
    given = Colour.of(accent)
    darker = (given.towards(BLACK, step / _STEPS) for step in range(_STEPS + 1))
    return str(next(one for one in darker if contrast(one, WHITE) >= AA_TEXT))


def promise_line(language: str, when: str, what: str) -> str:
    """One promised date, as a line of the list."""
    return _BY.in_(tongue(language)).format(when=when, what=what)


def address_lines(address: str) -> list[str]:
    """An address as lines, its Japanese postal code first and by itself, in half-width digits."""
    lines = [each.strip() for each in address.splitlines() if each.strip()]
    if not lines:
        return []
    plain = unicodedata.normalize("NFKC", lines[0]) if "〒" in lines[0] or lines[0][0].isdigit() else lines[0]
    found = _POSTCODE.match(plain)
    if not found:
        return lines
    # Width changes no length here: every digit and dash is one sign in either width.
    rest = lines[0][found.end() :] if len(plain) == len(lines[0]) else plain[found.end() :]
    return [f"〒{found[1]}-{found[2]}", *([rest] if rest else []), *lines[1:]]


def page_values(
    sheet: Sheet,
    *,
    number: str,
    language: str,
    subject: str,
    body: str,
    large: bool,
    plain: Callable[[str], str],
) -> dict[str, Any]:
    """One letter for the template paper/letter.typ. `plain`: makes any text printable."""
    reads = tongue(language)
    envelope = envelope_for(reads)
    seen, beside = envelope.seen, envelope.sender_at
    values = {
        "language": reads,
        "title": f"{subject} {number}".strip(),
        "address": address_lines(sheet.address),
        "name": sheet.name,
        "marks": _marks(sheet, number, reads),
        "sender": _sender(sheet, reads),
        "subject": subject,
        "body": [part.splitlines() for part in re.split(r"\n{2,}", body.strip("\n"))],
        "promises-title": _PROMISES.in_(reads),
        "promises": list(sheet.promises),
        "reply": _reply(sheet, number, reads),
        "foot": " · ".join(each for each in (sheet.sender, number, sheet.reference) if each),
    }
    return {
        **_printable(values, plain),
        "window": {"left": seen.left, "top": seen.top, "width": seen.width, "height": seen.height},
        "sender-at": {"left": beside.left, "top": beside.top, "width": beside.width},
        "body-at": envelope.body_at,
        "size": LARGE_SIZE if large else USUAL_SIZE,
        "leading": 0.95 if large else 0.85,
        "logo": sheet.logo,
        "accent": sheet.accent,
    }


def _reply(sheet: Sheet, number: str, reads: str) -> dict[str, Any]:
    """What is torn off, with the numbers by which it is known again and where it goes."""
    if not sheet.reply:
        return {}
    named = ((_REFERENCE, sheet.reference), (_NUMBER, number))
    address = [sheet.sender, *address_lines(sheet.sender_address)]
    return {
        **sheet.reply,
        "marks": "　".join(f"{label.in_(reads)} {value}" for label, value in named if value),
        "address": address,
    }


def _marks(sheet: Sheet, number: str, reads: str) -> list[str]:
    """The day, and what everybody calls the letter and its complaint."""
    named = ((_NUMBER, number), (_REFERENCE, sheet.reference), (_LOCATOR, sheet.locator))
    again = [_AGAIN.in_(reads).format(number=sheet.again)] if sheet.again else []
    return [sheet.date, *(f"{label.in_(reads)} {value}" for label, value in named if value), *again]


def _sender(sheet: Sheet, reads: str) -> list[str]:
    hours = _HOURS.in_(reads).format(hours=sheet.hours) if sheet.hours else ""
    phone = [_PHONE.in_(reads).format(phone=sheet.phone) + hours] if sheet.phone else []
    return [sheet.sender, *address_lines(sheet.sender_address), *phone]


def _printable(values: Mapping[str, Any], plain: Callable[[str], str]) -> dict[str, Any]:
    """The same, every text in it made printable, however deep it lies."""

    def made(value: Any) -> Any:
        if isinstance(value, Mapping):
            return _printable(value, plain)
        return [made(each) for each in value] if isinstance(value, list | tuple) else plain(value)

    return {name: made(value) for name, value in values.items()}
