"""What a rule may say, and the pack that is shipped."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.pack_reader import PackError, built_in_pack
from kikitori.records.deadlines.promises import TABLE, PromiseKind
from kikitori.records.deadlines.rule_parts import Audience, Begins, Direction, Extension
from kikitori.records.deadlines.rules import (
    HOUSE,
    SERVICE_RULES,
    Certainty,
    OutsideHours,
    Pack,
    PackRole,
    Roll,
    Rule,
    RuleError,
    Source,
    Trigger,
    Unit,
)

PLAIN = Rule(
    "decision", "decision", Trigger.RECEIVED, 20, Unit.BUSINESS_DAY, Source("a test"), Certainty.PROPOSAL
)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"id": "Decision"}, "id", "small letters"),
        ({"id": ""}, "id", "small letters"),
        ({"id": "x" * 61}, "id", "small letters"),
        ({"kind": "決定"}, "kind", "small letters"),
        ({"quantity": 0}, "quantity", "1 to 1000"),
        ({"quantity": -5}, "quantity", "1 to 1000"),
        ({"quantity": 1001}, "quantity", "1 to 1000"),
        ({"quantity": 121, "unit": Unit.MONTH}, "quantity", "1 to 120"),
        ({"unit": Unit.HOUR, "first_day_counts": True}, "first_day_counts", "moment itself"),
        ({"unit": Unit.HOUR, "roll": Roll.NEXT}, "roll", "no meaning"),
        ({"roll": Roll.PREVIOUS}, "roll", "no meaning"),
        ({"unit": Unit.WEEK, "outside_hours": OutsideHours.SAME_DAY}, "outside_hours", "no meaning"),
        ({"warn_at": (0,)}, "warn_at", "rising percentages"),
        ({"warn_at": (100,)}, "warn_at", "rising percentages"),
        ({"warn_at": (90, 75)}, "warn_at", "rising percentages"),
        ({"warn_at": (75, 75)}, "warn_at", "rising percentages"),
        ({"warn_at": (50, 75, 90)}, "warn_at", "at most two"),
        ({"unit": Unit.YEAR, "quantity": 21}, "quantity", "1 to 20"),
        ({"letter_parts": ("decision", "The reasons")}, "letter_parts", "small letters"),
        ({"calendar": "FR"}, "calendar", "must be house or one of JP, GB-ENG, .*, not 'FR'"),
        ({"calendar": ""}, "calendar", "must be house or one of"),
        ({"met_by": ("dance",)}, "met_by", "'dance' is no step"),
        ({"starts_again_on": ("dance",)}, "starts_again_on", "'dance' is no step"),
        ({"starts_again_on": ("by_hand",)}, "starts_again_on", "'by_hand' is no step"),
        ({"trigger": Trigger.NAMED}, "begins", "by_hand where somebody names the moment"),
        ({"unit": Unit.HOUR, "pausable": True}, "pausable", "no meaning for the unit hour"),
        ({"unit": Unit.WEEK, "pausable": True}, "pausable", "no meaning for the unit week"),
        ({"unit": Unit.YEAR, "pausable": True}, "pausable", "no meaning for the unit year"),
        ({"direction": Direction.BEFORE, "pausable": True}, "direction", "neither paused nor extended"),
        ({"direction": Direction.BEFORE, "extension": Extension(5)}, "direction", "nor extended"),
        *(
            ({"pausable": True, "audience": audience}, "pausable", rf"what is owed to others \({audience}\)")
            for audience in Audience
            if audience is not Audience.COMPLAINANT
        ),
    ],
)
def test_rule_that_cannot_be_counted_is_refused(changes: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(RuleError, match=words) as refused:
        replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        (Unit.BUSINESS_DAY, 1000),
        (Unit.CALENDAR_DAY, 3660),
        (Unit.HOUR, 8760),
        (Unit.WEEK, 520),
        (Unit.MONTH, 120),
        (Unit.YEAR, 20),
    ],
)
def test_rule_takes_as_many_as_is_sensible_and_no_more(unit: Unit, most: int) -> None:
    assert replace(PLAIN, unit=unit, quantity=most).quantity == most
    with pytest.raises(RuleError, match=f"1 to {most} for the unit {unit.value}, not {most + 1}"):
        replace(PLAIN, unit=unit, quantity=most + 1)


@pytest.mark.parametrize("percentages", [(), (1,), (99,), (1, 99), (75, 90)])
def test_rule_takes_up_to_two_rising_percentages(percentages: tuple[int, ...]) -> None:
    assert replace(PLAIN, warn_at=percentages).warn_at == percentages


def test_rule_and_pack_are_values() -> None:
    assert replace(PLAIN) == PLAIN
    assert pack() == pack()
    assert pack() != pack(version=2)
    for value, field in ((PLAIN, "quantity"), (pack(), "rules"), (PLAIN.source, "title")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)


@pytest.mark.parametrize("unit", list(Unit))
def test_rule_of_every_unit_can_be_written(unit: Unit) -> None:
    assert replace(PLAIN, unit=unit, quantity=1, warn_at=(75, 90)).unit is unit


@pytest.mark.parametrize("unit", [Unit.BUSINESS_DAY, Unit.CALENDAR_DAY])
def test_rule_for_the_complainant_may_be_paused_where_days_are_counted(unit: Unit) -> None:
    assert replace(PLAIN, unit=unit, pausable=True).pausable


@pytest.mark.parametrize("calendar", [HOUSE, *COUNTRIES])
def test_rule_may_be_counted_by_the_house_or_by_any_country_with_a_table(calendar: str) -> None:
    assert replace(PLAIN, calendar=calendar).calendar == calendar


@pytest.mark.parametrize(
    ("changes", "has_clock", "by_hand"),
    [
        # Nothing meets it: it only gives dates.
        ({}, False, True),
        ({"met_by": ("decide",)}, True, False),
        ({"met_by": ("by_hand",)}, True, True),
        ({"met_by": ("decide", "by_hand")}, True, True),
        ({"begins": Begins.BY_HAND}, True, True),
        ({"begins": Begins.BY_HAND, "met_by": ("decide",)}, True, False),
        ({"begins": Begins.BY_HAND, "trigger": Trigger.NAMED}, True, True),
    ],
)
def test_rule_has_a_clock_when_something_meets_it_or_somebody_begins_it(
    changes: dict[str, object], *, has_clock: bool, by_hand: bool
) -> None:
    rule = replace(PLAIN, **changes)  # type: ignore[arg-type]
    assert (rule.has_clock, rule.is_met_by_hand) == (has_clock, by_hand)


def service(*left_out: str) -> tuple[Rule, ...]:
    """The rules of a standard of service, but for some."""
    return tuple(replace(PLAIN, id=rule_id) for rule_id in SERVICE_RULES if rule_id not in left_out)


def test_standard_of_service_needs_the_rules_that_promises_follow() -> None:
    assert pack(role=PackRole.SERVICE, rules=service()).role is PackRole.SERVICE
    with pytest.raises(RuleError, match="needs the rules progress, remedy, too") as refused:
        pack(role=PackRole.SERVICE, rules=service("remedy", "progress"))
    assert refused.value.field == "rules"
    assert pack(rules=service("remedy")).role is PackRole.LAW


def pack(**changes: object) -> Pack:
    plain = {"id": "p", "version": 1, "valid_from": date(2026, 4, 1), "jurisdiction": "JP", "rules": (PLAIN,)}
    return Pack(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "../etc"}, "id"),
        ({"version": 0}, "version"),
        ({"valid_to": date(2026, 3, 31)}, "valid_to"),
        ({"rules": ()}, "rules"),
        ({"rules": (PLAIN, replace(PLAIN, quantity=10))}, "rules"),
    ],
)
def test_pack_that_contradicts_itself_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        pack(**changes)
    assert refused.value.field == field


def test_pack_names_the_rule_it_has_twice() -> None:
    with pytest.raises(RuleError, match="'decision'"):
        pack(rules=(replace(PLAIN, id="other"), PLAIN, PLAIN))


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_pack_is_valid_from_and_to_inclusive(day: date, *, valid: bool) -> None:
    assert pack(valid_to=date(2027, 3, 31)).is_valid_on(day) is valid


def test_pack_without_an_end_stays_valid() -> None:
    assert pack().is_valid_on(date(2099, 1, 1))


def test_pack_finds_its_rules_by_id() -> None:
    assert pack().rule("decision") is PLAIN
    with pytest.raises(KeyError, match="pack p has no rule 'remedy'"):
        pack().rule("remedy")


def test_japanese_default_has_the_promised_numbers() -> None:
    shipped = built_in_pack("jp-default")
    numbers = {
        rule.id: (rule.kind, rule.trigger.value, rule.quantity, rule.unit.value) for rule in shipped.rules
    }
    assert numbers == {
        "acknowledgement": ("acknowledgement", "received", 1, "business_day"),
        "first-answer": ("progress", "received", 5, "business_day"),
        "progress": ("progress", "told", 10, "business_day"),
        "decision": ("decision", "received", 20, "business_day"),
        "remedy": ("remedy", "decided", 10, "business_day"),
        "follow-up": ("follow_up", "remedied", 5, "business_day"),
    }


def test_japanese_default_says_where_it_comes_from_and_that_it_is_our_own_choice() -> None:
    for rule in built_in_pack("jp-default").rules:
        assert rule.certainty is Certainty.PROPOSAL
        assert "10002" in rule.source.title
        assert rule.source.clause


def test_japanese_default_covers_every_year_of_the_holiday_table() -> None:
    shipped = built_in_pack("jp-default")
    assert (shipped.id, shipped.version, shipped.jurisdiction) == ("jp-default", 1, "JP")
    assert shipped.is_valid_on(date(2019, 1, 1))
    assert shipped.is_valid_on(date(2040, 12, 31))


def test_japanese_default_has_a_rule_for_every_promise_that_follows_a_step() -> None:
    shipped = built_in_pack("jp-default")
    for effect in TABLE.values():
        for opening in effect.opens:
            # Who reviews is told as soon as it is first told that a complaint is here.
            kind = "acknowledgement" if opening.kind == "review" else opening.kind
            assert shipped.rule(opening.rule).kind == kind
    assert {rule.kind for rule in shipped.rules} <= set(PromiseKind)


def test_built_in_pack_is_read_once() -> None:
    assert built_in_pack("jp-default") is built_in_pack("jp-default")


@pytest.mark.parametrize("name", ["jp-defualt", "", "..", "../rules", "jp-default.yaml", "/etc/hosts", "."])
def test_built_in_pack_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(PackError, match="no such pack is shipped"):
        built_in_pack(name)
