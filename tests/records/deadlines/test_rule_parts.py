"""Conditions, extensions, breaches, steps: what they mean, and that each refusal names its field."""

from collections.abc import Callable

import pytest

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Kind, Severity
from kikitori.records.deadlines.rule_parts import (
    ALWAYS,
    ASKED,
    MOST_EXTENSIONS,
    USUAL_BREACH,
    Breach,
    Condition,
    Extension,
    RuleError,
    checked_steps,
)


def asks(**wanted: set[str]) -> Condition:
    return Condition(tuple((asked, frozenset(words)) for asked, words in wanted.items()))


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        (ALWAYS, {}, True),
        (ALWAYS, {"kind": ["conduct"]}, True),
        (asks(kind={"conduct"}), {"kind": ["conduct"]}, True),
        (asks(kind={"conduct"}), {"kind": ["complaint"]}, False),
        (asks(kind={"conduct"}), {"kind": []}, False),
        (asks(kind={"conduct"}), {}, False),
        # One of the words is enough within a question, and all questions must fit.
        (asks(kind={"conduct", "mediation"}), {"kind": ["mediation"]}, True),
        (asks(safety={"fire", "co"}), {"safety": ["injury", "co"]}, True),
        (asks(safety={"fire"}), {"safety": ["injury", "co"]}, False),
        (asks(kind={"complaint"}, severity={"S1"}), {"kind": ["complaint"], "severity": ["S1"]}, True),
        (asks(kind={"complaint"}, severity={"S1"}), {"kind": ["complaint"], "severity": ["S2"]}, False),
        # The words of the facts may be members of the enumerations.
        (asks(kind={"conduct"}, severity={"S1"}), {"kind": [Kind.CONDUCT], "severity": [Severity.S1]}, True),
    ],
)
def test_condition_holds_when_one_word_of_each_question_fits(
    condition: Condition, facts: dict[str, list[str]], *, holds: bool
) -> None:
    assert condition.holds(facts) is holds


@pytest.mark.parametrize(
    ("build", "field", "problem"),
    [
        (
            lambda: asks(weather={"rain"}),
            "weather",
            "can ask for kind, channel, subject, severity, language",
        ),
        (lambda: asks(weather={"rain"}), "weather", "not for 'weather'"),
        (lambda: asks(kind=set()), "kind", "names no word for 'kind'"),
        (lambda: asks(safety=set()), "safety", "names no word for 'safety'"),
        (lambda: asks(kind={"conduct", "gossip", "chat"}), "kind", "'kind' is never 'chat, gossip'"),
        (lambda: asks(severity={"S5"}), "severity", "'severity' is never 'S5'"),
        (lambda: asks(language={"fr"}), "language", "'language' is never 'fr'"),
        (lambda: asks(channel={"pigeon"}), "channel", "'channel' is never 'pigeon'"),
        (lambda: asks(subject={"moon"}), "subject", "'subject' is never 'moon'"),
        (lambda: Extension(0), "quantity", "must be 1 or more, not 0"),
        (lambda: Extension(5, times=0), "times", "must be 1 to 9, not 0"),
        (lambda: Extension(5, times=10), "times", "must be 1 to 9, not 10"),
        (lambda: Breach(0), "level", "must be 1 or more, not 0"),
        (
            lambda: checked_steps("met_by", ("acknowledge", "dance"), by_hand=True),
            "met_by",
            "'dance' is no step",
        ),
        (
            lambda: checked_steps("starts_again_on", ("by_hand",), by_hand=False),
            "starts_again_on",
            "'by_hand' is no step",
        ),
    ],
)
def test_part_that_means_nothing_is_refused_with_its_field(
    build: Callable[[], object], field: str, problem: str
) -> None:
    with pytest.raises(RuleError) as refused:
        build()
    assert refused.value.field == field
    assert problem in refused.value.problem.en
    assert str(refused.value) == f"{field}: {refused.value.problem.en}"


@pytest.mark.parametrize("asked", [asked for asked, words in ASKED.items() if words])
def test_condition_may_name_every_word_it_can_ask_for(asked: str) -> None:
    for word in ASKED[asked]:
        assert asks(**{asked: {word}}).holds({asked: [word]})


def test_condition_on_safety_leaves_the_words_to_the_room_that_asks() -> None:
    assert asks(safety={"a question of another room"}).holds({"safety": ["a question of another room"]})


def test_extension_says_by_itself_that_it_is_told_in_time_and_with_a_reason() -> None:
    assert Extension(20) == Extension(20, times=1, notice_before_expiry=True, reason_required=True)
    assert Extension(1, times=MOST_EXTENSIONS).times == MOST_EXTENSIONS


def test_usual_breach_tells_the_second_level_and_owes_nothing_else() -> None:
    assert Breach(level=2, notice="") == USUAL_BREACH
    assert Breach(1).level == 1


def test_checked_steps_takes_every_step_and_by_hand_where_allowed() -> None:
    checked_steps("met_by", (*Step, "by_hand"), by_hand=True)
    checked_steps("starts_again_on", tuple(Step), by_hand=False)
    checked_steps("met_by", (), by_hand=True)
