"""The record of changes: everything that was set, newest first, in words of the reader's language."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.absences import note_absence, take_back_absence
from kikitori.casework.calendar import (
    CalendarGiven,
    ClosureGiven,
    TeamCalendarGiven,
    add_closure,
    remove_closure,
    set_calendar,
    set_team_calendar,
)
from kikitori.casework.ladder import LevelGiven, set_ladder
from kikitori.casework.recount import ask_for_recount, recount_house
from kikitori.casework.rule_packs import add_pack_version, remove_pack_version, use_packs
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.settings.changes_page import PAGE
from kikitori.records.deadlines.pack_reader import shipped_text
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Team
from kikitori.records.people.terms import Setting
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import COUNCIL

CHANGES = "/desk/settings/changes/"
TEXT = shipped_text("jp-default")
FASTER = TEXT.replace("quantity: 5", "quantity: 3", 1)
OFFICE = ("9:00-17:00",) * 5 + ("", "")
SUMMER = ClosureGiven(name_ja="夏季休業", name_en="Summer", first=date(2027, 8, 13), last=date(2027, 8, 16))


def rows(page: Any) -> list[str]:
    """Each line of the record, in words."""
    content = page.content.decode().partition("<main")[2]
    found = re.findall(r"<li data-row>(.*?)</li>(?=<li data-row>|</ol>)", content, flags=re.DOTALL)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", row, flags=re.DOTALL)).split())
        for row in found
    ]


def now() -> datetime:
    return timezone.now()


class Setter:
    """The lead at work: each setting as its own verb takes it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.actor = cast.actor("lead")

    def calendar(self, **changes: Any) -> None:
        given = {
            "time_zone": "Asia/Tokyo",
            "week": OFFICE,
            "holiday_country": "JP",
            "closed_at_year_end": True,
        }
        seen = newest_change(Setting.CALENDAR)
        set_calendar(self.actor, CalendarGiven(**(given | changes)), seen=seen, now=now())

    def team(self, **given: Any) -> Team:
        team = Team.objects.get()
        seen = newest_change(Setting.CALENDAR)
        set_team_calendar(self.actor, team, TeamCalendarGiven(**given), seen=seen, now=now())
        return team

    def level(self, **changes: Any) -> None:
        given = {
            "name_ja": "室長",
            "name_en": "Head",
            "holder": self.cast.lead.pk,
            "answer_within_minutes": 240,
        }
        seen = newest_change(Setting.LADDER)
        set_ladder(self.actor, [LevelGiven(**(given | changes))], seen=seen, now=now())

    def pack(self, text: str = FASTER, note: str = "早くお答えするため") -> int:
        return add_pack_version(self.actor, text, "x", note, now()).version


@pytest.fixture
def setter(cast: Cast) -> Setter:
    return Setter(cast)


# ---- each kind in words


def test_record_that_is_empty_says_what_will_stand_there(lead: Client) -> None:
    assert "ここに記録されます" in words_of(lead.get(CHANGES))
    assert rows_in(lead.get(CHANGES)) == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["全員の営業日の変更", "責田 みさき", "変更前 土曜日: 定休日 祝日: 日本", "変更後 土曜日: 09:00-12:00 祝日: なし"]),
        ("en", ["Business days of everybody set", "責田 みさき", "Before Saturday: day off Public holidays: Japan",
                "After Saturday: 09:00-12:00 Public holidays: None"]),
    ],
)  # fmt: skip
def test_hours_show_only_what_is_different(
    browser_of: BrowserOf, setter: Setter, language: str, said: list[str]
) -> None:
    setter.calendar()
    setter.calendar(week=(*OFFICE[:5], "9-12", ""), holiday_country="")
    (newest, _first) = rows(browser_of("lead", language).get(CHANGES))
    for each in said:
        assert each in newest
    assert "月曜日" not in newest
    assert "Monday" not in newest


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"time_zone": "Europe/London"}, "タイムゾーン: Asia/Tokyo", "タイムゾーン: Europe/London"),
        ({"closed_at_year_end": False}, "年末年始は休業（12月29日～1月3日）", "年末年始も営業"),
        ({"holiday_country": "GB-SCT"}, "祝日: 日本", "祝日: スコットランド"),
        ({"week": (*OFFICE[:4], "", "", "")}, "金曜日: 09:00-17:00", "金曜日: 定休日"),
    ],
)
def test_each_value_of_the_calendar_is_told(
    lead: Client, setter: Setter, changes: dict[str, object], before: str, after: str
) -> None:
    setter.calendar()
    setter.calendar(**changes)
    newest = rows(lead.get(CHANGES))[0]
    was, _word, is_now = newest.partition("変更後")
    assert before in was
    assert after in is_now


