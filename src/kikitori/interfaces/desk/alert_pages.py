"""Alerts 上申: what was brought before somebody above, who has it, since when and why; and the button that answers."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.errors import NotNow
from kikitori.casework.escalate import acknowledge_escalation
from kikitori.casework.refusals import note_caught
from kikitori.interfaces.desk.alerts import Place, answered, as_alerts, page_of, shown
from kikitori.interfaces.desk.asked import address_with, slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.escalation.models import Escalation
from kikitori.records.people.actor import Actor

PAGE = 50
WAITING, ANSWERED = "waiting", "answered"
WHICH = {
    WAITING: pgettext_lazy("escalations", "Not acknowledged"),
    ANSWERED: pgettext_lazy("escalations", "Acknowledged"),
}
_DIGITS = 18


@desk_page()
@require_safe
def alerts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, mine first and the highest level first; or what was answered. `?done=`: the one just answered."""
    frame = frame_of(request)
    which = word_from(request, "which", WHICH, WAITING)
    if which == WAITING:
        rows, ways = _waiting(request, actor)
    else:
        page = slice_from(request, answered(actor), "acknowledged_at", size=PAGE)
        rows, ways = page.rows, ways_on(request, page)
    context = {
        "tabs": _tabs(frame, which),
        "alerts": as_alerts(actor, rows),
        "done": as_alerts(actor, _just_answered(request, actor)),
        "which": which,
        "may_set": frame.may(Permission.MANAGE_LADDER),
        **ways,
    }
    return render(request, "desk/alerts.html", context)


def _waiting(request: HttpRequest, actor: Actor) -> tuple[list[Escalation], dict[str, str]]:
    """A page of what waits. From any later one the way back is to the beginning."""
    given = request.GET.get("after", "")
    try:
        after = Place.read(given) if given else None
    except ValueError as error:
        raise BadRequest("broken after") from error
    rows, onward = page_of(actor, size=PAGE, after=after)
    return rows, {
        "back_url": address_with(request, after=None) if after else "",
        "onward_url": address_with(request, after=str(onward), done=None) if onward else "",
    }


def _just_answered(request: HttpRequest, actor: Actor) -> list[Escalation]:
    """The one the reader has just answered: it stays in sight, with who and when."""
    given = request.GET.get("done", "")
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        return []
    seen = Escalation.objects.filter(pk=int(given), complaint__in=visible_to(actor))
    return list(shown(seen.filter(acknowledged_at__isnull=False)))


@desk_page(Permission.ACKNOWLEDGE_ESCALATION)
@require_POST
def answer_alert(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Acknowledge one. A second time, or after somebody else, changes nothing and says so."""
    seen = Escalation.objects.filter(complaint__in=visible_to(actor)).select_related("complaint")
    found = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    words = {"reference": found.complaint.reference}
    try:
        acknowledge_escalation(actor, found.complaint, found, now=frame_of(request).now)
        messages.success(request, _("You have acknowledged the escalation of %(reference)s.") % words)
    except (NotNow, StepNotPossible) as refusal:
        note_caught(actor, refusal, found.complaint, now=frame_of(request).now)
        messages.info(
            request,
            _("The escalation of %(reference)s was acknowledged before, or has gone up. Nothing was changed.")
            % words,
        )
    answer = redirect(f"{reverse('desk:alerts')}?done={found.pk}")
    answer.status_code = 303
    return answer


def _tabs(frame: Frame, which: str) -> list[dict[str, object]]:
    """Only what waits is counted: that is the work."""
    address = reverse("desk:alerts")
    return [
        {
            "url": address,
            "label": WHICH[WAITING],
            "count": frame.alerts.waiting,
            "current": which == WAITING,
            "late": frame.alerts.pressing > 0,
        },
        {"url": f"{address}?which={ANSWERED}", "label": WHICH[ANSWERED], "current": which == ANSWERED},
    ]
