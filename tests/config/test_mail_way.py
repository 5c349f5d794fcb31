"""How letters leave the house: every form of the setting, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.config.mail_way import MailWay, parse_mail_way

HOME = Path("/data/mailbox")


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("folder:", MailWay(folder=HOME)),
        ("folder:/var/mail out", MailWay(folder=Path("/var/mail out"))),
        ("smtp://mail.example", MailWay(host="mail.example", port=25)),
        ("smtp://mail.example:2525", MailWay(host="mail.example", port=2525)),
        (
            "smtp://desk:pw@mail.example",
            MailWay(host="mail.example", port=587, user="desk", password="pw", starttls=True),
        ),
        ("smtps://mail.example", MailWay(host="mail.example", port=465, tls=True)),
        (
            "smtps://desk%40a.example:p%3Aw%2F@mail.example:4650",
            MailWay(host="mail.example", port=4650, user="desk@a.example", password="p:w/", tls=True),
        ),
    ],
)
def test_parse_mail_way_reads_each_form(text, way):
    assert parse_mail_way(text, HOME) == way


@pytest.mark.parametrize(
    "text", ["mail.example", "smtp://", "http://mail.example", "smtp://h:99999", "", "smtp:h"]
)
def test_parse_mail_way_refuses_what_it_cannot_read(text):
    with pytest.raises(ValueError, match=r"smtp|[Pp]ort"):
        parse_mail_way(text, HOME)


def test_a_password_never_travels_in_the_clear():
    for text in ("smtp://u:p@h", "smtp://u:p@h:25", "smtps://u:p@h"):
        way = parse_mail_way(text, HOME)
        assert way.tls or way.starttls


def test_a_way_does_not_show_its_password():
    assert "himitsu" not in repr(parse_mail_way("smtp://u:himitsu@h", HOME))
