"""Pages for leavers: numbers that agree with lists, shared out among several, refused with reasons, closed at last."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from kikitori.casework.leaving import MUST_GO
from kikitori.casework.tasks import add_task
from kikitori.interfaces.desk.leaving.holding_words import HOLDING, LEFT
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.selection.rounds import Round
from kikitori.records.together.models import Task
from kikitori.records.together.terms import Holding
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/leaving/"


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def page_of(cast: Cast) -> str:
    return f"{LIST}{cast.handler.pk}/"


def theirs(cast: Cast, **changes: object) -> Complaint:
    return taken_in(cast, maker=makers.investigated, **changes)


def task_of(cast: Cast, complaint: Complaint) -> Task:
    now = timezone.now()
    return add_task(
        cast.actor("lead"),
        complaint,
        title="写真の確認",
        to=cast.handler,
        by=now.replace(year=now.year + 1),
        now=now,
    )


def give(client: Client, cast: Cast, *some: Complaint, **values: object):  # type: ignore[no-untyped-def]
    picked = [each.pk for each in some]
    return client.post(
        page_of(cast), {"do": "complaints", "token": makers.token(), "picked": picked, **values}
    )


def test_everybody_is_listed_with_their_numbers(lead: Client, cast: Cast) -> None:
    task_of(cast, theirs(cast))
    page = words_of(lead.get(LIST))
    assert "受田 ひかり" in page
    assert "進行中 1件" in page
    assert "やること1件" in page
    assert "利用を停止した後も残っているもの" not in page


def test_list_asks_as_much_for_fifty_as_for_five(lead: Client, cast: Cast) -> None:
    def queries() -> int:
        lead.get(LIST)
        with CaptureQueriesContext(connection) as heard:
            assert lead.get(LIST).status_code == 200
        return len(heard)

    few = queries()
    people = [
        Staff(login=f"s{n}", name=f"職員{n}", role="handler", team=cast.handler.team) for n in range(50)
    ]
    Staff.objects.bulk_create(people)
    copied(theirs(cast), 50)
    assert queries() == few


def test_person_with_many_complaints_costs_no_more_questions(lead: Client, cast: Cast) -> None:
    one = theirs(cast)

    def queries() -> int:
        lead.get(page_of(cast))
        with CaptureQueriesContext(connection) as heard:
            assert lead.get(page_of(cast)).status_code == 200
        return len(heard)

    few = queries()
    copied(one, 50)
    assert queries() == few


def test_chosen_ones_go_to_one_person_and_the_round_says_how_far(lead: Client, cast: Cast) -> None:
    one, two = theirs(cast), theirs(cast)
    answer = give(lead, cast, one, to=[cast.colleague.pk], reason="異動します")
    begun = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/rounds/{begun.pk}/")
    page = words_of(lead.get(answer["Location"]))
    assert "隣野 まことさんに引き継ぎ" in page
    assert "異動します" in page
    two.refresh_from_db()
    assert two.assignee == cast.handler


def test_all_are_shared_out_among_several(lead: Client, cast: Cast) -> None:
    for _ in range(3):
        theirs(cast)
    answer = give(lead, cast, to=[cast.colleague.pk, cast.lead.pk], everything="1")
    assert answer["Location"] == page_of(cast)
    page = words_of(lead.get(answer["Location"]))
    assert "2件を" in page
    assert "1件を" in page
    hands = list(Complaint.objects.order_by("assignee").values_list("assignee", flat=True))
    assert sorted(hands) == sorted([cast.colleague.pk, cast.colleague.pk, cast.lead.pk])
    assert "抱えているものはありません。" in page


def test_more_receivers_than_complaints_is_no_trouble(lead: Client, cast: Cast) -> None:
    one = theirs(cast)
    assert give(lead, cast, one, to=[cast.colleague.pk, cast.lead.pk]).status_code == 303
    one.refresh_from_db()
    assert one.assignee == cast.colleague


@pytest.mark.parametrize("to", [[], ["999999"], ["x"]])
def test_without_a_receiver_nothing_goes_and_it_is_said(lead: Client, cast: Cast, to: list[str]) -> None:
    one = theirs(cast)
    answer = give(lead, cast, one, to=to, reason="残る言葉")
    assert answer.status_code == 422
    assert "残る言葉" in answer.content.decode()
    assert not Round.objects.exists()


def test_leaver_is_not_offered_to_themselves(lead: Client, cast: Cast) -> None:
    answer = give(lead, cast, theirs(cast), to=[cast.handler.pk])
    assert answer.status_code == 422


def test_nothing_chosen_is_said(lead: Client, cast: Cast) -> None:
    theirs(cast)
    answer = give(lead, cast, to=[cast.colleague.pk])
    assert answer.status_code == 422
    assert "苦情が選ばれていません" in words_of(answer)


@pytest.mark.parametrize("picked", ["x", "9" * 30, "-1"])
def test_what_is_no_number_is_nothing_chosen(lead: Client, cast: Cast, picked: str) -> None:
    theirs(cast)
    answer = lead.post(
        page_of(cast),
        {"do": "complaints", "token": "t", "picked": [picked], "to": [cast.colleague.pk]},
    )
    assert answer.status_code == 422


def test_complaint_of_somebody_else_is_not_taken_along(lead: Client, cast: Cast) -> None:
    theirs(cast)
    other = taken_in(cast)
    assert give(lead, cast, other, to=[cast.colleague.pk]).status_code == 422
    other.refresh_from_db()
    assert other.assignee is None


def test_tasks_go_and_those_that_cannot_are_named(lead: Client, cast: Cast) -> None:
    open_one, hidden = taken_in(cast), taken_in(cast)
    tasks = [task_of(cast, each) for each in (open_one, hidden)]
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted", assignee=cast.lead)
    answer = lead.post(
        page_of(cast), {"do": "tasks", "task": [task.pk for task in tasks], "to": cast.colleague.pk}
    )
    page = words_of(lead.get(answer["Location"]))
    assert "やること1件を隣野 まことさんに渡しました。" in page
    assert "隣野 まことさんは、その苦情を見られません。" in page
    assert list(Task.objects.filter(assignee=cast.handler)) == [tasks[1]]


def test_administrator_reads_numbers_and_no_complaint(browser_of: BrowserOf, cast: Cast) -> None:
    one = theirs(cast)
    Complaint.objects.filter(pk=one.pk).update(title="割れた皿の件")
    task_of(cast, one)
    administrator = browser_of("administrator")
    page = administrator.get(page_of(cast))
    words = words_of(page)
    assert "担当している進行中の苦情" in words
    assert "苦情とやることは、内容を見られる責任者が引き継ぎます。" in words
    for kept in (one.reference, "割れた皿", "写真の確認"):
        assert kept not in page.content.decode()
    assert give(administrator, cast, one, to=[cast.colleague.pk]).status_code in {403, 422}
    administrator.post(page_of(cast), {"do": "tasks", "task": [1], "to": cast.colleague.pk})
    one.refresh_from_db()
    assert one.assignee == cast.handler
    assert Task.objects.get().assignee == cast.handler


def test_account_is_closed_once_nothing_is_in_the_way(
    browser_of: BrowserOf, lead: Client, cast: Cast
) -> None:
    one, handler = theirs(cast), browser_of("handler")
    assert handler.get("/desk/").status_code == 200
    answer = lead.post(page_of(cast), {"do": "close"})
    assert answer.status_code == 422
    assert "担当している進行中の苦情: 先に引き継いでください。" in words_of(answer)
    assert "この方の利用を停止する" not in words_of(answer)
    give(lead, cast, one, to=[cast.colleague.pk])
    assert "この方の利用を停止する" in words_of(lead.get(page_of(cast)))
    closed = lead.post(page_of(cast), {"do": "close"})
    assert (closed.status_code, closed["Location"]) == (303, LIST)
    page = words_of(lead.get(LIST))
    assert "受田 ひかりさんの利用を停止しました。" in page
    # What they had open shuts at once.
    assert handler.get("/desk/").status_code == 302
    assert "受田 ひかりさんの利用を停止" in words_of(lead.get("/desk/settings/changes/"))
    assert "利用を停止しています。" in words_of(lead.get(page_of(cast)))


def test_rest_is_left_by_a_tick_and_not_otherwise(lead: Client, client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    client.post(f"/desk/complaints/{complaint.reference}/follow/", {"act": "follow"})
    refused = lead.post(page_of(cast), {"do": "close"})
    assert refused.status_code == 422
    assert "先に引き継ぐか、そのまま残すことに印を付けてください。" in words_of(refused)
    assert lead.post(page_of(cast), {"do": "close", "followed": "on"}).status_code == 303
    assert not Staff.objects.get(pk=cast.handler.pk).is_active


def test_nobody_closes_their_own_account(lead: Client, cast: Cast) -> None:
    answer = lead.post(f"{LIST}{cast.lead.pk}/", {"do": "close"})
    assert answer.status_code == 422
    assert "ご自分の利用は停止できません。" in words_of(answer)


def test_closed_account_that_still_holds_something_is_found(lead: Client, cast: Cast) -> None:
    theirs(cast)
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert "利用を停止した後も残っているもの" in words_of(lead.get(LIST))
    page = words_of(lead.get(page_of(cast)))
    assert "苦情を引き継ぐ" in page
    assert "この方の利用を停止する" not in page


def test_last_of_a_team_is_pointed_out(lead: Client, cast: Cast) -> None:
    assert "このチームで苦情を担当できる方は、ほかにいません。" not in words_of(lead.get(page_of(cast)))
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    Staff.objects.filter(pk=cast.lead.pk).update(team=None)
    assert "このチームで苦情を担当できる方は、ほかにいません。" in words_of(lead.get(page_of(cast)))


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_do_not_come_here(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    assert browser_of(role).get(LIST).status_code == 403
    assert browser_of(role).post(page_of(cast), {"do": "close"}).status_code == 403


def test_nobody_of_this_number_is_not_found(lead: Client, cast: Cast) -> None:
    assert lead.get(f"{LIST}999999/").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_holding_is_called_and_what_may_stay_says_what_becomes_of_it(language: str) -> None:
    with override(language):
        assert len({str(words) for words in HOLDING.values()}) == len(Holding)
        assert set(LEFT) == set(Holding) - set(MUST_GO)
        assert all(str(words) for words in LEFT.values())
