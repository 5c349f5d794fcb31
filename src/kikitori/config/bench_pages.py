"""The pages that `kikitori bench` asks for, and the sessions it needs for them.

A member of staff and the holder of a slip are signed in by writing their sessions, as signing in would; nobody's
password is needed, and the sessions are deleted afterwards.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kikitori.config.bench_load import Ask, Page
from kikitori.config.sessions import SessionStore
from kikitori.config.trouble import Trouble
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.interfaces.desk.queues import QueueName
from kikitori.interfaces.portal import holder
from kikitori.interfaces.portal.queries import speaker_of
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person, Staff
from kikitori.records.people.terms import Role

TYPICAL_EVENTS = 30
_CSRF = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(32))
STORY = (
    "先日購入した食器のセットが届きましたが、箱を開けたところ三枚が割れていました。電話で三回お話ししましたが、"
    "そのたびに最初から説明することになり、困っています。贈り物にするつもりでした。"
) * 4


@dataclass(frozen=True)
class Visitors:
    """Cookies of somebody at the desk and of somebody with a slip."""

    desk: str
    slip: str
    complaint: Complaint
    person: Person | None


@contextmanager
def signed_in(port: int) -> Iterator[Visitors]:
    """Sign both in on the site at `port`. Raises Trouble where the site has no complaints or no staff."""
    lead = Staff.objects.filter(is_active=True, role=Role.LEAD.value).order_by("pk").first()
    complaint = _typical()
    if lead is None or complaint is None:
        raise Trouble(
            Bilingual(
                ja="測るには、責任者のアカウントと申出が必要です。先にデモを作るか、--fill を付けてください。",
                en="Measuring needs a lead and complaints: fill a demonstration first, or use --fill.",
            )
        )
    desk, slip = SessionStore(), SessionStore()
    desk[SESSION_KEY], desk[HASH_SESSION_KEY] = str(lead.pk), lead.get_session_auth_hash()
    desk[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    desk.save()
    _show_slip(slip, complaint)
    slip.save()
    try:
        yield Visitors(
            desk=_cookie(port, desk),
            slip=_cookie(port, slip),
            complaint=complaint,
            person=Person.objects.annotate(n=Count("parts")).order_by("-n", "pk").first(),
        )
    finally:
        desk.delete()
        slip.delete()


def pages(port: int, visitors: Visitors, *, posting: bool) -> list[Page]:
    """What is measured. `posting`: complaints may be added to this site."""
    asked = {
        "Today": (reverse("desk:today"), visitors.desk),
        **{
            f"queue {name.value}": (reverse("desk:queue", args=[name.value]), visitors.desk)
            for name in QueueName
        },
        "complaint": (reverse("desk:complaint", args=[visitors.complaint.reference]), visitors.desk),
        **(
            {"person": (reverse("desk:person", args=[visitors.person.pk]), visitors.desk)}
            if visitors.person
            else {}
        ),
        "letters": (reverse("desk:letters"), visitors.desk),
        "portal home": (reverse("portal:home"), ""),
        "complain form": (reverse("portal:complain_story"), ""),
        "follow": (reverse("portal:follow"), visitors.slip),
    }
    found = [_fixed(name, path, cookie) for name, (path, cookie) in asked.items()]
    if posting:
        found.append(Page("complain POST", lambda: _complaint(port), from_many=True))
    return found


def _fixed(name: str, path: str, cookie: str) -> Page:
    return Page(name, lambda: Ask(path, cookie))


def _typical() -> Complaint | None:
    """An open complaint whose timeline is about as long as that of a busy one."""
    with_length = Complaint.objects.annotate(length=Count("events"))
    enough = with_length.filter(length__lte=TYPICAL_EVENTS).order_by("-length", "pk")
    return enough.filter(state__in=[state.value for state in OPEN]).first() or enough.first()


def _show_slip(session: Any, complaint: Complaint) -> None:
    request = HttpRequest()
    request.session, request.user = session, AnonymousUser()
    holder.enter(request, complaint.receipt, speaker_of(complaint.pk), timezone.now())


def _cookie(port: int, session: SessionStore) -> str:
    """The session's cookie, by the name the site on that port gives it."""
    name = settings.SESSION_COOKIE_NAME
    named = name if settings.ENVIRONMENT.is_secure else f"session-{port}"
    return f"{named}={session.session_key}"


def _complaint(port: int) -> Ask:
    """A complaint nobody has sent before, in whole, as the check page sends it."""
    token = new_token()
    name = settings.CSRF_COOKIE_NAME if settings.ENVIRONMENT.is_secure else f"csrf-{port}"
    fields = {
        "csrfmiddlewaretoken": _CSRF,
        "token": token,
        "story": f"{STORY}{token}",
        "injury": "no",
        "wish": "交換をお願いします。",
        "reach": "open",
        "name": "計測 太郎",
        "email": f"bench-{token[:8].strip('-_').lower()}@example.jp",
        "language": "ja",
    }
    return Ask(reverse("portal:complain_check"), f"{name}={_CSRF}", urlencode(fields).encode())
