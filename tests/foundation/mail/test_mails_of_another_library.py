"""Mails put together by another library, which keeps to the standards, come back as what was put in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.foundation.mail.structure import structure_of

TEXT = "十一月三日に届いた皿が割れていました。\n\n交換をお願いします。"
AT = datetime(2026, 11, 20, 10, 12, 34, tzinfo=timezone(timedelta(hours=9)))
JAPANESE = st.text(st.sampled_from("修理届品皿人あいうアイウー。、（）abcXYZ019 "), max_size=60)
NAMES = st.text(st.sampled_from("写真見積書あアー（）abcXYZ019_-"), min_size=1, max_size=40)


def letter(text: str = TEXT, subject: str = "皿が割れていました", **more: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "森 愛子 <aiko@shop.example>"
    mail["To"] = "苦情窓口 <desk@desk.example>"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(AT)
    mail["Message-ID"] = "<1@shop.example>"
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def read(mail: Message, policy: str = "smtp") -> Reading:
    return read_mail(mail.as_bytes(policy=SMTPUTF8 if policy == "utf8" else SMTP))


def held(reading: Reading) -> list[tuple[str, str, bytes]]:
    return [(one.name, one.kind, b"".join(one.content())) for one in reading.attachments]


@pytest.mark.parametrize("policy", ["smtp", "utf8"])
def test_letter_is_read_as_it_was_written(policy: str):
    found = read(letter(), policy)
    assert found.subject == "皿が割れていました"
    assert (found.sender.name, found.sender.address, found.sender.sure) == (
        "森 愛子",
        "aiko@shop.example",
        True,
    )
    assert [one.address for one in found.to] == ["desk@desk.example"]
    assert (found.date, found.message_id) == (AT, "<1@shop.example>")
    assert (found.text, found.flaws) == (TEXT, frozenset())


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp"])
def test_text_is_read_under_every_charset_and_encoding(charset: str, encoding: str):
    mail = letter()
    mail.set_content(
        TEXT, charset=charset, cte="7bit" if (charset, encoding) == ("iso-2022-jp", "8bit") else encoding
    )
    found = read_mail(mail.as_bytes(policy=SMTP.clone(cte_type="8bit")))
    assert (found.text, found.confidence, found.flaws) == (TEXT, 1.0, frozenset())


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("application/pdf", "見積書（最終）.pdf", b"%PDF-1.7"),
        ("image/jpeg", "割れた皿.jpg", bytes(range(256))),
        ("application/octet-stream", "a.bin", b""),
        ("text/csv", "明細.csv", "品名,数\r\n皿,2\r\n".encode("cp932")),
        ("audio/amr", "留守番電話.amr", b"#!AMR" + bytes(2_000)),
        ("application/zip", "長い" * 60 + ".zip", b"PK\x03\x04"),
    ],
)
def test_file_comes_back_byte_for_byte_with_its_name(kind: str, name: str, data: bytes):
    mail = letter()
    main, _, sub = kind.partition("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    assert held(read(mail)) == [(name, kind, data)]
    assert read(mail).text == TEXT


def test_files_keep_their_order_and_their_number():
    mail = letter()
    for number in range(12):
        mail.add_attachment(bytes([number]), maintype="image", subtype="png", filename=f"{number:02}.png")
    assert held(read(mail)) == [(f"{number:02}.png", "image/png", bytes([number])) for number in range(12)]


def test_html_beside_the_text_is_kept_and_said_once():
    mail = letter()
    mail.add_alternative("<p>十一月三日に<b>届いた皿</b></p>", subtype="html")
    found = read(mail)
    assert found.text == TEXT
    assert found.html.strip() == "<p>十一月三日に<b>届いた皿</b></p>"
    assert Flaw.HTML_ONLY not in found.flaws


def test_picture_within_html_is_enclosed_under_its_content_id():
    mail = letter()
    mail.add_alternative('<p><img src="cid:p1@shop.example"></p>', subtype="html")
    html = mail.get_payload()[1]  # type: ignore[index]
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<p1@shop.example>")
    [picture] = read(mail).attachments
    assert (picture.content_id, picture.kind, b"".join(picture.content())) == (
        "p1@shop.example",
        "image/png",
        b"\x89PNG",
    )


def test_mail_passed_on_as_a_file_is_enclosed_with_what_it_encloses():
    inner = letter("中のメールです。", "前の苦情")
    inner.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="中.pdf")
    outer = letter("ご覧ください。", "転送します")
    outer.add_attachment(inner)
    found = read(outer)
    assert found.text == "ご覧ください。"
    assert [one.name for one in found.attachments] == ["前の苦情.eml", "中.pdf"]
    assert Flaw.NESTED_MESSAGE in found.flaws
    within = read_mail(b"".join(found.attachments[0].content()))
    assert (within.subject, within.text) == ("前の苦情", "中のメールです。")


def test_text_in_two_parts_is_read_in_their_order():
    mail = MIMEMultipart()
    for said in ("一枚目です。", "二枚目です。", "三枚目です。"):
        mail.attach(MIMEText(said, "plain", "utf-8"))
    assert read(mail).text == "一枚目です。\n\n二枚目です。\n\n三枚目です。"


def test_signature_of_a_program_around_a_mail_leaves_its_words():
    mail = MIMEMultipart("signed", protocol="application/pgp-signature", micalg="pgp-sha256")
    mail.attach(MIMEText(TEXT, "plain", "utf-8"))
    signature = MIMEBase("application", "pgp-signature", name="signature.asc")
    signature.set_payload("-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n")
    mail.attach(signature)
    found = read(mail)
    assert found.text == TEXT
    assert Flaw.SIGNED_NOT_VERIFIED in found.flaws


def test_encrypted_mail_is_said_to_be_and_its_parts_are_enclosed():
    mail = MIMEMultipart("encrypted", protocol="application/pgp-encrypted")
    for kind, name, said in (
        ("pgp-encrypted", "version.asc", "Version: 1"),
        ("octet-stream", "a.asc", "hQ=="),
    ):
        part = MIMEBase("application", kind, name=name)
        part.set_payload(said)
        mail.attach(part)
    found = read(mail)
    assert Flaw.ENCRYPTED in found.flaws
    assert [one.name for one in found.attachments] == ["version.asc", "a.asc"]


@pytest.mark.parametrize(
    ("field", "value", "attribute", "meant"),
    [
        ("In-Reply-To", "<0@desk.example>", "in_reply_to", "<0@desk.example>"),
        (
            "References",
            "<a@desk.example> <b@desk.example>",
            "references",
            ("<a@desk.example>", "<b@desk.example>"),
        ),
        ("Cc", "佐藤 <sato@desk.example>, x@shop.example", "copies", ["sato@desk.example", "x@shop.example"]),
    ],
)
def test_field_of_the_thread_is_read(field: str, value: str, attribute: str, meant: object):
    found = getattr(read(letter(**{field: value})), attribute)
    assert ([one.address for one in found] if attribute == "copies" else found) == meant


@pytest.mark.parametrize("many", [1, 2, 30, 200])
def test_everybody_in_a_long_folded_field_is_named_once_and_in_order(many: int):
    mail = letter()
    del mail["To"]
    mail["To"] = ", ".join(f"会員 {number} <m{number}@desk.example>" for number in range(many))
    assert [one.address for one in read(mail).to] == [f"m{number}@desk.example" for number in range(many)]


@settings(max_examples=30, deadline=None)
@given(JAPANESE.filter(lambda one: bool(one.strip())), JAPANESE)
def test_subject_and_words_of_any_letter_come_back(subject: str, text: str):
    found = read(letter(text, subject))
    assert found.subject == " ".join(subject.split())
    assert found.text == text.rstrip()


@settings(max_examples=30, deadline=None)
@given(NAMES, st.binary(max_size=200))
def test_name_and_bytes_of_any_file_come_back(name: str, data: bytes):
    mail = letter()
    mail.add_attachment(data, maintype="application", subtype="x-thing", filename=f"{name}.dat")
    assert held(read(mail)) == [(f"{name}.dat", "application/x-thing", data)]


def _tree(leaves: st.SearchStrategy[Message]) -> st.SearchStrategy[Message]:
    return st.lists(leaves, min_size=1, max_size=3).map(_together)


def _together(parts: list[Message]) -> Message:
    whole = MIMEMultipart()
    for part in parts:
        whole.attach(part)
    return whole


def _leaf(data: bytes) -> Message:
    part = EmailMessage()
    part.set_content(data, maintype="application", subtype="octet-stream")
    return part


LEAVES = st.binary(max_size=40).map(_leaf)


@settings(max_examples=30, deadline=None)
@given(st.recursive(LEAVES, _tree, max_leaves=8))
def test_parts_of_any_tree_are_those_another_library_put_there(mail: Message):
    """Compared with the standard library's own parts, from left to right."""
    expected = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    found = structure_of(mail.as_bytes(policy=SMTP))
    assert [b"".join(found.content(part)) for part in found.root.walk() if not part.children] == expected
    assert found.flaws == frozenset()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["\r\n", "\n"]), st.integers(1, 6))
def test_line_ends_of_the_road_change_nothing(end: str, parts: int):
    mail = letter()
    for number in range(parts):
        mail.add_attachment(b"x" * number, maintype="image", subtype="gif", filename=f"{number}.gif")
    raw = mail.as_bytes(policy=SMTP).replace(b"\r\n", end.encode())
    found = read_mail(raw)
    assert (found.text, [one.size for one in found.attachments]) == (TEXT, list(range(parts)))
