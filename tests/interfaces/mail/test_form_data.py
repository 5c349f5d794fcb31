"""What providers send: bytes come out of a form as they went in, and what is no form is refused."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.mail.form_data import NoForm, fields_of
from kikitori.interfaces.mail.providers import NotRaw, NotUnderstood, mails_in
from kikitori.records.letters.mail_terms import Provider

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
RAW = b"From: a@shop.example\r\n\r\n\xff\x80 --b\r\nwords"
names = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=8)


def multipart(fields: dict[str, bytes], boundary: str = "b0und") -> bytes:
    mark = f"--{boundary}".encode()
    parts = b"".join(
        mark + b'\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    )
    return parts + mark + b"--\r\n"


@given(st.dictionaries(names, st.binary(max_size=60).filter(lambda raw: b"--b0und" not in raw), max_size=5))
@settings(max_examples=25)
def test_bytes_of_a_form_in_parts_come_out_as_they_went_in(fields: dict[str, bytes]) -> None:
    assert fields_of(MULTIPART, "b0und", multipart(fields)) == fields


@given(st.dictionaries(names, st.binary(max_size=40), max_size=5))
@settings(max_examples=25)
def test_bytes_of_an_encoded_form_come_out_as_they_went_in(fields: dict[str, bytes]) -> None:
    assert fields_of(URLENCODED, "", urlencode(fields).encode()) == fields


def test_mail_of_eight_bits_comes_through_an_encoded_form_as_it_was_written() -> None:
    mail = "Subject: 皿\r\n\r\n届いた皿が割れていました。".encode() + b"\x80\xff"
    assert fields_of(URLENCODED, "", urlencode({"body-mime": mail, "件名": "皿"}).encode()) == {
        "body-mime": mail,
        "件名": "皿".encode(),
    }


@given(st.binary(max_size=200), st.sampled_from([MULTIPART, URLENCODED, "text/plain", ""]))
@settings(max_examples=30)
def test_any_bytes_are_a_form_or_none(body: bytes, kind: str) -> None:
    try:
        found = fields_of(kind, "b", body)
    except NoForm:
        return
    assert all(isinstance(value, bytes) for value in found.values())


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (b"", "b"),
        (b"--b", "b"),
        (b"--b\r\n", "b"),
        (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\nno end", "b"),
        (b"--b\r\nno header end\r\n--b--", "b"),
        (multipart({"x": b"1"}), ""),
        (multipart({"x": b"1"}), "境"),
        (multipart({"x": b"1"}), "other"),
    ],
)
def test_form_that_breaks_off_or_has_no_boundary_is_none(body: bytes, boundary: str) -> None:
    with pytest.raises(NoForm):
        fields_of(MULTIPART, boundary, body)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "multipart/mixed"])
def test_what_does_not_say_it_is_a_form_has_no_fields(kind: str) -> None:
    assert fields_of(kind, "b", multipart({"x": b"1"}, "b")) == {}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('Content-Disposition: form-data; name="email"', "email"),
        ("content-disposition:form-data;name=email", "email"),
        ('Content-Type: text/plain\r\nContent-Disposition: form-data; name="email"; filename="a"', "email"),
        ('Content-Disposition: form-data; filename="a"; name="email"', "email"),
    ],
)
def test_name_of_a_field_is_found_wherever_it_stands(head: str, name: str) -> None:
    body = f"--b\r\n{head}\r\n\r\nx\r\n--b--".encode()
    assert fields_of(MULTIPART, "b", body) == {name: b"x"}


def test_last_of_several_fields_of_one_name_counts_and_one_without_a_name_is_passed_over() -> None:
    twice = b"".join(multipart({"x": value})[: -len(b"--b0und--\r\n")] for value in (b"1", b"2"))
    nameless = b"--b0und\r\nX: y\r\n\r\nz\r\n--b0und--\r\n"
    assert fields_of(MULTIPART, "b0und", twice + nameless) == {"x": b"2"}


def test_words_before_the_first_boundary_are_nobodys() -> None:
    assert fields_of(MULTIPART, "b0und", b"preamble\r\n" + multipart({"x": b"1"})) == {"x": b"1"}


@pytest.mark.parametrize("number", [200, 201])
def test_number_of_fields_is_limited(number: int) -> None:
    encoded = urlencode({f"f{each}": "" for each in range(number)}).encode()
    if number > 200:
        with pytest.raises(NoForm):
            fields_of(URLENCODED, "", encoded)
    else:
        assert len(fields_of(URLENCODED, "", encoded)) == number


def events(*each: object) -> bytes:
    return json.dumps(each).encode()


TEXT = "From: a@shop.example\r\n\r\n皿が割れました"
RELAYED = {"msys": {"relay_message": {"content": {"email_rfc822": TEXT}}}}
ENCODED = {
    "msys": {
        "relay_message": {
            "content": {"email_rfc822": b64encode(RAW).decode(), "email_rfc822_is_base64": True}
        }
    }
}


@pytest.mark.parametrize(
    ("provider", "fields", "body", "mails"),
    [
        (Provider.MAILGUN, {"body-mime": RAW}, b"", [RAW]),
        (Provider.SENDGRID, {"email": RAW}, b"", [RAW]),
        (Provider.POSTMARK, {}, json.dumps({"RawEmail": TEXT}).encode(), [TEXT.encode()]),
        (Provider.SPARKPOST, {}, events(RELAYED, ENCODED, {}, {"msys": {}}), [TEXT.encode(), RAW]),
        (
            Provider.MANDRILL,
            {"mandrill_events": events({"event": "inbound", "msg": {"raw_msg": TEXT}}, {"event": "send"})},
            b"",
            [TEXT.encode()],
        ),
        (Provider.MANDRILL, {}, b"", []),
        (Provider.SPARKPOST, {}, b"[]", []),
    ],
)
def test_mails_are_taken_out_of_what_each_provider_sends(
    provider: Provider, fields: dict[str, bytes], body: bytes, mails: list[bytes]
) -> None:
    assert mails_in(provider, fields, body) == mails


@pytest.mark.parametrize(
    ("provider", "fields", "body"),
    [
        (Provider.MAILGUN, {}, b""),
        (Provider.MAILGUN, {"body-mime": b""}, b""),
        (Provider.SENDGRID, {"text": b"in parts"}, b""),
        (Provider.POSTMARK, {}, b'{"TextBody": "x"}'),
        (Provider.POSTMARK, {}, b'{"RawEmail": ""}'),
        (Provider.POSTMARK, {}, b'{"RawEmail": 5}'),
        (Provider.SPARKPOST, {}, events({"msys": {"relay_message": {"content": {}}}})),
        (Provider.SPARKPOST, {}, events({"msys": {"relay_message": {"subject": "x"}}})),
        (Provider.MANDRILL, {"mandrill_events": events({"event": "inbound", "msg": {"text": "x"}})}, b""),
    ],
)
def test_mail_in_parts_is_no_mail_as_it_came(
    provider: Provider, fields: dict[str, bytes], body: bytes
) -> None:
    with pytest.raises(NotRaw):
        mails_in(provider, fields, body)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"5", b'"x"', b"[5]", b"[null]", b"[[]]", b"[" * 5_000, b"\xff"]
)
@pytest.mark.parametrize("provider", [Provider.POSTMARK, Provider.SPARKPOST, Provider.MANDRILL])
def test_what_no_provider_sends_is_not_understood(provider: Provider, body: bytes) -> None:
    fields = {"mandrill_events": body} if provider is Provider.MANDRILL else {}
    with suppress(NotUnderstood, NotRaw):
        assert mails_in(provider, fields, body) == []
