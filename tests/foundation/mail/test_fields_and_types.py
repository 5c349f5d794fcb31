"""Types, names and encodings of parts as mailers really write them; what they say wrongly harms nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.names import LONGEST, clean_name
from kikitori.foundation.mail.parameters import parameters_of
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.structure import structure_of
from kikitori.foundation.mail.words import decoded_words, one_line
from tests.foundation.mail.mails import of_parts, plain


@pytest.mark.parametrize(
    ("header", "charset"),
    [
        (b"text/plain; charset=utf-8", "utf-8"),
        (b'text/plain; charset="utf-8"', "utf-8"),
        (b"text/plain;charset = UTF-8", "UTF-8"),
        (b"text/plain; format=flowed; charset=utf-8", "utf-8"),
        (b"text/plain; charset=utf-8; charset=cp932", "utf-8"),
        (b"text/plain; charset*=us-ascii''utf-8", "utf-8"),
        (b"text/plain; charset=", ""),
        (b"text/plain; charset", ""),
        (b"text/plain charset=utf-8", ""),
        (b"text/plain;;; charset=utf-8", "utf-8"),
    ],
)
def test_charset_is_read_wherever_it_stands(header: bytes, charset: str):
    assert parameters_of(header, default="text/plain").text("charset") == charset


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="C:\\fakepath\\a.pdf"', "C:\\fakepath\\a.pdf"),
        (b'attachment; filename="a.pdf', "a.pdf"),
        (b'attachment; filename="=?ISO-2022-JP?B?GyRCPzkbKEI=?=.pdf"', "森.pdf"),
        (b"attachment; filename*0=a; filename*1=b; filename*2=c.pdf", "abc.pdf"),
        (b"attachment; filename*2=c.pdf; filename*0=a; filename*1=b", "abc.pdf"),
        (b"attachment; filename*0*=utf-8''a%20; filename*1=b.pdf", "a b.pdf"),
        (b"attachment; filename*=''a.pdf", "a.pdf"),
        (b"attachment; filename*=nonsense''a.pdf", "a.pdf"),
        (b"attachment; filename*=utf-8''%ZZ.pdf", "%ZZ.pdf"),
        (b'attachment; filename=""', ""),
    ],
)
def test_name_is_put_together_from_its_pieces(header: bytes, name: str):
    assert parameters_of(header, default="").text("filename") == name


def test_parameter_that_is_not_there_is_told_from_one_that_is_empty():
    found = parameters_of(b"text/plain; charset=; format=flowed", default="text/plain")
    assert (found.has("charset"), found.has("boundary")) == (True, False)
    assert found.raw("charset") == found.raw("boundary") == b""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?UTF-8?B?5bGK44GE44Gf55q/?=", "届いた皿"),
        (b"=?utf-8?b?5bGK44GE?= =?utf-8?b?44Gf55q/?=", "届いた皿"),
        (b"=?UTF-8?B?5bGK44GE44E=?=\r\n =?UTF-8?B?n+eavw==?=", "届いた皿"),
        (b"=?UTF-8?Q?a=5Fb_c?=", "a_b c"),
        (b"=?UTF-8*ja?Q?a?=", "a"),
        (b"Re: =?UTF-8?B?55q/?= (2)", "Re: 皿 (2)"),
        (b"=?UTF-8?X?55q/?=", "=?UTF-8?X?55q/?="),
        (b"=?nonsense?Q?plain?=", "plain"),
        (b"=?UTF-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        (b"=?UTF-8?Q?=E2=80=AEevil?=", "evil"),
        (b"=?UTF-8?Q?a=00b?=", "ab"),
        (b"=?UTF-8?Q??=", ""),
        (b"", ""),
        ("皿".encode("cp932") + b" 2", "皿 2"),
        ("届いた皿".encode("iso2022_jp"), "届いた皿"),
    ],
)
def test_text_of_a_header_is_one_line_of_what_it_says(raw: bytes, text: str):
    assert decoded_words(raw) == text


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_line_stays_as_it_is_once_it_is_one(text: str):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("見積書（最終）.xlsx", "見積書（最終）.xlsx"),
        ("ﾘｮｳｼｭｳｼｮ.pdf", "ﾘｮｳｼｭｳｼｮ.pdf"),
        ("か\u3099.jpg", "か\u3099.jpg"),
        ("👩‍👧‍👦.png".replace("\u200d", ""), "👩👧👦.png"),
        (".htaccess", ".htaccess"),
        ("a  b\t c.txt", "a b c.txt"),
        ("COM1.txt", "COM1.txt"),
        ("a.tar.gz", "a.tar.gz"),
        ("/", ""),
        ("\\\\server\\share\\a.doc", "a.doc"),
        ("a\u2044b.txt", "b.txt"),
        ("\ud800a.txt", "a.txt"),
        ("請求書\u3164.exe", "請求書.exe"),
        ("\uffa0\u2800a.exe", "a.exe"),
    ],
)
def test_name_keeps_what_is_its_own(name: str, clean: str):
    assert clean_name(name) == clean


@pytest.mark.parametrize("ending", [".pdf", ".jpeg", "", ".a_b", "." + "x" * 30])
def test_name_too_long_is_cut_and_says_so(ending: str):
    name = clean_name("あ" * 3_000 + ending)
    assert len(name) <= LONGEST
    assert "…" in name


@pytest.mark.parametrize(
    ("encoding", "body", "words"),
    [
        ("7bit", b"hello", "hello"),
        ("BASE64", b"aGVsbG8=", "hello"),
        ("quoted-printable", b"hel=\nlo", "hello"),
        ("8bit", "皿".encode(), "皿"),
        ("binary", "皿".encode(), "皿"),
        ("", "皿".encode(), "皿"),
        ("base64", "皿が割れていました。".encode(), "皿が割れていました。"),
        ("base64", b"The plate was broken when it came.", "The plate was broken when it came."),
    ],
)
def test_words_are_read_under_every_encoding_and_under_a_wrong_one(encoding: str, body: bytes, words: str):
    head = b"From: a@shop.example\nContent-Type: text/plain; charset=utf-8\n"
    head += f"Content-Transfer-Encoding: {encoding}\n\n".encode()
    assert read_mail(head + body).text == words


def test_encoding_that_lies_is_told_of():
    head = b"From: a@shop.example\nContent-Transfer-Encoding: base64\n\n"
    assert Flaw.BAD_TRANSFER_ENCODING in read_mail(head + b"The plate was broken when it came.").flaws


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (b"Content-Type: TEXT/HTML\n", "text/html"),
        (b"Content-Type: text\n", "text/plain"),
        (b"Content-Type: \n", "text/plain"),
        (b"Content-Type: application/pdf\nContent-Type: text/html\n", "application/pdf"),
        (b"content-type : image/png\n", "image/png"),
        (b"Content-Type:\n text/html\n", "text/html"),
        (b"Content-Type: text/plain\n\t; charset=x\n", "text/plain"),
        (b"X: y\n", "text/plain"),
    ],
)
def test_type_of_a_part_is_that_of_its_first_field(header: bytes, kind: str):
    assert structure_of(b"From: a@shop.example\n" + header + b"\nx").root.type == kind


@pytest.mark.parametrize("cut", range(0, 240, 12))
def test_mail_cut_anywhere_is_still_read(cut: int):
    whole = of_parts(b"Content-Type: text/plain\n\none", b"Content-Type: application/pdf\n\n%PDF-1.7")
    read = read_mail(whole[:cut])
    assert isinstance(read.text, str)
    assert len(read.attachments) <= 1


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_bytes_in_the_middle_of_a_mail_never_keep_it_from_being_read(noise: bytes):
    whole = plain("届いた皿が割れていました。")
    middle = len(whole) // 2
    read = read_mail(whole[:middle] + noise + whole[middle:])
    read.text.encode("utf-8")
    assert "\x00" not in read.text
