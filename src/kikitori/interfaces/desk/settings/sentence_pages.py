"""The fixed sentences of a letter: written anew, looked at in letters, kept. Its parts stay where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.letter_sentences import checked_sentences, set_sentences
from kikitori.casework.outgoing import RemedyLine
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.sentence_form import SentenceForm, sentence_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.compose import SENTENCES_IN, Composed, Reader, compose, own_sentences
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


Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter whose sentences are written here. `samples`: what each example shows, and what is in it."""

    kind: LetterKind
    name: str
    title: LazyText
    lead: LazyText
    kept: LazyText
    samples: Callable[[], list[tuple[str, Values]]]

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(f"desk:{self.name}")


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sentences of the decision letter."""
    return _sentences(request, actor, _DECISION)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sentences of the proposal."""
    return _sentences(request, actor, _PROPOSAL)


def _sentences(request: HttpRequest, actor: Actor, of: Written) -> HttpResponse:
    """The sentences. `look`: letters as they would be, nothing kept. 422 for braces nothing fills, 409 if overtaken."""
    organisation, now = frame_of(request).organisation, frame_of(request).now
    if request.method != "POST":
        stands = own_sentences(of.kind, organisation)
        return _page(request, of, SentenceForm.of(of.kind, stands, newest_change(Setting.WRITING)))
    form = SentenceForm(of.kind, request.POST)
    if not form.is_valid():
        return _page(request, of, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if "look" in request.POST:
            typed = own_among(of.kind, checked_sentences(of.kind, form.texts))
            setattr(organisation, SENTENCES_IN[of.kind], typed)
            return _page(request, of, form, letters=list(_samples(of, organisation, now)))
        changed = set_sentences(actor, of.kind, form.texts, seen=form.cleaned_data["seen"] or 0, now=now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, of, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, of, form, HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, str(of.kept))
    else:
        messages.info(request, _("It is so already. Nothing was changed."))
    answer = redirect(of.url)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(
    request: HttpRequest,
    of: Written,
    form: SentenceForm,
    status: int = HTTPStatus.OK,
    *,
    letters: list[tuple[str, str, Composed]] | None = None,
) -> HttpResponse:
    reads = get_language() or "ja"
    overtaken = status == HTTPStatus.CONFLICT
    own: Own = own_sentences(of.kind, frame_of(request).organisation) if overtaken else {}
    context: dict[str, Any] = {
        "of": of,
        "form": form,
        "letters": letters or [],
        "placeholders": [(word_in(each, reads), PLACEHOLDER[each]) for each in FILLED],
        "overtaken": overtaken,
        "stands_now": list(sentence_lines(of.kind, own))
        or [_("All sentences are those that come with Kikitori.")],
    }
    return render(request, "desk/settings/sentences.html", context, status=status)


def _samples(of: Written, organisation: Organisation, now: datetime) -> Iterator[tuple[str, str, Composed]]:
    """(language, what it shows, the letter): in both languages, about nothing that has happened."""
    for language in LANGUAGES:
        with override(language):
            samples = of.samples()
        complaint = Complaint(reference="K-2030-000000", story="", language=language)
        for title, values in samples:
            written = compose(
                of.kind,
                language,
                complaint=complaint,
                organisation=organisation,
                reader=Reader(""),
                promises=[],
                why={},
                now=now,
                values=values,
            )
            yield language, title, written


def _remedy() -> RemedyLine:
    kind = RemedyKind.REPLACE
    return RemedyLine(kind.value, str(REMEDY_KIND[kind]), _("(what is done)"), None, _SAMPLE_DAY)


def _decisions() -> list[tuple[str, Values]]:
    """Of both stages."""
    point = Allegation(number=1, text=_("(what is alleged)"))
    finding = Finding(allegation=point, outcome=Outcome.UPHELD.value, reasons=_("(the reasons)"))
    both = {"words_given": "", "findings": [finding]}
    nothing = {"remedies": [], "stage": 2, "no_remedy": _("(why nothing is done)")}
    return [
        (_("First stage"), {**both, "remedies": [_remedy()], "stage": 1, "no_remedy": ""}),
        (_("Second stage, nothing is done"), {**both, **nothing}),
    ]


def _proposals() -> list[tuple[str, Values]]:
    values = {"text": _("(what we propose, and why)"), "remedies": [_remedy()], "answer_by": _SAMPLE_DAY}
    return [(_("A proposal"), values)]


_DECISION = Written(
    LetterKind.DECISION,
    "decision_sentences",
    gettext_lazy("Decision letter"),
    gettext_lazy(
        "The sentences around its parts. The stage, each finding with its reasons, what will be done and how to go "
        "further are put in between them and cannot be left out."
    ),
    gettext_lazy("From now on decision letters say it so."),
    _decisions,
)
_PROPOSAL = Written(
    LetterKind.PROPOSAL,
    "proposal_sentences",
    gettext_lazy("Proposal"),
    gettext_lazy(
        "The sentences around its parts. What is offered, by when, and until when we ask for an answer are put in "
        "between them and cannot be left out. How to answer, that saying no costs nothing and that saying yes gives up "
        "no right must be said: a proposal without one of these does not go."
    ),
    gettext_lazy("From now on proposals say it so."),
    _proposals,
)
