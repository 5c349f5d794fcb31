"""Tokens for mailboxes of Google and Microsoft (RFC 6749 §6, §4.4): the long-lived secret becomes a short-lived one.

Google: a refresh token. Microsoft: a refresh token, or none, and then the application signs in by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlencode

from kikitori.foundation.outbound import Answer, NoAnswer, NotAsked, Outbound
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.records.letters.mail_terms import MailTrouble, SignIn

_GOOGLE = "https://oauth2.googleapis.com/token"
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_OF_A_PERSON = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
_OF_AN_APPLICATION = "https://outlook.office365.com/.default"
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """What signs in now, and the refresh token to keep from now on: some are good for one use."""

    access: str
    refresh: str


def token_for(settings: Mapping[str, str], secret: Mapping[str, str], ask: Outbound) -> Token:
    """Ask the provider of this mailbox. Raises Troubled: `unreachable`, or `sign_in` where it says no."""
    url, fields = _question(settings, secret)
    try:
        answer = ask.post(
            url,
            urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
    except (NoAnswer, NotAsked) as none:
        raise Troubled(MailTrouble.UNREACHABLE) from none
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Troubled(MailTrouble.UNREACHABLE)
    given = _given(answer)
    access = given.get("access_token", "")
    if answer.status != HTTPStatus.OK or not access:
        raise Troubled(MailTrouble.SIGN_IN)
    return Token(access, given.get("refresh_token", "") or secret.get("refresh_token", ""))


def _question(settings: Mapping[str, str], secret: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    refresh = secret.get("refresh_token", "")
    fields = {"client_id": settings.get("client_id", "")}
    if secret.get("client_secret"):
        fields["client_secret"] = secret["client_secret"]
    if refresh:
        fields |= {"grant_type": "refresh_token", "refresh_token": refresh}
    if settings.get("sign_in") == SignIn.GOOGLE.value:
        return _GOOGLE, fields
    url = _MICROSOFT.format(tenant=quote(settings.get("tenant") or "common", safe=""))
    if refresh:
        return url, fields | {"scope": _OF_A_PERSON}
    return url, fields | {"grant_type": "client_credentials", "scope": _OF_AN_APPLICATION}


def _given(answer: Answer) -> dict[str, str]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str) and len(value) <= _LONGEST}
