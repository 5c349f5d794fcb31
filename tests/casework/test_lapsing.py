"""Once a complaint has ended nobody waits for what was missed in it: that is marked, and taken back when it goes on."""

from datetime import datetime, timedelta
from typing import Any

from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.promise import promise_call_back, write_down_call
from kikitori.casework.promising import Settled, lapse_with
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def states(complaint: Complaint) -> dict[str, str]:
    """Newest state per kind of promise."""
    return {promise.kind: promise.state for promise in complaint.promises.order_by("id")}


def lapsed(complaint: Complaint) -> set[str]:
    """Kinds of promises that nobody waits for any more."""
    return set(complaint.promises.filter(lapsed=True).values_list("kind", flat=True))


def owed(complaint: Complaint) -> set[str]:
    return set(complaint.promises.filter(STILL_OWED).values_list("kind", flat=True))


def late(cast: Cast) -> tuple[Complaint, datetime]:
    """A complaint whose first answer is late, and so is a call; when the sweep has seen it."""
    complaint = makers.acknowledged(cast)
    promise_call_back(cast.actor("handler"), complaint, at=FRIDAY + DAY, now=FRIDAY)
    now = FRIDAY + 12 * DAY
    assert note_missed_promises(Actor.system("swept"), now=now) == 2
    return complaint, now


def test_what_was_missed_is_owed_until_the_complaint_ends(cast: Cast) -> None:
    complaint, now = late(cast)
    assert (owed(complaint), lapsed(complaint)) == ({"progress", "decision", "call_back"}, set())
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=now)
    assert (owed(complaint), lapsed(complaint)) == ({"call_back"}, {"progress"})
    assert states(complaint)["progress"] == "missed"


def test_what_falls_due_unseen_before_the_end_lapses_with_it(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=FRIDAY + 12 * DAY)
    assert (owed(complaint), lapsed(complaint)) == (set(), {"progress"})
    assert states(complaint) == {"acknowledgement": "kept", "progress": "missed", "decision": "cancelled"}


def test_complaint_that_goes_on_owes_again_what_had_lapsed(cast: Cast) -> None:
    complaint, now = late(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=now)
    reopen_complaint(cast.actor("lead"), complaint, reason="申出者の依頼", now=now + HOUR)
    assert lapsed(complaint) == set()
    assert set(complaint.promises.filter(STILL_OWED, state="missed").values_list("kind", flat=True)) == {
        "progress",
        "call_back",
    }


def test_promise_by_hand_never_lapses_and_can_still_be_kept(cast: Cast) -> None:
    complaint, now = late(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=now)
    write_down_call(cast.actor("handler"), complaint, body="お電話しました。", now=now + HOUR)
    assert (owed(complaint), lapsed(complaint)) == (set(), {"progress"})


def test_joined_complaint_owes_nothing_and_owes_it_again_once_separated(cast: Cast) -> None:
    complaint, now = late(cast)
    other = makers.acknowledged(cast)
    merge_complaint(cast.actor("handler"), complaint, to=other, reason="同じ件", now=now, same_person=True)
    assert (owed(complaint), lapsed(complaint)) == ({"call_back"}, {"progress"})
    assert lapsed(other) == set()
    separate_complaint(cast.actor("handler"), complaint, now=now + HOUR)
    assert lapsed(complaint) == set()
    assert {"progress", "decision", "call_back"} <= owed(complaint)


def test_step_that_ends_nothing_asks_nothing_more(cast: Cast, django_assert_num_queries: Any) -> None:
    complaint = makers.acknowledged(cast)
    with django_assert_num_queries(0):
        lapse_with([(complaint, State(complaint.state), Settled()), (complaint, None, Settled())])
