"""Headers, boundaries and encodings as mailers break them; and sizes and depths that must cost nothing."""

from __future__ import annotations

import base64
import binascii
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.header_fields import header_at
from kikitori.foundation.mail.parameters import parameters_of
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.structure import DEEPEST, structure_of
from kikitori.foundation.mail.transfer import Damage, undone
from tests.foundation.mail.mails import of_parts

TEXT = "皿が割れていました。"


def fields(raw: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, one.value) for one in header_at(raw, 0, len(raw)).fields]


def leaves(raw: bytes) -> list[bytes]:
    found = structure_of(raw)
    return [b"".join(found.content(part)) for part in found.root.walk() if not part.children]


def whole(raw: bytes, encoding: str) -> bytes:
    return b"".join(undone(raw, 0, len(raw), encoding, Damage()))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        # RFC 5322 §2.2.3: folding.
        (b"Subject: a\n b\n\n", [("subject", b"a b")]),
        (b"Subject: a\n\tb\n\n", [("subject", b"a b")]),
        (b"Subject:\n a\n\n", [("subject", b"a")]),
        (b"Subject: a\r\n b\r\n\r\n", [("subject", b"a b")]),
        # §4.2: a fold of blanks alone; the header goes on behind it.
        (b"Subject: a\n \n b\nTo: c\n\n", [("subject", b"a b"), ("to", b"c")]),
        # §4.5: blanks before the colon.
        (b"Subject : a\n\n", [("subject", b"a")]),
        (b"Subject\t: a\n\n", [("subject", b"a")]),
        # Colons, blanks and nothing in the value.
        (b"Subject: a: b\n\n", [("subject", b"a: b")]),
        (b"Subject:a\n\n", [("subject", b"a")]),
        (b"Subject:\n\n", [("subject", b"")]),
        (b"Subject: \x00\n\n", [("subject", b"\x00")]),
        # Letters of any case; names of any printable sign.
        (b"SUBJECT: a\nsUbJeCt: b\n\n", [("subject", b"a"), ("subject", b"b")]),
        (b"X-\xe7: a\nTo: b\n\n", []),
        (b"X_1.2!: a\n\n", [("x_1.2!", b"a")]),
        # No blank line at the end.
        (b"Subject: a", [("subject", b"a")]),
        (b"Subject: a\n", [("subject", b"a")]),
    ],
)
def test_header_is_read_as_it_is_folded(raw: bytes, found: list[tuple[str, bytes]]):
    assert fields(raw) == found


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Subject", "To", "X-A"]), st.text(st.sampled_from("ab :;<>@皿"), max_size=20)
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_field_of_a_header_is_found_once_and_in_order(written: list[tuple[str, str]], end: str):
    raw = "".join(f"{name}: {value}{end}" for name, value in written) + end + "body: x"
    found = header_at(raw.encode(), 0, len(raw.encode()))
    assert [(one.name, one.value.decode()) for one in found.fields] == [
        (name.lower(), value.strip(" \t")) for name, value in written
    ]
    assert raw.encode()[found.body :] == b"body: x"


@pytest.mark.parametrize(
    "boundary",
    [
        "b",
        "=_Part_1.2",
        "----=_NextPart_000_0001",
        "'()+_,-./:=?",
        "a b",
        "x" * 70,
        "--",
        "あ",
    ],
)
def test_boundary_of_any_signs_parts_what_it_parts(boundary: str):
    """RFC 2046 §5.1.1 allows seventy of these signs; mailers write what they like."""
    mark = b"--" + boundary.encode()
    head = b'Content-Type: multipart/mixed; boundary="' + boundary.encode() + b'"\n\n'
    assert leaves(head + mark + b"\n\none\n" + mark + b"\n\ntwo\n" + mark + b"--\n") == [b"one", b"two"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        # What stands before the first line and behind the last is nobody's (RFC 2046 §5.1.1).
        (b"preamble\n--b\n\none\n--b--\nepilogue", [b"one"]),
        # A part may be empty, and may lack its own header.
        (b"--b\n\n\n--b\n\ntwo\n--b--\n", [b"", b"two"]),
        (b"--b\n\none\n--b\n--b--\n", [b"one", b""]),
        # The line end before a boundary belongs to the boundary, any before it to the part.
        (b"--b\n\none\n\n--b--\n", [b"one\n"]),
        # A longer boundary is another one.
        (b"--b\n\none\n--bb\nstill one\n--b--\n", [b"one\n--bb\nstill one"]),
        # Behind the end nothing begins.
        (b"--b\n\none\n--b--\n--b\n\ntwo\n--b--\n", [b"one"]),
        # Blanks behind it (§5.1.1: transport padding).
        (b"--b   \n\none\n--b--  \n", [b"one"]),
        # Cut off.
        (b"--b\n\none\n--b\n\ntw", [b"one", b"tw"]),
    ],
)
def test_parts_are_what_stands_between_the_lines(raw: bytes, found: list[bytes]):
    assert leaves(b"Content-Type: multipart/mixed; boundary=b\n\n" + raw) == found


