"""Mails about accounts: sent once, tried again, given up; what they say, and that their links lead to a button."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.account_mail import (
    link_of,
    mails_left_behind,
    make_mail,
    send_account_mail,
    token_of,
)
from kikitori.casework.members import (
    ask_for_address,
    choose_password,
    confirm_address,
    offer_password,
    set_address,
)
from kikitori.records.people.account_text import account_mail
from kikitori.records.people.accounts import AccountMail, MailAbout, MailStands
from kikitori.records.people.models import Staff
from tests.cast import Cast
from tests.letterbox import read, text_of, to_server
from tests.makers import FRIDAY

NOW = FRIDAY
MINUTE = timedelta(minutes=1)
WAITS = [MINUTE * minutes for minutes in (1, 5, 15, 60, 240, 720)]


def asked(cast: Cast, address: str = "new@example.jp") -> AccountMail:
    mail = ask_for_address(cast.actor("handler"), email=address, now=NOW)
    assert mail is not None
    return mail


def sent(folder: Path) -> list:
    return [read(path.read_bytes()) for path in sorted(folder.rglob("*.eml"))]


def test_mail_is_sent_once_and_its_link_confirms(cast: Cast, folder: Path) -> None:
    mail = asked(cast)
    assert ProcrastinateJob.objects.filter(task_name="kikitori.send_account_mail").count() == 1
    assert send_account_mail(mail.pk, now=NOW) is MailStands.SENT
    assert send_account_mail(mail.pk, now=NOW) is None
    (found,) = sent(folder)
    assert (found["To"], found["Auto-Submitted"]) == ("new@example.jp", "auto-generated")
    assert found["Message-ID"] == mail.message_id
    text = text_of(found)
    assert "受田 ひかり 様" in text
    assert link_of(mail) in text
    confirm_address(link_of(mail).rstrip("/").rpartition("/")[2], now=NOW)
    cast.handler.refresh_from_db()
    assert cast.handler.email == "new@example.jp"


@pytest.mark.parametrize("address", ["a..b.@docomo.example.jp", ".a@docomo.example.jp"])
def test_addresses_of_carriers_are_written_to(cast: Cast, folder: Path, address: str) -> None:
    mail = asked(cast, address)
    assert send_account_mail(mail.pk, now=NOW) is MailStands.SENT
    local, _, domain = address.partition("@")
    (raw,) = [path.read_bytes() for path in folder.rglob("*.eml")]
    assert f'To: "{local}"@{domain}'.encode() in raw


@pytest.mark.parametrize("address", ['"a b"@example.jp', '"a@b"@example.jp'])
def test_quoted_addresses_are_written_to_as_they_stand(cast: Cast, folder: Path, address: str) -> None:
    mail = asked(cast, address)
    assert send_account_mail(mail.pk, now=NOW) is MailStands.SENT
    (raw,) = [path.read_bytes() for path in folder.rglob("*.eml")]
    assert f"To: {address}\r\n".encode() in raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    confirm_address(token_of(mail), now=NOW)
    cast.handler.refresh_from_db()
    assert cast.handler.email == address


@pytest.mark.parametrize(("to", "why"), [("nobody", "bad_address"), ("あ@example.jp", "address_not_ascii")])
def test_mail_that_can_go_nowhere_is_given_up_at_once(cast: Cast, folder: Path, to: str, why: str) -> None:
    mail = make_mail(cast.handler, MailAbout.MOVED, to, NOW)
    assert send_account_mail(mail.pk, now=NOW) is MailStands.FAILED
    mail.refresh_from_db()
    assert (mail.last_error, mail.next_try_at) == (why, None)
    assert sent(folder) == []


def test_mail_is_tried_again_for_a_day_and_then_given_up(cast: Cast, settings: Settings) -> None:
    to_server(settings, 1)
    mail, moment = asked(cast), NOW
    for wait in WAITS:
        assert send_account_mail(mail.pk, now=moment) is MailStands.WAITING
        mail.refresh_from_db()
        assert mail.next_try_at == moment + wait
        assert send_account_mail(mail.pk, now=moment) is None
        moment += wait
    assert send_account_mail(mail.pk, now=moment) is MailStands.FAILED
    assert send_account_mail(mail.pk, now=moment) is None


def test_mail_that_lost_its_job_is_found_by_the_sweep(cast: Cast, folder: Path) -> None:
    mail = asked(cast)
    assert mails_left_behind(NOW + MINUTE) == []
    assert mails_left_behind(NOW + 3 * MINUTE) == [mail.pk]
    send_account_mail(mail.pk, now=NOW + 3 * MINUTE)
    assert mails_left_behind(NOW + 9 * MINUTE) == []


def test_link_without_an_address_is_neither_sent_nor_queued(cast: Cast, folder: Path) -> None:
    mail = offer_password(cast.actor("administrator"), cast.handler, now=NOW)
    assert send_account_mail(mail.pk, now=NOW) is None
    assert not ProcrastinateJob.objects.exists()
    assert link_of(mail)


def test_mail_that_tells_of_a_change_has_no_link(cast: Cast, folder: Path) -> None:
    mail = make_mail(cast.handler, MailAbout.MOVED, "old@example.jp", NOW)
    assert link_of(mail) == ""
    send_account_mail(mail.pk, now=NOW)
    assert "http" not in text_of(sent(folder)[0])


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
@pytest.mark.parametrize("about", MailAbout)
def test_every_mail_is_written_in_its_readers_language(about: MailAbout, language: str) -> None:
    mail = account_mail(
        about, language=language, organisation="みほん堂", name="新井 めぐみ", link="https://x.example/y"
    )
    text = text_of(read(mail.as_bytes()))
    is_japanese = language == "ja"
    assert ("管理者" in text or "何もなさる必要" in text or "責任者" in text) is is_japanese
    assert mail["Content-Language"] == ("ja" if is_japanese else "en")
    assert ("https://x.example/y" in text) is (about is not MailAbout.MOVED)
    assert mail["Subject"].startswith("[Kikitori] ")


def test_link_that_was_taken_back_is_not_sent(cast: Cast, folder: Path) -> None:
    """Before it has gone another one is made: only that one arrives."""
    administrator = cast.actor("administrator")
    Staff.objects.filter(pk=cast.handler.pk).update(email="handler@example.jp")
    first = offer_password(administrator, cast.handler, now=NOW)
    second = offer_password(administrator, cast.handler, now=NOW + MINUTE)
    assert send_account_mail(first.pk, now=NOW + MINUTE) is MailStands.FAILED
    assert send_account_mail(second.pk, now=NOW + MINUTE) is MailStands.SENT
    (found,) = sent(folder)
    assert found["Message-ID"] == second.message_id
    first.refresh_from_db()
    assert (first.last_error, first.tries, first.next_try_at) == ("link_over", 0, None)
    assert mails_left_behind(NOW + 9 * MINUTE) == []


def test_link_for_an_address_that_holds_no_more_is_not_sent_there(cast: Cast, folder: Path) -> None:
    administrator = cast.actor("administrator")
    set_address(administrator, cast.handler, email="wrong@example.jp", now=NOW)
    offered = offer_password(administrator, cast.handler, now=NOW)
    asked_before = asked(cast)
    set_address(administrator, cast.handler, email="right@example.jp", now=NOW)
    for mail in (offered, asked_before):
        assert send_account_mail(mail.pk, now=NOW) is MailStands.FAILED
    assert sent(folder) == []
    moved = AccountMail.objects.get(about="moved")
    assert send_account_mail(moved.pk, now=NOW) is MailStands.SENT, "that it holds no more is told there"


def test_each_address_is_told_that_it_holds_no_more_however_soon_another_follows(
    cast: Cast, folder: Path
) -> None:
    for address in ("one@example.jp", "two@example.jp", "three@example.jp"):
        set_address(cast.actor("administrator"), cast.handler, email=address, now=NOW)
    for mail in AccountMail.objects.all():
        assert send_account_mail(mail.pk, now=NOW) is MailStands.SENT
    assert sorted(found["To"] for found in sent(folder)) == ["one@example.jp", "two@example.jp"]


def test_link_that_was_used_meanwhile_is_not_sent(cast: Cast, folder: Path) -> None:
    """It was shown, too, and used from there."""
    Staff.objects.filter(pk=cast.handler.pk).update(email="handler@example.jp")
    mail = offer_password(cast.actor("administrator"), cast.handler, now=NOW)
    choose_password(token_of(mail), password="きょうはあさからあめがふっている", now=NOW)
    assert send_account_mail(mail.pk, now=NOW) is MailStands.FAILED
    assert sent(folder) == []


def test_links_say_nothing_of_what_they_guard(cast: Cast) -> None:
    mail = offer_password(cast.actor("administrator"), cast.handler, now=NOW)
    link = link_of(mail)
    assert Staff.objects.get(pk=cast.handler.pk).password not in link
    assert "handler" not in link
