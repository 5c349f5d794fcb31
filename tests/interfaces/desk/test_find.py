"""Finding by number, locator, name, reading, phone or mail; forgiving about form, silent about what is unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.foundation.language.names import fold_width
from kikitori.interfaces.desk import find
from kikitori.interfaces.desk.find import complaints_for
from kikitori.records.complaints.models import Complaint, Party
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

PERSON = PersonGiven(
    name="髙橋 さくら",
    kana="タカハシ サクラ",
    contact_points=(
        ContactGiven(kind="phone", value="090-1234-5678"),
        ContactGiven(kind="email", value="Sakura..T@Docomo.ne.jp"),
    ),
)


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    taken_in(cast, complainant=PersonGiven(name="鈴木 一郎", kana="スズキ イチロウ"))
    return taken_in(cast, complainant=PERSON)


def found(cast: Cast, words: str, role: str = "handler") -> list[Complaint]:
    return list(complaints_for(cast.actor(role), fold_width(words)))


@pytest.mark.parametrize(
    "form",
    ["{0}", " {0} ", "{1}", "k-{2}-{3}", "K{2}{3}", "K {2} {3}", "Ｋ－{2}－{3}", "K‐{2}ー{3}", "{4}", "{3}"],
)
def test_number_is_found_in_any_writing(cast: Cast, complaint: Complaint, form: str) -> None:
    whole = complaint.reference
    _, year, number = whole.split("-")
    assert found(cast, form.format(whole, whole.lower(), year, number, str(int(number)))) == [complaint]


@pytest.mark.parametrize("form", ["{0}", "{1}", "{2}", "{0} ", "{3}"])
def test_locator_is_found_in_any_writing(cast: Cast, complaint: Complaint, form: str) -> None:
    locator = complaint.receipt.locator
    wide = locator.translate({ord("-"): "－"})
    assert found(cast, form.format(locator, locator.lower(), locator.replace("-", ""), wide)) == [complaint]


@pytest.mark.parametrize(
    "words",
    [
        "髙橋",
        "高橋",
        "高橋さくら",
        "高橋　さくら 様",
        "タカハシ",
        "たかはし さくら",
        "ﾀｶﾊｼ",
        "さくら",
        "タカハシサクラ",
    ],
)
def test_name_is_found_by_its_variants_and_its_reading(cast: Cast, complaint: Complaint, words: str) -> None:
    assert found(cast, words) == [complaint]


@pytest.mark.parametrize("words", ["Smith", "SMITH, John", "john smith", "Mr. John Smith"])
def test_latin_name_is_found_in_either_order(cast: Cast, words: str) -> None:
    complaint = taken_in(cast, complainant=PersonGiven(name="John Smith"))
    assert found(cast, words) == [complaint]


@pytest.mark.parametrize(
    "words",
    ["090-1234-5678", "09012345678", "０９０（１２３４）５６７８", "+81 90 1234 5678", "090 1234 5678"],
)
def test_phone_number_is_found_in_any_writing(cast: Cast, complaint: Complaint, words: str) -> None:
    assert found(cast, words) == [complaint]


@pytest.mark.parametrize(
    "words", ["sakura..t@docomo.ne.jp", "ｓａｋｕｒａ..t@docomo.ne.jp", "<Sakura..T@DOCOMO.ne.jp>"]
)
def test_mail_address_is_found_in_any_writing(cast: Cast, complaint: Complaint, words: str) -> None:
    assert found(cast, words) == [complaint]


def test_representative_is_found_as_well(cast: Cast) -> None:
    complaint = taken_in(cast, representative=PersonGiven(name="代理 花", authority="長女"))
    assert found(cast, "代理 花") == [complaint]


def test_anonymous_person_is_found_by_the_way_back_they_left(cast: Cast) -> None:
    point = ContactGiven(kind="phone", value="03-9999-0000")
    complaint = taken_in(cast, anonymous=True, complainant=PersonGiven(contact_points=(point,)))
    assert found(cast, "03-9999-0000") == [complaint]


@pytest.mark.parametrize(
    "words",
    [
        "%",
        "_",
        "%%%%",
        "' or 1=1 --",
        "\\",
        "K-9999-000001",
        "090",
        "AAAA-BBBB",
        "sakura@",
        "@",
        "(",
        "[a-z]*",
    ],
)
def test_what_fits_nobody_finds_nothing(cast: Cast, complaint: Complaint, words: str) -> None:
    assert found(cast, words) == []


def test_unseen_complaint_is_found_by_nothing(cast: Cast) -> None:
    hidden = restricted(cast, complainant=PERSON)
    for words in (hidden.reference, hidden.receipt.locator, "髙橋", "タカハシ", "090-1234-5678",
                  "sakura..t@docomo.ne.jp"):  # fmt: skip
        assert found(cast, words) == []
        assert found(cast, words, "administrator") == []
        assert found(cast, words, "auditor") == [hidden]


def test_single_hit_leads_straight_to_the_complaint(client: Client, complaint: Complaint) -> None:
    answer = client.get("/desk/find/", {"q": complaint.reference})
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/complaints/{complaint.reference}/"


def test_several_hits_are_listed_newest_first(client: Client, cast: Cast, complaint: Complaint) -> None:
    older = taken_in(cast, ago=timedelta(days=4), complainant=PERSON)
    page = client.get("/desk/find/", {"q": "高橋"})
    assert rows_in(page) == 2
    words = words_of(page)
    assert words.index(complaint.reference) < words.index(older.reference)
    assert "「高橋」の検索結果 2件" in words
    assert 'value="高橋"' in page.content.decode()


def test_nothing_found_says_what_can_be_looked_for(client: Client) -> None:
    page = client.get("/desk/find/", {"q": "だれもいない"})
    assert page.status_code == 200
    assert "当てはまる苦情はありません" in words_of(page)
    assert "フリガナ" in words_of(page)


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%E3%80%80"])
def test_question_without_words_finds_nothing_and_asks_back(client: Client, cast: Cast, query: str) -> None:
    taken_in(cast)
    page = client.get(f"/desk/find/{query}")
    assert page.status_code == 200
    assert "何を探しますか" in words_of(page)
    assert rows_in(page) == 0


def test_more_than_fits_is_said(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, complainant=PERSON)
    person = complaint.parties.get().person
    Party.objects.bulk_create(
        Party(complaint=each, person=person, role="complainant") for each in copied(complaint, find.SHOWN)
    )
    page = client.get("/desk/find/", {"q": "高橋"})
    assert rows_in(page) == find.SHOWN
    assert "言葉を足すと絞り込めます" in words_of(page)


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
    for _ in range(2):
        taken_in(cast, complainant=PERSON)
    two = queries_for(client, "/desk/find/?q=高橋")
    for _ in range(4):
        taken_in(cast, complainant=PERSON)
    assert queries_for(client, "/desk/find/?q=高橋") == two == 8


def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, complaint: Complaint) -> None:
    client = browser_of("handler", "en")
    assert "What are you looking for?" in words_of(client.get("/desk/find/"))
    assert "Nothing fits." in words_of(client.get("/desk/find/?q=zzz"))
