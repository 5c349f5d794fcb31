"""The beginning of a conversation: by which questions, by which road, in which language. One POST, and it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from kikitori.casework.converse import begin_conversation, open_conversations
from kikitori.casework.errors import Invalid
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.caller import Caller, known_caller
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.question_sets import in_use
from kikitori.records.inquiry.questions import Purpose
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import OrganisationKind

#: Where somebody is spoken with while the questions are asked.
ROADS = (Channel.PHONE, Channel.IN_PERSON, Channel.COMMITTEE)
_SHOWN = 20
#: A value that was chosen, not typed.
_CHOSEN = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offered:
    """A question set to choose. `key` chooses it from the keyboard."""

    id: str
    title: str
    version: int
    number: int
    key: str


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A conversation that has not ended."""

    row: Conversation
    first: str
    number: int


@desk_page(Permission.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose and begin; what has been begun and not ended lies below.

    `?about=`: a complaint about which its complainant is asked further; 404 where it is not seen. `?person=`: somebody
    we know.
    """
    given = request.POST if request.method == "POST" else request.GET
    about = _about(actor, given.get("about", ""))
    caller = known_caller(request, actor, given.get("person", ""))
    if request.method != "POST":
        return _page(request, actor, about, caller)
    now = frame_of(request).now
    try:
        begun = begin_conversation(
            actor,
            questions=given.get("questions", ""),
            channel=given.get("channel", ""),
            language=given.get("language", ""),
            token=given.get("token", "") or new_token(),
            now=now,
            person=caller.known.person if caller else None,
            about=about,
        )
    except Invalid:
        return _page(request, actor, about, caller, HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = redirect("desk:conversation", begun.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _about(actor: Actor, reference: str) -> Complaint | None:
    if not reference:
        return None
    found = visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    actor: Actor,
    about: Complaint | None,
    caller: Caller | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    language = tongue(get_language() or "ja")
    spoken = about.language if about else caller.known.person.language or language if caller else language
    sets = in_use(Purpose.INTERVIEW if about else Purpose.INTAKE)
    if frame_of(request).organisation.kind == OrganisationKind.ASSOCIATION.value:
        sets.sort(key=lambda each: each.id != OrganisationKind.ASSOCIATION.value)
    context = {
        "sets": [
            Offered(each.id, each.title.in_(language), each.version, len(each.questions), str(number))
            for number, each in enumerate(sets, 1)
        ],
        "roads": [(each.value, CHANNEL[each]) for each in ROADS],
        "languages": settings.STAFF_LANGUAGES,
        "spoken": tongue(spoken or language),
        "token": new_token(),
        "about": about,
        "caller": caller,
        "wrong": status != HTTPStatus.OK,
        "open": [_goes_on(each) for each in open_conversations(actor)[:_SHOWN]],
    }
    return render(request, "desk/conversation/start.html", context, status=status)


def _goes_on(row: Conversation) -> GoesOn:
    first = next((text for text in row.answers.values() if text and not _CHOSEN.fullmatch(text)), "")
    return GoesOn(row, first[:_FIRST], len(row.answers))


_FIRST = 60
