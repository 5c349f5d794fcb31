"""Whom a complainant has named 代理人の届出 goes along where their complaint goes on, and comes back with it.

Where it was named stands on the timeline, and nowhere else. One person speaks in a complaint: where somebody does
already, or is to, whoever was named stays where they were named, and is answered there. Who was confirmed before the
joining stays where they were confirmed: their slip still opens that, and nobody was named to read the other one.
"""

from collections.abc import Collection, Sequence

from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.voices.appointments import STANDING, Appointment
from kikitori.records.voices.terms import AppointmentState


def take_named_along(complaint: Complaint, to: Complaint) -> None:
    """Whoever waits to be confirmed is confirmed there, with the document that entitles them."""
    if to.appointments.filter(state__in=STANDING).exists():
        return
    for row in complaint.appointments.filter(state=AppointmentState.ASKED.value):
        _put(row, to)


def bring_named_back(complaint: Complaint, here: Collection[int], way: Sequence[Complaint]) -> None:
    """Whoever was named in it is its own again, answered or not, and speaks there alone. One query where nobody was.

    `here`: the numbers of it and of all that go on in it; `way`: the complaints it comes back from.
    They speak in no other: else the word of one complainant would open the complaint of another, taken for theirs.
    """
    said = Event.objects.filter(complaint__in=here, kind=EventKind.REPRESENTATIVE_NAMED.value).values_list(
        "data__appointment", flat=True
    )
    there = Appointment.objects.filter(pk__in=list(said), complaint__in=[one.pk for one in way])
    if not there:
        return
    stands = complaint.appointments.filter(state__in=STANDING).exists()
    for row in there:
        if not (stands and row.stands):
            _put(row, complaint)
            Promise.objects.filter(pk=row.promise_id, state=PromiseState.OPEN.value).update(
                complaint=complaint
            )


def _put(row: Appointment, to: Complaint) -> None:
    """The row, its document and, where there is one, the part: a slip opens the complaint of its part."""
    row.complaint = to
    row.save(update_fields=["complaint"])
    row.enclosures.update(complaint=to)
    if row.party_id is not None:
        Party.objects.filter(pk=row.party_id).update(complaint=to)
