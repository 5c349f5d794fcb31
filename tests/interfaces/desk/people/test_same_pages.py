"""Cards that look alike are shown with the reason; a person joins them, and can take it back."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.same_person import join_people
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.people.conftest import Post

TWIN = PersonGiven(
    name="鈴木一郎",
    kana="スズキ イチロー",
    contact_points=(
        ContactGiven(kind="phone", value="０３（１２３４）５６７８"),
        ContactGiven(kind="post", value="見本町1"),
    ),
)


@pytest.fixture
def twin(cast: Cast, ichiro: Person) -> Complaint:
    """A complaint written down under the same number and a name spelt otherwise: another card."""
    other = makers.replace(TWIN, name="鈴木 いちろう")
    return taken_in(cast, complainant=other, story="もう一件の苦情です。")


def card(complaint: Complaint) -> Person:
    return complaint.parties.get().person


def test_card_that_looks_alike_is_shown_with_the_reasons(
    client: Client, ichiro: Person, twin: Complaint
) -> None:
    assert card(twin) != ichiro
    assert "同じ方かもしれない登録が、ほかに1件あります" in words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/same/"))
    for words in ("鈴木 いちろう 様", "同じ電話番号", "読みが似ている"):
        assert words in page


def test_card_known_from_a_restricted_complaint_alone_is_not_suggested(
    client: Client, browser_of: BrowserOf, cast: Cast, ichiro: Person
) -> None:
    hidden = restricted(cast, complainant=makers.replace(TWIN, name="鈴木 いちろう"))
    address = f"/desk/people/{ichiro.pk}/same/"
    assert "いちろう" not in client.get(address).content.decode()
    assert "いちろう" in browser_of("lead").get(address).content.decode()
    assert client.post(f"{address}{card(hidden).pk}/", {"act": "join"}).status_code == 404


def test_joined_cards_tell_one_story_and_search_finds_both(
    client: Client, post: Post, complaint: Complaint, ichiro: Person, twin: Complaint
) -> None:
    assert post(f"same/{card(twin).pk}/", act="join").status_code == 303
    for person in (ichiro, card(twin)):
        page = client.get(f"/desk/people/{person.pk}/")
        assert rows_in(page) == 2
        assert "2件の登録をまとめて表示" in words_of(page)
        assert "同じ方かもしれない" not in words_of(page)
    keep_up(100)
    found = client.get("/desk/find/", {"q": "ichiro@example.jp"})
    assert complaint.reference in words_of(found)
    assert twin.reference in words_of(found)
    assert "ほかの苦情 1件" in words_of(client.get(f"/desk/complaints/{complaint.reference}/"))


def test_taking_it_back_shows_each_alone_again(
    client: Client, post: Post, ichiro: Person, twin: Complaint
) -> None:
    post(f"same/{card(twin).pk}/", act="join")
    assert post(f"same/{card(twin).pk}/", act="undo").status_code == 303
    assert rows_in(client.get(f"/desk/people/{ichiro.pk}/")) == 1
    keep_up(100)
    assert twin.reference not in words_of(client.get("/desk/find/", {"q": "ichiro@example.jp"}))
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/story/?of=changes"))
    assert page.index("まとめの取消し") < page.index("ほかの登録とまとめた")


def test_held_apart_is_not_suggested_again(
    client: Client, post: Post, ichiro: Person, twin: Complaint
) -> None:
    post(f"same/{card(twin).pk}/", act="apart")
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/same/"))
    assert "同じ方と思われる登録は見つかりません" in page
    assert "別の方" in page
    assert "同じ方かもしれない" not in words_of(client.get(f"/desk/people/{ichiro.pk}/"))


@pytest.mark.parametrize("act", ["", "undo", "marry"])
def test_button_that_changes_nothing_says_so(
    client: Client, ichiro: Person, twin: Complaint, act: str
) -> None:
    page = client.post(f"/desk/people/{ichiro.pk}/same/{card(twin).pk}/", {"act": act}, follow=True)
    assert "変更はありません" in words_of(page)
    assert not ichiro.changes.exists()


def test_joined_card_that_the_reader_does_not_see_shines_through_nowhere(
    client: Client, cast: Cast, ichiro: Person
) -> None:
    hidden = restricted(
        cast,
        complainant=PersonGiven(
            name="隠野 しずか", contact_points=(ContactGiven(kind="email", value="kakure@example.jp"),)
        ),
    )
    join_people(cast.actor("lead"), ichiro, card(hidden), now=makers.FRIDAY)
    for page in ("", "same/", "story/?of=changes", "change/"):
        content = client.get(f"/desk/people/{ichiro.pk}/{page}").content.decode()
        assert "隠野" not in content
        assert "kakure" not in content
        assert hidden.reference not in content


def test_page_asks_as_many_questions_for_many_lookalikes_as_for_one(
    client: Client, cast: Cast, ichiro: Person, twin: Complaint
) -> None:
    addresses = [f"/desk/people/{ichiro.pk}/same/", f"/desk/people/{ichiro.pk}/"]
    one = [queries_for(client, address) for address in addresses]
    for number in range(5):
        taken_in(cast, complainant=makers.replace(TWIN, name=f"鈴木 {number}郎"))
    assert rows_in(client.get(addresses[0])) == 6
    assert [queries_for(client, address) for address in addresses] == one
