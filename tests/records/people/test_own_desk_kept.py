"""What is kept of somebody's own desk: newcomers are shown the tour, whoever was there before is not."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import models

from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Colours
from kikitori.records.people.tour import TourState

MIGRATION = import_module("kikitori.records.migrations.0021_tour").Migration


@pytest.mark.django_db
def test_newcomer_is_shown_the_tour_from_the_start_in_the_colours_of_the_browser() -> None:
    new = Staff.objects.create(login="new", name="新人 あおい")
    new.refresh_from_db()
    assert (new.tour, new.tour_stop, new.colours) == (TourState.SHOWN, "", "")


def test_whoever_was_there_before_finds_the_tour_in_their_menu() -> None:
    """The column is added with the one word, and kept with the other for those who come later."""
    defaults = [step.field.default for step in MIGRATION.operations if step.name == "tour"]
    assert defaults == [TourState.SET_ASIDE.value, TourState.SHOWN.value]


@pytest.mark.parametrize(
    ("name", "words"), [("colours", [*Colours, ""]), ("tour", list(TourState))], ids=["colours", "tour"]
)
def test_column_has_room_for_every_word(name: str, words: list[str]) -> None:
    field = Staff._meta.get_field(name)
    assert isinstance(field, models.CharField)
    assert field.max_length is not None
    assert max(map(len, words)) <= field.max_length
