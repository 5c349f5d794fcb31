"""Closures 休業: days on which everybody or one team is closed, added and removed one by one."""

import re
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.calendar import add_closure, remove_closure
from kikitori.casework.errors import Invalid
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.closure_form import ClosureForm
from kikitori.interfaces.desk.settings.days_ahead import ahead
from kikitori.interfaces.desk.settings.recount_words import recount_offer
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.people.actor import Actor

#: As many digits as the number of a row can have.
_NUMBER = re.compile("[0-9]{1,18}")


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def closures_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The closures there are, and a form for one more. 422 keeps what was typed."""
    if request.method != "POST":
        return _page(request, actor, ClosureForm(initial={"team": request.GET.get("team", "")}))
    if "remove" in request.POST:
        return _removed(request, actor, request.POST["remove"])
    form = ClosureForm(request.POST)
    row = _added(actor, form) if form.is_valid() else None
    if row is None:
        return _page(request, actor, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(
        request,
        _("“%(name)s” is a closure now, and is left out when days are counted.") % {"name": name_of(row)},
    )
    return _back()


def _added(actor: Actor, form: ClosureForm) -> Closure | None:
    """The closure; None where the verb found something wrong, which then stands beside its field."""
    try:
        return add_closure(actor, form.given, team=form.cleaned_data["team"], now=timezone.now())
    except Invalid as invalid:
        form.blame(invalid.problems)
        return None


def name_of(row: Closure) -> str:
    """Its name for this reader."""
    return row.name_ja if tongue(get_language() or "") == "ja" else row.name_en


def _removed(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    row = remove_closure(actor, int(number), now=timezone.now()) if _NUMBER.fullmatch(number) else None
    if row is None:
        messages.info(request, _("This closure was removed before. Nothing was changed."))
    else:
        messages.success(
            request, _("“%(name)s” is removed. These days are counted from now on.") % {"name": name_of(row)}
        )
    return _back()


def _page(request: HttpRequest, actor: Actor, form: ClosureForm, status: int = HTTPStatus.OK) -> HttpResponse:
    organisation = frame_of(request).organisation
    calendar = calendar_of(organisation)
    today = frame_of(request).now.astimezone(calendar.zone).date()
    rows = Closure.objects.select_related("team").order_by("yearly", "first", "id")
    context = {
        "form": form,
        "closures": rows,
        "today": today,
        "offer": recount_offer(actor),
        "ahead": ahead(calendar, today),
        "year_end": organisation.closed_at_year_end,
    }
    return render(request, "desk/settings/closures.html", context, status=status)


def _back() -> HttpResponse:
    answer = redirect("desk:closures")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
