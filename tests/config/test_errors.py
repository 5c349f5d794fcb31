"""Error pages: in both languages, with what happened, what it means and what to do; whatever else is broken."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from kikitori.config.errors import TROUBLES, error_response

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.views")]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture
def request_in():
    return lambda language, **headers: RequestFactory().get(
        "/", headers={"accept-language": language, **headers}
    )


@pytest.fixture(autouse=True)
def pages_of_failures(client):
    client.raise_request_exception = False


@pytest.mark.parametrize("kind", TROUBLES)
def test_every_trouble_is_told_in_both_languages(request_in, kind):
    trouble = TROUBLES[kind]
    pages = {
        language: error_response(request_in(language), kind).content.decode() for language in ("ja", "en")
    }
    assert JAPANESE.search(pages["ja"])
    assert not JAPANESE.search(pages["en"])
    for text in (trouble.title, trouble.meaning, trouble.advice):
        with translation.override("ja"):
            told = str(text)
        assert JAPANESE.search(told)
        if "%(" not in told:
            assert told in pages["ja"]


@pytest.mark.parametrize("kind", TROUBLES)
def test_every_trouble_has_its_status_and_a_language(request_in, kind):
    answer = error_response(request_in("ja"), kind)
    assert answer.status_code == int(kind[:3])
    assert '<html lang="ja">' in answer.content.decode()


@pytest.mark.parametrize("kind", TROUBLES)
def test_htmx_gets_a_part_and_not_a_page(request_in, kind):
    part = error_response(request_in("en", **{"HX-Request": "true"}), kind).content.decode()
    assert "<html" not in part
    assert 'role="alert"' in part
    with translation.override("en"):
        assert str(TROUBLES[kind].title) in part


def test_the_limits_are_told_in_figures(request_in):
    page = error_response(request_in("ja"), "413").content.decode()
    assert "2.5" in page
    assert "25" in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "There is no page"),
        ("/forbidden", 403, "You cannot open"),
        ("/write-then-fail", 500, "on our side"),
        ("/bug-behind-another", 500, "on our side"),
        ("/database-away", 503, "cannot be used at the moment"),
        ("/database-away-meanwhile", 503, "cannot be used at the moment"),
    ],
)
def test_each_failure_gets_its_page(client, path, status, words):
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_failure_on_our_side_is_told_with_its_number(client):
    answer = client.get("/write-then-fail")
    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_database_out_of_reach_says_when_to_come_back(client):
    assert client.get("/database-away")["Retry-After"] == "10"


def test_a_form_without_its_token_is_told_so(client, settings):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/echo", {"a": "1"}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "can no longer be sent" in answer.content.decode()


def test_a_name_that_is_not_ours_is_told_so(client):
    answer = client.get("/who", headers={"host": "evil.example", "accept-language": "en"})
    assert answer.status_code == 400
    assert "KIKITORI_ALLOWED_HOSTS" in answer.content.decode()


def test_a_page_is_told_even_where_the_names_of_stylesheets_are_lost(request_in, settings, tmp_path):
    """As when static files were never gathered: the manifest of hashed names is empty."""
    settings.DEBUG = False
    settings.STATIC_ROOT = tmp_path
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    page = error_response(request_in("ja"), "500").content.decode()
    assert "<h1>" in page
    assert "stylesheet" not in page


def test_the_cookie_of_the_language_beats_the_browser(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/nowhere", headers={"accept-language": "ja"}).content.decode()
    assert '<html lang="en">' in page


def test_no_page_of_an_error_asks_another_host_or_runs_anything_inline(request_in):
    for kind in TROUBLES:
        page = error_response(request_in("ja"), kind).content.decode()
        assert not re.search(r"(href|src)=\"(https?:)?//", page)
        assert "<script" not in page
        assert " style=" not in page


def test_an_error_page_asks_the_database_nothing(request_in, django_assert_num_queries):
    with django_assert_num_queries(0):
        error_response(request_in("ja"), "500")
