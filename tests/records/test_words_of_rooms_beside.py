"""Every word of automations, of working together and of letters on paper has a name of its own in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.casework.leaving import MUST_GO
from kikitori.interfaces.desk.leaving.holding_words import HOLDING, LEFT
from kikitori.interfaces.desk.macros.part_words import ICON as PART_ICON
from kikitori.interfaces.desk.macros.part_words import PART_KIND
from kikitori.interfaces.desk.notice_meanings import NOTICE_MEANING
from kikitori.interfaces.desk.notices import ICON as NOTICE_ICON
from kikitori.interfaces.desk.rounds.round_form import VERB
from kikitori.interfaces.look.keys import PLACE, Place
from kikitori.records.automation import labels as automation
from kikitori.records.automation import terms
from kikitori.records.automation.rule import BY, Wrong
from kikitori.records.complaints.labels import AUTHORITY_PROOF, CHANNEL
from kikitori.records.complaints.terms import AuthorityProof, Channel
from kikitori.records.letters import labels as letters
from kikitori.records.letters.post_terms import PostService, ReturnReason, ScanPart
from kikitori.records.selection.terms import RoundKind
from kikitori.records.together import labels as together
from kikitori.records.together.parts import PartKind
from kikitori.records.together.terms import (
    ByMail,
    CallFate,
    Holding,
    NoticeKind,
    Outcome,
    PauseReason,
    Whose,
)
from tests.house.rules.source import JAPANESE

#: table → the words it must have, every one of them and no other
TABLES: list[tuple[Mapping[Any, Any], AbstractSet[StrEnum]]] = [
    (automation.ANCHOR, set(terms.Anchor)),
    (automation.UNIT, set(terms.Unit)),
    (automation.ACTION, set(terms.ActionKind)),
    (automation.WHO, set(terms.Who)),
    (automation.PART, set(terms.Part)),
    (automation.DID, set(terms.Did)),
    (automation.OUTCOME, set(terms.Outcome)),
    (automation.GUARD, set(terms.Guard)),
    (automation.WRONG, set(Wrong)),
    (together.NOTICE_KIND, set(NoticeKind)),
    (together.BY_MAIL, set(ByMail)),
    (together.WHOSE, set(Whose)),
    (together.CALL_FATE, set(CallFate)),
    (together.OUTCOME, set(Outcome)),
    (together.PAUSE_REASON, set(PauseReason)),
    (NOTICE_MEANING, set(NoticeKind)),
    (PART_KIND, set(PartKind)),
    (HOLDING, set(Holding)),
    (LEFT, set(Holding) - set(MUST_GO)),
    (letters.POST_SERVICE, set(PostService)),
    (letters.RETURN_REASON, set(ReturnReason)),
    (letters.SCAN_PART, set(ScanPart)),
    (AUTHORITY_PROOF, set(AuthorityProof)),
    (PLACE, set(Place)),
]
#: Names that are the same in both languages.
ALIKE = {"SNS", "API"}
SENTENCES = (automation.GUARD, automation.WRONG, NOTICE_MEANING, LEFT)
ICONS = Path(__file__).parents[2] / "src/kikitori/interfaces/look/static/look/icons.svg"


def told(table: Mapping[Any, Any], language: str) -> dict[str, str]:
    with override(language):
        return {str(key): str(words) for key, words in table.items()}


@pytest.mark.parametrize(("table", "words"), TABLES)
def test_table_has_every_word_and_no_other(table: Mapping[Any, Any], words: AbstractSet[StrEnum]) -> None:
    assert set(table) == words


@pytest.mark.parametrize(("table", "words"), TABLES)
def test_names_differ_from_each_other_and_between_the_languages(
    table: Mapping[Any, Any], words: AbstractSet[StrEnum]
) -> None:
    ja, en = told(table, "ja"), told(table, "en")
    assert len(set(ja.values())) == len(set(en.values())) == len(words)
    assert {code for code in ja if ja[code] == en[code] and ja[code] not in ALIKE} == set()


@pytest.mark.parametrize(("table", "words"), TABLES)
def test_names_are_written_as_people_write_in_each_language(
    table: Mapping[Any, Any], words: AbstractSet[StrEnum]
) -> None:
    for said in told(table, "ja").values():
        assert JAPANESE.search(said)
        assert said == said.strip()
        assert not re.search(r"[぀-ヿ一-鿿][.,!?](?:\s|$)|[a-z]_[a-z]|%\(", said)
    for said in told(table, "en").values():
        assert not JAPANESE.search(said)
        assert said == said.strip()
        assert not re.search(r"[a-z]_[a-z]|%\(|\s\s", said)
    assert words


@pytest.mark.parametrize("table", SENTENCES)
def test_what_explains_is_a_whole_sentence(table: Mapping[Any, Any]) -> None:
    assert all(said.endswith("。") for said in told(table, "ja").values())
    assert all(said.endswith(".") and said[0].isupper() for said in told(table, "en").values())


@pytest.mark.parametrize(
    "table", [automation.ACTION, PART_KIND, HOLDING, together.NOTICE_KIND, letters.POST_SERVICE]
)
def test_what_is_a_name_is_no_sentence(table: Mapping[Any, Any]) -> None:
    assert not any(said.endswith("。") for said in told(table, "ja").values())
    assert not any(said.endswith(".") for said in told(table, "en").values())


def test_whoever_can_be_asked_for_as_the_doer_has_a_name() -> None:
    assert set(BY) <= set(automation.BY)
    assert len(set(told(automation.BY, "ja").values())) == len(automation.BY)


def test_every_reason_for_an_action_refused_is_told_in_both_languages() -> None:
    ja, en = told(automation.WHY, "ja"), told(automation.WHY, "en")
    assert all(map(JAPANESE.search, ja.values()))
    assert not any(map(JAPANESE.search, en.values()))
    assert len(set(ja.values())) == len(set(en.values())) == len(automation.WHY)
    assert not set(ja) & {guard.value for guard in terms.Guard}


def test_signs_beside_words_are_there() -> None:
    drawn = set(re.findall(r'id="([a-z]+)"', ICONS.read_text(encoding="utf-8")))
    assert set(NOTICE_ICON) == set(NoticeKind)
    assert {*NOTICE_ICON.values(), *PART_ICON.values()} <= drawn


def test_button_of_a_round_says_what_happens() -> None:
    for language in ("ja", "en"):
        verbs = told(VERB, language)
        assert len(set(verbs.values())) == len(verbs)
        assert all(bool(JAPANESE.search(said)) is (language == "ja") for said in verbs.values())
    assert set(VERB) < set(RoundKind)


def test_every_road_by_which_a_complaint_comes_has_a_name() -> None:
    assert set(CHANNEL) == set(Channel)
    assert len(set(told(CHANNEL, "ja").values())) == len(Channel)
