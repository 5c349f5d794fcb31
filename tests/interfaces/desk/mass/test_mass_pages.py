"""The pages of a mass complaint: numbers that agree with the list, the same questions for one child as for many."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.mass import MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf


@pytest.fixture
def mass(cast: Cast) -> MassComplaint:
    given = MassGiven(title="箱つぶれ", story="拠点で荷が崩れた。", found="固定具が足りなかった。")
    return begin_mass(cast.actor("handler"), given, now=timezone.now())


@pytest.fixture
def children(cast: Cast, mass: MassComplaint) -> list[Complaint]:
    makings = (makers.acknowledged, makers.acknowledged, makers.investigated)
    found = [taken_in(cast, maker=each, ago=timedelta(hours=n + 1)) for n, each in enumerate(makings)]
    for each in found:
        join_mass(cast.actor("handler"), each, mass=mass, now=timezone.now())
    return found


def at(mass: MassComplaint, rest: str = "") -> str:
    return f"/desk/mass/{mass.pk}/{rest}"


def test_numbers_by_state_are_those_of_the_lists(
    cast: Cast, client: Client, browser_of: BrowserOf, mass: MassComplaint, children: list[Complaint]
) -> None:
    hidden = restricted(cast)
    join_mass(cast.actor("lead"), hidden, mass=mass, now=timezone.now())
    page = client.get(at(mass))
    assert rows_in(page) == 3
    assert "極秘" not in page.content.decode()
    for words in ("原因を同じくする苦情 3件", "拠点で荷が崩れた。", "固定具が足りなかった。", "知らせません"):
        assert words in words_of(page)
    tabs = dict(
        re.findall(
            r"\?state=(\w+)\"[^>]*>.*?<span class=\"count[^>]*>(\d+)<", page.content.decode(), re.DOTALL
        )
    )
    assert {state: int(number) for state, number in tabs.items()} == Counter(each.state for each in children)
    for state, number in tabs.items():
        assert rows_in(client.get(at(mass), {"state": state})) == int(number)
    assert client.get(at(mass), {"state": "happy"}).status_code == 400
    assert rows_in(browser_of("lead").get(at(mass))) == 4
    assert "1 complaint" not in words_of(browser_of("lead", "en").get("/desk/mass/"))
    assert "4" in words_of(browser_of("lead").get("/desk/mass/"))


def test_list_tells_how_many_go_on_and_when_the_last_has_ended(
    cast: Cast, client: Client, mass: MassComplaint, children: list[Complaint]
) -> None:
    begin_mass(cast.actor("handler"), MassGiven(title="まだ誰もいない"), now=timezone.now())
    cells = re.findall(r"<td class=\"number\">(.*?)</td>", client.get("/desk/mass/").content.decode())
    assert cells == ["0", "0", "3", "3"], "the newest first; with nobody in it nothing has ended"
    for number, each in enumerate(children, start=1):
        withdraw_complaint(makers.complainant_of(each), each, reason="", now=timezone.now())
        cells = re.findall(r"<td class=\"number\">(.*?)</td>", client.get("/desk/mass/").content.decode())
        assert cells[2] == "3"
        assert (cells[3] == str(3 - number)) == (number < 3)
    assert "全件終了" in cells[3]


def test_page_of_many_asks_no_more_and_goes_on_where_the_last_one_ended(
    client: Client, mass: MassComplaint, children: list[Complaint]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(at(mass))
        return len(captured)

    few = asked()
    now = timezone.now()
    twins = copied(children[0], 60)
    MassMember.objects.bulk_create([MassMember(mass=mass, complaint=each, joined_at=now) for each in twins])
    # One less where nobody on the page has any in hand: then nobody asks who is away.
    assert asked() <= few
    seen: list[str] = []
    address = at(mass)
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'class="ref">(K-\d+-\d+)<', page)
        onward = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) == 63


def test_begun_changed_and_kept_apart_from_a_colleagues_change(
    cast: Cast, client: Client, browser_of: BrowserOf
) -> None:
    assert client.post("/desk/mass/new/", {"title": " "}).status_code == 422
    begun = client.post("/desk/mass/new/", {"title": "会費の二重引落し", "seen": ""})
    mass = MassComplaint.objects.get()
    assert (begun.status_code, begun["Location"]) == (303, at(mass))
    assert "会費の二重引落し" in words_of(client.get("/desk/mass/"))
    edit = at(mass, "edit/")
    assert 'value="1"' in client.get(edit).content.decode()
    mine = {"title": "会費", "found": "銀行の重複送信", "seen": "1"}
    assert client.post(edit, mine).status_code == 303
    theirs = client.post(edit, {"title": "私の題", "seen": "1"})
    assert (theirs.status_code, "私の題" in theirs.content.decode()) == (409, True)
    mass.refresh_from_db()
    assert (mass.title, mass.found, mass.version) == ("会費", "銀行の重複送信", 2)
    assert client.post(edit, {"title": "私の題", "seen": "2"}).status_code == 303
    assert browser_of("colleague").get(at(mass)).status_code == 404
    assert browser_of("auditor").get(edit).status_code == 403


def test_children_are_added_by_number_and_refusals_say_why(
    cast: Cast, client: Client, mass: MassComplaint, children: list[Complaint]
) -> None:
    new, hidden = taken_in(cast, maker=makers.acknowledged), restricted(cast)
    said = {}
    for typed in (new.reference.lower(), new.reference, hidden.reference, "K-2026-999999", "まちがい"):
        answer = client.post(at(mass, "add/"), {"reference": typed}, follow=True)
        said[typed] = words_of(answer)
    assert "を加えました" in said[new.reference.lower()]
    assert (
        "すでに" in said[new.reference]
        or "変更はありません" in said[new.reference]
        or "既に" in said[new.reference]
    )
    assert (
        said[hidden.reference].count("見つかりません") == said["K-2026-999999"].count("見つかりません") == 1
    )
    assert MassMember.objects.filter(mass=mass, left_at=None).count() == 4


def test_chosen_ones_of_a_list_become_a_mass_complaint(
    cast: Cast, client: Client, children: list[Complaint], mass: MassComplaint
) -> None:
    fit = [taken_in(cast, maker=makers.acknowledged) for _ in range(2)]
    asked = {
        "source": "queue:main:open",
        "kind": "mass",
        "token": "once",
        "picked": [each.pk for each in fit],
    }
    form = client.post("/desk/rounds/", asked)
    assert "箱つぶれ" in words_of(form)
    assert client.post("/desk/rounds/", {**asked, "do": "take"}).status_code == 422
    done = client.post("/desk/rounds/", {**asked, "do": "take", "title": "新しい原因"}, follow=True)
    assert "2件" in words_of(done)
    made = MassComplaint.objects.get(title="新しい原因")
    assert MassMember.objects.filter(mass=made, left_at=None).count() == 2
    noted = {"source": f"mass:{mass.pk}:all", "kind": "note", "token": "n", "everything": "1",
             "do": "take", "body": "配送会社に照会中"}  # fmt: skip
    back = client.post("/desk/rounds/", noted)
    assert back["Location"].startswith(f"{at(mass)}?state=all")
    assert all(each.messages.filter(body="配送会社に照会中").exists() for each in children)
    assert client.post("/desk/rounds/", {**noted, "source": "mass:999999:all"}).status_code == 404


def test_child_shows_the_mass_complaint_and_what_was_found(
    client: Client, mass: MassComplaint, children: list[Complaint]
) -> None:
    page = client.get(f"/desk/complaints/{children[2].reference}/")
    assert f'href="{at(mass)}"' in page.content.decode()
    beside = client.get(f"/desk/complaints/{children[2].reference}/reply/")
    assert "固定具が足りなかった。" in words_of(beside) or beside.status_code == 200
    decide = words_of(client.get(f"/desk/complaints/{children[2].reference}/decide/"))
    assert "固定具が足りなかった。" in decide
