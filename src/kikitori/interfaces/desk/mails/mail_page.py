"""One mail: who claims to have sent it, why it is where it is, what it says, what is enclosed; and the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from kikitori.foundation.mail.flaws import Flaw
from kikitori.interfaces.desk.complaint.folding import folded
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.mails.forms import AttachForm, DiscardForm, FileForm, MailForm
from kikitori.interfaces.desk.mails.mail_words import ADVICE, FLAW, GRAVE, how_sure
from kikitori.interfaces.desk.mails.opened import Opened, mail_or_404
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.labels import HELD, MAIL_STATE
from kikitori.records.letters.mail_terms import Held, MailState
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor

_LONG, _BEGINNING = 4000, 3500
_MOST_HEADERS = 200
#: States in which a person can still say what becomes of it.
_OPEN = frozenset({MailState.HELD.value, MailState.NOTED.value, MailState.DISCARDED.value})
#: To whom no letter goes at once unless somebody says so.
_UNTOLD = frozenset({Held.AUTOMATIC.value, Held.REPORT.value, Held.LOOP.value, Held.UNKNOWN_SENDER.value})


@csp_update({"frame-src": [SELF]})
@desk_page()
@require_safe
def mail_page(request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """The mail as text; with `?view=html` as HTML, in a frame in which nothing can act. 404 where it is unseen."""
    return draw(request, actor, mail_or_404(actor, mail))


def draw(
    request: HttpRequest,
    actor: Actor,
    mail: Mail,
    *,
    typed: MailForm | None = None,
    decided_meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form that was typed in its place."""
    opened = Opened(mail)
    reading = opened.reading
    wants_html = request.GET.get("view") == "html"
    sorts = may(actor, Permission.SORT_MAIL, mail.complaint).allowed
    context = {
        "mail": mail,
        "opened": opened,
        "reading": reading,
        "state": MAIL_STATE[MailState(mail.state)],
        "held": HELD[Held(mail.held)] if mail.held else "",
        "advice": ADVICE[Held(mail.held)] if mail.state == MailState.HELD.value else "",
        "text": folded(reading.text, _LONG, _BEGINNING) if reading else None,
        "sure": how_sure(mail.confidence),
        "flaws": list(_flaws(mail)),
        "headers": _headers(opened),
        "as_html": wants_html and bool(reading and reading.html_present),
        "no_html": wants_html and not (reading and reading.html_present),
        "may_sort": sorts,
        "decided_meanwhile": decided_meanwhile,
        "errors": bool(typed and typed.errors),
        **(_forms(mail, typed) if sorts and mail.state in _OPEN else {}),
    }
    return render(request, "desk/mails/mail.html", context, status=status)


def _forms(mail: Mail, typed: MailForm | None) -> dict[str, MailForm]:
    """What can be decided now, each as it begins or as it was typed."""
    forms: dict[str, MailForm] = {
        "file_form": FileForm(tell=bool(mail.sender_key) and mail.held not in _UNTOLD),
        "attach_form": AttachForm(reference=mail.complaint.reference if mail.complaint else ""),
    }
    if mail.state == MailState.HELD.value:
        forms["discard_form"] = DiscardForm()
    for name, form in forms.items():
        if typed is not None and type(typed) is type(form):
            forms[name] = typed
    return forms


def _flaws(mail: Mail) -> Iterator[tuple[Promise | str, bool]]:
    """Each in words, and whether one should know it before one believes anything; those first."""
    known = {flaw.value: flaw for flaw in Flaw}
    found = [known[code] for code in mail.flaws if code in known]
    for flaw in sorted(found, key=lambda each: each not in GRAVE):
        yield FLAW[flaw], flaw in GRAVE


def _headers(opened: Opened) -> list[tuple[str, str]]:
    """Names and values as they stand in the mail, at most some hundreds."""
    fields: dict[str, Any] = dict(opened.reading.fields) if opened.reading else {}
    rows = [(name, value) for name, values in fields.items() for value in values]
    return rows[:_MOST_HEADERS]
