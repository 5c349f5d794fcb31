"""ISO-2022-JP as it is really sent: the standard, its vendors' additions, and texts cut off in the middle. Pure, total.

RFC 1468 knows ASCII, JIS X 0201 Roman and JIS X 0208. Mailers send half-width kana (ESC ( I, or by SO/SI), JIS X 0212
and 0213, the rows of NEC and IBM that Windows adds to JIS X 0208 (①㈱髙), bytes of CP932 in between, and lines that end
without the way back to ASCII.
"""

import re
from dataclasses import dataclass

ESC = 0x1B
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: What an escape sequence switches to: (kind, bytes for each character).
_SETS: dict[bytes, tuple[str, int]] = {
    b"(B": ("ascii", 1),
    b"(J": ("roman", 1),
    b"(H": ("roman", 1),  # an old mistake for ( J
    b"(I": ("kana", 1),
    b"$@": ("jis", 2),
    b"$B": ("jis", 2),
    b"$(@": ("jis", 2),
    b"$(B": ("jis", 2),
    b"$(D": ("jis0212", 2),
    b"$(O": ("jis0213-1", 2),
    b"$(Q": ("jis0213-1", 2),
    b"$(P": ("jis0213-2", 2),
    b"$A": ("gb2312", 2),
    b"$(A": ("gb2312", 2),
    b"$(C": ("ksc5601", 2),
}
_ESCAPE = re.compile(rb"\x1b(\(B|\(J|\(H|\(I|\$@|\$B|\$\([@BDOQPAC]|\$A|&@\x1b\$B)")
#: An escape character that was lost on the way leaves `$B…(B` behind.
_BARE = re.compile(rb"(?<!\x1b)\$B((?:[!-~]{2}){1,120}?)\x1b?\(([BJ])")
_PLAIN = re.compile(rb"[\t\n\r -~]+")
_KANJI_SHAPES = re.compile("[ぁ-んァ-ヶー一-龠々、。]")
#: Whether escape characters were lost is judged by this much of a text.
_JUDGED = 20_000
_SO, _SI = 0x0E, 0x0F
_CR, _LF = 0x0D, 0x0A


@dataclass(frozen=True, slots=True)
class JisText:
    """`vendor`: it held what the standard does not know. `replaced`: characters for which there was nothing to show."""

    text: str
    vendor: bool
    replaced: int


def looks_like_jis(raw: bytes) -> bool:
    """Is there an escape sequence that switches to one of the sets of ISO-2022-JP?"""
    return ESC in raw and _ESCAPE.search(raw) is not None


def decode_jis(raw: bytes) -> JisText:
    """Any bytes as ISO-2022-JP. Never raises."""
    reader = _Reader()
    position = 0
    for found in _ESCAPE.finditer(raw):
        reader.take(raw[position : found.start()])
        reader.switch(found.group(1).rpartition(b"\x1b")[2])
        position = found.end()
    reader.take(raw[position:])
    return JisText("".join(reader.out), reader.vendor, reader.replaced)


def restored(raw: bytes) -> bytes | None:
    """The same with the escape characters back, where they were taken out on the way; None where nothing says so."""
    if ESC in raw or b"$B" not in raw or not (b"(B" in raw or b"(J" in raw):
        return None
    said = _BARE.search(raw[:_JUDGED])
    if said is None:
        return None
    back = _BARE.sub(lambda one: b"\x1b$B" + one[1] + b"\x1b(" + one[2], raw)
    inside = decode_jis(b"\x1b$B" + said.group(1)).text
    known = len(_KANJI_SHAPES.findall(inside))
    return back if known * 2 > len(inside) else None


