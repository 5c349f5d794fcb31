"""What a webhook must not show, sealed as one value: its address, its secret, and for a while the one before that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.conf import settings

from kikitori.casework.errors import Refused
from kikitori.foundation import crypto
from kikitori.foundation.signatures import new_secret
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.together.sending import BOTH_SECRETS_FOR
from kikitori.records.together.webhooks import Webhook

_PURPOSE = "webhook"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What lies sealed. `old` signs, too, until the moment `old_until`, written as ISO 8601."""

    url: str
    secret: str
    old: str = ""
    old_until: str = ""

    def keys_at(self, now: datetime) -> list[str]:
        """The secrets with which something is signed now, the newest first."""
        counts = self.old and now < datetime.fromisoformat(self.old_until)
        return [self.secret, self.old] if counts else [self.secret]

    def renewed(self, now: datetime) -> Hidden:
        """With a new secret; the one until now goes on for a while, the one before that no longer."""
        until = (now + BOTH_SECRETS_FOR).isoformat()
        return replace(self, secret=new_secret(), old=self.secret, old_until=until)


def hidden_of(webhook: Webhook) -> Hidden:
    """Raises NotOurs where it was sealed with a key that is gone."""
    opened = crypto.unseal(webhook.sealed, keys=_keys(), purpose=_PURPOSE, about=str(webhook.pk))
    return Hidden(**json.loads(opened))


def sealed(webhook: Webhook, hidden: Hidden) -> str:
    """What is kept of it. The webhook must have its number."""
    return crypto.seal(json.dumps(asdict(hidden)), keys=_keys(), purpose=_PURPOSE, about=str(webhook.pk))


def seal_webhooks_anew(actor: Actor) -> int:
    """After the site's key was changed: seal with the new one what the old one had sealed; how many that were.

    Once this has run, the old key may be forgotten. What no key opens is left as it is. Raises Refused.
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    done = 0
    for webhook in Webhook.objects.all():
        if crypto.is_sealed_anew(webhook.sealed, keys=_keys(), purpose=_PURPOSE):
            continue
        try:
            again = sealed(webhook, hidden_of(webhook))
        except crypto.NotOurs:
            continue
        done += Webhook.objects.filter(pk=webhook.pk, sealed=webhook.sealed).update(sealed=again)
    return done


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
