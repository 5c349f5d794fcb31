"""The whole way of one complaint by the verbs alone."""

from datetime import timedelta

import pytest

from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.records.complaints.lifecycle import State
from tests import makers
from tests.cast import summon


@pytest.mark.django_db
def test_complaint_from_phone_call_to_confirmed_solution() -> None:
    cast = summon()
    complaint = makers.confirming(cast)
    assert complaint.state == State.CONFIRMING
    later = makers.FRIDAY + timedelta(days=5)
    ask_if_solved(cast.actor("handler"), complaint, now=later)
    confirm_solved(makers.complainant_of(complaint), complaint, now=later + timedelta(days=1), rating=5)
    assert complaint.state == State.CLOSED_ACCEPTED
    assert [event.kind for event in complaint.events.all()] == [
        "received",
        "acknowledged",
        "assessed",
        "assigned",
        "investigation_begun",
        "proposed",
        "accepted",
        "remedy_done",
        "remedy_done",
        "remedies_finished",
        "solution_asked",
        "solved",
        "closed",
    ]
    assert [(p.kind, p.state) for p in complaint.promises.order_by("id")] == [
        ("acknowledgement", "kept"),
        ("progress", "kept"),
        ("decision", "kept"),
        ("remedy", "kept"),
        ("follow_up", "kept"),
        # Days later they are asked once more whether it holds.
        ("follow_up", "open"),
    ]
    assert [letter.kind for letter in complaint.letters.all()] == [
        "acknowledgement",
        "in_hand",
        "proposal",
        "accepted",
        "remedies_done",
        "is_it_solved",
        "closed",
    ]
