"""Signatures 署名: one's own, and that of the organisation for whoever has none."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.templates import set_signature
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.settings.template_form import SignatureForm
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.templates_kept import Signature
from kikitori.records.people.actor import Actor


@desk_page(Permission.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def own_signature_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stands below one's own replies."""
    return _edit(request, actor, actor.own_staff_id)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def house_signature_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stands below the replies of whoever has no signature of their own."""
    return _edit(request, actor, None)


def _edit(request: HttpRequest, actor: Actor, staff: int | None) -> HttpResponse:
    if request.method != "POST":
        row = Signature.objects.filter(staff=staff).first() or Signature()
        return _page(request, SignatureForm(initial={"text_ja": row.text_ja, "text_en": row.text_en}), staff)
    form = SignatureForm(request.POST)
    form.is_valid()
    typed = form.cleaned_data
    try:
        set_signature(
            actor, staff=staff, ja=typed.get("text_ja", ""), en=typed.get("text_en", ""), now=timezone.now()
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, staff, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The signature is saved. It stands below replies from now on."))
    answer = redirect(request.path)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(
    request: HttpRequest, form: SignatureForm, staff: int | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(
        request, "desk/settings/signature.html", {"form": form, "own": staff is not None}, status=status
    )
