"""The find page: rows with the place where it was found, filters and pages in the address, kind where nothing fits.

What is found by which words is told in tests/insight/search.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kikitori.casework.intake import PersonGiven
from kikitori.casework.write import note, reply
from kikitori.insight.search.places import Place
from kikitori.insight.search.upkeep import keep_up, rebuild
from kikitori.interfaces.desk import find
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

PERSON = PersonGiven(name="髙橋 さくら", kana="タカハシ サクラ")


def taken(cast: Cast, **changes: object) -> Complaint:
    """A complaint that can be found."""
    complaint = taken_in(cast, **{"complainant": PERSON, **changes})
    keep_up(100)
    return complaint


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    taken(cast, complainant=PersonGiven(name="鈴木 一郎", kana="スズキ イチロウ"))
    return taken(cast)


def test_every_place_has_a_title() -> None:
    assert set(find.PLACE_TITLE) == set(Place)


def test_unseen_complaint_is_on_no_page(client: Client, browser_of: BrowserOf, cast: Cast) -> None:
    hidden = restricted(cast, complainant=PERSON)
    keep_up(100)
    for words in (hidden.reference, hidden.receipt.locator, "髙橋", "極秘"):
        page = client.get("/desk/find/", {"q": words})
        assert page.status_code == 200
        assert rows_in(page) == 0
        assert "極秘の件名" not in page.content.decode()
    assert browser_of("auditor").get("/desk/find/", {"q": hidden.reference}).status_code == 302


@pytest.mark.parametrize("words", ["{0.reference}", "{0.receipt.locator}"])
def test_number_and_slip_lead_straight_to_the_complaint(
    client: Client, complaint: Complaint, words: str
) -> None:
    answer = client.get("/desk/find/", {"q": words.format(complaint)})
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/complaints/{complaint.reference}/"


@pytest.mark.parametrize("words", ["{0.reference}", "{0.receipt.locator}"])
def test_number_that_was_given_out_just_now_leads_there_too(client: Client, cast: Cast, words: str) -> None:
    """No document knows it yet, and perhaps no worker runs that could make one."""
    complaint = taken_in(cast, complainant=PERSON)
    answer = client.get("/desk/find/", {"q": words.format(complaint).lower()})
    assert answer["Location"] == f"/desk/complaints/{complaint.reference}/"
    hidden = restricted(cast, complainant=PERSON)
    assert client.get("/desk/find/", {"q": words.format(hidden)}).status_code == 200


def test_single_hit_by_words_is_shown_with_its_place(
    client: Client, cast: Cast, complaint: Complaint
) -> None:
    note(
        cast.actor("handler"),
        complaint,
        body="<b>配送記録</b>に落下とあり。",
        now=FRIDAY,
        token=makers.token(),
    )
    reply(
        cast.actor("handler"), complaint, body="箱の写真をお送りください。", now=FRIDAY, token=makers.token()
    )
    keep_up(100)
    page = client.get("/desk/find/", {"q": "落下 写真 たかはし"})
    content = page.content.decode()
    assert rows_in(page) == 1
    assert "<mark>落下</mark>" in content
    assert "&lt;b&gt;配送記録&lt;/b&gt;に" in content
    assert "<mark>タカハシ</mark> サクラ" in content
    assert '<span class="badge badge--internal">内部メモ</span>' in content
    assert "<mark>写真</mark>" in content


def test_several_hits_are_listed_newest_first(client: Client, cast: Cast, complaint: Complaint) -> None:
    older = taken(cast, ago=timedelta(days=4))
    page = client.get("/desk/find/", {"q": "高橋"})
    assert rows_in(page) == 2
    words = words_of(page)
    assert words.index(complaint.reference) < words.index(older.reference)
    assert "「高橋」の検索結果 2件" in words
    assert 'value="高橋"' in page.content.decode()


def test_words_inside_longer_ones_come_last_under_their_own_heading(client: Client, cast: Cast) -> None:
    taken(cast, story="東京都の店です。")
    taken(cast, story="京都の店です。", ago=timedelta(days=4))
    words = words_of(client.get("/desk/find/", {"q": "京都"}))
    assert words.index("京都 の店") < words.index("より長い語の一部") < words.index("東 京都")
    assert "より長い語の一部" not in words_of(client.get("/desk/find/", {"q": "店です"}))


def test_filters_stand_in_the_address_and_in_the_fields(
    client: Client, cast: Cast, complaint: Complaint
) -> None:
    by_post = taken(cast, channel="post")
    page = client.get("/desk/find/", {"q": "高橋", "channel": "post", "assignee": "nobody", "state": "open"})
    assert rows_in(page) == 1
    assert by_post.reference in words_of(page)
    content = page.content.decode()
    assert '<option value="post" selected>' in content
    assert '<details class="folded" open>' in content
    assert rows_in(client.get("/desk/find/", {"q": "高橋", "assignee": str(cast.handler.pk)})) == 0
    assert (
        rows_in(client.get("/desk/find/", {"q": "高橋", "since": "2001-01-01", "until": "9999-12-31"})) == 2
    )
    assert rows_in(client.get("/desk/find/", {"q": "高橋", "until": "2001-01-01"})) == 0


def test_number_with_a_filter_is_not_left_for_the_complaint(client: Client, complaint: Complaint) -> None:
    assert client.get("/desk/find/", {"q": complaint.reference, "state": "open"}).status_code == 200


def test_filter_that_cannot_be_read_is_named_and_nothing_is_lost(
    client: Client, complaint: Complaint
) -> None:
    page = client.get("/desk/find/", {"q": "高橋", "since": "きのう", "channel": "fax"})
    assert page.status_code == 200
    assert rows_in(page) == 0
    content = page.content.decode()
    assert "まだ検索していません" in words_of(page)
    assert 'value="きのう"' in content
    assert '<option value="fax" selected>' in content
    assert "field--wrong" in content


@pytest.mark.parametrize("after", ["x", "3-1-1", "1-x", "2-1", "1-" + "9" * 40])
def test_broken_place_is_a_bad_request(client: Client, after: str) -> None:
    assert client.get("/desk/find/", {"q": "高橋", "after": after}).status_code == 400


def test_nothing_found_says_what_can_be_done(client: Client, complaint: Complaint) -> None:
    page = client.get("/desk/find/", {"q": "だれもいない"})
    assert page.status_code == 200
    assert "当てはまる苦情はありません" in words_of(page)
    assert "フリガナ" in words_of(page)
    filtered = client.get("/desk/find/", {"q": "高橋", "channel": "fax"})
    assert "絞り込みを外して探す" in words_of(filtered)
    assert 'href="/desk/find/?q=%E9%AB%98%E6%A9%8B"' in filtered.content.decode()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%E3%80%80"])
def test_question_without_words_finds_nothing_and_asks_back(client: Client, cast: Cast, query: str) -> None:
    taken(cast)
    page = client.get(f"/desk/find/{query}")
    assert page.status_code == 200
    assert "何を探しますか" in words_of(page)
    assert rows_in(page) == 0


def test_more_than_fits_is_on_the_next_page(client: Client, cast: Cast) -> None:
    copied(taken(cast, story="皿が割れた。"), find.SHOWN)
    rebuild(lambda: None)
    first = client.get("/desk/find/", {"q": "皿"})
    assert rows_in(first) == find.SHOWN
    assert "26件" in words_of(first)
    onward = first.context["onward_url"]
    rest = client.get(onward)
    assert rows_in(rest) == 1
    assert rest.context["onward_url"] == ""
    assert f'href="{rest.context["first_url"]}"' in rest.content.decode()
    shown = [each.row.complaint.pk for page in (first, rest) for each in page.context["rows"]]
    assert len(set(shown)) == find.SHOWN + 1


@pytest.mark.parametrize("words", ["あ" * 201, "K-2026-000001" * 100])
def test_words_without_end_are_not_looked_for(client: Client, words: str) -> None:
    page = client.get("/desk/find/", {"q": words})
    assert page.status_code == 200
    assert "検索する言葉が長すぎます" in words_of(page)


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x>', "\u202eevil", "{{ x }}", "💢" * 200]
)
def test_hostile_words_stay_words(client: Client, words: str) -> None:
    page = client.get("/desk/find/", {"q": words})
    assert page.status_code == 200
    content = page.content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80"])
def test_unreadable_words_are_a_bad_request(client: Client, query: str) -> None:
    assert client.get(f"/desk/find/?{query}").status_code == 400


def test_number_of_queries_does_not_grow_with_the_rows(client: Client, cast: Cast) -> None:
    taken(cast)
    one = queries_for(client, "/desk/find/?q=高橋")
    for _ in range(24):
        taken_in(cast, complainant=PERSON)
    keep_up(100)
    assert rows_in(client.get("/desk/find/?q=高橋")) == 25
    assert queries_for(client, "/desk/find/?q=高橋") == one


def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, complaint: Complaint) -> None:
    client = browser_of("handler", "en")
    assert "What are you looking for?" in words_of(client.get("/desk/find/"))
    assert "Nothing fits." in words_of(client.get("/desk/find/?q=zzz"))


def test_words_are_found_among_those_that_ended_so(client: Client, cast: Cast, complaint: Complaint) -> None:
    other = taken(cast)
    for each, ending in ((complaint, "unhappy"), (other, "exhausted")):
        Complaint.objects.filter(pk=each.pk).update(state="closed_exhausted", ending=ending)
    page = client.get("/desk/find/", {"q": "髙橋", "state": "unhappy"})
    assert rows_in(page) == 1
    assert complaint.reference in page.content.decode()
    assert '<option value="unhappy" selected>' in page.content.decode()
    assert rows_in(client.get("/desk/find/", {"q": "髙橋", "state": "closed"})) == 2
    assert rows_in(client.get("/desk/find/", {"q": "髙橋", "state": "agreed"})) == 0
