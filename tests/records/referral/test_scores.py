"""The overturn rate: of what bodies outside decided, how much came out otherwise; never of too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.referral.scores import FEWEST, Overturned, overturned
from kikitori.records.referral.terms import ReferralOutcome

COUNTS = st.dictionaries(st.sampled_from([each.value for each in ReferralOutcome]), st.integers(0, 1000))


@pytest.mark.parametrize(
    ("outcomes", "decided", "otherwise"),
    [
        ({}, 0, 0),
        ({"confirmed": 4}, 4, 0),
        ({"overturned": 2, "partly": 1, "confirmed": 3}, 6, 3),
        ({"settled": 9, "withdrawn": 9, "not_admitted": 9, "no_answer": 9, "advised": 9}, 0, 0),
        ({"": 7, "overturned": 1}, 1, 1),
        ({"a word of later": 3, "confirmed": 1}, 1, 0),
    ],
)
def test_only_what_was_decided_there_is_counted(
    outcomes: dict[str, int], decided: int, otherwise: int
) -> None:
    assert overturned(outcomes) == Overturned(decided, otherwise)


@pytest.mark.parametrize(
    ("decided", "otherwise", "percent"),
    [(5, 0, 0), (5, 5, 100), (6, 1, 17), (8, 1, 13), (200, 1, 1), (201, 1, 0), (3000, 1000, 33)],
)
def test_rate_is_in_whole_percent_with_halves_rounded_up(decided: int, otherwise: int, percent: int) -> None:
    assert Overturned(decided, otherwise).percent == percent


@pytest.mark.parametrize("decided", range(FEWEST))
def test_fewer_than_five_have_no_rate(decided: int) -> None:
    few = Overturned(decided, decided)
    assert not few.is_shown
    with pytest.raises(ValueError, match="too few"):
        _ = few.percent


@given(COUNTS)
def test_rate_lies_between_nothing_and_all(outcomes: dict[str, int]) -> None:
    rate = overturned(outcomes)
    assert 0 <= rate.otherwise <= rate.decided <= sum(outcomes.values())
    if rate.is_shown:
        assert 0 <= rate.percent <= 100


@given(COUNTS, st.sampled_from(["settled", "withdrawn", "not_admitted", "no_answer", "advised", ""]))
def test_what_says_nothing_about_our_decision_changes_no_rate(outcomes: dict[str, int], word: str) -> None:
    assert overturned({**outcomes, word: 500}) == overturned({k: v for k, v in outcomes.items() if k != word})
