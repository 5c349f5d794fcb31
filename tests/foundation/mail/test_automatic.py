"""Mails of machines are known by their header or by what they say of themselves."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.automatic import sent_by_machine


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "Auto-Generated; owner=x"),
        ("precedence", "bulk"),
        ("precedence", " AUTO_REPLY"),
        ("list-id", "<news.shop.example>"),
        ("x-autoreply", "yes"),
        ("x-auto-response-suppress", "All"),
        ("return-path", "<>"),
    ],
)
def test_header_says_it(name: str, value: str):
    assert sent_by_machine({name: (value,)}, "text/plain", "", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "no"),
        ("precedence", "first-class"),
        ("return-path", "<a@shop.example>"),
        ("x-mailer", "x"),
    ],
)
def test_header_of_a_person_says_nothing(name: str, value: str):
    assert not sent_by_machine({name: (value,)}, "text/plain", "", "")


@pytest.mark.parametrize(
    "subject",
    [
        "自動返信: 件",
        "【自動返信】受付",
        "不在通知",
        "休暇中です",
        "Out of Office: x",
        "Automatic reply: x",
        "AutoReply",
        "自动回复: x",
    ],
)
def test_subject_says_it(subject: str):
    assert sent_by_machine({}, "text/plain", subject, "")


@pytest.mark.parametrize(
    "subject", ["Re: 自動返信: 件", "自動返信機の故障", "休暇村の対応", "Automatic door broken", ""]
)
def test_subject_of_a_person_says_nothing(subject: str):
    assert not sent_by_machine({}, "text/plain", subject, "")


@pytest.mark.parametrize(
    "words",
    [
        "このメールは自動送信されています。",
        "本メールはシステムより自動で配信しております。",
        "自動返信メールです。お問い合わせを受け付けました。",
        "This is an automated message. Do not reply.",
        "I am out of the office until Monday and will answer then.",
        "11月20日まで休暇をいただいております。戻り次第ご連絡いたします。",
        "出張のため不在にしております。お急ぎの場合は代表電話へお願いします。",
    ],
)
def test_words_say_it_of_themselves(words: str):
    assert sent_by_machine({}, "text/plain", "", words)


def test_long_letter_is_no_automatic_answer():
    assert not sent_by_machine(
        {}, "text/plain", "", "このメールは自動送信されています。" + "長い手紙。" * 1_000
    )
