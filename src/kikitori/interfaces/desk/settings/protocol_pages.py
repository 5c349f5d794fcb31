"""Protocols 応対の手引き: how people of each customer type are best met; written anew, version upon version."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.protocols import ProtocolGiven, given_of, write_protocol
from kikitori.interfaces.desk.complaint.fields import choice, line, text
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.people.type_panel import ProtocolShown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import Protocol
from kikitori.records.people.labels import CUSTOMER_TYPE, QUEUE_HINT
from kikitori.records.people.queries import protocols_of
from kikitori.records.people.terms import CustomerType, QueueHint

#: Every type somebody can have.
TYPES = [each for each in CustomerType if each is not CustomerType.UNKNOWN]


class ProtocolForm(CardForm):
    """One protocol in both languages."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tone_ja = line(gettext_lazy("Tone, in Japanese"), required=False)
    text_ja = text(gettext_lazy("Protocol, in Japanese"), required=False, rows=9)
    tone_en = line(gettext_lazy("Tone, in English"), required=False)
    text_en = text(gettext_lazy("Protocol, in English"), required=False, rows=9)
    queue_hint = choice(
        gettext_lazy("Where their complaints are kept"),
        [(each.value, QUEUE_HINT[each]) for each in QueueHint],
        help_text=gettext_lazy("A hint for people. What endangers somebody always comes first."),
    )

    @property
    def given(self) -> ProtocolGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return ProtocolGiven(**{name: typed[name] for name in ProtocolGiven.__dataclass_fields__})


@desk_page(Permission.MANAGE_RULES)
@require_safe
def protocols_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every type with its protocol as the cases show it."""
    found = protocols_of([each.value for each in TYPES])
    shown = [(each, CUSTOMER_TYPE[each], found.get(each.value)) for each in TYPES]
    context = {
        "protocols": [
            {"type": kind.value, "name": name, "row": row, "shown": ProtocolShown.of(row) if row else None}
            for kind, name, row in shown
        ]
    }
    return render(request, "desk/settings/protocols.html", context)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_page(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """One protocol to be written anew. 422 keeps what was typed; 409 shows it beside what stands now."""
    if kind not in TYPES:
        raise Http404
    if request.method != "POST":
        return _draw(request, kind)
    form = ProtocolForm(request.POST)
    if not form.is_valid():
        return _draw(request, kind, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    seen = form.cleaned_data["seen"] or 0
    try:
        row = write_protocol(actor, kind, form.given, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, kind, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _draw(request, kind, form, HTTPStatus.CONFLICT)
    if row is None:
        messages.info(request, _("It says so already. Nothing was changed."))
    else:
        messages.success(request, _("The protocol is written. The cases show it from now on."))
    answer = redirect("desk:protocols")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _draw(
    request: HttpRequest, kind: str, typed: ProtocolForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    newest = protocols_of([kind]).get(kind)
    context = {
        "name": CUSTOMER_TYPE[CustomerType(kind)],
        "type": kind,
        "form": typed or _form_of(newest),
        "stands_now": ProtocolShown.of(newest) if newest and status == HTTPStatus.CONFLICT else None,
        "versions": Protocol.objects.filter(type=kind).select_related("by").order_by("-version")[:_SHOWN],
    }
    return render(request, "desk/settings/protocol.html", context, status=status)


#: So many of the newest versions are named.
_SHOWN = 10


def _form_of(row: Protocol | None) -> ProtocolForm:
    """As it stands; empty where there is none."""
    if row is None:
        return ProtocolForm(seen=0, queue_hint=QueueHint.USUAL.value)
    return ProtocolForm(None, seen=row.version, **vars(given_of(row)))
