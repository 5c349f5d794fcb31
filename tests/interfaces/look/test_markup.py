"""Markup from patterns: what comes out is what Django's own, slower functions make of it, whatever goes in."""

from __future__ import annotations

import pytest
from django.utils.functional import lazystr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.look.markup import NOTHING, filled, joined

HOSTILE = "<script>alert('1')</script> & \"quoted\""
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;quoted&quot;"


class Drawn:
    """Something that draws itself, as a form does."""

    def __html__(self) -> str:
        return "<b>drawn</b>"


class Text(str):
    """A text of a kind of its own is still a text."""

    __slots__ = ()


class Named:
    def __str__(self) -> str:
        return HOSTILE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (HOSTILE, ESCAPED),
        (Text(HOSTILE), ESCAPED),
        (Named(), ESCAPED),
        (lazystr(HOSTILE), ESCAPED),
        (gettext_lazy("<i>"), "&lt;i&gt;"),
        (format_html("<b>{}</b>", "&"), "<b>&amp;</b>"),
        (lazystr(format_html("<b>{}</b>", "&")), "<b>&amp;</b>"),
        (Drawn(), "<b>drawn</b>"),
        (7, "7"),
        (None, "None"),
        ("{}{0}", "{}{0}"),
    ],
)
def test_value_is_escaped_unless_it_is_markup(value, expected):
    assert filled('<p title="{}">', value) == f'<p title="{expected}">'
    assert joined([value, value], value) == expected * 3
    assert expected == str(conditional_escape(value))


@given(st.lists(st.text(), min_size=1), st.text())
def test_markup_is_that_of_django(values, between):
    pattern = "<i>{}</i>" * len(values)
    assert filled(pattern, *values) == format_html(pattern, *values)
    assert joined(values, between) == format_html_join(between, "{}", ((each,) for each in values))


def test_markup_is_not_escaped_again():
    inner = filled("<b>{}</b>", "<")
    assert isinstance(inner, SafeString)
    assert isinstance(joined([inner]), SafeString)
    assert joined([filled("<p>{}</p>", inner), NOTHING], "<") == "<p><b>&lt;</b></p>&lt;"


def test_pattern_without_a_value_is_refused():
    with pytest.raises(TypeError):
        filled("<b>")  # type: ignore[call-arg]
    with pytest.raises(IndexError):
        filled("<b>{}{}</b>", "one")
