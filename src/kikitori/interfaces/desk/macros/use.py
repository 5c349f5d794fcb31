"""Using a macro on a complaint: which are offered there, what each will do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.macro_ahead import Ahead, Named, look_ahead, would_go
from kikitori.casework.macros import macros_in_use
from kikitori.casework.use_macro import PartRefused, day_of, use_macro
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint import conflict, sent_once
from kikitori.interfaces.desk.complaint.sentences import of_obstacle, of_refusal, of_state
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.macros.part_words import ICON, PART_KIND, Names, by_day, part_told
from kikitori.interfaces.look import words
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.people.actor import Actor
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import TOLD_OUTSIDE


@dataclass(frozen=True, slots=True)
class Line:
    """One part in words. `why`: what stands in its way; `stands`: it is so already; `outside`: they can read it."""

    icon: str
    says: str
    why: str = ""
    stands: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """A macro on the page of a complaint. `why`: the first thing that stands in the way; empty: it can be used."""

    name: str
    address: str
    why: str = ""


def offered(standing: Standing) -> list[Offered]:
    """Every macro there is for whoever may do one of its parts here; those that cannot be used say why. Few queries."""
    if Permission.NOTE not in permissions_of(standing.actor):
        return []
    rows = macros_in_use()
    named = Named.of(part for row in rows for part in row.steps)
    reads, found = get_language() or "ja", []
    for row in rows:
        ahead = look_ahead(standing.actor, standing.complaint, row.steps, named)
        address = reverse("desk:use_macro", args=[standing.complaint.reference, row.pk])
        found.append(Offered(row.name_in(reads), address, _first_trouble(standing, ahead)))
    return found


def _first_trouble(standing: Standing, ahead: list[Ahead]) -> str:
    trouble = next((why_not(each, standing.actor) for each in ahead if each.refusal), "")
    if not trouble and not would_go(ahead):
        return _("All of it is so already.")
    return trouble


def why_not(ahead: Ahead, actor: Actor) -> str:
    """What stands in the way of one part, in words; empty where nothing does."""
    return _why(ahead.refusal, ahead.part.step or Step.NOTE, actor) if ahead.refusal else ""


def _why(refusal: Exception, step: Step, actor: Actor) -> str:
    match refusal:
        case NotNow(obstacle=obstacle, detail=detail):
            return of_obstacle(obstacle, detail, actor.role).happened
        case StepNotPossible(state=state, step=wanted):
            return of_state(state, wanted).happened
        case Refused(decision=decision):
            return of_refusal(decision, step).happened
        case Unseen():
            return _("After the step before, you would not see this complaint any more.")
        case Invalid(problems=problems):
            return _INVALID_SAID.get(next(iter(problems)), lambda: _("What it names is not possible here."))()
    return ""


_INVALID_SAID = {
    "to": lambda: _("Whom it names is not at work, or cannot take this."),
    "template": lambda: _("Its template is not in use any more."),
    "team": lambda: _("Its team is not there any more."),
}


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


def lines_of(standing: Standing, ahead: list[Ahead], named: Named) -> list[Line]:
    """Every part in words, with the day it would name."""
    names = Names.of(named)
    return [
        Line(
            ICON[each.part.kind],
            part_told(each.part, names, _day(standing, each)),
            why_not(each, standing.actor),
            each.stands,
            each.part.kind in TOLD_OUTSIDE,
        )
        for each in ahead
    ]


def _day(standing: Standing, ahead: Ahead) -> str:
    if not ahead.part.days:
        return ""
    day = day_of(ahead.part, standing.complaint, standing.house, standing.now)
    return by_day(words.short_day(day, standing.today, words.language(get_language())))


def _page(
    request: HttpRequest,
    standing: Standing,
    macro: Macro,
    *,
    refused: PartRefused | None = None,
    changed: bool = False,
) -> HttpResponse:
    named = Named.of(macro.steps)
    ahead = look_ahead(standing.actor, standing.complaint, macro.steps, named)
    trouble = None
    if refused is not None:
        trouble = {
            "number": refused.number,
            "part": PART_KIND[refused.part.kind],
            "why": _why(refused.refusal, refused.part.step or Step.NOTE, standing.actor),
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
