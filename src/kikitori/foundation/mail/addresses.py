"""Who a mail says it is from, and to whom: as it is written, and said where two readings are possible. Pure, total.

RFC 5322 §3.4 for the shape; what stands before the @ is taken as it is, for Japanese carriers gave out addresses such
as `a..b.@docomo.ne.jp`. Where two readings would give two people (CVE-2023-27043), there is no address at all: nobody
may be taken for somebody else.
"""

import re
from dataclasses import dataclass

from kikitori.foundation.mail.jis import decode_jis, looks_like_jis
from kikitori.foundation.mail.words import decoded_words

_MOST = 500
#: Longer ones are nobody's: RFC 5321 ends addresses at 254 octets, and no name fills the rest.
_LONGEST = 2_000
_DEEPEST_COMMENT = 5
_BLANKS = b" \t\r\n"
_ADDRESS = re.compile(
    rb"[^\s<>()\"@,;:]{1,250}@[^\s<>()\"@,;:]{1,250}|\"(?:[^\"\\]|\\.){0,250}\"@[^\s<>()\"@,;:]{1,250}"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_BETWEEN = re.compile(rb"[,;:]")
_OPENING = re.compile(rb"[\"(<]")
_ENCLOSED = {
    b'"': re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL),
    b"(": re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL),
    b"<": re.compile(rb"<[^<>]*>"),
}
_BETWEEN_BRACKETS = re.compile(rb"<([^<>]*)>")
_COMMENT = re.compile(rb"\(([^()]*)\)")
_STRAY = re.compile(rb"[()<>]")
_ROUTE = re.compile(rb"\A(?:@[^,:]+,?)+:")


@dataclass(frozen=True, slots=True)
class Address:
    """A name to show and an address, each as written; both may be empty. `sure`: there is one way to read it."""

    name: str = ""
    address: str = ""
    sure: bool = True


def addresses_of(raw: bytes) -> list[Address]:
    """Everybody named in a header field, in their order; groups are opened, empty ones left out."""
    if looks_like_jis(raw):
        # Its bytes are those of brackets, commas and quotes as well.
        raw = decode_jis(raw).text.encode("utf-8", "replace")
    found: list[Address] = []
    for piece in _pieces(raw):
        one = _address(piece)
        if one.name or one.address:
            found.append(one)
        if len(found) >= _MOST:
            break
    return found


def _pieces(raw: bytes) -> list[bytes]:
    """Cut at commas (and at the signs of a group) that stand neither in quotes, nor in comments, nor in brackets."""
    plain = raw
    for _ in range(_DEEPEST_COMMENT):
        before, plain = plain, _outside(plain)
        if plain == before:
            break
    pieces, begin = [], 0
    for sign in _BETWEEN.finditer(plain):
        if sign.group() != b":":
            pieces.append(raw[begin : sign.start()])
            begin = sign.end()
        elif plain.find(b"@", begin, sign.start()) == -1:
            begin = sign.end()  # the name of a group
    pieces.append(raw[begin:])
    return [piece.strip(_BLANKS) for piece in pieces if piece.strip(_BLANKS)]


def _outside(raw: bytes) -> bytes:
    """The same with quoted strings, innermost comments and what stands in brackets blanked; as long as before."""
    out, at, hopeless = [], 0, False
    for opening in _OPENING.finditer(raw):
        if opening.start() < at or (hopeless and opening.group() == b'"'):
            continue
        whole = _ENCLOSED[opening.group()].match(raw, opening.start())
        if whole is None:
            # A quotation mark that never ends would swallow everybody after it.
            hopeless = hopeless or opening.group() == b'"'
            continue
        out += [raw[at : whole.start()], b" " * len(whole.group())]
        at = whole.end()
    return b"".join([*out, raw[at:]])


def _address(piece: bytes) -> Address:
    if len(piece) > _LONGEST:
        return Address("", "", sure=False)
    brackets = _BETWEEN_BRACKETS.findall(_without_quoted(piece))
    if brackets:
        return _in_brackets(piece, brackets)
    comments = [decoded_words(one) for one in _COMMENT.findall(piece)]
    bare = piece
    for _ in range(_DEEPEST_COMMENT):
        bare = _COMMENT.sub(b" ", bare).strip()
    stray = b"(" in bare or b")" in bare
    known = _ADDRESS.findall(bare)
    if len(known) == 1 and known[0] == bare.strip(b"<> ") and not stray:
        return Address(comments[0] if comments else "", _text(known[0]))
    if len(known) == 1 and not stray and bare.count(b"@") == 1:
        name = bare.replace(known[0], b" ").strip(b" <>\t")
        return Address(_name(name), _text(known[0]), sure=not name)
    if b"@" not in bare:
        return Address(_name(bare), "", sure=False)
    # Two addresses, or an odd bracket between them: whoever is meant, it is not for us to choose.
    return Address("", "", sure=False)


def _in_brackets(piece: bytes, brackets: list[bytes]) -> Address:
    inside = _ROUTE.sub(b"", brackets[-1].strip())
    inside = _COMMENT.sub(b"", inside).strip()
    before = piece.rfind(b"<" + brackets[-1] + b">")
    name = _name(piece[:before])
    after = piece[piece.rfind(b">") + 1 :]
    if not name and (comment := _COMMENT.search(after)):
        name = decoded_words(comment.group(1))
    known = [one for one in brackets if b"@" in one]
    if _STRAY.search(rest := _COMMENT.sub(b"", _without_quoted(piece)[:before])) and b"@" in rest:
        # „alice@…( <bob@…>“: for whoever overlooks the sign that has no other half, it is Alice.
        return Address(name, "", sure=False)
    compact = re.sub(rb"\s+", b"", inside) if not inside.startswith(b'"') else inside
    whole = _ADDRESS.fullmatch(compact) is not None
    sure = whole and len(known) == 1 and b"@" not in _COMMENT.sub(b"", after)
    return Address(name, _text(compact) if whole and len(known) == 1 else "", sure=sure)


def _without_quoted(piece: bytes) -> bytes:
    """Quoted strings blanked: a bracket in a name is none. A local part may be quoted, so that stays."""
    return re.sub(rb'"(?:[^"\\]|\\.)*"(?!@)', lambda one: b" " * len(one.group()), piece)


def _name(raw: bytes) -> str:
    plain = raw.strip(b" \t\r\n")
    if len(plain) > 1 and plain[:1] == plain[-1:] == b'"':
        plain = re.sub(rb"\\(.)", rb"\1", plain[1:-1]) if plain.isascii() else plain[1:-1]
    elif b'"' in plain:
        plain = plain.replace(b'"', b"")
    return decoded_words(plain).strip(" '") if plain[:1] == b"'" else decoded_words(plain).strip()


def _text(raw: bytes) -> str:
    """An address in UTF-8 (RFC 6532) is read; other bytes are none anybody could answer to."""
    return _CONTROL.sub("", raw.decode("utf-8", "replace"))
