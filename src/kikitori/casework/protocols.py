"""Protocols 応対の手引き: how people of a customer type are best met, written here, version upon version."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import Protocol
from kikitori.records.people.queries import protocols_of
from kikitori.records.people.terms import CustomerType, QueueHint, Setting


@dataclass(frozen=True, kw_only=True)
class ProtocolGiven:
    """What somebody wrote; a text in at least one language."""

    text_ja: str = ""
    text_en: str = ""
    tone_ja: str = ""
    tone_en: str = ""
    queue_hint: str = QueueHint.USUAL.value


def given_of(row: Protocol) -> ProtocolGiven:
    """A version as it stands."""
    return ProtocolGiven(**{name: getattr(row, name) for name in ProtocolGiven.__dataclass_fields__})


def write_protocol(
    actor: Actor, kind: str, given: ProtocolGiven, *, seen: int, now: datetime
) -> Protocol | None:
    """The next version for people of this type; None where it says what the newest one says.

    `seen`: the version the editor had before them; 0 for the one shipped, or none. Earlier versions stay readable.
    Raises Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    check = Checked()
    word = check.word("type", kind, CustomerType)
    wanted = ProtocolGiven(
        text_ja=check.text("text_ja", given.text_ja, longest=4000),
        text_en=check.text("text_en", given.text_en, longest=4000),
        tone_ja=check.line("tone_ja", given.tone_ja, longest=200),
        tone_en=check.line("tone_en", given.tone_en, longest=200),
        queue_hint=check.word("queue_hint", given.queue_hint, QueueHint).value,
    )
    if not (wanted.text_ja or wanted.text_en):
        check.problems.setdefault("text_ja", Problem.MISSING)
    check.done()
    with transaction.atomic():
        wait_for_turn(Setting.PROTOCOLS.value)
        newest = protocols_of([word.value]).get(word.value)
        if (newest.version if newest else 0) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if newest is not None and given_of(newest) == wanted:
            return None
        row = Protocol.objects.create(
            type=word.value, version=seen + 1, at=now, by_id=actor.staff_id, **asdict(wanted)
        )
        before = {"type": word.value, **asdict(given_of(newest))} if newest else {}
        note_change(actor, Setting.PROTOCOLS, before, {"type": word.value, **asdict(wanted)}, now)
    return row
