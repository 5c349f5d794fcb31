"""The page on which a card is changed: what was typed is never lost, what was taken in is shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kikitori.casework.change_person import change_person, details_of
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.people.conftest import Post

TYPED: dict[str, Any] = {
    "seen": "0",
    "kind": "individual",
    "name": "鈴木 一朗",
    "name_kana": "すずき いちろう",
    "name_order": "family_first",
    "honorific": "sensei",
    "language": "ja",
    "contact_wish": "夜七時以降",
    "accommodation": "",
    "reason": "電話で",
}


def test_details_are_changed_and_shown(client: Client, post: Post, ichiro: Person) -> None:
    answer = post("change/", **TYPED)
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/people/{ichiro.pk}/")
    page = words_of(client.get(answer["Location"]))
    for words in (
        "鈴木 一朗 先生",
        "スズキ イチロウ",
        "お呼びするとき: 鈴木 先生",
        "夜七時以降",
        "登録内容を変更しました",
    ):
        assert words in page


def test_saving_what_stands_there_says_that_nothing_changed(
    client: Client, post: Post, ichiro: Person
) -> None:
    post("change/", **TYPED)
    seen = ichiro.changes.get().pk
    page = client.post(f"/desk/people/{ichiro.pk}/change/", {**TYPED, "seen": seen}, follow=True)
    assert "すでにそのとおりです" in words_of(page)
    assert ichiro.changes.count() == 1


def test_wrong_word_keeps_what_was_typed(post: Post, ichiro: Person) -> None:
    answer = post("change/", **{**TYPED, "honorific": "閣下"})
    assert answer.status_code == 422
    assert "鈴木 一朗" in answer.content.decode()
    assert "夜七時以降" in answer.content.decode()
    ichiro.refresh_from_db()
    assert ichiro.name == "鈴木 一郎"


def test_second_editor_sees_both_texts(cast: Cast, post: Post, ichiro: Person) -> None:
    given = makers.replace(details_of(ichiro), contact_wish="朝だけ")
    change_person(cast.actor("lead"), ichiro, given, seen=0, now=makers.FRIDAY)
    answer = post("change/", **TYPED)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "朝だけ" in page
    assert "夜七時以降" in page
    assert "ほかの方が先にこの登録内容を変更しました" in words_of(answer)


def test_contact_point_is_added_preferred_and_taken_out(client: Client, post: Post, ichiro: Person) -> None:
    assert post("contacts/", kind="email", value="new@example.jp", note="", heard="電話で").status_code == 303
    point = ichiro.contact_points.get(value="new@example.jp")
    assert post(f"contacts/{point.pk}/", act="prefer").status_code == 303
    assert ichiro.contact_points.first() == point
    assert post(f"contacts/{point.pk}/", reason="もう使わない").status_code == 303
    assert not ichiro.contact_points.filter(pk=point.pk).exists()
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/story/?of=changes"))
    for words in ("連絡先の追加", "優先する連絡先の変更", "連絡先の取り外し", "もう使わない", "受田 ひかり"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "email", "value": "new@", "heard": "電話で"}, "new@"),
        ({"kind": "phone", "value": "03-9", "heard": ""}, "03-9"),
    ],
)
def test_contact_point_that_cannot_be_taken_keeps_what_was_typed(
    post: Post, ichiro: Person, typed: dict[str, str], words: str
) -> None:
    answer = post("contacts/", **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ichiro.contact_points.count() == 2


def test_taking_out_needs_a_reason_and_what_is_gone_is_said_to_be_gone(
    client: Client, post: Post, ichiro: Person
) -> None:
    point = ichiro.contact_points.order_by("id")[0]
    assert post(f"contacts/{point.pk}/", reason="").status_code == 422
    post(f"contacts/{point.pk}/", reason="別の方の番号")
    page = client.post(f"/desk/people/{ichiro.pk}/contacts/{point.pk}/", {"reason": "x"}, follow=True)
    assert "ほかの方が先に変更していました" in words_of(page)


def test_membership_is_noted_found_by_its_number_and_ended(
    client: Client, post: Post, complaint: Complaint, ichiro: Person
) -> None:
    assert post("memberships/", organisation="みほん商事", role="部長", number="Ｍ-77").status_code == 303
    row = ichiro.memberships.get()
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    assert "みほん商事" in page
    assert "番号 Ｍ-77" in page
    keep_up(100)
    found = words_of(client.get("/desk/find/", {"q": "m77"}))
    assert complaint.reference in found
    assert "Ｍ-77" in found
    assert post(f"memberships/{row.pk}/", until="2026-11-30").status_code == 303
    assert "2026年11月30日" in words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    assert post(f"memberships/{row.pk}/", until="").status_code == 422
    assert post("memberships/").status_code == 422


def test_body_is_seen_through_its_members_and_not_without_them(
    client: Client, post: Post, complaint: Complaint, ichiro: Person, cast: Cast
) -> None:
    post("memberships/", organisation="みほん商事", role="部長")
    address = f"/desk/people/{ichiro.memberships.get().organisation_id}/"
    page = words_of(client.get(address))
    assert "みほん商事 御中" in page
    assert "鈴木 一郎 様 部長" in page
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["change/", "types/", "same/"])
def test_pages_of_an_unseen_person_are_not_there(
    client: Client, ichiro: Person, complaint: Complaint, cast: Cast, page: str
) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    for method in (client.get, client.post):
        assert method(f"/desk/people/{ichiro.pk}/{page}").status_code in {404, 405}
    assert client.get(f"/desk/people/{ichiro.pk}/story/").status_code == 404
    assert client.post(f"/desk/people/{ichiro.pk}/contacts/").status_code == 404


def test_auditor_reads_and_is_offered_no_change(browser_of: BrowserOf, ichiro: Person) -> None:
    page = browser_of("auditor").get(f"/desk/people/{ichiro.pk}/").content.decode()
    assert f"/desk/people/{ichiro.pk}/change/" not in page
    assert browser_of("auditor").get(f"/desk/people/{ichiro.pk}/change/").status_code == 403


def test_register_begins_with_what_is_known_of_the_caller(client: Client, ichiro: Person) -> None:
    page = client.get("/desk/register/", {"person": ichiro.pk}).content.decode()
    for words in ("鈴木 一郎", "スズキ イチロウ", "03-1234-5678", "ichiro@example.jp"):
        assert f'value="{words}"' in page


@pytest.mark.parametrize("person", ["", "x", "999999999999999999", "1" * 30])
def test_register_asked_for_nobody_is_empty(client: Client, ichiro: Person, person: str) -> None:
    answer = client.get("/desk/register/", {"person": person})
    assert answer.status_code == 200
    assert "鈴木" not in answer.content.decode()
