"""Writing a rule pack: its text, looked at first, then kept. A shipped pack is never changed, a version never either.

Mistakes are listed with line, rule and field. The look shows dates by the rules as they are and as they would be.
Whoever saves over somebody else's version reads both texts first (409). Nothing that was typed is lost.
"""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.casework.rule_packs import add_pack_version
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.mistakes import Mistake, told
from kikitori.interfaces.desk.settings.pack_form import NEW, NewPackForm, PackForm, mistakes_of, taken
from kikitori.interfaces.desk.settings.rule_preview import ChangedRule, changed_rules
from kikitori.interfaces.desk.settings.rule_words import title_of
from kikitori.interfaces.desk.settings.versions import Version, difference, versions_of
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.people.actor import Actor


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def pack_edit_page(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """The text of the newest version; looked at, or kept as a new one."""
    versions = versions_of(pack)
    if not versions:
        raise Http404
    return _answer(request, actor, versions[-1])


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def pack_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A text to begin a pack of one's own with; looked at, or kept as its first version."""
    return _answer(request, actor, None)


def _answer(request: HttpRequest, actor: Actor, newest: Version | None) -> HttpResponse:
    kind = PackForm if newest else NewPackForm
    if request.method != "POST":
        text = newest.text if newest else _skeleton(request)
        return _page(request, newest, kind(initial={"text": text, "seen": newest.number if newest else 0}))
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, newest, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    mistakes = mistakes_of(form.cleaned_data["text"], newest)
    if mistakes:
        return _page(request, newest, form, mistakes, HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("do") != "save":
        return _page(request, newest, form)
    return _kept(request, actor, newest, form)


def _kept(request: HttpRequest, actor: Actor, newest: Version | None, form: PackForm) -> HttpResponse:
    typed, name = form.cleaned_data, newest.pack.id if newest else NEW
    seen = typed["seen"] if newest else 0
    try:
        row = add_pack_version(actor, typed["text"], name, typed["note"], frame_of(request).now, seen=seen)
    except NotNow:
        if newest is None:
            return _page(request, None, form, taken(typed["text"]), HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, versions_of(name)[-1], form, status=HTTPStatus.CONFLICT)
    except PackError as wrong:
        return _page(request, newest, form, told([wrong], typed["text"]), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Invalid as invalid:
        for field, problem in invalid.problems.items():
            form.add_error(field if field in form.fields else None, PROBLEM[problem])
        return _page(request, newest, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = (
        _("Version %(number)s is kept. Complaints in hand keep the version they have.")
        if newest
        else _("The pack is kept. Nothing is counted by it until it is chosen in the list of rules.")
    )
    messages.success(request, said % {"number": row.version})
    answer = redirect("desk:rule_pack", row.pack)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(
    request: HttpRequest,
    newest: Version | None,
    form: PackForm,
    mistakes: list[Mistake] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form; with a text that can be read, what it would change."""
    readable = form.is_bound and form.is_valid() and not mistakes
    text = form.cleaned_data["text"] if readable else ""
    conflict = status == HTTPStatus.CONFLICT
    number = newest.number if newest else 0
    context = {
        "title": title_of(newest.pack) if newest else "",
        "newest": newest,
        "form": form,
        "mistakes": mistakes or [],
        "seen": number if conflict or not form.is_bound else form["seen"].value(),
        "conflict": conflict,
        "looked_at": readable,
        "lines": difference(newest.text, text) if readable and newest else [],
        "changed": _changed(request, newest, text) if readable else [],
    }
    return render(request, "desk/settings/pack_edit.html", context, status=status)


def _changed(request: HttpRequest, newest: Version | None, text: str) -> list[ChangedRule]:
    house = House.of(frame_of(request).organisation)
    before, after = newest.pack if newest else None, read_pack(text, NEW)
    return changed_rules(before, after, house.calendar, frame_of(request).now)


def _skeleton(request: HttpRequest) -> str:
    """A pack with one rule, each line explained in the reader's language. It can be read as it is."""
    frame = frame_of(request)
    values = {
        "today": timezone.localdate(frame.now),
        "jurisdiction": frame.organisation.holiday_country.partition("-")[0] or "JP",
    }
    return render_to_string("desk/settings/pack_skeleton.txt", values)
