"""How somebody is addressed: by the title they wish for, and by the part of the name they said is theirs."""

import pytest

from kikitori.records.people.addressing import family_name, honorific_of
from kikitori.records.people.models import Person


@pytest.mark.parametrize(
    ("honorific", "for_person", "for_body"),
    [
        ("usual", "様", "御中"),
        ("sama", "様", "様"),
        ("sensei", "先生", "先生"),
        ("dono", "殿", "殿"),
        ("none", "", ""),
    ],
)
def test_title_is_the_one_they_wish_for(honorific: str, for_person: str, for_body: str) -> None:
    assert honorific_of(honorific, is_body=False) == for_person
    assert honorific_of(honorific, is_body=True) == for_body
    assert Person(kind="body", honorific=honorific).title == for_body


@pytest.mark.parametrize(
    ("name", "order", "family"),
    [
        ("試野 はな", "family_first", "試野"),
        ("Hannah Sample", "given_first", "Sample"),
        ("Suharto", "single", "Suharto"),
        ("María José", "single", "María José"),
        ("試野 はな", "unknown", ""),
        ("試野", "family_first", "試野"),
        ("", "family_first", ""),
        ("  ", "single", ""),
    ],
)
def test_part_by_which_they_are_called_is_never_guessed(name: str, order: str, family: str) -> None:
    assert family_name(name, order) == family
