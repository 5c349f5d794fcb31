"""Who is told of a corrective action: its owner, and whoever has approved its plan; each as they have chosen."""

from collections.abc import Iterable

from django.db.models import Subquery

from kikitori.casework.prevent.doorway import Acting
from kikitori.casework.webhooks.leave import leave_calls
from kikitori.records.people.models import Staff
from kikitori.records.together.choices import read_choices, way_of
from kikitori.records.together.models import Notice, NoticeChoices
from kikitori.records.together.terms import ByMail, Near, NoticeKind


def tell_those_concerned(acting: Acting) -> None:
    """Tell owner and approver; nobody of their own act."""
    concerned = {acting.action.owner_id, acting.cycle.approved_by_id}
    tell(acting, {number for number in concerned if number is not None})


def tell(acting: Acting, staff: Iterable[int]) -> None:
    """Write a notice for each of these. One query for who they are and what they chose, one for the notices."""
    of_all = NoticeChoices.objects.filter(staff=None).values("kept")[:1]
    readers = Staff.objects.filter(is_active=True, pk__in=set(staff)).exclude(pk=acting.actor.staff_id or 0)
    rows = []
    chosen = readers.order_by("pk").values_list("pk", "email", "notice_choices__kept", Subquery(of_all))
    for number, address, own, house in chosen:
        way = way_of(NoticeKind.ACTION, Near.MEANT, read_choices(own, read_choices(house)), muted=False)
        if way is None or not (way.desk or address):
            continue
        rows.append(
            Notice(
                recipient_id=number,
                action=acting.action.reference,
                kind=NoticeKind.ACTION.value,
                by_id=acting.actor.staff_id,
                at=acting.now,
                in_desk=way.desk,
                by_mail=(way.mail if address else ByMail.NO).value,
            )
        )
    leave_calls(Notice.objects.bulk_create(rows))
