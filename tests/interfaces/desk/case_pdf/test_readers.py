"""What is in a case file for whom: nothing of ours outside, no names of others, nothing its maker may not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers, printed
from tests.cast import Cast
from tests.interfaces.desk.case_pdf.cases import OUTSIDE, SECRET_NOTE, full, made, offered

pytestmark = pytest.mark.django_db
BrowserOf = Callable[..., Client]


def everything(client: Client, complaint: Complaint, reader: str, **more: object) -> str:
    """All that is in a file into which everything was put that can be."""
    return printed.everything_in(
        made(client, complaint, reader, chosen=list(offered(client, complaint, reader)), **more)
    )


def test_house_reads_the_whole_of_it(cast: Cast, client: Client) -> None:
    text = printed.text_of(made(client, full(cast), "house"))
    for words in (
        "内部用", "届いた皿が三枚割れていました。", "1. 皿が三枚割れていた", "割れずに届く", "解決案 第1回", "皿三枚の交換",
        "規則による期限", SECRET_NOTE, "お申し出を受け付けました", "試野 はな", "hana@example.jp", "悪野 たろう",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("reader", OUTSIDE)
def test_nothing_written_among_ourselves_leaves_the_house(cast: Cast, client: Client, reader: str) -> None:
    seen = everything(client, full(cast), reader)
    for words in ("内緒の覚え書き", "初期評価", "受田 ひかり", "規則による期限", "見せないで"):
        assert words not in seen, words


def test_respondent_is_told_what_is_alleged_by_nobody_known(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    pdf = made(client, complaint, "respondent")
    assert "皿が三枚割れていた" in printed.text_of(pdf)
    assert "解決案" not in printed.text_of(pdf)
    seen = everything(client, complaint, "respondent")
    assert "■■■" in seen
    for words in ("試野", "はな様", "タメシノ", "hana@example", "090-1111-2222", "09011112222"):
        assert words not in seen, words
    assert "悪野 たろう" in seen


@pytest.mark.parametrize("reader", ["complainant", "body"])
def test_respondent_is_named_to_nobody(cast: Cast, client: Client, reader: str) -> None:
    seen = everything(client, full(cast), reader)
    assert "■■■" in seen
    for words in ("悪野", "たろう", "アクノ", "03-9999-8888", "０３－９９９９－８８８８", "0399998888"):
        assert words not in seen, words
    assert "試野 はな" in seen


def test_complainant_keeps_their_own_address_and_an_external_body_does_not_get_it(
    cast: Cast, client: Client
) -> None:
    complaint = full(cast)
    assert "hana@example.jp" in everything(client, complaint, "complainant")
    assert "hana@example.jp" not in everything(client, complaint, "body")


def test_anonymous_stays_so_even_in_the_house(cast: Cast, client: Client) -> None:
    complaint = full(cast, anonymous=True)
    Person.objects.filter(parts__complaint=complaint, parts__role="complainant").update(name="試野 はな")
    for reader in ("house", *OUTSIDE):
        seen = everything(client, complaint, reader)
        assert "試野" not in seen
        assert "hana@example.jp" not in seen


def test_words_of_ones_own_are_taken_out_too(cast: Cast, client: Client) -> None:
    seen = everything(client, full(cast), "house", black="三枚\n説明")
    assert "三枚" not in seen
    assert "説明" not in seen
    assert "■■■" in seen


def test_page_shows_what_will_be_taken_out(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    page = client.get(f"/desk/complaints/{complaint.reference}/case-file/?for=respondent")
    assert page.context["out"].names == ("試野 はな", "タメシノ ハナ")
    assert set(page.context["out"].words) >= {"hana@example.jp", "090-1111-2222"}
    assert "090-1111-2222" in page.content.decode()


def test_item_that_is_not_offered_gets_in_by_no_road(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    inside = list(offered(client, complaint, "house"))
    outside = offered(client, complaint, "respondent")
    assert set(outside) < set(inside)
    text = printed.everything_in(made(client, complaint, "respondent", chosen=[*inside, "event-1", "../x"]))
    assert "内緒の覚え書き" not in text


def test_one_item_can_be_left_out(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    keys = [key for key, ticked in offered(client, complaint, "complainant").items() if ticked]
    text = printed.text_of(
        made(client, complaint, "complainant", chosen=[key for key in keys if key != "point-2"])
    )
    assert "2. 電話で三回説明させられた" not in text
    assert "1件はこの記録書に入れていません" in text


def test_what_is_confided_is_offered_to_leads_and_put_in_by_hand(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = full(cast)
    confided = complaint.events.get(kind="confided")
    key = f"event-{confided.pk}"
    assert key not in offered(browser_of("handler"), complaint, "house")
    keys = offered(browser_of("lead"), complaint, "house")
    assert keys[key] is False
    assert "見せないで" not in printed.text_of(made(browser_of("lead"), complaint, "house"))
    text = printed.text_of(made(browser_of("lead"), complaint, "house", chosen=[key]))
    assert "見せないで" in text
    for reader in OUTSIDE:
        assert key not in offered(browser_of("lead"), complaint, reader)


def test_whom_it_speaks_of_finds_it_in_no_file(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = full(cast, unwanted="責田さんには見せないで。")
    confided = complaint.events.get(kind="confided")
    assert f"event-{confided.pk}" not in offered(browser_of("lead"), complaint, "house")
    assert "見せないで" not in everything(browser_of("lead"), complaint, "house")


def test_letter_about_what_was_confided_goes_the_same_way(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = full(cast)
    confided = complaint.events.get(kind="confided")
    letter = complaint.letters.last()
    letter.pk, letter.key, letter.message_id, letter.body = (
        None,
        f"{confided.pk}:0",
        "<x@y>",
        "担当を替えました。",
    )
    letter.save()
    key = f"letter-{letter.pk}"
    assert key not in offered(browser_of("handler"), complaint, "house")
    assert offered(browser_of("lead"), complaint, "house")[key] is False
    for reader in OUTSIDE:
        assert key not in offered(browser_of("lead"), complaint, reader)


def test_days_are_told_in_full(cast: Cast, client: Client) -> None:
    text = printed.text_of(made(client, makers.proposed(cast), "house"))
    assert "回答の期日 2026年12月4日（金）" in text
    for near in ("今日", "明日", "あさって", "昨日"):
        assert near not in text


@pytest.mark.parametrize("reader", ["house", *OUTSIDE])
def test_every_file_is_kept_for_decades(cast: Cast, client: Client, reader: str) -> None:
    pdf = made(client, full(cast), reader)
    assert printed.archived_as(pdf) == "2A"
    assert printed.is_for_reading_aloud(pdf)
    pages = printed.pages(pdf)
    assert "目次" in pages[1]
    assert all(page.rstrip().endswith(f"{n} / {len(pages)}") for n, page in enumerate(pages, start=1))
