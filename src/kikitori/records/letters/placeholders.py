"""Placeholders 差し込み: what a template leaves open, filled from the complaint. Pure.

Only words of this list are filled. What is unknown, or of which the complaint holds nothing, becomes a mark that
nobody overlooks, says what is missing, and is found again before the reply is sent.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Placeholder(StrEnum):
    """What can be filled, written `{reference}`."""

    PERSON = "person"
    REFERENCE = "reference"
    TITLE = "title"
    RECEIVED = "date_received"
    PROMISED = "date_promised"
    TODAY = "today"
    HANDLER = "handler"
    ORGANISATION = "organisation"
    PHONE = "phone"


class Politeness(StrEnum):
    """How polite a text is 敬語: ordinary 丁寧, or more so より丁寧."""

    POLITE = "polite"
    VERY_POLITE = "very_polite"


#: The same words as somebody writes them who writes Japanese.
_JAPANESE = {
    "お名前": Placeholder.PERSON,
    "氏名": Placeholder.PERSON,
    "受付番号": Placeholder.REFERENCE,
    "照会番号": Placeholder.REFERENCE,
    "件名": Placeholder.TITLE,
    "受付日": Placeholder.RECEIVED,
    "約束の日": Placeholder.PROMISED,
    "期日": Placeholder.PROMISED,
    "今日": Placeholder.TODAY,
    "担当者": Placeholder.HANDLER,
    "組織名": Placeholder.ORGANISATION,
    "電話番号": Placeholder.PHONE,
}
_OPEN = re.compile(
    r"[{\N{FULLWIDTH LEFT CURLY BRACKET}]([^{}｛｝\n]{1,60})[}\N{FULLWIDTH RIGHT CURLY BRACKET}]"
)
_TO_WRITE = {"ja": "【要記入：%s】", "en": "[to be written: %s]"}
_MARK = re.compile(r"【要記入[：:][^】\n]*】|\[to be written:[^\]\n]*\]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its placeholders filled. `open`: what is still to be written, as it stands between the braces."""

    text: str
    open: tuple[str, ...] = field(default=())


def placeholder(written: str) -> Placeholder | None:
    """What somebody means by `written`, in any width, case and with blanks; None for a word that is not in the list."""
    word = unicodedata.normalize("NFKC", written).strip()
    if word in _JAPANESE:
        return _JAPANESE[word]
    try:
        return Placeholder(re.sub(r"[\s_-]+", "_", word.casefold()))
    except ValueError:
        return None


def word_in(each: Placeholder, language: str) -> str:
    """How somebody writes it who writes in `language`: 約束の日, `date_promised`."""
    own = (word for word, meant in _JAPANESE.items() if meant is each)
    return next(own, each.value) if language.startswith("ja") else each.value


def unknown_in(text: str) -> list[str]:
    """Words in braces that nothing fills, in order, each once."""
    return list(dict.fromkeys(each for each in _OPEN.findall(text) if placeholder(each) is None))


def fill(text: str, values: Mapping[Placeholder, str], language: str) -> Filled:
    """Fill what can be filled. Values are put in as they are: braces within them are not looked at again."""
    missing: list[str] = []
    mark = _TO_WRITE["ja" if language.startswith("ja") else "en"]

    def one(found: re.Match[str]) -> str:
        known = placeholder(found[1])
        value = values.get(known, "") if known else ""
        if value:
            return value
        missing.append(found[1])
        return mark % (word_in(known, language) if known else found[1].strip())

    return Filled(_OPEN.sub(one, text), tuple(missing))


def marks_in(text: str) -> list[str]:
    """What `fill` has marked as still to be written and nobody has written since, in order."""
    return _MARK.findall(text)


def key_of(language: str, politeness: Politeness) -> str:
    """Under which a template keeps the text: `ja/very_polite`."""
    return f"{language}/{politeness.value}"


def best_key(texts: Mapping[str, str], language: str, politeness: Politeness) -> str:
    """The text that fits best: this language and politeness, else this language, else any; empty where there is none.

    A text in the wrong tone can be mended, one in a language the reader does not know cannot.
    """
    order = [key_of(language, politeness), *(key_of(language, each) for each in Politeness), *sorted(texts)]
    return next((key for key in order if texts.get(key, "").strip()), "")
