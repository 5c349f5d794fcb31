"""The wording list 表現の一覧: what is looked at once more before a reply goes, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.wording import Listed, save_entry, switch_entry, the_list
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.template_form import typed_text
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.labels import WORDING_KIND
from kikitori.records.letters.wording import Entry, WordingKind
from kikitori.records.people.actor import Actor


class EntryForm(forms.Form):
    """One entry of the list."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("wording", "Why it is looked at"),
        choices=lambda: [(each.value, words) for each, words in WORDING_KIND.items()],
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    words = typed_text(gettext_lazy("Words, one a line"), rows=6)
    unless = typed_text(gettext_lazy("Not within these longer words, one a line"), rows=3)
    why_ja = typed_text(gettext_lazy("Why, in Japanese"), rows=3)
    why_en = typed_text(gettext_lazy("Why, in English"), rows=3)
    instead = typed_text(gettext_lazy("What could be said instead"), rows=2)
    noted = forms.BooleanField(
        label=gettext_lazy("If it is sent all the same, note this internally"), required=False
    )

    @classmethod
    def of(cls, entry: Entry | None) -> EntryForm:
        """As it stands; empty for a new one."""
        if entry is None:
            return cls(initial={"kind": WordingKind.OTHER.value})
        texts = {name: getattr(entry, name) for name in ("why_ja", "why_en", "instead", "noted")}
        lines = {"words": "\n".join(entry.words), "unless": "\n".join(entry.unless)}
        return cls(initial={"kind": entry.kind.value, **lines, **texts})

    def given(self, key: str) -> Entry:
        """What was typed, for the verb."""
        typed: dict[str, Any] = self.cleaned_data
        texts = {name: typed.get(name, "") for name in ("why_ja", "why_en", "instead")}
        return Entry(
            key=key,
            kind=WordingKind(typed["kind"]),
            words=tuple(typed.get("words", "").splitlines()),
            unless=tuple(typed.get("unless", "").splitlines()),
            noted=bool(typed.get("noted")),
            **texts,
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for field, problem in problems.items():
            self.add_error(field, PROBLEM[problem])


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def wording_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list. POST `on` or `off`: look for an entry, or no longer."""
    if request.method == "POST":
        on = "on" in request.POST
        switched = switch_entry(actor, request.POST.get("on" if on else "off", ""), on=on, now=timezone.now())
        if switched is not None:
            done = _("This is looked for from now on.") if on else _("This is looked for no longer.")
            messages.success(request, done)
        return _back()
    reader = tongue(get_language() or "ja")
    listed = the_list()
    groups = [
        (words, [(each, each.entry.why(reader)) for each in listed if each.entry.kind is kind])
        for kind, words in WORDING_KIND.items()
    ]
    return render(request, "desk/settings/wording.html", {"groups": [part for part in groups if part[1]]})


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def wording_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new entry."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def wording_entry_page(request: HttpRequest, actor: Actor, entry: str) -> HttpResponse:
    """One entry. A shipped one that is changed becomes the organisation's own."""
    found = next((each for each in the_list() if each.entry.key == entry), None)
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, found: Listed | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, found, EntryForm.of(found.entry if found else None))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    key, is_active = (found.entry.key, found.is_active) if found else ("", True)
    try:
        save_entry(actor, form.given(key), is_active=is_active, now=timezone.now())
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The entry is saved. Replies are looked through by it from now on."))
    return _back()


def _page(
    request: HttpRequest, found: Listed | None, form: EntryForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "desk/settings/wording_entry.html", {"form": form, "found": found}, status=status)


def _back() -> HttpResponse:
    answer = redirect("desk:wording")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
