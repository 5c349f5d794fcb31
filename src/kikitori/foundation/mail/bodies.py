"""Which parts of a mail are its text and which are enclosed with it. Pure, total.

RFC 2046 and RFC 2183 for what belongs where; winmail.dat and signatures that hide the mail are opened on the way.
"""

import re

from kikitori.foundation.mail import tnef
from kikitori.foundation.mail.charset import decode
from kikitori.foundation.mail.contents import Attachment, Bodies, Text
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.html_text import text_of_html
from kikitori.foundation.mail.names import clean_name
from kikitori.foundation.mail.signed import content_of_signed
from kikitori.foundation.mail.structure import Part, Structure, structure_of
from kikitori.foundation.mail.text_parts import HTML, text_of_part
from kikitori.foundation.mail.transfer import PLAIN, Damage
from kikitori.foundation.mail.words import decoded_words

_LARGEST_OPENED = 30_000_000
_LONGEST_STATUS = 400_000
#: Mails within mails within mails: so deep, and no deeper.
_OPENED_AT_MOST = 5
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset({"text/rfc822-headers", "message/rfc822-headers", "text/rfc822-header"})
_FIELD_FIRST = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9-]*[ \t]*:|\Z)")
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
#: Forms of a text that nobody needs who has it plain or as HTML.
_POORER = frozenset({"text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html"})
_READ_AS_TEXT = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "message/partial", "text/x-amp-html"}
)


def bodies_of(structure: Structure, charset: str = "") -> Bodies:
    """Sort the parts of a mail. `charset`: by which every text is read; empty: by what it declares and by evidence."""
    found = Bodies(flaws=set(structure.flaws))
    _Sorter(structure, found, charset=charset).take(structure.root, is_root=True)
    return found


