"""Groups against the rest: intervals by known values, which groups are shown, and that no hidden one can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.remedies.fairness import (
    FEWEST,
    Count,
    Share,
    compared,
    difference,
    hidden_of,
    notable,
    wilson,
)

sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # R, prop.test(…, correct = FALSE).
        (4, 20, 0.0807, 0.4160),
        (60, 120, 0.4119, 0.5881),
        (0, 5, 0.0, 0.4345),
        (5, 5, 0.5655, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_by_known_values(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.0001)


def test_wilson_of_more_hits_than_tries_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="none and all"):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0000),
    ],
)
def test_difference_by_the_published_values(one: Share, other: Share, low: float, high: float) -> None:
    assert difference(one, other) == pytest.approx((low, high), abs=0.0001)


def test_share_is_told_in_whole_percent_with_its_interval_outwards() -> None:
    share = Share(4, 20)
    assert (share.percent, share.percents, share.is_shown) == (20, (8, 42), True)
    assert (Share(1, 200).percent, Share(0, 0).percent, Share(4, 4).is_shown) == (1, 0, False)


def test_what_differs_is_told_and_what_chance_explains_is_not() -> None:
    groups = {
        "en": Count(20, 20, 10, 4),
        "ja": Count(120, 120, 60, 60),
        "vi": Count(4, 4, 4, 0),
        "zh": Count(3, 3, 0, 3),
    }
    shown = compared(groups)
    assert [each.group for each in shown.groups] == ["ja", "en"]
    assert (shown.hidden, shown.hidden_decided) == (2, 7)
    english = next(each for each in shown.groups if each.group == "en")
    assert english.rest == Count(127, 127, 64, 63)
    assert (english.remedied_differs, english.upheld_differs) == (-1, 0)
    assert [each.group for each in notable(shown.groups)] == ["en"]
    assert english.remedied == (Share(4, 20), Share(63, 127))
    # The others are ahead by the same measure, and are named only where nobody is behind.
    ahead = compared(groups | {"ja": Count(120, 120, 60, 100), "en": Count(40, 40, 20, 24)})
    assert {each.group: each.remedied_differs for each in ahead.groups} == {"ja": 1, "en": -1}
    assert [each.group for each in notable(ahead.groups)] == ["en"]
    assert [each.group for each in notable(each for each in ahead.groups if each.group == "ja")] == ["ja"]


def test_of_a_single_group_there_is_nothing_to_compare() -> None:
    assert compared({"ja": Count(50, 50, 20, 20)}).groups == ()
    assert compared({}).groups == ()


def test_single_hidden_group_takes_the_next_smallest_with_it() -> None:
    assert hidden_of({"a": 4, "b": 9, "c": 30}) == {"a", "b"}
    assert hidden_of({"a": 1, "b": 2, "c": 30, "d": 40}) == {"a", "b", "c"}
    assert hidden_of({"a": 5, "b": 6, "c": 0}) == set()


@given(sizes=sizes)
def test_no_hidden_group_follows_from_the_total_and_the_groups_shown(sizes: dict[str, int]) -> None:
    hidden = hidden_of(sizes)
    present = {group for group, size in sizes.items() if size}
    assert all(sizes[group] >= FEWEST for group in present - hidden)
    together = sum(sizes[group] for group in hidden)
    if hidden and hidden != present:
        assert len(hidden) > 1
        assert together >= FEWEST
    # Never more than needed: without the largest hidden one it would be too little, or nothing was hidden.
    for group in hidden:
        if sizes[group] >= FEWEST:
            left = hidden - {group}
            assert len(left) == 1 or together - sizes[group] < FEWEST


@given(hits=st.integers(0, 60), of=st.integers(0, 60), other=st.integers(0, 60), others=st.integers(0, 60))
def test_intervals_hold_what_was_seen_and_turn_around_with_the_groups(
    hits: int, of: int, other: int, others: int
) -> None:
    one, two = Share(min(hits, of), of), Share(min(other, others), others)
    low, high = one.interval
    assert 0 <= low <= high <= 1
    if of:
        assert low <= one.hits / of <= high
    below, above = difference(one, two)
    turned = difference(two, one)
    assert (below, above) == pytest.approx((-turned[1], -turned[0]))
