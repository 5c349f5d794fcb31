"""The sentences of the decision letter: written anew, looked at in a letter, kept. Its parts stay where they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.decision_sentences import checked_sentences, set_decision_sentences
from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.outgoing import RemedyLine
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.decision_form import DecisionForm, sentence_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.compose import Composed, Reader, compose
from kikitori.records.letters.fixed_sentences import FILLED, LANGUAGES, Own, own_among
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.labels import PLACEHOLDER
from kikitori.records.letters.placeholders import word_in
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import Setting
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.terms import RemedyKind

#: A day that is plainly none of ours.
_SAMPLE_DAY = date(2030, 4, 1)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sentences. `look`: letters as they would be, nothing kept. 422 for braces nothing fills, 409 if overtaken."""
    organisation, now = frame_of(request).organisation, frame_of(request).now
    if request.method != "POST":
        return _page(
            request, DecisionForm.of(organisation.decision_sentences, newest_change(Setting.WRITING))
        )
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if "look" in request.POST:
            organisation.decision_sentences = own_among(checked_sentences(form.texts))
            return _page(request, form, letters=list(_samples(organisation, now)))
        changed = set_decision_sentences(actor, form.texts, seen=form.cleaned_data["seen"] or 0, now=now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, _("From now on decision letters say it so."))
    else:
        messages.info(request, _("It is so already. Nothing was changed."))
    answer = redirect("desk:decision_sentences")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(
    request: HttpRequest,
    form: DecisionForm,
    status: int = HTTPStatus.OK,
    *,
    letters: list[tuple[str, str, Composed]] | None = None,
) -> HttpResponse:
    reads = get_language() or "ja"
    own: Own = frame_of(request).organisation.decision_sentences if status == HTTPStatus.CONFLICT else {}
    context: dict[str, Any] = {
        "form": form,
        "letters": letters or [],
        "placeholders": [(word_in(each, reads), PLACEHOLDER[each]) for each in FILLED],
        "overtaken": status == HTTPStatus.CONFLICT,
        "stands_now": list(sentence_lines(own)) or [_("All sentences are those that come with Kikitori.")],
    }
    return render(request, "desk/settings/decision.html", context, status=status)


def _samples(organisation: Organisation, now: Any) -> Iterator[tuple[str, str, Composed]]:
    """(language, what it shows, the letter): of both stages, in both languages, about nothing that has happened."""
    for language in LANGUAGES:
        for stage in (1, 2):
            with override(language):
                values = _sample(stage)
                title = _("First stage") if stage == 1 else _("Second stage, nothing is done")
            complaint = Complaint(reference="K-2030-000000", story="", language=language)
            yield (
                language,
                title,
                compose(
                    LetterKind.DECISION,
                    language,
                    complaint=complaint,
                    organisation=organisation,
                    reader=Reader(""),
                    promises=[],
                    why={},
                    now=now,
                    values=values,
                ),
            )


def _sample(stage: int) -> dict[str, Any]:
    point = Allegation(number=1, text=_("(what is alleged)"))
    finding = Finding(allegation=point, outcome=Outcome.UPHELD.value, reasons=_("(the reasons)"))
    kind = RemedyKind.REPLACE
    remedy = RemedyLine(kind.value, str(REMEDY_KIND[kind]), _("(what is done)"), None, _SAMPLE_DAY)
    return {
        "words_given": "",
        "findings": [finding],
        "remedies": [remedy] if stage == 1 else [],
        "stage": stage,
        "no_remedy": "" if stage == 1 else _("(why nothing is done)"),
    }