class _Reader:
    """The state of a text being read: which set is switched on, and what has been read so far."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.vendor = False
        self.replaced = 0
        self._set, self._width = "ascii", 1
        self._shifted = False

    def switch(self, escape: bytes) -> None:
        """An escape sequence was read."""
        self._set, self._width = _SETS[escape]
        self._shifted = False
        if self._set not in ("ascii", "roman", "jis"):
            self.vendor = True

    def take(self, raw: bytes) -> None:
        """Bytes up to the next escape sequence."""
        at = 0
        while at < len(raw):
            if self._set == "ascii" and not self._shifted and (plain := _PLAIN.match(raw, at)):
                self.out.append(plain.group().decode("ascii"))
                at = plain.end()
                continue
            byte = raw[at]
            if byte in (_CR, _LF):
                # RFC 1468: a line ends in ASCII. Who did not switch back before was cut off.
                self._set, self._width, self._shifted = "ascii", 1, False
                self.out.append(chr(byte))
                at += 1
            elif byte in (_SO, _SI):
                self._shifted = byte == _SO
                self.vendor = True
                at += 1
            elif self._width == 2 and byte > 0x20:
                at += self._double(raw, at)
            elif byte >= 0x80:
                at += self._eight_bits(raw, at)
            else:
                self.out.append(self._single(byte))
                at += 1

    def _single(self, byte: int) -> str:
        if (self._set == "kana" or self._shifted) and 0x21 <= byte <= 0x5F:
            return chr(0xFF61 + byte - 0x21)
        if byte == ESC or (byte < 0x20 and byte not in (0x09, 0x0B, 0x0C, 0x00)):
            self.replaced += byte == ESC
            return "" if byte == ESC else chr(byte)
        return chr(byte)

    def _double(self, raw: bytes, at: int) -> int:
        """One character of two bytes; how many bytes it took."""
        first = raw[at]
        second = raw[at + 1] if at + 1 < len(raw) else 0
        if not 0x21 <= second & 0x7F <= 0x7E or second in (_CR, _LF):
            self._lost()
            return 1
        pair = bytes([first & 0x7F, second & 0x7F])
        character = _of_set(self._set, pair)
        if character is None and self._set == "jis":
            character = _of_vendor(pair)
            self.vendor = True
        if character is None:
            self._lost()
        else:
            self.out.append(character)
        return 2

    def _eight_bits(self, raw: bytes, at: int) -> int:
        """A byte with its eighth bit set has no place here: a character of CP932, or a half-width kana."""
        self.vendor = True
        for width in (2, 1):
            try:
                self.out.append(raw[at : at + width].decode("cp932"))
            except UnicodeDecodeError:
                continue
            return width
        self._lost()
        return 1

    def _lost(self) -> None:
        self.replaced += 1
        self.out.append(_REPLACEMENT)


def _of_set(which: str, pair: bytes) -> str | None:
    high = bytes(byte | 0x80 for byte in pair)
    codec, raw = {
        "jis": ("euc_jp", high),
        "jis0212": ("euc_jp", b"\x8f" + high),
        "jis0213-1": ("euc_jis_2004", high),
        "jis0213-2": ("euc_jis_2004", b"\x8f" + high),
        "gb2312": ("gb2312", high),
        "ksc5601": ("euc_kr", high),
    }[which]
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _of_vendor(pair: bytes) -> str | None:
    """Rows of NEC and IBM, by the way of CP932, which has them at the same places."""
    try:
        return shift_jis_of(pair).decode("cp932")
    except UnicodeDecodeError:
        return None


def shift_jis_of(pair: bytes) -> bytes:
    """The two bytes of Shift_JIS for two bytes of JIS X 0208 (7 bits each)."""
    first, second = pair
    lead = ((first - 0x21) >> 1) + 0x81
    lead += 0x40 if lead > 0x9F else 0
    odd = second + (0x20 if second >= 0x60 else 0x1F)
    trail = odd if first & 1 else second + 0x7E
    return bytes([lead, trail])


def decode_euc(raw: bytes) -> tuple[str, int]:
    """EUC-JP with the rows of NEC and IBM as Windows sends it (CP51932); how many characters were lost. Total."""
    try:
        return raw.decode("euc_jp"), 0
    except UnicodeDecodeError:
        pass
    out: list[str] = []
    replaced = at = 0
    while at < len(raw):
        byte = raw[at]
        width = 1 if byte < 0x80 else 3 if byte == 0x8F else 2
        piece = raw[at : at + width]
        try:
            out.append(piece.decode("euc_jp"))
        except UnicodeDecodeError:
            known = len(piece) == 2 and min(piece) > 0xA0 and _of_vendor(bytes(b & 0x7F for b in piece))
            out.append(known or _REPLACEMENT)
            replaced += not known
            width = width if known or (len(piece) == width and min(piece) > 0x80) else 1
        at += width
    return "".join(out), replaced
