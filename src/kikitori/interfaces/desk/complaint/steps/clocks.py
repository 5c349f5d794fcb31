"""Deadlines of the rules, by hand: begun, met, prolonged, stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.clock import (
    extend_clock,
    meet_clock,
    recount_clocks,
    rules_begun_by_hand,
    start_clock,
    stop_clock,
)
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.clock_words import (
    met_by_hand,
    name_of_clock,
    name_of_rule,
    prolongable,
)
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.look.words import language, moment
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.models import Clock


class StartClock(StepForm):
    """A deadline that no step of ours begins."""

    step = Step.START_CLOCK
    verb = _("Begin the deadline")
    done = _("The deadline runs. It stands with the others on this page.")
    about = _("For what begins outside of this complaint: a leak was discovered, a letter was served.")
    calls = staticmethod(start_clock)
    needs = (needs.A_RULE_TO_BEGIN,)

    def set_up(self) -> None:
        """One choice per rule that is begun by hand."""
        at = self.standing
        rules = rules_begun_by_hand(at.complaint, at.house, at.now)
        tongue = language(get_language())
        options = [(name, name_of_rule(rule, tongue)) for name, rule in rules.items()]
        self.fields["rule"] = fields.choice(_("Which deadline"), options)
        self.fields["day"] = fields.DayField(label=_("Day from which it counts"))
        self.fields["time"] = fields.TimeOfDayField(label=_("Time"), required=False)
        self.fields["note"] = fields.text(_("What happened then"), required=False, rows=3)

    def first_values(self) -> dict[str, Any]:
        """Mostly it has just become known."""
        return {"day": self.standing.today}

    def values(self) -> dict[str, Any]:
        """Day and time are one moment to the verb; without a time the day counts from now, or from its beginning."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        begins = (
            datetime.min.time()
            if day != self.standing.today
            else self.standing.now.astimezone(self.standing.zone).time()
        )
        at = datetime.combine(day, time or begins, self.standing.zone)
        return {"rule": self.cleaned_data["rule"], "at": at, "note": self.said("note")}

    def holder(self, place: str) -> str:
        """Of the moment it is the day that is wrong."""
        return "day" if place == "at" else place


class _OfClock(StepForm):
    """A step on one of the clocks that run."""

    needs = (needs.A_RUNNING_CLOCK,)
    from_address = frozenset({"clock"})

    def set_up(self) -> None:
        """One choice per clock."""
        self.fields["clock"] = fields.one_of(_("Which deadline"), self.candidates(), clock_line)

    def candidates(self) -> list[Clock]:
        """The clocks this can be done to."""
        return self.standing.file.running_clocks

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"clock": next((row.pk for row in self.candidates()), "")}


class MeetClock(_OfClock):
    """What a rule asks for has been done."""

    step = Step.MEET_CLOCK
    needs = (needs.A_CLOCK_TO_MEET,)
    verb = _("Write down that it is done")
    done = _("Written down. The deadline has been met.")
    about = _("For what is done outside of this complaint: a report was sent, somebody was told.")
    calls = staticmethod(meet_clock)

    def candidates(self) -> list[Clock]:
        """Those that no step of ours meets."""
        return met_by_hand(self.standing)

    def set_up(self) -> None:
        """When, and how."""
        super().set_up()
        self.fields["day"] = fields.DayField(label=_("Day on which it was done"))
        self.fields["time"] = fields.TimeOfDayField(label=_("Time"), required=False)
        self.fields["how"] = fields.text(_("What was done, and how it can be proved"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """Mostly it has just been done."""
        return {**super().first_values(), "day": self.standing.today}

    def values(self) -> dict[str, Any]:
        """Without a time it is now, or the end of the day that was named: nobody is made earlier than they were."""
        day, now = self.cleaned_data["day"], self.standing.now.astimezone(self.standing.zone)
        late = datetime.max.time().replace(microsecond=0) if day != now.date() else now.time()
        at = datetime.combine(day, self.cleaned_data["time"] or late, self.standing.zone)
        return {"clock": self.cleaned_data["clock"], "how": self.said("how"), "at": at}

    def holder(self, place: str) -> str:
        """Of the moment it is the day that is wrong."""
        return "day" if place == "at" else place


class ExtendClock(_OfClock):
    """More time, as the rule allows it."""

    step = Step.EXTEND_CLOCK
    needs = (needs.A_CLOCK_TO_PROLONG,)
    verb = _("Prolong it and tell them")
    done = _("Prolonged. Whoever it is owed to has been told the new date.")
    about = _(
        "The rule says by how much and how often. Where it is owed to the complainant, they are told date and reason."
    )
    side = Side.PUBLIC
    calls = staticmethod(extend_clock)

    def candidates(self) -> list[Clock]:
        """Those whose rule knows a prolongation."""
        return prolongable(self.standing)

    def set_up(self) -> None:
        """Until when, and why."""
        super().set_up()
        self.fields["to"] = fields.DayField(label=_("New day"))
        self.fields["reason"] = fields.text(_("Why, for the complainant"), rows=4, required=False)


class StopClock(_OfClock):
    """It does not apply, or no more."""

    step = Step.STOP_CLOCK
    verb = _("Stop the deadline")
    done = _("Stopped. The reason stays on record.")
    about = _("Only where the rule does not apply. What has passed already stays overdue on record.")
    danger = True
    calls = staticmethod(stop_clock)

    def set_up(self) -> None:
        """Why."""
        super().set_up()
        self.fields["reason"] = fields.text(_("Why it does not apply"), rows=4)


class RecountClocks(StepForm):
    """By the calendar of today, after a holiday or a closure has become known."""

    step = Step.RECOUNT_CLOCKS
    verb = _("Count them anew")
    done = _("Counted anew. The deadlines stand on this page with their new dates.")
    about = _(
        "By today's calendar, with the same rules. What was told to people stays: promises and prolongations."
    )
    calls = staticmethod(recount_clocks)
    needs = (needs.A_RUNNING_CLOCK,)

    reason = fields.line(_("Why they are counted anew"))


def clock_line(clock: Clock) -> str:
    """Which deadline, until when, in one line."""
    tongue = language(get_language())
    return gettext("%(what)s, %(when)s") % {
        "what": name_of_clock(clock, tongue),
        "when": moment(clock.due_at, tongue, timezone.get_current_timezone()),
    }
