"""The steps of a corrective action: a form where something is asked, a press where nothing is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.prevent.analyse import analyse_action
from kikitori.interfaces.desk.actions.analysis_form import AnalysisForm
from kikitori.interfaces.desk.actions.forms import ActionForm
from kikitori.interfaces.desk.actions.found import action_or_404
from kikitori.interfaces.desk.actions.steps import STEPS, Doing, StepForm
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.complaint.sentences import in_words, of_obstacle
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from kikitori.records.prevention.labels import ACTION_STATE, METHOD
from kikitori.records.prevention.lifecycle import ActionStepNotPossible
from kikitori.records.prevention.models import Improvement
from kikitori.records.prevention.terms import ActionState, Method

_DIGITS = 18
_ELSEWHERE = gettext_lazy("It stands elsewhere by now: %(state)s. Please look at it again.")
_NOT_FOR_EVERYBODY = gettext_lazy(
    "What was done names a number, an address or a telephone. Please write it for everybody by hand."
)


@desk_page(Permission.PREVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def action_step(request: HttpRequest, actor: Actor, action: str, step: str) -> HttpResponse:
    """GET: the form. POST: take the step, then to its page. 404 for a word that is no step, and for a press as GET."""
    own = action_or_404(actor, action)
    cycle = own.cycles.get(number=own.cycle)
    if step == "analyse":
        return _analysis(request, actor, own, cycle)
    if step not in STEPS:
        raise Http404
    spec = STEPS[step]
    if spec.form is None:
        return _pressed(request, actor, own, spec)
    if request.method != "POST":
        return _page(request, own, spec, spec.form(seen=own.version, **spec.begun(cycle)))
    return _typed(request, actor, own, spec, spec.form(request.POST))


def _typed(
    request: HttpRequest, actor: Actor, action: CorrectiveAction, spec: StepForm, form: ActionForm
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, action, spec, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        spec.do(Doing(actor, action, form.cleaned_data, frame_of(request).now))
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, action, spec, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (NotNow, ActionStepNotPossible) as refused:
        return _page(request, action, spec, form, HTTPStatus.CONFLICT, trouble=_why(actor, refused))
    return to_action(action)


def _pressed(request: HttpRequest, actor: Actor, action: CorrectiveAction, spec: StepForm) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    typed = {name: _number(request, name) for name in ("seen", "source")}
    try:
        made = spec.do(Doing(actor, action, typed, frame_of(request).now))
    except (NotNow, ActionStepNotPossible) as refused:
        messages.error(request, _why(actor, refused))
    except Invalid:
        messages.error(request, str(_NOT_FOR_EVERYBODY))
    else:
        if isinstance(made, Improvement):
            messages.success(request, _("A draft is written. Read it over; nobody outside reads it yet."))
            answer = redirect("desk:improvement", made.pk)
            answer.status_code = HTTPStatus.SEE_OTHER
            return answer
    return to_action(action)


def _analysis(
    request: HttpRequest, actor: Actor, action: CorrectiveAction, cycle: ActionCycle
) -> HttpResponse:
    method = Method(word_from(request, "method", list(Method), cycle.method or Method.FIVE_WHYS.value))
    if request.method != "POST":
        return _analysis_page(request, action, AnalysisForm.of(method, cycle, action.version))
    form = AnalysisForm(method, request.POST)
    if not form.is_valid():
        return _analysis_page(request, action, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    seen, now = form.cleaned_data["seen"] or -1, frame_of(request).now
    try:
        analyse_action(actor, action, form.given, now=now, seen=seen)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _analysis_page(request, action, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (NotNow, ActionStepNotPossible) as refused:
        return _analysis_page(request, action, form, HTTPStatus.CONFLICT, trouble=_why(actor, refused))
    return to_action(action)


def _why(actor: Actor, refused: NotNow | ActionStepNotPossible) -> str:
    if isinstance(refused, NotNow):
        return in_words(of_obstacle(refused.obstacle, refused.detail, actor.role))
    return _ELSEWHERE % {"state": ACTION_STATE[ActionState(refused.state)]}


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _DIGITS else -1


def _page(
    request: HttpRequest,
    action: CorrectiveAction,
    spec: StepForm,
    form: Any,
    status: int = HTTPStatus.OK,
    *,
    trouble: str = "",
) -> HttpResponse:
    context = {"action": action, "spec": spec, "form": form, "trouble": trouble}
    return render(request, "desk/actions/step.html", context, status=status)


def _analysis_page(
    request: HttpRequest,
    action: CorrectiveAction,
    form: AnalysisForm,
    status: int = HTTPStatus.OK,
    *,
    trouble: str = "",
) -> HttpResponse:
    tabs = [
        {"url": f"{request.path}?method={each.value}", "label": METHOD[each], "current": each is form.method}
        for each in Method
    ]
    context = {"action": action, "form": form, "tabs": tabs, "trouble": trouble}
    return render(request, "desk/actions/analyse.html", context, status=status)


def to_action(action: CorrectiveAction) -> HttpResponse:
    """To its page."""
    answer = redirect("desk:action", action.reference)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
