"""Providers' webhooks, checked by django-anymail: is it from them, and where in it are the bytes of the mails?

Only mails as they came are taken. What a provider has taken apart and put together again is no evidence of anything.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView, AnymailCoreWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.mandrill import MandrillCombinedWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.http import HttpRequest

from kikitori.records.letters.mail_terms import Provider


class NotTheirs(Exception):
    """No signature or password, or a wrong one."""


class NotRaw(Exception):
    """The provider sends mails in parts, and not as they came."""


class NotUnderstood(Exception):
    """Not what this provider sends."""


Fields = Mapping[str, bytes]


class _ByPassword(AnymailBaseWebhookView):
    """Name and password in the address that the provider is given (HTTP Basic); nothing else is signed."""

    esp_name = "any"


@dataclass(frozen=True, slots=True)
class _Way:
    """How one provider is checked: its view, what its key is called there; and where the mails are."""

    view: type[AnymailCoreWebhookView]
    key: str
    mails: Callable[[Fields, bytes], list[bytes]]


def checked(provider: Provider, key: str, request: HttpRequest, address: str) -> None:
    """Is it from them? `address`: the webhook's own, which some sign, too. Raises NotTheirs."""
    way = _WAYS[provider]
    if not key:  # the library would let everybody in
        raise NotTheirs
    given: dict[str, Any] = {"webhook_secret": [], way.key: key}
    if provider is Provider.MANDRILL:
        given["webhook_url"] = address
    try:
        way.view(**given).run_validators(request)
    except (AnymailWebhookValidationFailure, UnicodeError, ValueError) as wrong:
        raise NotTheirs from wrong


def mails_in(provider: Provider, fields: Fields, body: bytes) -> list[bytes]:
    """The mails, as they came; there may be several, or none (a trial call). Raises NotRaw, NotUnderstood."""
    try:
        return _WAYS[provider].mails(fields, body)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as strange:
        raise NotUnderstood from strange


def _field(name: str) -> Callable[[Fields, bytes], list[bytes]]:
    def mails(fields: Fields, _body: bytes) -> list[bytes]:
        if not fields.get(name):
            raise NotRaw
        return [fields[name]]

    return mails


def _mandrill(fields: Fields, _body: bytes) -> list[bytes]:
    events = _list(fields.get("mandrill_events", b"[]"))
    found = [each["msg"] for each in events if each.get("event") == "inbound" and "msg" in each]
    return [_octets(each.get("raw_msg")) for each in found]


def _postmark(_fields: Fields, body: bytes) -> list[bytes]:
    return [_octets(json.loads(body).get("RawEmail"))]


def _sparkpost(_fields: Fields, body: bytes) -> list[bytes]:
    found = [each["msys"].get("relay_message") for each in _list(body) if "msys" in each]
    return [_of_sparkpost(each.get("content") or {}) for each in found if each]


def _list(text: bytes) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError("not a list")
    return found


def _of_sparkpost(content: Mapping[str, Any]) -> bytes:
    raw = content.get("email_rfc822")
    return b64decode(raw) if raw and content.get("email_rfc822_is_base64") else _octets(raw)


def _octets(text: object) -> bytes:
    """JSON is text: what was not UTF-8 in the mail, its provider has changed already. Raises NotRaw."""
    if not isinstance(text, str) or not text:
        raise NotRaw
    return text.encode("utf-8", "surrogateescape" if text.isascii() else "surrogatepass")


_WAYS = {
    Provider.MAILGUN: _Way(MailgunInboundWebhookView, "webhook_signing_key", _field("body-mime")),
    Provider.MANDRILL: _Way(MandrillCombinedWebhookView, "webhook_key", _mandrill),
    Provider.POSTMARK: _Way(PostmarkInboundWebhookView, "webhook_secret", _postmark),
    Provider.SENDGRID: _Way(_ByPassword, "webhook_secret", _field("email")),
    Provider.SPARKPOST: _Way(SparkPostInboundWebhookView, "webhook_secret", _sparkpost),
}
