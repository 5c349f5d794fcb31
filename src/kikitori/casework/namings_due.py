"""Namings left undecided 未決の申入れ: the day has come by which a complainant was to read whom they need not meet.

Nothing of it is a promise that a handler could read (ADR 0029), so no other sweep looks at that day. Those who were
confided in are told once more, and so is whoever has become a lead since.
"""

from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from kikitori.casework.barring import confided_to
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.noticing import notice_confided
from kikitori.casework.singly import done_singly
from kikitori.records.people.actor import Actor
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

_AT_MOST = 500
#: In `Petition.chosen`: when they were told once more.
_TOLD_AGAIN = "told_again"


def tell_of_undecided_namings(actor: Actor, *, now: datetime) -> int:
    """Tell those confided in once more, once, where the day has passed. Returns of how many."""
    due = _undecided().filter(due_at__lt=now).order_by("due_at", "id")[:_AT_MOST]
    return sum(done_singly(actor, partial(_tell_again, actor, row.pk, now)) for row in due)


def _undecided() -> QuerySet[Petition]:
    rows = Petition.objects.filter(kind=PetitionKind.BAR.value, state=PetitionState.OPEN.value)
    return rows.exclude(chosen__has_key=_TOLD_AGAIN)


def _tell_again(actor: Actor, number: int, now: datetime) -> None:
    """Two sweepers at once tell it once: the row is looked at again under its lock."""
    row = _undecided().select_for_update(of=("self",)).select_related("complaint").filter(pk=number).first()
    if row is None:
        raise NotNow(Obstacle.PETITION_NOT_OPEN)
    row.chosen = {**row.chosen, _TOLD_AGAIN: now.isoformat()}
    row.save(update_fields=["chosen"])
    notice_confided(actor, row.complaint, confided_to(row.complaint, row.hidden_from), now=now)
