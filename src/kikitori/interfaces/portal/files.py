"""Files for the holder of the slip: what came with a reply, the proof of receipt, the agreement. Saved, never shown."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kikitori.casework.agreements import agreement_in, agreement_paper
from kikitori.casework.enclosures import is_handed_out
from kikitori.casework.leaflets import leaflet_handed_out
from kikitori.foundation.paper.compiled import NotSet
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.look.handing_out import BYTES, inert
from kikitori.interfaces.portal.door import holder_page
from kikitori.interfaces.portal.queries import files_for
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.proving import proof_of
from kikitori.records.letters.raw import content_of
from kikitori.records.referral.models import Referral

#: The largest number a row can have; a longer one names none.
_LAST = 2**63 - 1
#: And the largest that a round of proposals can have.
_LAST_ROUND = 32_767


@holder_page(Permission.READ)
def file(visit: HolderVisit, enclosed: int) -> HttpResponse:
    """404 for whatever has not been said to them: a note's file, one that waits, one of somebody else's complaint."""
    row = files_for(visit.actor, visit.complaint).filter(pk=enclosed).first() if enclosed <= _LAST else None
    if row is None or not is_handed_out(row):
        raise Http404
    try:
        answer = HttpResponse(content_of(row), content_type=BYTES)
    except NotStored as gone:
        raise Http404 from gone
    return inert(answer, row.name or f"{row.pk}.bin")


@holder_page(Permission.READ)
def leaflet(visit: HolderVisit, referral: int) -> HttpResponse:
    """The leaflet of whom it was passed on to, as it was then. 404 for a referral of another complaint."""
    rows = Referral.objects.filter(complaint=visit.complaint).select_related("leaflet")
    row = rows.filter(pk=referral).first() if referral <= _LAST else None
    found = leaflet_handed_out(row.leaflet) if row else None
    if found is None:
        raise Http404
    return inert(HttpResponse(bytes(found.raw), content_type=BYTES), found.name)


@holder_page(Permission.READ)
def receipt(visit: HolderVisit) -> HttpResponse:
    """The text whose digest stands on the slip, to be kept and counted anew by whoever likes."""
    answer = HttpResponse(proof_of(visit.complaint).text.encode(), content_type=BYTES)
    return inert(answer, f"{visit.complaint.reference}.txt")


@holder_page(Permission.READ)
def agreement(visit: HolderVisit, round_: int) -> HttpResponse:
    """What was agreed in this round: the record that staff have, in the reader's language. 404 if nothing was."""
    found = agreement_in(visit.complaint, round_, visit.organisation) if round_ <= _LAST_ROUND else None
    if found is None:
        raise Http404
    try:
        paper = agreement_paper(found, visit.language, ZoneInfo(visit.organisation.time_zone))
    except NotSet:
        reason = _("The record could not be made just now. It is not lost: please try again later.")
        return visit.show("not_possible", {"reasons": [reason], "complaint": visit.complaint}, status=503)
    answer = HttpResponse(paper.content, content_type="application/pdf")
    return inert(answer, f"{visit.complaint.reference}-agreement-{round_}.pdf")
