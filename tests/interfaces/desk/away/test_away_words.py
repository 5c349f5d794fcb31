"""An absence beside a name: until when and who is there, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.away.away_words import away_line, away_told, name_told
from kikitori.interfaces.desk.templatetags.away import away_badge, away_words
from kikitori.records.people.standing_in import Away, Roster

TODAY = date(2026, 12, 1)
DAY = timedelta(days=1)


def away(first: date, last: date, deputy: int | None = 2, staff: int = 1) -> Away:
    return Away(staff, staff, first, last, deputy, "甲野", "乙野" if deputy else "")


@pytest.mark.parametrize(
    ("first", "last", "deputy", "language", "expected"),
    [
        (0, 2, "乙野", "ja", "12月3日まで不在、代理 乙野"),
        (0, 2, "", "ja", "12月3日まで不在、代理なし"),
        (-3, 0, "乙野", "ja", "12月1日まで不在、代理 乙野"),
        (2, 3, "乙野", "ja", "12月3日から12月4日まで不在、代理 乙野"),
        (2, 3, "", "ja", "12月3日から12月4日まで不在、代理なし"),
        (0, 2, "Otsuno", "en", "Away until 3 Dec, deputy: Otsuno"),
        (0, 2, "", "en", "Away until 3 Dec, no deputy"),
        (2, 3, "Otsuno", "en", "Away from 3 Dec to 4 Dec, deputy: Otsuno"),
        (2, 3, "", "en", "Away from 3 Dec to 4 Dec, no deputy"),
    ],
)
def test_absence_is_a_line(first: int, last: int, deputy: str, language: str, expected: str) -> None:
    absence = away(TODAY + first * DAY, TODAY + last * DAY)
    with override(language):
        assert away_line(absence, TODAY, deputy) == expected


def test_whoever_is_there_in_the_end_is_named() -> None:
    second = Away(2, 2, TODAY, TODAY, 3, "乙野", "丙野")
    with override("ja"):
        assert away_told(Roster(TODAY, [away(TODAY, TODAY), second]), 1) == "12月1日まで不在、代理 丙野"
        back = Away(2, 2, TODAY, TODAY, 1, "乙野", "甲野")
        assert away_told(Roster(TODAY, [away(TODAY, TODAY), back]), 1) == "12月1日まで不在、代理なし"


def test_nothing_is_said_of_who_is_at_work() -> None:
    roster = Roster(TODAY, [away(TODAY, TODAY)])
    assert away_told(roster, 2) == away_told(roster, None) == ""
    assert (away_badge(roster, 2), away_badge(roster, None)) == ("", "")
    assert name_told("乙野", roster, 2) == name_told("乙野", None, 2) == "乙野"


def test_name_in_a_list_has_the_absence_behind_it() -> None:
    roster = Roster(TODAY, [away(TODAY, TODAY + 2 * DAY)])
    with override("ja"):
        assert name_told("甲野", roster, 1) == "甲野（12月3日まで不在、代理 乙野）"
    with override("en"):
        assert name_told("甲野", roster, 1) == "甲野 (Away until 3 Dec, deputy: 乙野)"


def test_badge_says_the_same_and_escapes_names() -> None:
    absence = Away(1, 1, TODAY, TODAY, 2, "甲", "<b>乙</b>")
    roster = Roster(TODAY, [absence])
    with override("ja"):
        drawn = away_badge(roster, 1)
        assert "12月1日まで不在、代理 &lt;b&gt;乙&lt;/b&gt;" in drawn
        assert "<b>" not in drawn
        assert away_words(absence, roster) == "12月1日まで不在、代理 <b>乙</b>"
