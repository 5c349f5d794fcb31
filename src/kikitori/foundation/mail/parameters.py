"""Values with parameters, as in Content-Type and Content-Disposition, however they are written. Pure, total.

RFC 2045 §5.1 and RFC 2231 (continuations, charset and language), and what mailers send instead: encoded words inside
of quotes, bytes of any charset, names with blanks and no quotes.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from kikitori.foundation.mail.charset import decode
from kikitori.foundation.mail.words import decoded_words

_VALUE = re.compile(rb"[^;]*")
_NAME = re.compile(rb"[;\s]*([A-Za-z0-9_!#$%&+.^`{}~'-]+(?:\*\d{1,3})?\*?)[ \t]*=[ \t]*")
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_PART = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?\Z")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.*+-]+\Z")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")
_ESCAPED_BYTE = re.compile(rb"%[0-9A-Fa-f]{2}")
_CHARSET = re.compile(rb"([^']*)'[^']*'")
_VISIBLE = re.compile(rb"[!-~]*")
_MOST = 100
#: No value of a header is longer.
_LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Parameters:
    """A value in small letters and what stands after it."""

    value: str
    _raw: dict[str, list[tuple[int, bool, bytes]]] = field(default_factory=dict)

    def raw(self, name: str) -> bytes:
        """A parameter as its bytes, pieces joined; empty where there is none."""
        return b"".join(
            unquote_to_bytes(piece) if extended else piece
            for _, extended, piece in sorted(self._raw.get(name, []))
        )

    def has(self, name: str) -> bool:
        """Is there such a parameter?"""
        return name in self._raw

    def text(self, name: str) -> str:
        """A parameter as text: by the charset it names, by encoded words within it, else by evidence."""
        pieces = sorted(self._raw.get(name, []))
        if not pieces:
            return ""
        charset, raw = "", b""
        _, extended, first = pieces[0]
        if extended and (named := _CHARSET.match(first)):
            charset, pieces[0] = named.group(1).decode("latin-1"), (0, True, first[named.end() :])
        raw = b"".join(unquote_to_bytes(piece) if extended else piece for _, extended, piece in pieces)
        if not any(extended for _, extended, _ in pieces) and b"=?" in raw:
            return decoded_words(raw)
        if not charset and _ESCAPED_BYTE.search(raw) and _VISIBLE.fullmatch(raw):
            unescaped = unquote_to_bytes(raw)
            if not unescaped.isascii():
                raw = unescaped
        return decode(raw, charset).text


def parameters_of(header: bytes, *, default: str) -> Parameters:
    """Read one header value. `default`: its value where it says nothing sensible (a type without a slash, nothing)."""
    first = _VALUE.match(header)
    said = (
        _COMMENT.sub("", (first.group()[:_LONGEST_VALUE] if first else b"").decode("latin-1")).strip().lower()
    )
    value = said.strip("\"' ")
    if "/" in default and _TYPE.match(value) is None:
        value = {"text": "text/plain", "html": "text/html"}.get(value, default)
    raw: dict[str, list[tuple[int, bool, bytes]]] = {}
    at = first.end() if first else 0
    if "=" in value and not _TYPE.match(value):
        at, value = 0, default
    for _ in range(_MOST):
        named = _NAME.match(header, at)
        if named is None:
            following = header.find(b";", at + 1)
            if following == -1:
                break
            at = following
            continue
        piece, at = _piece(header, named.end())
        parts = _PART.match(named.group(1).decode("ascii").lower())
        if parts:
            name, number, extended = parts.group(1), int(parts.group(2) or 0), parts.group(3) is not None
            known = raw.setdefault(name, [])
            if all(number != each[0] or extended != each[1] for each in known):
                # Of a name that is given plainly and extended, the extended one counts (RFC 5987 says so of HTTP).
                known.append((number, extended, piece))
    return Parameters(value, {name: _chosen(pieces) for name, pieces in raw.items()})


def _chosen(pieces: list[tuple[int, bool, bytes]]) -> list[tuple[int, bool, bytes]]:
    """Where the same number stands twice, the extended one."""
    extended = {number for number, is_extended, _ in pieces if is_extended}
    return [piece for piece in pieces if piece[1] or piece[0] not in extended]


def _piece(header: bytes, at: int) -> tuple[bytes, int]:
    """The value at `at`, and where it ends: quoted, or up to the next semicolon."""
    quoted = _QUOTED.match(header, at)
    if quoted:
        inside = quoted.group(1)
        # Backslashes of Windows paths and second bytes of Shift_JIS are no escapes.
        if b"\x1b$" not in inside and inside.isascii() and b":\\" not in inside:
            inside = _ESCAPED.sub(rb"\1", inside)
        return inside, quoted.end()
    end = header.find(b";", at)
    end = len(header) if end == -1 else end
    return header[at:end].strip(b" \t"), end
