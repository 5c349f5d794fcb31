"""Whose a webhook is, and who may look after it: of another person's nobody learns that it exists."""

from __future__ import annotations

from kikitori.casework.errors import Refused, Unseen
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.together.terms import PauseReason
from kikitori.records.together.webhooks import Webhook


def webhooks_of(staff: int | None) -> list[Webhook]:
    """Those of this person (one at most); of None those of the organisation. One query."""
    return list(Webhook.objects.filter(staff=staff).select_related("set_by"))


def has_paused_itself(staff: int | None) -> bool:
    """Has one of this person's, or of None one of the organisation's? One query."""
    paused = Webhook.objects.filter(staff=staff, paused_at__isnull=False)
    return paused.exclude(pause_reason=PauseReason.BY_HAND.value).exists()


def its_webhook(actor: Actor, number: int) -> Webhook:
    """This one, if it is theirs to keep. Raises Unseen, Refused."""
    return _found(actor, Webhook.objects.select_related("set_by", "staff").filter(pk=number).first())


def locked_webhook(actor: Actor, number: int) -> Webhook:
    """The same, locked until the end of the transaction. Raises Unseen, Refused."""
    rows = Webhook.objects.select_for_update(no_key=True, of=("self",)).select_related("set_by")
    return _found(actor, rows.filter(pk=number).first())


def require_keeping(actor: Actor, *, own: bool) -> None:
    """Raises Refused."""
    decision = may(actor, Permission.READ if own else Permission.MANAGE_NOTICES)
    if not decision.allowed:
        raise Refused(decision)


def _found(actor: Actor, webhook: Webhook | None) -> Webhook:
    """Another person's does not exist for anybody."""
    if webhook is None or webhook.staff_id not in (None, actor.staff_id):
        raise Unseen
    require_keeping(actor, own=not webhook.is_of_house)
    return webhook
