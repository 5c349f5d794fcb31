"""What came of somebody's complaints, list by list: constant in questions, page by page, and only what is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.change_person import change_person, details_of, newest_details
from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.interfaces.desk.people.story import PAGE, PARTS
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Person
from kikitori.records.remedies.models import Remedy
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    call_promised,
    missed,
    queries_for,
    restricted,
    rows_in,
    taken_in,
    words_of,
)
from tests.interfaces.desk.people.conftest import ICHIRO


@pytest.fixture
def solved(cast: Cast) -> Complaint:
    """Two remedies carried out, and the word that it is solved."""
    complaint = taken_in(cast, maker=makers.confirming, ago=timedelta(hours=6), complainant=ICHIRO)
    missed(call_promised(cast, complaint, due=timedelta(hours=-1)))
    ask_if_solved(cast.actor("handler"), complaint, now=timezone.now())
    confirm_solved(makers.complainant_of(complaint), complaint, now=timezone.now())
    Verdict.objects.filter(complaint=complaint).update(rating=4, comment="早くて助かりました。")
    Letter.objects.filter(pk=complaint.letters.first().pk).update(
        state="failed", to_address="moved@example.jp"
    )
    return complaint


@pytest.fixture
def whose(solved: Complaint) -> Person:
    return solved.parties.get().person


WORDS = {
    "received": ("皿三枚の交換", "書面によるお詫び"),
    "said": ("解決した", "対応 5段階の4", "早くて助かりました。"),
    "broken": ("折り返し電話",),
    "returned": ("moved@example.jp",),
}


@pytest.mark.parametrize("of", WORDS)
def test_list_tells_what_came_of_it_with_the_complaint(
    client: Client, whose: Person, solved: Complaint, of: str
) -> None:
    page = words_of(client.get(f"/desk/people/{whose.pk}/story/?of={of}"))
    for words in (*WORDS[of], solved.reference):
        assert words in page


def test_page_of_the_person_shows_how_remedies_and_verdicts_begin(client: Client, whose: Person) -> None:
    page = words_of(client.get(f"/desk/people/{whose.pk}/"))
    for words in ("皿三枚の交換", "早くて助かりました。", "受けた救済", "ご本人の回答"):
        assert words in page


def test_nothing_of_a_restricted_complaint_is_told(
    client: Client, cast: Cast, whose: Person, solved: Complaint
) -> None:
    taken_in(cast, complainant=ICHIRO)
    Complaint.objects.filter(pk=solved.pk).update(confidentiality="restricted", assignee=cast.lead)
    for of in WORDS:
        page = words_of(client.get(f"/desk/people/{whose.pk}/story/?of={of}"))
        assert "まだ何もありません" in page
        assert solved.reference not in page


@pytest.mark.parametrize("query", ["of=everything", "of=said&after=x"])
def test_unknown_list_or_place_is_400(client: Client, whose: Person, query: str) -> None:
    assert client.get(f"/desk/people/{whose.pk}/story/?{query}").status_code == 400


def test_long_list_comes_page_by_page(client: Client, whose: Person, solved: Complaint) -> None:
    verdict = Verdict.objects.get()
    Verdict.objects.bulk_create(
        Verdict(complaint=solved, at=verdict.at - timedelta(minutes=n), rating=3) for n in range(1, PAGE + 5)
    )
    page = client.get(f"/desk/people/{whose.pk}/story/?of=said")
    assert rows_in(page) == PAGE
    assert 'rel="next"' in page.content.decode()


@pytest.mark.parametrize("of", PARTS)
def test_list_asks_as_many_questions_for_many_rows_as_for_one(
    client: Client, cast: Cast, whose: Person, solved: Complaint, of: str
) -> None:
    def changed(wish: str) -> None:
        given = makers.replace(details_of(whose), contact_wish=wish)
        change_person(cast.actor("handler"), whose, given, seen=newest_details(whose), now=timezone.now())

    changed("朝")
    address = f"/desk/people/{whose.pk}/story/?of={of}"
    one = queries_for(client, address)
    Verdict.objects.bulk_create(Verdict(complaint=solved, at=timezone.now(), rating=3) for _ in range(9))
    Remedy.objects.bulk_create(
        Remedy(
            complaint=solved,
            kind="gift",
            text="品",
            due_on="2026-11-30",
            state="done",
            written_at=timezone.now(),
            done_at=timezone.now(),
        )
        for _ in range(9)
    )
    promise = solved.promises.filter(state="missed").get()
    for number in range(3):
        promise.pk, promise.due_at = None, promise.due_at - timedelta(hours=1)
        promise.save(force_insert=True)
        changed(f"{number}時")
    assert rows_in(client.get(address)) >= 1
    assert queries_for(client, address) == one


def test_restricted_complaint_gives_no_beginning(client: Client, cast: Cast) -> None:
    hidden = restricted(cast, complainant=ICHIRO)
    open_one = taken_in(cast, complainant=ICHIRO)
    Verdict.objects.create(complaint=hidden, at=timezone.now(), rating=1, comment="極秘の言葉")
    page = client.get(f"/desk/people/{open_one.parties.get().person_id}/")
    assert "極秘" not in page.content.decode()
