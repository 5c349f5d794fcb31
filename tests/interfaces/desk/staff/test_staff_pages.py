"""Accounts from the desk: listed, added, changed; the link shown once; addresses confirmed by a button, never by a look."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.account_mail import link_of
from kikitori.casework.members import MOST_ASKED, ask_for_address, offer_password
from kikitori.records.people.accounts import AccountMail
from kikitori.records.people.models import SettingChange, Staff
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST, NEW, OWN = "/desk/staff/", "/desk/staff/new/", "/desk/account/"
LONG = "きょうはあさからあめがふっている"
TYPED = {
    "login": "shinjin", "name": "新井 めぐみ", "name_kana": "アライ メグミ", "role": "handler", "team": "",
    "language": "ja", "email": "arai..m@docomo.example.jp",
}  # fmt: skip


@pytest.fixture
def browser(browser_of: BrowserOf) -> Client:
    return browser_of("administrator")


def at(staff: Staff) -> str:
    return f"{LIST}{staff.pk}/"


def path_of(mail: AccountMail) -> str:
    return "/desk/" + link_of(mail).partition("/desk/")[2]


# ---- the administrator's pages


def test_somebody_is_added_gets_a_link_and_signs_in(browser: Client, cast: Cast) -> None:
    answer = browser.post(NEW, TYPED)
    made = Staff.objects.get(login="shinjin")
    assert (answer.status_code, answer["Location"]) == (303, at(made))
    assert "パスワード未設定" in words_of(browser.get(LIST))
    page = browser.post(at(made), {"do": "link"})
    assert page["Cache-Control"] == "no-store"
    found = re.search(r"<code[^>]*>http\S+?(/desk/account/password/[^<]+)</code>", page.content.decode())
    assert found
    assert found[1] not in browser.get(at(made)).content.decode()
    newcomer = Client(headers={"accept-language": "ja"})
    assert "shinjin" in words_of(newcomer.get(found[1]))
    assert newcomer.post(found[1], {"password": LONG, "again": LONG})["Location"] == "/desk/sign-in/"
    answer = newcomer.post("/desk/sign-in/", {"login": "shinjin", "password": LONG})
    assert answer["Location"] == "/desk/"
    assert "このリンクは使えません" in words_of(newcomer.get(found[1]))
    assert (
        "パスワード未設定"
        not in words_of(browser.get(LIST)).partition("新井 めぐみ")[2].partition("docomo")[0]
    )


@pytest.mark.parametrize(
    "changes",
    [{"login": ""}, {"login": "handler"}, {"name": ""}, {"role": "x"}, {"email": "x"}, {"team": "9"}],
)
def test_what_cannot_be_is_said_beside_its_field(
    browser: Client, cast: Cast, changes: dict[str, str]
) -> None:
    answer = browser.post(NEW, {**TYPED, **changes})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode() or "x" in changes.values()
    assert not Staff.objects.filter(login="shinjin").exists()


def test_account_is_changed_and_the_record_tells_of_it(browser: Client, cast: Cast) -> None:
    data = {"do": "change", **TYPED, "role": "lead"}
    assert browser.post(at(cast.colleague), data).status_code == 303
    cast.colleague.refresh_from_db()
    assert (cast.colleague.name, cast.colleague.role) == ("新井 めぐみ", "lead")
    told = words_of(browser.get("/desk/settings/changes/?kind=accounts"))
    assert "新井 めぐみさんのアカウントの変更" in told
    assert "役割：責任者" in told
    assert "言語" not in told


def test_own_role_is_not_to_be_changed_by_oneself(browser: Client, cast: Cast) -> None:
    data = {"do": "change", **TYPED, "role": "lead"}
    answer = browser.post(at(cast.administrator), data)
    assert answer.status_code == 422
    assert "自分の役割は変更できません。" in words_of(answer)


def test_role_waits_until_what_is_held_was_handed_on(browser: Client, cast: Cast) -> None:
    taken_in(cast, maker=makers.investigated)
    answer = browser.post(at(cast.handler), {"do": "change", **TYPED, "role": "auditor"})
    assert answer.status_code == 422
    assert "先に「退職・異動」で引き継いでください。" in words_of(answer)


def test_address_is_set_at_once(browser: Client, cast: Cast) -> None:
    data = {"do": "address", "email": "hikari.@docomo.example.jp"}
    assert browser.post(at(cast.handler), data).status_code == 303
    cast.handler.refresh_from_db()
    assert cast.handler.email == "hikari.@docomo.example.jp"
    assert browser.post(at(cast.handler), {"do": "address", "email": "?"}).status_code == 422


def test_closed_account_is_shown_and_left_alone(browser: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert "利用を停止したアカウント" in words_of(browser.get(LIST))
    page = words_of(browser.get(at(cast.colleague)))
    assert "このアカウントにまだ残っているもの" in page
    for typed in ({"do": "link"}, {"do": "address", "email": "x@example.jp"}, {**TYPED, "do": "change"}):
        assert browser.post(at(cast.colleague), typed).status_code == 303
        said = words_of(browser.get(at(cast.colleague)))
        assert "このアカウントは利用を停止しています。何も変更していません。" in said
    cast.colleague.refresh_from_db()
    assert (cast.colleague.email, cast.colleague.name) == ("", "隣野 まこと")
    assert not AccountMail.objects.exists()


def test_unknown_number_is_not_found_and_an_unknown_wish_changes_nothing(browser: Client, cast: Cast) -> None:
    assert browser.get(f"{LIST}999999/").status_code == 404
    assert browser.post(at(cast.handler), {"do": "?"}).status_code == 200
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_others_are_shut_out(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    for address in (LIST, NEW, at(cast.handler)):
        assert browser_of(role).get(address).status_code == 403
        assert browser_of(role).post(address, {"do": "link"}).status_code in (403, 405)
    assert not AccountMail.objects.exists()


def test_list_asks_no_more_for_more_people(browser: Client, cast: Cast) -> None:
    few = queries_for(browser, LIST)
    Staff.objects.bulk_create(
        [Staff(login=f"s{n}", name=f"職員{n}", role="handler", team=cast.handler.team) for n in range(9)]
    )
    assert queries_for(browser, LIST) == few


# ---- one's own address


def test_own_address_is_asked_for_and_confirmed_by_the_button(client: Client, cast: Cast) -> None:
    assert client.post(OWN, {"email": "hikari@example.jp"}).status_code == 303
    assert "hikari@example.jp は確認待ちです。" in words_of(client.get(OWN))
    page, stranger = path_of(AccountMail.objects.get()), Client()
    for method in (stranger.get, stranger.head):
        assert method(page).status_code == 200
    cast.handler.refresh_from_db()
    assert cast.handler.email == ""
    assert stranger.post(page)["Location"] == "/desk/sign-in/"
    cast.handler.refresh_from_db()
    assert cast.handler.email == "hikari@example.jp"
    assert stranger.post(page).status_code == 404
    assert "確認待ち" not in words_of(client.get(OWN))


def test_asking_too_often_is_refused_beside_the_field(client: Client, cast: Cast) -> None:
    for number in range(MOST_ASKED):
        assert client.post(OWN, {"email": f"{number}@example.jp"}).status_code == 303
    answer = client.post(OWN, {"email": "more@example.jp"})
    assert answer.status_code == 422
    assert "1時間たてば、もう一度お試しいただけます" in words_of(answer)
    assert AccountMail.objects.count() == MOST_ASKED


def test_same_and_wrong_addresses_are_refused_and_none_gives_it_up(client: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="old@example.jp")
    assert client.post(OWN, {"email": "old@example.jp"}).status_code == 422
    assert client.post(OWN, {"email": "@"}).status_code == 422
    assert client.post(OWN, {"email": ""}).status_code == 303
    cast.handler.refresh_from_db()
    assert cast.handler.email == ""


# ---- pages behind links


@pytest.mark.parametrize("page", ["address", "password"])
@pytest.mark.parametrize("token", ["nobody-has-this", "1-0", "0", "x"])
def test_made_up_link_says_that_it_is_not_good_and_no_more(cast: Cast, page: str, token: str) -> None:
    for method in (Client().get, Client().post):
        answer = method(f"/desk/account/{page}/{token}/")
        assert answer.status_code == 404
        assert "このリンクは使えません" in words_of(answer)


def test_link_that_is_too_old_says_the_same(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=3, minutes=1)
    mail = ask_for_address(cast.actor("handler"), email="new@example.jp", now=long_ago)
    assert mail is not None
    assert Client().post(path_of(mail)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": LONG, "again": LONG + "。"}, "2回の入力が一致しません。"),
        ({"password": "みじかい", "again": "みじかい"}, "12"),
        ({"password": "", "again": ""}, "入力してください"),
    ],
)
def test_password_that_cannot_be_is_said(cast: Cast, typed: dict[str, str], said: str) -> None:
    mail = offer_password(cast.actor("administrator"), cast.handler, now=timezone.now())
    answer = Client(headers={"accept-language": "ja"}).post(path_of(mail), typed)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert LONG not in answer.content.decode()


def test_new_password_ends_every_session_of_before(client: Client, cast: Cast) -> None:
    assert client.get("/desk/").status_code == 200
    mail = offer_password(cast.actor("administrator"), cast.handler, now=timezone.now())
    Client().post(path_of(mail), {"password": LONG, "again": LONG})
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_drawn_in_both_languages(browser_of: BrowserOf, cast: Cast, language: str) -> None:
    browser = browser_of("administrator", language)
    for address in (LIST, NEW, at(cast.handler)):
        assert ("職員" in words_of(browser.get(address))) == (language == "ja")
    mail = offer_password(cast.actor("administrator"), cast.handler, now=timezone.now())
    visitor = Client(headers={"accept-language": language})
    assert ("パスワードの設定" in words_of(visitor.get(path_of(mail)))) == (language == "ja")
