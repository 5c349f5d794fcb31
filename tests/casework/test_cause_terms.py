"""Causes in an organisation's own words: said otherwise, added, taken out of use; each change kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.cause_terms import CauseTermGiven, newest_change_of, save_cause
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.records.inquiry.causes import causes_with, shipped_causes
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.models import SettingChange
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)


def save(
    cast: Cast, code: str = "", *, by: str = "lead", seen: int | None = None, **given: object
) -> CauseTerm:
    """As somebody who has read what stands now."""
    known = newest_change_of(code) if seen is None else seen
    return save_cause(cast.actor(by), CauseTermGiven(**given), code=code, seen=known, now=LATER)  # type: ignore[arg-type]


def test_shipped_cause_is_said_in_our_words(cast: Cast) -> None:
    save(cast, "process", name_ja="作業手順", name_en="Work procedure")
    found = causes_with(CauseTerm.objects.all())["process"]
    assert (found.name.ja, found.name.en) == ("作業手順", "Work procedure")
    change = SettingChange.objects.get(kind="causes")
    assert change.before["name_ja"] == "手順の不備"
    assert change.after["name_ja"] == "作業手順"
    assert change.by == cast.lead


def test_own_causes_get_codes_of_their_own_that_are_never_used_twice(cast: Cast) -> None:
    codes = [save(cast, name_ja=f"原因{n}").code for n in range(3)]
    assert codes == ["own_1", "own_2", "own_3"]
    assert not set(codes) & set(shipped_causes())


def test_cause_taken_out_of_use_stays_with_its_name(cast: Cast) -> None:
    row = save(cast, name_ja="梱包材", needs="another")
    save(cast, row.code, name_ja="梱包材", needs="another", is_offered=False)
    found = causes_with(CauseTerm.objects.all())[row.code]
    assert (found.name.ja, found.offered, found.needs) == ("梱包材", False, "another")


@pytest.mark.parametrize("by", ["handler", "auditor"])
def test_handlers_and_auditors_set_no_causes(cast: Cast, by: str) -> None:
    with pytest.raises(Refused):
        save(cast, by=by, name_ja="梱包材")
    assert not CauseTerm.objects.exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({}, {"name_ja": Problem.MISSING}),
        ({"name_ja": " ", "name_en": "　"}, {"name_ja": Problem.MISSING}),
        ({"name_ja": "あ" * 81}, {"name_ja": Problem.TOO_LONG}),
        ({"name_en": "\x00"}, {"name_en": Problem.NOT_STORABLE, "name_ja": Problem.MISSING}),
        ({"name_ja": "梱包材", "needs": "everything"}, {"needs": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_kept_is_named(
    cast: Cast, given: dict[str, str], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(cast, **given)
    assert refusal.value.problems == problems


def test_name_in_one_language_is_enough(cast: Cast) -> None:
    row = save(cast, name_en="Packing")
    assert causes_with([row])[row.code].name.ja == "Packing"


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    save(cast, "process", name_ja="一度目")
    with pytest.raises(NotNow) as refusal:
        save(cast, "process", seen=0, name_ja="二度目")
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE


def test_code_that_nobody_knows_is_gone(cast: Cast) -> None:
    with pytest.raises(NotNow) as refusal:
        save(cast, "own_9", name_ja="なし")
    assert refusal.value.obstacle is Obstacle.GONE_MEANWHILE


def test_same_words_again_leave_no_line(cast: Cast) -> None:
    for _ in range(2):
        save(cast, "process", name_ja="作業手順", name_en="Work procedure")
    assert SettingChange.objects.filter(kind="causes").count() == 1
