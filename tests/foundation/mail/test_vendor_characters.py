"""機種依存文字: characters that are in no standard and in half of the complaints, by every road they come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.charset import decode
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.jis import decode_euc, decode_jis, restored, shift_jis_of
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import plain

#: By their row and cell in JIS X 0208, as NEC and IBM placed them and Windows sends them.
BY_CELL = {
    "①": (13, 1),
    "⑳": (13, 20),
    "Ⅰ": (13, 21),
    "Ⅹ": (13, 30),
    "㍉": (13, 32),
    "㌔": (13, 33),
    "㎜": (13, 48),
    "㎏": (13, 52),
    "㏄": (13, 53),
    "㍻": (13, 63),
    "№": (13, 66),
    "㏍": (13, 67),
    "℡": (13, 68),
    "㊤": (13, 69),
    "㈱": (13, 74),
    "㈲": (13, 75),
    "㍾": (13, 77),
    "㍼": (13, 79),
    "纊": (89, 1),
}
#: Names of people whose first letter no standard of the nineties had.
NAMES = ["髙橋", "山﨑", "德永", "橫山", "栁田", "濵田", "塚本", "神﨑", "靍田", "彅"]


def jis(*cells: tuple[int, int]) -> bytes:
    """These cells in ISO-2022-JP."""
    return b"\x1b$B" + b"".join(bytes([row + 0x20, cell + 0x20]) for row, cell in cells) + b"\x1b(B"


def seven_bits(text: str) -> bytes:
    """A text as Windows writes it in what it calls ISO-2022-JP (CP50221): by the cells of CP932."""
    cells = []
    for character in text:
        lead, trail = character.encode("cp932")
        row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + 0x21
        row, cell = (
            (row + 1, trail - 0x7E) if trail >= 0x9F else (row, trail - (0x20 if trail > 0x7F else 0x1F))
        )
        cells.append((row - 0x20, cell - 0x20))
    return jis(*cells)


@pytest.mark.parametrize("character", BY_CELL)
def test_special_character_of_nec_is_read_by_every_road(character: str):
    row, cell = BY_CELL[character]
    assert decode(jis((row, cell)), "iso-2022-jp").text == character
    assert decode(character.encode("cp932"), "shift_jis").text == character
    assert decode_euc(bytes([row + 0xA0, cell + 0xA0])) == (character, 0)


@pytest.mark.parametrize("character", ["①", "㈱", "℡", "№", "Ⅹ", "㍻", "㎏", "纊"])
def test_what_seven_bits_say_is_what_eight_bits_say(character: str):
    assert decode_jis(seven_bits(character)).text == character


@pytest.mark.parametrize("name", NAMES)
def test_name_that_no_standard_had_is_read_in_utf_8_and_by_windows(name: str):
    assert read_mail(plain(f"{name}です。")).text == f"{name}です。"
    try:
        raw = name.encode("cp932")
    except UnicodeEncodeError:
        return
    assert (
        decode(f"{name}です。届きません。".encode("cp932"), "shift_jis").text == f"{name}です。届きません。"
    )
    assert decode(raw, "windows-31j").flaws == frozenset()


@pytest.mark.parametrize("name", ["德永", "髙", "㈱", "彅", "神　德", "纊"])
def test_name_alone_is_read_as_it_is_declared_though_its_bytes_could_be_utf_8(name: str):
    """A subject or a sender of two letters: the few bytes of 德永 are those of „힉i“ as well."""
    read = decode(name.encode("cp932"), "windows-31j")
    assert (read.text, read.charset, read.flaws) == (name, "cp932", frozenset())


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("ｱｲｳ", b"\x1b(I123\x1b(B"),
        ("ｼｭｳﾘ", b"\x1b(I<-3X\x1b(B"),
        ("ﾊﾟｿｺﾝ", b"\x1b(IJ_?:]\x1b(B"),
        ("ﾄﾞｱ", b"\x1b(ID^1\x1b(B"),
        ("｢ｱ｣", b"\x1b(I\x221\x23\x1b(B"),
        ("ｱ", b"\x0e1\x0f"),
        ("aｱb", b"a\x0e1\x0fb"),
        ("ｱ", b"\xb1"),
    ],
)
def test_half_width_kana_are_read_and_kept_half_width(text: str, raw: bytes):
    assert decode_jis(raw).text == text
    assert decode_jis(raw).vendor


@pytest.mark.parametrize("charset", ["shift_jis", "cp932", "windows-31j", "x-sjis", "ms_kanji"])
@pytest.mark.parametrize("sign", list("～－∥￢①㈱髙ｱﾞ"))
def test_shift_jis_is_read_as_windows_writes_it(charset: str, sign: str):
    """Wave dash and minus are the full-width ones there; whoever copied them from Windows gets them back."""
    read = decode(sign.encode("cp932") + "です".encode("cp932"), charset)
    assert (read.text, read.flaws) == (f"{sign}です", frozenset())


@pytest.mark.parametrize("second", range(0x40, 0x7F))
def test_second_byte_that_looks_like_ascii_is_none(second: int):
    """ソ and 表 end in a backslash, 能 in a small l: nothing is cut there and nothing escaped."""
    raw = bytes([0x83, second])
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return
    assert decode(raw * 3 + "です。".encode("cp932"), "shift_jis").text == text * 3 + "です。"


@pytest.mark.parametrize("escape", [b"\x1b$@", b"\x1b$B", b"\x1b$(@", b"\x1b$(B", b"\x1b&@\x1b$B"])
def test_kanji_are_switched_on_by_every_escape_sequence_there_ever_was(escape: bytes):
    assert decode_jis(escape + b"=$M}" + b"\x1b(B").text == "修理"


@pytest.mark.parametrize("back", [b"\x1b(B", b"\x1b(J", b"\x1b(H", b""])
def test_ascii_is_switched_on_again_by_every_escape_sequence_or_by_the_line(back: bytes):
    assert decode_jis(b"\x1b$B=$M}" + back + b"\nabc").text == "修理\nabc"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("丂".encode("iso2022_jp_1"), "丂"),
        ("你".encode("iso2022_jp_2"), "你"),
        ("한".encode("iso2022_jp_2"), "한"),
        ("①".encode("iso2022_jp_2004"), "①"),
        ("𠀋".encode("iso2022_jp_2004"), "𠀋"),
    ],
)
def test_sets_beyond_the_first_are_read(raw: bytes, text: str):
    assert decode(raw, "iso-2022-jp").text == text


@pytest.mark.parametrize("number", range(1, 6))
def test_line_cut_off_within_kanji_harms_only_itself(number: int):
    """A carrier cuts at so many bytes: the line after it is whole."""
    line = "修理をお願いします".encode("iso2022_jp")
    read = decode_jis(line[: len(line) - 3 - number] + b"\r\nnext: " + line)
    assert read.text.endswith("\r\nnext: 修理をお願いします")
    assert read.text.startswith("修理をお願い")


@pytest.mark.parametrize("text", ["修理の件", "カメラが届きません。", "お世話になっております。"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "iso-2022-jp"])
def test_escape_characters_lost_on_the_way_are_put_back(text: str, declared: str):
    read = decode(text.encode("iso2022_jp").replace(b"\x1b", b""), declared)
    assert read.text == text
    assert Flaw.CHARSET_WRONG in read.flaws
    assert read.confidence < 1


@pytest.mark.parametrize(
    "raw", [b"US$BROKEN(BAD)", b"$B1,000 (B)", b"price $Best (Best)", b"a$B(Bb", b"$(B", b"x = $BC(JD"]
)
def test_dollars_of_a_plain_text_are_no_kanji(raw: bytes):
    assert restored(raw) is None or decode(raw).text == raw.decode()
    assert decode(raw).text == raw.decode()


@settings(max_examples=60)
@given(st.integers(0x21, 0x7E), st.integers(0x21, 0x7E))
def test_cell_of_the_standard_is_what_the_standard_says_and_any_other_what_windows_says(
    first: int, second: int
):
    """An oracle of its own: Python's codecs, one for each half."""
    pair = bytes([first, second])
    try:
        text = bytes([first | 0x80, second | 0x80]).decode("euc_jp")
    except UnicodeDecodeError:
        text = shift_jis_of(pair).decode("cp932", "replace")
    read = decode_jis(b"\x1b$B" + pair + b"\x1b(B")
    assert read.text == text or read.replaced == 1


@settings(max_examples=60)
@given(st.text(st.sampled_from("修理品届人あいうアイウー。、①②㈱㍉Ⅱ№髙﨑"), max_size=30))
def test_text_of_windows_in_seven_bits_loses_nothing(text: str):
    assert decode(seven_bits(text), "iso-2022-jp").text == text


@settings(max_examples=60)
@given(st.text(st.sampled_from("修理品届人あいうアイウー。、abc 0\n"), max_size=60))
def test_reading_is_that_of_the_standard_where_the_text_keeps_to_it(text: str):
    raw = text.encode("iso2022_jp")
    read = decode_jis(raw)
    assert (read.text, read.replaced, read.vendor) == (raw.decode("iso2022_jp"), 0, False)


@settings(max_examples=60)
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_what_stands_in_one_line_changes_nothing_in_the_next(one: bytes, other: bytes):
    one, other = (raw.translate(None, b"\r\n") for raw in (one, other))
    apart = decode_jis(one).text + "\n" + decode_jis(other).text
    if one[-2:].find(b"\x1b") == -1:
        assert decode_jis(one + b"\n" + other).text == apart
