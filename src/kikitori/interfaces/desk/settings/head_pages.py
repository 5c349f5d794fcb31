"""Heads of the fishbone in the organisation's words: a list in the order in which they are drawn, a form for each."""

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
from kikitori.casework.fishbone_heads import HeadGiven, as_kept, save_head
from kikitori.casework.settings_kept import newest_change_of
from kikitori.interfaces.desk.complaint.fields import line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.usual_words import head_lines, in_both, place_field
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.prevention.actions import FishboneHead
from kikitori.records.prevention.bones import Head, heads_with, shipped_heads


class HeadForm(CardForm):
    """One head."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_ja = line(gettext_lazy("Name, in Japanese"), required=False, css="w-m")
    name_en = line(gettext_lazy("Name, in English"), required=False, css="w-m")
    place = place_field()
    is_offered = forms.BooleanField(
        label=gettext_lazy("Is drawn"),
        help_text=gettext_lazy("At least one head is drawn, and twelve at most."),
        required=False,
    )

    @property
    def given(self) -> HeadGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return HeadGiven(**{name: typed[name] for name in HeadGiven.__dataclass_fields__})


@desk_page(Permission.MANAGE_RULES)
@require_safe
def heads_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every head, in the order in which they are drawn. One query."""
    own = list(FishboneHead.objects.all())
    ours = {row.code for row in own}
    rows = [(head, *in_both(head.name), head.code in ours) for head in heads_with(own).values()]
    return render(request, "desk/settings/heads.html", {"rows": rows})


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def head_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A head of our own."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def head_page(request: HttpRequest, actor: Actor, head: str) -> HttpResponse:
    """One head, by its code. 409 where somebody has changed it meanwhile."""
    found = heads_with(FishboneHead.objects.all()).get(head)
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, head: Head | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, head, _form_of(head))
    form = HeadForm(request.POST)
    if not form.is_valid():
        return _page(request, head, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    code, seen = head.code if head else "", form.cleaned_data["seen"] or 0
    try:
        save_head(actor, form.given, code=code, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, head, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, head, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The head is kept. What is drawn already keeps the heads it had."))
    answer = redirect("desk:heads")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(head: Head | None) -> HeadForm:
    if head is None:
        return HeadForm(None, is_offered=True)
    return HeadForm(
        None,
        seen=newest_change_of(Setting.HEADS, head.code),
        name_ja=head.name.ja,
        name_en=head.name.en,
        place=head.place,
        is_offered=head.offered,
    )


def _page(
    request: HttpRequest, head: Head | None, form: HeadForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    context = {
        "form": form,
        "head": head,
        "name": in_both(head.name)[0] if head else "",
        "ours": shipped_heads().get(head.code) if head else None,
        "overtaken": overtaken,
        "stands_now": list(head_lines(as_kept(head))) if overtaken and head else [],
    }
    return render(request, "desk/settings/head.html", context, status=status)
