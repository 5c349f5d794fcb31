"""One part of a mail as text."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.structure import structure_of
from kikitori.foundation.mail.text_parts import text_of_part


def read(raw: bytes, sub: str = "plain", room: int = 1_000):
    structure, flaws = structure_of(raw), set[Flaw]()
    text, taken = text_of_part(structure, structure.root, sub, room, flaws)
    return text, taken, flaws


def test_charset_of_html_may_stand_in_the_html():
    raw = b"Content-Type: text/html\n\n<meta charset='shift_jis'>" + "修理".encode("cp932")
    text, _, _ = read(raw, "html")
    assert (text.plain, text.read.charset) == ("修理", "cp932")


def test_declaration_of_the_part_goes_before_it():
    raw = b"Content-Type: text/html; charset=utf-8\n\n<meta charset='shift_jis'>" + "修理".encode()
    assert read(raw, "html")[0].plain == "修理"


def test_enriched_text_loses_its_markup():
    assert read(b"Content-Type: text/enriched\n\n<bold>new</bold>", "enriched")[0].plain == "new"


@pytest.mark.parametrize(("room", "flaws"), [(5, {Flaw.OVERSIZED}), (10, set())])
def test_no_more_is_read_than_there_is_room(room: int, flaws: set[Flaw]):
    text, taken, found = read(b"Content-Type: text/plain\n\n0123456789", room=room)
    assert (len(text.plain), taken, found) == (room, room, flaws)


def test_flowed_text_is_told_to_be():
    text, _, _ = read(b"Content-Type: text/plain; format=flowed; delsp=yes\n\na")
    assert (text.flowed, text.delete_spaces) == (True, True)
