"""Complaints that were right and have no answer yet: what changes after them, or why nothing does."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Invalid
from kikitori.casework.prevent.answering import say_why_no_action, unanswered
from kikitori.interfaces.desk.actions.forms import WhyForm
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import complaint_or_404, desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import NoAction

PAGE = 50
_LONG = ("story", "desired_outcome", "accommodation")


@desk_page()
@require_safe
def unanswered_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each with its two ways out. One query for the rows."""
    page = slice_from(request, unanswered(actor).defer(*_LONG), "received_at", size=PAGE)
    context = {
        "rows": page.rows,
        "may_raise": frame_of(request).may(Permission.PREVENT),
        **ways_on(request, page),
    }
    return render(request, "desk/actions/unanswered.html", context)


@desk_page(Permission.PREVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def why_none(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Say why nothing changes after this one. 404 for an unseen complaint."""
    complaint = complaint_or_404(actor, reference)
    said = NoAction.objects.filter(complaint=complaint).values_list("reason", flat=True).first()
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm(reason=said or "")
    if form.is_bound and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            say_why_no_action(actor, complaint, reason=reason, now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("It is kept why nothing changes after this one."))
            answer = redirect(complaint_address(complaint.reference))
            answer.status_code = HTTPStatus.SEE_OTHER
            return answer
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request, "desk/actions/why_none.html", {"form": form, "complaint": complaint}, status=status
    )
