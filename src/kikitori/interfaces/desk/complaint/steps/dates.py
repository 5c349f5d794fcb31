"""Dates that were told: a call back promised, a call written down, a date replaced by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from kikitori.casework.promise import (
    keep_promise,
    promise_by_hand,
    promise_call_back,
    replace_promise,
    set_aside_date,
    write_down_call,
)
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.told_dates import told_date_in
from kikitori.interfaces.look.words import language, moment
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.labels import what_was_promised
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind

_OUR_WORDS = _("What we told the complainant, written down by you")


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


class PromiseByHand(StepForm):
    """„You will have it by Friday“: what, and by which day."""

    step = Step.PROMISE
    verb = _("Put the promise on record")
    done = _("The promise is on record.")
    about = _("What was promised to the complainant, and by when. They can read it; nothing is sent.")
    side = Side.SPOKEN
    spoken = _OUR_WORDS
    calls = staticmethod(promise_by_hand)
    part = "desk/complaint/_fields_told.html"
    from_address = frozenset({"told_in"})

    told_in = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    what = fields.line(_("What was promised"), help_text=_("For example: We send you the photographs back."))
    day = fields.DayField(label=_("By which day"))
    time = fields.TimeOfDayField(
        label=_("By what time"), required=False, help_text=_("Only where a time was told.")
    )

    def __init__(
        self,
        standing: Standing,
        data: QueryDict | Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """With the entry in the address, the form begins with what that message tells."""
        self._told = told_date_in(standing, (given or {}).get("told_in"))
        super().__init__(standing, data, given)

    def first_values(self) -> dict[str, Any]:
        """What was told, as far as it can be read; no text ever comes with an address."""
        if self._told is None:
            return {}
        return {"what": self._told.what, "day": self._told.day, "time": self._told.time}

    def values(self) -> dict[str, Any]:
        """A day, or with a time a moment of it."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        by = datetime.combine(day, time, self.standing.zone) if time else day
        return {"what": self.said("what"), "by": by, "told_in": self.cleaned_data["told_in"]}

    def holder(self, place: str) -> str:
        """Of a moment it is the time that has passed."""
        if place != "by":
            return place
        return "time" if self.cleaned_data.get("time") else "day"


class SetAsideDate(StepForm):
    """The date in a message of ours was none; nobody is asked about it again."""

    step = Step.SET_ASIDE_DATE
    verb = _("It is no promise")
    done = _("You will not be asked about this date again.")
    about = _("The message stays as it is; only the question does not come again.")
    calls = staticmethod(set_aside_date)
    part = "desk/complaint/_fields_told.html"
    from_address = frozenset({"told_in"})

    told_in = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """Which message."""
        return {"told_in": self.cleaned_data["told_in"]}


class KeepPromise(StepForm):
    """What was promised in our own words is done."""

    step = Step.KEEP_PROMISE
    verb = _("Write down that it is done")
    done = _("It is written down that the promise was kept.")
    about = _("The complainant can read it. What is done late is written down as done late.")
    side = Side.SPOKEN
    spoken = _OUR_WORDS
    calls = staticmethod(keep_promise)
    needs = (needs.A_PROMISE_IN_OWN_WORDS,)
    from_address = frozenset({"promise"})

    def set_up(self) -> None:
        """One choice per promise in our own words that is still owed."""
        self.fields["promise"] = fields.one_of(_("Which promise"), self._owed, promise_line)
        self.fields["how"] = fields.text(_("What was done"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"promise": next((row.pk for row in self._owed), "")}

    @property
    def _owed(self) -> list[Promise]:
        return [row for row in self.standing.file.owed_promises if row.kind == PromiseKind.OTHER.value]


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
            what = what_was_promised(promise.kind, promise.note)
        after = end_of_day(self.standing.calendar, self.cleaned_data["to"])
        return {"before": promise.due_at, "after": after, "what": what, **said}


def promise_line(promise: Promise) -> str:
    """What was promised for when, in one line."""
    return gettext("%(what)s, %(when)s") % {
        "what": what_was_promised(promise.kind, promise.note),
        "when": moment(promise.due_at, language(get_language()), timezone.get_current_timezone()),
    }
