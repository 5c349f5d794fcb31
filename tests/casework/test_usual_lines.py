"""Usual lines of inquiry in an organisation's own words: said otherwise, added, taken out of use; each change kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.settings_kept import newest_change_of
from kikitori.casework.usual_lines import UsualLineGiven, save_usual_line
from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.inquiry.usual_lines import lines_with, usual_lines
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)


def save(
    cast: Cast, code: str = "", *, by: str = "lead", seen: int | None = None, **given: object
) -> UsualInquiryLine:
    """As somebody who has read what stands now."""
    known = newest_change_of(Setting.LINES, code) if seen is None else seen
    wanted = UsualLineGiven(**{"what_ja": "車を見る", **given})  # type: ignore[arg-type]
    return save_usual_line(cast.actor(by), wanted, code=code, seen=known, now=LATER)


def offered(subject: str) -> list[str]:
    return [line.code for line in usual_lines(subject, UsualInquiryLine.objects.all())]


def test_shipped_line_is_said_in_our_words_and_keeps_its_place_and_subject(cast: Cast) -> None:
    save(cast, "delivery_2", what_en="Look at the van", source_ja="車庫", subject="billing")
    found = lines_with(UsualInquiryLine.objects.all())["delivery_2"]
    assert found.source is not None
    assert (found.what.ja, found.what.en, found.source.en) == ("車を見る", "Look at the van", "車庫")
    assert (found.subject, found.place) == ("delivery", 2)
    change = SettingChange.objects.get(kind="lines")
    assert change.before["what_ja"] == "破損・遅れの様子を写真と梱包材で確かめる"
    assert (change.after["what_ja"], change.by) == ("車を見る", cast.lead)


def test_own_line_comes_last_or_where_it_is_wanted(cast: Cast) -> None:
    save(cast, subject="delivery")
    save(cast, subject="delivery", place=1)
    assert offered("delivery") == ["delivery_1", "own_2", "delivery_2", "own_1"]
    save(cast, subject="any")
    assert offered("other")[-1] == "own_3"


def test_line_out_of_use_is_offered_no_more_and_its_code_not_given_again(cast: Cast) -> None:
    row = save(cast, subject="delivery")
    save(cast, row.code, is_offered=False)
    assert row.code not in offered("delivery")
    assert save(cast, subject="delivery").code == "own_2"
    assert SettingChange.objects.filter(kind="lines", after__offered=False).count() == 1


def test_same_words_again_leave_no_line(cast: Cast) -> None:
    for _ in range(2):
        save(cast, "delivery_1", source_ja="車庫")
    assert SettingChange.objects.filter(kind="lines").count() == 1


def test_nobody_overwrites_what_they_have_not_read_and_unknown_codes_are_gone(cast: Cast) -> None:
    save(cast, "any_1")
    for code, obstacle in (("any_1", Obstacle.SET_MEANWHILE), ("own_9", Obstacle.GONE_MEANWHILE)):
        with pytest.raises(NotNow) as refusal:
            save(cast, code, seen=0, what_ja="二度目")
        assert refusal.value.obstacle is obstacle
    assert lines_with(UsualInquiryLine.objects.all())["any_1"].what.ja == "車を見る"


def test_what_cannot_be_kept_is_named(cast: Cast) -> None:
    for given, problems in (
        ({"subject": "any", "what_ja": " "}, {"what_ja": Problem.MISSING}),
        ({"subject": ""}, {"subject": Problem.MISSING}),
        ({"subject": "weather"}, {"subject": Problem.UNKNOWN_WORD}),
        ({"subject": "any", "place": 0}, {"place": Problem.OUT_OF_RANGE}),
        ({"subject": "any", "place": 100}, {"place": Problem.OUT_OF_RANGE}),
        ({"subject": "any", "source_en": "x" * 201}, {"source_en": Problem.TOO_LONG}),
    ):
        with pytest.raises(Invalid) as refusal:
            save(cast, **given)  # type: ignore[arg-type]
        assert refusal.value.problems == problems
    assert not UsualInquiryLine.objects.exists()


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_only_who_sets_rules_sets_them(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        save(cast, by=role, subject="any")