def test_inner_boundary_that_begins_like_the_outer_one_parts_only_the_inner():
    inner = b"Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb\n\ntwo\n--bb--"
    assert leaves(of_parts(inner, b"\nthree")) == [b"one", b"two", b"three"]


def test_inner_multipart_without_its_end_gives_nothing_to_the_outer_one():
    inner = b"Content-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--i\n\ntwo"
    raw = of_parts(inner, b"\nthree")
    assert leaves(raw) == [b"one", b"two", b"three"]
    assert Flaw.TRUNCATED in structure_of(raw).flaws


@pytest.mark.parametrize("depth", [1, 5, DEEPEST - 1])
def test_text_is_read_at_any_depth_a_mailer_reaches(depth: int):
    part = b"Content-Type: text/plain; charset=utf-8\n\n" + TEXT.encode()
    for number in range(depth):
        name = f"b{number}".encode()
        part = b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n%s\n--%s--\n" % (name, name, part, name)
    assert read_mail(b"From: a@x.example\n" + part).text == TEXT


@pytest.mark.parametrize(
    "header",
    [
        b"multipart/mixed",
        b"multipart/mixed; boundary",
        b"multipart/mixed; boundary=",
        b'multipart/mixed; boundary=""',
        b"multipart/mixed; boundary=wrong",
        b"multipart/mixed; bondary=right",
        b"multipart/mixed; boundary=right; boundary=wrong",
    ],
)
def test_mail_whose_boundary_is_not_declared_is_read_by_the_one_that_is_there(header: bytes):
    body = b"\n--right\n\none\n--right\n\ntwo\n--right--\n"
    assert read_mail(b"From: a@x.example\nContent-Type: " + header + b"\n" + body).text == "one\n\ntwo"


@pytest.mark.parametrize(
    ("encoded", "plain"),
    [
        # RFC 2045 §6.7.
        (b"a=3Db", b"a=b"),
        (b"=E7=9A=BF", "皿".encode()),
        (b"=e7=9a=bf", "皿".encode()),
        (b"one=\r\ntwo", b"onetwo"),
        (b"one =\r\ntwo", b"one two"),
        (b"one=  \r\ntwo", b"onetwo"),
        (b"one \t\r\ntwo", b"one\r\ntwo"),
        (b"one=20\r\ntwo", b"one \r\ntwo"),
        # What is not allowed, and sent.
        (b"100% =sure", b"100% =sure"),
        (b"a=", b"a"),
        (b"=\r\n", b""),
        (b"a=3", b"a=3"),
        ("皿=20".encode(), "皿 ".encode()),
        (b"a_b", b"a_b"),
        (b"", b""),
    ],
)
def test_quoted_printable_is_undone_as_far_as_it_is_one(encoded: bytes, plain: bytes):
    assert whole(encoded, "quoted-printable") == plain


@pytest.mark.parametrize(
    ("encoded", "plain"),
    [
        (b"55q/", "皿".encode()),
        (b"5\n5\nq\n/\n", "皿".encode()),
        (b" 55q/ \r\n", "皿".encode()),
        (b"55q/YQ==", "皿a".encode()),
        (b"55q/YQ", "皿a".encode()),
        (b"55q/YWI=", "皿ab".encode()),
        (b"YQ==YWI=YWJj", b"aababc"),
        (b"YWJj====", b"abc"),
        (b"YWJj*", b"abc"),
        (b"====", b""),
        (b"", b""),
    ],
)
def test_base64_is_undone_as_far_as_it_is_one(encoded: bytes, plain: bytes):
    assert whole(encoded, "base64") == plain