class _Sorter:
    """Goes through one structure; what is opened on the way gets a sorter of its own."""

    def __init__(self, structure: Structure, found: Bodies, opened: int = 0, *, charset: str = "") -> None:
        self._structure, self._found, self._opened, self._charset = structure, found, opened, charset

    def take(self, part: Part, *, is_root: bool = False) -> None:
        """A part and everything within it. The structure has a limited depth."""
        main, _, sub = part.type.partition("/")
        if main == "multipart":
            self._multipart(part, sub, is_root=is_root)
        elif part.type in _TNEF or (sub == "octet-stream" and _name_of(part).lower() == "winmail.dat"):
            self._tnef(part)
        elif part.type in _SMIME:
            self._smime(part)
        elif part.type in ("message/rfc822", "message/global"):
            self._message(part)
        elif part.type in _STATUS:
            self._status(part)
        elif part.type in _RETURNED:
            self._found.returned = self._found.returned or self._some(part)
        elif self._is_text(part, is_root=is_root):
            self._text(part, sub)
            if _name_of(part):
                # Shown in the text, and a file of its own for whoever wants it so.
                self._enclose(part)
        else:
            self._other(part)

    def _status(self, part: Part) -> None:
        """The machine's part of a report; some servers give their words to people this type as well."""
        said = self._some(part)
        if not _FIELD_FIRST.match(said):
            self._text(part, "plain")
        elif len(self._found.status) < _LONGEST_STATUS:
            self._found.status += "\n\n" + said

    def _other(self, part: Part) -> None:
        if part.type == "text/calendar":
            self._found.flaws.add(Flaw.CALENDAR)
            self._found.calendar = self._found.calendar or self._some(part)
        self._enclose(part)

    def _multipart(self, part: Part, sub: str, *, is_root: bool) -> None:
        if not part.children:
            # No boundary, or none of its lines: what is there may be read all the same.
            if self._structure.raw[part.start : part.end].strip().strip(b"-") != part.content.raw(
                "boundary"
            ).strip(b"-"):
                self._text(part, "plain")
            return
        if sub == "encrypted":
            self._found.flaws.add(Flaw.ENCRYPTED)
        elif sub == "signed":
            self._found.flaws.add(Flaw.SIGNED_NOT_VERIFIED)
        if sub == "alternative":
            self._alternative(part)
            return
        for number, child in enumerate(part.children):
            inside = sub in ("signed", "report", "mixed", "related", "form-data") or is_root
            self.take(child, is_root=inside and number == 0)

    def _alternative(self, part: Part) -> None:
        """The same in several forms: the plain one is read, the HTML kept for those who want to see it."""
        before = len(self._found.plain), len(self._found.html)
        kinds = {child.type for child in part.children}
        for child in part.children:
            if child.type in _POORER and kinds & {"text/plain", "text/html"}:
                continue
            self.take(child, is_root=child.type in ("text/plain", "text/html"))
        plain, html = self._found.plain[before[0] :], self._found.html[before[1] :]
        written = [text for text in plain if text.plain.strip()]
        if written and html:
            self._found.html[before[1] :] = [Text("", text.read, text.html) for text in html]
        elif html:
            self._found.plain[before[0] :] = []

    def _is_text(self, part: Part, *, is_root: bool) -> bool:
        if part.type not in _READ_AS_TEXT and not (
            is_root and part.type.startswith("text/") and part.type != "text/calendar"
        ):
            return False
        placed = part.disposition.value
        if placed.startswith("attach"):
            return False
        named = bool(_name_of(part))
        return (
            not named or (is_root and placed != "attachment") or not (self._found.plain or self._found.html)
        )

    def _text(self, part: Part, sub: str) -> None:
        if part.type == "message/partial":
            self._found.flaws.add(Flaw.PARTIAL)
        read, taken = text_of_part(
            self._structure, part, sub, self._found.room, self._found.flaws, charset=self._charset
        )
        self._found.room -= taken
        (self._found.html if sub in HTML else self._found.plain).append(read)

    def _message(self, part: Part) -> None:
        """A mail within: a file, and what is enclosed with it; its words where the mail around it has none."""
        self._found.flaws.add(Flaw.NESTED_MESSAGE)
        self._enclose(part)
        self._found.returned = self._found.returned or self._head(part)
        if self._found.status or self._opened >= _OPENED_AT_MOST:
            return
        if part.encoding in PLAIN:
            within = structure_of(self._structure.raw, part.start, part.end)
        else:
            raw, whole = self._structure.content_up_to(part, _LARGEST_OPENED)
            if not whole:
                return
            within = structure_of(raw)
        inside = Bodies(room=self._found.room)
        _Sorter(within, inside, self._opened + 1, charset=self._charset).take(within.root, is_root=True)
        self._found.room = inside.room
        self._found.attachments += inside.attachments
        self._found.within.append(inside)

    def _tnef(self, part: Part) -> None:
        raw, whole = self._structure.content_up_to(part, _LARGEST_OPENED)
        inside = tnef.opened(raw) if whole else None
        if inside is None:
            self._enclose(part)
            return
        self._found.flaws.add(Flaw.TNEF)
        if not inside.whole:
            self._found.flaws.add(Flaw.TRUNCATED)
        if not (self._found.plain or self._found.html):
            if inside.text.strip():
                self._found.plain.append(Text(inside.text, decode(inside.text.encode(), "utf-8")))
            if inside.html:
                self._found.html.append(
                    Text(
                        "" if inside.text.strip() else text_of_html(inside.html),
                        decode(inside.html.encode(), "utf-8"),
                        inside.html,
                    )
                )
        for file in inside.files:
            self._found.attachments.append(
                Attachment(clean_name(file.name), file.type, len(file.data), _data=file.data)
            )

    def _smime(self, part: Part) -> None:
        raw, whole = self._structure.content_up_to(part, _LARGEST_OPENED)
        inside = content_of_signed(raw) if whole and self._opened < _OPENED_AT_MOST else None
        if inside is None:
            self._found.flaws.add(Flaw.ENCRYPTED)
            self._enclose(part)
            return
        self._found.flaws.add(Flaw.SIGNED_NOT_VERIFIED)
        within = structure_of(inside)
        self._found.flaws |= within.flaws
        _Sorter(within, self._found, self._opened + 1, charset=self._charset).take(within.root, is_root=True)

    def _enclose(self, part: Part) -> None:
        damage = Damage()
        if part.encoding in ("", "7bit", "8bit", "binary"):
            size = part.end - part.start
        else:
            size = sum(len(piece) for piece in self._structure.content(part, damage))
        if damage.found:
            self._found.flaws.add(Flaw.BAD_TRANSFER_ENCODING)
        name = _name_of(part)
        if not name and part.type == "message/rfc822":
            subject = decoded_words(_field(self._head(part), "subject").encode("latin-1", "replace"))
            name = f"{subject}.eml" if subject else ""
        cid = part.first("content-id").decode("latin-1").strip("<> ")
        self._found.attachments.append(
            Attachment(clean_name(name), part.type, size, cid, self._structure, part)
        )

    def _some(self, part: Part) -> str:
        raw, _ = self._structure.content_up_to(part, 100_000)
        return decode(raw, part.content.raw("charset").decode("latin-1")).text.replace("\r\n", "\n")

    def _head(self, part: Part) -> str:
        """The header of a mail within, as it stands."""
        raw, _ = self._structure.content_up_to(part, 50_000)
        return re.split(r"\n[ \t]*\n", raw.decode("latin-1").replace("\r\n", "\n"), maxsplit=1)[0]


def _field(header: str, name: str) -> str:
    found = re.search(rf"^{name}[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", header, re.IGNORECASE | re.MULTILINE)
    return re.sub(r"\s*\n\s*", " ", found[1]) if found else ""


def _name_of(part: Part) -> str:
    """`filename` of the disposition, `name` of the type, or what the address of the content ends in."""
    name = part.disposition.text("filename") or part.content.text("name") or part.disposition.text("name")
    if not name and (place := part.first("content-location")):
        name = decoded_words(place).rpartition("/")[2]
    return name
