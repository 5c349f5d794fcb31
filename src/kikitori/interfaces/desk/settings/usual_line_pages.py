"""Usual lines of inquiry in the organisation's words: a list by subject, and a form for each."""

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
from kikitori.casework.settings_kept import newest_change_of
from kikitori.casework.usual_lines import UsualLineGiven, as_kept, save_usual_line
from kikitori.interfaces.desk.complaint.fields import drop_down, line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.usual_words import in_both, place_field, subject_name, usual_line_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.inquiry.usual_lines import ANY, UsualLine, lines_with, shipped_lines
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

#: In this order they are listed, and offered for a new line.
_SUBJECTS = (ANY, *(subject.value for subject in Subject))


class UsualLineForm(CardForm):
    """One line."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    subject = drop_down(
        gettext_lazy("For complaints about"),
        [("", gettext_lazy("Please choose")), *((each, subject_name(each)) for each in _SUBJECTS)],
        required=False,
    )
    what_ja = line(gettext_lazy("What is to be found out, in Japanese"), required=False)
    what_en = line(gettext_lazy("What is to be found out, in English"), required=False)
    source_ja = line(gettext_lazy("From whom or where, in Japanese"), required=False, css="w-m")
    source_en = line(gettext_lazy("From whom or where, in English"), required=False, css="w-m")
    place = place_field()
    is_offered = forms.BooleanField(label=gettext_lazy("Is offered"), required=False)

    @property
    def given(self) -> UsualLineGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in UsualLineGiven.__dataclass_fields__ if name in typed}
        return UsualLineGiven(**values)


@desk_page(Permission.MANAGE_RULES)
@require_safe
def usual_lines_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every line under its subject, in the order in which they are offered. One query."""
    own = list(UsualInquiryLine.objects.all())
    ours, known = {row.code for row in own}, lines_with(own).values()
    groups = [
        (
            subject_name(subject),
            [
                (
                    each,
                    in_both(each.what),
                    in_both(each.source) if each.source else ("", ""),
                    each.code in ours,
                )
                for each in known
                if each.subject == subject
            ],
        )
        for subject in _SUBJECTS
    ]
    context = {
        "groups": [group for group in groups if group[1]],
        "without": [str(name) for name, rows in groups[1:] if not any(row[0].offered for row in rows)],
    }
    return render(request, "desk/settings/usual_lines.html", context)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def usual_line_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A line of our own."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def usual_line_page(request: HttpRequest, actor: Actor, line: str) -> HttpResponse:
    """One line, by its code. 409 where somebody has changed it meanwhile."""
    found = lines_with(UsualInquiryLine.objects.all()).get(line)
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, found: UsualLine | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, found, _form_of(found))
    form = UsualLineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    code, seen = found.code if found else "", form.cleaned_data["seen"] or 0
    try:
        save_usual_line(actor, form.given, code=code, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, found, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The line is kept. Plans begun from now on are offered it so."))
    answer = redirect("desk:usual_lines")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(found: UsualLine | None) -> UsualLineForm:
    if found is None:
        return UsualLineForm(None, is_offered=True)
    return UsualLineForm(
        None,
        seen=newest_change_of(Setting.LINES, found.code),
        what_ja=found.what.ja,
        what_en=found.what.en,
        source_ja=found.source.ja if found.source else "",
        source_en=found.source.en if found.source else "",
        place=found.place,
        is_offered=found.offered,
    )


def _page(
    request: HttpRequest, found: UsualLine | None, form: UsualLineForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    if found:
        del form.fields["subject"]
    overtaken = status == HTTPStatus.CONFLICT
    context = {
        "form": form,
        "line": found,
        "subject": subject_name(found.subject) if found else "",
        "ours": shipped_lines().get(found.code) if found else None,
        "overtaken": overtaken,
        "stands_now": list(usual_line_lines(as_kept(found))) if overtaken and found else [],
    }
    return render(request, "desk/settings/usual_line.html", context, status=status)
