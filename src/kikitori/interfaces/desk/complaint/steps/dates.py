"""Dates that were told: a call back promised, a call written down, a date replaced by another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from kikitori.casework.promise import promise_call_back, replace_promise, write_down_call
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.look.words import language, moment
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind


class PromiseCall(StepForm):
    """„I will call you at …“"""

    step = Step.PROMISE_CALL
    verb = _("Keep the promise on record")
    done = _("The promise to call back is on record.")
    about = _("Write it down the moment you say it: it then stands in Today like every other promise.")
    calls = staticmethod(promise_call_back)

    day = fields.DayField(label=_("Day"))
    time = fields.TimeOfDayField(label=_("Time"))
    note = fields.line(_("About what"), required=False)

    def first_values(self) -> dict[str, Any]:
        """Mostly it is today."""
        return {"day": self.standing.today}

    def values(self) -> dict[str, Any]:
        """Day and time are one moment to the verb."""
        at = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], self.standing.zone)
        return {"at": at, "note": self.said("note")}

    def holder(self, place: str) -> str:
        """Of the moment it is the time that has passed."""
        return "time" if place == "at" else place


class CallBack(StepForm):
    """We called, or spoke; what was said."""

    step = Step.CALL_BACK
    verb = _("Write down the call")
    done = _("The call has been written down.")
    about = _("What was said, in the person's own words as far as you can. The complainant can read it.")
    side = Side.SPOKEN
    calls = staticmethod(write_down_call)

    body = fields.text(_("What was said in the call"))


class ReplacePromise(StepForm):
    """Another day in place of one that cannot be held, told before the first one passes."""

    step = Step.REPLACE_PROMISE
    verb = _("Tell them the new date")
    done = _("The complainant has been told the new date.")
    about = _("The complainant is told both dates and the reason. A date that has passed stays missed.")
    side = Side.PUBLIC
    calls = staticmethod(replace_promise)
    sends = LetterKind.NEW_DATE
    says = ("reason",)
    needs = (needs.AN_OWED_PROMISE,)
    from_address = frozenset({"promise"})

    def set_up(self) -> None:
        """One choice per promise that is still owed."""
        self.fields["promise"] = fields.one_of(
            _("Which promise"), self.standing.file.owed_promises, promise_line
        )
        self.fields["to"] = fields.DayField(label=_("New day"))
        self.fields["reason"] = fields.text(_("Why, for the complainant"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"promise": next((row.pk for row in self.standing.file.owed_promises), "")}

    def letter_values(self) -> dict[str, Any] | None:
        """Both dates and the reason."""
        said = super().letter_values()
        if said is None:
            return None
        promise = self.cleaned_data["promise"]
        with override(self.standing.complaint.language):
            what = str(PROMISE_KIND[PromiseKind(promise.kind)])
        after = end_of_day(self.standing.calendar, self.cleaned_data["to"])
        return {"before": promise.due_at, "after": after, "what": what, **said}


def promise_line(promise: Promise) -> str:
    """What was promised for when, in one line."""
    return gettext("%(what)s, %(when)s") % {
        "what": PROMISE_KIND[PromiseKind(promise.kind)],
        "when": moment(promise.due_at, language(get_language()), timezone.get_current_timezone()),
    }
