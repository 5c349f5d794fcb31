"""Tokens for mailboxes of Google and Microsoft (RFC 6749 §6, §4.4): the long-lived secret becomes a short-lived one.

Google: a refresh token. Microsoft: a refresh token, or none, and then the application signs in by itself. The first
refresh token comes from the consent of the mailbox's owner: consent.py.
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

GOOGLE = "https://oauth2.googleapis.com/token"
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/{what}"
#: To read the mailbox as its owner, and to go on doing so.
OF_A_PERSON = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
_OF_AN_APPLICATION = "https://outlook.office365.com/.default"
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """What signs in now, and the refresh token to keep from now on: some are good for one use."""

    access: str
    refresh: str


def token_for(settings: Mapping[str, str], secret: Mapping[str, str], ask: Outbound) -> Token:
    """Ask the provider of this mailbox. Raises Troubled: `unreachable`, or `sign_in` where it says no.

    It is not asked where nobody has consented yet.
    """
    if not (secret.get("refresh_token") or _signs_in_by_itself(settings, secret)):
        raise Troubled(MailTrouble.SIGN_IN)
    status, given = asked(*_question(settings, secret), ask)
    access = given.get("access_token", "")
    if status != HTTPStatus.OK or not access:
        raise Troubled(MailTrouble.SIGN_IN)
    return Token(access, given.get("refresh_token", "") or secret.get("refresh_token", ""))


def asked(url: str, fields: Mapping[str, str], ask: Outbound) -> tuple[int, dict[str, str]]:
    """Status and values of a provider's answer, numbers as text. Raises Troubled where there is none: `unreachable`."""
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
    return answer.status, _given(answer)


def token_address(settings: Mapping[str, str]) -> str:
    """Where the provider of this mailbox gives tokens."""
    return GOOGLE if settings.get("sign_in") == SignIn.GOOGLE.value else at_microsoft(settings, "token")


def at_microsoft(settings: Mapping[str, str], what: str) -> str:
    """An address of Microsoft's for this tenant; without one, for every organisation."""
    return _MICROSOFT.format(tenant=quote(settings.get("tenant") or "common", safe=""), what=what)


def _signs_in_by_itself(settings: Mapping[str, str], secret: Mapping[str, str]) -> bool:
    return settings.get("sign_in") == SignIn.MICROSOFT.value and bool(secret.get("client_secret"))


def _question(settings: Mapping[str, str], secret: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    refresh = secret.get("refresh_token", "")
    fields = {"client_id": settings.get("client_id", "")}
    if secret.get("client_secret"):
        fields["client_secret"] = secret["client_secret"]
    if refresh:
        fields |= {"grant_type": "refresh_token", "refresh_token": refresh}
    url = token_address(settings)
    if settings.get("sign_in") == SignIn.GOOGLE.value:
        return url, fields
    if refresh:
        return url, fields | {"scope": OF_A_PERSON}
    return url, fields | {"grant_type": "client_credentials", "scope": _OF_AN_APPLICATION}


def _given(answer: Answer) -> dict[str, str]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    told = {name: value for name, value in found.items() if isinstance(value, str | int)}
    return {name: str(value) for name, value in told.items() if len(str(value)) <= _LONGEST}
