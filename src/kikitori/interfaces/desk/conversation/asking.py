"""One question at a time: asked in large type, answered by typing or with one key, kept as soon as it is given."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.converse import conversation_seen, keep_answer
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.interfaces.desk.conversation.answers_shown import answered, asked_now
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.access.permissions import Permission
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.question_sets import questions_of
from kikitori.records.inquiry.questions import QuestionSet, asked, before, next_open
from kikitori.records.people.actor import Actor

_MINUTE = 60


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, actor: Actor, conversation: int) -> HttpResponse:
    """The question `?at=`, or the first that is open; when all have been asked, on to reading back.

    POST keeps an answer and goes on to the next. 422 and 409 keep what was typed. One that has ended
    is shown as it was.
    """
    talk = conversation_seen(actor, conversation)
    questions = questions_of(talk)
    if talk.ended_at is not None:
        context = {
            "talk": talk,
            "title": questions.title.in_(talk.language),
            "said": answered(questions, talk),
        }
        return render(request, "desk/conversation/kept.html", context)
    if request.method == "POST":
        return _take(request, actor, talk, questions)
    at = request.GET.get("at", "")
    found = next((each for each in asked(questions, talk.answers) if each.key == at), None)
    found = found or next_open(questions, talk.answers)
    if found is None:
        return HttpResponseRedirect(reverse("desk:conversation_read_back", args=[talk.pk]))
    return _page(request, talk, questions, found.key)


@desk_page(Permission.RECEIVE)
@require_POST
def keep(request: HttpRequest, actor: Actor, conversation: int) -> HttpResponse:
    """Keep what is being typed, for HTMX: a line that says so, and what the answer before now is for the form."""
    key, text = request.POST.get("question", ""), request.POST.get("answer", "")
    try:
        talk = keep_answer(actor, conversation, question=key, answer=text, was=_was(request))
    except Invalid:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return HttpResponse(status=HTTPStatus.CONFLICT)
    context = {"was": talk.answers[key], "at": frame_of(request).now}
    return render(request, "desk/conversation/_kept_line.html", context)


def _take(request: HttpRequest, actor: Actor, talk: Conversation, questions: QuestionSet) -> HttpResponse:
    key = request.POST.get("question", "")
    if questions.question(key) is None:
        raise Http404
    text = "" if "skip" in request.POST else request.POST.get("answer", "")
    try:
        talk = keep_answer(actor, talk.pk, question=key, answer=text, was=_was(request))
    except Invalid as invalid:
        wrong = PROBLEM[invalid.problems.get("answer", Problem.UNKNOWN_WORD)]
        return _page(request, talk, questions, key, typed=text, wrong=wrong)
    except NotNow as not_now:
        if not_now.obstacle is not Obstacle.SET_MEANWHILE:
            return HttpResponseRedirect(
                reverse("desk:conversation", args=[talk.pk]), status=HTTPStatus.SEE_OTHER
            )
        talk.refresh_from_db()
        return _page(request, talk, questions, key, typed=text, other=not_now.detail)
    onward = next_open(questions, talk.answers, after=key)
    if "read_back" in request.POST or onward is None:
        where = reverse("desk:conversation_read_back", args=[talk.pk])
    else:
        where = f"{reverse('desk:conversation', args=[talk.pk])}?at={onward.key}"
    return HttpResponseRedirect(where, status=HTTPStatus.SEE_OTHER)


def _was(request: HttpRequest) -> str | None:
    """What the page had as the answer before; None where it had none."""
    return request.POST.get("was", "") if request.POST.get("was_there") else None


def _page(
    request: HttpRequest,
    talk: Conversation,
    questions: QuestionSet,
    key: str,
    *,
    typed: str | None = None,
    wrong: object = "",
    other: str | None = None,
) -> HttpResponse:
    question = questions.question(key)
    if question is None:
        raise Http404
    back = before(questions, talk.answers, key)
    minutes = int((frame_of(request).now - talk.begun_at).total_seconds()) // _MINUTE
    context = {
        "talk": talk,
        "asked": asked_now(questions, talk, question, typed),
        "said": answered(questions, talk, key),
        "back": back.key if back else "",
        "moments": [
            (each.name.in_(talk.language), each.say.in_(talk.language)) for each in questions.moments
        ],
        "minutes": minutes,
        "reminders": [
            (minute, said.in_(talk.language), minute <= minutes) for minute, said in questions.call_minutes
        ],
        "wrong": wrong,
        "other": other,
    }
    status = (
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK if other is None else HTTPStatus.CONFLICT
    )
    return render(request, "desk/conversation/ask.html", context, status=status)
