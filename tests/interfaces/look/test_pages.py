"""The base pages: language, theme, skip link, menu, messages, and forms that change something carry a token."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

pytestmark = pytest.mark.urls("tests.interfaces.look.addresses")
BASES = ["base_desk", "base_portal", "base_print"]


def draw(base: str, lang: str = "ja", body: str = "<h1>題</h1>", **context: Any) -> str:
    source = (
        "{% extends 'look/"
        + base
        + ".html' %}{% block title %}題{% endblock %}{% block content %}"
        + body
        + "{% endblock %}"
    )
    request = RequestFactory().get("/desk/?q=1")
    request.user = SimpleNamespace(is_authenticated=False, is_anonymous=True)  # type: ignore[assignment]
    with translation.override(lang):
        return (
            engines["django"]
            .from_string(source)
            .render({"organisation_name": "みなと<くらし>", **context}, request)
        )


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_says_its_language_and_skips_to_its_text(base, lang):
    html = draw(base, lang)
    assert f'<html lang="{lang}">' in html
    assert 'href="#main"' in html
    assert html.count('id="main"') == 1
    assert html.index('class="skip"') < html.index('id="main"')


@pytest.mark.parametrize("base", BASES)
def test_page_title_ends_with_the_organisation_escaped(base):
    assert "<title>題 — みなと&lt;くらし&gt;</title>" in draw(base)


@pytest.mark.parametrize("base", BASES)
def test_page_loads_only_its_own_files(base):
    html = draw(base)
    for address in re.findall(r'(?:src|href)="([^"#]+)"', html):
        assert address.startswith("/")
        assert not address.startswith("//")
    assert "style=" not in html
    assert re.findall(r"<script[^>]*>(.+?)</script>", html) == []


def test_page_follows_the_system_unless_told():
    html = draw("base_portal")
    assert "data-theme" not in html.split("<head>")[0]


def test_page_takes_theme_text_and_accent():
    html = draw("base_portal", appearance={"theme": "dark", "text": "large"}, accent="teal")
    assert '<html lang="ja" data-theme="dark" data-text="large" data-accent="teal">' in html


@pytest.mark.parametrize("base", ["base_portal", "base_desk"])
def test_page_changes_language_by_post(base):
    html = draw(base, staff_name="高梨 澪")
    form = re.search(r'<form class="languages".*?</form>', html, re.DOTALL)
    assert form
    assert 'method="post" action="/language/"' in form.group()
    assert "csrfmiddlewaretoken" in form.group()
    assert 'name="next" value="/desk/?q=1"' in form.group()
    assert (
        '<button type="submit" name="language" value="en" lang="en" aria-pressed="false">English</button>'
        in form.group()
    )
    assert 'value="ja" lang="ja" aria-pressed="true">日本語' in form.group()


def test_desk_page_gives_htmx_the_token_and_no_inline_style():
    html = draw("base_desk")
    body = re.search(r"<body[^>]*>", html)
    assert body
    assert re.search(r"""hx-headers:inherited='\{"X-CSRFToken": "[\w]+"\}'""", body.group())
    assert "htmx-4.min.js" in html
    assert '"includeIndicatorCSS": false' in html


@pytest.mark.parametrize("base", ["base_portal", "base_print"])
def test_page_outside_the_desk_has_no_htmx(base):
    assert "htmx" not in draw(base)


def test_desk_page_without_a_person_has_no_menu_and_no_search():
    html = draw("base_desk")
    assert 'class="menu"' not in html
    assert 'role="search"' not in html
    assert '<nav class="nav"' not in html


def test_desk_page_shows_navigation_with_counts():
    items = [
        {"url": "/desk/", "label": "今日の約束", "count": 12, "current": True, "key": "t"},
        {"url": "/desk/urgent/", "label": "急ぎ", "count": 3, "late": True},
        {"url": "/desk/all/", "label": "すべて", "count": 0},
    ]
    html = draw("base_desk", nav=items)
    nav = re.search(r"<nav.*?</nav>", html, re.DOTALL)
    assert nav
    assert 'aria-label="主なページ"' in nav.group()
    assert nav.group().count('aria-current="page"') == 1
    assert '<span class="count count--late">3</span>' in nav.group()
    assert ">すべて</a>" in nav.group()
    assert 'data-key="t"' in nav.group()


def test_desk_page_search_keeps_the_words():
    html = draw("base_desk", search_url="/desk/find/", search_words='"割れた"')
    assert 'action="/desk/find/" method="get"' in html
    assert 'value="&quot;割れた&quot;"' in html
    assert '<label class="hidden-words" for="search">申出を検索</label>' in html


def test_desk_page_signs_out_by_post_and_forgets_kept_text():
    html = draw("base_desk", staff_name="高梨 澪", sign_out_url="/desk/out/")
    form = re.search(r'<form method="post" action="/desk/out/"[^>]*>.*?</form>', html, re.DOTALL)
    assert form
    assert "data-forget" in form.group()
    assert "csrfmiddlewaretoken" in form.group()


@pytest.mark.parametrize(
    ("level", "kind", "mark"),
    [(25, "success", "kept"), (40, "error", "error"), (30, "warning", "warning"), (20, "info", "info")],
)
@pytest.mark.parametrize("base", ["base_desk", "base_portal"])
def test_page_tells_messages_politely(base, level, kind, mark):
    html = draw(base, messages=[Message(level, "送りました <b>")])
    notices = re.search(r'<div class="notices" role="status">.*?</div>\s*</div>', html, re.DOTALL)
    assert notices
    assert f"notice--{kind}" in notices.group()
    assert f"#{mark}" in notices.group()
    assert "送りました &lt;b&gt;" in notices.group()


def test_portal_page_gives_phone_and_hours():
    html = draw("base_portal", organisation_phone="0120-000-000", organisation_hours="平日 9:00〜17:30")
    assert '<a href="tel:0120-000-000">0120-000-000</a>' in html
    assert "平日 9:00〜17:30" in html


def test_portal_page_without_a_phone_shows_none():
    assert "tel:" not in draw("base_portal")


def test_print_page_can_be_printed_and_left():
    html = draw("base_print", back_url="/follow/")
    assert "data-print" in html
    assert '<a class="button button--quiet" href="/follow/">' in html


def composer(**context: Any) -> str:
    given: dict[str, Any] = {
        "keep": "118",
        "recipient": "佐藤 <和子> 様",
        "public_url": "/r",
        "internal_url": "/n",
        "public_verb": "返信を送る",
        "internal_verb": "メモを残す",
    }
    return draw("base_desk", body="{% include 'look/composer.html' %}", **(given | context))


def test_composer_keeps_reply_and_note_in_two_forms():
    reply, note = re.findall(r'<form class="composer__panel.*?</form>', composer(), re.DOTALL)
    assert 'action="/r"' in reply
    assert "申出者へ" in reply
    assert "佐藤 &lt;和子&gt; 様" in reply
    assert "返信を送る" in reply
    assert "メモ" not in reply
    assert 'action="/n"' in note
    assert "申出者には見えません。" in note
    assert "返信を送る" not in note


@pytest.mark.parametrize(
    ("start", "chosen"), [("", "write-public"), ("public", "write-public"), ("internal", "write-internal")]
)
def test_composer_opens_on_one_side(start, chosen):
    picks = re.findall(
        r'<input class="composer__pick[^>]*id="([\w-]+)"[^>]*?( checked)?>', composer(start=start)
    )
    assert [name for name, checked in picks if checked] == [chosen]


def test_composer_keeps_both_texts_apart_after_an_error():
    html = composer(public_text="拝啓<", internal_text="内々に")
    areas = dict(re.findall(r'<textarea id="([\w-]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL))
    assert areas == {"reply-text": "拝啓&lt;", "note-text": "内々に"}
    assert re.findall(r'data-keep="([\w-]+)"', html) == ["118-reply", "118-note"]


def test_sealed_row_shows_a_lock_and_no_title():
    html = draw("base_desk", body="{% include 'look/sealed.html' %}")
    assert re.search(r'<span class="sealed"><svg[^>]*><use href="[^"]*#lock"></use></svg>封印</span>', html)
