"""Colours and language follow a person to any machine; the browser keeps them for whoever is not signed in."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client

from kikitori.records.people.models import Staff
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

ADDRESS = "/desk/own/look/"


def theme_of(client: Client, address: str = "/desk/keys/") -> str:
    """The colours in which the server draws a page; empty: as the machine has them."""
    head = client.get(address).content.decode().partition("<head>")[0]
    found = re.search(r'data-theme="(\w+)"', head)
    return found[1] if found else ""


def pressed(client: Client) -> list[str]:
    content = client.get("/desk/keys/").content.decode()
    return re.findall(r'name="colours" value="(\w+)" aria-pressed="true"', content)


def choose(client: Client, **sent: str):
    return client.post(ADDRESS, sent)


@pytest.mark.parametrize("role", ["handler", "lead", "administrator", "auditor"])
def test_colours_follow_to_another_machine(browser_of: BrowserOf, role: str) -> None:
    answer = choose(browser_of(role), colours="dark", next="/desk/keys/")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/keys/")
    other = browser_of(role)
    assert theme_of(other) == "dark"
    assert pressed(other) == ["dark"]


def test_nothing_flickers_for_the_server_draws_the_page_so(client: Client) -> None:
    choose(client, colours="dark")
    assert '<meta name="color-scheme" content="dark">' in client.get("/desk/").content.decode()
    choose(client, colours="auto")
    assert '<meta name="color-scheme" content="light dark">' in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("own", "browser", "seen"),
    [
        ("", "", ""),
        ("", "dark", "dark"),
        ("", "nonsense", ""),
        ("light", "dark", "light"),
        ("dark", "", "dark"),
        ("auto", "dark", ""),
        ("grey", "dark", ""),
    ],
)
def test_ones_own_choice_stands_before_the_browsers(
    client: Client, cast: Cast, own: str, browser: str, seen: str
) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(colours=own)
    client.cookies["kk_theme"] = browser
    assert theme_of(client) == seen
    assert pressed(client) == [seen or "auto"]


def test_browser_keeps_the_choice_for_the_pages_before_one_is_signed_in(client: Client) -> None:
    choose(client, colours="dark")
    client.post("/desk/sign-out/")
    assert theme_of(client, "/desk/sign-in/") == "dark"
    assert theme_of(client, "/") == "dark"


def test_as_the_machine_has_them_forgets_what_the_browser_was_told(client: Client) -> None:
    choose(client, colours="dark")
    choose(client, colours="auto")
    assert client.cookies["kk_theme"].value == ""
    client.post("/desk/sign-out/")
    assert theme_of(client, "/desk/sign-in/") == ""


def test_page_that_has_changed_itself_is_not_sent_again(client: Client, cast: Cast) -> None:
    answer = choose(client, colours="light", stay="1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert Staff.objects.get(pk=cast.handler.pk).colours == "light"


def test_colours_of_a_colleague_at_the_same_machine_are_their_own(
    browser_of: BrowserOf, client: Client, cast: Cast
) -> None:
    choose(browser_of("colleague"), colours="light")
    choose(client, colours="dark")
    client.force_login(cast.colleague)
    assert theme_of(client) == "light"


@pytest.mark.parametrize(
    "sent", [{}, {"colours": ""}, {"colours": "red"}, {"language": "tlh"}, {"language": ""}]
)
def test_word_that_is_none_changes_nothing_and_leads_back(
    client: Client, cast: Cast, sent: dict[str, str]
) -> None:
    answer = choose(client, **sent, next="/desk/find/")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/find/")
    assert not answer.cookies
    assert Staff.objects.values_list("colours", "language").get(pk=cast.handler.pk) == ("", "ja")


def test_nobody_is_sent_elsewhere(client: Client) -> None:
    assert choose(client, colours="dark", next="https://example.com/")["Location"] == "/desk/"
    assert "example.com" not in choose(client, language="en", next="https://example.com/")["Location"]


def test_language_chosen_in_the_desk_is_that_of_the_next_machine(client: Client, cast: Cast) -> None:
    answer = choose(client, language="en", next="/desk/keys/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/keys/")
    assert answer.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert "Everything can be done" in words_of(client.get("/desk/keys/"))
    assert Staff.objects.get(pk=cast.handler.pk).language == "en"


def test_menu_sends_both_there_and_works_without_scripts(client: Client) -> None:
    content = client.get("/desk/keys/?a=1").content.decode()
    forms = re.findall(rf'<form[^>]*method="post"[^>]*action="{ADDRESS}".*?</form>', content, re.DOTALL)
    assert [re.findall(r'type="submit" name="(\w+)" value="(\w+)"', form) for form in forms] == [
        [("colours", "auto"), ("colours", "light"), ("colours", "dark")],
        [("language", "ja"), ("language", "en")],
    ]
    assert all("csrfmiddlewaretoken" in form and 'value="/desk/keys/?a=1"' in form for form in forms)
    assert re.findall(r"([\w]+)</button>", forms[0]) == ["端末に合わせる", "明るい配色", "暗い配色"]


def test_outside_the_desk_the_language_stays_with_the_browser(client: Client, cast: Cast) -> None:
    content = client.get("/").content.decode()
    assert ADDRESS not in content
    client.post("/language/", {"language": "en"})
    assert Staff.objects.get(pk=cast.handler.pk).language == "ja"


def test_looking_chooses_nothing_and_a_form_from_elsewhere_is_refused(client: Client, cast: Cast) -> None:
    assert client.get(ADDRESS, {"colours": "dark"}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.handler)
    assert choose(strict, colours="dark").status_code == 403
    assert Staff.objects.get(pk=cast.handler.pk).colours == ""


def test_stranger_chooses_nothing(db: None) -> None:
    answer = choose(Client(), colours="dark")
    assert (answer.status_code, "kk_theme" in answer.cookies) == (302, False)
