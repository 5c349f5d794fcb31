"""Signatures of what we send: the library of the standard takes them, and takes nothing that was touched."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from kikitori.foundation.signatures import PREFIX, new_secret, signed

BODY = '{"type":"kikitori.notice.escalation","text":"上申"}'.encode()
IDENTITY = "msg_2y5Pc9VhQ"


def verify(secret: str, headers: dict[str, str], body: bytes = BODY) -> object:
    return Webhook(secret).verify(body, headers)


def test_secret_is_of_256_bits_and_never_the_same_twice() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    for secret in secrets:
        assert secret.startswith(PREFIX)
        assert len(base64.b64decode(secret.removeprefix(PREFIX), validate=True)) == 32


def test_library_takes_what_was_signed_now() -> None:
    secret = new_secret()
    headers = signed(IDENTITY, datetime.now(UTC), BODY, [secret])
    assert set(headers) == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert verify(secret, headers) == {"type": "kikitori.notice.escalation", "text": "上申"}


TOUCHED = {
    "the body": lambda headers: (headers, BODY.replace(b"escalation", b"missed")),
    "a blank in the body": lambda headers: (headers, BODY + b" "),
    "the identity": lambda headers: ({**headers, "webhook-id": "msg_other"}, BODY),
    "the moment": lambda headers: (
        {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)},
        BODY,
    ),
    "the signature": lambda headers: (
        {**headers, "webhook-signature": f"v1,{base64.b64encode(b'x' * 32).decode()}"},
        BODY,
    ),
    "no signature": lambda headers: ({**headers, "webhook-signature": ""}, BODY),
}


@pytest.mark.parametrize("what", TOUCHED)
def test_library_takes_nothing_that_was_touched(what: str) -> None:
    secret = new_secret()
    headers, body = TOUCHED[what](signed(IDENTITY, datetime.now(UTC), BODY, [secret]))
    with pytest.raises(WebhookVerificationError):
        verify(secret, headers, body)


def test_another_secret_takes_nothing() -> None:
    headers = signed(IDENTITY, datetime.now(UTC), BODY, [new_secret()])
    with pytest.raises(WebhookVerificationError):
        verify(new_secret(), headers)


def test_old_moment_is_not_taken_so_that_nothing_can_be_played_again() -> None:
    secret = new_secret()
    headers = signed(IDENTITY, datetime.now(UTC) - timedelta(minutes=6), BODY, [secret])
    with pytest.raises(WebhookVerificationError):
        verify(secret, headers)


def test_with_two_secrets_either_takes_it() -> None:
    new, old = new_secret(), new_secret()
    headers = signed(IDENTITY, datetime.now(UTC), BODY, [new, old])
    assert re.fullmatch(r"v1,\S+ v1,\S+", headers["webhook-signature"])
    assert verify(new, headers) == verify(old, headers)


@pytest.mark.parametrize("hours", [-11, 0, 9, 14])
def test_moment_is_the_same_in_every_zone_and_without_parts_of_seconds(hours: int) -> None:
    at = datetime(2026, 11, 24, 1, 0, 0, 987_654, tzinfo=UTC)
    there = at.astimezone(timezone(timedelta(hours=hours)))
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert signed(IDENTITY, there, BODY, [secret]) == signed(IDENTITY, at, BODY, [secret])
    assert signed(IDENTITY, there, BODY, [secret])["webhook-timestamp"] == "1795482000"


def test_signature_is_what_the_standard_says_counted_by_hand() -> None:
    """Ten lines without any library, as they stand in the guide."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed(IDENTITY, datetime(2026, 11, 24, 1, tzinfo=UTC), BODY, [secret])
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + BODY
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
