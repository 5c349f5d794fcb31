"""One part of a mail as text: its transfer encoding undone, its charset found, its HTML made plain. Pure, total."""

import re

from kikitori.foundation.mail.charset import decode, decode_as
from kikitori.foundation.mail.contents import Text
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.html_text import text_of_html
from kikitori.foundation.mail.structure import Part, Structure
from kikitori.foundation.mail.transfer import Damage

HTML = frozenset({"html", "x-amp-html"})
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\r\n]")
_HEAD_OF_HTML = 3_000
#: Base64 is judged by so much of it, and may hold one strange byte in so many.
_JUDGED, _ONE_IN = 4_000, 20


def text_of_part(
    structure: Structure, part: Part, sub: str, room: int, flaws: set[Flaw], *, charset: str = ""
) -> tuple[Text, int]:
    """The text of a part and how many bytes of it were read, at most `room`. What was wrong is added to `flaws`.

    `charset`: by which it is read, whatever it declares.
    """
    damage = Damage()
    raw, whole = structure.content_up_to(part, room, damage)
    if damage.found and part.encoding == "base64" and not _is_base64(structure, part):
        raw = structure.raw[part.start : min(part.end, part.start + room)]
    if not whole:
        flaws.add(Flaw.OVERSIZED)
    if damage.found:
        flaws.add(Flaw.BAD_TRANSFER_ENCODING)
    declared = part.content.raw("charset").decode("latin-1")
    if sub == "html" and not declared and (said := _META.search(raw[:_HEAD_OF_HTML])):
        declared = said.group(1).decode("latin-1")
    read = decode_as(raw, charset) if charset else decode(raw, declared)
    if sub in HTML:
        return Text(text_of_html(read.text), read, read.text), len(raw)
    if sub in ("enriched", "richtext"):
        return Text(_MARKUP.sub("", read.text), read), len(raw)
    flowed = part.content.text("format").lower() == "flowed"
    return Text(read.text, read, "", flowed, part.content.text("delsp").lower() == "yes"), len(raw)


def _is_base64(structure: Structure, part: Part) -> bool:
    """Is it what it says? Words and bytes of eight bits are not."""
    head = structure.raw[part.start : min(part.end, part.start + _JUDGED)]
    return head.isascii() and len(_NOT_BASE64.findall(head)) * _ONE_IN <= len(head)
