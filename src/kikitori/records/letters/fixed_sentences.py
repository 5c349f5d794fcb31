"""The fixed sentences of letters as data: those that come with Kikitori, and those of a house. Pure.

The parts of a letter (decision_parts.py, proposal_parts.py) are put in by its template and can be neither moved nor
removed; what stands around them is an organisation's to say. A place that is left empty has the sentence that comes.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.placeholders import Placeholder, placeholder

_FILES = Path(__file__).parent / "data"
LANGUAGES = ("ja", "en")
#: What can be filled in them.
FILLED = (Placeholder.ORGANISATION, Placeholder.REFERENCE, Placeholder.PHONE)
LONGEST = 600
_OPEN = re.compile(r"[{｛]([^{}｛｝\n]{1,60})[}｝]")


class Sentence(StrEnum):
    """The places of a decision letter, in its order."""

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


class ProposalSentence(StrEnum):
    """The places of a proposal, in its order."""

    OPENING = "opening"
    OFFERED = "offered"
    ANSWER = "answer"
    HOW = "how"
    HOW_OR_PHONE = "how_or_phone"
    DECLINED = "declined"
    RIGHTS = "rights"
    ELSEWHERE = "elsewhere"


#: Letters whose sentences are data, each with its places; those that come are in data/<kind>.yaml.
PLACES: Mapping[LetterKind, type[StrEnum]] = {
    LetterKind.DECISION: Sentence,
    LetterKind.PROPOSAL: ProposalSentence,
}
#: Language → place → text, as an organisation has written it.
Own = Mapping[str, Mapping[str, str]]


@cache
def shipped(kind: LetterKind, language: str) -> Mapping[str, str]:
    """Place → the sentence that comes, in one of LANGUAGES. Raises KeyError for a file that leaves one out."""
    texts = yaml.safe_load((_FILES / f"{kind.value}.yaml").read_text(encoding="utf-8"))[language]
    return {each.value: texts[each.value] for each in PLACES[kind]}


def not_filled(text: str) -> list[str]:
    """What stands in braces and is filled by nothing here, in order, each once."""
    return list(dict.fromkeys(word for word in _OPEN.findall(text) if placeholder(word) not in FILLED))


def sentences_in(
    kind: LetterKind, language: str, own: Own, values: Mapping[Placeholder, str]
) -> dict[str, str]:
    """Place → the sentence that stands there, filled. What is not known is left out; values are not looked at again."""
    texts = {
        place: own.get(language, {}).get(place) or text for place, text in shipped(kind, language).items()
    }

    def one(found: re.Match[str]) -> str:
        known = placeholder(found[1])
        return values.get(known, "") if known in FILLED and known else found[0]

    return {place: _OPEN.sub(one, text) for place, text in texts.items()}


def own_among(kind: LetterKind, texts: Own) -> dict[str, dict[str, str]]:
    """Of these, what differs from the sentences that come; places without a text of their own are absent."""
    found = {
        language: {
            place: text
            for place, comes in shipped(kind, language).items()
            if (text := texts.get(language, {}).get(place, "").strip()) and text != comes
        }
        for language in LANGUAGES
    }
    return {language: kept for language, kept in found.items() if kept}
