"""Which customer types facts suggest: one reason each, none for what somebody has or has dismissed."""

import pytest

from kikitori.records.triage.scores import Because, Facts, suggestions


def told(facts: Facts, **more: frozenset) -> list[tuple[str, str, str]]:
    return [(each.type.value, each.because.value, each.measure) for each in suggestions(facts, **more)]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), []),
        (Facts(complaints_lately=3, words_lately=11, not_enough=1, withdrew_after=1, silent_ends=1), []),
        (Facts(complaints_lately=4), [("frequent", "many_complaints", "4")]),
        (Facts(words_lately=12), [("frequent", "many_words", "12")]),
        (Facts(complaints_lately=6, words_lately=40), [("frequent", "many_complaints", "6")]),
        (
            Facts(premium_organisation="みほん商事"),
            [("paying_support", "premium_organisation", "みほん商事")],
        ),
        (Facts(not_enough=2), [("assertive", "said_not_enough", "2")]),
        (Facts(withdrew_after=2), [("silent", "withdrew_silently", "2")]),
        (Facts(silent_ends=3), [("silent", "ended_in_silence", "3")]),
        (Facts(withdrew_after=2, silent_ends=2), [("silent", "withdrew_silently", "2")]),
    ],
)
def test_facts_suggest_a_type_with_one_reason(facts: Facts, found: list[tuple[str, str, str]]) -> None:
    assert told(facts) == found


def test_type_they_have_is_not_suggested() -> None:
    assert told(Facts(complaints_lately=9, not_enough=2), has=frozenset({"frequent"})) == [
        ("assertive", "said_not_enough", "2")
    ]


def test_dismissed_reason_is_not_given_again_but_another_one_may_be() -> None:
    facts = Facts(complaints_lately=9, words_lately=40)
    assert told(facts, dismissed=frozenset({("frequent", Because.MANY_COMPLAINTS.value)})) == [
        ("frequent", "many_words", "40")
    ]
    assert (
        told(facts, dismissed=frozenset({("silent", Because.MANY_COMPLAINTS.value)}))[0][1]
        == "many_complaints"
    )
