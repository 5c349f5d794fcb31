"""The cookie of a known browser: signed, for one name, and worth nothing but patience."""

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from kikitori.interfaces.desk.known_browser import browser_mark, remember_browser


def cookie_for(login: str) -> tuple[str, str]:
    response = HttpResponse()
    remember_browser(response, login)
    ((name, morsel),) = response.cookies.items()
    return name, morsel.value


def mark_with(name: str, value: str, login: str = "handler") -> str:
    request = RequestFactory().get("/")
    request.COOKIES[name] = value
    return browser_mark(request, login)


def test_browser_is_known_for_the_name_it_signed_in_as() -> None:
    name, value = cookie_for("handler")
    assert mark_with(name, value)


def test_browser_is_not_known_for_another_name() -> None:
    name, value = cookie_for("handler")
    assert mark_with(name, value, login="lead") == ""


def test_two_browsers_have_two_marks() -> None:
    (name, one), (_, other) = cookie_for("handler"), cookie_for("handler")
    assert mark_with(name, one) != mark_with(name, other)


@pytest.mark.parametrize("value", ["", "handler mark", "x" * 5000, "e30:1:2"])
def test_cookie_made_by_somebody_else_is_worth_nothing(value: str) -> None:
    name, _ = cookie_for("handler")
    assert mark_with(name, value) == ""


@pytest.mark.parametrize("content", ["handler mark", ["a", 1]])
def test_signature_for_another_purpose_is_worth_nothing(content: object) -> None:
    name, _ = cookie_for("handler")
    assert mark_with(name, signing.dumps(content)) == ""


def test_cookie_with_another_content_is_worth_nothing() -> None:
    name, _ = cookie_for("handler")
    assert mark_with(name, signing.dumps({"no": "text"}, salt="desk.known-browser")) == ""


def test_cookie_is_hidden_from_scripts_and_stays_on_this_site(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    remember_browser(response, "handler")
    ((_, morsel),) = response.cookies.items()
    assert (morsel["httponly"], morsel["secure"], morsel["samesite"]) == (True, True, "Lax")


def test_cookie_does_not_name_the_person() -> None:
    _, value = cookie_for("handler")
    assert "handler" not in value
    assert "handler" not in str(signing.loads(value, salt="desk.known-browser"))
