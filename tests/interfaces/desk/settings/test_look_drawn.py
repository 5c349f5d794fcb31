"""What the settings say of a colour: the reason for which it is shown otherwise is the one that holds."""

from __future__ import annotations

import itertools
import re

import pytest

from kikitori.foundation.contrast import AA_TEXT, Colour
from kikitori.interfaces.desk.settings.look_drawn import samples_of

SAMPLED = [
    "#f25fac",
    *("#ffd500", "#c8102e", "#0a5c3f", "#1a2352", "#7f7f00", "#000000", "#ffffff"),
    *(str(Colour(*parts)) for parts in itertools.product((0, 85, 170, 255), repeat=3)),
]


def ratios(told: str) -> list[float]:
    return [float(each) for each in re.findall(r"([0-9.]+) : 1", told)]


def test_colour_that_is_moved_is_said_to_have_less_than_is_needed() -> None:
    for given in SAMPLED:
        for sample in samples_of(given):
            *before, reached, needed = ratios(sample.told)
            assert (needed, reached >= AA_TEXT) == (AA_TEXT, True), sample
            assert bool(before) == (sample.colour != sample.given), sample
            assert all(each < AA_TEXT for each in before), sample


def test_pink_that_stands_well_on_every_page_but_not_on_its_own_ground_says_so() -> None:
    dark = samples_of("#f25fac")[1]
    assert dark.colour != dark.given
    assert ratios(dark.told)[0] < AA_TEXT


@pytest.mark.parametrize("given", ["red", "#12"])
def test_what_is_no_colour_has_no_samples(given: str) -> None:
    with pytest.raises(ValueError, match=re.escape(given)):
        samples_of(given)
