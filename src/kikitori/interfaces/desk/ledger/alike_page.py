"""The complaints like this one, behind the hint beside an offer or a decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kikitori.casework.alike import Basis, alike
from kikitori.interfaces.desk.door import complaint_or_404, desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.ledger.complaint_rows import complaints_page
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor


@desk_page()
@require_safe
def complaint_alike(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Those this reader sees. Six queries beside the frame."""
    complaint = complaint_or_404(actor, reference)
    found = alike(actor, complaint, now=frame_of(request).now)
    lead = (
        _("About the same, with the same main cause, decided in the last 24 months.")
        if found.basis is Basis.CAUSE
        else _("About the same, of the same severity, decided in the last 24 months.")
    )
    return complaints_page(
        request,
        visible_to(actor).filter(pk__in=found.numbers),
        title=_("Complaints like %(reference)s") % {"reference": complaint.reference},
        lead=lead,
        back=(reverse("desk:complaint", args=[complaint.reference]), complaint.reference),
    )
