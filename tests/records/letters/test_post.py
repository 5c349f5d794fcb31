"""The post: what a letter looks like as a mail, in a folder, and to an SMTP server of any mood."""

import logging
import smtplib
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kikitori.foundation.mail.reading import read_mail
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters import post
from kikitori.records.letters.dress import as_mail, recipient
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter
from kikitori.records.letters.post import send
from tests.letterbox import PostOffice, into_folder, open_office, read, text_of, to_server
from tests.makers import FRIDAY

SENDER = "みほん堂 <desk@example.jp>"
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Content-Language",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Type",
    "MIME-Version",
}


def letter(**changes: Any) -> Letter:
    """A letter nobody has stored: the post needs no database."""
    facts = {
        "pk": 7,
        "kind": LetterKind.ACKNOWLEDGEMENT.value,
        "to_name": "試野 はな",
        "to_address": "hana@example.jp",
        "language": "ja",
        "subject": "【みほん堂】お申し出を受け付けました（K-2026-000001）",
        "body": "試野 はな 様\n\nお知らせいただき、ありがとうございます。😡\n.\n..\nFrom here\n",
        "message_id": "<a1b2@letters.kikitori.invalid>",
        "written_at": FRIDAY,
        "complaint": Complaint(confidentiality="ordinary"),
        **changes,
    }
    return Letter(**facts)


def as_read(**changes: Any) -> Any:
    """The mail of a letter, as the reader's program sees it."""
    return read(as_mail(letter(**changes), SENDER).as_bytes())


# ---- the letter as a mail


def test_mail_says_in_japanese_what_the_letter_says() -> None:
    mail = as_read()
    assert mail["Subject"] == "【みほん堂】お申し出を受け付けました（K-2026-000001）"
    assert [(a.display_name, a.addr_spec) for a in mail["To"].addresses] == [("試野 はな", "hana@example.jp")]
    assert [(a.display_name, a.addr_spec) for a in mail["From"].addresses] == [
        ("みほん堂", "desk@example.jp")
    ]
    assert text_of(mail) == letter().body
    assert mail["Content-Language"] == "ja"
    assert mail["Date"].datetime == FRIDAY


def test_mail_is_plain_ascii_on_the_wire() -> None:
    raw = as_mail(letter(), SENDER).as_bytes()
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_mail_without_a_name_goes_to_the_bare_address() -> None:
    assert as_mail(letter(to_name=""), SENDER)["To"] == "hana@example.jp"


def test_message_id_is_the_letters_own_at_every_try() -> None:
    first, second = (as_mail(letter(tries=n), SENDER) for n in (1, 5))
    assert first["Message-ID"] == second["Message-ID"] == "<a1b2@letters.kikitori.invalid>"
    assert first.as_bytes() == second.as_bytes()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_letter_a_machine_wrote_says_so_and_letters_by_hand_do_not(kind: LetterKind) -> None:
    by_hand = {"reply", "question", "proposal", "decision"}
    assert as_read(kind=kind.value)["Auto-Submitted"] == (None if kind.value in by_hand else "auto-generated")


@pytest.mark.parametrize(
    ("address", "sendable"),
    [
        ("hana@example.jp", "hana@example.jp"),
        ("a..b.@keitai.example", '"a..b."@keitai.example'),
        (".taro.@mobile.example", '".taro."@mobile.example'),
        ("-x-@tegami.example", "-x-@tegami.example"),
        ('"q q"@example.jp', '"q q"@example.jp'),
        ("はな@example.jp", None),
        ("ｈａｎａ＠example.jp", "hana@example.jp"),
        ("hana@みほん.example", "hana@xn--79jh5d.example"),
    ],
)
def test_address_is_quoted_exactly_where_a_strict_server_wants_it(address: str, sendable: str | None) -> None:
    if sendable is None:
        with pytest.raises(NotSent) as refusal:
            recipient(letter(to_address=address))
        assert (refusal.value.word, refusal.value.for_good) == ("address_not_ascii", True)
        return
    assert recipient(letter(to_address=address)) == sendable
    raw = as_mail(letter(to_address=address), SENDER).as_bytes().decode()
    assert f"<{sendable}>" in raw.replace("\r\n ", " ")
    (read_again,) = as_read(to_address=address)["To"].addresses
    assert (read_again.username, read_again.domain) == (
        sendable.rpartition("@")[0].strip('"'),
        sendable.rpartition("@")[2],
    )


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "a@example.jp\nBcc: evil@example.net", "a b@example.jp"]
)
def test_what_is_no_address_is_given_up_at_once(address: str) -> None:
    with pytest.raises(NotSent) as refusal:
        as_mail(letter(to_address=address), SENDER)
    assert (refusal.value.word, refusal.value.for_good) == ("bad_address", True)