def test_first_change_of_hours_is_told_against_those_of_an_ordinary_office(
    lead: Client, setter: Setter
) -> None:
    setter.calendar(week=("", *OFFICE[1:]))
    (only,) = rows(lead.get(CHANGES))
    assert "月曜日: 09:00-17:00" in only.partition("変更後")[0]
    assert "火曜日" not in only


def test_team_that_gets_hours_of_its_own_is_named_and_linked(lead: Client, setter: Setter) -> None:
    team = setter.team(week=(*OFFICE[:5], "10-16", ""), time_zone="")
    page = lead.get(CHANGES)
    (only,) = rows(page)
    assert "チーム「お客様窓口」の営業日の変更" in only
    assert "変更前 営業時間: 組織と同じ" in only
    assert "土曜日: 10:00-16:00" in only
    assert f'href="/desk/calendar/teams/{team.pk}/"' in page.content.decode()


def test_team_that_gives_its_hours_back_is_told(lead: Client, setter: Setter) -> None:
    setter.team(week=(*OFFICE[:5], "10-16", ""), time_zone="UTC")
    setter.team()
    newest = rows(lead.get(CHANGES))[0]
    assert "変更後" in newest
    assert "営業時間: 組織と同じ" in newest.partition("変更後")[2]
    assert "タイムゾーン: 組織と同じ" in newest.partition("変更後")[2]


@pytest.mark.parametrize(
    ("language", "added", "days", "removed"),
    [
        ("ja", "休業日の追加: 夏季休業", "2027年8月13日（金）～2027年8月16日（月） 全員", "休業日の削除: 夏季休業"),
        ("en", "Closure added: Summer", "13 Aug 2027 (Fri) to 16 Aug 2027 (Mon) Everybody", "Closure removed: Summer"),
    ],
)  # fmt: skip
def test_closure_is_told_with_its_days_when_it_comes_and_when_it_goes(
    browser_of: BrowserOf, setter: Setter, language: str, added: str, days: str, removed: str
) -> None:
    row = add_closure(setter.actor, SUMMER, now=now())
    remove_closure(setter.actor, row.pk, now=now())
    newest, first = rows(browser_of("lead", language).get(CHANGES))
    assert removed in newest
    assert added in first
    assert days in first
    assert days in newest


def test_yearly_closure_of_a_team_is_told_without_years(lead: Client, setter: Setter) -> None:
    given = ClosureGiven(
        name_ja="棚卸し", name_en="Stock", first=date(2020, 12, 28), last=date(2020, 1, 4), yearly=True
    )
    add_closure(setter.actor, given, team=Team.objects.get(), now=now())
    (only,) = rows(lead.get(CHANGES))
    assert "毎年 お客様窓口" in only
    assert "12月28日" in only
    assert "2020" not in only


def test_closure_of_a_team_that_is_gone_is_still_told(lead: Client, setter: Setter) -> None:
    team = Team.objects.create(name="夜間窓口")
    row = add_closure(setter.actor, SUMMER, team=team, now=now())
    remove_closure(setter.actor, row.pk, now=now())
    team.delete()
    assert all("夏季休業" in row for row in rows(lead.get(CHANGES)))


def test_new_version_of_a_pack_is_told_with_the_one_before_and_why(lead: Client, setter: Setter) -> None:
    setter.pack()
    page = lead.get(CHANGES)
    (only,) = rows(page)
    for said in ("「標準の対応期限」版1001の作成", "理由: 早くお答えするため", "変更前 版1", "変更後 版1001"):
        assert said in only
    assert 'href="/desk/rules/jp-default/"' in page.content.decode()


def test_pack_of_our_own_is_told_as_new(browser_of: BrowserOf, setter: Setter) -> None:
    setter.pack(COUNCIL, note="")
    (only,) = rows(browser_of("lead", "en").get(CHANGES))
    assert "New rule pack: “Rules of the council”" in only
    assert "Version 1001" in only
    assert "Before" not in only
    assert "Reason" not in only


def test_version_taken_back_keeps_its_reason_and_its_text_readable(lead: Client, setter: Setter) -> None:
    number = setter.pack()
    remove_pack_version(setter.actor, "jp-default", number, now())
    newest, _first = rows(lead.get(CHANGES))
    assert "「標準の対応期限」版1001の取消し" in newest
    assert "早くお答えするため" in newest
    assert "quantity: 3" in newest


def test_pack_that_is_gone_altogether_is_called_by_its_id(lead: Client, setter: Setter) -> None:
    number = setter.pack(COUNCIL)
    remove_pack_version(setter.actor, "council", number, now())
    page = lead.get(CHANGES)
    assert all("「council」" in row for row in rows(page))
    assert 'href="/desk/rules/council/"' not in page.content.decode()


