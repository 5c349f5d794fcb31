"""HTML of a mail as it may be shown in a frame of its own: its words in order, and nothing that acts. Pure, total.

No scripts, styles, forms or links, and nothing from elsewhere: a picture is shown only where it came with the mail.
nh3 parses as browsers do; what it lets through is the short list below.
"""

from collections.abc import Callable

import nh3

#: Longer ones are cut, and those with more marks: what the parser does with ten times as many takes a hundred times as
#: long. Long newsletters have half of that; the mail itself has all of it.
LONGEST, _MOST_MARKS = 300_000, 10_000
_TAGS = frozenset(
    {
        *("p", "div", "span", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "center"),
        *(
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "strike",
            "del",
            "ins",
            "sub",
            "sup",
            "small",
            "big",
            "code",
            "tt",
        ),
        *(
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "a",
            "img",
            "abbr",
            "cite",
            "q",
            "address",
            "bdi",
            "ruby",
            "rt",
            "rp",
        ),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "font"),
    }
)
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
#: Whatever stands in these is not text of the mail.
_SILENT = {"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math", "xml"}
_CID = "cid:"


def _cut(html: str) -> str:
    pieces = html.split("<", _MOST_MARKS + 1)
    return "<".join(pieces[: _MOST_MARKS + 1])


def safe_html(html: str, picture: Callable[[str], str]) -> str:
    """`picture`: Content-ID → a data: address of it, or empty where there is none that may be shown."""

    def kept(tag: str, name: str, value: str) -> str | None:
        if (tag, name) != ("img", "src"):
            return value
        address = value.strip()
        if not address.lower().startswith(_CID):
            return None
        return picture(address[len(_CID) :]) or None

    return nh3.clean(
        _cut(html[:LONGEST]),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=_SILENT,
        attribute_filter=kept,
        url_schemes={"cid"},
        link_rel=None,
        strip_comments=True,
    )
