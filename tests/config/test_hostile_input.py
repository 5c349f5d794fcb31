"""Bad input gets a clear 4xx in the reader's language, and nothing is written."""

from __future__ import annotations

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.config.hostile_input import TRACING_UTF8, is_readable
from kikitori.config.limits import FORM_LIMIT, UPLOAD_LIMIT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.views")]
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "kugiri"

UNREADABLE = {
    "NUL": b"a\x00b",
    "lone surrogate": b"\xed\xa0\x80",
    "broken UTF-8": b"\xe8\x8b",
    "Latin-1": b"caf\xe9",
    "Shift_JIS": "苦情".encode("cp932"),
    "overlong": b"\xc0\xaf",
    "beyond Unicode": b"\xf5\x80\x80\x80",
}
HONEST = {
    "Japanese": "苦情です",
    "half-width kana": "ｸｼﾞｮｳ",
    "emoji": "怒😡👨‍👩‍👧",
    "markup": "<script>alert(1)</script>",
    "replacement character": "文字化け\ufffd",
    "control characters": "a\x0bb\x1b$B",
    "private use": "\ue000\U000f0000",
    "not a character": "\uffff",
    "new lines": "a\r\nb\n",
    "percent": "100%だめ",
}


def percent(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in raw)


def multipart(raw: bytes) -> bytes:
    head = b'--kugiri\r\nContent-Disposition: form-data; name="story"\r\n\r\n'
    return head + raw + b"\r\n--kugiri--\r\n"


def refused(client: Client, answer, status: int = 400) -> bool:
    assert ProcrastinateJob.objects.count() == 0
    assert "<h1>" in answer.content.decode()
    return answer.status_code == status


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_query_is_refused(client, raw):
    assert refused(client, client.get(f"/echo?a={percent(raw)}"))


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_form_is_refused(client, raw):
    assert refused(client, client.post("/echo", f"story={percent(raw)}", content_type=FORM))


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_name_of_a_field_is_refused(client, raw):
    assert refused(client, client.post("/echo", f"{percent(raw)}=1", content_type=FORM))


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_form_with_files_is_refused(client, raw):
    answer = client.post("/echo", multipart(raw), content_type=f"multipart/form-data; boundary={BOUNDARY}")
    assert refused(client, answer)


def test_a_nul_in_the_address_is_refused(client):
    assert refused(client, client.get("/echo/a%00b"))


def test_a_nul_hidden_in_a_cookie_is_refused(client):
    assert refused(client, client.get("/echo", headers={"cookie": 'session-8000="a\\000b"'}))


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST)
def test_honest_text_arrives_as_it_was_written(client, text):
    assert client.post("/echo?q=1", {"story": text}).json()["post"] == {"story": text}
    body = f"story={percent(text.encode())}"
    assert client.post("/echo", body, content_type=FORM).json()["post"] == {"story": text}
    assert client.get("/echo", {"story": text}).json()["get"] == {"story": text}


@pytest.mark.parametrize(
    ("content_type", "limit"),
    [
        (FORM, FORM_LIMIT),
        ("application/json", FORM_LIMIT),
        (f"multipart/form-data; boundary={BOUNDARY}", UPLOAD_LIMIT),
    ],
)
def test_a_body_over_the_limit_is_refused_unread(client, content_type, limit):
    class Unreadable:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST", "/echo", b"", content_type, CONTENT_LENGTH=str(limit + 1), **{"wsgi.input": Unreadable()}
    )
    assert refused(client, answer, 413)


def test_texts_over_the_limit_are_refused_also_beside_files(client):
    answer = client.post(
        "/echo", multipart(b"a" * (FORM_LIMIT + 1)), content_type=f"multipart/form-data; boundary={BOUNDARY}"
    )
    assert refused(client, answer, 413)


def test_a_flood_of_fields_is_refused(client):
    assert refused(client, client.post("/echo", "&".join(f"f{n}=1" for n in range(501)), content_type=FORM))


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary="])
def test_a_form_without_a_boundary_is_refused(client, content_type):
    assert refused(client, client.post("/echo", b"x", content_type=content_type))


def test_a_length_that_is_no_number_is_taken_for_none(client):
    answer = client.generic("POST", "/echo", b"", FORM, CONTENT_LENGTH="many")
    assert answer.status_code == 200


@pytest.mark.parametrize(("language", "words"), [("ja", "読み取れませんでした"), ("en", "could not be read")])
def test_the_refusal_is_in_the_readers_language(client, language, words):
    answer = client.get("/echo?a=%00", headers={"Accept-Language": language})
    assert words in answer.content.decode()
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_looked_at_too(client, method):
    assert refused(client, getattr(client, method)("/echo", "a=%00", content_type=FORM))


def test_is_readable_takes_plus_for_space_and_percent_for_what_it_is():
    assert is_readable(b"a+b%20c%E8%8B%A6")
    assert is_readable(b"%zz%")
    assert not is_readable(b"%00")
    assert not is_readable(b"\x00")


def test_the_tracing_codec_keeps_good_text_and_marks_bad_bytes():
    assert "苦情".encode().decode(TRACING_UTF8, "replace") == "苦情"
    assert b"a\xff".decode(TRACING_UTF8, "replace") == "a\udcff"
    assert "苦情".encode(TRACING_UTF8) == "苦情".encode()
