"""A person's page: who it is, how to reach them, what they told us, and only as far as the reader sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.interfaces.desk.people.page import PAGE
from kikitori.records.complaints.models import Complaint, Party
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
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

SOMEBODY = PersonGiven(
    name="鈴木 一郎",
    kana="すずき いちろう",
    customer_type="frequent",
    contact_points=(
        ContactGiven(kind="phone", value="０３（１２３４）５６７８", note="日中可"),
        ContactGiven(kind="email", value="ichiro@example.jp"),
        ContactGiven(kind="post", value="〒100-0001 東京都"),
    ),
)


def page_for(complaint: Complaint, client: Client):
    return client.get(f"/desk/people/{complaint.parties.get(role='complainant').person_id}/")


def test_page_tells_who_it_is_and_how_to_reach_them(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, complainant=SOMEBODY, accommodation="大きな文字で")
    page = page_for(complaint, client)
    for words in ("鈴木 一郎 様", "スズキ イチロウ", "個人", "頻繁に連絡", "03-1234-5678", "日中可", "優先",
                  "ichiro@example.jp", "〒100-0001 東京都", "大きな文字で"):  # fmt: skip
        assert words in words_of(page)
    assert 'href="tel:+81312345678"' in page.content.decode()


def test_number_that_cannot_be_dialled_is_no_link(client: Client, cast: Cast) -> None:
    caller = PersonGiven(name="番野", contact_points=(ContactGiven(kind="phone", value="内線だけ"),))
    page = page_for(taken_in(cast, complainant=caller), client)
    assert "内線だけ" in words_of(page)
    assert "tel:" not in page.content.decode()


def test_person_without_any_way_back_is_no_fault(client: Client, cast: Cast) -> None:
    page = page_for(taken_in(cast, complainant=PersonGiven(name="道野 なし")), client)
    assert "連絡先は登録されていません" in words_of(page)
    assert "優先" not in words_of(page)


def test_company_is_addressed_as_one(client: Client, cast: Cast) -> None:
    page = page_for(taken_in(cast, complainant=PersonGiven(name="みほん商事", kind="body")), client)
    assert "みほん商事 御中" in words_of(page)


def test_their_complaints_stand_with_state_and_newest_first(client: Client, cast: Cast) -> None:
    old = taken_in(cast, ago=timedelta(days=20), complainant=SOMEBODY, story="まえの件です。")
    new = taken_in(cast, maker=makers.proposed, complainant=SOMEBODY, story="こんどの件です。")
    assert old.parties.get().person_id == new.parties.get().person_id
    page = words_of(page_for(new, client))
    assert page.index("こんどの件です。") < page.index("まえの件です。")
    for words in (old.reference, new.reference, "解決案提示", "申出者", "受田 ひかり"):
        assert words in page


def test_what_was_found_stands_beside_the_complaint(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated, complainant=SOMEBODY)
    points = list(complaint.allegations.all())
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={
            points[0].number: FindingGiven(
                outcome="upheld", reasons="写真で確かめました。", causes=makers.CAUSE
            ),
            points[1].number: FindingGiven(outcome="unable", reasons="録音がありません。"),
        },
        words="お調べした結果です。",
        no_remedy=makers.NO_REMEDY,
        now=timezone.now(),
    )
    page = words_of(page_for(complaint, client))
    assert "認容" in page
    assert page.index("認容") < page.index("判断できない")


def test_representative_has_a_page_that_says_so(client: Client, cast: Cast) -> None:
    complaint = taken_in(
        cast, complainant=SOMEBODY, representative=PersonGiven(name="代理 花", authority="長女")
    )
    number = complaint.parties.get(role="representative").person_id
    page = words_of(client.get(f"/desk/people/{number}/"))
    assert "代理 花 様" in page
    assert "代理人" in page
    assert complaint.reference in page


def test_restricted_complaint_is_not_among_those_shown(
    client: Client, browser_of: BrowserOf, cast: Cast
) -> None:
    open_one = taken_in(cast, complainant=SOMEBODY)
    hidden = restricted(cast, complainant=SOMEBODY)
    call_promised(cast, hidden, due=timedelta(hours=-1))
    assert hidden.parties.get().person_id == open_one.parties.get().person_id
    page = page_for(open_one, client)
    assert hidden.reference not in page.content.decode()
    assert "極秘" not in page.content.decode()
    assert "期限を迎えた約束はまだありません" in words_of(page)
    leads = page_for(open_one, browser_of("lead"))
    assert "極秘の件名" in words_of(leads)
    assert "超過 1" in words_of(leads)


def test_person_of_a_restricted_complaint_alone_is_not_there(
    client: Client, browser_of: BrowserOf, cast: Cast
) -> None:
    hidden = restricted(cast, complainant=SOMEBODY)
    assert page_for(hidden, client).status_code == 404
    assert page_for(hidden, browser_of("auditor")).status_code == 200
    assert page_for(hidden, browser_of("administrator")).status_code == 403


def test_kept_late_and_missed_promises_are_told_apart(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.confirming, ago=timedelta(hours=6), complainant=SOMEBODY)
    now = timezone.now()
    ask_if_solved(cast.actor("handler"), complaint, now=now)
    confirm_solved(makers.complainant_of(complaint), complaint, now=now)
    other = taken_in(cast, complainant=SOMEBODY)
    missed(call_promised(cast, other, due=timedelta(hours=-1)))
    page = words_of(page_for(other, client)).partition("約束の実績")[2]
    # To come: to confirm receipt, and to ask once more whether it is still solved.
    assert "遅れて実施 0 超過 1 これから 2" in page
    assert "折り返し電話" in page


@pytest.mark.parametrize("name", ["W" * 60, "山", "<b>太</b>", "\u202eevil\u202c"])
def test_ugly_names_stay_names(client: Client, cast: Cast, name: str) -> None:
    content = page_for(taken_in(cast, complainant=PersonGiven(name=name, kana=name)), client).content.decode()
    assert "<b>太" not in content
    assert "\u202e" not in content
    assert "様</h1>" in content


def test_many_complaints_come_page_by_page(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, complainant=SOMEBODY)
    person = complaint.parties.get().person
    Party.objects.bulk_create(
        Party(complaint=each, person=person, role="complainant") for each in copied(complaint, PAGE)
    )
    page = page_for(complaint, client)
    assert rows_in(page) == PAGE
    assert 'rel="next"' in page.content.decode()


def test_number_of_queries_does_not_grow_with_the_rows(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated, complainant=SOMEBODY)
    address = f"/desk/people/{complaint.parties.get().person_id}/"
    one = queries_for(client, address)
    for _ in range(4):
        taken_in(cast, maker=makers.investigated, complainant=SOMEBODY)
    assert rows_in(client.get(address)) == 5
    assert queries_for(client, address) == one == 34


def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, cast: Cast) -> None:
    page = words_of(page_for(taken_in(cast, complainant=SOMEBODY), browser_of("handler", "en")))
    for words in ("What they told us", "How to reach them", "Did we keep our word?", "Often in touch"):
        assert words in page
    assert "様" not in page.partition("What they told us")[0]
