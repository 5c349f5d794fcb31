"""A conversation that comes to nothing is broken off with a reason, and what was said is erased."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.converse import conversation_seen, drop_conversation
from kikitori.casework.errors import Invalid
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor


@desk_page(Permission.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, actor: Actor, conversation: int) -> HttpResponse:
    """Ask whether it really is to be broken off, and why; then what was said is erased."""
    talk = conversation_seen(actor, conversation)
    if talk.ended_at is not None:
        return redirect("desk:conversation", talk.pk)
    typed, problem = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            drop_conversation(actor, talk.pk, reason=typed, now=frame_of(request).now)
        except Invalid as invalid:
            problem = str(PROBLEM[next(iter(invalid.problems.values()))])
        else:
            messages.success(request, _("The conversation was broken off. What had been said is erased."))
            return HttpResponseRedirect(reverse("desk:conversations"), status=HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context = {"talk": talk, "typed": typed, "problem": problem}
    return render(request, "desk/conversation/drop.html", context, status=status)
