"""HTML as mailers write it, read as text: what a reader sees, in the order in which they see it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.html_text import LONGEST, text_of_html
from kikitori.foundation.mail.html_tokens import Closing, Opening, Words, tokens


@pytest.mark.parametrize(
    ("html", "text"),
    [
        # Lines and paragraphs.
        ("一<br>二", "一\n二"),
        ("一<br><br>二", "一\n\n二"),
        ("一<br><br><br><br>二", "一\n\n二"),
        ("<div>一</div><div><br></div><div>二</div>", "一\n\n二"),
        ("<p>一<p>二", "一\n\n二"),
        ("<div><div>一</div></div><div>二</div>", "一\n二"),
        ("<p>一</p>\n\n<p>二</p>", "一\n\n二"),
        ("一<hr>二", "一\n二"),
        ("<h1>件</h1>本文", "件\n\n本文"),
        ("<p>&nbsp;</p><p>一</p>", "一"),
        ("<p>一</p><p>&nbsp;</p><p>二</p>", "一\n\n二"),
        # Blanks are one blank, but for those that are written out.
        ("a  b\n c", "a b c"),
        ("a&nbsp;b", "a b"),
        ("<span>a</span> <span>b</span>", "a b"),
        ("<span>a</span><span>b</span>", "ab"),
        ("あ\nい", "あ い"),
        ("<pre>一\n  二</pre>", "一\n二"),
        ("　一字下げ", "　一字下げ"),
        # Lists and tables.
        ("<ul><li>皿<li>箱</ul>", "・皿\n・箱"),
        ("<ol><li>皿</li><li>箱</li></ol>終", "・皿\n・箱\n\n終"),
        ("<table><tr><th>品<th>数<tr><td>皿<td>2</table>", "品 数\n皿 2"),
        ("<dl><dt>品<dd>皿</dl>", "品\n皿"),
        # Links and pictures.
        ('<a href="https://shop.example/a">注文</a>', "注文 <https://shop.example/a>"),
        ('<a href="https://shop.example/a">https://shop.example/a</a>', "https://shop.example/a"),
        ('<a href="https://shop.example/">shop.example</a>', "shop.example"),
        ('<a href="mailto:a@shop.example">a@shop.example</a>', "a@shop.example"),
        ('<a href="#top">上へ</a>', "上へ"),
        ('<a name="x">一</a>', "一"),
        ('<img src="x" alt="割れた皿">', "[割れた皿]"),
        ('<img src="x" alt="">一', "一"),
        ('<a href="https://shop.example/a"><img alt="店"></a>', "[店] <https://shop.example/a>"),
        # What nobody sees.
        ("<head><title>x</title><style>p{}</style></head><body>一</body>", "一"),
        ("<script>x</script>一", "一"),
        ("<!-- x -->一<!-- y -->", "一"),
        ("<!--[if mso]>x<![endif]-->一", "一"),
        ("<select><option>x</option></select>一", "一"),
        ("<svg><text>x</text></svg>一", "一"),
        # Entities.
        ("&lt;皿&gt; &amp; &quot;箱&quot;", '<皿> & "箱"'),
        ("&#12354;&#x3042;", "ああ"),
        ("&hearts;&copy;", "♥©"),
        ("&plate;", "&plate;"),
        ("AT&T", "AT&T"),
        ("&#0;&#xD800;一", "��一"),
        # Marks that are broken.
        ("<p>一</div></p>二", "一\n\n二"),
        ("<b>一", "一"),
        ("一</b></i>", "一"),
        ("<p align=center 一", ""),
        ("<>一</>", "<>一</>"),
        ("一 <- 二", "一 <- 二"),
        ("<aiko@shop.example>", "<aiko@shop.example>"),
        ("5<6", "5<6"),
    ],
)
def test_text_is_what_is_seen(html: str, text: str):
    assert text_of_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            # Outlook.
            (
                '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml></xml><![endif]-->'
                "<style><!-- p.MsoNormal {margin:0} --></style></head><body lang=JA><div class=WordSection1>"
                "<p class=MsoNormal><span lang=EN-US>Dear all,<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
                "<p class=MsoNormal>皿が割れていました。</p></div></body></html>"
            ),
            "Dear all,\n\n皿が割れていました。",
        ),
        (
            # Gmail.
            (
                '<div dir="ltr"><div>お世話になります。</div><div><br></div><div>皿が<b>二枚</b>割れていました。</div>'
                '<div><ul><li style="margin-left:15px">大皿</li><li>小皿</li></ul></div></div>'
            ),
            "お世話になります。\n\n皿が二枚割れていました。\n\n・大皿\n・小皿",
        ),
        (
            # iPhone.
            (
                '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
                '皿の件です。<div><br></div><div>写真を付けます。<br><div><img src="cid:x" alt="IMG_0001.jpg"></div>'
                '<br><div dir="ltr">iPhoneから送信</div></div></body></html>'
            ),
            "皿の件です。\n\n写真を付けます。\n[IMG_0001.jpg]\n\niPhoneから送信",
        ),
        (
            # A carrier's decorated mail.
            (
                '<HTML><BODY BGCOLOR="#FFFFFF"><DIV><FONT COLOR="#FF0000" SIZE="5">皿が</FONT><IMG SRC="cid:01@1">割れてた'
                "</DIV><DIV><MARQUEE>早く</MARQUEE></DIV></BODY></HTML>"
            ),
            "皿が割れてた\n早く",
        ),
        (
            # A newsletter made of tables.
            (
                "<table><tr><td><table><tr><td><p>会員様</p></td></tr></table></td></tr>"
                "<tr><td>ご案内です。</td></tr></table>"
            ),
            "会員様\n\nご案内です。",
        ),
    ],
)
def test_letter_of_a_mailer_is_read_as_it_looks(html: str, text: str):
    assert text_of_html(html) == text


@pytest.mark.parametrize("depth", [1, 50, 399, 400, 401, 5_000])
def test_depth_costs_no_words(depth: int):
    assert text_of_html("<div>" * depth + "皿" + "</div>" * depth + "<p>箱").split() == ["皿", "箱"]


@pytest.mark.parametrize(
    "part", ["<div>", "<!--", "<a href='", "&#", "<p", "</p>", "<![CDATA[", "<table><tr>", "<script>", "'\""]
)
def test_thousands_of_one_mark_are_more_than_no_letter_can_say(part: str):
    text = text_of_html("皿" + part * (40_000 // len(part)))
    assert text.startswith("皿")
    assert len(text) <= 40_001


def test_what_is_longer_than_any_letter_is_read_up_to_there():
    assert len(text_of_html("皿" * (LONGEST + 1_000))) == LONGEST


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p><b>x</b></p>", ["p", "b", "/b", "/p"]),
        ("<P><B>x</b></P>", ["p", "b", "/b", "/p"]),
        ("<br/><br />", ["br", "br"]),
        ("<p\nclass=x\n>", ["p"]),
        ("<p/class=x>", ["p"]),
        ("<o:p></o:p>", ["o:p", "/o:p"]),
        ("</ p>", []),
        ("< p>", []),
        ("<1>", []),
        ("<あ>", []),
        ("<script><b></script><i>", ["script", "/script", "i"]),
        ("<style></b></style>", ["style", "/style"]),
        ("<script></scripture></script>", ["script", "/script"]),
    ],
)
def test_tags_are_those_of_the_standard(html: str, names: list[str]):
    found = [
        f"/{each.name}" if isinstance(each, Closing) else each.name
        for each in tokens(html)
        if not isinstance(each, Words)
    ]
    assert found == names


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("<a href=x>", {"href": "x"}),
        ("<a href = 'x y'>", {"href": "x y"}),
        ('<a href="x>y">', {"href": "x>y"}),
        ("<a HREF=X>", {"href": "X"}),
        ("<a href=x href=y>", {"href": "x"}),
        ("<a href='a&amp;b'>", {"href": "a&b"}),
        ("<a checked href=x>", {"checked": "", "href": "x"}),
        ("<a title='皿'>", {"title": "皿"}),
        ("<a href=''>", {"href": ""}),
        ("<a>", {}),
    ],
)
def test_attributes_are_read_however_they_are_written(tag: str, values: dict[str, str]):
    [opening] = tokens(tag)
    assert isinstance(opening, Opening)
    assert dict(opening.values) == values


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<&"), max_size=80))
def test_words_without_marks_are_themselves(text: str):
    assert "".join(each.text for each in tokens(text) if isinstance(each, Words)) == text


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["b", "i", "span", "u", "font"]), max_size=6),
    st.sampled_from(["皿", "a b", "箱。"]),
)
def test_marks_within_a_line_change_no_words(names: list[str], said: str):
    html = "".join(f"<{name}>" for name in names) + said + "".join(f"</{name}>" for name in reversed(names))
    assert text_of_html(html) == said
