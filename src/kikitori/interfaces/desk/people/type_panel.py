"""Customer types as a page shows them beside a case: which, why, until when, and how their people are best met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType, Protocol
from kikitori.records.people.labels import CUSTOMER_TYPE, QUEUE_HINT
from kikitori.records.people.queries import cards_in, protocols_of, types_of
from kikitori.records.people.terms import CustomerType, QueueHint


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """How to meet them, in the reader's language or else in the other one."""

    text: str
    tone: str
    queue: str | LazyText

    @classmethod
    def of(cls, row: Protocol) -> ProtocolShown:
        """A version as it is read; no word on queues where there is nothing to say."""
        ja = tongue(get_language() or "") == "ja"
        hint = QueueHint(row.queue_hint)
        return cls(
            text=(row.text_ja or row.text_en) if ja else (row.text_en or row.text_ja),
            tone=(row.tone_ja or row.tone_en) if ja else (row.tone_en or row.tone_ja),
            queue="" if hint is QueueHint.USUAL else QUEUE_HINT[hint],
        )


@dataclass(frozen=True, slots=True)
class TypeShown:
    """One type of somebody. A faded one has no protocol: first somebody looks whether it still holds."""

    row: GivenType
    name: str | LazyText
    is_faded: bool
    protocol: ProtocolShown | None


def types_shown(actor: Actor, groups: Collection[int], today: date) -> list[TypeShown]:
    """Types of the people for whom these cards stand, on cards the reader sees. Three queries; one for no types."""
    of_them = types_of(cards_in(groups)).select_related("given_by", "person").order_by("pk")
    rows = list(of_them) if groups else []
    # Nearly nobody has any; so whose cards the reader sees is asked last.
    seen = people_seen_by(actor).filter(pk__in={row.person_id for row in rows})
    numbers = set(seen.values_list("pk", flat=True)) if rows else set()
    return as_shown([row for row in rows if row.person_id in numbers], today)


def as_shown(rows: Sequence[GivenType], today: date) -> list[TypeShown]:
    """These rows as a page shows them, faded ones last. One query; none for none."""
    protocols = protocols_of({row.type for row in rows if not row.is_faded(today)})
    shown = []
    for row in rows:
        protocol = protocols.get(row.type)
        faded = row.is_faded(today)
        shown.append(
            TypeShown(
                row,
                CUSTOMER_TYPE[CustomerType(row.type)],
                faded,
                ProtocolShown.of(protocol) if protocol and not faded else None,
            )
        )
    return sorted(shown, key=lambda each: each.is_faded)
