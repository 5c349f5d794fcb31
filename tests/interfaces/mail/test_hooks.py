"""Webhooks of providers: signed ones are kept as they came, before the answer; everything else is refused and told why."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from kikitori.casework.file_mails import file_waiting
from kikitori.casework.mailboxes import MailboxGiven, add_mailbox, retire_mailbox
from kikitori.interfaces.mail import hooks
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.raw import raw_of
from tests.cast import Cast
from tests.mails import POST, raw
from tests.makers import FRIDAY

KEY = "name:the-key"
RAW = raw("添付の写真をご覧ください。\r\n").replace(b"utf-8", b"x-odd", 1) + b"\xff\x80--not a boundary\r\n"
TEXT = raw()


def multipart(fields: dict[str, bytes]) -> tuple[bytes, str]:
    parts = b"".join(
        b'--b0und\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    )
    return parts + b"--b0und--\r\n", "multipart/form-data; boundary=b0und"


def basic() -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(KEY.encode()).decode()}"}


def mailgun(content: bytes, key: str = KEY) -> tuple[bytes, str, dict[str, str]]:
    signature = hmac.new(key.encode(), b"1795800000token", hashlib.sha256).hexdigest().encode()
    fields = {"timestamp": b"1795800000", "token": b"token", "signature": signature, "body-mime": content}
    return (*multipart({name: value for name, value in fields.items() if value}), {})


def mandrill(content: bytes, key: str = KEY, url: str = "") -> tuple[bytes, str, dict[str, str]]:
    events = json.dumps(
        [{"event": "inbound", "msg": {"raw_msg": content.decode()}}, {"event": "send", "msg": {}}]
    )
    signed = hmac.new(key.encode(), f"{url}mandrill_events{events}".encode(), hashlib.sha1).digest()
    return (
        urlencode({"mandrill_events": events}).encode(),
        "application/x-www-form-urlencoded",
        {"X-Mandrill-Signature": b64encode(signed).decode()},
    )


def postmark(content: bytes) -> tuple[bytes, str, dict[str, str]]:
    body = {"From": "x@example.com", **({"RawEmail": content.decode()} if content else {})}
    return json.dumps(body).encode(), "application/json", basic()


def sendgrid(content: bytes) -> tuple[bytes, str, dict[str, str]]:
    return (*multipart({"to": b"a@example.jp", "email": content}), basic())


def sparkpost(content: bytes) -> tuple[bytes, str, dict[str, str]]:
    mail = {"email_rfc822": b64encode(content).decode(), "email_rfc822_is_base64": True}
    body = [{"msys": {"relay_message": {"content": mail}}}, {"msys": {}}]
    return json.dumps(body).encode(), "application/json", basic()


PROVIDERS: dict[str, Callable] = {
    "mailgun": mailgun, "mandrill": mandrill, "postmark": postmark, "sendgrid": sendgrid, "sparkpost": sparkpost,
}  # fmt: skip


def box(provider: str) -> Mailbox:
    given = MailboxGiven(name=provider, kind="webhook", provider=provider, address="a@example.jp")
    return add_mailbox(POST, given, {"key": KEY}, now=FRIDAY)


def call(mailbox: Mailbox, said: tuple[bytes, str, dict[str, str]]) -> HttpResponse:
    body, kind, headers = said
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/hooks/mail/{mailbox.token}/", body, content_type=kind, headers=headers)


def said_by(provider: str, mailbox: Mailbox, content: bytes) -> tuple[bytes, str, dict[str, str]]:
    if provider == "mandrill":
        return mandrill(content, url=f"http://testserver/hooks/mail/{mailbox.token}/")
    said: tuple[bytes, str, dict[str, str]] = PROVIDERS[provider](content)
    return said


@pytest.mark.parametrize("provider", PROVIDERS)
def test_signed_mail_is_kept_once_and_becomes_a_complaint(cast: Cast, provider: str) -> None:
    mailbox = box(provider)
    for _ in range(2):
        answer = call(mailbox, said_by(provider, mailbox, TEXT))
        assert (answer.status_code, answer.json()) == (200, {"kept": 1})
    mail = Mail.objects.get()
    with raw_of(mail) as found:
        assert bytes(found[:]) == TEXT
    assert mail.mailbox == mailbox
    file_waiting(POST, now=lambda: FRIDAY)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("provider", ["mailgun", "sendgrid", "sparkpost"])
def test_bytes_that_are_no_text_arrive_as_they_were(cast: Cast, provider: str) -> None:
    mailbox = box(provider)
    assert call(mailbox, said_by(provider, mailbox, RAW)).status_code == 200
    with raw_of(Mail.objects.get()) as found:
        assert bytes(found[:]) == RAW


@pytest.mark.parametrize("provider", PROVIDERS)
def test_call_without_the_right_signature_is_refused(cast: Cast, provider: str) -> None:
    mailbox = box(provider)
    body, kind, headers = said_by(provider, mailbox, TEXT)
    forged = [{}, {name: f"Basic {b64encode(b'name:guess').decode()}" for name in headers}]
    if provider == "mailgun":
        forged = [{}]
        body, kind, _ = mailgun(TEXT, key="another")
    for each in forged:
        assert call(mailbox, (body, kind, each)).status_code == 403
    assert not Mail.objects.exists()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_webhook_whose_key_is_lost_lets_nobody_in(cast: Cast, provider: str) -> None:
    mailbox = box(provider)
    Mailbox.objects.update(secret="")
    assert call(mailbox, said_by(provider, mailbox, TEXT)).status_code == 403
    assert not Mail.objects.exists()


@pytest.mark.parametrize("provider", ["mailgun", "postmark", "sendgrid"])
def test_mail_in_parts_is_refused_with_what_to_do(cast: Cast, provider: str) -> None:
    mailbox = box(provider)
    answer = call(mailbox, said_by(provider, mailbox, b""))
    assert answer.status_code == 422
    assert "raw MIME" in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b'{"RawEmail": 7}', b"[" * 100_000])
@pytest.mark.parametrize("provider", ["postmark", "sparkpost"])
def test_nonsense_is_refused_and_breaks_nothing(cast: Cast, provider: str, body: bytes) -> None:
    answer = call(box(provider), (body, "application/json", basic()))
    assert answer.status_code in {400, 422}
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"--b0und", b"--b0und\r\n", b"--b0und\r\n\r\n--b0und", b"x\r\n--b0und--", b"--b0und--"]
)
def test_form_that_is_none_is_refused(cast: Cast, body: bytes) -> None:
    answer = call(box("sendgrid"), (body, "multipart/form-data; boundary=b0und", basic()))
    assert answer.status_code in {400, 422}


def test_trial_call_is_answered_and_other_methods_are_not(cast: Cast) -> None:
    mailbox = box("postmark")
    assert Client().head(f"/hooks/mail/{mailbox.token}/").status_code == 200
    assert Client().get(f"/hooks/mail/{mailbox.token}/").status_code == 405


def test_unknown_and_retired_webhooks_are_the_same_nothing(cast: Cast) -> None:
    mailbox = box("postmark")
    retire_mailbox(POST, mailbox, now=FRIDAY)
    retired = call(mailbox, postmark(TEXT))
    mailbox.token = "guessed"
    unknown = call(mailbox, postmark(TEXT))
    assert (
        (retired.status_code, retired.content)
        == (unknown.status_code, unknown.content)
        == (404, unknown.content)
    )


def test_call_that_is_too_large_is_refused(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(hooks, "LARGEST", 10_000)
    assert call(box("postmark"), postmark(raw("長い" * 20_000))).status_code == 413
    assert not Mail.objects.exists()


def test_large_mail_with_attachments_is_taken_though_no_form_of_ours_may_be_so_large(cast: Cast) -> None:
    large = raw("x" * 70 + "\r\n") + (b"y" * 76 + b"\r\n") * 150_000
    assert call(box("sendgrid"), sendgrid(large)).status_code == 200
    assert Mail.objects.get().size == len(large)


def test_without_the_extra_the_site_says_so(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(hooks, "HAS_EXTRA", False)
    assert call(box("postmark"), postmark(TEXT)).status_code == 501
