"""Reports of mail servers."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reports import NOTHING, gone_report, status_report, text_report

STATUS = (
    "Reporting-MTA: dns; mx.shop.example\n\nFinal-Recipient: rfc822; a@shop.example\nAction: {}\nStatus: {}\n"
)


@pytest.mark.parametrize(
    ("action", "status", "bounces", "temporary"),
    [
        ("failed", "5.1.1", True, False),
        ("FAILED", "5.1.1", True, False),
        ("delayed", "4.4.1", True, True),
        ("delivered", "2.0.0", False, False),
        ("relayed", "2.0.0", False, False),
        ("expanded", "2.0.0", False, False),
        ("bounced", "5.0.0", True, False),
    ],
)
def test_action_says_whether_it_arrived(action: str, status: str, bounces: bool, temporary: bool):
    report = status_report(STATUS.format(action, status), "", "")
    assert (report.is_bounce, report.temporary) == (bounces, temporary)
    assert report.told == ("a@shop.example",)


def test_every_address_that_failed_is_named_once_with_its_code():
    groups = (
        STATUS.format("failed", "5.1.1")
        + "\nFinal-Recipient: rfc822;b@shop.example\nAction: failed\nStatus: 5.2.2\n"
    )
    report = status_report(groups + "\n" + groups, "Message-ID: <1@shop.example>", "")
    assert [(one.address, one.status) for one in report.failures] == [
        ("a@shop.example", "5.1.1"),
        ("b@shop.example", "5.2.2"),
    ]
    assert report.about == "<1@shop.example>"


def test_report_whose_machines_part_says_nothing_is_read_in_words():
    report = status_report(
        "Reporting-MTA: dns; x", "", "Delivery to the following recipients failed:\n\n  * a@shop.example\n"
    )
    assert report.is_bounce
    assert [one.address for one in report.failures] == ["a@shop.example"]


@pytest.mark.parametrize(
    "words",
    [
        "<a@shop.example>: host mx.shop.example said: 550 5.1.1 User unknown",
        "次のあて先へのメッセージはエラーのため送信できませんでした。\n\n[a@shop.example]",
        "a@shop.example にメールは配信されませんでした。アドレスが見つかりません。",
        "Your message could not be delivered to the following recipients:\n\na@shop.example",
        "550 Unknown user a@shop.example",
    ],
)
def test_words_of_a_server_are_read(words: str):
    report = text_report(words, "Mail Delivery System <MAILER-DAEMON@mx.example>", "Undelivered Mail")
    assert report.is_bounce
    assert [one.address for one in report.failures] == ["a@shop.example"]


def test_delay_is_told_from_failure():
    words = "Delivery attempts will continue to be made for 5 days. The message could not be delivered yet."
    assert text_report(words, "MAILER-DAEMON@x.example", "Delivery status").temporary


@pytest.mark.parametrize(
    "words", ["メールが届きません。", "My mail could not be delivered, says your shop.", ""]
)
def test_persons_words_are_no_report(words: str):
    assert text_report(words, "a@shop.example", "Mail") is NOTHING


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("このメールアドレスは現在使われておりません。", True),
        ("This address is no longer in use.", True),
        ("このアドレスは送信専用です。返信はお受けできません。", False),
        ("このメールアドレスは送信専用のため、受信には使用しておりません。", False),
        ("This mailbox is not monitored.", False),
    ],
)
def test_address_that_is_gone_is_told_from_one_that_only_sends(words: str, gone: bool):
    assert gone_report(words, "a@shop.example").is_bounce is gone
