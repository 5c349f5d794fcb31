"""Verbs of what follows the fix: another road, „I leave it at that“, and the second question; rows of the table."""

from datetime import timedelta

from kikitori.casework.confirm import leave_it
from kikitori.casework.other_road import try_other_road
from kikitori.casework.second_contact import ask_again, confirm_holds, stop_asking
from kikitori.records.complaints.lifecycle import Step
from tests import makers
from tests.casework.verbs import HOUSE, LATER, THEIRS, Case, asked

FOLLOW_UP_CASES = [
    Case(
        Step.TRY_OTHER_ROAD,
        asked,
        lambda actor, complaint: try_other_road(
            actor, complaint, road="call", reached=False, words="留守", now=LATER + timedelta(days=8)
        ),
        may=HOUSE,
        state="confirming",
        event="other_road_tried",
        says="road reached on said",
        statements=9,
    ),
    Case(
        Step.LEAVE_IT,
        asked,
        lambda actor, complaint: leave_it(actor, complaint, comment="もういい", how="電話", now=LATER),
        may=THEIRS,
        state="confirming",
        event="left_at_that",
        says="verdict how",
        statements=24,
    ),
    Case(
        Step.ASK_AGAIN,
        makers.closed,
        lambda actor, complaint: ask_again(actor, complaint, now=LATER),
        may=HOUSE,
        state="closed_accepted",
        event="asked_again",
        says="kept",
        letters=("still_solved",),
        statements=12,
    ),
    Case(
        Step.CONFIRM_HOLDS,
        makers.closed,
        lambda actor, complaint: confirm_holds(actor, complaint, rating=5, outcome=4, now=LATER),
        may=THEIRS,
        state="closed_accepted",
        event="holds",
        says="verdict rating outcome_rating kept",
        statements=11,
    ),
    Case(
        Step.STOP_ASKING,
        makers.closed,
        lambda actor, complaint: stop_asking(actor, complaint, how="電話", now=LATER),
        may=THEIRS,
        state="closed_accepted",
        event="asking_stopped",
        says="how",
        statements=10,
    ),
]
