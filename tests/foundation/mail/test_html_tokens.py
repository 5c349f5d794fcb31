"""HTML as a row of tags and words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.html_tokens import Closing, Opening, Token, Words, tokens


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<A HREF=x>b</A >", [Opening("a", {"href": "x"}), Words("b"), Closing("a")]),
        ("<br/>", [Opening("br", {}, closed=True)]),
        ("<a b='c d' e=\"f\" g>", [Opening("a", {"b": "c d", "e": "f", "g": ""})]),
        ("<a b='>'>", [Opening("a", {"b": ">"})]),
        ("<a b=1 b=2>", [Opening("a", {"b": "1"})]),
        ("<a = b>", [Opening("a", {"b": ""})]),
        ("<script><p>x</p></script>y", [Opening("script"), Closing("script"), Words("y")]),
        ("<script>x", [Opening("script")]),
        ("<!--a-->b", [Words("b")]),
        ("a<b", [Words("a"), Opening("b")]),
        ("a < b", [Words("a < b")]),
        ("&#99999999999;", [Words("�")]),
    ],
)
def test_tags_and_words_are_told_apart(html: str, found: list[Token]):
    assert list(tokens(html)) == found


@settings(max_examples=100)
@given(st.text(st.sampled_from("<>/!-?='\"&#;abp \n9あ"), max_size=80))
def test_any_text_has_its_tokens(html: str):
    words = "".join(token.text for token in tokens(html) if isinstance(token, Words))
    if not set(html) & set("<&"):
        assert words == html
