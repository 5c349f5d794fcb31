"""A kept rule that somebody or something has changed: every way of breaking it is told with its place, none runs."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from kikitori.records.automation.rule import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST,
    MOST_ACTIONS,
    MOST_DAYS,
    Fault,
    OnEvent,
    OnTime,
    UnreadableRule,
    Wrong,
)
from kikitori.records.automation.rule_kept import rule_as_json, rule_from
from kikitori.records.automation.terms import TRIGGERS, ActionKind, Anchor, Unit
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import ActorKind

W = Wrong
BROKEN = (Fault(W.NOT_A_RULE, ""),)
ON_EVENT: dict[str, Any] = {
    "version": 1,
    "name": {"ja": "受付時の確認", "en": "Check on receipt"},
    "when": {"event": ["received", "heard"], "by": ["complainant"]},
    "if": {
        "version": 1,
        "all": [{"field": "state", "operator": "is", "values": ["open"]}],
        "any": [{"field": "channel", "operator": "is_not", "values": ["phone"]}],
    },
    "then": [
        {"do": "note", "text": "折り返しを待つ"},
        {"do": "task", "who": "handler", "text": "確かめる", "days": 3},
        {"do": "place", "team": 3, "queue": "urgent"},
    ],
    "stop": True,
}
ON_TIME = {**ON_EVENT, "when": {"time": "told", "amount": 5, "unit": "days"}}


def changed(kept: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The same with one value put in at a path such as `then.0.text`; `...` takes it away."""
    made = deepcopy(kept)
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    inner: Any = made
    for step in steps:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return made


def faults(kept: object) -> tuple[Fault, ...]:
    with pytest.raises(UnreadableRule) as broken:
        rule_from(kept)
    return broken.value.faults


@pytest.mark.parametrize("kept", [ON_EVENT, ON_TIME], ids=["event", "time"])
def test_whole_rule_is_read_and_written_again_to_the_letter(kept: dict[str, Any]) -> None:
    assert rule_as_json(rule_from(kept)) == kept
    assert json.loads(json.dumps(rule_as_json(rule_from(kept)), ensure_ascii=True)) == kept


@pytest.mark.parametrize("path", ["version", "name", "when", "if", "then", "stop", "name.ja", "name.en"])
def test_rule_without_one_of_its_parts_is_none(path: str) -> None:
    assert faults(changed(ON_EVENT, path, ...)) == BROKEN


@pytest.mark.parametrize("path", ["when.time", "when.amount", "when.unit"])
def test_time_without_one_of_its_parts_is_none(path: str) -> None:
    assert faults(changed(ON_TIME, path, ...)) == BROKEN


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("version", [0, 2, "1", None, -1, 1.5]),
        ("name", [None, "受付時", 3, []]),
        ("when", [None, 7, [], "received"]),
        ("when.event", [None, 4, "received", ["exploded"], [None], [["received"]], ["RECEIVED"], ["ｒeceived"]]),
        ("when.by", [None, 4, ["robot"], [None], "staff"]),
        ("then", [None, 5, "note", ["note"], [None], [[]], [{}]]),
        ("then.0.do", [..., None, "", "reply", "close", "NOTE", "note ", 1]),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_no_rule(path: str, values: list[Any]) -> None:
    for value in values:
        assert faults(changed(ON_EVENT, path, value)) == BROKEN, value


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("when.time", ["", None, "tomorrow", "Told", 3]),
        ("when.unit", ["", None, "weeks", "DAYS", 1]),
        ("when.amount", [None, "5", "５", 5.0, True, False, [5], {}, float("nan"), "٥"]),
    ],
)
def test_time_of_another_shape_is_no_rule(path: str, values: list[Any]) -> None:
    for value in values:
        assert faults(changed(ON_TIME, path, value)) == BROKEN, value


@pytest.mark.parametrize("path", ["then.1.days", "then.2.team"])
def test_number_of_a_row_or_of_days_is_a_whole_one_or_the_rule_is_none(path: str) -> None:
    for value in ("3", "３", 3.0, True, False, [3], {"n": 3}, float("inf")):
        assert faults(changed(ON_EVENT, path, value)) == BROKEN, value


