"""Texts, names and figures: what people outside wrote, who they are, how much it is, in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kikitori.foundation.language import readings
from kikitori.foundation.language.money import money_read
from kikitori.interfaces.look import plain, words
from kikitori.interfaces.look.markup import filled, joined
from kikitori.interfaces.look.tags.reader import reader_language

register = template.Library()

_PARAGRAPH: Final = '<p dir="auto">{}</p>'
_INERT: Final = '<span class="address">{0}</span>'
_WAY: Final = '<a class="ref" href="{}">{}</a>'
_LINK: Final = '<a href="{1}" rel="noopener noreferrer nofollow">{0}</a>'
_BREAK: Final = filled("<br>{}", "")


@register.simple_tag
def languages(*, staff: object = False) -> list[tuple[str, str]]:
    """`{% languages as choices %}`: what complainants may choose, each under its own name; for staff what they may."""
    return [(code, str(name)) for code, name in (settings.STAFF_LANGUAGES if staff else settings.LANGUAGES)]


@register.filter
def written_in(code: str) -> str:
    """`<html lang="{{ LANGUAGE_CODE|written_in }}">`: a language as browsers know it."""
    return readings.written_in(code)


@register.simple_tag
def lang_attr(code: str | None) -> str:
    """`<div{% lang_attr message.language %}>`: ` lang="en"` when the text is not in the page's language."""
    if not code or readings.written_in(code) == readings.written_in(get_language() or ""):
        return ""
    return filled(' lang="{}"', readings.written_in(code))


@register.filter
def plain_text(value: str | None, mode: str = "") -> SafeString:
    """`{{ text|plain_text }}`: text from outside as paragraphs with its line breaks, every character escaped.

    Web addresses are shown but cannot be clicked; with `|plain_text:"links"` they are links that pass nothing on.
    """
    drawn = _LINK if mode == "links" else _INERT
    return joined(
        filled(_PARAGRAPH, joined((_line(line, drawn) for line in lines), _BREAK))
        for lines in plain.paragraphs(str(value or ""))
    )


def led_text(value: str, ways: Mapping[str, str]) -> SafeString:
    """As `plain_text`; wherever one of these words stands alone it leads to its address within the site."""
    alone = re.compile(rf"(?<![\w/-])({'|'.join(map(re.escape, sorted(ways)))})(?![0-9])")
    return joined(
        filled(
            _PARAGRAPH,
            joined((joined(_led(piece, alone, ways) for piece in line) for line in lines), _BREAK),
        )
        for lines in plain.paragraphs(value)
    )


def _led(piece: plain.Piece, alone: re.Pattern[str], ways: Mapping[str, str]) -> SafeString:
    """A piece of a line: an address of the web stays one that cannot be clicked."""
    if piece.href:
        return filled(_INERT, *piece)
    parts = enumerate(alone.split(piece.text))
    return joined(filled(_WAY, ways[part], part) if number % 2 else part for number, part in parts)


@register.filter
def plain_line(text: str) -> str:
    """`{{ complaint.title|plain_line }}`: a line from outside without signs that turn or hide what is written."""
    return plain.one_line(text)


def _line(pieces: list[plain.Piece], drawn: str) -> SafeString | str:
    """A line as markup, or as text that is still to be escaped."""
    if not pieces:
        return ""
    text, href = pieces[0]
    if len(pieces) == 1 and not href:  # nearly all of them
        return text
    return joined(filled(drawn, *piece) if piece.href else piece.text for piece in pieces)


@register.filter
def money(amount: int, currency: str = "JPY") -> str:
    """`{{ amount|money:currency }}`: 1,200円, in easy Japanese with the reading of 円."""
    return readings.marked(money_read(amount, currency, get_language() or reader_language()))


@register.filter
def count(number: int) -> str:
    """`{{ n|count }}`: three-digit commas."""
    return words.count(number)


@register.simple_tag
def person_name(person: Any, *, honorific: bool = True) -> str:
    """`{% person_name person %}`: name with 様 or 御中; None or a nameless person is 「匿名の方」.

    Takes a string or anything with `name` and, for bodies, `kind == "body"`; `title` where they wish for another one.
    """
    name = person if isinstance(person, str) else (getattr(person, "name", "") or "")
    is_body = str(getattr(person, "kind", "")) == "body"
    title = None if isinstance(person, str) else getattr(person, "title", None)
    return words.person_name(name, reader_language(), organisation=is_body, honorific=honorific, title=title)
