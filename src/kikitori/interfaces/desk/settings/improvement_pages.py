"""What improved thanks to complaints 改善の公表: written here, looked at, and published by a button of its own."""

from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.improvements import (
    ImprovementGiven,
    publish_improvement,
    take_back_improvement,
    write_improvement,
)
from kikitori.foundation.language.names import fold_width
from kikitori.foundation.language.readings import SAMPLE, in_brackets, marked
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.complaint.fields import line, text
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.public_words import improvement_lines, month_in_words
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.models import Improvement

PAGE = 30
_MONTH = re.compile(r"(\d{4})\s*[-/.\u5e74\u2010-\u2015\u2212\u30fc]\s*(\d{1,2})\s*\u6708?")
_MONTHS = range(1, 13)
_VERSION = re.compile(r"[0-9]{1,9}")
_LANGUAGES = ("ja", "en", "easy")
_TEXTS = tuple(f"{part}_{language}" for language in _LANGUAGES for part in ("title", "words"))
_POINTS = gettext_lazy(
    "This seems to hold the number of a complaint, an e-mail address or a telephone number. "
    "Everybody reads it: please leave out what points at a person."
)
_READINGS = gettext_lazy(
    "Not needed. Whoever chose easy Japanese reads it; without it, the Japanese. "
    "Write readings as %(sample)s, and short sentences."
)
_WRONG = {
    **{(name, Problem.OUT_OF_RANGE): _POINTS for name in _TEXTS},
    ("month", Problem.MISSING): gettext_lazy("Please write the month as 2026-11."),
    ("month", Problem.IN_THE_FUTURE): gettext_lazy("This month has not begun yet. Please check it."),
    ("complaints", Problem.OUT_OF_RANGE): gettext_lazy("Please write a number from 1 to 1,000,000."),
}


class MonthField(forms.Field):
    """A month as people write it, in any width: 2026-11, 2026/11, 2026年11月. Empty: none."""

    def to_python(self, value: Any) -> date | None:
        """The first day of it. Raises ValidationError."""
        typed = fold_width(str(value or "")).strip()
        if not typed:
            return None
        found = _MONTH.fullmatch(typed)
        if found and date.min.year <= int(found[1]) and int(found[2]) in _MONTHS:
            return date(int(found[1]), int(found[2]), 1)
        raise ValidationError(self.error_messages["invalid"])

    def prepare_value(self, value: Any) -> Any:
        """As it is shown in its field."""
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class ImprovementForm(CardForm):
    """One improvement."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_ja = line(gettext_lazy("What improved, in Japanese"), required=False)
    words_ja = text(gettext_lazy("What was done, in Japanese"), required=False, rows=6)
    title_en = line(gettext_lazy("What improved, in English"), required=False)
    words_en = text(gettext_lazy("What was done, in English"), required=False, rows=6)
    title_easy = line(gettext_lazy("What improved, in easy Japanese"), required=False)
    words_easy = text(gettext_lazy("What was done, in easy Japanese"), required=False, rows=6)
    month = MonthField(
        label=gettext_lazy("Since which month"),
        required=False,
        help_text=gettext_lazy("Such as 2026-11."),
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off", "inputmode": "numeric"}),
    )
    complaints = forms.IntegerField(
        label=gettext_lazy("How many complaints led to it"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.fields["title_easy"].help_text = _READINGS % {"sample": SAMPLE}
        self.fields["month"].error_messages["invalid"] = _WRONG["month", Problem.MISSING]
        self.fields["complaints"].error_messages["invalid"] = _WRONG["complaints", Problem.OUT_OF_RANGE]

    @property
    def given(self) -> ImprovementGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return ImprovementGiven(**{name: typed[name] for name in ImprovementGiven.__dataclass_fields__})

    def blame(self, problems: Any) -> None:
        """In words of this page, where it has some."""
        for field in [name for name in problems if (name, problems[name]) in _WRONG]:
            self.add_error(field, _WRONG[field, problems[field]])
        super().blame(problems)


@desk_page(Permission.PUBLISH)
@require_safe
def improvements_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """All of them, the one written last first."""
    page = slice_from(request, Improvement.objects.all(), "written_at", size=PAGE)
    shown = [(row, month_in_words(row.month)) for row in page.rows]
    return render(request, "desk/settings/improvements.html", {"rows": shown, **ways_on(request, page)})


@desk_page(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def improvement_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new one."""
    return _edit(request, actor, None)


@desk_page(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def improvement_page(request: HttpRequest, actor: Actor, improvement: int) -> HttpResponse:
    """One of them. POST `do`: publish or take_back; else it is written anew. 409 where somebody was faster."""
    found = Improvement.objects.filter(pk=improvement).first()
    if found is None:
        raise Http404
    return _edit(request, actor, found)


_DO = {"publish": publish_improvement, "take_back": take_back_improvement}


def _edit(request: HttpRequest, actor: Actor, row: Improvement | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, _form_of(row))
    act = _DO.get(request.POST.get("do", "")) if row else None
    form = _form_of(row) if act else ImprovementForm(request.POST)
    if not act and not form.is_valid():
        return _page(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number, now = _version_in(request.POST.get("seen", "")), frame_of(request).now
    try:
        if act and row:
            saved = act(actor, row.pk, seen=number, now=now)
        else:
            saved = write_improvement(
                actor, form.given, improvement=row.pk if row else None, seen=number, now=now
            )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, row, form, HTTPStatus.CONFLICT)
    messages.success(request, _told(saved, shown=bool(act)))
    answer = redirect("desk:improvement", saved.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _version_in(written: str) -> int:
    """The version a form was built on; 0, which no row has, for what can be none."""
    return int(written) if _VERSION.fullmatch(written) else 0


def _told(row: Improvement, *, shown: bool) -> str:
    if row.is_public:
        return _("Everybody can read it now.") if shown else _("It is kept, and everybody reads it so.")
    if shown:
        return _("It is taken back. Nobody outside can read it any more.")
    return _("It is kept. Nobody outside can read it before you publish it.")


def _form_of(row: Improvement | None) -> ImprovementForm:
    if row is None:
        return ImprovementForm(None, seen=0)
    values = {name: getattr(row, name) for name in ImprovementGiven.__dataclass_fields__}
    return ImprovementForm(None, seen=row.version, **values)


def _page(
    request: HttpRequest, row: Improvement | None, form: ImprovementForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    kept = {**vars(row), "month": row.month.isoformat(), "public": row.is_public} if row else {}
    context = {
        "form": form,
        "row": row,
        "overtaken": overtaken,
        "stands_now": list(improvement_lines(kept)) if overtaken else [],
        "told": [_part(row, code) for code in _LANGUAGES] if row else [],
        "month": month_in_words(row.month) if row else "",
    }
    return render(request, "desk/settings/improvement.html", context, status=status)


def _part(row: Improvement, code: str) -> dict[str, str]:
    title, words = getattr(row, f"title_{code}"), getattr(row, f"words_{code}")
    if code != "easy":
        return {"lang": code, "title": title, "words": words}
    return {
        "lang": "ja",
        "title": in_brackets(marked(title)),
        "words": in_brackets(marked(words)),
        "of": code,
    }
