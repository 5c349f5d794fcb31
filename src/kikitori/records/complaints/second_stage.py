"""Review 再検討, the second stage: who had a part in the first, and whether it has been gone through. Pure.

Whoever decided, proposed, approved or closed, and whoever had the complaint in hand until then, does not look at it a
second time (ISO 10002, 4.10 objectivity; reference R-19).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kikitori.records.complaints.terms import EventKind

K = EventKind
#: By whose hand the result came about.
_DECIDING = frozenset({K.PROPOSED, K.DECIDED, K.CLOSED})
#: Into whose hands it was put: the name of the value.
_INTO_HANDS = {
    K.ASSIGNED: "to",
    K.PLACED: "to",
    K.INVESTIGATION_BEGUN: "assignee",
    K.RECEIVED: "assignee",
    K.REVIEW_BEGUN: "to",
    # Out of which it was taken when the review was asked for.
    K.REVIEW_ASKED: "before",
}
#: After these there is a new first stage.
_ANEW = frozenset({K.REOPENED, K.NOT_SOLVED, K.SEPARATED})
#: What has to be read of a timeline to answer both questions.
TELLING = frozenset(kind.value for kind in (*_DECIDING, *_INTO_HANDS, *_ANEW, K.REVIEW_ASKED))


def is_reviewed(kinds: Iterable[str]) -> bool:
    """Has a review been asked for since the complaint was last taken up? `kinds`: of its events, oldest first."""
    asked = False
    for kind in kinds:
        if kind == K.REVIEW_ASKED.value:
            asked = True
        elif kind in _ANEW:
            asked = False
    return asked


def had_a_part(told: Iterable[tuple[str, int | None, Mapping[str, Any]]]) -> frozenset[int]:
    """Numbers of staff with a part in what is reviewed. `told`: kind, whose hand and values of events, oldest first.

    What happened after the last request for a review is the review itself.
    """
    events = list(told)
    asked = max((n for n, (kind, _, _) in enumerate(events) if kind == K.REVIEW_ASKED.value), default=-1)
    part: set[int] = set()
    for kind, by, values in events[: asked + 1]:
        if kind in _DECIDING and by is not None:
            part.add(by)
        if kind in _DECIDING and isinstance(values.get("approved_by"), int):
            part.add(values["approved_by"])
        name = _INTO_HANDS.get(K(kind))
        if name is not None and isinstance(values.get(name), int):
            part.add(values[name])
    return frozenset(part)
