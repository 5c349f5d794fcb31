"""The list of tasks, and those that Today and the complaint's page show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.tasks import add_task, drop_task
from kikitori.interfaces.desk.task_list import PAGE
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Task
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, rows_in, taken_in, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/tasks/"


def given(cast: Cast, complaint: Complaint, title: str, to: Staff, *, hours: float = 48) -> Task:
    """A task due in so many hours; also one that is overdue already."""
    now = timezone.now()
    task = add_task(cast.actor("lead"), complaint, title=title, to=to, by=now + timedelta(days=1), now=now)
    Task.objects.filter(pk=task.pk).update(due_at=now + timedelta(hours=hours))
    return task


def poured(cast: Cast, number: int) -> None:
    """Many tasks at once."""
    complaint = taken_in(cast, maker=makers.investigated)
    one = given(cast, complaint, "一件目", cast.handler)
    Task.objects.bulk_create(
        Task(
            complaint=complaint,
            title=f"やること{n}",
            assignee=cast.handler,
            due_at=one.due_at + timedelta(hours=72 + n // 2),
            made_by=cast.lead,
            made_at=one.made_at,
        )
        for n in range(number - 1)
    )


def test_list_shows_mine_soonest_first_and_everybodys_on_demand(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    given(cast, complaint, "あとのこと", cast.handler, hours=90)
    given(cast, complaint, "遅れたこと", cast.handler, hours=-1)
    given(cast, complaint, "同僚のこと", cast.colleague)
    drop_task(
        cast.actor("lead"),
        complaint,
        task=given(cast, complaint, "やめたこと", cast.handler),
        reason="不要",
        now=timezone.now(),
    )
    page = words_of(client.get(LIST))
    assert page.index("遅れたこと") < page.index("あとのこと")
    assert complaint.reference in page
    for other in ("同僚のこと", "やめたこと"):
        assert other not in page
    everybody = words_of(client.get(LIST, {"whose": "all"}))
    assert "同僚のこと" in everybody
    assert cast.colleague.name in everybody
    assert client.get(LIST, {"whose": "x"}).status_code == 400


def test_pages_neither_skip_nor_repeat_and_ask_no_more_for_fifty(client: Client, cast: Cast) -> None:
    poured(cast, 1)
    few = queries_for(client, LIST)
    poured(cast, PAGE + 7)
    assert queries_for(client, LIST) == few
    seen, address = [], LIST
    while address:
        answer = client.get(address)
        seen += [task.pk for task in answer.context["tasks"]]
        address = answer.context["onward_url"]
    assert seen == list(Task.objects.order_by("due_at", "pk").values_list("pk", flat=True))
    assert rows_in(client.get(LIST)) == PAGE


def test_finished_in_the_list_and_taken_up_again(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    task = given(cast, complaint, "倉庫に確認", cast.handler)
    answer = client.post(f"{LIST}{task.pk}/", {"whose": "all"})
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}?whose=all&done={task.pk}")
    page = words_of(client.get(answer["Location"]))
    assert "済ませました: 倉庫に確認 もう一度開く" in page
    assert "やることはありません。" in page
    back = client.post(f"{LIST}{task.pk}/", {"again": "1"})
    assert back["Location"] == f"{LIST}?whose=mine"
    assert rows_in(client.get(back["Location"])) == 1
    drop_task(cast.actor("lead"), complaint, task=task, reason="不要", now=timezone.now())
    late = client.post(f"{LIST}{task.pk}/", follow=True)
    assert "すでに済んだか、取りやめられています" in words_of(late)
    assert "済ませました" not in words_of(late)


@pytest.mark.parametrize("role", ["handler", "lead"])
def test_task_in_a_complaint_out_of_sight_is_in_no_list(cast: Cast, browser_of: BrowserOf, role: str) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    task = given(cast, complaint, "極秘のこと", cast.handler, hours=-1)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    browser, sees = browser_of(role), role == "lead"
    for address in (f"{LIST}?whose=all", LIST, "/desk/", f"{LIST}?done={task.pk}"):
        shown = "極秘のこと" in words_of(browser.get(address))
        assert shown == (sees and address == f"{LIST}?whose=all")
    assert browser.post(f"{LIST}{task.pk}/").status_code == (303 if sees else 404)
    assert Task.objects.get().is_open != sees


def test_today_shows_mine_until_tonight(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    assert "今日までのものはありません。" in words_of(client.get("/desk/"))
    given(cast, complaint, "遅れたこと", cast.handler, hours=-30)
    given(cast, complaint, "来週のこと", cast.handler, hours=200)
    given(cast, complaint, "同僚の遅れ", cast.colleague, hours=-30)
    page = words_of(client.get("/desk/"))
    assert "遅れたこと" in page
    for other in ("来週のこと", "同僚の遅れ"):
        assert other not in page


def test_page_of_the_complaint_has_them_and_its_end_warns_of_them(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.decided(cast)
    lead = browser_of("lead")
    assert "いま、やることはありません。" in words_of(bench.see(lead, complaint))
    assert "件あります" not in words_of(bench.see(lead, complaint, "close-exhausted"))
    given(cast, complaint, "倉庫に確認", cast.colleague, hours=-1)
    page = words_of(bench.see(lead, complaint))
    for words in (
        "倉庫に確認",
        "隣野 まこと",
        "担当を替える",
        "期日を変える",
        "取りやめる",
        "やることを追加する",
    ):
        assert words in page
    for word in ("close-exhausted", "withdraw"):
        warned = words_of(bench.see(lead, complaint, word))
        assert "済んでいないやることが1件あります。" in warned
        assert "倉庫に確認" in warned
    assert "済んでいないやること" not in words_of(bench.see(lead, complaint, "escalate"))
    assert "倉庫に確認" not in words_of(bench.see(lead, complaint, "as-seen"))
    auditor = words_of(bench.see(browser_of("auditor"), complaint))
    assert "倉庫に確認" in auditor
    assert "期日を変える" not in auditor


def test_task_of_somebody_who_lost_sight_of_it_is_shown_as_nobodys(browser_of: BrowserOf, cast: Cast) -> None:
    now = timezone.now()
    complaint = taken_in(cast)
    add_task(
        cast.actor("lead"), complaint, title="電話", to=cast.handler, by=now + timedelta(days=3), now=now
    )
    lead = browser_of("lead")
    said = "この苦情を閲覧できなくなっています。"
    assert said not in words_of(lead.get("/desk/tasks/?whose=all"))
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    assert said in words_of(lead.get("/desk/tasks/?whose=all"))
    Complaint.objects.filter(pk=complaint.pk).update(assignee=cast.handler)
    assert said not in words_of(lead.get("/desk/tasks/?whose=all"))
