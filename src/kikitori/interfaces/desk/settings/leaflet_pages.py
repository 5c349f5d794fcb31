"""The leaflet of a body as a file: handed in, replaced, taken out; and saved by whoever puts it into an envelope."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.leaflets import leaflet_handed_out, leaflet_in_use, replace_leaflet, take_leaflet_out
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.look.handing_out import BYTES, inert
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.referral.leaflets import Leaflet
from kikitori.records.referral.models import Body

#: A version is a small number; a longer one names none.
_DIGITS = 4
_WRONG = {
    Problem.MISSING: gettext_lazy("This file is empty. Please choose another one."),
    Problem.TOO_LONG: gettext_lazy("This file is larger than 5 MB. Please choose a smaller one."),
    Problem.NOT_STORABLE: gettext_lazy("A leaflet is a PDF, a PNG or a JPEG. Please choose such a file."),
}


class LeafletForm(CardForm):
    """The file."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label=gettext_lazy("Leaflet as a file"),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 5 MB. It takes the place of the one before."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
        allow_empty_file=True,
    )

    def __init__(self, data: Any = None, files: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        if files is not None:
            self.files = files

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """In words about files."""
        for name, problem in problems.items():
            self.add_error(name, _WRONG[problem])


def leaflet_context(body: Body, seen: int) -> dict[str, Any]:
    """What the page of a body shows of its leaflet. One query."""
    row = leaflet_in_use(body)
    return {
        "leaflet": row,
        "leaflet_form": LeafletForm(None, seen=seen),
        "leaflet_waits": row is not None and leaflet_handed_out(row) is None,
    }


@desk_page(Permission.MANAGE_RULES)
@require_POST
def body_leaflet(request: HttpRequest, actor: Actor, body: int) -> HttpResponse:
    """Put one in place, or (`out`) take it out. What is wrong with a file is told above the entry."""
    found = _body_or_404(body)
    form = LeafletForm(request.POST, request.FILES)
    now = frame_of(request).now
    try:
        if "out" in request.POST:
            form.fields["file"].required = False
            seen = form.cleaned_data["seen"] or 0 if form.is_valid() else 0
            if take_leaflet_out(actor, found, seen=seen, now=now):
                messages.success(request, _("It has no leaflet as a file any more."))
        elif form.is_valid():
            sent = form.cleaned_data["file"]
            given = FileGiven(sent.name or "", sent.size or 0, sent.read)
            row = replace_leaflet(actor, found, given, seen=form.cleaned_data["seen"] or 0, now=now)
            messages.success(
                request, _("The leaflet is kept as version %(version)s.") % {"version": row.version}
            )
    except Invalid as invalid:
        form.blame(invalid.problems)
    except NotNow:
        messages.error(request, _("Somebody has changed this entry meanwhile. Nothing was changed."))
    for told in form.errors.get("file", ()):
        messages.error(request, str(told))
    answer = redirect("desk:body", found.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


@desk_page(Permission.USE_DESK)
@require_safe
def leaflet_file(request: HttpRequest, _actor: Actor, body: int) -> HttpResponse:
    """The leaflet in use, or `?version=`. 404 where there is none, or it is not known to be clean."""
    rows = Leaflet.objects.filter(body=_body_or_404(body))
    version = request.GET.get("version", "")
    if version:
        is_number = version.isascii() and version.isdigit() and len(version) <= _DIGITS
        rows = rows.filter(version=int(version)) if is_number else rows.none()
    else:
        rows = rows.filter(ended_at=None)
    row = leaflet_handed_out(rows.first())
    if row is None:
        raise Http404
    return inert(HttpResponse(bytes(row.raw), content_type=BYTES), row.name)


def _body_or_404(number: int) -> Body:
    found = Body.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
