"""Templates 定型文: the list of them, and each with its texts and versions."""

from __future__ import annotations

from functools import reduce
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.templates import KEYS, save_template
from kikitori.interfaces.desk.complaint.choosing import words_of_key
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.settings.template_form import TemplateForm
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.labels import PLACEHOLDER
from kikitori.records.letters.placeholders import unknown_in, word_in
from kikitori.records.letters.templates_kept import ReplyTemplate, TemplateVersion
from kikitori.records.people.actor import Actor

#: So many versions are shown, the newest first.
_VERSIONS = 20


@desk_page(Permission.MANAGE_WRITING)
@require_safe
def templates_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """All templates; those that cannot be chosen any more come last. One query."""
    rows = ReplyTemplate.objects.order_by("-is_active", "name")
    listed = [(row, [words_of_key(key) for key in KEYS if row.texts.get(key)]) for row in rows]
    return render(request, "desk/settings/templates.html", {"listed": listed})


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def template_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new template."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, actor: Actor, template: int) -> HttpResponse:
    """One template: its texts, and how they were before. 409 where somebody has saved it meanwhile."""
    found = ReplyTemplate.objects.filter(pk=template).first()
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, template: ReplyTemplate | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, template, TemplateForm.of(template))
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, template, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = save_template(
            actor,
            form.given,
            template=template.pk if template else None,
            seen=form.cleaned_data.get("seen") or 0,
            now=timezone.now(),
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, template, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, template, form, HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("“%(name)s” is saved as version %(number)s.") % {"name": saved.name, "number": saved.version},
    )
    unknown = [word for text in saved.texts.values() for word in unknown_in(text)]
    if unknown:
        words = {"words": reduce(_listed, dict.fromkeys(unknown))}
        messages.warning(
            request,
            _("Nothing fills: %(words)s. In a reply it will stand there as still to be written.") % words,
        )
    answer = redirect("desk:templates")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _listed(one: str, other: str) -> str:
    return _("%(one)s, %(other)s") % {"one": one, "other": other}


def _page(
    request: HttpRequest, template: ReplyTemplate | None, form: TemplateForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    reads = get_language() or "ja"
    versions = template.versions.select_related("by")[:_VERSIONS] if template else []
    context = {
        "form": form,
        "template": template,
        "placeholders": [(word_in(each, reads), words) for each, words in PLACEHOLDER.items()],
        "versions": [(row, _texts(row)) for row in versions],
        "conflict": status == HTTPStatus.CONFLICT,
    }
    return render(request, "desk/settings/template.html", context, status=status)


def _texts(row: TemplateVersion) -> list[tuple[str, str]]:
    return [(words_of_key(key), row.texts[key]) for key in KEYS if row.texts.get(key)]
