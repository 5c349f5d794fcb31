"""Reading what is sealed 封印された苦情の閲覧記録: every time, by whom, and every time somebody asked in vain.

Whoever asks in vain gets what a number gets that was never given out, at the same cost: one statement, which finds a
sealed complaint of that number or none.
"""

from datetime import datetime

from django.db import connection

from kikitori.records.access.seals import SealedReading
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.people.actor import Actor

_ASKED_IN_VAIN = """
insert into records_sealedreading (complaint_id, staff_id, role, at, page, shown)
select id, %s, %s, %s, %s, false from records_complaint where reference = %s and confidentiality = %s
"""


def note_reading(actor: Actor, complaint: Complaint, page: str, *, now: datetime) -> None:
    """This person opens a page of a sealed complaint that exists for them. One query; none for any other complaint."""
    if not complaint.is_sealed or actor.role is None:
        return
    SealedReading.objects.create(
        complaint=complaint,
        staff_id=actor.own_staff_id,
        role=actor.role.value,
        at=now,
        page=page[:80],
        shown=True,
    )


def note_asked_in_vain(actor: Actor, reference: str, page: str, *, now: datetime) -> None:
    """This person asked for a number that does not exist for them. One query, whatever that number is."""
    if actor.role is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _ASKED_IN_VAIN,
            [actor.own_staff_id, actor.role.value, now, page[:80], reference, Confidentiality.SEALED.value],
        )
