"""Templates: nothing inline, nothing from another host, nothing unescaped, nothing in one language only.

Django's own syntax is blanked out first, character by character, so that line numbers stay true; what remains is HTML.
Words that are the same in every language (a name, a key, a code) stand in an element with `translate="no"`, `<kbd>` or
`<code>`. A block that fills an attribute is named so: it ends in `_class`, `_attributes`, `_url` or `_id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.house.rules.source import JAPANESE, Finding

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
SPOKEN = frozenset({"title", "alt", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext",
                    "placeholder", "label", "abbr", "download"})  # fmt: skip
ADDRESSES = frozenset({"src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href", "hx-get",
                       "hx-post", "hx-put", "hx-delete", "cite", "ping"})  # fmt: skip
FOREIGN = frozenset({"iframe", "object", "embed", "base", "frame", "applet"})
#: Elements whose words are the same in every language.
KEPT = frozenset({"kbd", "code", "samp", "var"})
NAMES = re.compile(r"Kikitori|聴き取り")
LATIN = re.compile(r"[A-Za-z]{2,}")
#: A literal a tag or filter would print: two words, or one that begins like a sentence.
PHRASE = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]|^[A-Z][a-z]+[.!?…]?$")

_SILENT = re.compile(
    r"{#.*?#}"
    r"|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
_SYNTAX = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_TRANSLATED = re.compile(r"""_\(\s*(?:"[^"]*"|'[^']*')\s*\)""")
_LITERAL = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_PRINTED_ARGUMENT = re.compile(
    r"""\|\s*(default|default_if_none|yesno|pluralize|add|join)\s*:\s*(?:"([^"]*)"|'([^']*)')"""
)
_UNSAFE = re.compile(r"\|\s*(?:safe|safeseq)\b|{%\s*autoescape\s+off")
#: Tags whose literals are names, formats or comparisons, never words for people.
_WORDLESS = frozenset({
    "load", "extends", "url", "static", "if", "elif", "for", "ifchanged", "now", "block", "trans", "translate",
    "blocktrans", "blocktranslate", "get_current_language", "language", "cycle", "csrf_token", "localize",
    "timezone", "filter", "regroup",
})  # fmt: skip
_ATTRIBUTE_BLOCK = re.compile(
    r"(?<={%)\s*block\s+\w+_(?:class|attributes|url|id)\s*%}.*?{%\s*endblock\b.*?(?=%})", re.DOTALL
)
_BLANK = "\ue000"


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match replaced by private-use characters; line breaks stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", _BLANK, match.group(0)), text)


@dataclass
class _Reader(HTMLParser):
    """Walks the page and notes breaches with their lines."""

    path: str
    found: list[Finding] = field(default_factory=list)
    open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def note(self, message: str) -> None:
        self.found.append(Finding(self.path, self.getpos()[0], message))

    @property
    def same_everywhere(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.look(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = self.look(tag, attrs)
        if tag not in VOID:
            self.open.append((tag, kept))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth][0] == tag:
                del self.open[depth:]
                return

    def look(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """Check one start tag. Returns whether its words are the same in every language."""
        values = {name: value or "" for name, value in attrs}
        kept = self.same_everywhere or values.get("translate") == "no" or tag in KEPT
        if tag in FOREIGN:
            self.note(f"<{tag}> brings something foreign in")
        if tag == "style" or "style" in values:
            self.note("inline style: the stylesheet is the only place (the policy blocks it)")
        if tag == "script" and "src" not in values and not values.get("type", "").endswith("json"):
            self.note("inline script: put it in a module under static (the policy blocks it)")
        for name, value in values.items():
            if re.match(r"on[a-z]", name) or name.startswith(("hx-on", "@")):
                self.note(f"{name}= is an inline handler: listen from a module under static")
            if name in ADDRESSES and re.match(r"\s*(?:https?:)?//|\s*javascript:", value, re.IGNORECASE):
                self.note(f"{name}= leaves the site: {value.strip()[:40]}")
            words = NAMES.sub("", value.replace(_BLANK, ""))
            sentence = name in SPOKEN or (
                # A <button> shows what stands between its tags; its value is a word between programs.
                tag == "input" and name == "value" and values.get("type") in {"submit", "button", "reset"}
            )
            sentence = sentence or (tag == "meta" and name == "content" and "name" in values
                                    and values["name"] in {"description", "application-name"})  # fmt: skip
            spoken = sentence and LATIN.search(words)
            if not kept and (
                spoken or JAPANESE.search(words) or (name.startswith("data-") and PHRASE.search(words))
            ):
                self.note(f"{name}=“{words.strip()[:40]}” is not translated")
        return kept

    def handle_data(self, data: str) -> None:
        if self.same_everywhere or (self.open and self.open[-1][0] in {"script", "style"}):
            return
        for offset, line in enumerate(data.split("\n")):
            words = NAMES.sub("", line.replace(_BLANK, " ")).strip()
            if LATIN.search(words) or JAPANESE.search(words):
                message = f"“{words[:40]}” is not translated"
                self.found.append(Finding(self.path, self.getpos()[0] + offset, message))


def markup(path: str, text: str) -> list[Finding]:
    """Breaches in a page's HTML: inline code, foreign hosts, words in one language only."""
    reader = _Reader(path)
    reader.feed(blanked(blanked(blanked(text, _SILENT), _ATTRIBUTE_BLOCK), _SYNTAX))
    reader.close()
    return reader.found


def syntax(path: str, text: str) -> Iterator[Finding]:
    """Breaches in a page's Django syntax: unescaped output, and literals a person would read untranslated."""
    visible = blanked(text, re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL))
    for match in _SYNTAX.finditer(visible):
        line = visible.count("\n", 0, match.start()) + 1
        piece = match.group(0)
        if _UNSAFE.search(piece):
            yield Finding(path, line, "trusts a text as markup: escape it, or build it with format_html")
        if JAPANESE.search(NAMES.sub("", piece)):
            yield Finding(path, line, f"“{piece[:40]}” holds Japanese: an English msgid, and locale/ja")
        elif any(printed_words(piece, in_attribute=inside_tag(visible, match.start()))):
            yield Finding(path, line, f"“{piece[:60]}” prints words that are not translated: use _(…)")


def inside_tag(text: str, position: int) -> bool:
    """Does this place lie inside an HTML tag, so that what is printed there is an attribute's value?"""
    before = blanked(text[:position], _SYNTAX)
    return before.rfind("<") > before.rfind(">")


def printed_words(piece: str, *, in_attribute: bool) -> Iterator[bool]:
    """For each literal that a Django tag or variable would print: is it words for people, rather than a code?"""
    bare = NAMES.sub("", _TRANSLATED.sub("", piece))
    tag = re.match(r"{%\s*(\w+)", piece)
    for filter_name, first, second in _PRINTED_ARGUMENT.findall(bare):
        literal = first or second
        code = (tag is not None or in_attribute) and filter_name != "pluralize"
        yield bool(PHRASE.search(literal) if code else re.search("[A-Za-z]", literal))
    if tag and tag.group(1) not in _WORDLESS:
        yield from (bool(PHRASE.search(first or second)) for first, second in _LITERAL.findall(bare))


def faults(path: str, text: str) -> list[Finding]:
    """Everything wrong with one template."""
    return [*markup(path, text), *syntax(path, text)]
