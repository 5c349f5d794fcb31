"""Header texts: encoded words (RFC 2047) and whatever else stands there, as one line of text. Pure, total."""

import base64
import binascii
import re

from kikitori.foundation.mail.charset import decode

_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*|[^\r\n]{0,500}?)\?=")
#: Blanks between two encoded words are part of the encoding, not of the text.
_BETWEEN = re.compile(rb"[ \t\r\n]*")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_SPACES = re.compile("[ \t\r\n\u2028\u2029]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def decoded_words(raw: bytes, *, default: str = "") -> str:
    """The text of a header field as one line. Encoded line ends become blanks: nothing can be injected.

    Neighbouring words of one charset are joined before they are decoded, for mailers cut in the middle of a character.
    """
    out: list[str] = []
    charset, held = "", b""
    at = 0
    for word in _WORD.finditer(raw):
        between = raw[at : word.start()]
        named = word.group(1).decode("latin-1").partition("*")[0].lower()
        inside = _bytes_of(word)
        if held and _BETWEEN.fullmatch(between):
            between = b""
        if between or named != charset:
            out.append(_said(held, charset, default))
            held = b""
        out.append(_said(between, "", default))
        charset, held = named, held + inside
        at = word.end()
    out.append(_said(held, charset, default))
    out.append(_said(raw[at:], "", default))
    return one_line("".join(out))


def one_line(text: str) -> str:
    """Without line ends, control characters and marks that turn the direction of writing."""
    return _SPACES.sub(" ", _BIDI.sub("", _CONTROL.sub("", text))).strip()


def _said(raw: bytes, charset: str, default: str) -> str:
    return decode(raw, charset, default=default).text if raw else ""


def _bytes_of(word: re.Match[bytes]) -> bytes:
    inside = word.group(3)
    if word.group(2) in b"qQ":
        return binascii.a2b_qp(inside.replace(b"_", b" ").replace(b" ", b"=20"))
    clean = _NOT_BASE64.sub(b"", inside)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))
