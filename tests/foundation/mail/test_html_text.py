"""HTML as text."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.html_text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a &amp; b &lt;c&gt; &#12354;", "a & b <c> あ"),
        ("<ul><li>one</li><li>two</li></ul>", "・one\n・two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("  a \n  b  ", "a b"),
        ("<a href='https://shop.example/'>here</a>", "here <https://shop.example/>"),
        ("<a href='https://shop.example/'>https://shop.example/</a>", "https://shop.example/"),
        ("<a href='javascript:x'>here</a>", "here"),
        ("<img alt='a photo' src='x'>", "[a photo]"),
        ("<script>x</script><style>y</style><title>z</title>a", "a"),
        ("<!-- no -->a<!DOCTYPE x><?php ?>b", "ab"),
        ("<p hidden>a", "a"),
        ("</p></div>a", "a"),
        ("", ""),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str):
    assert text_of_html(html) == text


@pytest.mark.parametrize("html", ["a < b", "a <- b", "1<2 and 3>2", "<!-- a b", "<", "<taro@shop.example>"])
def test_words_that_are_no_markup_stay(html: str):
    assert [word for word in html.replace("<!--", "").split() if word not in text_of_html(html)] == []


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote>old</blockquote>",
        "<div class='gmail_quote'>old</div>",
        "<div id='divRplyFwdMsg'>From: x</div><div>old</div>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'>From: x</div>old",
    ],
)
def test_quotation_is_left_out_where_it_is_asked_for(quote: str):
    html = f"<p>new</p>{quote}"
    assert text_of_html(html, without_quotes=True) == "new"
    assert "new" in text_of_html(html) != "new"


def test_quotation_that_says_nothing_more_of_itself_can_be_kept():
    html = "<p>new</p><blockquote>shown</blockquote><blockquote type='cite'>old</blockquote>"
    assert text_of_html(html, without_quotes=True, plain_quotes=True) == "new\n\nshown"
    assert text_of_html(html, without_quotes=True) == "new"
