"""The slip: shown once, in the language of the person, and nothing on it that opens anything but the portal."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django.fixtures import Settings

from kikitori.config.environment import load
from kikitori.foundation.crypto import matches
from kikitori.interfaces.desk.slip import slip_of
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.test_register import ADDRESS, codes, typed


def sheet_of(answer) -> str:
    """The part that is printed."""
    return answer.content.decode().partition("<main")[2].partition('class="no-print')[0]


def test_slip_has_the_codes_that_open_the_portal(client: Client) -> None:
    answer = client.post(ADDRESS, typed())
    reference, locator, secret = codes(answer)
    complaint = Complaint.objects.get()
    assert (reference, locator) == (complaint.reference, complaint.receipt.locator)
    assert re.fullmatch(r"\d{16}", secret)
    assert matches(secret, complaint.receipt.secret_hash)


def test_secret_stands_in_four_groups_of_four(client: Client) -> None:
    sheet = sheet_of(client.post(ADDRESS, typed()))
    groups = re.findall(r'<span class="code">(\d{4})</span>', sheet)
    assert len(groups) == 4


def test_secret_is_shown_only_in_the_answer_itself(client: Client) -> None:
    secret = codes(client.post(ADDRESS, typed()))[2]
    groups = [secret[i : i + 4] for i in range(0, 16, 4)]
    complaint = Complaint.objects.get()
    for address in ("/desk/", f"/desk/complaints/{complaint.reference}/", ADDRESS):
        content = client.get(address).content.decode()
        assert not all(group in content for group in groups)
        assert secret not in content
    assert secret not in str(dict(client.session))


def test_answer_is_kept_in_no_cache(client: Client) -> None:
    assert client.post(ADDRESS, typed())["Cache-Control"] == "no-store"


def test_slip_tells_what_happens_next_with_a_promised_date(client: Client) -> None:
    answer = client.post(ADDRESS, typed())
    promise = Complaint.objects.get().promises.get()
    local = promise.due_at.astimezone(makers.JAPAN)
    words = words_of(answer)
    assert f"{local.year}年{local.month}月{local.day}日" in words
    assert "受付のお知らせと、ご回答の期日をお送りします" in words


def test_slip_of_forwarded_mail_tells_the_dates_of_answer_and_decision(client: Client) -> None:
    words = words_of(client.post(ADDRESS, typed(channel="email", contact_2="a@example.jp")))
    assert "最初のご回答をいたします" in words
    assert "結論とその理由をお知らせします" in words


def test_slip_speaks_the_language_of_the_person_whoever_took_it_in(browser_of: BrowserOf) -> None:
    english = browser_of("handler", "ja").post(ADDRESS, typed(story="Three plates were broken."))
    sheet = sheet_of(english)
    assert 'lang="en"' in sheet
    assert "Your complaint slip" in sheet
    assert "Mihon-do" in sheet
    assert "控えを印刷する" in english.content.decode()
    japanese = sheet_of(browser_of("handler", "en").post(ADDRESS, typed()))
    assert "お申し出の控え" in japanese
    assert 'lang="ja"' in japanese


def test_slip_can_be_read_aloud(client: Client) -> None:
    answer = client.post(ADDRESS, typed())
    locator = codes(answer)[1]
    aloud = answer.content.decode().partition('class="no-print')[2]
    for letter in locator:
        assert f'<span class="code">{letter}</span>' in aloud
    assert "ハイフン" in aloud
    assert "暗証番号は、4桁ずつ4組です" in aloud


def test_english_locator_is_spelled_for_the_phone(client: Client) -> None:
    answer = client.post(ADDRESS, typed(story="Three plates were broken."))
    aloud = answer.content.decode().partition('class="no-print')[2]
    assert "dash" in aloud
    assert re.search(
        r"Alfa|Charlie|Delta|Echo|Foxtrot|Golf|Hotel|three|four|six|seven|nine|[A-Z][a-z]+", aloud
    )


def test_slip_leads_on(client: Client) -> None:
    content = client.post(ADDRESS, typed()).content.decode()
    complaint = Complaint.objects.get()
    for address in (f"/desk/complaints/{complaint.reference}/", "/desk/register/", "/desk/"):
        assert f'href="{address}"' in content
    assert "data-print" in content


def test_slip_names_the_phone_of_the_house(client: Client) -> None:
    words = words_of(client.post(ADDRESS, typed()))
    assert "0120-000-000" in words
    assert "平日 9:00–17:00" in words


def test_house_without_a_phone_has_none_on_the_slip(client: Client) -> None:
    Organisation.objects.update(phone="")
    assert "電話 " not in words_of(client.post(ADDRESS, typed())).partition("電話で読み上げる")[0]


def test_code_and_address_lead_to_the_portal_and_hold_no_secret(cast: Cast, settings: Settings) -> None:
    settings.ENVIRONMENT = load(base_url="https://koe.example.jp")
    received = makers.received(cast)
    slip = slip_of(received, Organisation.objects.get())
    assert slip.address == "https://koe.example.jp/follow/"
    assert "".join(slip.secret) == received.secret
    assert received.locator not in slip.address
    assert received.secret not in slip.address


def test_inline_picture_has_no_style_and_no_markup_of_its_own(client: Client) -> None:
    content = client.post(ADDRESS, typed()).content.decode()
    picture = content.partition('<svg class="slip-codes__qr"')[2].partition("</svg>")[0]
    assert "style" not in picture
    assert re.search(r'<path d="[Mhv0-9HZz \-]+"></path>', picture)
    assert 'role="img"' in picture
    assert "aria-label" in picture


@pytest.mark.parametrize("language", ["ja", "en"])
def test_promises_are_explained_in_the_language_of_the_person(cast: Cast, language: str) -> None:
    received = makers.received(cast, language=language)
    slip = slip_of(received, Organisation.objects.get())
    assert [each.kind.value for each in slip.nexts] == ["acknowledgement"]
    assert ("祝日" in slip.nexts[0].why) == (language == "ja")
    assert slip.nexts[0].why
    with override(language):
        assert str(slip.nexts[0].label) == ("受付通知" if language == "ja" else "Confirmation of receipt")
