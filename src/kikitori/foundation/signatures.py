"""Signatures of what we send to other systems, after Standard Webhooks: identity, moment and body under a secret.

Whoever receives it checks the three headers with the library of that name, in any language, or with ten lines.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks import Webhook

#: What every secret of this kind begins with, so that it is known for one where it should not be.
PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """256 random bits as they are handed to the receiver."""
    return PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def signed(identity: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three headers for a body sent at `at` (aware), with a signature by each of `keys`.

    `identity` is the same at every try, so that a receiver takes a thing in once. With two keys the receiver may hold
    either, for as long as one takes the place of the other.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    made = [Webhook(key).sign(identity, moment, body.decode()) for key in keys]
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(made),
    }
