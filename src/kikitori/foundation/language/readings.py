"""Readings ふりがな: words of やさしい日本語 that carry how they are read. Pure.

People write `{漢字|かんじ}`; a catalogue or a letter, once loaded, holds the three characters that Unicode keeps
for this (U+FFF9 漢字 U+FFFA かんじ U+FFFB). Nobody types them, so that braces in what people wrote stay braces.
Each place takes them off in its own way: a page as ruby (interfaces/look/ruby.py), a mail and a letter on paper in
brackets, what has no room for either as kana (ADR 0027).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

#: The language tag of やさしい日本語.
EASY: Final = "ja-easy"
#: How somebody writes a word with its reading.
SAMPLE: Final = "{漢字|かんじ}"
BEGIN, MIDDLE, END = "\ufff9", "\ufffa", "\ufffb"
#: A reading is kana: `{{ value|filter }}` of a template is none.
_WRITTEN = re.compile(r"\{([^{}|]+)\|([ぁ-ゖァ-ヺー]+)\}")
_MARKED = re.compile(f"{BEGIN}([^{BEGIN}{MIDDLE}{END}]*){MIDDLE}([^{BEGIN}{MIDDLE}{END}]*){END}")
_LEFT_OVER = re.compile(f"[{BEGIN}{MIDDLE}{END}]")
_ALONE_IN_BRACKETS = re.compile(f"（{_MARKED.pattern}）")


def written_in(tag: str) -> str:
    """The language of a text as browsers and mail programs know it: `ja` for `ja-easy`; others as they are."""
    return "ja" if tag == EASY else tag


def marked(text: str) -> str:
    """`{漢字|かんじ}` as it is kept once loaded."""
    return _WRITTEN.sub(rf"{BEGIN}\1{MIDDLE}\2{END}", text)


def has_readings(text: str) -> bool:
    """Is there anything to take off: a word with its reading, or a mark that belongs to nothing?"""
    return BEGIN in text or MIDDLE in text or END in text


def replaced(text: str, one: Callable[[str, str], str]) -> str:
    """Every word with a reading through `one(word, reading)`; marks that belong to nothing are left out."""
    if not has_readings(text):
        return text
    return _LEFT_OVER.sub("", _MARKED.sub(lambda found: one(found[1], found[2]), text))


def in_brackets(text: str) -> str:
    """漢字（かんじ）, for mails and paper; a word that stands in brackets already: （木曜日・もくようび）."""
    text = _ALONE_IN_BRACKETS.sub(r"（\1・\2）", text)
    return replaced(text, lambda word, reading: f"{word}（{reading}）")


def in_kana(text: str) -> str:
    """かんじ, where nothing but plain text can stand."""
    return replaced(text, lambda _word, reading: reading)


def without_readings(text: str) -> str:
    """漢字, for what people of the house read."""
    return replaced(text, lambda word, _reading: word)
