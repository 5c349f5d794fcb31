"""Corrective actions as this reader sees them."""

from __future__ import annotations

from django.http import Http404

from kikitori.casework.prevent.sight import actions_seen_by
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction


def action_or_404(actor: Actor, reference: str) -> CorrectiveAction:
    """The corrective action of this number if the actor sees it. One query, with the people in it."""
    rows = actions_seen_by(actor).select_related("owner", "raised_by", "improvement")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found