@pytest.mark.parametrize("path", ["name.ja", "name.en", "then.0.text", "then.1.who", "then.2.queue"])
def test_text_is_text_or_the_rule_is_none(path: str) -> None:
    for value in (7, 7.5, True, ["文"], {"ja": "文"}):
        assert faults(changed(ON_EVENT, path, value)) == BROKEN, value


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("name", {"ja": "", "en": ""}, Fault(W.NO_NAME, "name")),
        ("name.ja", "長" * (LONGEST_NAME + 1), Fault(W.TOO_LONG, "name")),
        ("name.en", "x" * 10_000, Fault(W.TOO_LONG, "name")),
        ("when.event", [], Fault(W.NO_EVENT, "when")),
        ("when.event", ["receipt_issued"], Fault(W.UNKNOWN_WORD, "when")),
        ("when.event", ["received", "receipt_issued"], Fault(W.UNKNOWN_WORD, "when")),
        ("when.by", ["respondent"], Fault(W.UNKNOWN_WORD, "when")),
        ("if", {}, Fault(W.CONDITIONS, "if")),
        ("if", None, Fault(W.CONDITIONS, "if")),
        ("if.version", 99, Fault(W.CONDITIONS, "if")),
        ("if.all.0.field", "mood", Fault(W.CONDITIONS, "if")),
        ("if.all.0.operator", "sounds_like", Fault(W.CONDITIONS, "if")),
        ("if.all.0.values", [], Fault(W.CONDITIONS, "if")),
        ("if.all.0.values", ["on_fire"], Fault(W.CONDITIONS, "if")),
        ("if.any.0", {"field": "assignee", "operator": "is", "values": ["me"]}, Fault(W.NOBODY_IS_ME, "if")),
        ("if.any.0", {"field": "team", "operator": "is_not", "values": ["mine"]}, Fault(W.NOBODY_IS_ME, "if")),
        ("then", [], Fault(W.NO_ACTION, "then")),
        ("then", [{"do": "note", "text": "x"}] * (MOST_ACTIONS + 1), Fault(W.TOO_MANY, "then")),
        ("then.0.text", "", Fault(W.LACKS, "then.0", "text")),
        ("then.0.text", ..., Fault(W.LACKS, "then.0", "text")),
        ("then.0.text", None, Fault(W.LACKS, "then.0", "text")),
        ("then.0.text", "怒" * (LONGEST_TEXT + 1), Fault(W.TOO_LONG, "then.0", "text")),
        ("then.1.who", ..., Fault(W.LACKS, "then.1", "who")),
        ("then.1.who", "leads", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "me", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "-7", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "7 ", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "7\x00", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "²", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "７", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.who", "\ud800", Fault(W.UNKNOWN_WORD, "then.1", "who")),
        ("then.1.days", ..., Fault(W.LACKS, "then.1", "days")),
        ("then.1.days", 0, Fault(W.OUT_OF_RANGE, "then.1", "days")),
        ("then.1.days", -1, Fault(W.OUT_OF_RANGE, "then.1", "days")),
        ("then.1.days", MOST_DAYS + 1, Fault(W.OUT_OF_RANGE, "then.1", "days")),
        ("then.1.days", 10**30, Fault(W.OUT_OF_RANGE, "then.1", "days")),
        ("then.2", {"do": "place"}, Fault(W.LACKS, "then.2", "team")),
        ("then.2.queue", "vip", Fault(W.UNKNOWN_WORD, "then.2", "queue")),
        ("then.2.queue", "Urgent", Fault(W.UNKNOWN_WORD, "then.2", "queue")),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_place_and_nothing_else_is(path: str, value: Any, fault: Fault) -> None:
    assert faults(changed(ON_EVENT, path, value)) == (fault,)


@pytest.mark.parametrize("unit", list(Unit))
def test_waiting_has_a_shortest_and_a_longest_time_in_each_unit(unit: Unit) -> None:
    for amount in (1, 2, MOST[unit] - 1, MOST[unit]):
        kept = changed(changed(ON_TIME, "when.unit", unit.value), "when.amount", amount)
        assert rule_from(kept).when == OnTime(Anchor.TOLD, amount, unit)
    for amount in (0, -1, -(10**20), MOST[unit] + 1, 10**20):
        kept = changed(changed(ON_TIME, "when.unit", unit.value), "when.amount", amount)
        assert faults(kept) == (Fault(W.OUT_OF_RANGE, "when", "amount"),)


@pytest.mark.parametrize("anchor", list(Anchor))
def test_every_anchor_is_read_by_its_word(anchor: Anchor) -> None:
    assert rule_from(changed(ON_TIME, "when.time", anchor.value)).when == OnTime(anchor, 5, Unit.DAYS)


def test_only_what_is_offered_sets_a_rule_off() -> None:
    for kind in EventKind:
        kept = changed(ON_EVENT, "when", {"event": [kind.value], "by": []})
        if kind in TRIGGERS:
            assert rule_from(kept).when == OnEvent((kind,), ())
        else:
            assert faults(kept) == (Fault(W.UNKNOWN_WORD, "when"),)


def test_only_whom_anybody_asks_for_can_be_named_as_the_doer() -> None:
    for by in ActorKind:
        kept = changed(ON_EVENT, "when.by", [by.value])
        if by is ActorKind.RESPONDENT:
            assert faults(kept) == (Fault(W.UNKNOWN_WORD, "when"),)
        else:
            assert rule_from(kept).when == OnEvent((EventKind.RECEIVED, EventKind.HEARD), (by,))


def test_left_out_doers_mean_anybody() -> None:
    kept = changed(ON_EVENT, "when.by", ...)
    assert rule_from(kept) == rule_from(changed(ON_EVENT, "when.by", []))


@pytest.mark.parametrize("value", [False, None, 0, 1, "yes", "true", [], "False"])
def test_only_a_plain_yes_leaves_out_those_after_it(value: Any) -> None:
    assert rule_from(changed(ON_EVENT, "stop", value)).stop is False


@pytest.mark.parametrize(
    "text",
    ["a", "怒" * LONGEST_TEXT, "{{ x }}", "<script>alert(1)</script>", "%(name)s %s {0}", "😡😡", "ｶﾞｷﾞ"],
)
def test_text_is_kept_to_the_letter_whatever_it_looks_like(text: str) -> None:
    kept = changed(ON_EVENT, "then.0.text", text)
    assert rule_from(kept).actions[0].text == text
    assert rule_as_json(rule_from(kept)) == kept


def test_parts_that_its_kind_does_not_have_are_passed_over() -> None:
    loud = changed(
        ON_EVENT, "then.0", {"do": "note", "text": "折り返しを待つ", "who": "robot", "days": "x", "queue": 3}
    )
    assert rule_from(loud) == rule_from(ON_EVENT)
    assert rule_as_json(rule_from(loud)) == ON_EVENT


@pytest.mark.parametrize("number", range(1, MOST_ACTIONS + 1))
def test_fault_of_the_last_action_is_found_behind_all_the_others(number: int) -> None:
    fine = [{"do": "note", "text": f"{n}"} for n in range(number - 1)]
    kept = changed(ON_EVENT, "then", [*fine, {"do": "note"}])
    assert faults(kept) == (Fault(W.LACKS, f"then.{number - 1}", "text"),)


def test_every_fault_of_every_part_is_told_in_order() -> None:
    kept = {
        "version": 1,
        "name": {"ja": "", "en": ""},
        "when": {"time": "told", "amount": 0, "unit": "hours"},
        "if": {"version": 1, "all": [{"field": "assignee", "operator": "is", "values": ["me"]}], "any": []},
        "then": [
            {"do": "task", "who": "robot", "days": 61},
            {"do": "round"},
            {"do": "place", "queue": "vip"},
            {"do": "draft"},
        ],
        "stop": False,
    }
    assert faults(kept) == (
        Fault(W.NO_NAME, "name"),
        Fault(W.OUT_OF_RANGE, "when", "amount"),
        Fault(W.NOBODY_IS_ME, "if"),
        Fault(W.LACKS, "then.0", "text"),
        Fault(W.OUT_OF_RANGE, "then.0", "days"),
        Fault(W.UNKNOWN_WORD, "then.0", "who"),
        Fault(W.LACKS, "then.1", "team"),
        Fault(W.UNKNOWN_WORD, "then.2", "queue"),
        Fault(W.LACKS, "then.3", "template"),
    )


def test_error_says_every_place_in_its_own_words() -> None:
    with pytest.raises(UnreadableRule, match=r"^then\.1 lacks team$"):
        rule_from(changed(ON_EVENT, "then.1", {"do": "round"}))
    with pytest.raises(UnreadableRule, match="name no_name; then no_action"):
        rule_from({**ON_EVENT, "name": {"ja": "", "en": ""}, "then": []})


@pytest.mark.parametrize("kind", list(ActionKind))
def test_action_without_anything_lacks_what_it_cannot_do_without(kind: ActionKind) -> None:
    needed = {
        "assign": ["who"],
        "round": ["team"],
        "place": ["team"],
        "task": ["who", "text", "days"],
        "note": ["text"],
        "promise": ["days"],
        "escalate": ["text"],
        "follow": ["who"],
        "draft": ["template"],
    }
    found = faults(changed(ON_EVENT, "then", [{"do": kind.value}]))
    assert found == tuple(Fault(W.LACKS, "then.0", part) for part in needed[kind.value])


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (ActionKind.ASSIGN, {"7"}),
        (ActionKind.TASK, {"7", "handler"}),
        (ActionKind.FOLLOW, {"7", "handler", "leads"}),
    ],
)
def test_each_action_knows_its_own_words_for_people(kind: ActionKind, known: set[str]) -> None:
    for who in ("7", "handler", "leads", "me", "nobody", "HANDLER", "7.0", "+7", "1e3", "٧", "Ⅶ", "七"):
        line = {"do": kind.value, "who": who, "text": "x", "days": 1}
        kept = changed(ON_EVENT, "then", [line])
        if who in known:
            assert rule_from(kept).actions[0].who == who
        else:
            assert faults(kept) == (Fault(W.UNKNOWN_WORD, "then.0", "who"),), who
