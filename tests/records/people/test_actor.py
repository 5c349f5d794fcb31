"""Who acts: four kinds, each with exactly the fields that belong to it, and a signature without personal data."""

from dataclasses import FrozenInstanceError
from itertools import product
from typing import Any

import pytest

from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.terms import Mandate, Role

HANDLER = Actor.staff(3, Role.HANDLER, "受田 ひかり")
HOLDER = Actor.complainant(7, person_id=11, name="試野 はな")
NEWCOMER = Actor.newcomer()
APPOINTED = Actor.representative(7, 5, Mandate.SPEAK, person_id=12, name="代田 りか")
SWEEPER = Actor.system("swept")
RESPONDENT = Actor(kind=ActorKind.RESPONDENT, complaint_id=7)


FIELDS = ("kind", "staff_id", "role", "complaint_id", "person_id", "reason")


@pytest.mark.parametrize(
    ("actor", "values"),
    [
        (HANDLER, ("staff", 3, "handler", None, None, "")),
        (HOLDER, ("complainant", None, None, 7, 11, "")),
        (Actor.complainant(7), ("complainant", None, None, 7, None, "")),
        (APPOINTED, ("complainant", None, None, 7, 12, "")),
        (NEWCOMER, ("complainant", None, None, None, None, "")),
        (SWEEPER, ("system", None, None, None, None, "swept")),
        (RESPONDENT, ("respondent", None, None, 7, None, "")),
    ],
)
def test_actor_has_the_fields_of_its_kind_and_no_others(actor: Actor, values: tuple[Any, ...]) -> None:
    assert tuple(getattr(actor, name) for name in FIELDS) == values


@pytest.mark.parametrize(
    ("actor", "signature"),
    [
        (HANDLER, "staff:3"),
        (HOLDER, "complainant:7"),
        (APPOINTED, "complainant:7"),
        (NEWCOMER, "complainant:new"),
        (RESPONDENT, "respondent:7"),
        (SWEEPER, "system:swept"),
    ],
)
def test_signature_says_who_acts_and_names_nobody(actor: Actor, signature: str) -> None:
    assert actor.signature == signature
    assert not actor.name or actor.name not in actor.signature


@pytest.mark.parametrize("actor", [HOLDER, APPOINTED, NEWCOMER, SWEEPER, RESPONDENT])
def test_step_of_staff_cannot_be_taken_by_anybody_else(actor: Actor) -> None:
    assert HANDLER.own_staff_id == 3
    with pytest.raises(ValueError, match="not staff"):
        _ = actor.own_staff_id


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ActorKind.STAFF, "role": Role.HANDLER},
        {"kind": ActorKind.STAFF, "role": Role.HANDLER, "staff_id": 3, "complaint_id": 7},
        {"kind": ActorKind.STAFF, "role": Role.HANDLER, "staff_id": 3, "reason": "swept"},
        {"kind": ActorKind.COMPLAINANT, "complaint_id": 7, "staff_id": 3},
        {"kind": ActorKind.COMPLAINANT, "complaint_id": 7, "role": Role.LEAD},
        {"kind": ActorKind.COMPLAINANT, "person_id": 11},
        {"kind": ActorKind.COMPLAINANT, "complaint_id": 7, "reason": "swept"},
        {"kind": ActorKind.COMPLAINANT, "complaint_id": 7, "party_id": 5},
        {"kind": ActorKind.COMPLAINANT, "complaint_id": 7, "mandate": Mandate.ACT},
        {"kind": ActorKind.COMPLAINANT, "party_id": 5, "mandate": Mandate.ACT},
        {"kind": ActorKind.STAFF, "role": Role.LEAD, "staff_id": 3, "party_id": 5, "mandate": Mandate.ACT},
        {"kind": ActorKind.RESPONDENT, "complaint_id": 7, "party_id": 5, "mandate": Mandate.ACT},
        {"kind": ActorKind.RESPONDENT},
        {"kind": ActorKind.RESPONDENT, "complaint_id": 7, "role": Role.HANDLER},
        {"kind": ActorKind.SYSTEM},
        {"kind": ActorKind.SYSTEM, "reason": "swept", "staff_id": 3},
        {"kind": ActorKind.SYSTEM, "reason": "swept", "complaint_id": 7},
    ],
)
def test_actor_who_is_two_things_or_nobody_cannot_be_made(fields: dict[str, Any]) -> None:
    """Staff without a number would see what is restricted and in nobody's hands: `assignee = NULL` is a question."""
    with pytest.raises(ValueError, match=str(fields["kind"])):
        Actor(**fields)


@pytest.mark.parametrize(("role", "number"), list(product(Role, (1, 2**31 - 1))))
def test_staff_of_every_role_can_act(role: Role, number: int) -> None:
    actor = Actor.staff(number, role, "")
    assert (actor.own_staff_id, actor.role, actor.signature) == (number, role, f"staff:{number}")


def test_actor_is_a_value_that_nobody_changes_on_the_way() -> None:
    assert Actor.staff(3, Role.HANDLER, "受田 ひかり") == HANDLER
    assert (
        len({HANDLER, Actor.staff(3, Role.HANDLER, "受田 ひかり"), Actor.staff(3, Role.LEAD, "受田 ひかり")})
        == 2
    )
    with pytest.raises(FrozenInstanceError):
        HANDLER.role = Role.LEAD  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        HANDLER.nickname = "x"  # type: ignore[attr-defined]


def test_whoever_was_appointed_is_told_from_the_complainant_by_their_part() -> None:
    assert (APPOINTED.kind, APPOINTED.party_id, APPOINTED.mandate) == (HOLDER.kind, 5, Mandate.SPEAK)
    assert (HOLDER.party_id, HOLDER.mandate) == (None, None)
    assert Actor.representative(7, 5, Mandate.ACT) != Actor.representative(7, 5, Mandate.SPEAK)


def test_actor_kinds_are_the_four_of_the_house() -> None:
    assert [kind.value for kind in ActorKind] == ["staff", "complainant", "respondent", "system"]
