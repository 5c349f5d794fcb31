"""A person who asks an address in a way it does not know reads why, at the portal and at the desk, in their language."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
TITLES = {
    "ja": "このアドレスは、この方法では使えません",
    "en": "This address cannot be used in this way",
    "ja-easy": "このアドレスは、使い方がちがいます",
}


@pytest.fixture
def cast() -> Cast:
    return summon()


def title_of(page: str) -> str:
    """The heading, as it is read without what stands above its characters."""
    heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    return re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>", "", heading[1])


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("path", ["/", "/complain/", "/promises/", "/follow/", "/follow/write/"])
def test_portal_has_a_page_in_the_language_of_its_reader(path: str, language: str) -> None:
    answer = Client(headers={"accept-language": language}).put(path)
    assert answer.status_code == 405
    page = answer.content.decode()
    assert title_of(page) == TITLES[language]
    assert f'<html lang="{"en" if language == "en" else "ja"}">' in page
    assert 'rel="stylesheet"' in page
    assert 'href="/"' in page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/desk/sign-out/"), ("get", "/desk/notices/read/"), ("post", "/desk/letters/")],
)
def test_desk_has_a_page_in_the_language_of_its_reader(
    cast: Cast, method: str, path: str, language: str
) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(cast.lead)
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert title_of(answer.content.decode()) == TITLES[language]


def test_reader_of_easy_japanese_meets_the_desk_in_japanese(cast: Cast) -> None:
    client = Client(headers={"accept-language": "ja-easy"})
    client.force_login(cast.lead)
    assert title_of(client.post("/desk/letters/").content.decode()) == TITLES["ja"]


def test_what_the_address_does_allow_is_still_said() -> None:
    answer = Client().delete("/complain/")
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["X-Request-ID"]
    assert "default-src" in answer.headers["Content-Security-Policy"]


def test_htmx_gets_a_part_and_not_a_page(cast: Cast) -> None:
    client = Client(headers={"accept-language": "en", "HX-Request": "true"})
    client.force_login(cast.lead)
    part = client.post("/desk/letters/").content.decode()
    assert "<html" not in part
    assert TITLES["en"] in part


@pytest.mark.parametrize("path", ["/", "/complain/"])
def test_pages_that_can_be_opened_are_left_alone(path: str) -> None:
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert answer.status_code == 200
    assert TITLES["en"] not in answer.content.decode()
