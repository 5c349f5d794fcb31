"""What HTML says, as text: for reading, for searching and for finding what was answered to. Pure, total.

Shown to nobody as HTML. Quotations can be left out by the marks mailers give them.
"""

import re
from html.parser import HTMLParser

#: Longer ones are read up to here.
LONGEST = 2_000_000
_BREAKING = frozenset(
    [
        "p",
        "div",
        "hr",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "address",
        "article",
        "section",
        "header",
        "footer",
        "main",
        "form",
        "fieldset",
        "title",
        "body",
        "center",
        "figure",
        "figcaption",
    ]
)
_APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"])
_SILENT = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "object",
        "embed",
        "iframe",
        "svg",
        "math",
        "select",
        "textarea",
    ]
)
_EMPTY = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "base", "area", "col", "source", "track", "wbr", "embed"]
)
_QUOTING = re.compile(
    r"gmail_quote|gmail_extra|moz-cite-prefix|yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote",
    re.IGNORECASE,
)
_QUOTING_IDS = re.compile(
    r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|reply-intro|isReplyContent",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"gmail_signature|moz-signature", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKUP = re.compile(r"<[^<>]*>")
_DEEPEST = 400


def text_of_html(html: str, *, without_quotes: bool = False) -> str:
    """The text, paragraphs apart, links with their address where it is not what they say. Never raises."""
    reader = _Reader(without_quotes=without_quotes)
    try:
        reader.feed(html[:LONGEST])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # Python's parser gives up at a few malformed declarations; then whatever is no markup is the text.
        return _tidy(_MARKUP.sub(" ", html[:LONGEST]))
    return _tidy("".join(reader.out))


class _Reader(HTMLParser):
    def __init__(self, *, without_quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._without_quotes = without_quotes
        self._open: list[tuple[str, bool]] = []
        self._silent = 0
        self._pre = 0
        self._rest_is_quoted = False
        self._link = ""
        self._said = 0
        #: Line ends that come before whatever is written next.
        self._owed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        hides = tag in _SILENT or self._is_quote(tag, values)
        if tag == "br":
            self._line()
        elif tag in _BREAKING:
            self._break(apart=tag in _APART)
        if tag == "li" and not self._silent:
            self._pay()
            self.out.append("・")
        if tag == "img" and not self._silent and values.get("alt"):
            self._pay()
            self.out.append(f"[{values['alt']}]")
        if tag in ("td", "th") and not self._silent:
            self.out.append(" ")
        if tag == "pre":
            self._pre += 1
        if tag == "a":
            self._link = values.get("href", "")
            self._said = len(self.out)
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append((tag, hides))
            self._silent += hides

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link and not self._silent:
            said = "".join(self.out[self._said :]).strip()
            target = self._link.strip()
            if target.startswith(("http://", "https://")) and target not in said and said not in target:
                self.out.append(f" <{target}>")
            self._link = ""
        if not any(tag == each for each, _ in self._open):
            return
        while self._open:
            each, hid = self._open.pop()
            self._silent -= hid
            if each == "pre":
                self._pre = max(0, self._pre - 1)
            if each == tag:
                break
        if tag in _BREAKING:
            self._break(apart=tag in _APART)

    def handle_data(self, data: str) -> None:
        if self._silent or self._rest_is_quoted:
            return
        said = data if self._pre else _SPACES.sub(" ", data)
        if said == " " and self._owed:
            return
        self._pay()
        self.out.append(said)

    def _is_quote(self, tag: str, values: dict[str, str]) -> bool:
        if not self._without_quotes:
            return False
        named, ident = values.get("class", ""), values.get("id", "")
        if tag == "blockquote" or _QUOTING.search(named) or _SIGNED.search(named):
            return True
        if _QUOTING_IDS.search(ident) or _QUOTING_IDS.search(values.get("name", "")):
            # Outlook puts the line before the quotation into an element and the quotation after it.
            self._rest_is_quoted = True
        style = values.get("style", "").replace(" ", "").lower()
        if tag == "div" and re.search(r"border:none;border-top:solid#(?:e1e1e1|b5c4df)", style):
            self._rest_is_quoted = True
        return False

    def _line(self) -> None:
        """A line ends, however many have before."""
        if not self._silent and not self._rest_is_quoted:
            self._pay()
            self.out.append("\n")

    def _break(self, *, apart: bool) -> None:
        """A block begins or ends: on a line of its own, or with a blank one between."""
        if not self._silent and not self._rest_is_quoted:
            before = "".join(self.out[-2:])
            ended = len(before) - len(before.rstrip("\n"))
            self._owed = max(self._owed, (2 if apart else 1) - ended)

    def _pay(self) -> None:
        self.out.append("\n" * self._owed)
        self._owed = 0


def _tidy(text: str) -> str:
    lines = [line.replace("\xa0", " ").strip(" \t\r\f") for line in text.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
