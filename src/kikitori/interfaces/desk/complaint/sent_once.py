"""Sent once: the same form with the same words, however often it arrives, takes its step once.

A click too many, a reload or a proxy that tries again sends the very same thing. Whoever comes second waits for the
first, is told where its entry stands, and is sent there. Other words under an old token are a new message: nothing
that was typed is ever mistaken for a repetition.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest

from kikitori.casework import once
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.uploads import FIELD

_KEPT = "sent_forms"
_MOST = 20
#: Fields that differ between two sendings of the same words.
_PASSING = frozenset({"csrfmiddlewaretoken", "seen_version", "seen_event"})


def fresh_token() -> str:
    """A token for a form that is about to be shown."""
    return new_token()


def token_of(form: StepForm | None) -> str:
    """The token of a form that is shown again, for it is still the same sheet of paper; a fresh one for a new form."""
    kept = form["token"].value() if form is not None and form.is_bound else ""
    return kept if isinstance(kept, str) and kept else fresh_token()


def key_of(request: HttpRequest) -> str:
    """What names this sending: the form's token, all that was typed, and the files with it. Empty without a token."""
    token = request.POST.get("token", "")
    if not token:
        return ""
    digest = hashlib.sha256()
    for name in sorted(request.POST.keys() - _PASSING):
        for value in (name, *request.POST.getlist(name)):
            digest.update(f"{len(value)}:{value}".encode())
    for file in request.FILES.getlist(FIELD):
        digest.update(f"{len(file.name or '')}:{file.name}:{file.size}:".encode())
        for piece in file.chunks():
            digest.update(piece)
        file.seek(0)
    return once.key_of("form", f"{request.path}|{token}|{digest.hexdigest()}")


def entry_of(request: HttpRequest, key: str) -> int | None:
    """The timeline entry this sending has already led to, if it has.

    Waits (advisory lock, until the end of the transaction) for an identical sending that is under way.
    """
    if not key:
        return None
    once.wait_for_turn(key)
    session = request.session
    if session.session_key is None:
        return None
    found = type(session)(session.session_key).get(_KEPT, {}).get(key)
    return found if isinstance(found, int) else None


def remember(request: HttpRequest, key: str, entry: int) -> None:
    """Note in the session, in the step's own transaction, that this sending led to this entry."""
    if not key:
        return
    kept = {**request.session.get(_KEPT, {}), key: entry}
    request.session[_KEPT] = dict(list(kept.items())[-_MOST:])
    # Signed out in another window meanwhile, nothing is kept: the step stands, and no second click can follow.
    request.session.save()
