"""Complaints by the customer type of whoever speaks in them; for queues and filters, never for findings."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.people.models import group_of
from kikitori.records.people.queries import people_of_type
from kikitori.records.people.terms import CustomerType

_SPEAKS = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)


def of_customer_type(complaints: QuerySet[Complaint], kind: CustomerType, on: date) -> QuerySet[Complaint]:
    """Those of `complaints` in which somebody of this type speaks, on a day; what has faded by then does not count.

    The complainant or their representative, by whichever of their cards the type was given. Starts from whatever the
    caller may see: `of_customer_type(visible_to(actor), CustomerType.PAYING_SUPPORT, today)` is the VIP folder.
    """
    groups = people_of_type(kind, on).values(stands=group_of())
    speaks = (
        Party.objects.filter(complaint=OuterRef("pk"), role__in=_SPEAKS)
        .alias(stands=group_of("person__"))
        .filter(stands__in=groups)
    )
    return complaints.filter(Exists(speaks))
