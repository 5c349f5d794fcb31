"""Which cards are the same person: whatever pairs connect, and exactly what was there once a pair is taken back."""

from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.people.groups import standing_for

CARDS = range(1, 9)
PAIRS = st.lists(st.tuples(st.sampled_from(CARDS), st.sampled_from(CARDS)).filter(lambda p: p[0] < p[1]))


def test_card_that_was_joined_with_none_stands_for_itself() -> None:
    assert standing_for([3, 1], []) == {3: 3, 1: 1}


def test_oldest_card_stands_for_all_that_pairs_connect() -> None:
    assert standing_for([1, 2, 3, 4], [(2, 4), (3, 4)]) == {1: 1, 2: 2, 3: 2, 4: 2}


def test_pairs_of_other_cards_say_nothing() -> None:
    assert standing_for([1, 2], [(2, 9), (1, 9)]) == {1: 1, 2: 2}


@given(PAIRS)
def test_order_in_which_pairs_were_said_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    assert standing_for(CARDS, pairs) == standing_for(CARDS, pairs[::-1])


@given(PAIRS)
def test_who_stands_for_a_card_stands_for_itself_and_is_none_the_younger(
    pairs: list[tuple[int, int]],
) -> None:
    leads = standing_for(CARDS, pairs)
    assert all(leads[lead] == lead <= card for card, lead in leads.items())


@given(PAIRS, st.sampled_from([(1, 2), (3, 7), (5, 8)]))
def test_pair_said_and_taken_back_leaves_what_there_was(
    pairs: list[tuple[int, int]], pair: tuple[int, int]
) -> None:
    before = standing_for(CARDS, pairs)
    said = [*pairs, pair]
    assert standing_for(CARDS, said)[pair[0]] == standing_for(CARDS, said)[pair[1]]
    assert standing_for(CARDS, said[:-1]) == before
