"""Absences from the desk: noted by oneself and for others, what falls due handed over, what happened told afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from kikitori.casework.absences import note_absence, take_back_absence
from kikitori.casework.assign import assign_complaint
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.absences import Absence
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.models import Task
from kikitori.records.together.parts import Part, PartKind
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import (
    by_post,
    call_promised,
    missed,
    queries_for,
    restricted,
    taken_in,
    words_of,
)
from tests.interfaces.desk.conftest import BrowserOf
from tests.waiting import wait_until

OWN, HOUSE = "/desk/away/", "/desk/ladder/absences/"
DAY = timedelta(days=1)


def today() -> date:
    return timezone.now().astimezone(makers.JAPAN).date()


def away(
    cast: Cast, *, begins: int = 0, ends: int = 3, deputy: Staff | None = None, whose: str = "handler"
) -> Absence:
    """Noted now, from so many days from today to so many; rows for those that are over."""
    person, first, last = getattr(cast, whose), today() + begins * DAY, today() + ends * DAY
    if ends < 0:
        return Absence.objects.create(staff=person, first=first, last=last, deputy=deputy)
    return note_absence(cast.actor("lead"), person, first=first, last=last, deputy=deputy, now=timezone.now())


def held(cast: Cast, number: int = 0, whose: str = "handler") -> Complaint:
    """In their hands, with a call promised for tomorrow."""
    complaint = taken_in(cast, maker=makers.acknowledged, complainant=by_post(f"文野 {number}"))
    assign_complaint(cast.actor("lead"), complaint, to=getattr(cast, whose), now=timezone.now())
    call_promised(cast, complaint, due=DAY)
    return complaint


def typed(cast: Cast, **changes: object) -> dict[str, object]:
    first = today() + 2 * DAY
    days = {"first": first.isoformat(), "last": (first + DAY).strftime("%Y/%m/%d")}
    return {**days, "deputy": cast.colleague.pk, **changes}


# ---- noting


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_own_absence_is_noted_and_leads_to_what_falls_due(
    browser_of: BrowserOf, cast: Cast, role: str
) -> None:
    browser = browser_of(role)
    answer = browser.post(OWN, typed(cast))
    absence = Absence.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{OWN}{absence.pk}/")
    assert (absence.staff, absence.deputy) == (getattr(cast, role), cast.colleague)
    assert "代理：隣野 まこと" in words_of(browser.get(OWN))
    assert browser.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_absence_of_others_is_noted_and_taken_back(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    browser = browser_of(role)
    assert browser.post(HOUSE, typed(cast, staff=cast.handler.pk)).status_code == 303
    absence = Absence.objects.get()
    page = words_of(browser.get(HOUSE))
    assert "受田 ひかり" in page
    assert "代理：隣野 まこと" in page
    assert browser.get(f"{HOUSE}{absence.pk}/").status_code == 405
    assert browser.post(f"{HOUSE}{absence.pk}/").status_code == 303
    assert browser.post(f"{HOUSE}{absence.pk}/").status_code == 404
    assert SettingChange.objects.filter(kind="absence").count() == 2
    assert "不在の方はいません。" in words_of(browser.get(HOUSE))


def test_whoever_is_back_is_noted_as_such(browser_of: BrowserOf, cast: Cast) -> None:
    absence = away(cast, begins=-0)
    Absence.objects.filter(pk=absence.pk).update(first=today() - 2 * DAY)
    assert "復帰した" in words_of(browser_of("administrator").get(HOUSE))
    browser_of("administrator").post(f"{HOUSE}{absence.pk}/", {"do": "end"})
    absence.refresh_from_db()
    assert absence.last == today() - DAY


@pytest.mark.parametrize(
    "changes",
    [{"first": ""}, {"last": "?"}, {"last": "2020-01-01"}, {"deputy": "0"}, {"staff": ""}, {"staff": "x"}],
)
@pytest.mark.parametrize("address", [OWN, HOUSE])
def test_what_cannot_be_is_refused_with_what_was_typed(
    browser_of: BrowserOf, cast: Cast, address: str, changes: dict[str, str]
) -> None:
    if address == OWN and "staff" in changes:
        changes = {"deputy": str(cast.lead.pk)}
    answer = browser_of("lead").post(address, typed(cast, **{"staff": cast.handler.pk, **changes}))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Absence.objects.exists()


def test_overlap_is_refused_and_the_other_days_are_named(client: Client, cast: Cast) -> None:
    away(cast, begins=1, ends=5)
    answer = client.post(OWN, typed(cast))
    assert answer.status_code == 422
    assert "不在が、すでに登録されています。" in words_of(answer)
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_absences_of_others_are_shut(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    absence = away(cast, whose="colleague")
    assert browser_of(role).get(HOUSE).status_code == 403
    assert browser_of(role).post(HOUSE, typed(cast)).status_code == 403
    assert browser_of(role).get(f"{OWN}{absence.pk}/").status_code == 404
    assert browser_of(role).post(f"{OWN}{absence.pk}/", {"do": "back"}).status_code == 404
    assert Absence.objects.count() == 1


# ---- one absence


def test_what_falls_due_is_listed_and_handed_over(client: Client, cast: Cast) -> None:
    one, other = held(cast, 1), held(cast, 2)
    absence = away(cast, deputy=cast.colleague)
    address = f"{OWN}{absence.pk}/"
    page = client.get(address).content.decode()
    assert one.reference in page
    assert other.reference in page
    assert f'name="to" value="{cast.colleague.pk}"' in page
    data = {"do": "complaints", "picked": one.pk, "to": cast.colleague.pk, "token": "t", "reason": "不在です"}
    assert client.post(address, data)["Location"].startswith("/desk/rounds/")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.assignee, other.assignee) == (cast.colleague, cast.handler)
    assert HandOver.objects.get().words == "不在です"


def test_all_in_hand_go_also_those_with_nothing_due(client: Client, cast: Cast) -> None:
    due, later = held(cast, 1), held(cast, 2)
    later.promises.all().delete()
    absence = away(cast)
    page = words_of(client.get(f"{OWN}{absence.pk}/"))
    assert due.reference in page
    assert later.reference not in page
    assert "この期間に期日が来ないもの 1件を含む" in page
    data = {"do": "complaints", "everything": "1", "to": cast.colleague.pk, "token": "t"}
    client.post(f"{OWN}{absence.pk}/", data)
    assert Complaint.objects.filter(assignee=cast.colleague).count() == 2


@pytest.mark.parametrize("data", [{"to": ""}, {"to": "999"}, {}])
def test_nothing_goes_to_nobody(client: Client, cast: Cast, data: dict[str, str]) -> None:
    complaint, absence = held(cast), away(cast)
    answer = client.post(f"{OWN}{absence.pk}/", {"do": "complaints", "picked": complaint.pk, **data})
    assert answer.status_code == 422
    assert client.post(f"{OWN}{absence.pk}/", {"do": "tasks", **data}).status_code == 422


def test_nothing_chosen_is_said(client: Client, cast: Cast) -> None:
    held(cast)
    absence = away(cast)
    data = {"do": "complaints", "to": cast.colleague.pk, "token": "t"}
    answer = client.post(f"{OWN}{absence.pk}/", data)
    assert answer.status_code == 422
    assert "苦情が選ばれていません。" in words_of(answer)


def test_tasks_are_given(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    by, now = timezone.now() + DAY, timezone.now()
    task = add_task(cast.actor("lead"), complaint, title="電話をかける", to=cast.handler, by=by, now=now)
    absence = away(cast)
    assert "電話をかける" in words_of(client.get(f"{OWN}{absence.pk}/"))
    client.post(f"{OWN}{absence.pk}/", {"do": "tasks", "task": task.pk, "to": cast.colleague.pk})
    task.refresh_from_db()
    assert task.assignee == cast.colleague


def test_what_falls_due_later_is_not_listed(client: Client, cast: Cast) -> None:
    complaint = held(cast)
    complaint.promises.all().delete()
    call_promised(cast, complaint, due=9 * DAY)
    absence = away(cast)
    assert "この期間に期日が来るものはありません。" in words_of(client.get(f"{OWN}{absence.pk}/"))


def test_days_are_changed_ended_and_taken_back(client: Client, cast: Cast) -> None:
    absence = away(cast, begins=2, ends=4)
    address = f"{OWN}{absence.pk}/"
    assert client.post(address, {"do": "change", **typed(cast)}).status_code == 303
    absence.refresh_from_db()
    assert absence.deputy == cast.colleague
    assert client.post(address, {"do": "change", **typed(cast, last="2020-01-01")}).status_code == 422
    assert client.post(address, {"do": "?"}).status_code == 200
    answer = client.post(address, {"do": "back"})
    assert (answer.status_code, answer["Location"]) == (303, OWN)
    assert client.get(address).status_code == 404
    running = away(cast)
    assert client.post(f"{OWN}{running.pk}/", {"do": "end"})["Location"] == OWN
    assert not Absence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_absence_taken_back_while_its_change_is_on_the_way_is_told_as_such() -> None:
    """The page has found it, and then waits for whoever takes it back at this moment."""
    cast = summon()
    absence, lead = away(cast), Client()
    lead.force_login(cast.lead)

    def change() -> Any:
        try:
            answer = lead.post(f"{OWN}{absence.pk}/", {"do": "change", **typed(cast)})
            return answer.status_code, answer["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take_back_absence(cast.actor("handler"), absence, now=timezone.now())
            asked = pool.submit(change)
            wait_until(somebody_waits)
        assert asked.result(timeout=60) == (303, HOUSE)
    assert "この不在は、すでに取り消されています。" in words_of(lead.get(HOUSE))


def somebody_waits() -> bool:
    """Does a session wait for this one?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select from pg_locks where not granted"
            " and pg_backend_pid() = any(pg_blocking_pids(pid)))"
        )
        ((waits,),) = cursor.fetchall()
    return bool(waits)


