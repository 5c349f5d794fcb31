"""A file that came with a reply, for the holder of the slip: to be saved, never shown by the browser."""

from django.http import Http404, HttpResponse

from kikitori.casework.enclosures import is_handed_out
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.look.handing_out import BYTES, inert
from kikitori.interfaces.portal.door import holder_page
from kikitori.interfaces.portal.queries import files_for
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.raw import content_of

#: The largest number a row can have; a longer one names none.
_LAST = 2**63 - 1


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
