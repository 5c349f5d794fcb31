"""The words of servers: those of a person about their own mail are not among the strict ones."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.report_words import DELAY, FINAL, MACHINE, STRICT, SUBJECT


@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@x.example", '"Mail Delivery System" <>', "postmaster@x.example", "<mailer-daemon>"],
)
def test_machine_is_known_by_its_name(sender: str):
    assert MACHINE.search(sender)


@pytest.mark.parametrize(
    "sender", ["daemon@x.example", "master@post.example", "Deliver Yamada <a@x.example>"]
)
def test_person_is_no_machine(sender: str):
    assert not MACHINE.search(sender)


@pytest.mark.parametrize(
    "subject",
    [
        "配信不能: 修理の件",
        "Undelivered Mail Returned to Sender",
        "Delivery Status Notification",
        "メール送信エラー",
    ],
)
def test_subject_of_a_report_is_known(subject: str):
    assert SUBJECT.search(subject)


@pytest.mark.parametrize(
    "words", ["メールを送信できませんでした。", "I could not reach you by mail.", "届かないのはなぜですか。"]
)
def test_strict_words_are_no_persons(words: str):
    assert not STRICT.search(words)


def test_what_is_final_is_told_from_what_may_still_arrive():
    assert DELAY.search("will be retried for 2 days")
    assert FINAL.search("5.1.1 user unknown")