def test_lead_hands_over_for_who_fell_ill(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, absence = held(cast), away(cast)
    lead = browser_of("lead")
    assert complaint.reference in words_of(lead.get(f"{OWN}{absence.pk}/"))
    data = {"do": "complaints", "picked": complaint.pk, "to": cast.colleague.pk, "token": "t"}
    lead.post(f"{OWN}{absence.pk}/", data)
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague


def test_administrator_reads_no_complaint_by_an_absence(browser_of: BrowserOf, cast: Cast) -> None:
    absence = away(cast)
    assert browser_of("administrator").get(f"{OWN}{absence.pk}/").status_code == 403


# ---- afterwards


def test_what_happened_meanwhile_is_told(client: Client, cast: Cast) -> None:
    complaint, gone = held(cast, 1), held(cast, 2)
    absence = away(cast, begins=-3, ends=-1)
    then = timezone.now() - DAY
    hear(makers.complainant_of(complaint), complaint, body="まだですか", now=then)
    note(cast.actor("lead"), complaint, body="確認中", now=then)
    hand_over_complaint(cast.actor("lead"), gone, to=cast.colleague, now=then)
    task = add_task(cast.actor("lead"), complaint, title="電話", to=cast.handler, by=timezone.now(), now=then)
    finish_task(cast.actor("lead"), complaint, task=task, now=then)
    page = words_of(client.get(f"{OWN}{absence.pk}/"))
    assert "申出者からの連絡 1件" in page
    assert "隣野 まことさんの担当" in page
    assert "ほかの方が終えたやること" in page
    assert "不在を変更する" not in page
    assert "お帰りなさい。" in words_of(client.get("/desk/"))


def test_nothing_happened_is_said_and_own_acts_are_left_out(client: Client, cast: Cast) -> None:
    complaint, absence = held(cast), away(cast, begins=-2, ends=-2)
    note(cast.actor("handler"), complaint, body="自分で", now=timezone.now() - 2 * DAY)
    assert "動きはありませんでした。" in words_of(client.get(f"{OWN}{absence.pk}/"))


def test_pages_ask_no_more_for_more_rows(client: Client, cast: Cast) -> None:
    first, over = away(cast), away(cast, begins=-9, ends=-1)

    def happen(number: int) -> None:
        complaint, then = held(cast, number), timezone.now() - DAY
        add_task(
            cast.actor("lead"), complaint, title="電話", to=cast.handler, by=timezone.now() + DAY, now=then
        )
        done = add_task(
            cast.actor("lead"), complaint, title="済", to=cast.handler, by=timezone.now(), now=then
        )
        finish_task(cast.actor("lead"), complaint, task=done, now=then)
        given = held(cast, number + 50)
        hand_over_complaint(cast.actor("lead"), given, to=cast.colleague, now=then)

    happen(0)
    few = [queries_for(client, f"{OWN}{each.pk}/") for each in (first, over)]
    for number in range(1, 4):
        happen(number)
    assert [queries_for(client, f"{OWN}{each.pk}/") for each in (first, over)] == few


# ---- where somebody is away: Today, tasks, lists, choices


def test_today_shows_the_deputy_what_falls_due_in_their_place(
    browser_of: BrowserOf, cast: Cast, client: Client
) -> None:
    complaint, mine = held(cast, 1), held(cast, 2, whose="colleague")
    missed(call_promised(cast, complaint, due=-DAY))
    away(cast, deputy=cast.colleague)
    deputy = browser_of("colleague")
    page = deputy.get("/desk/?whose=deputy")
    promises = page.content.decode().partition('class="columns__side"')[0]
    assert complaint.reference in promises
    assert mine.reference not in promises
    assert "受田 ひかりさんの代理" in words_of(page)
    assert "代理を務めています" in words_of(deputy.get("/desk/"))
    assert "代理として" not in words_of(browser_of("lead").get("/desk/"))
    assert "まで不在、代理 隣野 まこと" in words_of(client.get("/desk/"))


def test_deputy_sees_no_more_than_before(browser_of: BrowserOf, cast: Cast) -> None:
    sealed = restricted(cast)
    call_promised(cast, sealed, due=DAY)
    away(cast, whose="lead", deputy=cast.colleague)
    assert sealed.reference not in browser_of("colleague").get("/desk/?whose=deputy").content.decode()


def test_what_falls_due_after_the_absence_is_not_the_deputys(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = held(cast)
    complaint.promises.all().delete()
    call_promised(cast, complaint, due=5 * DAY)
    away(cast, ends=2, deputy=cast.colleague)
    assert complaint.reference not in browser_of("colleague").get("/desk/?whose=deputy").content.decode()


def test_tasks_stand_before_the_deputy(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, now = taken_in(cast), timezone.now()
    by = now + timedelta(seconds=90)
    add_task(cast.actor("lead"), complaint, title="請求書を送る", to=cast.handler, by=by, now=now)
    away(cast, deputy=cast.colleague)
    Task.objects.update(due_at=now - timedelta(minutes=1))
    deputy = browser_of("colleague")
    assert "受田 ひかりさんの分" in words_of(deputy.get("/desk/"))
    assert "請求書を送る" in words_of(deputy.get("/desk/tasks/?whose=deputy"))
    assert "請求書を送る" not in words_of(deputy.get("/desk/tasks/"))
    assert "請求書を送る" not in words_of(browser_of("lead").get("/desk/tasks/?whose=deputy"))
    answer = deputy.post(f"/desk/tasks/{Task.objects.get().pk}/", {"whose": "deputy"})
    assert answer["Location"].startswith("/desk/tasks/?whose=deputy")


def test_absence_stands_beside_the_handler_and_in_every_choice(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = held(cast)
    away(cast, deputy=cast.colleague)
    lead = browser_of("lead")
    said = "代理 隣野 まこと"
    at = f"/desk/complaints/{complaint.reference}/"
    assert said in words_of(lead.get(at))
    assert said in words_of(lead.get("/desk/queue/main/"))
    for step in ("assign", "task"):
        assert said in words_of(lead.get(f"{at}{step}/")), step
    assert "不在の方にも割り当てられます。" in words_of(lead.get(f"{at}assign/"))
    data = {"source": "queue:main:open", "kind": "assign", "picked": complaint.pk, "token": "t"}
    assert said in words_of(lead.post("/desk/rounds/", data))
    held(cast, 2, whose="lead")
    assert said in words_of(lead.get(f"/desk/leaving/{cast.lead.pk}/"))


def test_macro_says_beforehand_who_takes_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    parts = [Part(kind=PartKind.ASSIGN, to=str(cast.handler.pk))]
    macro = save_macro(cast.actor("lead"), MacroGiven(name_ja="渡す", parts=parts), now=timezone.now())
    page = f"/desk/complaints/{complaint.reference}/macros/{macro.pk}/"
    lead, takes = browser_of("lead"), "代理が受け持ちます。"
    assert takes not in words_of(lead.get(page))
    absence = away(cast, deputy=cast.colleague)
    assert f"代理 隣野 まこと。{takes}" in words_of(lead.get(page))
    Absence.objects.filter(pk=absence.pk).update(deputy=None)
    words = words_of(lead.get(page))
    assert takes not in words
    assert "受田 ひかりさんは不在で、この苦情を受けられる代理もいません。" in words


def test_notice_says_in_whose_place_it_comes(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = held(cast)
    away(cast, deputy=cast.colleague)
    hear(makers.complainant_of(complaint), complaint, body="まだですか", now=timezone.now())
    assert "受田 ひかりさんの代理として：" in words_of(browser_of("colleague").get("/desk/notices/"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("address", [OWN, HOUSE, "/desk/"])
def test_pages_are_drawn_in_both_languages(
    browser_of: BrowserOf, cast: Cast, address: str, language: str
) -> None:
    away(cast, deputy=cast.lead)
    away(cast, begins=9, ends=12)
    away(cast, whose="colleague", begins=2, ends=4, deputy=cast.lead)
    away(cast, whose="lead", begins=5, ends=6)
    answer = browser_of("lead", language).get(address)
    assert answer.status_code == 200
    assert ("代理" in words_of(answer)) == (language == "ja")
