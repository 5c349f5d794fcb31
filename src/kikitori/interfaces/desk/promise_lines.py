"""A promise as a line of Today: what was promised, to whom, and the step by which this reader keeps it."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.steps.table import WORD_OF, name_of
from kikitori.interfaces.desk.next_step import ICON, VERB, steps_that_keep
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One promise as it stands on the page. `url` leads to the step that keeps it, `verb` says which."""

    promise: Promise
    person: Person | None
    what: str | LazyText
    icon: str
    verb: str | LazyText
    url: str
    change_url: str
    #: Who has it in hand, where the reader stands in for them.
    stands_for: str = ""


def line_of(actor: Actor, promise: Promise, person: Person | None, *, stands_for: str = "") -> Line:
    """The line of one promise for this actor. Asks the database nothing."""
    kind, complaint = PromiseKind(promise.kind), promise.complaint
    steps = steps_that_keep(kind, State(complaint.state))
    step = next((step for step in steps if may(actor, NEEDED[step], complaint).allowed), None)
    changeable = (
        is_possible(State(complaint.state), Step.REPLACE_PROMISE)
        and may(actor, NEEDED[Step.REPLACE_PROMISE], complaint).allowed
    )
    return Line(
        promise=promise,
        person=person,
        what=PROMISE_KIND[kind],
        icon=ICON[kind],
        verb=VERB[step] if step else _("Open the complaint"),
        url=_address(complaint, step) + (f"?promise={promise.pk}" if step is Step.KEEP_PROMISE else ""),
        change_url=f"{_address(complaint, Step.REPLACE_PROMISE)}?promise={promise.pk}" if changeable else "",
        stands_for=stands_for,
    )


def _address(complaint: Complaint, step: Step | None) -> str:
    """The page of a step, or of the complaint where there is no step to take."""
    return complaint_address(complaint.reference, name_of(WORD_OF[step]) if step else "desk:complaint")