INJECTIONS = [
    "はな\nBcc: evil@example.net",
    "はな\r\nBcc: evil@example.net\r\n\r\n<html>",
    "\rSubject: x",
    "x\x00Bcc: evil@example.net",
    "x\x0bBcc: evil@example.net",
    "x\x85Bcc: evil@example.net",
    "x\u2028Bcc: evil@example.net",
    "=?utf-8?q?x=0D=0ABcc:_evil@example.net?=",
    "=?utf-8?q?x=0ABcc:_evil@example.net?=",
    "=?UTF-8?B?eA0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=",
    "a =?utf-8?q?x=0D=0ABcc:_evil@example.net?= b",
    "==?utf-8?q?=0ABcc:_evil@example.net?=",
    'はな" <evil@example.net>, "x',
    "はな> <evil@example.net",
    "evil@example.net, はな",
    "はな; evil@example.net:",
    "(comment) \\",
    'back\\"slash"',
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("field", ["to_name", "subject"])
def test_what_people_wrote_adds_no_header_and_no_reader(field: str, text: str) -> None:
    raw = as_mail(letter(**{field: text}), SENDER).as_bytes()
    mail = read(raw)
    assert set(mail.keys()) == HEADERS
    assert [a.addr_spec for a in mail["To"].addresses] == ["hana@example.jp"]
    assert text_of(mail) == letter().body
    lines = raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert not [line for line in lines if line.lower().startswith(("bcc", "<html"))]


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300))
def test_any_name_can_be_written_to_and_reaches_one_reader(name: str) -> None:
    mail = as_read(to_name=name, subject=name)
    assert set(mail.keys()) == HEADERS
    assert [a.addr_spec for a in mail["To"].addresses] == ["hana@example.jp"]


@pytest.mark.parametrize(
    "name", ["試野 はな", "Smith, Jane", 'Jane "JJ" Smith', "㈱みほん（窓口）", "a\\b", "ハナ😡"]
)
def test_name_is_read_as_it_was_written(name: str) -> None:
    assert as_read(to_name=name)["To"].addresses[0].display_name == name


# ---- into a folder


def test_folder_is_made_and_gets_one_file_per_letter(folder: Path) -> None:
    send(letter(pk=7))
    send(letter(pk=8))
    assert sorted(file.name for file in folder.iterdir()) == ["00000007.eml", "00000008.eml"]
    assert text_of(read((folder / "00000007.eml").read_bytes())) == letter().body
    assert folder.stat().st_mode & 0o077 == 0


def test_second_try_into_the_folder_replaces_the_first(folder: Path) -> None:
    send(letter(tries=1))
    first = (folder / "00000007.eml").read_bytes()
    send(letter(tries=2))
    assert [file.name for file in folder.iterdir()] == ["00000007.eml"]
    assert (folder / "00000007.eml").read_bytes() == first


def test_letter_is_in_the_folder_whole_or_not_at_all(folder: Path) -> None:
    """A directory stands where the file should go, so that the last step fails: no half letter is left to read."""
    (folder / "00000007.eml").mkdir(parents=True)
    with pytest.raises(NotSent) as trouble:
        send(letter())
    assert (trouble.value.word, trouble.value.for_good) == ("folder", False)
    assert [file.name for file in folder.iterdir()] == ["00000007.eml"]
    assert not list((folder / "00000007.eml").iterdir())


