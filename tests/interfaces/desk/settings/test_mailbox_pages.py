"""Mailboxes: seen with what is wrong and what to do, added, changed, paused, read at once; never a secret on a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.mailbox_secrets import secret_of
from kikitori.casework.mailboxes import MailboxGiven, add_mailbox
from kikitori.interfaces.desk.settings.mailbox_state import SIGN, TROUBLE, Standing, standing_of
from kikitori.interfaces.desk.settings.mailbox_words import ROADS
from kikitori.records.letters.mail_terms import MailboxKind, MailTrouble
from kikitori.records.letters.mails import Mailbox
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.reading import beside, chosen, value_of
from tests.mails import POST, filed, raw
from tests.makers import FRIDAY

LIST, NEW = "/desk/settings/mailboxes/", "/desk/settings/mailboxes/new/"
SECRET = "ひみつ-correct horse"
TYPED = {
    "name": "相談室", "address": "soudan@example.jp", "host": "imap.example.jp", "port": "", "security": "tls",
    "user": "soudan", "folder": "INBOX", "after": "keep", "move_to": "", "since": "now", "secret": SECRET,
}  # fmt: skip
PLAIN = {"name": "窓口", "address": "kujo@example.jp"}


def a_mailbox(**changes: Any) -> Mailbox:
    given = MailboxGiven(name="相談室", address="soudan@example.jp", host="imap.example.jp", user="soudan")
    row = add_mailbox(POST, given, {"password": SECRET}, now=timezone.now())
    Mailbox.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


def page_of(row: Mailbox) -> str:
    return f"{LIST}{row.pk}/"


# ---- added and changed


def test_mailbox_is_added_and_stands_in_the_list(administrator: Client) -> None:
    answer = administrator.post(f"{NEW}?kind=imap", TYPED, follow=True)
    assert answer.redirect_chain == [(LIST, 303)]
    said = words_of(answer)
    assert "受信箱「相談室」を追加しました" in said
    assert "まもなく確認します" in said
    row = Mailbox.objects.get()
    assert (row.kind, row.settings["port"], row.settings["folder"]) == ("imap", 993, "INBOX")
    assert row.settings["since"]
    assert secret_of(row) == {"password": SECRET}
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "more", "secret"),
    [
        ("lmtp", {}, {}),
        ("pipe", {}, {}),
        ("webhook", {"provider": "mailgun", "secret": SECRET}, {"key": SECRET}),
    ],
)
def test_each_road_asks_for_what_it_needs_and_no_more(
    administrator: Client, kind: str, more: dict[str, str], secret: dict[str, str]
) -> None:
    form = administrator.get(f"{NEW}?kind={kind}").content.decode()
    assert [name for name in TYPED if f'name="{name}"' in form] == [
        "name",
        "address",
        *more.keys() & {"secret"},
    ]
    answer = administrator.post(f"{NEW}?kind={kind}", {**PLAIN, **more}, follow=True)
    row = Mailbox.objects.get()
    assert (row.kind, secret_of(row)) == (kind, secret)
    assert (f"/hooks/mail/{row.token}/" in answer.content.decode()) is (kind == "webhook")


def test_old_mails_are_taken_in_only_where_somebody_says_so(administrator: Client) -> None:
    assert chosen(administrator.get(f"{NEW}?kind=imap"), "since") == ["now"]
    administrator.post(f"{NEW}?kind=imap", {**TYPED, "since": "all"})
    assert Mailbox.objects.get().settings["since"] == ""
    administrator.post(f"{NEW}?kind=imap", {**TYPED, "name": "二", "since": ""})
    assert Mailbox.objects.get(name="二").settings["since"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "入力してください"),
        ({"name": "もとの箱"}, "name", "同じ名前の受信箱があります"),
        ({"address": "だれか"}, "address", "メールアドレス"),
        ({"host": ""}, "host", "入力してください"),
        ({"port": "70000"}, "port", "1 から 65535 までの番号"),
        ({"port": "百"}, "port", "数字"),
        ({"security": "plain"}, "security", "途中で内容を読まれます"),
        ({"after": "move"}, "move_to", "入力してください"),
        ({"after": "move", "move_to": "INBOX"}, "move_to", "読むフォルダと同じです"),
        ({"secret": ""}, "secret", "パスワードを入力してください"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_only_the_password_is_lost(
    administrator: Client, typed: dict[str, str], field: str, said: str
) -> None:
    Mailbox.objects.create(name="もとの箱", kind="pipe", address="a@example.jp")
    answer = administrator.post(f"{NEW}?kind=imap", {**TYPED, **typed})
    assert answer.status_code == 422
    assert said in beside(answer)[field]
    assert value_of(answer, "user") == "soudan"
    assert SECRET not in answer.content.decode()
    assert ("入力したパスワードは保存していません" in words_of(answer)) is ("secret" not in typed)
    assert Mailbox.objects.count() == 1


def test_form_shows_everything_but_the_password_which_stays_if_none_is_typed(administrator: Client) -> None:
    row = a_mailbox(trouble="sign_in")
    form = administrator.get(page_of(row))
    assert (value_of(form, "host"), value_of(form, "secret")) == ("imap.example.jp", "")
    assert "保存済みです" in words_of(form)
    typed = {**TYPED, "host": "imap2.example.jp", "port": "993", "secret": ""}
    assert administrator.post(page_of(row), typed).status_code == 303
    row.refresh_from_db()
    assert (row.settings["host"], secret_of(row), row.trouble) == (
        "imap2.example.jp",
        {"password": SECRET},
        "",
    )
    administrator.post(page_of(row), {**typed, "secret": "新しい"})
    row.refresh_from_db()
    assert secret_of(row) == {"password": "新しい"}


def test_mailbox_with_a_consent_is_changed_without_a_password(administrator: Client) -> None:
    given = MailboxGiven(
        name="G", address="g@example.jp", host="imap.gmail.com", user="g", sign_in="google", client_id="c"
    )
    row = add_mailbox(POST, given, {"refresh_token": SECRET}, now=FRIDAY)
    form = administrator.get(page_of(row))
    assert 'name="secret"' not in form.content.decode()
    assert "kikitori mail consent" in words_of(form)
    administrator.post(page_of(row), {**TYPED, "name": "G2", "host": "imap.gmail.com", "port": "993"})
    row.refresh_from_db()
    assert (row.name, row.settings["client_id"], secret_of(row)) == ("G2", "c", {"refresh_token": SECRET})


# ---- what is done with one


def test_mailbox_is_paused_and_resumed(administrator: Client) -> None:
    row = a_mailbox()
    said = words_of(administrator.post(LIST, {"pause": row.pk}, follow=True))
    assert "「相談室」を休止しました" in said
    assert "休止中" in said
    assert not Mailbox.objects.get().is_active
    assert "受信を再開しました" in words_of(administrator.post(LIST, {"resume": row.pk}, follow=True))
    assert secret_of(Mailbox.objects.get(is_active=True)) == {"password": SECRET}


def test_retired_mailbox_that_is_resumed_asks_for_its_password(administrator: Client) -> None:
    row = a_mailbox(is_active=False, secret="")
    answer = administrator.post(LIST, {"resume": row.pk}, follow=True)
    assert answer.redirect_chain == [(page_of(row), 303)]
    assert "足りない項目を入力してください" in words_of(answer)


def test_mailbox_is_read_at_once_when_somebody_asks(administrator: Client) -> None:
    row = a_mailbox(trouble="sign_in", trouble_since=FRIDAY)
    said = words_of(administrator.post(LIST, {"check": row.pk}, follow=True))
    assert "1 分以内に確認します" in said
    assert "確認中" in said
    assert Mailbox.objects.get().round_asked_at is not None


@pytest.mark.parametrize("done", ["pause", "check"])
def test_mailbox_that_is_handed_its_mails_is_neither_paused_nor_read(
    administrator: Client, done: str
) -> None:
    row = Mailbox.objects.create(name="窓口", kind="lmtp", address="kujo@example.jp")
    assert f'name="{done}"' not in administrator.get(LIST).content.decode()
    assert "いま確認できる受信箱ではありません" in words_of(
        administrator.post(LIST, {done: row.pk}, follow=True)
    )
    assert Mailbox.objects.get().is_active


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, ""])
@pytest.mark.parametrize("done", ["pause", "resume", "check"])
def test_mailbox_that_is_not_there_is_404(administrator: Client, done: str, number: str) -> None:
    assert administrator.post(LIST, {done: number}).status_code == 404


def test_road_that_does_not_exist_is_refused(administrator: Client) -> None:
    assert administrator.get(f"{NEW}?kind=fax").status_code == 400


@pytest.mark.parametrize("role", ["lead", "handler", "auditor"])
def test_others_may_not_open_it(browser_of: BrowserOf, role: str) -> None:
    assert browser_of(role).get(LIST).status_code == 403


# ---- how it stands


NOW = FRIDAY
MINUTE = timedelta(minutes=1)
NEWLY = {"secret_at": (NOW - MINUTE).isoformat()}


@pytest.mark.parametrize(
    ("row", "standing"),
    [
        ({"is_active": False, "trouble": "sign_in"}, "paused"),
        ({"kind": "lmtp"}, "open"),
        ({"seen_at": NOW - MINUTE}, "read"),
        ({"seen_at": NOW - 15 * MINUTE}, "unread"),
        ({"trouble": "sign_in", "seen_at": NOW - MINUTE}, "trouble"),
        ({"trouble": "sign_in", "round_asked_at": NOW - MINUTE}, "asked"),
        ({"trouble": "sign_in", "round_asked_at": NOW - 3 * MINUTE}, "trouble"),
        ({"settings": NEWLY}, "new"),
        ({"settings": {}}, "unread"),
    ],
)
def test_standing_follows_from_what_is_known(row: dict[str, Any], standing: str) -> None:
    assert standing_of(Mailbox(**{"kind": "imap", **row}), NOW) == standing


def test_every_standing_trouble_and_road_has_its_words() -> None:
    assert (set(SIGN), set(TROUBLE), set(ROADS)) == (set(Standing), set(MailTrouble), set(MailboxKind))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ja",
            ["問題が起きています", "サインインを断られました", "パスワードを入力し直してください", "発生:"],
        ),
        ("en", ["Trouble", "refused to let us sign in", "give the password again", "Since"]),
    ],
)
def test_trouble_is_told_with_what_to_do(browser_of: BrowserOf, language: str, said: list[str]) -> None:
    a_mailbox(trouble="sign_in", trouble_since=timezone.now())
    words = words_of(browser_of("administrator", language).get(LIST))
    assert [each for each in said if each not in words] == []


def test_list_tells_the_newest_mail_and_nothing_of_what_it_says(administrator: Client) -> None:
    row = a_mailbox(seen_at=timezone.now())
    assert "まだありません" in words_of(administrator.get(LIST))
    filed(raw("秘密の話です。", subject="秘密の件"), mailbox=row)
    page = administrator.get(LIST)
    assert "まだありません" not in words_of(page)
    assert "秘密" not in page.content.decode()


def test_list_asks_as_often_for_many_as_for_one(administrator: Client) -> None:
    a_mailbox()
    one = queries_for(administrator, LIST)
    Mailbox.objects.bulk_create(
        Mailbox(name=f"箱{n}", kind="lmtp", address=f"a{n}@example.jp") for n in range(50)
    )
    assert queries_for(administrator, LIST) == one
