"""The form of an automation, without a database: what was typed becomes a rule, and a rule becomes what is typed."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.desk.automation.action_form import ActionForm, Named, kept_action
from kikitori.interfaces.desk.automation.rule_form import RuleBuilder, kept_rule, sent_rule
from kikitori.records.automation.rule import (
    MOST,
    MOST_ACTIONS,
    MOST_DAYS,
    Action,
    Fault,
    OnEvent,
    OnTime,
    Rule,
    Wrong,
)
from kikitori.records.automation.terms import ONE_OF, PARTS, TRIGGERS, ActionKind, Anchor, Part, Unit
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import ActorKind
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Field, Operator

K = ActionKind
NAMED = Named({"7": "受田 ひかり"}, {"3": "返品"}, {"5": "お詫び"})
FILLED: dict[Part, Any] = {
    Part.WHO: "7",
    Part.TEAM: 3,
    Part.QUEUE: "urgent",
    Part.TEXT: "文",
    Part.DAYS: 2,
    Part.TEMPLATE: 5,
}
RULE = Rule(
    "返品",
    "Returns",
    OnEvent((EventKind.RECEIVED,), (ActorKind.COMPLAINANT,)),
    Conditions((Condition(Field.CHANNEL, Operator.IS, ("phone",)),)),
    (Action(K.NOTE, text="確かめる"),),
)


def whole(kind: ActionKind) -> Action:
    return Action(kind, **{part.value: FILLED[part] for part in PARTS[kind]})


def as_sent(builder: RuleBuilder, **changes: str) -> QueryDict:
    """What a browser sends of the form as it is drawn."""
    data = QueryDict(mutable=True)
    for form in (builder.form, *builder.actions, *builder.rows["all"], *builder.rows["any"]):
        for bound in form:
            value = bound.value()
            if isinstance(value, list):
                data.setlist(bound.html_name, value)
            elif value not in (None, False, ""):
                data[bound.html_name] = "on" if value is True else str(value)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return data


def read_back(rule: Rule, **changes: str) -> Rule | None:
    return sent_rule(as_sent(kept_rule(rule, 1, NAMED), **changes), NAMED).rule()


whens = st.one_of(
    st.builds(
        OnEvent,
        st.lists(st.sampled_from(TRIGGERS), min_size=1, unique=True).map(tuple),
        st.lists(st.sampled_from([ActorKind.STAFF, ActorKind.SYSTEM]), unique=True).map(tuple),
    ),
    st.sampled_from(Unit).flatmap(
        lambda unit: st.builds(OnTime, st.sampled_from(Anchor), st.integers(1, MOST[unit]), st.just(unit))
    ),
)


@given(whens, st.lists(st.sampled_from(K).map(whole), min_size=1, max_size=MOST_ACTIONS), st.booleans())
@settings(max_examples=40)
def test_whatever_is_kept_survives_the_form(
    when: OnEvent | OnTime, actions: list[Action], stop: bool
) -> None:
    rule = replace(RULE, when=when, actions=tuple(actions), stop=stop)
    assert read_back(rule) == rule


@pytest.mark.parametrize("kind", list(K))
def test_action_has_the_controls_of_its_kind_and_no_others(kind: ActionKind) -> None:
    form = ActionForm("then-0", kept_action(whole(kind)), NAMED)
    assert list(form.fields) == ["kind", *(part.value for part in PARTS[kind])]
    assert form.is_valid(), form.errors
    assert form.action == whole(kind)


@pytest.mark.parametrize("kind", list(K))
def test_empty_action_says_what_it_lacks_only_where_it_is_asked_to(kind: ActionKind) -> None:
    form = ActionForm("then-0", {"kind": kind.value}, NAMED)
    missing = set() if kind in ONE_OF else {part.value for part in PARTS[kind]}
    assert set(form.errors) == missing
    assert not form.as_typed().errors


@pytest.mark.parametrize(
    ("kind", "part", "typed", "fine"),
    [
        (K.PROMISE, "days", "３", True),
        (K.PROMISE, "days", "0", False),
        (K.PROMISE, "days", str(MOST_DAYS), True),
        (K.PROMISE, "days", str(MOST_DAYS + 1), False),
        (K.PROMISE, "days", "three", False),
        (K.ASSIGN, "who", "7", True),
        (K.ASSIGN, "who", "8", False),
        (K.ASSIGN, "who", "handler", False),
        (K.FOLLOW, "who", "leads", True),
        (K.FOLLOW, "who", "handler", True),
        (K.ROUND, "team", "3", True),
        (K.ROUND, "team", "4", False),
        (K.DRAFT, "template", "5", True),
        (K.DRAFT, "template", "x", False),
        (K.PLACE, "queue", "urgent", True),
        (K.PLACE, "queue", "vip", False),
        (K.PLACE, "team", "", True),
        (K.NOTE, "text", "あ", True),
        (K.NOTE, "text", "", False),
    ],
)
def test_what_is_typed_into_an_action(kind: ActionKind, part: str, typed: str, fine: bool) -> None:
    form = ActionForm("then-0", {"kind": kind.value, part: typed}, NAMED)
    assert (part in form.errors) is not fine


def test_unknown_kind_of_action_is_the_usual_one() -> None:
    assert ActionForm("then-0", {"kind": "reply_to_customer"}, NAMED).kind is K.TASK


@pytest.mark.parametrize(
    ("do", "actions", "every", "some"),
    [
        ("", 1, 1, 0),
        ("redraw", 1, 1, 0),
        ("add-then", 2, 1, 0),
        ("drop-then-0", 0, 1, 0),
        ("drop-then-5", 1, 1, 0),
        ("add-all", 1, 2, 0),
        ("add-any", 1, 1, 1),
        ("drop-all-0", 1, 0, 0),
    ],
)
def test_rows_are_added_and_taken_away(do: str, actions: int, every: int, some: int) -> None:
    builder = sent_rule(as_sent(kept_rule(RULE, 1, NAMED)), NAMED, do)
    found = (len(builder.actions), len(builder.rows["all"]), len(builder.rows["any"]))
    assert found == (actions, every, some)


def test_only_the_controls_of_the_chosen_cause_are_there_and_the_other_is_no_matter() -> None:
    events = kept_rule(RULE, 1, NAMED).form
    assert {"kinds", "by"} <= set(events.fields)
    assert not {"amount", "unit", "anchor"} & set(events.fields)
    changed = read_back(RULE, cause="time", amount="２", unit="hours", anchor="heard")
    assert changed is not None
    assert changed.when == OnTime(Anchor.HEARD, 2, Unit.HOURS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_ja": "", "name_en": ""}, "name_ja"),
        ({"name_ja": "長" * 81}, "name_ja"),
        ({"cause": ""}, "cause"),
        ({"cause": "storm"}, "cause"),
        ({"kinds": "receipt_issued"}, "kinds"),
        ({"by": "respondent"}, "by"),
        ({"cause": "time", "amount": "many"}, "amount"),
        ({"cause": "time", "amount": "1", "unit": "years"}, "unit"),
        ({"cause": "time", "amount": "1", "anchor": "birth"}, "anchor"),
    ],
)
def test_form_says_which_control_is_wrong(changes: dict[str, str], field: str) -> None:
    builder = sent_rule(as_sent(kept_rule(RULE, 1, NAMED), **changes), NAMED)
    assert builder.rule() is None
    assert field in builder.form.errors


def test_without_a_cause_the_kinds_are_asked_for() -> None:
    data = as_sent(kept_rule(RULE, 1, NAMED))
    data.setlist("kinds", [])
    builder = sent_rule(data, NAMED)
    assert builder.rule() is None
    assert "kinds" in builder.form.errors


@pytest.mark.parametrize(
    ("fault", "at"),
    [
        (Fault(Wrong.NO_NAME, "name"), ("form", "name_ja")),
        (Fault(Wrong.NO_EVENT, "when"), ("form", "kinds")),
        (Fault(Wrong.NOBODY_IS_ME, "if"), ("form", "__all__")),
        (Fault(Wrong.NO_ACTION, "then"), ("form", "__all__")),
        (Fault(Wrong.TOO_MANY, ""), ("form", "__all__")),
        (Fault(Wrong.LACKS, "then.0", "text"), ("action", "text")),
        (Fault(Wrong.UNKNOWN_WORD, "then.0", "team"), ("action", "__all__")),
        (Fault(Wrong.TOO_LONG, "then.0", "text"), ("action", "text")),
        (Fault(Wrong.TOO_LONG, "then.9", "text"), ("form", "__all__")),
    ],
)
def test_every_fault_of_the_verb_is_said_somewhere(fault: Fault, at: tuple[str, str]) -> None:
    builder = sent_rule(as_sent(kept_rule(RULE, 1, NAMED)), NAMED)
    assert builder.rule() is not None
    builder.blame((fault,))
    where, field = at
    form: Any = builder.form if where == "form" else builder.actions[0]
    assert list(form.errors) == [field]


@pytest.mark.parametrize("unit", list(Unit))
def test_number_out_of_range_names_the_range(unit: Unit) -> None:
    rule = replace(RULE, when=OnTime(Anchor.TOLD, 1, unit))
    builder = sent_rule(as_sent(kept_rule(rule, 1, NAMED), amount="999"), NAMED)
    assert builder.rule() is not None
    with override("en"):
        builder.blame((Fault(Wrong.OUT_OF_RANGE, "when", "amount"),))
        assert f"from 1 to {MOST[unit]}" in str(builder.form.errors["amount"])


def test_drawn_as_typed_nothing_is_blamed() -> None:
    data = as_sent(kept_rule(RULE, 1, NAMED), name_ja="", name_en="", then__0__text="")
    drawn = sent_rule(data, NAMED).as_typed()
    assert not drawn.form.errors
    assert not any(each.errors for each in drawn.actions)
    assert drawn.form["cause"].value() == "event"


def test_room_for_actions_ends() -> None:
    full = replace(RULE, actions=(whole(K.NOTE),) * MOST_ACTIONS)
    assert not kept_rule(full, 1, NAMED).may_act_more
    assert kept_rule(RULE, 1, NAMED).may_act_more


@pytest.mark.parametrize(("sent", "seen"), [("3", 3), ("", 0)])
def test_version_before_the_editor_is_sent_back(sent: str, seen: int) -> None:
    builder = sent_rule(as_sent(kept_rule(RULE, 1, NAMED), seen=sent), NAMED)
    assert builder.form.is_valid()
    assert builder.seen == seen
