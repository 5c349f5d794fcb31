"""What stands in the way of a step of a macro is said in the words of its own page, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.macro_ahead import Ahead, would_go
from kikitori.interfaces.desk.macros.in_the_way import refusal_told, why_not
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role
from kikitori.records.together.parts import ME, Part, PartKind

HANDLER = Actor.staff(1, Role.HANDLER, "受田 ひかり")
TAKE = Part(kind=PartKind.ASSIGN, to=ME)
FOLLOW = Part(kind=PartKind.FOLLOW)
SAID = [
    (
        NotNow(Obstacle.GRAVE_IS_URGENT),
        "重大な苦情（S1・S2）は「急ぎ」に置きます。",
        "What is grave (S1, S2) waits in the urgent queue.",
    ),
    (
        StepNotPossible(State.WITHDRAWN, Step.ASSIGN),
        "苦情が「取下げ」の間は、「担当を割り当てる」はできません。",
        "“Assign” is not possible while the complaint is",
    ),
    (Refused(Decision(False, Reason.ROLE)), "「担当を割り当てる」", "“Assign” is done by: Handler, Lead."),
    (
        Unseen(),
        "前の手順が済むと、この苦情はあなたから見えなくなります。",
        "After the step before, you would not see this complaint any more.",
    ),
    (
        Invalid({"to": Problem.OUT_OF_RANGE}),
        "指定された人は在職していないか、これを担当できません。",
        "Whom it names is not at work, or cannot take this.",
    ),
    (
        Invalid({"template": Problem.OUT_OF_RANGE}),
        "指定された定型文は、もう使われていません。",
        "Its template is not in use any more.",
    ),
    (
        Invalid({"team": Problem.OUT_OF_RANGE}),
        "指定されたチームは、もうありません。",
        "Its team is not there any more.",
    ),
    (
        Invalid({"by": Problem.IN_THE_PAST}),
        "指定された内容は、ここでは行えません。",
        "What it names is not possible here.",
    ),
]


@pytest.mark.parametrize(("refusal", "ja", "en"), SAID, ids=lambda value: str(value)[:20])
def test_refusal_is_told_in_both_languages(refusal: Exception, ja: str, en: str) -> None:
    with override("ja"):
        assert refusal_told(refusal, Step.ASSIGN, HANDLER).startswith(ja)
    with override("en"):
        assert refusal_told(refusal, Step.ASSIGN, HANDLER).startswith(en)


@pytest.mark.parametrize(("refusal", "ja", "en"), SAID, ids=lambda value: str(value)[:20])
def test_part_says_the_same_as_its_refusal(refusal: Exception, ja: str, en: str) -> None:
    with override("ja"):
        assert why_not(Ahead(TAKE, refusal), HANDLER).startswith(ja)
    with override("en"):
        assert why_not(Ahead(TAKE, refusal), HANDLER).startswith(en)


def test_part_that_would_go_says_nothing() -> None:
    assert why_not(Ahead(TAKE), HANDLER) == ""
    assert why_not(Ahead(TAKE, stands=True), HANDLER) == ""


def test_fault_of_another_kind_is_not_put_into_peoples_words() -> None:
    assert refusal_told(RuntimeError("secret"), Step.NOTE, HANDLER) == ""


@pytest.mark.parametrize(
    ("ahead", "goes"),
    [
        ([Ahead(TAKE)], True),
        ([Ahead(TAKE, stands=True)], False),
        ([Ahead(TAKE, stands=True), Ahead(FOLLOW)], True),
        ([Ahead(TAKE, Unseen())], False),
        ([Ahead(FOLLOW), Ahead(TAKE, Unseen())], False),
        ([Ahead(FOLLOW, stands=True), Ahead(TAKE, Unseen())], False),
    ],
)
def test_macro_goes_where_nothing_is_in_the_way_and_something_is_left_to_do(
    ahead: list[Ahead], goes: bool
) -> None:
    assert would_go(ahead) is goes
