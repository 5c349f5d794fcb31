"""Who asks for the pages that are measured: a handler at the desk, and the holder of a slip.

They are signed in by writing their sessions, as signing in would; nobody's password is needed, and the sessions are
deleted afterwards. A handler, because they see least: every list of theirs leaves the restricted complaints out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from kikitori.config.sessions import SessionStore
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.interfaces.portal import holder
from kikitori.interfaces.portal.queries import speaker_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person, Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role

TYPICAL_EVENTS = 30
_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True)
class Visitors:
    """Cookies of both; a complaint and a person whose pages the handler opens."""

    desk: str
    slip: str
    handler: Actor
    complaint: Complaint
    person: Person | None


@contextmanager
def signed_in(port: int) -> Iterator[Visitors]:
    """Sign both in on the site at `port`. Raises Trouble where the site has no complaints or no handler."""
    handler = _busiest()
    complaint = _typical(actor_for(handler)) if handler else None
    if handler is None or complaint is None:
        raise Trouble(
            Bilingual(
                ja="測るには、担当者のアカウントと申出が必要です。先にデモを作るか、--fill を付けてください。",
                en="Measuring needs a handler and complaints: fill a demonstration first, or use --fill.",
            )
        )
    desk, slip = SessionStore(), SessionStore()
    desk[SESSION_KEY], desk[HASH_SESSION_KEY] = str(handler.pk), handler.get_session_auth_hash()
    desk[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    desk.save()
    _show_slip(slip, complaint)
    slip.save()
    try:
        yield Visitors(
            desk=_cookie(port, desk),
            slip=_cookie(port, slip),
            handler=actor_for(handler),
            complaint=complaint,
            person=_best_known(actor_for(handler)),
        )
    finally:
        desk.delete()
        slip.delete()


def _busiest() -> Staff | None:
    """The handler with the most open complaints in hand."""
    in_hand = Count("complaints", filter=Q(complaints__state__in=_OPEN))
    handlers = Staff.objects.filter(is_active=True, role=Role.HANDLER.value)
    return handlers.annotate(in_hand=in_hand).order_by("-in_hand", "pk").first()


def _typical(actor: Actor) -> Complaint | None:
    """An open complaint whose timeline is about as long as that of a busy one; a closed one where none is open."""
    seen = visible_to(actor).filter(receipt__isnull=False)
    with_length = seen.filter(state__in=_OPEN).annotate(length=Count("events"))
    enough = with_length.filter(length__lte=TYPICAL_EVENTS).order_by("-length", "pk").first()
    return enough or seen.order_by("-received_at").first()


def _best_known(actor: Actor) -> Person | None:
    """Who has complained most often."""
    parts = Count("parts", filter=Q(parts__complaint__in=visible_to(actor)))
    return Person.objects.annotate(told=parts).filter(told__gt=0).order_by("-told", "pk").first()


def _show_slip(session: Any, complaint: Complaint) -> None:
    request = HttpRequest()
    request.session, request.user = session, AnonymousUser()
    holder.enter(request, complaint.receipt, speaker_of(complaint.receipt), timezone.now())


def _cookie(port: int, session: SessionStore) -> str:
    """The session's cookie, by the name the site on that port gives it."""
    name = settings.SESSION_COOKIE_NAME
    named = name if settings.ENVIRONMENT.is_secure else f"session-{port}"
    return f"{named}={session.session_key}"
