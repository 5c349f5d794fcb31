"""Falling 申入れの消滅: what was asked for the way ahead falls with the withdrawal, and stands again.

What is not of the way ahead is answered though the complaint was withdrawn: a correction of what we keep, and who
should not handle it, as long as the file is there (`FALLING`, and the table of promises).
"""

from kikitori.casework import promising
from kikitori.casework.petition import promise_answer
from kikitori.casework.step import Taken
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import FALLING, PetitionState

_KINDS = sorted(kind.value for kind in FALLING)


def let_fall(step: Taken) -> None:
    """With the withdrawal. A promise whose day has passed stays missed, and nobody waits for it. One query at least."""
    fallen = []
    for petition in _of(step, PetitionState.OPEN):
        petition.state = PetitionState.LAPSED.value
        petition.save(update_fields=["state"])
        if petition.promise is not None:
            promising.let_fall(petition.promise, step.now)
        fallen.append(petition.pk)
    if fallen:
        step.say(fallen=fallen)


def stand_again(step: Taken) -> None:
    """With the reopening: it is promised anew, from now. One query at least."""
    standing = []
    for petition in _of(step, PetitionState.LAPSED):
        before = petition.promise
        petition.state = PetitionState.OPEN.value
        promise_answer(step, petition)
        petition.save(update_fields=["state", "promise", "due_at"])
        if before is not None and petition.promise is not None:
            promising.make_way(before, petition.promise)
        standing.append(petition.pk)
    if standing:
        step.say(standing=standing)


def _of(step: Taken, state: PetitionState) -> list[Petition]:
    rows = step.complaint.petitions.filter(kind__in=_KINDS, state=state.value)
    return list(rows.select_related("promise").order_by("pk"))
