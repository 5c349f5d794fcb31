"""The end of a conversation: read it back to the person, put right what is wrong, file it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.converse import conversation_seen
from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.file_conversation import file_conversation, file_interview
from kikitori.casework.intake import checked
from kikitori.casework.receive import Received
from kikitori.casework.refusals import note_caught
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.sentences import of_state
from kikitori.interfaces.desk.conversation.filing import FilingForm, InterviewForm
from kikitori.interfaces.desk.conversation.script import script_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.caller import Caller, known_caller
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.slip import slip_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.question_sets import questions_of
from kikitori.records.inquiry.questions import facts_of
from kikitori.records.people.actor import Actor


@desk_page(Permission.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_back(request: HttpRequest, actor: Actor, conversation: int) -> HttpResponse:
    """What is read to the person, above the form that files it. 422 keeps what was typed.

    POST answers with the slip, as taking in by the plain form does; an interview goes to its complaint.
    """
    talk = conversation_seen(actor, conversation)
    if talk.ended_at is not None and request.method != "POST":
        return redirect("desk:conversation", talk.pk)
    if talk.complaint_id is not None and talk.ended_at is None:
        return _interview(request, actor, talk)
    return _intake(request, actor, talk)


def _intake(request: HttpRequest, actor: Actor, talk: Conversation) -> HttpResponse:
    now = timezone.now()
    caller = known_caller(request, actor, str(talk.person_id or ""))
    if request.method != "POST":
        facts = facts_of(questions_of(talk), talk.answers, talk.language)
        return _page(request, talk, FilingForm.filled(talk, facts, caller), caller)
    form = FilingForm(request.POST)
    try:
        if not form.is_valid():
            checked(form.intake(now), now)  # so that everything that is wrong is said at once
            return _page(request, talk, form, caller, HTTPStatus.UNPROCESSABLE_ENTITY)
        filed = file_conversation(actor, talk.pk, form.intake(now), token=form.cleaned_data["token"], now=now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, talk, form, caller, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _over(request)
    if not isinstance(filed, Received):
        messages.info(request, _("This conversation has been filed already. This is its complaint."))
        return HttpResponseRedirect(complaint_address(filed.reference), status=HTTPStatus.SEE_OTHER)
    slip = slip_of(filed, frame_of(request).organisation)
    return render(request, "desk/slip.html", {"slip": slip, "closed_to_me": _is_closed_to(actor, filed)})


def _interview(request: HttpRequest, actor: Actor, talk: Conversation) -> HttpResponse:
    form = InterviewForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        status = HTTPStatus.OK if form is None else HTTPStatus.UNPROCESSABLE_ENTITY
        facts = facts_of(questions_of(talk), talk.answers, talk.language)
        return _page(request, talk, form or InterviewForm.filled(facts), None, status)
    try:
        message = file_interview(
            actor,
            talk.pk,
            body=form.cleaned_data["body"],
            token=form.cleaned_data["token"],
            now=timezone.now(),
        )
    except Invalid as invalid:
        form.add_error("body", str(PROBLEM[invalid.problems["body"]]))
        return _page(request, talk, form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _over(request)
    except StepNotPossible as impossible:
        note_caught(actor, impossible, talk.complaint, now=timezone.now())
        trouble = of_state(impossible.state, impossible.step)
        form.add_error("body", [str(trouble.happened), str(trouble.advice)])
        return _page(request, talk, form, None, HTTPStatus.CONFLICT)
    messages.success(request, _("What they told us stands in the complaint."))
    return HttpResponseRedirect(complaint_address(message.complaint.reference), status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest,
    talk: Conversation,
    form: FilingForm | InterviewForm,
    caller: Caller | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    questions = questions_of(talk)
    facts = facts_of(questions, talk.answers, talk.language)
    context: dict[str, Any] = {
        "talk": talk,
        "form": form,
        "token": form["token"].value() if not form.errors.get("token") else new_token(),
        "script": script_of(frame_of(request), talk, facts),
        "caller": caller,
        "story_given": bool(facts.story),
    }
    return render(request, "desk/conversation/read_back.html", context, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This conversation is over. Nothing was filed a second time."))
    return HttpResponseRedirect(reverse("desk:conversations"), status=HTTPStatus.SEE_OTHER)


def _is_closed_to(actor: Actor, filed: Received) -> bool:
    """May whoever took it in not open it any more?"""
    return not visible_to(actor).filter(pk=filed.complaint.pk).exists()
