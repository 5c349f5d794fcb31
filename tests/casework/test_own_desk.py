"""One's own desk: the colours and the language somebody chose are theirs, on every machine, and nobody else's."""

from __future__ import annotations

import pytest
from django.conf import settings

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.intake import is_language
from kikitori.casework.own_desk import choose_colours, choose_language
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Colours
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return summon()


def look_of(staff: Staff) -> tuple[str, str]:
    return Staff.objects.values_list("colours", "language").get(pk=staff.pk)


@pytest.mark.parametrize("role", ["handler", "lead", "administrator", "auditor"])
@pytest.mark.parametrize("colours", list(Colours))
def test_everybody_chooses_their_colours(cast: Cast, role: str, colours: Colours) -> None:
    assert choose_colours(cast.actor(role), colours.value) is colours
    assert look_of(getattr(cast, role)) == (colours, "ja")
    assert look_of(cast.colleague) == ("", "ja")


@pytest.mark.parametrize("word", ["", "Dark", "dark ", "red", "x" * 10_000, "\x00"])
def test_word_that_is_no_colour_changes_nothing(cast: Cast, word: str) -> None:
    choose_colours(cast.actor("handler"), "dark")
    with pytest.raises(Invalid) as refused:
        choose_colours(cast.actor("handler"), word)
    assert refused.value.problems == {"colours": Problem.UNKNOWN_WORD}
    assert look_of(cast.handler) == ("dark", "ja")


def test_language_is_kept_and_another_is_refused(cast: Cast) -> None:
    choose_language(cast.actor("handler"), "en")
    assert look_of(cast.handler) == ("", "en")
    for word in ("", "tlh", "EN", "ja-easy", "e" * 400):
        with pytest.raises(Invalid) as refused:
            choose_language(cast.actor("handler"), word)
        assert refused.value.problems == {"language": Problem.UNKNOWN_WORD}
    assert look_of(cast.handler) == ("", "en")
    assert look_of(cast.lead) == ("", "ja")


def test_desk_speaks_the_languages_of_the_staff_alone() -> None:
    """Fewer than complainants may read: ja-easy is refused for staff, and taken for a complaint."""
    assert {code for code, _name in settings.STAFF_LANGUAGES} == {"ja", "en"}
    assert is_language("ja-easy")


def test_ones_own_choice_is_no_setting_of_the_organisation(cast: Cast) -> None:
    choose_colours(cast.actor("administrator"), "dark")
    choose_language(cast.actor("administrator"), "en")
    assert not SettingChange.objects.exists()


def test_whoever_is_not_staff_has_no_desk() -> None:
    for choose in (lambda who: choose_colours(who, "dark"), lambda who: choose_language(who, "en")):
        with pytest.raises(ValueError, match="is not staff"):
            choose(Actor.newcomer())
