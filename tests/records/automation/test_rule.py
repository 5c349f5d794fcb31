"""Rules as values: what is kept is read again as it was; what could not run is told, every fault of it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.automation.examples import examples
from kikitori.records.automation.rule import (
    BY,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST,
    MOST_ACTIONS,
    MOST_DAYS,
    Action,
    Fault,
    OnEvent,
    OnTime,
    Rule,
    UnreadableRule,
    Wrong,
    faults_of,
    sound,
)
from kikitori.records.automation.rule_kept import as_written, rule_as_json, rule_from
from kikitori.records.automation.terms import (
    HEARD,
    ONE_OF,
    PARTS,
    STEP_OF,
    TOLD,
    TRIGGERS,
    WHO_OF,
    ActionKind,
    Anchor,
    Part,
    Unit,
    Who,
)
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind, Queue
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import ME, MINE, NOBODY, Field, Operator, Todo

NOTE = Action(ActionKind.NOTE, text="確かめる")
RULE = Rule("受付時", "On receipt", OnEvent((EventKind.RECEIVED,)), actions=(NOTE,))
FILLED: dict[Part, Any] = {
    Part.WHO: "12",
    Part.TEAM: 3,
    Part.QUEUE: "urgent",
    Part.TEXT: "文",
    Part.DAYS: 2,
    Part.TEMPLATE: 5,
}


def whole(kind: ActionKind) -> Action:
    """An action of this kind with all its parts."""
    return Action(kind, **{part.value: FILLED[part] for part in PARTS[kind]})


names = st.text("あいう abc", max_size=LONGEST_NAME).filter(str.strip)
whens = st.one_of(
    st.builds(
        OnEvent,
        st.lists(st.sampled_from(TRIGGERS), min_size=1, unique=True).map(tuple),
        st.lists(st.sampled_from(BY), unique=True).map(tuple),
    ),
    st.sampled_from(Unit).flatmap(
        lambda unit: st.builds(OnTime, st.sampled_from(Anchor), st.integers(1, MOST[unit]), st.just(unit))
    ),
)
rules = st.builds(
    Rule,
    names,
    names,
    whens,
    st.just(Conditions((Condition(Field.STATE, Operator.IS, ("open",)),))),
    st.lists(st.sampled_from(ActionKind).map(whole), min_size=1, max_size=MOST_ACTIONS).map(tuple),
    st.booleans(),
)


@given(rules)
def test_what_is_kept_is_read_again_as_it_was(rule: Rule) -> None:
    kept = json.loads(json.dumps(rule_as_json(rule)))
    assert rule_from(kept) == rule


def junk() -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
        max_leaves=6,
    )


@given(st.sampled_from(["version", "name", "when", "if", "then", "stop"]), junk())
def test_nothing_else_is_ever_taken_for_a_rule(part: str, value: Any) -> None:
    kept = {**rule_as_json(RULE), part: value}
    try:
        found = rule_from(kept)
    except UnreadableRule:
        return
    assert list(faults_of(found)) == []


@pytest.mark.parametrize("kept", [None, [], "rule", 1, {}, {"version": 2}, {"version": 1}])
def test_what_is_no_rule_at_all_says_so(kept: object) -> None:
    with pytest.raises(UnreadableRule) as broken:
        rule_from(kept)
    assert broken.value.faults == (Fault(Wrong.NOT_A_RULE, ""),)


ME_IN_IF = Conditions((Condition(Field.ASSIGNEE, Operator.IS, (ME,)),))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ja": "", "en": ""}, Fault(Wrong.NO_NAME, "name")),
        ({"en": "x" * (LONGEST_NAME + 1)}, Fault(Wrong.TOO_LONG, "name")),
        ({"when": OnEvent(())}, Fault(Wrong.NO_EVENT, "when")),
        ({"when": OnEvent((EventKind.RECEIPT_ISSUED,))}, Fault(Wrong.UNKNOWN_WORD, "when")),
        ({"when": OnTime(Anchor.TOLD, 0, Unit.DAYS)}, Fault(Wrong.OUT_OF_RANGE, "when", "amount")),
        (
            {"when": OnTime(Anchor.TOLD, MOST[Unit.HOURS] + 1, Unit.HOURS)},
            Fault(Wrong.OUT_OF_RANGE, "when", "amount"),
        ),
        ({"conditions": ME_IN_IF}, Fault(Wrong.NOBODY_IS_ME, "if")),
        (
            {"conditions": Conditions((), (Condition(Field.TEAM, Operator.IS_NOT, (MINE,)),))},
            Fault(Wrong.NOBODY_IS_ME, "if"),
        ),
        (
            {"conditions": Conditions((Condition(Field.TASK, Operator.IS, (Todo.MINE.value,)),))},
            Fault(Wrong.NOBODY_IS_ME, "if"),
        ),
        ({"conditions": Conditions((Condition(Field.STATE, Operator.IS),))}, Fault(Wrong.CONDITIONS, "if")),
        ({"actions": ()}, Fault(Wrong.NO_ACTION, "then")),
        ({"actions": (NOTE,) * (MOST_ACTIONS + 1)}, Fault(Wrong.TOO_MANY, "then")),
        ({"actions": (NOTE, Action(ActionKind.NOTE))}, Fault(Wrong.LACKS, "then.1", "text")),
        ({"actions": (Action(ActionKind.PLACE),)}, Fault(Wrong.LACKS, "then.0", "team")),
        (
            {"actions": (Action(ActionKind.NOTE, text="x" * (LONGEST_TEXT + 1)),)},
            Fault(Wrong.TOO_LONG, "then.0", "text"),
        ),
        ({"actions": (Action(ActionKind.PROMISE, days=0),)}, Fault(Wrong.OUT_OF_RANGE, "then.0", "days")),
        (
            {"actions": (Action(ActionKind.PROMISE, days=MOST_DAYS + 1),)},
            Fault(Wrong.OUT_OF_RANGE, "then.0", "days"),
        ),
        (
            {"actions": (Action(ActionKind.ASSIGN, who="handler"),)},
            Fault(Wrong.UNKNOWN_WORD, "then.0", "who"),
        ),
        (
            {"actions": (Action(ActionKind.PLACE, queue="vip"),)},
            Fault(Wrong.UNKNOWN_WORD, "then.0", "queue"),
        ),
    ],
)
def test_each_fault_is_named_with_its_place(changes: dict[str, Any], fault: Fault) -> None:
    broken = replace(RULE, **changes)
    assert list(faults_of(broken)) == [fault]
    with pytest.raises(UnreadableRule):
        sound(broken)


def test_every_fault_is_told_at_once() -> None:
    broken = Rule("", "", OnEvent(()), ME_IN_IF, ())
    assert [fault.wrong for fault in faults_of(broken)] == [
        Wrong.NO_NAME,
        Wrong.NO_EVENT,
        Wrong.NOBODY_IS_ME,
        Wrong.NO_ACTION,
    ]


@pytest.mark.parametrize("kind", list(ActionKind))
def test_whole_action_of_each_kind_is_sound_and_lacks_what_is_taken_away(kind: ActionKind) -> None:
    action = whole(kind)
    assert list(faults_of(replace(RULE, actions=(action,)))) == []
    for part in PARTS[kind]:
        without = replace(action, **{part.value: None if part.value in ("team", "days", "template") else ""})
        lacks = list(faults_of(replace(RULE, actions=(without,))))
        assert lacks == ([] if kind in ONE_OF else [Fault(Wrong.LACKS, "then.0", part.value)])


def test_only_the_parts_of_its_kind_are_kept_of_an_action() -> None:
    noisy = Action(ActionKind.NOTE, who="12", team=1, queue="main", text="文", days=3, template=9)
    assert rule_as_json(replace(RULE, actions=(noisy,)))["then"] == [{"do": "note", "text": "文"}]


def test_whole_numbers_are_asked_for_where_rows_are_meant() -> None:
    kept = rule_as_json(replace(RULE, actions=(whole(ActionKind.ROUND),)))
    for wrong in ("3", 3.0, True, [3]):
        with pytest.raises(UnreadableRule):
            rule_from({**kept, "then": [{"do": "round", "team": wrong}]})


@pytest.mark.parametrize(
    ("ja", "en", "in_ja", "in_en"),
    [
        ("受付時", "On receipt", "受付時", "On receipt"),
        ("受付時", "", "受付時", "受付時"),
        ("", "X", "X", "X"),
    ],
)
def test_name_is_told_in_the_language_there_is(ja: str, en: str, in_ja: str, in_en: str) -> None:
    rule = replace(RULE, ja=ja, en=en)
    assert (rule.name_in("ja"), rule.name_in("en")) == (in_ja, in_en)


def test_nothing_an_automation_can_do_speaks_to_the_complainant() -> None:
    spoken = {
        Step.REPLY,
        Step.ACKNOWLEDGE,
        Step.ASK_COMPLAINANT,
        Step.PROPOSE,
        Step.DECIDE,
        Step.SCHEDULE_REPLY,
    }
    assert not spoken & set(STEP_OF.values())
    assert set(ActionKind) - set(STEP_OF) == {ActionKind.FOLLOW, ActionKind.DRAFT}


def test_tables_of_words_are_complete() -> None:
    assert set(ActionKind) == set(PARTS)
    assert {kind for kind, parts in PARTS.items() if Part.WHO in parts} == set(WHO_OF)
    assert {word for words in WHO_OF.values() for word in words} == set(Who)
    assert frozenset() == HEARD & TOLD
    assert len(TRIGGERS) == len(set(TRIGGERS))
    assert {queue.value for queue in Queue} == {"urgent", "main"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_examples_are_sound_but_for_what_only_the_house_can_know(language: str) -> None:
    found = {each.id: list(faults_of(each.rule_in(language))) for each in examples()}
    assert found == {
        "silence": [],
        "premium": [Fault(Wrong.LACKS, "then.0", "team")],
        "danger": [],
        "nobody": [],
    }


def test_examples_speak_both_languages_and_write_in_the_readers() -> None:
    first = examples()[0]
    assert first.rule_in("ja").actions[0].text != first.rule_in("en").actions[0].text
    assert all(each.why.ja and each.why.en for each in examples())


def test_what_is_only_written_down_need_not_be_able_to_run() -> None:
    kept = {**rule_as_json(RULE), "then": []}
    assert as_written(kept).actions == ()
    with pytest.raises(UnreadableRule):
        rule_from(kept)


def test_condition_on_nobody_is_no_condition_on_me() -> None:
    fine = Conditions((Condition(Field.ASSIGNEE, Operator.IS, (NOBODY,)),))
    assert sound(replace(RULE, conditions=fine)).conditions == fine
