"""Writing a guideline: the draft. Nothing typed here is in force before it is put into force by a button of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.guidelines import write_guideline
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.guidelines.form import GuidelineForm
from kikitori.interfaces.desk.guidelines.kept_lines import text_lines
from kikitori.interfaces.desk.guidelines.one_page import guideline_or_404
from kikitori.interfaces.desk.guidelines.shown import GuidelineShown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guideline_queries import examples
from kikitori.records.prevention.guidelines import Guideline
from kikitori.records.prevention.text import GuidelineText


@desk_page(Permission.MANAGE_GUIDELINES)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new one; `?example=` begins with the words of an example."""
    example = word_from(request, "example", ["", *examples()], "")
    begin = examples()[example] if example else GuidelineText()
    return _edit(request, actor, None, begin)


@desk_page(Permission.MANAGE_GUIDELINES)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_edit_page(request: HttpRequest, actor: Actor, guideline: int) -> HttpResponse:
    """The draft of one. 422 keeps what was typed; 409 shows it beside what stands now."""
    row, _versions = guideline_or_404(guideline, frame_of(request))
    return _edit(request, actor, row, row.text)


def _edit(request: HttpRequest, actor: Actor, row: Guideline | None, begin: GuidelineText) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, row, GuidelineForm.of(begin, row.revision if row else 0))
    form = GuidelineForm(request.POST)
    if not form.is_valid():
        return _draw(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = write_guideline(
            actor,
            form.given,
            guideline=row.pk if row else None,
            seen=form.seen_revision,
            now=frame_of(request).now,
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _draw(request, row, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The draft is kept. Nothing is in force by it before you put it into force."))
    answer = redirect("desk:guideline_force", saved.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _draw(
    request: HttpRequest, row: Guideline | None, form: GuidelineForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    context: dict[str, Any] = {
        "guideline": row,
        "title": GuidelineShown(row.text).title if row else None,
        "form": form,
        "overtaken": overtaken,
        "stands_now": list(text_lines(row.draft)) if overtaken and row else [],
    }
    return render(request, "desk/guidelines/edit.html", context, status=status)
