"""What was asked for beside the matter itself, as it stands on the page: in whose words, and what came of it."""

from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework.lift import LIFTED
from kikitori.interfaces.portal.petition_forms import EASES, HOLDER
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.deadlines.clock import is_late
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

_WHAT: dict[PetitionKind, Text] = {
    PetitionKind.SUMMARY: _("You asked us to correct something"),
    PetitionKind.HELP: _("You asked for another language, format or help"),
    PetitionKind.BAR: _("You named somebody who should not handle this"),
}
_CAME_OF_IT: dict[PetitionState, Text] = {
    PetitionState.OPEN: _("Not answered yet"),
    PetitionState.NOTED: _("We keep to it from now on."),
    PetitionState.GRANTED: _("We did as you asked"),
    PetitionState.DECLINED: _("We did not do as you asked, for this reason"),
    PetitionState.LAPSED: _("You withdrew the complaint, so we do not answer this any more."),
}


@dataclass(frozen=True)
class Asked:
    """One thing asked for. `chosen`: what was chosen, a line each; `by`: the day by which it is answered.

    `late`: that day has passed; `lifted`: the day since which whom they named may handle it again.
    """

    row: Petition
    what: Text
    came_of_it: Text
    chosen: list[Text]
    #: How the point read then.
    read: str
    by: str
    late: bool
    lifted: str


def asked_for(file: File, teller: Teller) -> list[Asked]:
    """The newest first."""
    return [_shown(row, teller) for row in reversed(file.petitions)]


def _shown(row: Petition, teller: Teller) -> Asked:
    eases = row.chosen.get("eases", ())
    return Asked(
        row=row,
        what=_WHAT[PetitionKind(row.kind)],
        came_of_it=_CAME_OF_IT[PetitionState(row.state)],
        chosen=[
            *(label for code, label in EASES if code in eases),
            *([HOLDER] if row.chosen.get("handler") else []),
        ],
        read=row.chosen.get("text", ""),
        by=teller.day(row.due_at) if row.is_open and row.due_at else "",
        late=row.is_open and row.due_at is not None and is_late(row.due_at, teller.now),
        lifted=teller.from_iso(row.chosen.get(LIFTED)),
    )
