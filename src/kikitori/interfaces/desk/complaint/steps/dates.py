"""Dates that were told: a call back promised, a call written down, a date replaced by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle
from kikitori.casework.promise import promise_call_back, replace_promise, write_down_call
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.words import language, moment
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind


class PromiseCall(StepForm):
    """„I will call you at …“"""

    step = Step.PROMISE_CALL
    verb = _("Keep the promise on record")
    done = _("The promise to call back is on record.")
    about = _("Write it down the moment you say it: it then stands in Today like every other promise.")

    day = fields.DayField(label=_("Day"))
    time = fields.TimeOfDayField(label=_("Time"))
    note = fields.line(_("About what"), required=False)

    def first_values(self) -> dict[str, Any]:
        """Mostly it is today."""
        return {"day": self.standing.today}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Promise."""
        at = self.standing
        when = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], at.zone)
        promise_call_back(at.actor, at.complaint, at=when, now=at.now, note=self.said("note"))

    def holder(self, place: str) -> str:
        """Day and time are one moment to the verb; the time is what has passed."""
        return "time" if place == "at" else place


class CallBack(StepForm):
    """We called, or spoke; what was said."""

    step = Step.CALL_BACK
    verb = _("Write down the call")
    done = _("The call has been written down.")
    about = _("What was said, in the person's own words as far as you can. The complainant can read it.")
    side = Side.SPOKEN

    body = fields.text(_("What was said in the call"))

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Write it down."""
        at = self.standing
        write_down_call(at.actor, at.complaint, body=self.said("body"), now=at.now)


class ReplacePromise(StepForm):
    """Another day in place of one that cannot be held, told before the first one passes."""

    step = Step.REPLACE_PROMISE
    verb = _("Tell them the new date")
    done = _("The complainant has been told the new date.")
    about = _("The complainant is told both dates and the reason. A date that has passed stays missed.")
    side = Side.PUBLIC
    from_address = frozenset({"promise"})

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs a promise that is still owed."""
        if owed_promises(standing):
            return None
        return of_obstacle(Obstacle.PROMISE_NOT_OPEN, "", standing.actor.role)

    def set_up(self) -> None:
        """One choice per promise."""
        self.promises = {str(row.pk): row for row in owed_promises(self.standing)}
        self.fields["promise"] = fields.choice(
            _("Which promise"), [(key, promise_line(row)) for key, row in self.promises.items()]
        )
        self.fields["to"] = fields.DayField(label=_("New day"))
        self.fields["reason"] = fields.text(_("Why, for the complainant"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"promise": next(iter(self.promises), "")}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Replace it."""
        at = self.standing
        replace_promise(
            at.actor,
            at.complaint,
            promise=self.promises[self.cleaned_data["promise"]],
            to=self.cleaned_data["to"],
            reason=self.said("reason"),
            now=at.now,
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The letter with both dates."""
        if not self.is_bound:
            return None
        promise = self.promises[self.cleaned_data["promise"]]
        with override(self.standing.complaint.language):
            what = str(PROMISE_KIND[PromiseKind(promise.kind)])
        after = end_of_day(calendar_of(self.standing.organisation), self.cleaned_data["to"])
        reason = self.said("reason").strip()
        return LetterKind.NEW_DATE, {"before": promise.due_at, "after": after, "reason": reason, "what": what}


def owed_promises(standing: Standing) -> list[Promise]:
    """Promises not kept, not ended and not replaced, soonest first. One query."""
    owed = (PromiseState.OPEN.value, PromiseState.MISSED.value)
    return list(
        standing.complaint.promises.filter(
            state__in=owed, kept_at__isnull=True, replaced_by__isnull=True
        ).order_by("due_at", "pk")
    )


def promise_line(promise: Promise) -> str:
    """What was promised for when, in one line."""
    return gettext("%(what)s, %(when)s") % {
        "what": PROMISE_KIND[PromiseKind(promise.kind)],
        "when": moment(promise.due_at, language(get_language()), timezone.get_current_timezone()),
    }
