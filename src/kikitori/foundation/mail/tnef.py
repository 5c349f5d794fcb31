"""winmail.dat opened: what Outlook wraps into application/ms-tnef. Pure, total.

MS-OXTNEF for the stream of attributes, MS-OXCDATA and MS-OXPROPS for the properties within. Names are UTF-16 where
Outlook gives them so, else in the code page the stream names.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kikitori.foundation.mail.charset import decode, decode_as

_SIGNATURE = 0x223E9F78
_MESSAGE, _ATTACHMENT = 1, 2
_BODY, _CODE_PAGE, _MESSAGE_PROPERTIES = 0x0002800C, 0x00069007, 0x00069003
_RENDERED, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_PR_BODY, _PR_HTML, _PR_LONG_NAME, _PR_NAME, _PR_TYPE, _PR_DATA = (
    0x1000,
    0x1013,
    0x3707,
    0x3704,
    0x370E,
    0x3701,
)
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_SIZES = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
#: Lengths of a number, of the signature with its key, of a GUID; from here on properties have names; flag of lists.
_WORD, _HEAD, _GUID, _NAMED, _MANY = 4, 6, 16, 0x8000, 0x1000
_MOST = 10_000


@dataclass(slots=True)
class Enclosed:
    """One file within."""

    name: str = ""
    type: str = "application/octet-stream"
    data: bytes = b""


@dataclass(slots=True)
class Opened:
    """Everything within; `whole`: the stream was read to its end. Text and HTML are empty where there are none."""

    text: str = ""
    html: str = ""
    files: list[Enclosed] = field(default_factory=list)
    whole: bool = True


def opened(raw: bytes) -> Opened | None:
    """The content of a winmail.dat; None where it is none."""
    if len(raw) < _HEAD or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return None
    found, page = Opened(), "cp932"
    at, count = _HEAD, 0
    while at + 9 <= len(raw) and count < _MOST:
        level, attribute, length = struct.unpack_from("<BII", raw, at)
        value = raw[at + 9 : at + 9 + length]
        at, count = at + 9 + length + 2, count + 1
        if level not in (_MESSAGE, _ATTACHMENT) or len(value) < length:
            found.whole = False
            break
        if attribute == _CODE_PAGE and length >= _WORD:
            page = f"cp{struct.unpack_from('<I', value)[0]}"
        else:
            _take(found, attribute, value, page)
    return found


def _take(found: Opened, attribute: int, value: bytes, page: str) -> None:
    if attribute == _RENDERED:
        found.files.append(Enclosed())
    elif attribute == _BODY and not found.text:
        found.text = _string(value, page)
    elif attribute == _MESSAGE_PROPERTIES:
        for tag, kind, data in _properties(value):
            if tag == _PR_BODY and kind in (_STRING8, _UNICODE):
                found.text = _of_kind(kind, data, page)
            elif tag == _PR_HTML:
                found.html = _of_kind(kind, data, page) if kind != _BINARY else decode(data).text
    elif found.files:
        _take_into(found.files[-1], attribute, value, page)


def _take_into(file: Enclosed, attribute: int, value: bytes, page: str) -> None:
    if attribute == _TITLE and not file.name:
        file.name = _string(value, page)
    elif attribute == _DATA:
        file.data = value
    elif attribute == _PROPERTIES:
        names = {}
        for tag, kind, data in _properties(value):
            if tag in (_PR_LONG_NAME, _PR_NAME) and kind in (_STRING8, _UNICODE):
                names[tag] = _of_kind(kind, data, page)
            elif tag == _PR_TYPE and kind in (_STRING8, _UNICODE):
                file.type = _of_kind(kind, data, page).lower() or file.type
            elif tag == _PR_DATA and kind in (_BINARY, _OBJECT) and not file.data:
                file.data = data
        file.name = names.get(_PR_LONG_NAME) or file.name or names.get(_PR_NAME, "")


def _string(value: bytes, page: str) -> str:
    raw = value.rstrip(b"\0")
    return decode(raw, page).text if page != "cp0" else decode(raw).text


def _of_kind(kind: int, data: bytes, page: str) -> str:
    if kind == _UNICODE:
        return decode_as(data, "utf-16-le").text.rstrip("\0")
    return _string(data, page)


def _properties(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(property, type, value) of a list of properties; ends where it makes no sense any more."""
    if len(raw) < _WORD:
        return
    count, at = min(_number(raw, 0), _MOST), _WORD
    for _ in range(count):
        if at + _WORD > len(raw):
            return
        kind, tag = struct.unpack_from("<HH", raw, at)
        at = _after_name(raw, at + _WORD) if tag >= _NAMED else at + _WORD
        many, kind = bool(kind & _MANY), kind & ~_MANY
        if kind in _SIZES and not many:
            yield tag, kind, raw[at : at + _SIZES[kind]]
            at += _SIZES[kind]
            continue
        if at + _WORD > len(raw):
            return
        values, at = _number(raw, at), at + _WORD
        if kind in _SIZES:
            at += values * _SIZES[kind]
            continue
        for _value in range(min(values, _MOST)):
            if at + _WORD > len(raw):
                return
            length, at = _number(raw, at), at + _WORD
            data = raw[at : at + length]
            # An object begins with the name of its interface.
            yield tag, kind, data[_GUID:] if kind == _OBJECT else data
            at += _padded(length)


def _after_name(raw: bytes, at: int) -> int:
    """Past the GUID of a named property and its number or name."""
    if at + _GUID + _WORD > len(raw):
        return len(raw)
    by_name = _number(raw, at + _GUID)
    length = _number(raw, at + _GUID + _WORD) if at + _GUID + 2 * _WORD <= len(raw) else 0
    return at + _GUID + 2 * _WORD + (_padded(length) if by_name else 0)


def _number(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + _WORD], "little")


def _padded(length: int) -> int:
    return length + -length % 4
