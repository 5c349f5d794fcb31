"""Texts in templates: what people wrote is shown whole and harmless; names and figures in the reader's manner."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kikitori.interfaces.look.tags.texts import led_text

HOSTILE = "<script>alert(1)</script>\n\"quoted\" & 'single'\n\n</p><img src=x onerror=alert(1)>"


def test_plain_text_escapes_everything(draw):
    assert draw("{{ text|plain_text }}", text=HOSTILE) == (
        '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;<br>&quot;quoted&quot; &amp; &#x27;single&#x27;</p>'
        '<p dir="auto">&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;</p>'
    )


def test_plain_text_shows_addresses_without_links(draw):
    assert draw("{{ text|plain_text }}", text="https://example.com/?a=1&b=2") == (
        '<p dir="auto"><span class="address">https://example.com/?a=1&amp;b=2</span></p>'
    )


def test_plain_text_with_links_passes_nothing_on(draw):
    assert draw('{{ text|plain_text:"links" }}', text="www.example.com") == (
        '<p dir="auto"><a href="https://www.example.com" rel="noopener noreferrer nofollow">www.example.com</a></p>'
    )


def test_plain_text_in_an_address_cannot_leave_its_attribute(draw):
    drawn = draw('{{ text|plain_text:"links" }}', text='https://example.com/"onmouseover="alert(1)')
    assert '"onmouseover' not in drawn
    assert "&quot;onmouseover=&quot;" in drawn


@pytest.mark.parametrize("text", [None, "", "\n\n"])
def test_plain_text_of_nothing_is_nothing(draw, text):
    assert draw("{{ text|plain_text }}", text=text) == ""


def test_plain_text_survives_ten_thousand_characters_of_rage(draw):
    drawn = draw("{{ text|plain_text }}", text="もう三回目です！\n" * 1250)
    assert drawn.count("もう三回目です！") == 1250
    assert drawn.count("<p ") == 1


@pytest.mark.parametrize(
    ("page", "code", "expected"),
    [
        ("ja", "en", ' lang="en"'),
        ("ja", "ja", ""),
        ("en", "ja", ' lang="ja"'),
        ("ja", "", ""),
        ("ja", None, ""),
    ],
)
def test_lang_attr_marks_only_another_language(draw, page, code, expected):
    assert draw("<p{% lang_attr code %}>", lang=page, code=code) == f"<p{expected}>"


def test_lang_attr_cannot_break_out(draw):
    assert draw("<p{% lang_attr code %}>", code='x" onclick="y') == '<p lang="x&quot; onclick=&quot;y">'


@pytest.mark.parametrize(("lang", "expected"), [
    ("ja", "1,200円"),
    ("en", "¥1,200"),
    ("ja-easy", "1,200\ufff9円\ufffaえん\ufffb"),
])  # fmt: skip
def test_money_follows_the_language(draw, lang, expected):
    assert draw("{{ n|money }}", lang=lang, n=1200) == expected


@pytest.mark.parametrize(("currency", "expected"), [("USD", "$12.50"), ("THB", "THB 12.50")])
def test_money_in_another_currency_names_it(draw, currency, expected):
    assert draw("{{ n|money:currency }}", lang="en", n=1250, currency=currency) == expected


def test_count_has_commas(draw):
    assert draw("{{ n|count }}", n=1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("person", "ja", "en"),
    [
        (SimpleNamespace(name="佐藤 和子", kind="individual"), "佐藤 和子 様", "佐藤 和子"),
        (SimpleNamespace(name="有限会社あおば", kind="body"), "有限会社あおば 御中", "有限会社あおば"),
        (SimpleNamespace(name="", kind="individual"), "匿名の方", "Anonymous"),
        ("林", "林 様", "林"),
        (None, "匿名の方", "Anonymous"),
    ],
)
def test_person_name_takes_people_bodies_and_nobody(draw, person, ja, en):
    assert draw("{% person_name p %}", p=person) == ja
    assert draw("{% person_name p %}", lang="en", p=person) == en


def test_person_name_without_honorific_and_escaped(draw):
    assert draw("{% person_name p honorific=False %}", p="<佐藤>") == "&lt;佐藤&gt;"


def test_plain_line_is_escaped_and_cannot_turn(draw):
    assert draw("{{ text|plain_line }}", text="\u202e<b>gpj.exe\u202c") == "&lt;b&gt;gpj.exe"


def test_languages_are_listed_under_their_own_names(draw):
    drawn = draw(
        "{% languages as all %}{% for code, name in all %}{{ code }}={{ name }} {% endfor %}", lang="en"
    )
    assert drawn == "ja=日本語 en=English ja-easy=やさしい にほんご "


WAYS = {
    "K-2026-000001": "/desk/complaints/K-2026-000001/",
    "K-2026-000012": "/desk/complaints/K-2026-000012/",
}
LINK = '<a class="ref" href="/desk/complaints/{0}/">{0}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K-2026-000001の件", f"{LINK.format('K-2026-000001')}の件"),
        (
            "（K-2026-000001、K-2026-000012）",
            f"（{LINK.format('K-2026-000001')}、{LINK.format('K-2026-000012')}）",
        ),
        ("K-2026-0000011", "K-2026-0000011"),
        ("XK-2026-000001", "XK-2026-000001"),
        ("x-K-2026-000001", "x-K-2026-000001"),
        ("K-2026-000002", "K-2026-000002"),
        ("https://x.example/K-2026-000001", '<span class="address">https://x.example/K-2026-000001</span>'),
        ("<b>K-2026-000001</b>", f"&lt;b&gt;{LINK.format('K-2026-000001')}&lt;/b&gt;"),
        ('"K-2026-000001"', f"&quot;{LINK.format('K-2026-000001')}&quot;"),
        ("一行目\nK-2026-000012", f"一行目<br>{LINK.format('K-2026-000012')}"),
    ],
)
def test_led_text_links_exactly_the_words_that_lead_somewhere(text, expected):
    assert led_text(text, WAYS) == f'<p dir="auto">{expected}</p>'
