"""Editing a rule pack: its text, looked at first, then kept as a new version. A shipped pack is never changed.

Mistakes are listed with line, rule and field. The look shows dates by the rules as they are and as they would be.
Whoever saves over somebody else's version reads both texts first (409). Nothing that was typed is lost.
"""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.casework.rule_packs import add_pack_version
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.mistakes import Mistake, told
from kikitori.interfaces.desk.settings.rule_preview import ChangedRule, changed_rules
from kikitori.interfaces.desk.settings.rule_words import title_of
from kikitori.interfaces.desk.settings.versions import Version, difference, versions_of
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.mistakes import must_stay
from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.people.actor import Actor


class PackForm(forms.Form):
    """The text of a pack, why it is changed, and the newest version whoever writes it has read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("The rules as text (YAML)"),
        help_text=gettext_lazy(
            "The version number is given by itself. The day from which it counts is “valid_from”."
        ),
        strip=False,
        error_messages={"required": gettext_lazy("The text is empty. Please write the rules.")},
        widget=forms.Textarea(
            attrs={
                "rows": "30",
                "class": "code-text",
                "data-guard": "",
                "spellcheck": "false",
                "autocapitalize": "none",
                "wrap": "off",
            }
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Why it is changed"),
        help_text=gettext_lazy("For whoever reads the history later."),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-l", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        """Line ends as a file has them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def pack_edit_page(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """The text of the newest version; looked at, or kept as a new one."""
    versions = versions_of(pack)
    if not versions:
        raise Http404
    newest = versions[-1]
    if request.method != "POST":
        return _page(request, newest, PackForm(initial={"text": newest.text, "seen": newest.number}))
    form = PackForm(request.POST)
    if not form.is_valid():
        return _page(request, newest, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    mistakes = _mistakes(form.cleaned_data["text"], newest)
    if mistakes:
        return _page(request, newest, form, mistakes, HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("do") != "save":
        return _page(request, newest, form)
    return _kept(request, actor, newest, form)


def _kept(request: HttpRequest, actor: Actor, newest: Version, form: PackForm) -> HttpResponse:
    pack, typed = newest.pack.id, form.cleaned_data
    try:
        row = add_pack_version(
            actor, typed["text"], pack, typed["note"], frame_of(request).now, seen=typed["seen"]
        )
    except NotNow:
        return _page(request, versions_of(pack)[-1], form, status=HTTPStatus.CONFLICT)
    except PackError as wrong:
        return _page(request, newest, form, told([wrong], typed["text"]), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Invalid as invalid:
        for field, problem in invalid.problems.items():
            form.add_error(field if field in form.fields else None, PROBLEM[problem])
        return _page(request, newest, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = _("Version %(number)s is kept. Complaints in hand keep the version they have.")
    messages.success(request, said % {"number": row.version})
    answer = redirect("desk:rule_pack", pack)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _mistakes(text: str, newest: Version) -> list[Mistake]:
    """Everything that keeps this text from being the next version of this pack."""
    found = mistakes_in(text, newest.pack.id)
    if not found:
        pack = read_pack(text, newest.pack.id)
        if pack.id != newest.pack.id:
            found.append(PackError(newest.pack.id, must_stay(newest.pack.id), field="id"))
        if pack.role is not newest.pack.role:
            found.append(PackError(newest.pack.id, must_stay(newest.pack.role), field="role"))
    return told(found, text)


def _page(
    request: HttpRequest,
    newest: Version,
    form: PackForm,
    mistakes: list[Mistake] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form; with a text that can be read, what it would change."""
    readable = form.is_bound and form.is_valid() and not mistakes
    text = form.cleaned_data["text"] if readable else ""
    conflict = status == HTTPStatus.CONFLICT
    context = {
        "title": title_of(newest.pack),
        "newest": newest,
        "form": form,
        "mistakes": mistakes or [],
        "seen": newest.number if conflict or not form.is_bound else form["seen"].value(),
        "conflict": conflict,
        "looked_at": readable,
        "lines": difference(newest.text, text) if readable else [],
        "changed": _changed(request, newest, text) if readable else [],
    }
    return render(request, "desk/settings/pack_edit.html", context, status=status)


def _changed(request: HttpRequest, newest: Version, text: str) -> list[ChangedRule]:
    house = House.of(frame_of(request).organisation)
    return changed_rules(newest.pack, read_pack(text, newest.pack.id), house.calendar, frame_of(request).now)
