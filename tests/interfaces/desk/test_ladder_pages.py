"""Setting the ladder in the browser: what was typed is kept, what is wrong is said, and nobody is overwritten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.absences import note_absence
from kikitori.casework.ladder import LevelGiven, set_ladder, the_levels
from kikitori.records.people.models import Staff
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import nav_counts, queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LADDER = "/desk/ladder/"
ABSENCES = "/desk/ladder/absences/"


def filled(cast: Cast, **changes: object) -> dict[str, object]:
    """Two levels as a browser sends them, the third row left as it was drawn."""
    return {
        "seen": 0,
        "level_0_name_ja": "窓口主任", "level_0_name_en": "Desk", "level_0_holder": cast.colleague.pk,
        "level_0_deputy": "", "level_0_answer_within_minutes": "１２０", "level_0_from_severity": "S2",
        "level_1_name_ja": "室長", "level_1_name_en": "", "level_1_holder": cast.lead.pk,
        "level_1_deputy": cast.colleague.pk, "level_1_answer_within_minutes": "240", "level_1_from_severity": "",
        "level_2_name_ja": "", "level_2_name_en": "", "level_2_holder": "", "level_2_deputy": "",
        "level_2_answer_within_minutes": "240", "level_2_from_severity": "",
        **changes,
    }  # fmt: skip


def seen_on(page) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert found
    return found[1]


@pytest.fixture(params=["lead", "administrator"])
def browser(request: pytest.FixtureRequest, browser_of: BrowserOf) -> Client:
    return browser_of(request.param)


def test_levels_are_set_from_the_page_and_shown_again(browser: Client, cast: Cast) -> None:
    page = browser.get(LADDER)
    assert "段階は設定されていません。" in words_of(page)
    assert browser.post(LADDER, filled(cast, seen=seen_on(page))).status_code == 303
    assert [(one.name_ja, one.holder, one.answer_within_minutes) for one in the_levels()] == [
        ("窓口主任", cast.colleague.pk, 120),
        ("室長", cast.lead.pk, 240),
    ]
    page = browser.get(LADDER)
    content = page.content.decode()
    assert 'value="窓口主任"' in content
    assert f'<option value="{cast.colleague.pk}" selected>' in content
    assert "段階は設定されていません。" not in words_of(page)
    assert "第1段階 窓口主任: 隣野 まこと・営業時間120分・S2以上は自動" in words_of(page)
    assert "上申の段階を設定しました。" in words_of(page)


def test_level_is_taken_away_and_the_rest_moves_down(browser: Client, cast: Cast) -> None:
    browser.post(LADDER, filled(cast))
    seen = seen_on(browser.get(LADDER))
    browser.post(LADDER, filled(cast, seen=seen, level_0_gone="on"))
    assert [one.name_ja for one in the_levels()] == ["室長"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"level_1_holder": ""}, "level_1_holder", "入力してください"),
        ({"level_1_answer_within_minutes": "半日"}, "level_1_answer_within_minutes", "数字"),
        ({"level_1_answer_within_minutes": "0"}, "level_1_answer_within_minutes", ""),
        ({"level_1_holder": "999999"}, "level_1_holder", ""),
        ({"level_0_name_ja": "", "level_0_name_en": ""}, "level_0_name_ja", "入力してください"),
        ({"level_0_name_ja": "長" * 61}, "level_0_name_ja", "長"),
        ({"level_2_name_ja": "社長"}, "level_2_holder", "入力してください"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    browser_of: BrowserOf, cast: Cast, changes: dict[str, object], field: str, words: str
) -> None:
    answer = browser_of("lead").post(LADDER, filled(cast, **changes))
    assert answer.status_code == 422
    content = answer.content.decode()
    assert f'href="#id_{field}"' in content
    assert words in words_of(answer)
    assert 'value="室長"' in content
    assert the_levels() == []


def test_second_editor_reads_what_is_set_and_loses_nothing(browser_of: BrowserOf, cast: Cast) -> None:
    second = browser_of("administrator")
    seen = seen_on(second.get(LADDER))
    browser_of("lead").post(LADDER, filled(cast))
    answer = second.post(LADDER, filled(cast, seen=seen, level_1_name_ja="部長"))
    assert answer.status_code == 409
    assert 'value="部長"' in answer.content.decode()
    assert "第2段階 室長: 責田 みさき" in words_of(answer)
    assert [one.name_ja for one in the_levels()] == ["窓口主任", "室長"]


def test_who_is_away_stands_on_the_page_with_the_way_to_all_absences(browser: Client, cast: Cast) -> None:
    assert "不在の方はいません。" in words_of(browser.get(LADDER))
    day = timezone.localdate() + timedelta(days=3)
    note_absence(cast.actor("lead"), cast.colleague, first=day, last=day, now=timezone.now())
    page = browser.get(LADDER)
    assert "隣野 まこと" in words_of(page).partition("不在と代理")[0].partition("不在")[2]
    assert f'href="{ABSENCES}"' in page.content.decode()


def test_administrator_finds_the_way_and_sees_no_complaint(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    page = browser_of("administrator").get(LADDER)
    assert list(nav_counts(page)) == ["/desk/settings/"]
    assert complaint.reference not in page.content.decode()
    assert "割れて" not in page.content.decode()


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_are_shut_out(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    assert browser_of(role).get(LADDER).status_code == 403
    assert browser_of(role).post(LADDER, filled(cast)).status_code == 403
    assert the_levels() == []


def test_who_has_left_is_no_longer_offered_and_has_to_be_replaced(browser_of: BrowserOf, cast: Cast) -> None:
    level = LevelGiven(name_ja="主任", holder=cast.colleague.pk, answer_within_minutes=60)
    set_ladder(cast.actor("lead"), [level], seen=0, now=timezone.now())
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    lead = browser_of("lead")
    page = lead.get(LADDER)
    assert f'<option value="{cast.colleague.pk}"' not in page.content.decode()
    typed = {
        "seen": seen_on(page), "level_0_name_ja": "主任", "level_0_holder": cast.colleague.pk,
        "level_0_answer_within_minutes": "60",
    }  # fmt: skip
    assert lead.post(LADDER, typed).status_code == 422


def test_longer_ladder_asks_no_more_of_the_database(browser_of: BrowserOf, cast: Cast) -> None:
    lead = browser_of("lead")
    few = queries_for(lead, LADDER)
    lead.post(LADDER, filled(cast))
    assert queries_for(lead, LADDER) == few


def test_nine_levels_are_the_most_there_are(browser_of: BrowserOf, cast: Cast) -> None:
    levels = [LevelGiven(name_ja=f"{n}段", holder=cast.lead.pk, answer_within_minutes=60) for n in range(9)]
    set_ladder(cast.actor("lead"), levels, seen=0, now=timezone.now())
    content = browser_of("lead").get(LADDER).content.decode()
    assert 'name="level_8_holder"' in content
    assert "level_9_holder" not in content
