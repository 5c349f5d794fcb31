"""What HTML says, as text: for reading, for searching and for finding what was answered to. Pure, total.

Shown to nobody as HTML. Quotations can be left out by the marks mailers give them.
"""

import re
from collections import Counter
from collections.abc import Mapping

from kikitori.foundation.mail.html_tokens import Closing, Opening, Words, tokens

#: Longer ones are read up to here.
LONGEST = 2_000_000
_BREAKING = frozenset(
    (
        *(
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
        ),
        *(
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
        ),
        *("title", "body", "center", "figure", "figcaption"),
    )
)
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"))
_SILENT = frozenset(
    (
        *(
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
        ),
        *("select", "textarea"),
    )
)
_EMPTY = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "base", "area", "col", "source", "track", "wbr", "embed")
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
#: The line Outlook draws above the header of what is answered to.
_RULE = re.compile(r"border:none;border-top:solid#(?:e1e1e1|b5c4df)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 400
_PARAGRAPH, _LINE = 2, 1


def text_of_html(html: str, *, without_quotes: bool = False, plain_quotes: bool = False) -> str:
    """The text, paragraphs apart, links with their address where it is not what they say. Never raises.

    `without_quotes` leaves out what mailers mark as quoted; `plain_quotes` keeps `<blockquote>` that says nothing more,
    as people write who show something.
    """
    reader = _Reader(without_quotes=without_quotes, plain_quotes=plain_quotes)
    for token in tokens(html[:LONGEST]):
        match token:
            case Opening():
                reader.open(token)
            case Closing(name):
                reader.close(name)
            case Words(text):
                reader.say(text)
    return _tidy("".join(reader.out))


class _Reader:
    """What has been read so far, and the elements that are open."""

    def __init__(self, *, without_quotes: bool, plain_quotes: bool) -> None:
        self.out: list[str] = []
        self._without_quotes, self._plain_quotes = without_quotes, plain_quotes
        self._open: list[tuple[str, bool]] = []
        self._names: Counter[str] = Counter()
        self._silent = 0
        self._pre = 0
        self._rest_is_quoted = False
        self._link = ""
        self._said = 0
        #: Line ends that come before whatever is written next.
        self._owed = 0

    def open(self, tag: Opening) -> None:
        """An element begins; an empty one is nothing but its beginning."""
        name = tag.name
        hides = name in _SILENT or self._is_quote(name, tag.values)
        if name == "br":
            self._line()
        elif name in _BREAKING:
            self._break(apart=name in _APART)
        self._draw(name, tag.values)
        if name in _EMPTY:
            return
        if len(self._open) < _DEEPEST:
            self._open.append((name, hides))
            self._names[name] += 1
            self._silent += hides
            self._pre += name == "pre"
        if tag.closed:
            self.close(name)

    def _draw(self, name: str, values: Mapping[str, str]) -> None:
        """What an element shows of itself."""
        if name == "a":
            self._link, self._said = values.get("href", ""), len(self.out)
        if self._hidden:
            return
        if name == "li":
            self._pay()
            self.out.append("・")
        elif name == "img" and values.get("alt"):
            self._pay()
            self.out.append(f"[{values['alt']}]")
        elif name in ("td", "th"):
            self.out.append(" ")

    def close(self, name: str) -> None:
        """An element ends, and with it all that began within it; one that is not open is passed over."""
        if name == "a" and self._link:
            self._tell_target()
        if not self._names[name]:
            return
        while self._open:
            each, hid = self._open.pop()
            self._names[each] -= 1
            self._silent -= hid
            self._pre -= each == "pre"
            if each == name:
                break
        if name in _BREAKING:
            self._break(apart=name in _APART)

    def say(self, text: str) -> None:
        """Words."""
        if self._hidden:
            return
        said = text if self._pre else _SPACES.sub(" ", text)
        if said == " " and self._owed:
            return
        self._pay()
        self.out.append(said)

    @property
    def _hidden(self) -> bool:
        return self._silent > 0 or self._rest_is_quoted

    def _tell_target(self) -> None:
        """The address of a link, where it is another than the words say."""
        target, said = self._link.strip(), "".join(self.out[self._said :]).strip()
        if (
            not self._hidden
            and target.startswith(("http://", "https://"))
            and target not in said
            and said not in target
        ):
            self.out.append(f" <{target}>")
        self._link = ""

    def _is_quote(self, name: str, values: Mapping[str, str]) -> bool:
        if not self._without_quotes:
            return False
        named = values.get("class", "")
        if (
            (name == "blockquote" and (values or not self._plain_quotes))
            or _QUOTING.search(named)
            or _SIGNED.search(named)
        ):
            return True
        style = values.get("style", "").replace(" ", "").lower()
        # Outlook puts the line before the quotation into an element and the quotation after it.
        marked = _QUOTING_IDS.search(values.get("id", "")) or _QUOTING_IDS.search(values.get("name", ""))
        if marked or (name == "div" and _RULE.search(style)):
            self._rest_is_quoted = True
        return False

    def _line(self) -> None:
        """A line ends, however many have before."""
        if not self._hidden:
            self._pay()
            self.out.append("\n")

    def _break(self, *, apart: bool) -> None:
        """A block begins or ends: on a line of its own, or with a blank one between."""
        if not self._hidden:
            before = "".join(piece[-_PARAGRAPH:] for piece in self.out[-_PARAGRAPH:])
            ended = len(before) - len(before.rstrip("\n"))
            self._owed = max(self._owed, (_PARAGRAPH if apart else _LINE) - ended)

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
