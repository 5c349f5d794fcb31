"""What complainants may ask for, in words."""

from django.utils.translation import pgettext_lazy

from kikitori.records.people.terms import Mandate
from kikitori.records.voices.terms import AppointmentState, PetitionKind, PetitionState, Road

APPOINTMENT_STATE = {
    AppointmentState.ASKED: pgettext_lazy("appointment", "Not confirmed yet"),
    AppointmentState.CONFIRMED: pgettext_lazy("appointment", "Speaks for them"),
    AppointmentState.DECLINED: pgettext_lazy("appointment", "Not confirmed, with the reason"),
    AppointmentState.ENDED: pgettext_lazy("appointment", "Ended"),
}
MANDATE = {
    Mandate.SPEAK: pgettext_lazy("mandate", "Speaks and asks for them, decides nothing"),
    Mandate.ACT: pgettext_lazy(
        "mandate",
        "Speaks for them, and also decides: proposals, whether it is solved, review, end and taking up again",
    ),
}
PETITION_KIND = {
    PetitionKind.SUMMARY: pgettext_lazy("petition", "Correct what we have understood"),
    PetitionKind.HELP: pgettext_lazy("petition", "Another language, format or help"),
    PetitionKind.BAR: pgettext_lazy("petition", "Somebody who should not handle it"),
}
PETITION_STATE = {
    PetitionState.OPEN: pgettext_lazy("petition", "Not answered yet"),
    PetitionState.NOTED: pgettext_lazy("petition", "Noted"),
    PetitionState.GRANTED: pgettext_lazy("petition", "Done as asked"),
    PetitionState.DECLINED: pgettext_lazy("petition", "Not done, with the reason"),
    PetitionState.LAPSED: pgettext_lazy("petition", "Fell with the withdrawal"),
}
ROAD = {
    Road.CALL: pgettext_lazy("road", "By phone"),
    Road.MAIL: pgettext_lazy("road", "By e-mail"),
    Road.LETTER: pgettext_lazy("road", "By letter"),
    Road.VISIT: pgettext_lazy("road", "By a visit"),
    Road.REPRESENTATIVE: pgettext_lazy("road", "Through their representative"),
    Road.OTHER: pgettext_lazy("road", "In some other way"),
    Road.NONE: pgettext_lazy("road", "No other way is known"),
}
