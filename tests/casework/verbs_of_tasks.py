"""The verbs of tasks, in the same table as all others."""

from datetime import timedelta

from kikitori.casework.case_file import FileMade, hand_out_file
from kikitori.casework.prevent.tying import Tie, tell_of_action
from kikitori.casework.tasks import (
    add_task,
    drop_task,
    finish_task,
    reassign_task,
    reschedule_task,
    take_up_task,
)
from kikitori.records.access.case_file import FileFor
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.prevention.actions import CorrectiveAction
from tests import makers
from tests.casework.verbs import HOUSE, LATER, SOON, STAFF, Case
from tests.cast import Cast
from tests.corrective import raised


def with_tasks(cast: Cast) -> Complaint:
    """Two things to do, one of them done."""
    complaint, actor = makers.investigated(cast), cast.actor("handler")
    add_task(actor, complaint, title="倉庫に確認", to=cast.handler, by=SOON, now=LATER)
    done = add_task(actor, complaint, title="写真を探す", to=cast.handler, by=SOON, now=LATER)
    finish_task(actor, complaint, task=done, now=LATER)
    return complaint


def with_an_action(cast: Cast) -> Complaint:
    """One that a corrective action there is could come from."""
    raised(cast)
    return makers.investigated(cast)


TASK_CASES = [
    Case(
        Step.ADD_TASK,
        makers.investigated,
        lambda actor, complaint: add_task(
            actor, complaint, title="倉庫に確認", to=Staff.objects.get(login="colleague"), by=SOON, now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="task_added",
        says="task title to due_at",
        internal=True,
        statements=11,
        unnoticed=True,
    ),
    Case(
        Step.FINISH_TASK,
        with_tasks,
        lambda actor, complaint: finish_task(
            actor, complaint, task=complaint.tasks.get(state="open"), now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="task_finished",
        says="task title",
        internal=True,
        statements=6,
        unnoticed=True,
    ),
    Case(
        Step.TAKE_UP_TASK,
        with_tasks,
        lambda actor, complaint: take_up_task(
            actor, complaint, task=complaint.tasks.get(state="done"), now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="task_taken_up",
        says="task title",
        internal=True,
        statements=6,
        unnoticed=True,
    ),
    Case(
        Step.REASSIGN_TASK,
        with_tasks,
        lambda actor, complaint: reassign_task(
            actor,
            complaint,
            task=complaint.tasks.get(state="open"),
            to=Staff.objects.get(login="lead"),
            now=LATER,
        ),
        may=HOUSE,
        state="investigating",
        event="task_reassigned",
        says="task title before to",
        internal=True,
        statements=12,
        unnoticed=True,
    ),
    Case(
        Step.RESCHEDULE_TASK,
        with_tasks,
        lambda actor, complaint: reschedule_task(
            actor,
            complaint,
            task=complaint.tasks.get(state="open"),
            by=LATER + timedelta(days=9),
            reason="棚卸し",
            now=LATER,
        ),
        may=HOUSE,
        state="investigating",
        event="task_rescheduled",
        says="task title before due_at reason",
        internal=True,
        statements=6,
        unnoticed=True,
    ),
    Case(
        Step.DROP_TASK,
        with_tasks,
        lambda actor, complaint: drop_task(
            actor, complaint, task=complaint.tasks.get(state="open"), reason="先に分かった", now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="task_dropped",
        says="task title reason",
        internal=True,
        statements=6,
        unnoticed=True,
    ),
    Case(
        Step.MAKE_FILE,
        makers.investigated,
        lambda actor, complaint: hand_out_file(
            actor,
            complaint,
            FileMade(reader=FileFor.RESPONDENT, content=b"%PDF-1.7", items=3, left_out=2),
            now=LATER,
        ),
        may=STAFF,
        state="investigating",
        event="file_made",
        says="reader fingerprint items left_out",
        internal=True,
        statements=4,
        unnoticed=True,
    ),
    Case(
        Step.TIE_ACTION,
        with_an_action,
        lambda actor, complaint: tell_of_action(
            actor, complaint, CorrectiveAction.objects.get(), Tie.LINKED, now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="action_tied",
        says="action reference how",
        internal=True,
        statements=5,
        unnoticed=True,
    ),
]
