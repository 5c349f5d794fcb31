"""A page with ruby: above words on the page, as kana where nothing but text can stand, never in what people wrote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.readings import BEGIN, END, MIDDLE, marked
from kikitori.interfaces.look.ruby import with_ruby

RUBY = "<ruby>話<rp>（</rp><rt>はなし</rt><rp>）</rp></ruby>"
WORD = marked("{話|はなし}")


@pytest.mark.parametrize(
    ("page", "becomes"),
    [
        (f"<p>{WORD}を</p>", f"<p><span>{RUBY}を</span></p>"),
        (f"<button>\n  {WORD}\n</button>", f"<button>\n  <span>{RUBY}</span>\n</button>"),
        (f'<p title="{WORD}">a</p>', '<p title="はなし">a</p>'),
        (f'<input aria-label="{WORD}" value="{WORD}">', '<input aria-label="はなし" value="はなし">'),
        (f"<title>\n  {WORD} — みほん</title>", "<title>\n  はなし — みほん</title>"),
        (f"<select><option>{WORD}</option></select>", "<select><option>はなし</option></select>"),
        (f"<textarea rows=3>{WORD}</textarea>", "<textarea rows=3>話</textarea>"),
        (f"<style>/*{WORD}*/</style>{WORD}", f"<style>/*話*/</style><span>{RUBY}</span>"),
        (f"<TITLE>{WORD}</TITLE>", "<TITLE>はなし</TITLE>"),
        ("<p>話</p>", "<p>話</p>"),
        (f"a < {WORD}", f"a < <span>{RUBY}</span>"),
        (f"{BEGIN}話", "<span>話</span>"),
    ],
)
def test_each_place_gets_what_it_can_show(page: str, becomes: str) -> None:
    assert with_ruby(page) == becomes


def test_escaped_words_stay_escaped() -> None:
    page = f"<p>&lt;script&gt;{BEGIN}&lt;b&gt;{MIDDLE}&lt;i&gt;{END}</p>"
    assert with_ruby(page) == (
        "<p><span>&lt;script&gt;<ruby>&lt;b&gt;<rp>（</rp><rt>&lt;i&gt;</rt><rp>）</rp></ruby></span></p>"
    )


def test_word_never_reaches_over_a_tag() -> None:
    """Marks of two different pieces make no word: markup inside ruby would break the page."""
    page = with_ruby(f"<p>{BEGIN}a</p><b>{MIDDLE}b{END}</b>")
    assert page == "<p><span>a</span></p><b><span>b</span></b>"


@given(st.text(alphabet=f'話は<>/p"= {BEGIN}{MIDDLE}{END}', max_size=40))
def test_nothing_that_comes_in_leaves_a_mark_or_is_lost(page: str) -> None:
    made = with_ruby(page)
    assert not set(made) & {BEGIN, MIDDLE, END}
    bare = re.sub(r"<rp>.</rp>|</?(?:ruby|rt|span)>", "", made)
    for sign in '<>/p"=':
        assert bare.count(sign) <= page.count(sign)


def test_page_in_another_language_is_handed_back_as_it_is() -> None:
    page = "<p>苦情</p>" * 1000
    assert with_ruby(page) is page
