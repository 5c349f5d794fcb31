"""Signing in and out: no answer tells whether a name exists, and nobody is sent elsewhere."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from kikitori.interfaces.desk.brake import TRIES
from kikitori.records.people.models import Staff
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import words_of

PASSWORD = "  correct horse battery staple  "
ADDRESS = "/desk/sign-in/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    """Only the handler has a password. Hashed quickly: what is tested here is not how slow Argon2 is."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = summon()
    made.handler.set_password(PASSWORD)
    made.handler.save()
    return made


@pytest.fixture
def stranger(cast: Cast) -> Client:
    return Client(headers={"accept-language": "ja"})


def send(client: Client, login: str = "handler", password: str = PASSWORD, **more: str):
    return client.post(ADDRESS, {"login": login, "password": password, **more})


def page_of(answer) -> str:
    """The page without what differs from one rendering to the next."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"X-CSRFToken[^}]+", "", text)


def test_right_pair_opens_the_desk(stranger: Client) -> None:
    answer = send(stranger)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert stranger.get("/desk/").status_code == 200


def test_administrators_day_begins_with_the_settings(stranger: Client, cast: Cast) -> None:
    cast.administrator.set_password(PASSWORD)
    cast.administrator.save()
    assert send(stranger, login="administrator", next="/desk/")["Location"] == "/desk/settings/"
    assert stranger.get("/desk/settings/").status_code == 200
    assert stranger.get(ADDRESS)["Location"] == "/desk/settings/"
    assert stranger.get(f"{ADDRESS}?next=/desk/letters/")["Location"] == "/desk/letters/"


def test_page_that_was_asked_for_comes_after_signing_in(stranger: Client) -> None:
    asked = stranger.get("/desk/queue/main/?state=closed")
    assert asked["Location"] == "/desk/sign-in/?next=/desk/queue/main/%3Fstate%3Dclosed"
    form = stranger.get(asked["Location"])
    assert 'name="next" value="/desk/queue/main/?state=closed"' in form.content.decode()
    assert send(stranger, next="/desk/queue/main/?state=closed")["Location"] == (
        "/desk/queue/main/?state=closed"
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/desk/",
        "javascript:alert(1)",
        "/\\example.com",
        "http:///example.com",
        "\nhttps://example.com",
        "ftp://testserver/",
    ],
)
def test_address_elsewhere_is_not_followed(stranger: Client, elsewhere: str) -> None:
    assert send(stranger, next=elsewhere)["Location"] == "/desk/"
    assert elsewhere not in stranger.get("/desk/").content.decode()


def test_wrong_password_and_unknown_name_get_the_same_answer(stranger: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    answers = [
        send(stranger, login, "wrong password!!") for login in ("handler", "nobody", "colleague", "lead")
    ]
    assert {answer.status_code for answer in answers} == {422}
    pages = {page_of(answer).replace(f'value="{login}"', "") for answer, login in
             zip(answers, ("handler", "nobody", "colleague", "lead"), strict=True)}  # fmt: skip
    assert len(pages) == 1
    assert "サインイン名とパスワードの組み合わせが正しくありません" in pages.pop()


def test_name_stays_and_password_is_never_shown_again(stranger: Client) -> None:
    answer = send(stranger, "handler", "wrong <password> 1234")
    assert 'value="handler"' in answer.content.decode()
    assert "wrong" not in answer.content.decode()
    assert "Error:" not in answer.content.decode()
    assert "エラー" in answer.content.decode().partition("</title>")[0]


def test_password_is_taken_with_its_blanks(stranger: Client) -> None:
    assert send(stranger, password=PASSWORD.strip()).status_code == 422
    assert send(stranger).status_code == 302


def test_somebody_who_left_does_not_come_in(stranger: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert send(stranger).status_code == 422


def test_somebody_who_leaves_while_signed_in_is_out_at_once(stranger: Client, cast: Cast) -> None:
    send(stranger)
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert stranger.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("login", "password", "words"),
    [
        ("", "x", "サインイン名を入力してください"),
        ("handler", "", "パスワードを入力してください"),
        ("   ", "x", "サインイン名を入力してください"),
        ("n" * 151, "x", "150"),
        ("handler", "p" * 4097, "4096"),
    ],
)
def test_form_that_cannot_be_tried_says_why(stranger: Client, login: str, password: str, words: str) -> None:
    answer = send(stranger, login, password)
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_guessing_is_braked_even_with_the_right_password(stranger: Client) -> None:
    for _ in range(TRIES):
        assert send(stranger, password="guess").status_code == 422
    braked = send(stranger)
    assert braked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert re.search(r"安全のため\d\d:\d\dまで", words_of(braked))
    assert stranger.get("/desk/").status_code == 302


def test_brake_is_the_same_for_a_name_that_does_not_exist(stranger: Client) -> None:
    statuses = [send(stranger, "nobody", "guess").status_code for _ in range(TRIES + 1)]
    assert statuses == [422] * TRIES + [429]


def test_victim_of_guessing_signs_in_from_elsewhere(stranger: Client) -> None:
    for _ in range(TRIES + 2):
        send(stranger, password="guess")
    home = Client(REMOTE_ADDR="198.51.100.9")
    assert send(home).status_code == 302


def test_victim_in_the_same_house_signs_in_with_a_known_browser(stranger: Client) -> None:
    victim = Client()
    send(victim)
    victim.post("/desk/sign-out/")
    for _ in range(TRIES + 2):
        send(stranger, password="guess")
    assert send(stranger).status_code == 429
    assert send(victim).status_code == 302


def test_success_forgets_earlier_slips_of_the_finger(stranger: Client) -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            send(stranger, password="typo")
        assert send(stranger).status_code == 302
        stranger.cookies.clear()


def test_session_from_before_is_not_continued(stranger: Client) -> None:
    stranger.get(ADDRESS)
    session = stranger.session
    session["left"] = "by somebody"
    session.save()
    before = session.session_key
    send(stranger)
    assert stranger.session.session_key != before


def test_browser_without_a_language_gets_that_of_the_person(stranger: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(language="en")
    send(stranger)
    assert "Promised today" in stranger.get("/desk/").content.decode()


def test_language_chosen_in_the_browser_stays(stranger: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(language="en")
    stranger.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "ja"
    send(stranger)
    assert "今日の約束" in stranger.get("/desk/").content.decode()


def test_language_we_do_not_speak_is_left_alone(stranger: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(language="tlh")
    assert django_settings.LANGUAGE_COOKIE_NAME not in send(stranger).cookies


def test_signed_in_people_need_no_form(stranger: Client) -> None:
    send(stranger)
    assert stranger.get(ADDRESS)["Location"] == "/desk/"
    assert stranger.get(f"{ADDRESS}?next=/desk/letters/")["Location"] == "/desk/letters/"


def test_signing_out_ends_the_session(stranger: Client) -> None:
    send(stranger)
    answer = stranger.post("/desk/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert stranger.get("/desk/").status_code == 302


def test_link_signs_nobody_out(stranger: Client) -> None:
    send(stranger)
    assert stranger.get("/desk/sign-out/").status_code == 405
    assert stranger.get("/desk/").status_code == 200


def test_forms_from_elsewhere_are_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client).status_code == 403
    assert client.post("/desk/sign-out/").status_code == 403


@pytest.mark.parametrize(
    "body", [b"login=%00&password=x", b"login=%ff&password=x", b"login=%ed%a0%80&password=x"]
)
def test_unreadable_input_is_a_bad_request(stranger: Client, body: bytes) -> None:
    answer = stranger.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_page_is_there_in_both_languages_before_anything_is_set_up(db: None) -> None:
    assert "サインイン" in Client(headers={"accept-language": "ja"}).get(ADDRESS).content.decode()
    english = Client(headers={"accept-language": "en"}).get(ADDRESS).content.decode()
    assert "Sign in" in english
    assert 'autocomplete="current-password"' in english