@settings(max_examples=50)
@given(st.binary(max_size=400), st.integers(1, 120), st.sampled_from([b"\n", b"\r\n", b" ", b"\n\t"]))
def test_base64_may_be_broken_anywhere(data: bytes, width: int, end: bytes):
    encoded = base64.b64encode(data)
    broken = end.join(encoded[at : at + width] for at in range(0, len(encoded), width))
    assert whole(broken, "base64") == data


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=30), max_size=8))
def test_base64_encoded_in_several_goes_is_the_same_as_in_one(pieces: list[bytes]):
    assert whole(b"\n".join(base64.b64encode(piece) for piece in pieces), "base64") == b"".join(pieces)


@settings(max_examples=50)
@given(st.binary(max_size=400))
def test_lines_of_uuencode_come_back(data: bytes):
    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    assert whole(b"begin 644 a\n" + lines + b"`\nend\n", "x-uuencode") == data


@settings(max_examples=50)
@given(st.text(st.sampled_from("皿が割れた=_ \t.abc\n"), max_size=200))
def test_quoted_text_of_another_library_comes_back(text: str):
    assert whole(quopri.encodestring(text.encode()), "quoted-printable").decode() == text


@pytest.mark.parametrize(
    ("header", "name", "text"),
    [
        # RFC 2231 §3 and §4, with other names.
        (b"a/b; url*0=https://; url*1=shop.example/a", "url", "https://shop.example/a"),
        (b"a/b; title*=us-ascii'en-us'Plates%20broken", "title", "Plates broken"),
        (b"a/b; title*0*=us-ascii'en'Plates%20; title*1*=%2A%2A; title*2=broken", "title", "Plates **broken"),
        (b"a/b; title*=utf-8''%E7%9A%BF%20%E2%82%AC", "title", "皿 €"),
        # Ten pieces and more, in any order.
        (b"a/b; " + b"; ".join(b"t*%d=%d" % (n, n % 10) for n in range(12)), "t", "012345678901"),
        (b"a/b; " + b"; ".join(b"t*%d=%d" % (n, n % 10) for n in reversed(range(12))), "t", "012345678901"),
        # Half an escaped character at the end of a piece.
        (b"a/b; t*0*=utf-8''%E7%9A; t*1*=%BF", "t", "皿"),
        # Quotes, semicolons and blanks within.
        (b'a/b; t="x; y=z"', "t", "x; y=z"),
        (b'a/b; t="x\\"y"', "t", 'x"y'),
        (b'a/b; t = "x" ; u=y', "t", "x"),
        (b"a/b;t=x;u=y", "u", "y"),
        (b"a/b; T=x", "t", "x"),
        # Charsets that are none.
        (b"a/b; t*=no-such''%41", "t", "A"),
        (b"a/b; t*=''%41", "t", "A"),
        (b"a/b; t*=%41", "t", "A"),
    ],
)
def test_parameter_is_put_together_as_the_standard_says(header: bytes, name: str, text: str):
    assert parameters_of(header, default="text/plain").text(name) == text


@pytest.mark.parametrize(
    ("many", "piece"),
    [
        (20_000, b"a/b; "),
        (20_000, b";"),
        (5_000, b"x=y; "),
        (5_000, b'"'),
        (5_000, b"="),
        (20_000, b" "),
        (5_000, b"t*1*="),
    ],
)
def test_parameters_without_end_are_read_to_an_end(many: int, piece: bytes):
    found = parameters_of(b"text/plain; " + piece * many + b"; charset=utf-8", default="text/plain")
    assert found.value == "text/plain"
    assert found.text("charset") in ("", "utf-8")


@pytest.mark.parametrize("piece", [b"From: a\n", b" fold\n", b"rubbish\n", b"\n", b"--b\n", b"A:\n \n"])
def test_header_of_thousands_of_lines_is_read_to_an_end(piece: bytes):
    raw = b"From: a@x.example\n" + piece * 20_000
    assert len(read_mail(raw).text) <= len(raw)
