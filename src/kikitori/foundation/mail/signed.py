"""S/MIME opened as far as no key is needed: the mail within a signature that hides it (opaque signing). Pure, total.

RFC 8551 §3.5.2, RFC 5652 §5: ContentInfo holds SignedData, which holds the content as an octet string, perhaps in
pieces. The signature itself is not checked here, and that is said.
"""

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OCTETS, _PIECES, _OID, _CONTEXT = 0x30, 0x04, 0x24, 0x06, 0xA0
#: First byte of a length: none given, or the number of bytes that give it.
_INDEFINITE, _LONG = 0x80, 0x80
_DEEPEST = 12


def content_of_signed(raw: bytes) -> bytes | None:
    """The signed mail; None where this is no SignedData or holds none (encrypted, a lone certificate, rubbish)."""
    try:
        outer = _one(raw, _SEQUENCE)
        fields = list(_values(outer, 0))
        if (
            len(fields) < len(("type", "content"))
            or fields[0] != (_OID, _SIGNED_DATA)
            or fields[1][0] != _CONTEXT
        ):
            return None
        signed = list(_values(_one(fields[1][1], _SEQUENCE), 0))
        inner = next((value for tag, value in signed if tag == _SEQUENCE and value[:1] == b"\x06"), None)
        if inner is None:
            return None
        parts = list(_values(inner, 0))
        explicit = next((value for tag, value in parts if tag == _CONTEXT), None)
        return b"".join(_octets(explicit, 0)) if explicit is not None else None
    except (ValueError, IndexError):
        return None


def _octets(raw: bytes, depth: int) -> Iterator[bytes]:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    for tag, value in _values(raw, depth):
        if tag == _OCTETS:
            yield value
        elif tag == _PIECES:
            yield from _octets(value, depth + 1)


def _one(raw: bytes, wanted: int) -> bytes:
    tag, value = next(_values(raw, 0), (0, b""))
    if tag != wanted:
        raise ValueError("not what was expected")
    return value


def _values(raw: bytes, depth: int) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of each value in a row; definite and indefinite lengths (BER)."""
    at = 0
    while at + 2 <= len(raw) and raw[at : at + 2] != b"\0\0":
        tag, value, at = _next(raw, at, depth)
        yield tag, value


def _next(raw: bytes, at: int, depth: int) -> tuple[int, bytes, int]:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    tag, length = raw[at], raw[at + 1]
    at += 2
    if length == _INDEFINITE:
        begin = at
        while raw[at : at + 2] != b"\0\0":
            if at >= len(raw):
                raise ValueError("no end")
            _, _, at = _next(raw, at, depth + 1)
        return tag, raw[begin:at], at + 2
    if length & _LONG:
        size = length & ~_LONG
        length = int.from_bytes(raw[at : at + size], "big")
        at += size
    if at + length > len(raw):
        raise ValueError("cut off")
    return tag, raw[at : at + length], at + length
