"""What complainants may ask for, in words."""

from django.utils.translation import pgettext_lazy

from kikitori.records.voices.terms import PetitionKind, PetitionState

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
