"""The whole cube, state × step × actor, through the doorway itself: what is forbidden is refused and leaves no trace."""

import pytest

from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.refusals import note_caught
from kikitori.casework.step import taking
from kikitori.records.access.permissions import NEEDED, OF_COMPLAINANT, OF_ROLE, OF_SYSTEM, Permission
from kikitori.records.access.refusals import Refusal
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.terms import Role
from tests import makers
from tests.casework.test_verbs import BLIND, SEEING, actor_of, rows
from tests.casework.verbs import LATER
from tests.cast import Cast
from tests.records.complaints.test_lifecycle_table import CHART, COLUMNS, LETTERS

#: Whom the complaint exists for, with what they may do there.
GRANTED: dict[str, frozenset[Permission]] = {
    "handler": OF_ROLE[Role.HANDLER],
    "lead": OF_ROLE[Role.LEAD],
    "auditor": OF_ROLE[Role.AUDITOR],
    "complainant": OF_COMPLAINANT,
    "system": OF_SYSTEM,
}
#: The chart a person has drawn, by step: in which states it may be taken. Nothing of it comes from the code under test.
DRAWN = {
    line.split()[0]: {
        LETTERS[column] for column, cell in zip(COLUMNS, line.split()[1:], strict=True) if cell != "."
    }
    for line in CHART.strip().splitlines()[1:]
}


class Enough(Exception):
    """The doorway has opened: what comes behind it is not asked here."""


def outcome_of(who: str, complaint: Complaint, step: Step, cast: Cast) -> str:
    """What the doorway says: taken, or the name of its refusal, which is noted as a page would."""
    actor = actor_of(who, complaint, cast)
    try:
        with taking(actor, complaint, step, now=LATER):
            raise Enough  # noqa: TRY301 - from within, so that it is taken back like any refusal
    except Enough:
        return "taken"
    except Unseen:
        return "unseen"
    except (Refused, StepNotPossible) as refusal:
        note_caught(actor, refusal, complaint, now=LATER)
        return "refused" if isinstance(refusal, Refused) else "not possible"


def expected(who: str, state: State, step: Step) -> str:
    if who in BLIND:
        return "unseen"
    if NEEDED[step] not in GRANTED[who]:
        return "refused"
    return "taken" if state in DRAWN[step.value] else "not possible"


def test_chart_names_every_step() -> None:
    assert set(DRAWN) == {step.value for step in Step}


@pytest.mark.parametrize("state", State)
def test_every_step_by_everybody_in_this_state(cast: Cast, state: State) -> None:
    """19 states × every step × 9 actors; a forbidden one leaves a line among the refusals and no other row."""
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=state.value)
    complaint.refresh_from_db()
    before = rows()
    found = {
        (step.value, who): outcome_of(who, complaint, step, cast)
        for step in Step
        for who in (*SEEING, *BLIND)
    }
    wanted = {(step.value, who): expected(who, state, step) for step in Step for who in (*SEEING, *BLIND)}
    assert {key: said for key, said in found.items() if said != wanted[key]} == {}
    refusals = {(row.wanted, row.actor_kind, row.role) for row in Refusal.objects.all()}
    forbidden = {
        (step, *_marks_of(who, cast))
        for (step, who), said in wanted.items()
        if said in ("refused", "not possible")
    }
    assert refusals == forbidden
    Refusal.objects.all().delete()
    assert rows() == before


def _marks_of(who: str, cast: Cast) -> tuple[str, str]:
    kinds = {"complainant": ("complainant", ""), "system": ("system", "")}
    return kinds.get(who, ("staff", who))
