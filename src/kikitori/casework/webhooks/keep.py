"""Webhooks kept: the organisation's by an administrator, one's own by whoever reads complaints. Secrets leave once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.webhooks.pausing import as_kept, note, put_to_rest, wake
from kikitori.casework.webhooks.secrets import Hidden, hidden_of, sealed
from kikitori.casework.webhooks.whose import its_webhook, locked_webhook, require_keeping
from kikitori.foundation.crypto import NotOurs
from kikitori.foundation.outbound import NotAsked, host_of
from kikitori.foundation.signatures import new_secret
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.together.choices import PERSONAL
from kikitori.records.together.terms import NoticeKind, PauseReason
from kikitori.records.together.webhooks import Webhook

_LONGEST = 2_000
#: No organisation needs more; each costs a line with every step that is told.
MOST = 20
#: What the organisation's can be told: what is said to one person in person is not said to a room.
OF_HOUSE = tuple(kind for kind in NoticeKind if kind not in PERSONAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookGiven:
    """A webhook as somebody wants it. `url` empty: as before. One's own has no name."""

    name: str = ""
    url: str = ""
    kinds: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A webhook with the secret that is shown this once."""

    webhook: Webhook
    secret: str


def add_webhook(actor: Actor, given: WebhookGiven, *, own: bool, now: datetime) -> Shown:
    """A new one, in use at once: one's own, or the organisation's. Raises Refused, Invalid."""
    require_keeping(actor, own=own)
    staff = actor.own_staff_id if own else None
    with transaction.atomic():
        _wait(staff)
        webhook = Webhook(staff_id=staff, made_at=now, secret_at=now)
        others = Webhook.objects.filter(staff=staff).count()
        url = _fill(webhook, given, full=others >= (1 if own else MOST))
        webhook.set_by_id = actor.own_staff_id
        webhook.save()
        hidden = Hidden(url, new_secret())
        webhook.sealed = sealed(webhook, hidden)
        webhook.save(update_fields=["sealed"])
        note(actor, webhook, {}, as_kept(webhook), now)
    return Shown(webhook, hidden.secret)


def change_webhook(actor: Actor, number: int, given: WebhookGiven, *, now: datetime) -> Webhook:
    """Set it as given, and take it into use again if it was paused. Raises Unseen, Refused, Invalid."""
    staff = its_webhook(actor, number).staff_id
    with transaction.atomic():
        _wait(staff)
        webhook = locked_webhook(actor, number)
        before = as_kept(webhook)
        url = _fill(webhook, given)
        if url:
            webhook.sealed = sealed(webhook, _with_address(webhook, url))
        elif not _is_readable(webhook):
            raise Invalid({"url": Problem.MISSING})
        webhook.set_by_id = actor.own_staff_id
        wake(webhook)
        webhook.save()
        note(actor, webhook, before, as_kept(webhook), now)
    return webhook


def renew_webhook(actor: Actor, number: int, *, seen: str, now: datetime) -> Shown:
    """Give it a new secret; for a week what it gets is signed with the old one, too.

    `seen`: since when the secret held that the asking page knew, so that a form sent twice renews it once. Raises
    Unseen, Refused, NotNow(SET_MEANWHILE); Invalid where the address must be given anew first.
    """
    with transaction.atomic():
        webhook = locked_webhook(actor, number)
        if webhook.secret_since != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = as_kept(webhook)
        try:
            hidden = hidden_of(webhook).renewed(now)
        except NotOurs as gone:
            raise Invalid({"url": Problem.MISSING}) from gone
        webhook.sealed, webhook.secret_at = sealed(webhook, hidden), now
        webhook.save(update_fields=["sealed", "secret_at"])
        note(actor, webhook, before, as_kept(webhook), now)
    return Shown(webhook, hidden.secret)


def pause_webhook(actor: Actor, number: int, *, now: datetime) -> Webhook:
    """Call it no more until it is resumed; what waits for it is dropped. Raises Unseen, Refused."""
    with transaction.atomic():
        webhook = locked_webhook(actor, number)
        if webhook.paused_at is None:
            put_to_rest(actor, webhook, PauseReason.BY_HAND, now=now)
    return webhook


def resume_webhook(actor: Actor, number: int, *, now: datetime) -> Webhook:
    """Call it again, for what happens from now on. Raises Unseen, Refused; Invalid where its address is lost."""
    with transaction.atomic():
        webhook = locked_webhook(actor, number)
        before = as_kept(webhook)
        if not _is_readable(webhook):
            raise Invalid({"url": Problem.MISSING})
        wake(webhook)
        webhook.save()
        note(actor, webhook, before, as_kept(webhook), now)
    return webhook


def remove_webhook(actor: Actor, number: int, *, now: datetime) -> None:
    """Forget it, its secret and its calls. Raises Unseen, Refused."""
    with transaction.atomic():
        webhook = locked_webhook(actor, number)
        before = as_kept(webhook)
        webhook.delete()
        note(actor, webhook, before, {}, now)


def _wait(staff: int | None) -> None:
    """Those who give names or count wait here for each other: of one person's webhooks, or the organisation's."""
    wait_for_turn(f"{Setting.WEBHOOKS.value} {staff}")


def _is_readable(webhook: Webhook) -> bool:
    try:
        return bool(hidden_of(webhook))
    except NotOurs:
        return False


def _with_address(webhook: Webhook, url: str) -> Hidden:
    """Where what was kept cannot be opened any more, it gets a secret that must be renewed to be seen."""
    try:
        return replace(hidden_of(webhook), url=url)
    except NotOurs:
        return Hidden(url, new_secret())


def _fill(webhook: Webhook, given: WebhookGiven, *, full: bool = False) -> str:
    """Check everything, note every problem, set it on the row; the address, empty where it stays. Raises Invalid."""
    check = Checked()
    own = not webhook.is_of_house
    webhook.name = "" if own else check.line("name", given.name, longest=100, needed=True)
    others = Webhook.objects.filter(staff=None, name=webhook.name).exclude(pk=webhook.pk)
    if full or (not own and others.exists()):
        check.problems["url" if full else "name"] = Problem.OUT_OF_RANGE
    url = check.line("url", given.url, longest=_LONGEST, needed=webhook.pk is None)
    if url and "url" not in check.problems:
        try:
            webhook.host = host_of(url)
        except NotAsked:
            check.problems["url"] = Problem.NOT_AN_ADDRESS
    offered = set(NoticeKind) if own else set(OF_HOUSE)
    if not given.kinds:
        check.problems["kinds"] = Problem.MISSING
    elif not set(given.kinds) <= {kind.value for kind in offered}:
        check.problems["kinds"] = Problem.UNKNOWN_WORD
    webhook.kinds = sorted(set(given.kinds))
    check.done()
    return url
