"""Where a complaint waits, and why. Safety first; a machine's word may raise and never lower."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.complaints.terms import Queue, Severity, Urgency
from kikitori.records.triage.sorting import Answer, SafetyQuestion, place

S1_QUESTIONS = ("injury", "fire", "co", "death", "threat_to_self")
S2_QUESTIONS = ("child", "data_leak", "legal_deadline")
RANK = list(Severity)
answers = st.dictionaries(st.sampled_from(SafetyQuestion), st.sampled_from(Answer))
suspicions = st.frozensets(st.sampled_from(SafetyQuestion))
judgements = st.none() | st.sampled_from(Severity)


@pytest.mark.parametrize("question", S1_QUESTIONS)
def test_danger_to_life_is_urgent_at_once(question: str) -> None:
    placed = place({SafetyQuestion(question): Answer.YES})
    assert (placed.severity, placed.urgency, placed.queue) == (Severity.S1, Urgency.NOW, Queue.URGENT)
    assert question in placed.reasons


@pytest.mark.parametrize("question", S2_QUESTIONS)
def test_serious_matter_is_urgent_today(question: str) -> None:
    placed = place({SafetyQuestion(question): Answer.YES})
    assert (placed.severity, placed.urgency, placed.queue) == (Severity.S2, Urgency.TODAY, Queue.URGENT)


def test_complaint_without_anything_special_waits_in_the_main_queue() -> None:
    placed = place({})
    assert (placed.severity, placed.urgency, placed.queue) == (Severity.S3, Urgency.NORMAL, Queue.MAIN)
    assert placed.reasons == ()


def test_story_that_speaks_of_smoke_is_urgent_before_anybody_answered() -> None:
    placed = place({}, suspected=frozenset({SafetyQuestion.FIRE}))
    assert placed.queue is Queue.URGENT


def test_suspicion_is_cleared_by_an_explicit_no() -> None:
    placed = place({SafetyQuestion.FIRE: Answer.NO}, suspected=frozenset({SafetyQuestion.FIRE}))
    assert placed.severity is Severity.S3


def test_unknown_does_not_clear_a_suspicion() -> None:
    placed = place({SafetyQuestion.FIRE: Answer.UNKNOWN}, suspected=frozenset({SafetyQuestion.FIRE}))
    assert placed.severity is Severity.S1


def test_handlers_judgement_raises_and_lowers_what_nobody_answered() -> None:
    assert place({}, judged=Severity.S1).queue is Queue.URGENT
    assert place({}, judged=Severity.S4).urgency is Urgency.LOW


def test_handlers_judgement_never_lowers_an_answer() -> None:
    assert place({SafetyQuestion.INJURY: Answer.YES}, judged=Severity.S4).severity is Severity.S1


def test_heated_person_is_looked_at_sooner_but_not_judged_graver() -> None:
    calm, heated = place({}), place({}, heated=True)
    assert heated.severity is calm.severity
    assert heated.urgency is Urgency.TODAY
    assert heated.queue is Queue.MAIN, "anger alone does not push others out of the urgent queue"


@given(answers, suspicions, judgements, st.booleans())
def test_yes_to_danger_is_always_in_the_urgent_queue(
    said: dict[SafetyQuestion, Answer],
    suspected: frozenset[SafetyQuestion],
    judged: Severity | None,
    heated: bool,
) -> None:
    placed = place(said, suspected=suspected, judged=judged, heated=heated)
    if any(said.get(SafetyQuestion(question)) is Answer.YES for question in S1_QUESTIONS):
        assert placed.queue is Queue.URGENT
        assert placed.urgency is Urgency.NOW


@given(answers, suspicions, judgements, st.sampled_from(SafetyQuestion))
def test_one_more_yes_never_lowers_anything(
    said: dict[SafetyQuestion, Answer],
    suspected: frozenset[SafetyQuestion],
    judged: Severity | None,
    question: SafetyQuestion,
) -> None:
    before = place(said, suspected=suspected, judged=judged)
    after = place({**said, question: Answer.YES}, suspected=suspected, judged=judged)
    assert RANK.index(after.severity) <= RANK.index(before.severity)


@given(answers, suspicions, judgements)
def test_severity_is_never_below_the_judgement(
    said: dict[SafetyQuestion, Answer], suspected: frozenset[SafetyQuestion], judged: Severity | None
) -> None:
    placed = place(said, suspected=suspected, judged=judged)
    assert RANK.index(placed.severity) <= RANK.index(judged or Severity.S3)
