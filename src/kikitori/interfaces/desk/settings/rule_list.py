"""Rule packs: those in use and those that could be, and the choice between them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotOneService
from kikitori.casework.house import House
from kikitori.casework.rule_packs import use_packs
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.rule_words import Mark, marks_of, title_of
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.labels import PACK_ROLE
from kikitori.records.deadlines.pack_reader import shipped_packs
from kikitori.records.deadlines.packs import OWN_FROM, Packs
from kikitori.records.deadlines.rules import Pack
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack as a line of the list, by the version that counts today, or the newest where none does yet."""

    pack: Pack
    title: str
    role: str | LazyText
    is_own: bool
    is_valid: bool
    marks: list[tuple[Mark, int]]
    chosen: bool


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list; a POST chooses those by which new complaints are counted. 422 keeps the choice."""
    packs = House.of(frame_of(request).organisation).packs
    if request.method != "POST":
        return _page(request, packs, packs.in_use)
    asked = request.POST.getlist("packs")
    # Those in use keep their places, for the first of two that give the same date is the one that is told.
    chosen = sorted(
        asked, key=lambda each: packs.in_use.index(each) if each in packs.in_use else len(packs.in_use)
    )
    try:
        use_packs(actor, chosen, timezone.now())
    except NotOneService as wrong:
        said = (
            _("Please choose one of our own standards as well: promises are dated by it.")
            if not wrong.found
            else _("Please choose only one of our own standards: promises are dated by one.")
        )
        return _page(request, packs, chosen, said)
    except Invalid:
        return _page(
            request, packs, chosen, _("One of these packs is not there, or not valid yet. Please check.")
        )
    messages.success(request, _("Complaints that come in from now on are counted by these packs."))
    answer = redirect("desk:rules")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(request: HttpRequest, packs: Packs, chosen: Collection[str], problem: str = "") -> HttpResponse:
    today = timezone.localdate(frame_of(request).now)
    ids = dict.fromkeys((*packs.in_use, *shipped_packs(), *(pack.id for pack in packs.own)))
    rows = [_row(packs, pack_id, chosen, today) for pack_id in ids]
    context = {
        "groups": [
            (_("In use"), [row for row in rows if row.pack.id in packs.in_use]),
            (_("Not in use"), [row for row in rows if row.pack.id not in packs.in_use]),
        ],
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/settings/rules.html", context, status=status)


def _row(packs: Packs, pack_id: str, chosen: Collection[str], today: date) -> PackRow:
    versions = packs.versions(pack_id)
    valid = [pack for pack in versions if pack.is_valid_on(today)]
    pack = (valid or versions)[-1]
    return PackRow(
        pack=pack,
        title=title_of(pack),
        role=PACK_ROLE[pack.role],
        is_own=pack.version >= OWN_FROM,
        is_valid=bool(valid),
        marks=marks_of(pack),
        chosen=pack_id in chosen,
    )
