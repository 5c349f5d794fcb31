"""Values with parameters, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.parameters import parameters_of


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="a.pdf"', "a.pdf"),
        (b"attachment; filename=a b.pdf", "a b.pdf"),
        (b'attachment; filename="a;b.pdf"', "a;b.pdf"),
        (b'attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        (b"attachment; filename*=utf-8''%E5%86%99%E7%9C%9F.jpg", "写真.jpg"),
        (b"attachment; filename*=iso-2022-jp'ja'%1B$B%3CL%3F%3F%1B%28B.jpg", "写真.jpg"),
        (b"attachment; filename*0*=utf-8''%E5%86%99; filename*1*=%E7%9C%9F; filename*2=.jpg", "写真.jpg"),
        (b"attachment; filename*1*=%E7%9C%9F; filename*0*=utf-8''%E5%86%99", "写真"),
        (b"attachment; filename=x.jpg; filename*=utf-8''%E5%86%99.jpg", "写.jpg"),
        (b'attachment; filename="=?UTF-8?B?5YaZ55yf?=.jpg"', "写真.jpg"),
        ('attachment; filename="写真.jpg"'.encode(), "写真.jpg"),
        ('attachment; filename="写真.jpg"'.encode("cp932"), "写真.jpg"),
        ('attachment; filename="写真.jpg"'.encode("iso2022_jp"), "写真.jpg"),
        (b"attachment; filename=%E5%86%99%E7%9C%9F.jpg", "写真.jpg"),
        (b"attachment; filename=100%25.pdf", "100%25.pdf"),
        (b"attachment; FileName = a.pdf", "a.pdf"),
        (b"attachment", ""),
    ],
)
def test_name_of_a_file_is_read(header: bytes, name: str):
    assert parameters_of(header, default="").text("filename") == name


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"TEXT/HTML; charset=x", "text/html"),
        (b"text", "text/plain"),
        (b"html", "text/html"),
        (b"", "text/plain"),
        (b"rubbish", "text/plain"),
        (b"text/plain (comment)", "text/plain"),
        (b"charset=utf-8", "text/plain"),
    ],
)
def test_type_is_read_or_the_usual_one(header: bytes, value: str):
    assert parameters_of(header, default="text/plain").value == value


@settings(max_examples=100)
@given(st.binary(max_size=120), st.sampled_from(["filename", "charset", "boundary"]))
def test_any_bytes_have_values(header: bytes, name: str):
    for raw in (header, b"a/b; " + header, name.encode() + b"=" + header):
        found = parameters_of(raw, default="text/plain")
        found.text(name).encode()
        assert isinstance(found.raw(name), bytes)