def test_choice_of_packs_is_told_by_their_titles(lead: Client, setter: Setter) -> None:
    use_packs(setter.actor, ["jp-default", "uk-fca-disp"], now())
    (only,) = rows(lead.get(CHANGES))
    was, _word, is_now = only.partition("変更後")
    assert "使用する規則集の選択" in was
    assert "標準の対応期限" in was
    assert "標準の組み合わせ" in was
    assert "英国の金融事業者" in is_now
    assert "標準の組み合わせ" not in is_now


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "第1段階 室長: 責田 みさき・営業時間240分"),
        ("en", "1 Head: 責田 みさき, 240 working minutes"),
    ],
)
def test_levels_are_told_as_on_their_own_page(
    browser_of: BrowserOf, setter: Setter, language: str, said: str
) -> None:
    setter.level()
    lead = browser_of("lead", language)
    (only,) = rows(lead.get(CHANGES))
    assert said in only
    assert said in words_of(lead.get("/desk/ladder/"))


def test_changed_level_shows_both_ladders(lead: Client, setter: Setter) -> None:
    setter.level()
    setter.level(answer_within_minutes=60, from_severity="S2", deputy=setter.cast.colleague.pk)
    was, _word, is_now = rows(lead.get(CHANGES))[0].partition("変更後")
    assert "営業時間240分" in was
    assert "営業時間60分" in is_now
    assert "隣野 まこと" in is_now


def test_absence_is_told_when_it_is_noted_and_when_it_is_taken_back(lead: Client, setter: Setter) -> None:
    days = {"first": date(2027, 1, 5), "last": date(2027, 1, 6)}
    absence = note_absence(setter.actor, setter.cast.colleague, **days, now=now())
    take_back_absence(setter.actor, absence, now=now())
    newest, first = rows(lead.get(CHANGES))
    assert "不在の取消し" in newest
    assert "不在の登録" in first
    assert all("隣野 まこと" in row and "2027年1月5日" in row for row in (newest, first))


@pytest.mark.parametrize(
    ("language", "asked", "done"),
    [
        ("ja", "進行中の期限の数え直しの依頼", "進行中の期限の数え直し（依頼: 責田 みさきさん）"),
        ("en", "Counting the running deadlines anew was asked for", "counted anew, asked for by 責田 みさき"),
    ],
)
def test_run_is_told_when_it_is_asked_for_and_with_its_outcome(
    browser_of: BrowserOf, setter: Setter, language: str, asked: str, done: str
) -> None:
    taken_in(setter.cast, maker=makers.acknowledged)
    add_closure(setter.actor, ClosureGiven(
        name_ja="台風", name_en="Storm", first=timezone.localdate(), last=timezone.localdate() + timedelta(days=9)
    ), now=now())  # fmt: skip
    ask_for_recount(setter.actor, reason="台風のため", now=now())
    recount_house(Actor.system("recount"), now=now())
    newest, before, _closure = rows(browser_of("lead", language).get(CHANGES))
    assert asked in before
    assert done in newest
    assert "台風のため" in newest
    assert {"ja": "苦情1件の期限2件", "en": "2 deadlines of 1 complaint"}[language] in newest
    assert {"ja": "システム", "en": "System"}[language] in newest


# ---- the list


def test_newest_stands_first(lead: Client, setter: Setter) -> None:
    setter.calendar(time_zone="UTC")
    setter.pack()
    setter.level()
    told = ["上申の段階の変更", "「標準の対応期限」", "全員の営業日の変更"]
    assert [
        each for each, row in zip(told, rows(lead.get(CHANGES)), strict=True) if row.startswith(each)
    ] == told


@pytest.mark.parametrize("kind", ["calendar", "rule_packs", "ladder", "absence"])
def test_one_kind_is_shown_alone(lead: Client, setter: Setter, kind: str) -> None:
    setter.calendar(time_zone="UTC")
    setter.pack()
    setter.level()
    note_absence(setter.actor, setter.cast.lead, first=date(2027, 1, 5), last=date(2027, 1, 6), now=now())
    page = lead.get(CHANGES, {"kind": kind})
    heads = {
        "calendar": "全員の営業日",
        "rule_packs": "「標準の",
        "ladder": "上申の段階",
        "absence": "不在の登録",
    }
    (only,) = rows(page)
    assert only.startswith(heads[kind])
    assert f'href="{CHANGES}?kind={kind}" aria-current="page"' in page.content.decode()


