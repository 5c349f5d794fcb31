"""Which cards are the same person, from what was said about pairs of them. Pure.

A group is whatever the pairs connect; its oldest card (the smallest number) stands for it. Since nothing else is
remembered, taking a pair back leaves exactly what there would be had it never been said.
"""

from collections.abc import Iterable


def standing_for(cards: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Card → the card that stands for its person; itself where it was joined with none. Pairs of others are ignored."""
    leads = {card: card for card in cards}

    def lead(card: int) -> int:
        while leads[card] != card:
            card = leads[card]
        return card

    for one, other in pairs:
        if one in leads and other in leads:
            first, second = sorted((lead(one), lead(other)))
            leads[second] = first
    return {card: lead(card) for card in leads}
