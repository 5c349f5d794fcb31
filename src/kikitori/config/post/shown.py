"""What was read of a mail, written out: as a line of JSON, or in words."""

from __future__ import annotations

import json
import re
import unicodedata

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.mail.addresses import Address
from kikitori.foundation.mail.contents import Attachment
from kikitori.foundation.mail.flaw_words import words_of
from kikitori.foundation.mail.reading import Reading, as_json

_FROM, _TO = Bilingual(ja="差出人", en="From"), Bilingual(ja="宛先", en="To")
_SENT, _SUBJECT = Bilingual(ja="日時", en="Date"), Bilingual(ja="件名", en="Subject")
_CHARSET, _KIND = Bilingual(ja="文字コード", en="Charset"), Bilingual(ja="種類", en="Kind")
_UNKNOWN = Bilingual(ja="（不明）", en="(unknown)")
_SURE = Bilingual(ja="確かさ", en="certainty")
_BOUNCE = Bilingual(ja="配信できなかった知らせ", en="report that a mail did not arrive")
_DELAY = Bilingual(ja="配信が遅れている知らせ", en="report that a mail is delayed")
_AUTOMATIC = Bilingual(ja="自動送信", en="sent by a machine")
_WARNINGS = Bilingual(ja="■ 注意", en="■ Mind")
_ATTACHED = Bilingual(ja="■ 添付", en="■ Attached")
_NAMELESS = Bilingual(ja="（名前なし）", en="(no name)")
_BYTES = Bilingual(ja="バイト", en="bytes")
_NEW, _WHOLE = (
    Bilingual(ja="■ 新しい本文", en="■ What is new"),
    Bilingual(ja="■ 本文全体", en="■ The whole text"),
)
_NOTHING = Bilingual(ja="（本文なし）", en="(no text)")
#: Ends of a line for some readers of lines, though none of JSON.
_OTHER_LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
#: Marks that turn the direction of writing, by which one thing can be made to look like another.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def as_line(file: str, reading: Reading) -> str:
    """One line of JSON: the name of the file, then what was read (docs/guide, “mail-reading”)."""
    line = json.dumps({"file": file, **as_json(reading)}, ensure_ascii=False)
    for sign, escaped in _OTHER_LINE_ENDS.items():
        line = line.replace(sign, escaped)
    return line


def for_a_person(file: str, reading: Reading, language: str) -> str:
    """The same in words. Control characters of the mail are shown as such: they may not steer a terminal."""
    lines = [f"── {file}", *_head(reading, language)]
    if reading.flaws:
        lines += ["", _WARNINGS.in_(language)]
        lines += [f"  - {words_of(flaw, language)} ({flaw})" for flaw in sorted(reading.flaws)]
    if reading.attachments:
        lines += ["", _ATTACHED.in_(language)]
        lines += [f"  - {_attached(one, language)}" for one in reading.attachments]
    if reading.reply_text != reading.text and reading.reply_text:
        lines += ["", _NEW.in_(language), reading.reply_text]
    lines += ["", _WHOLE.in_(language), reading.text or _NOTHING.in_(language), ""]
    return "\n".join(_harmless(line) for line in "\n".join(lines).split("\n"))


def _head(reading: Reading, language: str) -> list[str]:
    senders = ", ".join(map(_person, reading.senders)) or _UNKNOWN.in_(language)
    moment = reading.date.isoformat(sep=" ") if reading.date else _UNKNOWN.in_(language)
    sure = f"{reading.charset} ({_SURE.in_(language)} {reading.confidence:.0%})"
    rows = [(_FROM, senders), (_TO, ", ".join(map(_person, reading.to))), (_SENT, moment)]
    rows += [(_SUBJECT, reading.subject), (_CHARSET, sure)]
    if kind := _kind(reading):
        rows.append((_KIND, kind.in_(language)))
    return [f"{label.in_(language)}: {value}" for label, value in rows]


def _kind(reading: Reading) -> Bilingual | None:
    if reading.is_bounce:
        return _DELAY if reading.report.temporary else _BOUNCE
    return _AUTOMATIC if reading.is_auto_reply else None


def _person(one: Address) -> str:
    return f"{one.name} <{one.address}>" if one.name else one.address


def _attached(one: Attachment, language: str) -> str:
    return f"{one.name or _NAMELESS.in_(language)} — {one.kind}, {one.size:,} {_BYTES.in_(language)}"


def _harmless(line: str) -> str:
    return "".join(sign if _is_harmless(sign) else f"<U+{ord(sign):04X}>" for sign in line)


def _is_harmless(sign: str) -> bool:
    return sign == "\t" or (unicodedata.category(sign) not in _HIDDEN and not _TURNING.match(sign))
