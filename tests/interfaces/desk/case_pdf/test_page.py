"""The page on which a case file is put together, and what making one leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client

from kikitori.records.access.openings import Opening
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from tests import makers, printed
from tests.cast import Cast
from tests.interfaces.desk.case_pdf.cases import OUTSIDE, full, made, offered, room, sent

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def barred_from(complaint: Complaint, staff: Staff) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(barred=[staff.pk])


def test_complaint_leads_to_its_case_file(cast: Cast, client: Client) -> None:
    complaint = makers.acknowledged(cast)
    assert room(complaint) in client.get(f"/desk/complaints/{complaint.reference}/").content.decode()


def test_page_offers_four_readers_to_who_hands_files_out(cast: Cast, client: Client) -> None:
    page = client.get(room(makers.acknowledged(cast)))
    assert [each.value for each, *_ in page.context["readers"]] == ["house", *OUTSIDE]
    assert page.context["reader"].value == "house"


def test_auditor_makes_one_for_the_house_alone(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, browser = makers.acknowledged(cast), browser_of("auditor")
    page = browser.get(room(complaint, "respondent"))
    assert [each.value for each, *_ in page.context["readers"]] == ["house"]
    pdf = made(browser, complaint, "house")
    assert "内部用" in printed.text_of(pdf)
    # Asked for by hand, it is one for the house all the same, and says so.
    assert "内部用" in printed.text_of(made(browser, complaint, "body"))
    assert not complaint.events.filter(kind="file_made").exists()


@pytest.mark.parametrize("role", ["administrator"])
def test_who_reads_no_complaint_makes_no_file(cast: Cast, browser_of: BrowserOf, role: str) -> None:
    complaint = makers.acknowledged(cast)
    for answer in (
        browser_of(role).get(room(complaint)),
        browser_of(role).post(room(complaint), {"for": "house"}),
    ):
        assert answer.status_code in (403, 404)


def test_barred_staff_find_neither_page_nor_file(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, browser = makers.acknowledged(cast), browser_of("handler")
    barred_from(complaint, cast.handler)
    assert browser.get(room(complaint)).status_code == 404
    assert (
        browser.post(room(complaint), {"for": "house", "in": ["story"], "language": "ja"}).status_code == 404
    )


@pytest.mark.parametrize("reader", OUTSIDE)
def test_file_for_outside_is_an_entry_with_its_fingerprint(cast: Cast, client: Client, reader: str) -> None:
    complaint = full(cast)
    version = Complaint.objects.get(pk=complaint.pk).version
    keys = offered(client, complaint, reader)
    pdf = made(client, complaint, reader)
    event = complaint.events.get(kind="file_made")
    ticked = sum(keys.values())
    assert event.data == {
        "reader": reader,
        "fingerprint": hashlib.sha256(pdf).hexdigest(),
        "items": ticked,
        "left_out": len(keys) - ticked,
    }
    assert event.visibility == "internal"
    assert event.actor_staff == cast.handler
    assert Complaint.objects.get(pk=complaint.pk).version == version


def test_file_for_the_house_is_reading(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    assert not Opening.objects.exists()
    before = complaint.events.count()
    client.post(room(complaint), {"for": "house", "in": ["story"], "language": "ja"})
    assert complaint.events.count() == before
    assert Opening.objects.get(complaint=complaint).staff == cast.handler


def test_entry_tells_for_whom_it_was_and_how_it_is_known_again(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    pdf = made(client, complaint, "respondent")
    page = client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert "事案記録書を作成しました（対象者・第三者用）" in page
    assert hashlib.sha256(pdf).hexdigest() in page.replace(" ", "")


def test_complainant_hears_nothing_of_a_file(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    made(client, complaint, "respondent")
    assert "事案記録書" not in client.get(f"/desk/complaints/{complaint.reference}/as-seen/").content.decode()
    assert not complaint.letters.filter(subject__contains="事案記録").exists()


def test_looking_at_the_page_changes_nothing(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    before = complaint.events.count()
    for reader in ("house", *OUTSIDE):
        assert client.get(room(complaint, reader)).status_code == 200
    assert complaint.events.count() == before


def test_nothing_ticked_makes_nothing(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    answer = sent(client, complaint, "body", chosen=[])
    assert answer.status_code == 422
    assert "何も選ばれていません" in answer.content.decode()
    assert not complaint.events.filter(kind="file_made").exists()


def test_too_many_words_to_black_out_are_told(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    for words in ("\n".join(f"語{number}" for number in range(51)), "長" * 201):
        answer = sent(client, complaint, "body", black=words)
        assert answer.status_code == 422
        assert "50行を超えているか" in answer.content.decode()


def test_refused_form_comes_back_as_it_was_sent(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    answer = sent(client, complaint, "complainant", chosen=["story"], black="長" * 201)
    ticks = [tick for group in answer.context["groups"] for tick in group.ticks]
    assert [tick.item.key for tick in ticks if tick.is_ticked] == ["story"]
    assert answer.context["reader"].value == "complainant"


@pytest.mark.parametrize("language", ["xx", "", "ja-easy"])
def test_unknown_language_is_refused(cast: Cast, client: Client, language: str) -> None:
    assert sent(client, makers.acknowledged(cast), "house", language=language).status_code == 422


@pytest.mark.parametrize("reader", ["nobody", "", "HOUSE", "respondent "])
def test_unknown_reader_is_the_house(cast: Cast, client: Client, reader: str) -> None:
    page = client.get(room(makers.acknowledged(cast)), {"for": reader})
    assert page.context["reader"].value == "house"


def test_pdf_is_handed_out_so_that_nothing_in_it_acts(cast: Cast, client: Client) -> None:
    complaint = makers.acknowledged(cast)
    answer = sent(client, complaint, "house")
    assert answer["content-disposition"] == f'attachment; filename="{complaint.reference}-house.pdf"'
    assert "sandbox" in answer["content-security-policy"]
    assert answer["cache-control"] == "no-store"


@pytest.mark.parametrize(("language", "words"), [("ja", "事案記録書"), ("en", "Case file")])
def test_headings_speak_the_chosen_language(cast: Cast, client: Client, language: str, words: str) -> None:
    complaint = makers.acknowledged(cast)
    pdf = made(client, complaint, "house", language=language)
    assert printed.title_of(pdf) == f"{words} {complaint.reference}"
    assert complaint.story in printed.text_of(pdf)


def test_file_for_the_complainant_begins_in_their_language(cast: Cast, client: Client) -> None:
    complaint = makers.acknowledged(cast, language="en")
    assert client.get(room(complaint, "complainant")).context["form"]["language"].value() == "en"
    assert client.get(room(complaint)).context["form"]["language"].value() == "ja"


def test_queries_do_not_grow_with_the_story(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    short, long = makers.acknowledged(cast), full(cast)
    client.get(room(short))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        client.get(room(short))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        client.get(room(long))
