"""Cards and the people they stand for: what is said about pairs connects, in whatever order, and comes apart again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.people.groups import standing_for
from kikitori.records.people.scores import ENOUGH, Features, Likeness, likenesses
from kikitori.records.people.terms import CustomerType
from kikitori.records.triage.scores import (
    OFTEN_COMPLAINTS,
    OFTEN_WORDS,
    PLAINLY,
    UNANSWERED,
    Because,
    Facts,
    suggestions,
)

cards = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)
pairs = st.lists(st.tuples(st.integers(1, 14), st.integers(1, 14)), max_size=12)


@given(cards, pairs)
@settings(max_examples=12)
def test_oldest_card_of_a_group_stands_for_it_and_for_itself(
    known: list[int], said: list[tuple[int, int]]
) -> None:
    found = standing_for(known, said)
    assert set(found) == set(known)
    for card, lead in found.items():
        assert lead <= card
        assert found[lead] == lead


@given(cards, pairs)
@settings(max_examples=12)
def test_two_of_whom_somebody_said_so_stand_together(known: list[int], said: list[tuple[int, int]]) -> None:
    found = standing_for(known, said)
    for one, other in said:
        if one in found and other in found:
            assert found[one] == found[other]


@given(cards, pairs, st.randoms())
@settings(max_examples=12)
def test_order_in_which_it_was_said_changes_nothing(
    known: list[int], said: list[tuple[int, int]], chance: object
) -> None:
    turned = [pair[::-1] for pair in reversed(said)]
    assert (
        standing_for(known, said) == standing_for(known, turned) == standing_for(reversed(known), said + said)
    )


@given(cards, pairs)
@settings(max_examples=12)
def test_nobody_stands_with_somebody_to_whom_nothing_leads(
    known: list[int], said: list[tuple[int, int]]
) -> None:
    found = standing_for(known, said)
    for card in known:
        group = {other for other in known if found[other] == found[card]}
        if len(group) > 1:
            assert any(card in pair and set(pair) <= group and len(set(pair)) > 1 for pair in said)


def test_chain_of_pairs_is_one_person_and_falls_apart_where_one_is_taken_back() -> None:
    assert standing_for([4, 3, 2, 1], [(4, 3), (2, 3), (1, 2)]) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert standing_for([4, 3, 2, 1], [(4, 3), (1, 2)]) == {1: 1, 2: 1, 3: 3, 4: 3}


roads = st.frozensets(
    st.tuples(st.sampled_from(["email", "phone", "fax", "post", "other"]), st.sampled_from(["", "a", "b"]))
)
features = st.builds(
    Features,
    name=st.sampled_from(["", "大野花", "小野花"]),
    kana=st.sampled_from(["", "オオノハナ", "オノハナ"]),
    sound=st.sampled_from(["", "オノハナ"]),
    roads=roads,
    numbers=st.frozensets(st.tuples(st.none() | st.just(7), st.sampled_from(["a1", "b2"]))),
)


@given(features, features)
@settings(max_examples=12)
def test_likeness_is_the_same_from_either_side_and_each_is_told_once(one: Features, other: Features) -> None:
    found = likenesses(one, other)
    assert found == likenesses(other, one)
    assert len(found) == len(set(found))
    assert list(found) == [each for each in Likeness if each in found]


@given(features, features, st.sampled_from([("email", "c"), ("phone", "c"), ("post", "c")]))
@settings(max_examples=12)
def test_one_more_thing_in_common_never_makes_two_cards_less_alike(
    one: Features, other: Features, road: tuple[str, str]
) -> None:
    more = likenesses(replace(one, roads=one.roads | {road}), replace(other, roads=other.roads | {road}))
    assert set(likenesses(one, other)) <= set(more)


@given(features)
@settings(max_examples=12)
def test_nobody_is_troubled_where_nothing_is_in_common(one: Features) -> None:
    assert likenesses(one, Features()) == ()


def test_bar_is_above_what_a_shared_name_or_address_alone_can_reach() -> None:
    named = Features(name="大野花")
    housed = Features(roads=frozenset({("post", "a")}))
    assert likenesses(named, named) == likenesses(housed, housed) == ()
    assert ENOUGH > 2


LIMITS = [
    ("not_enough", PLAINLY, CustomerType.ASSERTIVE, Because.SAID_NOT_ENOUGH),
    ("complaints_lately", OFTEN_COMPLAINTS, CustomerType.FREQUENT, Because.MANY_COMPLAINTS),
    ("words_lately", OFTEN_WORDS, CustomerType.FREQUENT, Because.MANY_WORDS),
    ("withdrew_after", UNANSWERED, CustomerType.SILENT, Because.WITHDREW_SILENTLY),
    ("silent_ends", UNANSWERED, CustomerType.SILENT, Because.ENDED_IN_SILENCE),
]


@pytest.mark.parametrize(("field", "least", "given_type", "because"), LIMITS)
def test_type_is_suggested_from_its_number_on_and_not_before(
    field: str, least: int, given_type: CustomerType, because: Because
) -> None:
    assert suggestions(Facts(**{field: least - 1})) == []
    [found] = suggestions(Facts(**{field: least}))
    assert (found.type, found.because, found.measure) == (given_type, because, str(least))


@pytest.mark.parametrize(("field", "least", "given_type", "because"), LIMITS)
def test_type_they_have_or_whose_reason_was_dismissed_is_not_suggested(
    field: str, least: int, given_type: CustomerType, because: Because
) -> None:
    facts = Facts(**{field: least})
    assert suggestions(facts, has=frozenset({given_type.value})) == []
    assert suggestions(facts, dismissed=frozenset({(given_type.value, because.value)})) == []


def test_second_reason_speaks_where_the_first_was_dismissed() -> None:
    facts = Facts(complaints_lately=OFTEN_COMPLAINTS, words_lately=OFTEN_WORDS)
    assert [each.because for each in suggestions(facts)] == [Because.MANY_COMPLAINTS]
    left = suggestions(facts, dismissed=frozenset({("frequent", "many_complaints")}))
    assert [each.because for each in left] == [Because.MANY_WORDS]


@given(
    st.builds(
        Facts,
        **{name: st.integers(0, 20) for name, *_ in LIMITS},
        premium_organisation=st.sampled_from(["", "見本商会"]),
    )
)
@settings(max_examples=12)
def test_no_type_is_suggested_twice_and_more_of_a_thing_takes_none_away(facts: Facts) -> None:
    found = [each.type for each in suggestions(facts)]
    assert len(found) == len(set(found))
    for name, *_ in LIMITS:
        more = replace(facts, **{name: getattr(facts, name) + 1})
        assert set(found) <= {each.type for each in suggestions(more)}
