"""HTML of a mail as it may be shown: its words, no acts, and pictures only from the mail itself."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.safe_html import LONGEST, safe_html

PICTURE = "data:image/png;base64,AAAA"


def shown(html: str) -> str:
    return safe_html(html, lambda cid: PICTURE if cid == "photo@mail" else "")


def test_words_and_their_order_stay() -> None:
    html = "<div><p lang='ja'>蓋が<b>閉まりません</b>。</p><ul><li>一</li></ul><table><tr><td colspan=2>表</td></tr></table></div>"
    assert shown(html) == (
        '<div><p lang="ja">蓋が<b>閉まりません</b>。</p><ul><li>一</li></ul>'
        '<table><tbody><tr><td colspan="2">表</td></tr></tbody></table></div>'
    )


def test_picture_that_came_with_the_mail_is_shown_in_its_place() -> None:
    assert shown('<img src="cid:photo@mail" alt="蓋">') == f'<img src="{PICTURE}" alt="蓋">'
    assert shown('<img src=" CID:photo@mail">') == f'<img src="{PICTURE}">'
    assert shown('<img src="cid:other@mail" alt="蓋">') == '<img alt="蓋">'


@pytest.mark.parametrize(
    "source",
    [
        "https://tracker.example.org/x.gif",
        "//e.example.org/x",
        "data:image/svg+xml,<svg>",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/desk/",
    ],
)
def test_picture_from_elsewhere_is_not(source: str) -> None:
    assert shown(f'<img src="{source}" alt="蓋">') == '<img alt="蓋">'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/phish">ここを押す</a>',
        '<a href="mailto:a@example.org">ここを押す</a>',
        '<p style="background:url(https://e.example.org/x)" class="a" id="b" onclick="x()">ここを押す</p>',
        '<form action="https://e.example.org"><button formaction="x">ここを押す</button></form>',
        '<style>@import "https://e.example.org"</style>ここを押す',
        '<link rel=stylesheet href="https://e.example.org"><base href="https://e.example.org">ここを押す',
        '<meta http-equiv="refresh" content="0;url=https://e.example.org">ここを押す',
        '<td background="https://e.example.org/x">ここを押す',
        '<video src="https://e.example.org/x" poster="https://e.example.org"></video>ここを押す',
        '<!--[if mso]><img src="https://e.example.org"><![endif]-->ここを押す',
    ],
)
def test_nothing_acts_and_nothing_leads_elsewhere(html: str) -> None:
    found = shown(html)
    assert "ここを押す" in found
    for sign in ("http", "href", "style", "class", "on", "action", "url", "mailto", "<form", "<!--"):
        assert sign not in found


def test_huge_html_is_read_up_to_an_end() -> None:
    assert len(shown("x" * LONGEST * 2)) == LONGEST
    assert shown("<p>あ</p>" * 20_000).count("<p>") == 5_000
