"""The slip: the page somebody holds in the hand after complaining. Shown as the answer to the sending itself.

Number, locator and secret; what happens next with its days and how they were counted; how to come back. The QR code
holds the address of the follow page and nothing else.
"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from kikitori.casework.receive import Received
from kikitori.foundation.crypto import in_groups
from kikitori.interfaces.look.context import appearance
from kikitori.interfaces.portal.complain_forms import NOTHING
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.promised import told
from kikitori.interfaces.portal.qr import qr_code
from kikitori.interfaces.portal.sending import contact_points
from kikitori.interfaces.portal.visit import Visit
from kikitori.records.complaints.proving import proof_of
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.people.terms import ContactKind
from kikitori.records.triage.sorting import Answer


def show(visit: Visit, received: Received, draft: Draft) -> HttpResponse:
    """The slip of a complaint just received, or received before by the same page."""
    address = follow_address()
    gives = draft.text("reach") != NOTHING
    roads = {point.kind for point in contact_points(draft)} if gives else set()
    large = visit.request.POST.get("size") == "large"
    context = {
        "complaint": received.complaint,
        "repeated": received.repeated,
        "locator": received.locator,
        "secret": received.secret,
        "groups": in_groups(received.secret).split(),
        "proof": proof_of(received.complaint),
        "qr": qr_code(address),
        "address": address.partition("://")[2],
        "coming": told(open_promises(received.complaint), visit.teller),
        "by_mail": ContactKind.EMAIL.value in roads,
        "by_post": ContactKind.POST.value in roads and ContactKind.EMAIL.value not in roads,
        "urgent": Answer.YES.value in (draft.text("injury"), draft.text("fire")),
        "carried": draft.carried({}),
        "large": large,
    }
    if large:
        context["appearance"] = appearance(visit.request)["appearance"] | {"text": "large"}
    return visit.show("slip", context)


def follow_address() -> str:
    """The follow page's address from the one configured base address, never from the request."""
    return f"{settings.ENVIRONMENT.address}{reverse('portal:follow')}"
