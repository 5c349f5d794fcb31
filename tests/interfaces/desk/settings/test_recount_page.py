"""Counting the house anew from the desk: looked at, given a reason, asked for once, its outcome read afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.casework.recount import ask_for_recount, recount_house, recount_outlook
from kikitori.interfaces.desk.settings.recount_page import SHOWN
from kikitori.interfaces.look.words import short_clock
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Closure
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, queries_for, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.reading import beside, card, summed_up, table_rows, value_of

RECOUNT = "/desk/calendar/recount/"
CALENDAR, CLOSURES = "/desk/calendar/", "/desk/calendar/closures/"
PLACES = [CALENDAR, CLOSURES]


def close(cast: Cast, days: int = 10) -> Closure:
    """Everybody is closed from tomorrow on, so that every date in business days moves."""
    first = timezone.localdate() + timedelta(days=1)
    given = ClosureGiven(name_ja="臨時休業", name_en="Storm", first=first, last=first + timedelta(days=days))
    return add_closure(cast.actor("lead"), given, now=timezone.now())


def run(cast: Cast, reason: str = "台風のため") -> None:
    ask_for_recount(cast.actor("lead"), reason=reason, now=timezone.now())
    assert recount_house(Actor.system("recount"), now=timezone.now())


# ---- looking


def test_page_says_how_many_run_and_which_would_move_from_when_to_when(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    close(cast)
    page = lead.get(RECOUNT)
    assert "進行中の期限は2件です" in words_of(page)
    assert "すべての期限を確かめました" in words_of(page)
    rows = table_rows(page)
    assert [row.partition(" K-")[0] for row in rows] == ["最初のご回答", "決定のお知らせ"]
    outlook = recount_outlook(cast.actor("lead"), timezone.now())
    for row, move in zip(rows, outlook.moves, strict=True):
        assert complaint.reference in row
        before, after = (
            short_clock(at, timezone.now(), "ja", makers.JAPAN) for at in (move.clock.due_at, move.due_at)
        )
        assert f"いまの期日: {before} 新しい期日: {after}" in row
        assert move.due_at > move.clock.due_at
    assert f'href="/desk/complaints/{complaint.reference}/"' in page.content.decode()


def test_looking_changes_nothing(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    close(cast)
    before = (list(Clock.objects.values()), SettingChange.objects.count(), Event.objects.count())
    lead.get(RECOUNT)
    assert (list(Clock.objects.values()), SettingChange.objects.count(), Event.objects.count()) == before


def test_where_nothing_would_move_it_says_so(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    page = lead.get(RECOUNT)
    assert "期日が変わる期限はありません" in card(page, "sample")
    assert table_rows(page) == []
    assert "進行中の期限は3件です" in words_of(page)
    assert "すべて数え直す" not in words_of(page)


def test_where_nothing_runs_there_is_no_button(browser_of: BrowserOf) -> None:
    page = browser_of("lead", "en").get(RECOUNT)
    assert "No deadline runs at the moment" in words_of(page)
    assert "Count all of them anew" not in words_of(page)


def test_date_that_would_have_passed_already_is_marked(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast, ago=timedelta(days=40))
    complaint.clocks.update(due_at=timezone.now() + timedelta(hours=5))
    page = lead.get(RECOUNT)
    assert all("変更後すぐに超過" in row for row in table_rows(page)[:2])


def test_list_is_bounded_and_says_how_many_there_are_beside(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    clock = complaint.clocks.get(rule__endswith="decision")
    Clock.objects.bulk_create(
        [Clock(**{**{f.attname: getattr(clock, f.attname) for f in Clock._meta.fields}, "id": None,
                  "complaint_id": twin.pk}) for twin in copied(complaint, 40)]
    )  # fmt: skip
    close(cast)
    page = lead.get(RECOUNT)
    assert len(table_rows(page)) == SHOWN
    assert f"ほかに{42 - SHOWN}件" in words_of(page)
    assert "進行中の期限は42件です" in words_of(page)


def test_page_asks_as_often_for_fifty_rows_as_for_one(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    close(cast)
    lead.get(RECOUNT)
    once = queries_for(lead, RECOUNT)
    for _ in range(20):
        taken_in(cast)
    Closure.objects.all().delete()
    assert queries_for(lead, RECOUNT) == once
    assert len(table_rows(lead.get(RECOUNT))) == SHOWN


def test_lead_who_sees_the_restricted_finds_it_among_them(lead: Client, cast: Cast) -> None:
    complaint = restricted(cast)
    close(cast)
    assert complaint.reference in lead.get(RECOUNT).content.decode()


# ---- asking


def test_button_asks_for_it_and_the_calendar_says_that_it_is_under_way(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    close(cast)
    page = lead.post(RECOUNT, {"reason": "台風のため"}, follow=True)
    assert page.redirect_chain == [(CALENDAR, 303)]
    assert "期限を数え直しています。終わると、このページに結果を表示します" in words_of(page)
    assert "責田 みさき: 台風のため" in card(page, "recount")
    assert "変わる期日を確かめる" not in card(page, "recount")
    line = SettingChange.objects.latest("pk")
    assert (line.by, line.after["reason"]) == (cast.lead, "台風のため")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "数え直す理由を入力してください"),
        ("   ", "数え直す理由を入力してください"),
        ("台" * 501, "長すぎます"),
    ],
)
def test_reason_that_is_none_is_said_beside_its_field_and_kept(
    lead: Client, cast: Cast, reason: str, said: str
) -> None:
    taken_in(cast)
    page = lead.post(RECOUNT, {"reason": reason})
    assert page.status_code == 422
    assert said in beside(page)["reason"]
    assert summed_up(page) == ["reason"]
    assert value_of(page, "reason") == reason
    assert "<title>エラー： " in page.content.decode()
    assert not SettingChange.objects.exists()


def test_second_request_is_refused_with_the_first_one_named_and_its_reason_kept(
    browser_of: BrowserOf, cast: Cast
) -> None:
    taken_in(cast)
    ask_for_recount(cast.actor("lead"), reason="台風のため", now=timezone.now())
    page = browser_of("lead").post(RECOUNT, {"reason": "もう一度"})
    assert page.status_code == 409
    assert "すでに依頼されています" in words_of(page)
    assert "責田 みさき: 台風のため" in words_of(page)
    assert value_of(page, "reason") == "もう一度"
    assert SettingChange.objects.filter(after__run="asked").count() == 1


def test_same_form_sent_twice_is_one_request(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    assert [lead.post(RECOUNT, {"reason": "台風のため"}).status_code for _time in range(2)] == [303, 303]
    assert SettingChange.objects.count() == 1


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor", "administrator"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_refused(browser_of: BrowserOf, cast: Cast, role: str, method: str) -> None:
    complaint = taken_in(cast)
    close(cast)
    page = getattr(browser_of(role), method)(RECOUNT, {"reason": "台風のため"})
    assert page.status_code == 403
    assert complaint.reference not in page.content.decode()
    assert not SettingChange.objects.filter(after__has_key="run").exists()


# ---- what the pages of the calendar say


@pytest.mark.parametrize("address", PLACES)
def test_untouched_calendar_offers_to_look_and_urges_nobody(lead: Client, address: str) -> None:
    said = card(lead.get(address), "recount")
    assert "変わる期日を確かめる" in said
    assert "営業日が変更されました" not in said


@pytest.mark.parametrize("address", PLACES)
def test_changed_calendar_offers_to_count_anew(lead: Client, cast: Cast, address: str) -> None:
    close(cast)
    page = lead.get(address)
    assert "営業日が変更されました" in card(page, "recount")
    assert f'href="{RECOUNT}"' in page.content.decode()


@pytest.mark.parametrize("address", PLACES)
def test_administrator_reads_who_can_do_it(administrator: Client, cast: Cast, address: str) -> None:
    close(cast)
    page = administrator.get(address)
    assert "責任者は、ここからまとめて数え直せます" in card(page, "recount")
    assert f'href="{RECOUNT}"' not in page.content.decode()


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "ja",
            [
                "苦情1件の期限2件の期日が変わりました。",
                "2件の期限を確かめました。",
                "責田 みさき: 台風のため",
            ],
        ),
        (
            "en",
            ["2 deadlines of 1 complaint got another date.", "2 deadlines were looked at.", "責田 みさき"],
        ),
    ],
)
def test_outcome_is_read_where_it_was_asked_for(
    browser_of: BrowserOf, cast: Cast, language: str, lines: list[str]
) -> None:
    taken_in(cast, maker=makers.acknowledged)
    close(cast)
    run(cast)
    for address in PLACES:
        said = card(browser_of("administrator", language).get(address), "recount")
        for line in lines:
            assert line in said
        assert "営業日が変更されました" not in said


def test_outcome_of_a_run_that_changed_nothing_says_so(lead: Client, cast: Cast) -> None:
    taken_in(cast, maker=makers.acknowledged)
    run(cast)
    assert "期日が変わった期限はありませんでした" in card(lead.get(CALENDAR), "recount")


def test_complaints_that_could_not_be_counted_are_named_by_their_number(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    close(cast)
    type(complaint).objects.update(rule_packs={"nobody": 1})
    run(cast)
    assert "苦情1件は数え直せませんでした" in card(lead.get(CALENDAR), "recount")


def test_change_after_the_run_offers_another_one_beside_the_last_outcome(lead: Client, cast: Cast) -> None:
    taken_in(cast)
    close(cast)
    run(cast)
    lead.post(CLOSURES, {"remove": str(Closure.objects.get().pk)})
    said = card(lead.get(CALENDAR), "recount")
    assert "営業日が変更されました" in said
    assert "前回の数え直し" in said


def test_change_while_a_run_waits_is_not_lost_from_sight(lead: Client, cast: Cast) -> None:
    """What was changed after the asking may have come too late for it, so the offer stands again once it is through."""
    taken_in(cast)
    ask_for_recount(cast.actor("lead"), reason="台風のため", now=timezone.now())
    close(cast)
    assert "数え直しています" in card(lead.get(CALENDAR), "recount")
    recount_house(Actor.system("recount"), now=timezone.now())
    assert "営業日が変更されました" in card(lead.get(CALENDAR), "recount")


def test_run_does_not_disturb_who_is_editing_the_calendar(lead: Client, cast: Cast) -> None:
    form = {**{f"day_{n}": "9-17" for n in range(5)}, "time_zone": "Asia/Tokyo", "holiday_country": "JP",
            "seen": "0", "do": "save"}  # fmt: skip
    run(cast)
    assert lead.post(CALENDAR, form).status_code == 303


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "組織全体の数え直し、依頼: 責田 みさきさん"),
        ("en", "whole organisation, asked for by 責田 みさき"),
    ],
)
def test_timeline_of_the_complaint_names_who_asked(
    browser_of: BrowserOf, cast: Cast, language: str, said: str
) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    close(cast)
    run(cast)
    page = words_of(browser_of("lead", language).get(f"/desk/complaints/{complaint.reference}/"))
    assert said in page
    assert "台風のため" in page