def test_folder_that_cannot_be_made_is_trouble_to_try_again(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")
    with pytest.raises(NotSent) as trouble:
        send(letter())
    assert (trouble.value.word, trouble.value.for_good) == ("folder", False)


# ---- by SMTP


def post_to(settings: Settings, office: PostOffice, **changes: Any) -> None:
    to_server(settings, office.port)
    send(letter(**changes))


def test_server_gets_the_letter_with_its_sender_and_reader(settings: Settings) -> None:
    with open_office() as office:
        post_to(settings, office)
    (envelope,) = office.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("desk@example.jp", ["hana@example.jp"])
    (mail,) = office.letters
    assert mail["Subject"] == letter().subject
    assert mail["Message-ID"] == letter().message_id
    assert text_of(mail) == letter().body


def test_server_is_told_a_carrier_address_in_quotes(settings: Settings) -> None:
    with open_office() as office:
        post_to(settings, office, to_address="a..b.@keitai.example", to_name="あ, い <x@example.net>")
    assert office.wire == ['TO:<"a..b."@keitai.example>']
    assert len(office.taken) == 1


def test_letter_of_ten_thousand_characters_arrives_whole(settings: Settings) -> None:
    body = "ふざけるな！\n.\n" * 1250
    with open_office() as office:
        post_to(settings, office, body=body)
    assert text_of(office.letters[0]) == body


@pytest.mark.parametrize(
    ("answers", "word", "for_good"),
    [
        ({"rcpt_to": "450 hana@example.jp: mailbox busy"}, "refused", False),
        ({"rcpt_to": "452 too many"}, "refused", False),
        ({"rcpt_to": "550 hana@example.jp: no such user"}, "refused", True),
        ({"rcpt_to": "553 bad name"}, "refused", True),
        ({"data": "451 try later"}, "smtp_451", False),
        ({"data": "452 disk full"}, "smtp_452", False),
        ({"data": "554 looks like spam to hana@example.jp"}, "smtp_554", True),
        ({"data": "552 too long"}, "smtp_552", True),
        # About us, not about the letter: the sender is to be mended, the letter waits.
        ({"mail_from": "550 desk@example.jp not ours"}, "smtp_550", False),
        ({"mail_from": "451 greylisted"}, "smtp_451", False),
    ],
)
def test_refusal_is_for_good_only_where_it_is_about_letter_or_reader(
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    answers: dict[str, str],
    word: str,
    for_good: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    with open_office(**answers) as office, pytest.raises(NotSent) as refusal:
        post_to(settings, office)
    assert (refusal.value.word, refusal.value.for_good) == (word, for_good)
    assert str(refusal.value) == word
    assert office.taken == []
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kikitori")]
    assert not [line for line in ours if "hana" in line or "post.example" in line]


def test_letter_that_was_taken_is_sent_however_the_server_says_goodbye(settings: Settings) -> None:
    with open_office(goodbye="421 too busy to say goodbye") as office:
        post_to(settings, office)
    assert len(office.taken) == 1


def test_server_that_hangs_up_instead_of_answering_is_tried_again(settings: Settings) -> None:
    with open_office(drops=True) as office, pytest.raises(NotSent) as trouble:
        post_to(settings, office)
    assert (trouble.value.word, trouble.value.for_good) == ("SMTPServerDisconnected", False)


def test_server_that_never_answers_is_given_up_for_now(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "_TIMEOUT", 0.3)
    with open_office(stalls=True) as office, pytest.raises(NotSent) as trouble:
        post_to(settings, office)
    assert not trouble.value.for_good
    assert office.said == ["MAIL", "RCPT", "DATA"]


def test_server_that_is_not_there_is_tried_again(settings: Settings) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        to_server(settings, unheard.getsockname()[1])
        with pytest.raises(NotSent) as trouble:
            send(letter())
    assert (trouble.value.word, trouble.value.for_good) == ("ConnectionRefusedError", False)


def test_name_that_no_machine_has_is_tried_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    to_server(settings, 25)
    with pytest.raises(NotSent) as trouble:
        send(letter())
    assert (trouble.value.word, trouble.value.for_good) == ("gaierror", False)


def test_password_is_not_told_to_a_server_that_speaks_in_the_clear(settings: Settings) -> None:
    with open_office() as office:
        to_server(settings, office.port, user="desk:secret@")
        with pytest.raises(NotSent) as trouble:
            send(letter())
    assert (trouble.value.word, trouble.value.for_good) == (smtplib.SMTPNotSupportedError.__name__, False)
    assert office.said == []


def test_server_without_tls_is_not_spoken_to_where_tls_was_demanded(settings: Settings) -> None:
    with open_office() as office:
        to_server(settings, office.port, scheme="smtps")
        with pytest.raises(NotSent) as trouble:
            send(letter())
    assert not trouble.value.for_good
    assert office.said == []


def test_trouble_names_no_person_and_no_server(settings: Settings) -> None:
    said = "550 5.1.1 <hana@example.jp> unknown at post.example"
    with open_office(rcpt_to=said) as office, pytest.raises(NotSent) as refusal:
        post_to(settings, office)
    assert refusal.value.args == ("refused",)


def test_date_of_the_mail_is_when_the_letter_was_written() -> None:
    assert as_read(written_at=FRIDAY - timedelta(days=3))["Date"].datetime == FRIDAY - timedelta(days=3)


# ---- in two forms, and in the charset its reader understands


def test_same_words_stand_there_as_html_with_links_and_nothing_to_fetch() -> None:
    body = "試野 はな 様\n\n1 < 2 & <script>alert(1)</script>\nページ https://example.jp/follow/?a=1&b=2 をご覧ください。\n"
    part = as_read(body=body).get_body(("html",))
    html = part.get_content()
    assert "<p>試野 はな 様</p>" in html
    assert "1 &lt; 2 &amp; &lt;script&gt;alert(1)&lt;/script&gt;<br>" in html
    assert '<a href="https://example.jp/follow/?a=1&amp;b=2">' in html
    assert "src=" not in html
    assert '<html lang="ja">' in html


def test_letter_in_jis_is_seven_bits_and_says_the_same() -> None:
    mail = as_mail(letter(charset="iso-2022-jp", body="受付番号のお知らせ ～ 100－1\n"), SENDER)
    raw = mail.as_bytes()
    assert raw.isascii()
    assert b"\x1b$B" in raw
    assert b"=?iso-2022-jp?b?" in raw.lower()
    found = read_mail(raw)
    assert found.subject == letter().subject
    assert found.text == "受付番号のお知らせ 〜 100−1"
    assert (found.charset, found.sender.name, found.to[0].name) == ("iso2022_jp", "みほん堂", "試野 はな")


def test_letter_with_a_sign_jis_has_no_room_for_goes_in_utf_8() -> None:
    found = read_mail(as_mail(letter(charset="iso-2022-jp", body="髙橋様 😊 ①\n"), SENDER).as_bytes())
    assert (found.text, found.charset) == ("髙橋様 😊 ①", "utf-8")


def test_letter_within_a_conversation_says_where_it_belongs_and_where_to_answer() -> None:
    mail = as_read(in_reply_to="<q1@example.com>", reply_to="soudan@example.jp")
    assert (mail["In-Reply-To"], mail["References"]) == ("<q1@example.com>", "<q1@example.com>")
    assert mail["Reply-To"] == "soudan@example.jp"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert text_of(mail).startswith("―― この線より上にご返信ください ――\n\n試野 はな 様")
    english = as_read(reply_to="soudan@example.jp", language="en", kind="reply")
    assert text_of(english).startswith("—— Please write your answer above this line ——")
    assert "Auto-Submitted" not in english


@pytest.mark.parametrize("language", ["ja", "en"])
def test_confidential_complaint_travels_as_a_notice(language: str) -> None:
    complaint = Complaint(confidentiality="restricted", reference="K-2026-000007")
    raw = as_mail(
        letter(
            complaint=complaint, language=language, reply_to="soudan@example.jp", subject="極秘 K-2026-000007"
        ),
        SENDER,
    ).as_bytes()
    found = read_mail(raw)
    assert found.subject == {"ja": "お知らせがあります", "en": "There is news for you"}[language]
    assert "http://localhost:8000" in found.text
    for secret in ("極秘", "K-2026", "ありがとう"):
        assert secret not in found.text + found.html + found.subject
