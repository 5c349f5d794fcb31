"""Question sets 質問票: what is asked in a guided conversation, as it stands, and written anew version upon version."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.question_sets import write_question_set
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.conversation.stages import STAGE
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.records.access.permissions import Permission
from kikitori.records.inquiry.conversations import QuestionSetVersion
from kikitori.records.inquiry.question_mistakes import Mistake, SetError
from kikitori.records.inquiry.question_sets import OWN_FROM, in_use, newest_own, text_of
from kikitori.records.inquiry.questions import Purpose, Question, QuestionSet
from kikitori.records.people.actor import Actor

_SHOWN = 10
PURPOSE: dict[Purpose, str | LazyText] = {
    Purpose.INTAKE: gettext_lazy("To take a complaint in"),
    Purpose.INTERVIEW: gettext_lazy("To ask further about a complaint"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A question as the page lists it, in the reader's language. `only_if`: (label, answers) that lead to it."""

    stage: str | LazyText
    ask: str
    choices: list[str]
    only_if: list[tuple[str, str]]


class SetForm(CardForm):
    """A set as text."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Questions (YAML)"),
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": "30", "class": "code-text", "spellcheck": "false", "data-guard": ""}
        ),
    )


@desk_page(Permission.MANAGE_RULES)
@require_safe
def question_sets_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every set with its questions, as conversations begun now are held."""
    own = newest_own()
    language = tongue(get_language() or "ja")
    shown = [
        {
            "set": each,
            "title": each.title.in_(language),
            "purpose": PURPOSE[each.purpose],
            "row": own.get(each.id),
            "lines": [_line(each, question, language) for question in each.questions],
        }
        for each in in_use()
    ]
    return render(request, "desk/settings/questions.html", {"sets": shown})


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def question_set_page(request: HttpRequest, actor: Actor, questions: str) -> HttpResponse:
    """One set to be written anew. 422 names every mistake and keeps what was typed; 409 where another was quicker."""
    newest = newest_own().get(questions)
    stands = next((each for each in in_use() if each.id == questions), None)
    if stands is None:
        raise Http404
    text = newest.text if newest else text_of(questions, stands.version) or ""
    if request.method != "POST":
        return _page(request, questions, SetForm(None, text=text, seen=newest.version if newest else 0))
    form = SetForm(request.POST)
    if not form.is_valid():
        return _page(request, questions, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        row = write_question_set(
            actor, form.cleaned_data["text"], seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now
        )
    except SetError as error:
        return _page(
            request, questions, form, mistakes=error.mistakes, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, questions, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, questions, form, stands_now=text, status=HTTPStatus.CONFLICT)
    if row is None:
        messages.info(request, _("It says so already. Nothing was changed."))
    else:
        messages.success(
            request, _("The questions are written. Conversations begun from now on are held by them.")
        )
    return HttpResponseRedirect(reverse("desk:question_sets"), status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest,
    name: str,
    form: SetForm,
    *,
    mistakes: list[Mistake] | None = None,
    stands_now: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    language = tongue(get_language() or "ja")
    context = {
        "name": name,
        "form": form,
        "mistakes": [(each.place, each.what.in_(language)) for each in mistakes or ()],
        "stands_now": stands_now,
        "versions": QuestionSetVersion.objects.filter(set=name, version__gte=OWN_FROM)
        .select_related("by")
        .defer("text")
        .order_by("-version")[:_SHOWN],
    }
    return render(request, "desk/settings/question_set.html", context, status=status)


def _line(questions: QuestionSet, question: Question, language: str) -> Line:
    only_if = []
    for key, values in question.when:
        earlier = questions.question(key)
        if earlier is not None:
            said = [each.said.in_(language) for each in earlier.options if each.value in values]
            only_if.append((earlier.label.in_(language), " / ".join(said)))
    return Line(
        STAGE[question.stage],
        question.ask.in_(language),
        [each.said.in_(language) for each in question.options],
        only_if,
    )
