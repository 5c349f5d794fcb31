"""The lines by which people sign."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.signature_words import is_contact_line, is_divider, is_name_line, is_sent_from


@pytest.mark.parametrize(
    "line",
    [
        *(
            "iPhoneから送信",
            "私の iPad から送信",
            "Galaxyから送信",
            "Yahoo!メール for iPhoneから送信",
            "ドコモメールから送信されました",
        ),
        *(
            "Sent from my iPhone",
            "Sent with Airmail",
            "Get Outlook for Android",
            "Von meinem iPhone gesendet",
            "Sendt fra min iPad",
        ),
        *(
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "发自我的iPhone",
            "Отправлено с iPhone",
            "From my iPhone",
            "\u1427",
        ),
    ],
)
def test_line_of_a_telephone_is_known(line: str):
    assert is_sent_from(line)


@pytest.mark.parametrize(
    "line",
    [
        "メールで送信しました。",
        "店から送信された書類です。",
        "昨日iPhoneを買いました。",
        "It was sent to my office.",
        "From my point of view",
        "",
        "auです",
    ],
)
def test_sentence_of_a_person_is_none(line: str):
    assert not is_sent_from(line)


def test_frame_is_signs_alone():
    assert is_divider("━━━━━━")
    assert is_divider("*-*-*-*-*")
    assert not is_divider("----")
    assert not is_divider("===== a =====")


@pytest.mark.parametrize(
    "line", ["TEL: 03-0000-0000", "〒100-0001", "https://shop.example", "株式会社ひだまり", "a@shop.example"]
)
def test_line_that_says_how_to_reach_somebody_is_known(line: str):
    assert is_contact_line(line)


def test_name_behind_a_dash_is_known():
    assert is_name_line("-Hanako Yamada")
    assert not is_name_line("- 返品したい")
    assert not is_name_line("-please call me back tomorrow")