def test_change_of_a_mailbox_is_a_line_and_has_its_tab(lead: Client) -> None:
    kept = {"name": "相談窓口", "kind": "pipe", "address": "voice@example.jp", "is_active": True}
    SettingChange.objects.create(kind=Setting.MAILBOXES.value, at=now(), before={}, after=kept)
    for page in (lead.get(CHANGES), lead.get(CHANGES, {"kind": "mailboxes"})):
        (only,) = rows(page)
        assert only.startswith("受信箱「相談窓口」の追加")
    assert f'href="{CHANGES}?kind=mailboxes" aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("asked", ["?kind=secrets", "?after=x", "?before=1-2-3", "?kind=calendar&after=１-1"])
def test_address_that_asks_for_nothing_there_is_refused(lead: Client, asked: str) -> None:
    assert lead.get(CHANGES + asked).status_code == 400


def many(cast: Cast, number: int) -> None:
    """So many lines of every kind, a second apart."""
    then = now() - timedelta(days=1)
    kinds: list[tuple[str, Any, Any]] = [
        ("absence", {}, {"staff": cast.lead.pk, "first": "2027-01-05", "last": "2027-01-06"}),
        ("rule_packs", {"pack": "jp-default", "version": 1}, {"pack": "jp-default", "version": 1001}),
        ("calendar", {"team": 1, "time_zone": "", "week": []}, {"team": 1, "time_zone": "UTC", "week": []}),
        ("calendar", {}, {"run": "done", "asked": 1, "asked_by": cast.lead.pk, "reason": "確認", "complaints": 0,
                          "clocks": 0, "looked_at": 3, "left": 0}),
    ]  # fmt: skip
    SettingChange.objects.bulk_create(
        SettingChange(kind=kind, at=then + timedelta(seconds=n), by=cast.lead, before=before, after=after)
        for n in range(number)
        for kind, before, after in [kinds[n % len(kinds)]]
    )


def way(page: Any, rel: str) -> str:
    """The address of the page beside this one; empty where there is none."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def test_pages_show_each_line_once_and_lead_back(lead: Client, cast: Cast) -> None:
    many(cast, 2 * PAGE + 5)
    first = lead.get(CHANGES)
    second = lead.get(way(first, "next"))
    third = lead.get(way(second, "next"))
    assert [rows_in(page) for page in (first, second, third)] == [PAGE, PAGE, 5]
    assert (way(first, "prev"), way(third, "next")) == ("", "")
    assert rows(lead.get(way(third, "prev"))) == rows(second)
    assert rows(lead.get(way(second, "prev"))) == rows(first)


def test_pages_of_one_kind_stay_within_it(lead: Client, cast: Cast) -> None:
    many(cast, 4 * PAGE)
    page = lead.get(CHANGES, {"kind": "calendar"})
    second = rows(lead.get(way(page, "next")))
    assert len(second) == PAGE
    assert all("営業日" in row or "数え直し" in row for row in second)


def test_page_asks_as_often_for_thirty_lines_as_for_four(lead: Client, cast: Cast) -> None:
    many(cast, 4)
    few = queries_for(lead, CHANGES)
    many(cast, 50)
    assert queries_for(lead, CHANGES) == few
    assert rows_in(lead.get(CHANGES)) == PAGE


def test_line_that_no_person_wrote_is_the_systems(lead: Client) -> None:
    SettingChange.objects.create(
        kind="rule_packs", at=now(), by=None, before={"in_use": [], "usual": True},
        after={"in_use": ["jp-default"], "usual": False},
    )  # fmt: skip
    assert "システム" in rows(lead.get(CHANGES))[0]


def test_what_was_typed_is_shown_as_text(lead: Client, setter: Setter) -> None:
    setter.pack(note="<script>alert(1)</script>")
    content = lead.get(CHANGES).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)" in content


# ---- the ways there


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_may_not_read_it(browser_of: BrowserOf, role: str) -> None:
    assert browser_of(role).get(CHANGES).status_code == 403


def test_nobody_writes_to_it(lead: Client) -> None:
    assert lead.post(CHANGES).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/desk/settings/", "/desk/calendar/", "/desk/calendar/closures/", "/desk/rules/", "/desk/ladder/"],
)
@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_every_page_of_settings_leads_to_it(
    browser_of: BrowserOf, setter: Setter, address: str, role: str
) -> None:
    setter.level()
    assert f'href="{CHANGES}' in browser_of(role).get(address).content.decode()


def test_place_is_marked_in_the_bar(administrator: Client) -> None:
    bar = administrator.get(CHANGES).content.decode().partition('<nav class="nav"')[2].partition("</nav>")[0]
    assert 'aria-current="page"' in bar
