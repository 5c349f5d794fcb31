"""How a webhook does, and what came of each try, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.together.labels import CALL_FATE, NOTICE_KIND, OUTCOME, PAUSE_REASON
from kikitori.records.together.terms import CallFate, NoticeKind, Outcome, PauseReason
from kikitori.records.together.webhooks import TEST, Webhook, WebhookAttempt

#: So many calls that wait are counted; then it is said that there are more.
MOST_WAITING = 99


class Standing(StrEnum):
    """How it does."""

    IN_USE = "in_use"
    FAILING = "failing"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Sign:
    """What is shown for a standing: class of the badge, icon, word."""

    css: str
    icon: str
    word: str | LazyText


SIGN = {
    Standing.IN_USE: Sign("badge--kept", "kept", pgettext_lazy("webhook", "In use")),
    Standing.FAILING: Sign(
        "badge--soon", "waiting", pgettext_lazy("webhook", "Failing; tried again by itself")
    ),
    Standing.PAUSED: Sign("", "moon", pgettext_lazy("webhook", "Paused")),
    Standing.STOPPED: Sign("badge--late", "warning", pgettext_lazy("webhook", "Paused by itself")),
}
#: What to do about a webhook that has paused itself.
_REMEDY = {
    PauseReason.FAILING: _("Check the address at the other system, send a test, and take it into use again."),
    PauseReason.GONE: _("Get a new address at the other system and save it here."),
    PauseReason.UNREADABLE: _("Give the address anew, and then renew the secret."),
}


def standing_of(webhook: Webhook) -> Standing:
    """How it does at this moment."""
    if webhook.paused_at is not None:
        by_hand = webhook.pause_reason == PauseReason.BY_HAND.value
        return Standing.PAUSED if by_hand else Standing.STOPPED
    return Standing.FAILING if webhook.failures else Standing.IN_USE


@dataclass(frozen=True, slots=True)
class Shown:
    """A webhook as pages show it."""

    row: Webhook

    @property
    def sign(self) -> Sign:
        """Badge, icon and word."""
        return SIGN[standing_of(self.row)]

    @property
    def why(self) -> str | LazyText:
        """Why it is paused; empty where it is not."""
        return PAUSE_REASON[PauseReason(self.row.pause_reason)] if self.row.paused_at else ""

    @property
    def remedy(self) -> str | LazyText:
        """What to do about it; empty where that is plain."""
        return _REMEDY.get(PauseReason(self.row.pause_reason), "") if self.row.paused_at else ""

    @property
    def kinds(self) -> list[str | LazyText]:
        """Of what it is told, in the order of the kinds."""
        return [NOTICE_KIND[kind] for kind in NoticeKind if kind.value in self.row.kinds]


@dataclass(frozen=True, slots=True)
class Try:
    """One try as the record shows it."""

    row: WebhookAttempt

    @property
    def is_taken(self) -> bool:
        """Has the other side taken it?"""
        return self.row.outcome == Outcome.TAKEN.value

    @property
    def outcome(self) -> str | LazyText:
        """What came of it."""
        return OUTCOME[Outcome(self.row.outcome)]

    @property
    def kind(self) -> str | LazyText:
        """Of what it told."""
        if self.row.call.kind == TEST:
            return pgettext_lazy("webhook", "Test")
        return NOTICE_KIND[NoticeKind(self.row.call.kind)]

    @property
    def fate(self) -> str | LazyText:
        """How its call stands now, where that is not plain from the try; a test is tried once."""
        fate = CallFate(self.row.call.fate)
        return "" if fate is CallFate.SENT or self.row.call.is_test else CALL_FATE[fate]


def tries(rows: Iterable[WebhookAttempt]) -> list[Try]:
    """Each in words. The calls should have been read with them."""
    return [Try(row) for row in rows]
