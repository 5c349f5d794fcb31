"""Words of letters on paper: both languages, and who is taken for needing large print."""

from __future__ import annotations

import pytest

from kikitori.records.complaints.terms import AuthorityProof
from kikitori.records.letters.labels import POST_SERVICE, RETURN_REASON
from kikitori.records.letters.post_terms import (
    DEAD_ADDRESS,
    NUMBERED,
    PostService,
    ReturnReason,
    asks_for_large_print,
)
from tests.records.told import told_in_both


@pytest.mark.parametrize(
    "needs",
    [
        "拡大文字でお願いします",
        "大きな文字で送ってほしい",
        "大きい字の手紙",
        "文字を大きくしてください",
        "字が大きいと読めます",
        "大活字を希望",
        "手紙は拡大した文字で。電話は不要。",
        "電話は不要、拡大文字が必要",
        "Large print, please.",
        "large-print letters",
        "LARGE TYPE",
        "needs big letters; no phone calls",
        "No phone calls. Large print.",
    ],
)
def test_large_print_is_given_where_it_is_asked_for(needs: str) -> None:
    assert asks_for_large_print(needs)
    assert asks_for_large_print("", needs)


@pytest.mark.parametrize(
    "needs",
    [
        "",
        "電話は夕方に",
        "拡大文字は不要",
        "大きな文字はいらない",
        "拡大文字の必要なし",
        "no large print",
        "large print not needed",
        "大きな声で話す",
        "通訳（手話）",
        "A large family",
        "printed letters only",
    ],
)
def test_large_print_is_not_guessed(needs: str) -> None:
    assert not asks_for_large_print(needs)


def test_every_way_of_posting_and_every_reason_is_told_in_both_languages() -> None:
    for table, words in ((POST_SERVICE, PostService), (RETURN_REASON, ReturnReason)):
        said = told_in_both(table)
        assert set(said) == set(words)
        assert all(ja != en for ja, en in said.values())
    assert told_in_both(RETURN_REASON)["address_unknown"][0] == "あて所に尋ねあたらず"


def test_addresses_that_lead_nowhere_are_told_from_people_who_were_not_there() -> None:
    assert {"address_unknown", "moved", "address_incomplete"} == DEAD_ADDRESS
    assert set(PostService) - NUMBERED == {"ordinary", "by_hand"}
    assert {proof.value for proof in AuthorityProof} == {"enclosed", "seen", "later", "none"}
