"""Who speaks for the complainant: named and ended by the holder of the slip, and as it stands on their page."""

from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework.appoint import appoint_where_it_goes_on
from kikitori.casework.enclosures import is_handed_out
from kikitori.casework.end_appointment import end_appointment_where_it_goes_on
from kikitori.casework.parcels import Handed, handed_in_by
from kikitori.interfaces.portal.answer_kind import Answer
from kikitori.interfaces.portal.appoint_form import MANDATE, AppointForm, EndForm
from kikitori.interfaces.portal.enclosing import owner_of
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.terms import AppointmentState

_STANDS: dict[AppointmentState, Text] = {
    AppointmentState.ASKED: _("We have not confirmed it yet. Until then, only you speak with us."),
    AppointmentState.CONFIRMED: _("Speaks with us for you, with a slip of their own."),
    AppointmentState.DECLINED: _("We could not confirm it, for this reason"),
    AppointmentState.ENDED: _("Ended. They do not speak for you any more."),
}
_NOT_THERE = _(
    "Speaks with us for you, with a slip of their own. What you told us here goes on in another complaint of yours: "
    "our letters about that come to you. If they are to go to this person, name them once more; we confirm it there."
)


def _appoint(visit: HolderVisit, form: AppointForm) -> None:
    handed = Handed(owner_of(visit), form.sent_along)
    appoint_where_it_goes_on(visit.actor, visit.complaint, form.given, now=visit.now, handed=handed)


def _named_already(visit: HolderVisit, form: AppointForm) -> bool:
    """Pressed twice: every word is the same, and every file that goes with it lies there already.

    What differs is a correction, and is never thrown away under words of thanks.
    """
    row = next((row for row in File(visit.actor, visit.complaint).appointments if row.is_open), None)
    if row is None:
        return False
    lying = set(row.enclosures.values_list("digest", flat=True))
    sent = handed_in_by(owner_of(visit)).filter(pk__in=form.sent_along)
    return {file.digest for file in sent} <= lying and form.says_the_same(row, len(lying))


def _ended_already(visit: HolderVisit, _form: EndForm) -> bool:
    """Nobody speaks for them any more, or is to, for it was ended."""
    file = File(visit.actor, visit.complaint)
    return file.appointment is None and any(row.ended_at for row in file.appointments)


APPOINTING = (
    Answer(
        page="representative",
        step=Step.APPOINT,
        form=AppointForm,
        prepare=AppointForm.offer,
        do=_appoint,
        already=_named_already,
        heading=_("Somebody is to speak for me"),
        meaning=_(
            "Somebody you trust can speak with us in your place. We look at what you write here and answer by a day "
            "that you see at once. Your own slip stays as it is, and you can end this at any time."
        ),
        verb=_("Name this person"),
        icon="people",
        thanks=_("We have noted who is to speak for you. Below you see by when we answer."),
        takes_files=True,
        files_heading=_("Add the document (photograph or PDF)"),
    ),
    Answer(
        page="end-representative",
        step=Step.END_APPOINTMENT,
        form=EndForm,
        do=lambda visit, _form: end_appointment_where_it_goes_on(visit.actor, visit.complaint, now=visit.now),
        already=_ended_already,
        heading=_("Nobody is to speak for me any more"),
        meaning=_(
            "It ends at once, and you need not say why. Their slip opens nothing any more, and our letters come to you."
        ),
        verb=_("End it now"),
        icon="close",
        thanks=_("It has ended. From now on only you speak with us."),
    ),
)


@dataclass(frozen=True)
class Named:
    """Somebody named, as it stands. `by`: the day by which we answer; `said`: what we told them of it."""

    row: Appointment
    stands: Text
    mandate: Text
    by: str
    said: str
    files: tuple[Enclosure, ...]
    held: tuple[Enclosure, ...]


def named(file: File, teller: Teller) -> list[Named]:
    """The newest first."""
    return [_shown(row, file, teller) for row in reversed(file.appointments)]


def _shown(row: Appointment, file: File, teller: Teller) -> Named:
    files = file.files.get(-row.pk, [])
    return Named(
        row=row,
        stands=_STANDS[AppointmentState(row.state)]
        if file.speaks_there(row) or not row.is_confirmed
        else _NOT_THERE,
        mandate=dict(MANDATE)[row.mandate],
        by=teller.day(row.due_at) if row.is_open else "",
        said=row.reason if row.ended_at else row.answer,
        files=tuple(each for each in files if is_handed_out(each)),
        held=tuple(each for each in files if not is_handed_out(each)),
    )
