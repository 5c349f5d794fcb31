"""What a round needs is said to be wrong once, before any complaint is touched: each kind with each value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.round_checks import checked
from kikitori.records.access.policy import Reason
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.terms import RoundKind
from kikitori.records.together.parts import Part, PartKind
from tests.cast import Cast
from tests.makers import FRIDAY

K = RoundKind
NOBODY = 2**31 - 1


def problems(cast: Cast, kind: RoundKind, values: dict[str, Any], role: str = "lead") -> dict[str, Problem]:
    with pytest.raises(Invalid) as raised:
        checked(cast.actor(role), kind, values)
    return dict(raised.value.problems)


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        (K.ASSIGN, {}, {"to": Problem.MISSING}),
        (K.ASSIGN, {"to": None}, {"to": Problem.MISSING}),
        (K.ASSIGN, {"to": NOBODY}, {"to": Problem.OUT_OF_RANGE}),
        (K.PLACE, {}, {"queue": Problem.MISSING}),
        (K.PLACE, {"queue": "", "team": None}, {"queue": Problem.MISSING}),
        (K.PLACE, {"queue": "nowhere"}, {"queue": Problem.UNKNOWN_WORD}),
        (K.PLACE, {"team": NOBODY}, {"team": Problem.OUT_OF_RANGE}),
        (
            K.PLACE,
            {"queue": "nowhere", "team": NOBODY},
            {"queue": Problem.UNKNOWN_WORD, "team": Problem.OUT_OF_RANGE},
        ),
        (K.NOTE, {}, {"body": Problem.MISSING}),
        (K.NOTE, {"body": " \n\u3000"}, {"body": Problem.MISSING}),
        (K.NOTE, {"body": "x" * 10_001}, {"body": Problem.TOO_LONG}),
        (K.NOTE, {"body": "a\x00b"}, {"body": Problem.NOT_STORABLE}),
        (K.MASS, {}, {"title": Problem.MISSING}),
        (K.MASS, {"title": "  "}, {"title": Problem.MISSING}),
        (K.MASS, {"title": "題" * 201}, {"title": Problem.TOO_LONG}),
        (K.MASS, {"title": "a\ud800b"}, {"title": Problem.NOT_STORABLE}),
        (K.MASS, {"mass": NOBODY, "title": "新しい名前"}, {"mass": Problem.OUT_OF_RANGE}),
        (K.MACRO, {}, {"macro": Problem.MISSING}),
        (K.MACRO, {"macro": NOBODY}, {"macro": Problem.MISSING}),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    cast: Cast, kind: RoundKind, values: dict[str, Any], wrong: dict[str, Problem]
) -> None:
    assert problems(cast, kind, values) == wrong


@pytest.mark.parametrize("kind", [K.ASSIGN, K.PLACE, K.MASS])
@pytest.mark.parametrize(
    ("reason", "problem"), [("x" * 2_001, Problem.TOO_LONG), ("a\x00b", Problem.NOT_STORABLE)]
)
def test_reason_for_the_colleague_is_held_to_the_same_limits(
    cast: Cast, kind: RoundKind, reason: str, problem: Problem
) -> None:
    values = {"to": cast.colleague.pk, "queue": "main", "title": "箱の破損", "reason": reason}
    assert problems(cast, kind, values) == {"reason": problem}


@pytest.mark.parametrize("reason", ["", "交代のため", "x" * 2_000])
def test_reason_may_be_left_out_or_long(cast: Cast, reason: str) -> None:
    values = {"to": cast.colleague.pk, "reason": reason}
    assert checked(cast.actor("handler"), K.ASSIGN, values) == values
    assert checked(cast.actor("handler"), K.ASSIGN, {"to": cast.colleague.pk})["reason"] == ""


def test_nobody_who_has_left_is_given_anything(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert problems(cast, K.ASSIGN, {"to": cast.colleague.pk}) == {"to": Problem.OUT_OF_RANGE}


@pytest.mark.parametrize("queue", Queue)
def test_every_queue_is_a_place(cast: Cast, queue: Queue) -> None:
    kept = checked(cast.actor("handler"), K.PLACE, {"queue": queue.value})
    assert kept == {"queue": queue.value, "team": None, "reason": ""}


def test_team_alone_is_a_place(cast: Cast) -> None:
    team = Team.objects.create(name="配送")
    assert checked(cast.actor("handler"), K.PLACE, {"team": team.pk}) == {
        "queue": "",
        "team": team.pk,
        "reason": "",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("確認中", "確認中"),
        ("  確認中\r\n\n ", "確認中"),
        ("一\r\n二", "一\n二"),
        ("x" * 10_000, "x" * 10_000),
    ],
)
def test_note_is_kept_as_it_was_written(cast: Cast, typed: str, kept: str) -> None:
    assert checked(cast.actor("handler"), K.NOTE, {"body": typed}) == {"body": kept}


@pytest.mark.parametrize(
    ("typed", "title"), [("箱の破損", "箱の破損"), ("  箱の\n破損 ", "箱の 破損"), ("題" * 200, "題" * 200)]
)
def test_new_mass_complaint_has_a_title_of_one_line(cast: Cast, typed: str, title: str) -> None:
    assert checked(cast.actor("handler"), K.MASS, {"title": typed}) == {"title": title, "reason": ""}


def test_mass_complaint_that_is_there_is_taken_by_its_number(cast: Cast) -> None:
    lead = cast.actor("lead")
    known = begin_mass(lead, MassGiven(title="箱の破損"), now=FRIDAY)
    assert checked(lead, K.MASS, {"mass": known.pk, "title": "別の名前"}) == {"mass": known.pk, "reason": ""}


@pytest.mark.parametrize(
    ("role", "reason"),
    [("handler", Reason.ROLE), ("auditor", Reason.ROLE), ("lead", None), ("administrator", None)],
)
def test_only_whoever_lets_people_go_hands_over_what_somebody_else_holds(
    cast: Cast, role: str, reason: Reason | None
) -> None:
    values = {"to": cast.handler.pk, "giver": cast.colleague.pk}
    if reason is None:
        kept = checked(cast.actor(role), K.HAND_OVER, values)
        assert (kept["to"], kept["giver"]) == (cast.handler.pk, cast.colleague.pk)
        return
    with pytest.raises(Refused) as refused:
        checked(cast.actor(role), K.HAND_OVER, values)
    assert refused.value.decision.reason is reason


def test_whoever_goes_away_hands_over_what_they_hold_themselves(cast: Cast) -> None:
    own = {"to": cast.colleague.pk, "giver": cast.handler.pk}
    assert checked(cast.actor("handler"), K.HAND_OVER, own)["giver"] == cast.handler.pk


def test_nobody_hands_over_to_themselves(cast: Cast) -> None:
    values = {"to": cast.handler.pk, "giver": cast.handler.pk}
    assert problems(cast, K.HAND_OVER, values) == {"to": Problem.OUT_OF_RANGE}


def made(cast: Cast, *steps: Part) -> int:
    return save_macro(
        cast.actor("lead"), MacroGiven(name_ja="まとめて", name_en="All", parts=steps), now=FRIDAY
    ).pk


NOTE, PROMISE = (
    Part(kind=PartKind.NOTE, words="確認中"),
    Part(kind=PartKind.PROMISE, words="写真をお返しします", days=3),
)


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [((NOTE,), None), ((PROMISE,), Problem.OUT_OF_RANGE), ((NOTE, PROMISE), Problem.OUT_OF_RANGE)],
)
def test_macro_that_tells_the_complainant_something_is_not_used_on_many(
    cast: Cast, steps: tuple[Part, ...], wrong: Problem | None
) -> None:
    number = made(cast, *steps)
    if wrong is None:
        assert checked(cast.actor("handler"), K.MACRO, {"macro": number}) == {"macro": number, "version": 1}
    else:
        assert problems(cast, K.MACRO, {"macro": number}, "handler") == {"macro": wrong}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (K.ASSIGN, lambda cast: {"to": cast.colleague.pk}),
        (K.PLACE, lambda _cast: {"queue": "main"}),
        (K.NOTE, lambda _cast: {"body": "確認中"}),
        (K.MASS, lambda _cast: {"title": "箱の破損"}),
        (K.LETTER, lambda _cast: {"reply": 7}),
    ],
)
def test_what_was_checked_once_is_the_same_when_it_is_checked_again(
    cast: Cast, kind: RoundKind, values: Callable[[Cast], dict[str, Any]]
) -> None:
    """The job that carries a round on reads what was kept; and nothing that was not asked for is kept."""
    once = checked(
        cast.actor("lead"), kind, {**values(cast), "is_staff": True, "now": FRIDAY + timedelta(days=1)}
    )
    assert checked(cast.actor("lead"), kind, once) == once
    assert not {"is_staff", "now"} & set(once)
