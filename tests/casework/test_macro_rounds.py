"""A macro on many complaints: each is taken by itself, all of its steps or none, and told why."""

from __future__ import annotations

import pytest

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.round_verbs import why_of
from kikitori.casework.rounds import begin_round, can_undo
from kikitori.casework.use_macro import PartRefused
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.selection.rounds import Round
from kikitori.records.together.macros import Macro
from kikitori.records.together.models import Task
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

K = PartKind
TAKE = Part(kind=K.ASSIGN, to=ME)
TASK = Part(kind=K.TASK, words="電話", to=HOLDER, days=1)
OUT = Part(kind=K.PLACE, queue="main")


def macro_of(cast: Cast, *parts: Part) -> Macro:
    return save_macro(cast.actor("lead"), MacroGiven(name_ja="まとめて", parts=parts), now=FRIDAY)


def round_of(cast: Cast, macro: Macro | None, *some: Complaint) -> Round:
    return begin_round(
        cast.actor("handler"),
        "macro",
        [each.pk for each in some],
        values={"macro": macro.pk if macro else None},
        token=makers.token(),
        now=FRIDAY,
    )


def test_each_complaint_has_all_steps_or_none_and_its_reason(cast: Cast) -> None:
    light, grave = makers.assessed(cast), makers.assessed(cast, severity="S1")
    ended = makers.received(cast).complaint
    Complaint.objects.filter(pk=ended.pk).update(state="closed_accepted")
    Complaint.objects.filter(pk=light.pk).update(queue="urgent")
    begun = round_of(cast, macro_of(cast, TAKE, TASK, OUT), light, grave, ended)
    fates = dict(begun.items.values_list("complaint", "fate"))
    whys = dict(begun.items.values_list("complaint", "why"))
    assert fates == {light.pk: "done", grave.pk: "left", ended.pk: "left"}
    assert whys == {
        light.pk: "",
        grave.pk: "obstacle:grave_is_urgent",
        ended.pk: "state:closed_accepted",
    }
    assert list(Task.objects.values_list("complaint", "assignee")) == [(light.pk, cast.handler.pk)]
    assert list(Complaint.objects.filter(assignee=cast.handler)) == [light]


def test_who_is_no_longer_there_is_told_once_for_each(cast: Cast) -> None:
    macro = macro_of(cast, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)))
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    begun = round_of(cast, macro, makers.assessed(cast))
    assert list(begun.items.values_list("why", flat=True)) == ["part"]


def test_what_many_steps_have_done_is_not_undone_at_once(cast: Cast) -> None:
    begun = round_of(cast, macro_of(cast, TAKE), makers.assessed(cast))
    assert begun.ended_at is not None
    assert not can_undo(begun, FRIDAY)


@pytest.mark.parametrize(
    "part", [Part(kind=K.CALL, days=1), Part(kind=K.PROMISE, words="お返しします", days=1)]
)
def test_promises_are_made_one_by_one(cast: Cast, part: Part) -> None:
    with pytest.raises(Invalid) as refusal:
        round_of(cast, macro_of(cast, TAKE, part), makers.assessed(cast))
    assert refusal.value.problems == {"macro": Problem.OUT_OF_RANGE}
    assert not Round.objects.exists()


def test_macro_out_of_use_or_unknown_begins_nothing(cast: Cast) -> None:
    complaint, macro = makers.assessed(cast), macro_of(cast, TAKE)
    Macro.objects.filter(pk=macro.pk).update(is_active=False)
    for chosen in (macro, None):
        with pytest.raises(Invalid) as refusal:
            round_of(cast, chosen, complaint)
        assert refusal.value.problems == {"macro": Problem.MISSING}


def test_round_does_what_was_read_when_it_was_asked_for(cast: Cast) -> None:
    macro = macro_of(cast, TAKE)
    begun = round_of(cast, macro, makers.assessed(cast))
    assert begun.values == {"macro": macro.pk, "version": 1}


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        (Invalid({"to": Problem.MISSING}), "part"),
        (StepNotPossible(State.WITHDRAWN, Step.ASSIGN), "state:withdrawn"),
        (PartRefused(2, TAKE, Invalid({})), "part"),
    ],
)
def test_refusal_of_a_part_is_the_refusal_of_its_verb(inner: Exception, word: str) -> None:
    assert why_of(PartRefused(1, TAKE, inner)) == word
