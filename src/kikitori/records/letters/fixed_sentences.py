"""The fixed sentences of the decision letter as data: those that come with Kikitori, and those of a house. Pure.

The parts of the letter (decision_parts.py) are put in by its template and can be neither moved nor removed; what stands
around them is an organisation's to say. A place that is left empty has the sentence that comes.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from kikitori.records.letters.placeholders import Placeholder, placeholder

_FILE = Path(__file__).parent / "data" / "decision.yaml"
LANGUAGES = ("ja", "en")
#: What can be filled in them.
FILLED = (Placeholder.ORGANISATION, Placeholder.REFERENCE, Placeholder.PHONE)
LONGEST = 600
_OPEN = re.compile(r"[{｛]([^{}｛｝\n]{1,60})[}｝]")


class Sentence(StrEnum):
    """The places, in the order of the letter."""

    OPENING = "opening"
    FIRST_STAGE = "first_stage"
    SECOND_STAGE = "second_stage"
    POINTS = "points"
    ACTIONS = "actions"
    NOTHING = "nothing"
    FURTHER = "further"
    AGAIN = "again"
    AGAIN_OR_PHONE = "again_or_phone"
    ENDED = "ended"
    ELSEWHERE = "elsewhere"
    ELSEWHERE_NOW = "elsewhere_now"


#: Language → place → text, as an organisation has written it.
Own = Mapping[str, Mapping[str, str]]


@cache
def shipped(language: str) -> Mapping[Sentence, str]:
    """Every sentence that comes, in one of LANGUAGES. Raises KeyError for a file that leaves one out."""
    texts = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[language]
    return {each: texts[each.value] for each in Sentence}


def not_filled(text: str) -> list[str]:
    """What stands in braces and is filled by nothing here, in order, each once."""
    return list(dict.fromkeys(word for word in _OPEN.findall(text) if placeholder(word) not in FILLED))


def sentences_in(language: str, own: Own, values: Mapping[Placeholder, str]) -> dict[str, str]:
    """Place → the sentence that stands there, filled. What is not known is left out; values are not looked at again."""
    texts = {each: own.get(language, {}).get(each.value) or text for each, text in shipped(language).items()}

    def one(found: re.Match[str]) -> str:
        known = placeholder(found[1])
        return values.get(known, "") if known in FILLED and known else found[0]

    return {each.value: _OPEN.sub(one, text) for each, text in texts.items()}


def own_among(texts: Own) -> dict[str, dict[str, str]]:
    """Of these, what differs from the sentences that come; places without a text of their own are absent."""
    found = {
        language: {
            each.value: text
            for each in Sentence
            if (text := texts.get(language, {}).get(each.value, "").strip())
            and text != shipped(language)[each]
        }
        for language in LANGUAGES
    }
    return {language: kept for language, kept in found.items() if kept}
