"""Secrets of mailboxes 受信箱の秘密: passwords and tokens, sealed under the site's key and bound to their mailbox."""

import json
from collections.abc import Mapping

from django.conf import settings

from kikitori.casework.errors import Refused
from kikitori.foundation import crypto
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

_PURPOSE = "mailbox"


def secret_of(mailbox: Mailbox) -> dict[str, str]:
    """Its secrets by name; none where it has none. Raises NotOurs where they were sealed with a key that is gone."""
    if not mailbox.secret:
        return {}
    opened = crypto.unseal(mailbox.secret, keys=_keys(), purpose=_PURPOSE, about=_about(mailbox))
    return {str(name): str(value) for name, value in json.loads(opened).items()}


def sealed(mailbox: Mailbox, secret: Mapping[str, str]) -> str:
    """What is kept of these secrets; nothing of none. The mailbox must have its number."""
    if not secret:
        return ""
    return crypto.seal(json.dumps(dict(secret)), keys=_keys(), purpose=_PURPOSE, about=_about(mailbox))


def renew_secret(actor: Actor, mailbox: Mailbox, secret: Mapping[str, str]) -> None:
    """Keep what a provider has given in the place of the old: some change their tokens at each use. Raises Refused."""
    _require(actor)
    Mailbox.objects.filter(pk=mailbox.pk).update(secret=sealed(mailbox, secret))


def seal_anew(actor: Actor) -> int:
    """After the site's key was changed: seal with the new one what the old one had sealed; how many that were.

    Once this has run, the old key may be forgotten. What no key opens is left as it is. Raises Refused.
    """
    _require(actor)
    old = [
        each
        for each in Mailbox.objects.exclude(secret="")
        if not crypto.is_sealed_anew(each.secret, keys=_keys(), purpose=_PURPOSE)
    ]
    done = 0
    for mailbox in old:
        try:
            again = sealed(mailbox, secret_of(mailbox))
        except crypto.NotOurs:
            continue
        done += Mailbox.objects.filter(pk=mailbox.pk, secret=mailbox.secret).update(secret=again)
    return done


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _about(mailbox: Mailbox) -> str:
    return str(mailbox.pk)
