"""A common reply: written, looked at for each child, changed for single ones, sent to all that are ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.mass_reply import (
    OneLetter,
    change_common_reply,
    write_common_reply,
)
from kikitori.casework.mass_sending import all_letters, send_common_reply
from kikitori.casework.templates import templates_for
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.complaint.looking_again import wording_of
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.complaint.sentences import in_words, of_obstacle
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.mass.forms import CommonForm
from kikitori.interfaces.desk.mass.found import mass_or_404, reply_or_404
from kikitori.interfaces.desk.rows import complainants_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import children_seen_by
from kikitori.records.complaints.mass import CommonReply, MassComplaint
from kikitori.records.letters.labels import PLACEHOLDER
from kikitori.records.letters.placeholders import Politeness
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person

PAGE = 50
#: So many of those that still hold a mark are named above the list.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """One child's letter in the list."""

    letter: OneLetter
    person: Person | None


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def common_new(request: HttpRequest, actor: Actor, mass: int) -> HttpResponse:
    """Write one. `?template=`: begin with that template; else with what was found."""
    own = mass_or_404(actor, mass)
    if request.method != "POST":
        return _edit(request, own, _begun(request, own))
    form = CommonForm(request.POST)
    if form.is_valid():
        try:
            written = write_common_reply(actor, own, form.given, now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            return to_reply(written)
    return _edit(request, own, form)


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def common_edit(request: HttpRequest, actor: Actor, mass: int, common: int) -> HttpResponse:
    """Other words for all who have not had theirs. 409 where somebody has changed them meanwhile."""
    written = reply_or_404(actor, mass, common)
    if request.method != "POST":
        return _edit(request, written.mass, CommonForm.of_reply(written), written)
    form = CommonForm(request.POST)
    if form.is_valid():
        seen, now = form.cleaned_data["seen"] or 0, frame_of(request).now
        try:
            change_common_reply(actor, written, form.given, seen=seen, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow:
            return _edit(request, written.mass, form, written, conflict=True)
        else:
            return to_reply(written)
    return _edit(request, written.mass, form, written)


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def common(request: HttpRequest, actor: Actor, mass: int, common: int) -> HttpResponse:
    """GET: what each child gets, page by page. POST: send it to every one that is ready."""
    written = reply_or_404(actor, mass, common)
    now = frame_of(request).now
    if request.method == "POST":
        try:
            begun = send_common_reply(actor, written, token=request.POST.get("token", ""), now=now)
        except NotNow as not_now:
            messages.error(request, in_words(of_obstacle(not_now.obstacle, not_now.detail, actor.role)))
            return to_reply(written)
        return HttpResponseRedirect(reverse("desk:round", args=[begun.pk]), status=HTTPStatus.SEE_OTHER)
    letters = {each.complaint.pk: each for each in all_letters(actor, written, now)}
    children = children_seen_by(actor, written.mass).only("received_at")
    page = slice_from(request, children, "received_at", size=PAGE, descending=False)
    shown = [letters[row.pk] for row in page.rows if row.pk in letters]
    people = complainants_of([each.complaint.pk for each in shown])
    context: dict[str, Any] = {
        "written": written,
        "mass": written.mass,
        "rows": [Shown(each, people.get(each.complaint.pk)) for each in shown],
        "tally": Counter(_fate(each) for each in letters.values()),
        "to_write": [each.complaint for each in letters.values() if _fate(each) == "open"][:_NAMED],
        "wording": wording_of(_still_to_go(written, letters.values())),
        "token": fresh_token(),
        **ways_on(request, page),
    }
    return render(request, "desk/mass/letters.html", context)


def _still_to_go(written: CommonReply, letters: Iterable[OneLetter]) -> set[str]:
    """The different texts behind the letters that would go now: the common ones, and each in its own words."""
    ready = [each for each in letters if each.is_ready]
    own = {each.text for each in ready if each.edited}
    return own | (set(written.texts.values()) if any(not each.edited for each in ready) else set())


def to_reply(written: CommonReply) -> HttpResponse:
    """To the letters of a common reply."""
    address = reverse("desk:mass_common", args=[written.mass_id, written.pk])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _fate(letter: OneLetter) -> str:
    if letter.sent_at is not None:
        return "sent"
    if letter.left_out:
        return "left_out"
    return "ready" if letter.is_ready else "open"


def _begun(request: HttpRequest, mass: MassComplaint) -> CommonForm:
    wanted = request.GET.get("template", "")
    template = next((row for row in templates_for("") if str(row.pk) == wanted), None)
    texts = template.texts if template else {f"ja/{Politeness.POLITE.value}": mass.found}
    return CommonForm.of(texts, Politeness.POLITE.value, 0)


def _edit(
    request: HttpRequest,
    mass: MassComplaint,
    form: CommonForm,
    written: CommonReply | None = None,
    *,
    conflict: bool = False,
) -> HttpResponse:
    status = HTTPStatus.OK
    if conflict:
        status = HTTPStatus.CONFLICT
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "mass": mass,
        "written": written,
        "conflict": conflict,
        "templates": [] if written else templates_for(""),
        "placeholders": [(each.value, label) for each, label in PLACEHOLDER.items()],
    }
    return render(request, "desk/mass/write.html", context, status=status)
