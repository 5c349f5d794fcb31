"""The pages of the queues: tables with state, person, severity and the next promise; newest first, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.intake import PersonGiven
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.queue_pages import PAGE
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    by_post,
    call_promised,
    copied,
    missed,
    queries_for,
    restricted,
    rows_in,
    taken_in,
    words_of,
)
from tests.interfaces.desk.conftest import BrowserOf

NAMES = ["urgent", "main", "mine", "unassigned", "team", "vip"]


def at(name: str, query: str = "") -> str:
    return f"/desk/queue/{name}/{query}"


def references(page) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/desk/complaints/([^/"]+)/"', page.content.decode())))


def test_row_tells_everything_at_a_glance(client: Client, cast: Cast) -> None:
    complaint = taken_in(
        cast, maker=makers.acknowledged, complainant=PersonGiven(name="鈴木 一郎"), safety={"injury": "yes"}
    )
    assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=timezone.now())
    missed(call_promised(cast, complaint, due=timedelta(hours=-2)))
    row = words_of(client.get(at("urgent"))).partition("担当者")[2]
    for words in (
        "届いた皿が三枚割れていました。", complaint.reference, "鈴木 一郎 様", "S1 生命・健康", "受付通知済",
        "折り返し電話", "超過", "2時間前", "隣野 まこと",
    ):  # fmt: skip
        assert words in row


def test_severity_is_never_told_by_colour_alone(client: Client, cast: Cast) -> None:
    for severity in ("S2", "S4"):
        taken_in(cast, maker=makers.assessed, severity=severity)
    page = client.get(at("urgent")).content.decode() + client.get(at("main")).content.decode()
    assert re.search(r'badge--soon"><svg.*?</svg><span translate="no">S2</span> 重大', page)
    assert "S4</span> 軽微" in page


def test_row_leads_to_the_complaint_and_to_the_person(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    person = complaint.parties.get().person_id
    content = client.get(at("main")).content.decode()
    assert f'href="/desk/complaints/{complaint.reference}/"' in content
    assert f'href="/desk/people/{person}/"' in content


def test_anonymous_complaint_names_nobody(client: Client, cast: Cast) -> None:
    taken_in(cast, anonymous=True, complainant=PersonGiven(name="言わない 人"))
    page = words_of(client.get(at("main")))
    assert "匿名の方" in page
    assert "言わない" not in page


def test_newest_comes_first_and_oldest_when_asked(client: Client, cast: Cast) -> None:
    made = [taken_in(cast, ago=timedelta(hours=hours)).reference for hours in (1, 5, 3)]
    newest = [made[0], made[2], made[1]]
    assert references(client.get(at("main"))) == newest
    assert references(client.get(at("main", "?sort=oldest"))) == newest[::-1]


def test_page_by_page_shows_each_complaint_once(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    made = [each.reference for each in (complaint, *copied(complaint, PAGE + 3))]
    first = client.get(at("unassigned"))
    assert rows_in(first) == PAGE
    assert 'rel="prev"' not in first.content.decode()
    address = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert address
    second = client.get(address[1].replace("&amp;", "&"))
    assert rows_in(second) == 4
    assert sorted(references(first) + references(second)) == sorted(made)
    back = re.search(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert back
    assert references(client.get(back[1].replace("&amp;", "&"))) == references(first)


def test_pages_keep_state_and_order(client: Client, cast: Cast) -> None:
    copied(taken_in(cast), PAGE)
    content = client.get(at("main", "?state=received&sort=oldest")).content.decode()
    assert re.search(
        r'rel="next" href="/desk/queue/main/\?state=received&amp;sort=oldest&amp;after=', content
    )


def test_closed_ones_are_shown_when_asked(client: Client, cast: Cast) -> None:
    gone, here = taken_in(cast), taken_in(cast)
    withdraw_complaint(makers.complainant_of(gone), gone, reason="", now=timezone.now())
    assert references(client.get(at("main"))) == [here.reference]
    assert references(client.get(at("main", "?state=closed"))) == [gone.reference]
    assert references(client.get(at("main", "?state=withdrawn"))) == [gone.reference]
    assert references(client.get(at("main", "?state=received"))) == [here.reference]
    assert "取下げ" in words_of(client.get(at("main", "?state=closed")))


def test_closed_ones_are_chosen_by_how_they_ended_and_pages_keep_it(client: Client, cast: Cast) -> None:
    agreed, unconfirmed = taken_in(cast), taken_in(cast)
    for complaint, ending in ((agreed, "agreed"), (unconfirmed, "unconfirmed")):
        Complaint.objects.filter(pk=complaint.pk).update(state="closed_accepted", ending=ending)
    page = client.get(at("main", "?state=unconfirmed"))
    assert references(page) == [unconfirmed.reference]
    assert "終了（確認できず）" in words_of(page)
    content = page.content.decode()
    assert '<option value="unconfirmed" selected>' in content
    assert content.count(" selected>") == 2
    one = queries_for(client, at("main", "?state=unconfirmed"))
    copied(Complaint.objects.get(pk=unconfirmed.pk), PAGE)
    assert queries_for(client, at("main", "?state=unconfirmed")) == one
    assert "?state=unconfirmed&amp;after=" in client.get(at("main", "?state=unconfirmed")).content.decode()


def test_page_says_which_state_and_order_are_shown(client: Client) -> None:
    content = client.get(at("main", "?state=proposal&sort=oldest")).content.decode()
    assert '<option value="proposal" selected>' in content
    assert '<option value="oldest" selected>' in content
    assert content.count(" selected>") == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("urgent", "急ぎの苦情はありません"),
        ("main", "待っている苦情はありません"),
        ("mine", "担当している苦情はありません"),
        ("unassigned", "担当の決まっていない苦情はありません"),
        ("team", "チームが担当している苦情はありません"),
        ("vip", "優先サポート契約の方からの苦情はありません"),
    ],
)
def test_empty_place_says_what_will_come_and_how_to_start(client: Client, name: str, words: str) -> None:
    page = client.get(at(name))
    assert words in words_of(page)
    assert 'class="button" href="/desk/register/"' in page.content.decode()


def test_empty_handed_person_is_led_to_waiting_work(client: Client, cast: Cast) -> None:
    taken_in(cast)
    page = client.get(at("mine")).content.decode()
    assert 'class="button" href="/desk/queue/unassigned/"' in page


def test_empty_place_of_another_state_only_says_so(client: Client) -> None:
    assert "当てはまる苦情はありません" in words_of(client.get(at("main", "?state=closed")))


def test_auditor_sees_the_lists_and_no_way_to_take_in(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = restricted(cast)
    page = browser_of("auditor").get(at("main"))
    assert references(page) == [complaint.reference]
    assert "/desk/register/" not in page.content.decode()
    assert "/desk/register/" not in browser_of("auditor").get(at("urgent")).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, cast: Cast, name: str) -> None:
    taken_in(cast)
    taken_in(cast, safety={"fire": "yes"})
    taken_in(cast, maker=makers.investigated)
    for person in Person.objects.all():
        makers.typed(person, "paying_support")
    page = words_of(browser_of("handler", "en").get(at(name)))
    for words in ("Complainant", "Next promise", "Handler", "All open ones", "Newest first"):
        assert words in page


def test_table_can_be_read_by_a_machine(client: Client, cast: Cast) -> None:
    taken_in(cast)
    content = client.get(at("main")).content.decode()
    assert content.count('<th scope="col">') == 6
    assert '<th scope="row"' in content
    assert 'role="region" aria-label="通常"' in content


@pytest.mark.parametrize("name", NAMES)
def test_number_of_queries_does_not_grow_with_the_rows(client: Client, cast: Cast, name: str) -> None:
    def add(number: int) -> None:
        safety = {"fire": "yes"} if name == "urgent" else {}
        complaint = taken_in(cast, complainant=by_post(f"文野 {number}"), safety=safety)
        if name == "vip":
            makers.typed(complaint.parties.get().person, "paying_support")
        if name in ("mine", "urgent", "team"):
            assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=timezone.now())
        call_promised(cast, complaint, due=timedelta(hours=1))

    add(0)
    one = queries_for(client, at(name))
    for number in range(1, 5):
        add(number)
    assert rows_in(client.get(at(name))) == 5
    # Where somebody has one in hand, who is away is asked once.
    asked = 9 + (name in ("team", "vip")) + (name in ("mine", "urgent", "team"))
    assert queries_for(client, at(name)) == one == asked
