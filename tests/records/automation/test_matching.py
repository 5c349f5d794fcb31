"""Which entries stir a rule, and what an automation is called whatever is left of it; without a database."""

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.automation.matching import facts_of, stirs
from kikitori.records.automation.models import Automation, Firing, name_of
from kikitori.records.automation.rule import BY, Action, OnEvent, OnTime, Rule, UnreadableRule
from kikitori.records.automation.rule_kept import rule_as_json
from kikitori.records.automation.terms import TRIGGERS, ActionKind, Anchor, Unit
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Queue, Severity
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import ActorKind

NOTE = (Action(ActionKind.NOTE, text="確かめる"),)
K = EventKind


def entry(kind: EventKind, by: ActorKind = ActorKind.STAFF) -> Event:
    return Event(kind=kind.value, actor_kind=by.value)


def rule(when: OnEvent | OnTime) -> Rule:
    return Rule("試し", "Trial", when, actions=NOTE)


@pytest.mark.parametrize(
    ("kinds", "by", "event", "is_so"),
    [
        ((K.HEARD,), (), entry(K.HEARD), True),
        ((K.HEARD,), (), entry(K.HEARD, ActorKind.COMPLAINANT), True),
        ((K.HEARD,), (), entry(K.NOTED), False),
        ((K.HEARD, K.NOTED), (), entry(K.NOTED), True),
        ((K.HEARD,), (ActorKind.COMPLAINANT,), entry(K.HEARD, ActorKind.COMPLAINANT), True),
        ((K.HEARD,), (ActorKind.COMPLAINANT,), entry(K.HEARD, ActorKind.STAFF), False),
        ((K.NOTED,), (ActorKind.STAFF,), entry(K.NOTED, ActorKind.SYSTEM), False),
        ((K.NOTED,), (ActorKind.STAFF, ActorKind.SYSTEM), entry(K.NOTED, ActorKind.SYSTEM), True),
    ],
)
def test_entry_stirs(
    kinds: tuple[EventKind, ...], by: tuple[ActorKind, ...], event: Event, is_so: bool
) -> None:
    assert stirs(rule(OnEvent(kinds, by)), event) is is_so


@given(
    st.lists(st.sampled_from(TRIGGERS), min_size=1, unique=True),
    st.lists(st.sampled_from(BY), unique=True),
    st.sampled_from(EventKind),
    st.sampled_from(ActorKind),
)
def test_entry_stirs_exactly_where_its_kind_and_its_doer_are_named(
    kinds: list[EventKind], by: list[ActorKind], kind: EventKind, doer: ActorKind
) -> None:
    found = stirs(rule(OnEvent(tuple(kinds), tuple(by))), entry(kind, doer))
    assert found is (kind in kinds and (not by or doer in by))


@pytest.mark.parametrize("kind", list(EventKind))
def test_nothing_stirs_a_rule_that_waits_for_time(kind: EventKind) -> None:
    assert not stirs(rule(OnTime(Anchor.HEARD, 1, Unit.DAYS)), entry(kind))


def test_facts_are_those_of_the_row() -> None:
    row = Complaint(state="proposal", severity="S2", queue="urgent", assignee_id=4, team_id=2)
    facts = facts_of(row)
    assert (facts.state, facts.severity, facts.queue) == (State.PROPOSAL, Severity.S2, Queue.URGENT)
    assert (facts.assignee, facts.team) == (4, 2)


@pytest.mark.parametrize(
    ("kept", "ja", "en"),
    [
        ({"name": {"ja": "返品", "en": "Returns"}}, "返品", "Returns"),
        ({"name": {"ja": "返品", "en": ""}}, "返品", "返品"),
        ({"name": {"ja": "", "en": "Returns"}}, "Returns", "Returns"),
        ({"name": {"en": "Returns"}}, "Returns", "Returns"),
        ({"name": {}}, "", ""),
        ({"name": "返品"}, "", ""),
        ({}, "", ""),
        (None, "", ""),
        ([], "", ""),
        ("返品", "", ""),
    ],
)
def test_name_is_found_in_whatever_is_kept(kept: Any, ja: str, en: str) -> None:
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = name_of(kept)
    assert said == {"ja": ja, "en": en}


def test_row_reads_its_rule_and_says_where_it_cannot() -> None:
    made = rule(OnEvent((K.HEARD,)))
    row = Automation(position=3, rule=rule_as_json(made))
    assert (row.read, str(row)) == (made, "3. 試し")
    with pytest.raises(UnreadableRule):
        _ = Automation(position=1, rule={"version": 7}).read


@pytest.mark.parametrize(("outcome", "is_trouble"), [("done", False), ("failed", True), ("guarded", True)])
def test_what_failed_or_was_held_back_is_trouble(outcome: str, is_trouble: bool) -> None:
    assert Firing(outcome=outcome).is_trouble is is_trouble
