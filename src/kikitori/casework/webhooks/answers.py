"""What the answer of another server means, or that there was none. Of its words nothing is kept."""

from __future__ import annotations

import socket
import ssl
from http import HTTPStatus

from kikitori.foundation.outbound import NoAnswer, NotAsked
from kikitori.records.together.terms import Outcome


def outcome_of(status: int) -> Outcome:
    """What a status of HTTP means here."""
    if status == HTTPStatus.GONE:
        return Outcome.GONE
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome.TAKEN
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Outcome.REDIRECTED
    return Outcome.REFUSED


def why_not(trouble: NoAnswer | NotAsked) -> Outcome:
    """What to say of it; no word of the other side's is kept."""
    match trouble.__cause__:
        case ssl.SSLCertVerificationError():
            return Outcome.CERTIFICATE
        case TimeoutError():
            return Outcome.SLOW
        case socket.gaierror() | UnicodeError():
            return Outcome.NO_NAME
    if isinstance(trouble, NotAsked):
        return Outcome.NOT_PUBLIC
    return {"too long": Outcome.SLOW, "too much": Outcome.TOO_MUCH}.get(str(trouble), Outcome.UNREACHABLE)
