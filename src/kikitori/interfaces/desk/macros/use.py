"""Using a macro on a complaint: what it will do is said, and then it is done."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import NotNow
from kikitori.casework.macro_ahead import Named, look_ahead, would_go
from kikitori.casework.refusals import note_caught
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint import conflict, sent_once
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.macros.in_the_way import refusal_told
from kikitori.interfaces.desk.macros.offering import lines_of
from kikitori.interfaces.desk.macros.part_words import PART_KIND
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor
from kikitori.records.together.macros import Macro


@desk_page(Permission.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def use_page(request: HttpRequest, actor: Actor, reference: str, macro: int) -> HttpResponse:
    """GET: what it will do, sentence by sentence. POST: do all of it, or none and say which part could not be done."""
    standing = stand(request, actor, reference)
    found = Macro.objects.filter(pk=macro, is_active=True).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, standing, found)
    key = sent_once.key_of(request)
    entry = sent_once.entry_of(request, key)
    if entry is not None:
        return _onward(standing, entry)
    before = conflict.newest_event(standing.complaint)
    try:
        draft = use_macro(
            actor,
            standing.complaint,
            macro=found,
            seen=_seen(request),
            token=request.POST.get("token", ""),
            now=frame_of(request).now,
        )
    except PartRefused as refused:
        note_caught(actor, refused.refusal, standing.complaint, now=frame_of(request).now)
        return _page(request, standing, found, refused=refused)
    except NotNow:
        return _page(request, standing, found, changed=True)
    entry = conflict.first_event_after(standing.complaint, before)
    sent_once.remember(request, key, entry)
    done = _("“%(name)s” is done.") % {"name": found.name_in(get_language() or "ja")}
    if draft is None:
        messages.success(request, done)
        return _onward(standing, entry)
    ready = _("The reply is laid ready below. Nothing has been sent.")
    messages.success(request, _("%(first)s %(second)s") % {"first": done, "second": ready})
    address = f"{complaint_address(reference)}?draft={draft.pk}#composer"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _page(
    request: HttpRequest,
    standing: Standing,
    macro: Macro,
    *,
    refused: PartRefused | None = None,
    changed: bool = False,
) -> HttpResponse:
    named = Named.of(macro.steps)
    ahead = look_ahead(standing.actor, standing.complaint, macro.steps, named, standing.roster)
    trouble = None
    if refused is not None:
        trouble = {
            "number": refused.number,
            "part": PART_KIND[refused.part.kind],
            "why": refusal_told(refused.refusal, refused.part.step or Step.NOTE, standing.actor),
        }
    context = {
        "standing": standing,
        "complaint": standing.complaint,
        "macro": macro,
        "name": macro.name_in(get_language() or "ja"),
        "lines": lines_of(standing, ahead, named),
        "would_go": would_go(ahead),
        "refused": trouble,
        "changed": changed,
        "token": sent_once.fresh_token(),
    }
    status = HTTPStatus.CONFLICT if refused or changed else HTTPStatus.OK
    return render(request, "desk/macros/use.html", context, status=status)


def _seen(request: HttpRequest) -> int:
    raw = request.POST.get("seen", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < len("9" * 9) else 0


def _onward(standing: Standing, entry: int) -> HttpResponse:
    """To the first new entry; to the front page where it has left the actor's sight."""
    if not visible_to(standing.actor).filter(pk=standing.complaint.pk).exists():
        return HttpResponseRedirect(reverse("desk:today"), status=HTTPStatus.SEE_OTHER)
    address = complaint_address(standing.complaint.reference)
    return HttpResponseRedirect(f"{address}#entry-{entry}", status=HTTPStatus.SEE_OTHER)
