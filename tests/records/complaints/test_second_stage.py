"""Who had a part in the first stage, and whether the second has been gone through."""

from typing import Any

import pytest

from kikitori.records.complaints.second_stage import TELLING, had_a_part, is_reviewed
from kikitori.records.complaints.terms import EventKind

HANDLER, LEAD, OTHER, NEW = 1, 2, 3, 4


Happened = tuple[str, int | None, dict[str, Any]]


def told(*events: Happened) -> frozenset[int]:
    return had_a_part(events)


ASKED: Happened = ("review_asked", None, {"before": HANDLER})


@pytest.mark.parametrize(
    ("event", "part"),
    [
        (("proposed", HANDLER, {"round": 1}), {HANDLER}),
        (("decided", LEAD, {"outcomes": {}}), {LEAD}),
        (("closed", LEAD, {"outcome": "exhausted"}), {LEAD}),
        (("closed", None, {"outcome": "agreed"}), set()),
        (("assigned", LEAD, {"to": OTHER}), {OTHER}),
        (("assigned", LEAD, {"to": OTHER, "before": HANDLER}), {OTHER}),
        (("placed", LEAD, {"to": None, "before": HANDLER}), set()),
        (("placed", LEAD, {"to": OTHER, "before": HANDLER}), {OTHER}),
        (("placed", LEAD, {"queue": "urgent"}), set()),
        (("investigation_begun", HANDLER, {"assignee": HANDLER}), {HANDLER}),
        (("investigation_begun", LEAD, {"assignee": OTHER}), {OTHER}),
        (("received", OTHER, {"channel": "phone"}), set()),
        (("received", OTHER, {"channel": "phone", "assignee": HANDLER}), {HANDLER}),
        (("review_begun", LEAD, {"to": OTHER}), {OTHER}),
        (("review_asked", None, {"before": OTHER}), {OTHER}),
    ],
)
def test_part_is_had_by_whoever_decides_and_by_whoever_has_it_in_hand(
    event: Happened, part: set[int]
) -> None:
    assert told(event, ("review_asked", None, {})) == part


def test_whoever_had_it_in_hand_when_it_was_asked_for_has_a_part() -> None:
    assert told(ASKED) == {HANDLER}


def test_reviewer_of_the_first_review_has_a_part_in_the_second() -> None:
    begun: Happened = ("review_begun", LEAD, {"to": NEW})
    assert told(ASKED, begun) == {HANDLER}
    assert told(ASKED, begun, ("not_solved", None, {}), ("review_asked", None, {})) == {HANDLER, NEW}


def test_whoever_wrote_it_down_or_gave_it_to_another_has_no_part() -> None:
    assert told(("received", OTHER, {}), ("assigned", LEAD, {"to": HANDLER}), ASKED) == {HANDLER}


def test_everybody_who_ever_had_it_counts_also_from_before_it_was_taken_up_again() -> None:
    first: tuple[Happened, ...] = (
        ("assigned", LEAD, {"to": HANDLER}),
        ("decided", LEAD, {}),
        ("reopened", None, {}),
    )
    assert told(*first, ("assigned", LEAD, {"to": OTHER}), ("decided", OTHER, {}), ASKED) == {
        *(HANDLER, LEAD, OTHER)
    }


def test_what_comes_after_the_request_is_the_review_itself() -> None:
    before: tuple[Happened, ...] = (("assigned", LEAD, {"to": HANDLER}), ("decided", HANDLER, {}))
    review: tuple[Happened, ...] = (("assigned", LEAD, {"to": NEW}), ("decided", NEW, {}))
    assert told(*before, ASKED, *review) == {HANDLER}
    assert told(*before, ASKED, *review, ("reopened", None, {}), ASKED) == {HANDLER, NEW}


def test_nobody_has_a_part_where_no_review_was_asked_for() -> None:
    assert told() == frozenset()
    assert told(("assigned", LEAD, {"to": HANDLER}), ("decided", HANDLER, {})) == frozenset()


@pytest.mark.parametrize(
    ("kinds", "reviewed"),
    [
        ("", False),
        ("received decided", False),
        ("decided review_asked", True),
        ("decided review_asked decided", True),
        ("decided review_asked decided closed", True),
        ("decided closed review_asked decided closed reopened", False),
        ("decided review_asked decided not_solved", False),
        ("decided not_solved decided review_asked", True),
        ("decided review_asked decided closed reopened decided", False),
        ("decided review_asked decided reopened decided review_asked", True),
    ],
)
def test_result_is_reviewed_once_until_the_complaint_is_taken_up_anew(kinds: str, reviewed: bool) -> None:
    assert is_reviewed(kinds.split()) is reviewed


def test_timeline_is_read_for_nothing_that_does_not_matter() -> None:
    assert {kind.value for kind in EventKind} >= TELLING
    assert {"noted", "replied", "heard", "letter_sent"}.isdisjoint(TELLING)
    assert {"proposed", "decided", "closed", "assigned", "placed", "review_asked", "reopened"} <= TELLING
