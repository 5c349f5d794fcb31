"""Verdicts 申出者の評価: what a complainant says of the result and of us, read and kept, whatever the step.

The handling and the outcome are asked apart (ISO 10002, 8.3): whoever was refused something fairly can say both.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken
from kikitori.casework.to_whom import ask_a_lead
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.voices.models import RATINGS, Verdict

#: A handling rated so, or worse, is looked into by a lead.
LOW = 2
LOW_RATING = "low_rating"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. `rating`: of the handling; `outcome`: of what came of it; `how`: by which road, if not here."""

    rating: int | None = None
    outcome: int | None = None
    comment: str = ""
    how: str = ""

    def keep(
        self, step: Taken, *, solved: bool | None = None, left: bool = False, second: bool = False
    ) -> Verdict:
        """Write it down, with the step. Raises Refused where ratings are not theirs to give."""
        rates = self.rating is not None or self.outcome is not None
        if rates and not (decision := may(step.actor, NEEDED[Step.RATE], step.complaint)).allowed:
            raise Refused(decision)
        verdict = Verdict.objects.create(
            complaint=step.complaint,
            at=step.now,
            solved=solved,
            rating=self.rating,
            outcome_rating=self.outcome,
            left=left,
            second=second,
            comment=self.comment,
            how=self.how,
        )
        told = {"rating": self.rating, "outcome_rating": self.outcome, "how": self.how or None}
        step.say(verdict=verdict.pk, **{name: value for name, value in told.items() if value is not None})
        return verdict

    def tell_a_lead(self, step: Taken, now: datetime) -> None:
        """A low rating of the handling does not just lie there: a lead gets a task. After the step."""
        if self.rating is not None and self.rating <= LOW:
            ask_a_lead(step.complaint, _look, step.house, because=LOW_RATING, now=now)


def _look() -> str:
    return _("The complainant rated our handling low: find out what went wrong")


def read_answer(
    rating: int | None = None, outcome: int | None = None, comment: str = "", how: str = ""
) -> Said:
    """What was typed, as it is kept. Raises Invalid."""
    check = Checked()
    said, road = check.text("comment", comment, longest=10_000), check.line("how", how, longest=200)
    check.done()
    wrong = {
        name: Problem.OUT_OF_RANGE
        for name, value in (("rating", rating), ("outcome", outcome))
        if value is not None and value not in RATINGS
    }
    if wrong:
        raise Invalid(wrong)
    return Said(rating, outcome, said, road)
