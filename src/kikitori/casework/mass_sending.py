"""Send a common reply: every text that is ready, as a round, so that one that cannot go keeps back no other."""

from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.house import House
from kikitori.casework.mass import note_on_mass, require_grouping
from kikitori.casework.mass_reply import OneLetter, letters_of, locked_reply, write_down_texts
from kikitori.casework.once import key_of, wait_for_turn
from kikitori.casework.rounds import begin_round
from kikitori.records.access.visibility import children_seen_by
from kikitori.records.complaints.mass import CommonReply
from kikitori.records.complaints.terms import MassKind
from kikitori.records.people.actor import Actor
from kikitori.records.selection.rounds import Round
from kikitori.records.selection.terms import RoundKind


def send_common_reply(actor: Actor, written: CommonReply, *, token: str, now: datetime) -> Round:
    """Send it to every child that has not had it; the round in which that is done. The same `token` is the first round.

    What is still to be written, or left out, stays here. Raises Unseen, Refused, NotNow(TO_BE_WRITTEN) where none is
    ready.
    """
    require_grouping(actor)
    key = key_of("round", token)
    with transaction.atomic():
        wait_for_turn(key)
        for before in Round.objects.filter(intake_key=key, by=actor.own_staff_id):
            return before
        own = locked_reply(actor, written)
        ready = [each for each in all_letters(actor, own, now) if each.is_ready]
        if not ready:
            raise NotNow(Obstacle.TO_BE_WRITTEN)
        write_down_texts(own, ready)
        note_on_mass(actor, own.mass, MassKind.REPLY_SENT, now, reply=own.pk, number=len(ready))
        numbers = [each.complaint.pk for each in ready]
        return begin_round(
            actor, RoundKind.LETTER.value, numbers, values={"reply": own.pk}, token=token, now=now
        )


def all_letters(actor: Actor, written: CommonReply, now: datetime) -> list[OneLetter]:
    """What every child that this actor sees gets. A handful of queries for any number."""
    children = children_seen_by(actor, written.mass).select_related("assignee").defer("story")
    return letters_of(written, list(children.order_by("received_at", "pk")), House(), now)
