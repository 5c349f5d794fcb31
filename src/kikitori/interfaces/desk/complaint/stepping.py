"""Taking a step from a page: show its form, look at its letter, send it; say what stands in the way.

One view per step, all made here. A refusal always shows again what was typed: 422 what can be mended in the form,
409 what the state or the facts do not allow, 403 what somebody else must do. After success: 303 to the new entry.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Changed, Invalid, NotNow, Refused
from kikitori.casework.refusals import note_caught, note_if_forbidden
from kikitori.interfaces.desk.complaint import conflict, sent_once
from kikitori.interfaces.desk.complaint.beside import beside
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.guideline_panel import panel_for
from kikitori.interfaces.desk.complaint.preview import look_at
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle, of_refusal, of_state
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.complaint.steps.table import STEPS, address_of
from kikitori.interfaces.desk.door import View, desk_page
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import ENDING, Step, StepNotPossible, is_possible
from kikitori.records.people.actor import Actor

#: Before these it is said what the guideline asks for and nobody has seen to.
_GOES_BY = frozenset({Step.DECIDE, Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED})
#: How often the versions are compared anew when only letters went out in between.
_TRIES = 3


def view_of(kind: type[StepForm]) -> View:
    """The view of one step: GET shows its form, POST takes it. Needs the step's own permission."""

    @desk_page()
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
        standing = stand(request, actor, reference, whole=True)
        if request.method == "POST":
            return _send(request, standing, kind)
        return _show(request, standing, kind)

    # Asked here and under lock, not at the door: a refusal must not cost what was typed.
    view.needs = NEEDED[kind.step]  # type: ignore[attr-defined]
    return view


def hindrance(standing: Standing, kind: type[StepForm]) -> Trouble | None:
    """What keeps this actor from this step now: the role, the state or the facts; None where nothing does."""
    decision = may(standing.actor, NEEDED[kind.step], standing.complaint)
    if not decision.allowed:
        return of_refusal(decision, kind.step)
    if not is_possible(standing.state, kind.step):
        return of_state(standing.state, kind.step)
    return next(filter(None, (need.trouble(standing) for need in kind.needs)), None)


def _show(request: HttpRequest, standing: Standing, kind: type[StepForm]) -> HttpResponse:
    """The form as it begins, or what stands in the way of it. Values may come with the address."""
    trouble = hindrance(standing, kind)
    if trouble is not None:
        return draw(request, standing, kind, trouble=trouble)
    return draw(request, standing, kind, kind(standing, given=request.GET.dict()))


def _send(request: HttpRequest, standing: Standing, kind: type[StepForm]) -> HttpResponse:
    """Take the step, or show again what was typed and why it was not taken."""
    key = sent_once.key_of(request)
    entry = sent_once.entry_of(request, key)
    if entry is not None:
        return _onward(standing, entry)
    form = kind(standing, request.POST)
    form.take_in(request.FILES)
    trouble = hindrance(standing, kind)
    if trouble is not None:
        if "look" not in request.POST:  # Who only looks at the letter has not tried to send it.
            note_if_forbidden(standing.actor, standing.complaint, kind.step, now=standing.now)
        return draw(request, standing, kind, form, trouble=trouble)
    if not form.is_valid() or "look" in request.POST or form.pauses:
        return draw(request, standing, kind, form)
    before = conflict.newest_event(standing.complaint)
    try:
        _take(form, standing)
    except Changed as changed:
        return conflict.both_texts(request, standing, form, changed.current)
    except (Invalid, NotNow, StepNotPossible, Refused) as refusal:
        note_caught(standing.actor, refusal, standing.complaint, now=standing.now)
        return draw(request, replace(standing), kind, form, trouble=_trouble_of(refusal, form))
    entry = conflict.first_event_after(standing.complaint, before)
    sent_once.remember(request, key, entry)
    messages.success(request, str(form.afterwards))
    return _onward(standing, entry)


def _trouble_of(refusal: Exception, form: StepForm) -> Trouble | None:
    """The verb's refusal in words; None where it is said beside the fields."""
    actor = form.standing.actor
    match refusal:
        case Invalid(problems=problems):
            form.add_problems(problems)
        case NotNow(obstacle=obstacle, detail=detail):
            return of_obstacle(obstacle, detail, actor.role)
        case StepNotPossible(state=state, step=step):
            return of_state(state, step)
        case Refused(decision=decision):
            return of_refusal(decision, form.step)
    return None


def _take(form: StepForm, standing: Standing) -> None:
    """Call the verb; where it compares versions, letters that went out meanwhile are no change."""
    seen = form.cleaned_data.get("seen_version")
    if not form.overwrites or seen is None:
        form.take(None)
        return
    for left in reversed(range(_TRIES)):
        try:
            form.take(seen)
            return
        except Changed as changed:
            after = form.cleaned_data.get("seen_event") or 0
            if not left or not conflict.only_mechanical(standing.actor, standing.complaint, after):
                raise
            seen = changed.current.version


def draw(
    request: HttpRequest,
    standing: Standing,
    kind: type[StepForm],
    form: StepForm | None = None,
    *,
    trouble: Trouble | None = None,
) -> HttpResponse:
    """The page of a step: what it does, who will read it, the form, its letter, the facts beside it."""
    status = HTTPStatus.OK
    if trouble is not None:
        status = HTTPStatus(trouble.status)
    elif form is not None and form.is_bound and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    stuck = trouble is not None and not trouble.can_mend_here
    context = {
        "standing": standing,
        "complaint": standing.complaint,
        "kind": kind,
        "form": None if stuck else form,
        "typed": conflict.typed_texts(form) if stuck and form is not None else [],
        "trouble": trouble,
        "mend": address_of(standing.complaint.reference, trouble.mend) if trouble and trouble.mend else "",
        "mend_title": STEPS[trouble.mend].title if trouble and trouble.mend else "",
        "recipient": recipient_of(standing),
        "left_to_do": standing.file.open_tasks if kind.step in ENDING else [],
        "guideline": panel_for(standing) if kind.step in _GOES_BY else None,
        "letter": look_at(standing, form) if form is not None and trouble is None else None,
        "token": sent_once.token_of(form),
        "basis": conflict.basis_of(standing, form),
        "beside": beside(standing),
    }
    return render(request, kind.page, context, status=status)


def _onward(standing: Standing, entry: int) -> HttpResponse:
    """To the new entry; to the front page where the step has taken the complaint out of the actor's sight."""
    seen = visible_to(standing.actor).filter(pk=standing.complaint.pk).exists()
    if not seen:
        return HttpResponseRedirect(reverse("desk:today"), status=HTTPStatus.SEE_OTHER)
    address = reverse("desk:complaint", args=[standing.complaint.reference])
    return HttpResponseRedirect(f"{address}#entry-{entry}", status=HTTPStatus.SEE_OTHER)
