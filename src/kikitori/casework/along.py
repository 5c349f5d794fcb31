"""What was asked for goes along where a complaint goes on, and comes back with it.

An answer that was promised is owed there; so is the decision about whom they have named. Which complaint it was asked
in stands with each, so that the slip of that one still shows it, and so that no entry of a timeline has to say that
something confided went along.
"""

from collections.abc import Sequence

from kikitori.casework.goes_on import joined_in
from kikitori.casework.named_along import bring_named_back, take_named_along
from kikitori.records.complaints.models import Complaint
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionState

#: In `Petition.chosen`: the number of the complaint in which it was asked, where that is another one.
ASKED_IN = "asked_in"
_POINT, _POINT_THERE = "point", "point_there"


def take_along(complaint: Complaint, to: Complaint) -> None:
    """What is still to be answered is to be answered in the other complaint, which has other points."""
    for row in complaint.petitions.filter(state=PetitionState.OPEN.value).order_by("pk"):
        row.complaint = to
        row.chosen = asked_elsewhere(row.chosen, complaint)
        row.save(update_fields=["complaint", "chosen"])
    take_named_along(complaint, to)


def bring_back(complaint: Complaint, way: Sequence[Complaint]) -> None:
    """It is a complaint of its own again: what was asked in it is its own, answered or not."""
    here = joined_in(complaint)
    own = {f"chosen__{ASKED_IN}__in": sorted(here)}
    for row in Petition.objects.filter(complaint__in=[one.pk for one in way], **own).order_by("pk"):
        row.complaint = complaint
        if row.chosen[ASKED_IN] == complaint.pk:
            del row.chosen[ASKED_IN]
            if _POINT_THERE in row.chosen:
                row.chosen[_POINT] = row.chosen.pop(_POINT_THERE)
        row.save(update_fields=["complaint", "chosen"])
    bring_named_back(complaint, here, way)


def asked_elsewhere(chosen: dict[str, object], complaint: Complaint) -> dict[str, object]:
    """What was chosen, as it is kept in the complaint in which `complaint` goes on."""
    kept: dict[str, object] = {ASKED_IN: complaint.pk, **chosen}
    if _POINT in kept:
        kept[_POINT_THERE] = kept.pop(_POINT)
    return kept
