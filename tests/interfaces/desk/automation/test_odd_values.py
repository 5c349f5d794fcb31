"""Automations with values nobody asked for: nothing typed is lost, each fault stands at its control, in both languages."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.desk.automation.action_form import ActionForm, Named, kept_action
from kikitori.interfaces.desk.automation.done_lines import done_lines, foreseen_lines, seen_lines, why_line
from kikitori.interfaces.desk.automation.rule_form import RuleBuilder, RuleForm, sent_rule
from kikitori.interfaces.desk.automation.rule_lines import action_line, if_lines, then_lines, when_line
from kikitori.records.automation import labels
from kikitori.records.automation.examples import examples
from kikitori.records.automation.foresight import Foreseen
from kikitori.records.automation.rule import (
    BY,
    MOST,
    MOST_ACTIONS,
    MOST_DAYS,
    Action,
    Fault,
    OnEvent,
    OnTime,
    Wrong,
)
from kikitori.records.automation.rule_kept import rule_as_json
from kikitori.records.automation.terms import PARTS, TRIGGERS, ActionKind, Anchor, Did, Part, Unit
from kikitori.records.selection.terms import Field
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.odd_values import (
    ODD_CHOICES,
    ODD_NUMBERS,
    ODD_TEXTS,
    assert_kept_as_typed,
    assert_refused,
    assert_said,
)

K = ActionKind
NAMED = Named({"7": "受田 ひかり"}, {"3": "返品"}, {"5": "お詫び"})
FULL = {"who": "7", "team": "3", "queue": "urgent", "text": "確かめる", "days": "2", "template": "5"}
WITH = {part: [kind for kind in K if part in PARTS[kind]] for part in Part}


def made(kind: ActionKind, **typed: str) -> ActionForm:
    values = {part.value: typed.get(part.value, FULL[part.value]) for part in PARTS[kind]}
    form = ActionForm("then-0", {"kind": kind.value, **values}, NAMED)
    form.is_valid()
    return form


def rule_form(cause: str = "event", **typed: Any) -> RuleForm:
    own = {"kinds": ["received"]} if cause == "event" else {"amount": "5", "unit": "days", "anchor": "told"}
    form = RuleForm({"name_ja": "受付時", "cause": cause, **own, **typed})
    form.is_valid()
    return form


def posted(*kinds: ActionKind, do: str = "", **more: str) -> RuleBuilder:
    data = QueryDict(mutable=True)
    data.update({"name_ja": "受付時", "cause": "event", "kinds": "received", "seen": "1"})
    for number, kind in enumerate(kinds):
        data[f"then-{number}-kind"] = kind.value
        for part in PARTS[kind]:
            data[f"then-{number}-{part.value}"] = FULL[part.value]
    data.update(more)
    return sent_rule(data, NAMED, do)


@pytest.mark.parametrize("what", [each for each in ODD_TEXTS if each not in ("nothing", "blanks")])
def test_text_of_an_action_is_kept_as_typed_or_refused_and_still_there(what: str) -> None:
    typed = ODD_TEXTS[what]
    for kind in WITH[Part.TEXT]:
        assert_kept_as_typed(partial(made, kind, text=typed), "text", typed)
        form = made(kind, text=typed)
        if not form.errors:
            assert form.action.text == typed.strip()
        else:
            assert "\x00" in typed


@pytest.mark.parametrize("blank", ["", " ", "\u3000\t\n"])
def test_text_of_blanks_is_told_to_be_missing(blank: str) -> None:
    for kind in WITH[Part.TEXT]:
        assert_refused(partial(made, kind, text=blank), "text", blank)


@pytest.mark.parametrize("what", ODD_CHOICES)
def test_whom_and_what_nobody_offered_is_told_and_stays(what: str) -> None:
    typed = ODD_CHOICES[what]
    for part in (Part.WHO, Part.TEAM, Part.QUEUE, Part.TEMPLATE):
        for kind in WITH[part]:
            assert_refused(partial(made, kind, **{part.value: typed}), part.value, typed)
            assert set(made(kind, **{part.value: typed}).errors) == {part.value}


@pytest.mark.parametrize("what", sorted(set(ODD_NUMBERS) - {"underscored"}))
def test_days_that_are_no_number_of_days_are_told_and_stay(what: str) -> None:
    for kind in WITH[Part.DAYS]:
        assert_refused(partial(made, kind, days=ODD_NUMBERS[what]), "days", ODD_NUMBERS[what])


@pytest.mark.parametrize(
    ("typed", "days"), [("1", 1), ("６０", MOST_DAYS), (" 7 ", 7), ("\u30007", 7), ("007", 7)]
)
def test_days_are_read_in_any_width(typed: str, days: int) -> None:
    for kind in WITH[Part.DAYS]:
        assert made(kind, days=typed).action.days == days


@pytest.mark.parametrize("what", ODD_CHOICES)
def test_kind_that_is_none_becomes_the_usual_one_and_keeps_its_parts(what: str) -> None:
    form = ActionForm(
        "then-0", {"kind": ODD_CHOICES[what], "text": "確かめる", "who": "7", "days": "2"}, NAMED
    )
    assert form.is_valid()
    assert form.action == Action(K.TASK, who="7", text="確かめる", days=2)


@pytest.mark.parametrize("kind", K)
def test_action_is_drawn_as_it_is_kept(kind: ActionKind) -> None:
    action = made(kind).action
    drawn = ActionForm("then-0", kept_action(action), NAMED)
    assert drawn.is_valid()
    assert drawn.action == action
    assert drawn["kind"].value() == kind.value
    for language in ("ja", "en"):
        with override(language):
            assert bool(JAPANESE.search(str(drawn.label))) is (language == "ja")


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_name_is_kept_as_typed_or_refused_and_still_there(what: str) -> None:
    typed = ODD_TEXTS[what]
    for field in ("name_ja", "name_en"):
        assert_kept_as_typed(partial(rule_form, **{field: typed}), field, typed)
    if what in ("nothing", "blanks"):
        assert "name_ja" in rule_form(name_ja=typed).errors
    if what in ("very long", "long word", "NUL"):
        assert "name_ja" in rule_form(name_ja=typed).errors


@pytest.mark.parametrize("what", ODD_CHOICES)
def test_cause_unit_and_anchor_that_nobody_offered_are_told(what: str) -> None:
    typed = ODD_CHOICES[what]
    assert_refused(partial(rule_form, cause=typed), "cause", typed)
    for field in ("unit", "anchor"):
        assert_kept_as_typed(partial(rule_form, "time", **{field: typed}), field, typed)
        assert set(rule_form("time", **{field: typed}).errors) == {field}
    for field in ("kinds", "by"):
        assert_said(partial(rule_form, **{field: ["received", typed]}), field)
        broken = rule_form(**{field: ["received", typed]})
        assert field in broken.errors
        assert broken[field].value() == ["received", typed]


@pytest.mark.parametrize("what", ODD_NUMBERS)
def test_amount_is_a_number_or_told_and_its_range_is_the_verbs_to_judge(what: str) -> None:
    typed = ODD_NUMBERS[what]
    assert_kept_as_typed(partial(rule_form, "time", amount=typed), "amount", typed)
    form = rule_form("time", amount=typed)
    if not form.errors:
        assert isinstance(form.when, OnTime)
        assert not 1 <= form.when.amount <= MOST[Unit.DAYS] or what == "underscored"


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_range_is_told_with_its_end_in_the_readers_language(language: str, unit: Unit) -> None:
    with override(language):
        builder = posted(K.NOTE, cause="time", amount="999", unit=unit.value, anchor="told")
        assert builder.rule() is not None
        builder.blame((Fault(Wrong.OUT_OF_RANGE, "when", "amount"),))
        [said] = builder.form.errors["amount"]
    assert str(MOST[unit]) in str(said)
    assert bool(JAPANESE.search(str(said))) is (language == "ja")


@pytest.mark.parametrize("wrong", Wrong)
def test_every_fault_is_said_in_both_languages_wherever_it_stands(wrong: Wrong) -> None:
    for place, part in (
        ("name", ""),
        ("when", ""),
        ("if", ""),
        ("then", ""),
        ("then.0", "text"),
        ("then.0", ""),
        ("", ""),
    ):
        told = {}
        for language in ("ja", "en"):
            with override(language):
                builder = posted(K.NOTE)
                assert builder.rule() is not None
                builder.blame((Fault(wrong, place, part),))
                errors = {**builder.form.errors, **builder.actions[0].errors}
                [[told[language]]] = [[str(each) for each in own] for own in errors.values()]
        assert told["ja"].endswith("。")
        assert told["en"].endswith(".")
        assert JAPANESE.search(told["ja"])
        assert not JAPANESE.search(told["en"])


@given(st.lists(st.sampled_from(K), min_size=1, max_size=MOST_ACTIONS), st.integers(0, MOST_ACTIONS + 2))
@settings(max_examples=25)
def test_dropped_action_is_gone_and_the_others_keep_their_order_and_words(
    kinds: list[ActionKind], at: int
) -> None:
    left = [kind for number, kind in enumerate(kinds) if number != at]
    builder = posted(*kinds, do=f"drop-then-{at}")
    assert [form.kind for form in builder.actions] == left
    assert all(
        form[part.value].value() == FULL[part.value] for form in builder.actions for part in PARTS[form.kind]
    )


@pytest.mark.parametrize(
    "do", ["drop-then-", "drop-then--1", "drop-then-x", "drop-then-²", "drop", "then", "\x00"]
)
def test_button_that_is_none_takes_nothing_away(do: str) -> None:
    assert [form.kind for form in posted(K.NOTE, K.ROUND, do=do).actions] == [K.NOTE, K.ROUND]


@pytest.mark.parametrize("kind", TRIGGERS)
def test_every_trigger_is_said_in_both_languages(kind: Any) -> None:
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = when_line(OnEvent((kind,)))
            by_all = when_line(OnEvent((kind,), BY))
            assert all(str(labels.BY[by]) in by_all for by in BY)
    assert JAPANESE.search(said["ja"])
    assert said["ja"] != said["en"]


@pytest.mark.parametrize("anchor", Anchor)
def test_every_wait_is_said_with_its_number_in_both_languages(anchor: Anchor) -> None:
    for unit in Unit:
        for amount in (1, 2, MOST[unit]):
            with override("ja"):
                ja = when_line(OnTime(anchor, amount, unit))
            with override("en"):
                en = when_line(OnTime(anchor, amount, unit))
            assert str(amount) in ja
            assert str(amount) in en
            assert JAPANESE.search(ja)
            assert not JAPANESE.search(en)
            assert ("hours" in en or "days" in en) is (amount > 1)


@pytest.mark.parametrize("kind", K)
def test_action_that_names_somebody_gone_shows_the_number_and_breaks_nothing(kind: ActionKind) -> None:
    action = made(kind).action
    nobody = Named({}, {}, {})
    for language in ("ja", "en"):
        with override(language):
            line = action_line(action, nobody)
            assert str(labels.ACTION[kind]) in line
            for part, number in ((Part.WHO, "7"), (Part.TEAM, "3"), (Part.TEMPLATE, "5")):
                assert (part not in PARTS[kind]) or number in line


def test_text_that_looks_like_a_place_to_be_filled_is_told_as_it_is() -> None:
    for text in ("%(text)s", "100%", "{0}", "{{ x }}", "<b>"):
        assert text in action_line(Action(K.NOTE, text=text), NAMED)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_examples_are_told_in_the_readers_language_from_end_to_end(language: str) -> None:
    with override(language):
        for each in examples():
            rule = each.rule_in(language)
            lines = [when_line(rule.when), *if_lines(rule, NAMED), *then_lines(rule, NAMED)]
            assert all(bool(JAPANESE.search(line)) is (language == "ja") for line in lines), lines
            assert rule_as_json(rule)["name"] == each.kept["name"]
            assert rule.name_in(language) == each.name.in_(language)


@pytest.mark.parametrize("did", Did)
@pytest.mark.parametrize("kind", K)
def test_what_became_of_an_action_is_read_back_from_the_log(kind: ActionKind, did: Did) -> None:
    for language in ("ja", "en"):
        with override(language):
            [line] = done_lines([{"do": kind.value, "did": did.value, "to": [7, 8], "why": ""}], NAMED)
            assert line.what.startswith(str(labels.ACTION[kind]))
            assert "受田 ひかり" in line.what
            assert (line.did, line.why) == (str(labels.DID[did]), "")
            [ahead] = foreseen_lines([Foreseen(made(kind).action, did)], NAMED)
            assert ahead.mark == line.mark
            assert bool(ahead.did) is (did is not Did.DONE)


@pytest.mark.parametrize("code", ["later", "%(x)s", "<b>", "GONE", "gone ", "\x00", "状態"])
def test_reason_of_another_version_is_shown_as_it_is(code: str) -> None:
    assert why_line(code) == code


@pytest.mark.parametrize("field", Field)
def test_whatever_a_condition_saw_is_one_line_in_both_languages(field: Field) -> None:
    for seen in ("2026-12-31T23:59:00+09:00", None, [], ["a", "b"], "nobody", "99"):
        said = {}
        for language in ("ja", "en"):
            with override(language):
                [said[language]] = seen_lines([{"field": field.value, "seen": seen}], NAMED)
        assert JAPANESE.search(said["ja"])
        assert said["ja"] != said["en"]
        assert "\n" not in said["ja"] + said["en"]
