"""Branches 拠点 and their posters: a list, a form for each, and a sheet of paper to hang up."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.branches import BranchGiven, newest_change_of, save_branch
from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.complaint.fields import line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.branch_poster import SIZES, poster_of
from kikitori.interfaces.desk.settings.public_words import branch_lines
from kikitori.interfaces.look.ruby import with_ruby
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch

_WRONG = {
    ("code", Problem.UNKNOWN_WORD): gettext_lazy(
        "Please use 1 to 20 small letters, digits and hyphens, such as ginza-2."
    ),
    ("code", Problem.OUT_OF_RANGE): gettext_lazy("Another branch has this code. Please choose another one."),
}


class BranchForm(CardForm):
    """One branch."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_ja = line(gettext_lazy("Name, in Japanese"), required=False)
    name_en = line(gettext_lazy("Name, in English"), required=False)
    code = line(
        gettext_lazy("Code on the poster"),
        required=False,
        css="w-s",
        help_text=gettext_lazy(
            "Small letters, digits and hyphens. It is no secret. Once a poster hangs, a new code needs a new poster."
        ),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)

    @property
    def given(self) -> BranchGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return BranchGiven(**{name: typed[name] for name in BranchGiven.__dataclass_fields__})

    def blame(self, problems: dict[str, Problem]) -> None:  # type: ignore[override]
        """In words of this page, where it has some."""
        for field in [name for name in problems if (name, problems[name]) in _WRONG]:
            self.add_error(field, _WRONG[field, problems[field]])
        super().blame(problems)


@desk_page(Permission.MANAGE_PORTAL)
@require_safe
def branches_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every branch; for those who read complaints, with how many came by its poster. One query."""
    context = {"branches": list(branches_for(actor)), "counts": frame_of(request).may(Permission.READ)}
    return render(request, "desk/settings/branches.html", context)


def branches_for(actor: Actor) -> QuerySet[Branch]:
    """Every branch, the ones in use first. `came`: how many complaints this actor sees that came by its poster."""
    seen = visible_to(actor).filter(way_in__branch=OuterRef("pk")).order_by().values("way_in__branch")
    number = Subquery(seen.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return Branch.objects.annotate(came=Coalesce(number, Value(0))).order_by("-is_active", "code")


@desk_page(Permission.MANAGE_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def branch_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new branch."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def branch_page(request: HttpRequest, actor: Actor, branch: int) -> HttpResponse:
    """One branch. 409 where somebody has changed it meanwhile."""
    return _edit(request, actor, _found(branch))


@desk_page(Permission.MANAGE_PORTAL)
@require_safe
def poster_page(request: HttpRequest, _actor: Actor, branch: int) -> HttpResponse:
    """The poster of a branch, on A4 or A5."""
    size = word_from(request, "size", SIZES, SIZES[0])
    found = _found(branch)
    context = {"poster": poster_of(found, frame_of(request).organisation), "branch": found, "size": size}
    return HttpResponse(with_ruby(render_to_string("desk/settings/poster.html", context, request)))


def _found(branch: int) -> Branch:
    found = Branch.objects.filter(pk=branch).first()
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, actor: Actor, branch: Branch | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, branch, _form_of(branch))
    form = BranchForm(request.POST)
    if not form.is_valid():
        return _page(request, branch, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number, seen = branch.pk if branch else None, form.cleaned_data["seen"] or 0
    try:
        save_branch(actor, form.given, branch=number, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, branch, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, branch, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The branch is kept. Its poster can be printed."))
    answer = redirect("desk:branches")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(branch: Branch | None) -> BranchForm:
    if branch is None:
        return BranchForm(None, is_active=True)
    values = {name: getattr(branch, name) for name in BranchGiven.__dataclass_fields__}
    return BranchForm(None, seen=newest_change_of(branch.pk), **values)


def _page(
    request: HttpRequest, branch: Branch | None, form: BranchForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    kept = {**vars(branch), "active": branch.is_active} if branch else {}
    context = {
        "form": form,
        "branch": branch,
        "overtaken": overtaken,
        "stands_now": list(branch_lines(kept)) if overtaken else [],
    }
    return render(request, "desk/settings/branch.html", context, status=status)
