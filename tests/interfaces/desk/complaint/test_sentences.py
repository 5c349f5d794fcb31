"""Every code of refusal has its words, in both languages: what happened and what to do."""

from __future__ import annotations

import pytest
from django.utils import translation

from kikitori.casework.errors import Obstacle, Problem
from kikitori.interfaces.desk.complaint import sentences
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.people.terms import Role

LANGUAGES = ["ja", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", Problem)
def test_problem_names_its_field(problem: Problem, language: str) -> None:
    with translation.override(language):
        said = str(sentences.problem_in(problem, "質問"))
    assert "質問" in said
    assert "%(" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("obstacle", Obstacle)
@pytest.mark.parametrize("role", [None, Role.HANDLER])
def test_obstacle_says_what_happened_and_what_to_do(
    obstacle: Obstacle, language: str, role: Role | None
) -> None:
    with translation.override(language):
        trouble = sentences.of_obstacle(obstacle, "45000", role)
    assert trouble.status == 409
    assert trouble.happened
    assert trouble.advice
    assert "%(" not in trouble.happened + trouble.advice
    assert trouble.mend in {"", *STEPS}


def test_obstacle_without_a_detail_is_still_a_sentence() -> None:
    with translation.override("ja"):
        assert sentences.of_obstacle(Obstacle.OVER_LIMIT, "", Role.HANDLER).happened.startswith("￥0は")


@pytest.mark.parametrize("step", Step)
def test_state_and_step_are_named_in_the_refusal(step: Step) -> None:
    with translation.override("en"):
        trouble = sentences.of_state(State.WITHDRAWN, step)
    assert "“Withdrawn”" in trouble.happened
    assert trouble.status == 409


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.RECEIVE])
def test_refusal_names_who_can(step: Step) -> None:
    with translation.override("ja"):
        trouble = sentences.of_refusal(Decision(allowed=False, reason=Reason.ROLE), step)
    assert "責任者" in trouble.happened
    assert "監査" not in trouble.happened
    assert trouble.status == 403


def test_nothing_owed_and_no_open_question_have_words() -> None:
    for trouble in (sentences.nothing_owed(), sentences.no_open_question()):
        assert trouble.status == 409
        assert trouble.happened != trouble.advice
