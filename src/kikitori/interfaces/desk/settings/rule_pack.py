"""One rule pack: its rules as a lead reads them, its versions and what changed between them, and the text itself."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, PackInUse
from kikitori.casework.house import House
from kikitori.casework.rule_packs import complaints_counted_by, remove_pack_version
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.rule_words import conditions, marks_of, row_of, title_of
from kikitori.interfaces.desk.settings.versions import Line, Version, difference, versions_of
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.labels import PACK_ROLE
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and what is different between them."""

    before: int
    after: int
    lines: list[Line]


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def pack_page(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """A version of a pack, the newest unless `?version=` names another. A POST takes back one written here."""
    versions = versions_of(pack)
    if not versions:
        raise Http404
    if request.method == "POST":
        return _take_back(request, actor, pack, versions)
    return _page(request, versions)


def _take_back(request: HttpRequest, actor: Actor, pack: str, versions: list[Version]) -> HttpResponse:
    number = _number(request.POST.get("remove", ""), versions)
    try:
        remove_pack_version(actor, pack, number, timezone.now())
    except Invalid:
        messages.info(request, _("This version was not written here, or has been taken back already."))
    except PackInUse as needed:
        return _page(request, versions, _why_it_stays(number, needed.complaints), HTTPStatus.CONFLICT)
    else:
        messages.success(
            request, _("Version %(number)s is taken back. Nothing was counted by it.") % {"number": number}
        )
    answer = redirect("desk:rule_pack", pack) if len(versions) > 1 else redirect("desk:rules")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _why_it_stays(number: int, complaints: int) -> str:
    if not complaints:
        return _("Version %(number)s stays: it is the only one of a pack that is in use.") % {
            "number": number
        }
    return ngettext(
        "Version %(number)s stays: %(count)s complaint is counted by it.",
        "Version %(number)s stays: %(count)s complaints are counted by it.",
        complaints,
    ) % {"number": number, "count": complaints}


def _page(
    request: HttpRequest, versions: list[Version], problem: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = versions[-1]
    if "version" in request.GET:
        number = _number(request.GET["version"], versions)
        shown = next(version for version in versions if version.number == number)
    packs, today = House.of(frame_of(request).organisation).packs, timezone.localdate(frame_of(request).now)
    context = {
        "title": title_of(shown.pack),
        "shown": shown,
        "role": PACK_ROLE[shown.pack.role],
        "in_use": shown.pack.id in packs.in_use,
        "counts_today": max(
            (version.number for version in versions if version.pack.is_valid_on(today)), default=None
        ),
        "complaints": complaints_counted_by(shown.pack.id, shown.number),
        "rows": [row_of(rule) for rule in shown.pack.rules],
        "marks": marks_of(shown.pack),
        "conditions": conditions(shown.pack.applies_if),
        "versions": versions[::-1],
        "compared": _compared(request, versions, shown),
        "problem": problem,
    }
    return render(request, "desk/settings/pack.html", context, status=status)


def _compared(request: HttpRequest, versions: list[Version], shown: Version) -> Compared | None:
    """The shown version against the one before it, or against `?against=`; nothing where there is only one."""
    place = versions.index(shown)
    earlier = versions[place - 1] if place else None
    if "against" in request.GET:
        number = _number(request.GET["against"], versions)
        earlier = next(version for version in versions if version.number == number)
    if earlier is None:
        return None
    return Compared(earlier.number, shown.number, difference(earlier.text, shown.text))


def _number(given: str, versions: list[Version]) -> int:
    """The number of one of these versions. Raises BadRequest for anything else."""
    for version in versions:
        if given == str(version.number):
            return version.number
    raise BadRequest("unknown version")
