"""A course unfolding in time: every step with its moment, its doer and its words for one complaint."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import COMPLAINANT, SYSTEM, CourseStep, FindingFact, Point, RemedyFact
from kikitori.config.demo_texts.matters import Course, Matter, Wording
from kikitori.config.demo_texts.officetime import Office, heard_moment, person_moment, staff_moment
from kikitori.config.demo_texts.remarks import Remarks
from kikitori.config.demo_texts.slots import Filler
from kikitori.config.demo_texts.steps import LEAD, OTHER, USUAL, StepText

#: When remedies are done on the last day.
LAST_HOUR = time(16, 20)
#: Channels by which people write to us themselves: acknowledged at once, by the verb that receives.
SELF_SERVED = frozenset({"web", "email"})
#: How staff heard an answer that did not come by the portal.
_HOW = {
    "phone": ("電話", "by phone"),
    "in_person": ("来訪", "in person"),
    "post": ("書面", "by letter"),
    "representative": ("代理の方からの電話", "by phone, from the representative"),
}
_GRAVE = frozenset({"S1", "S2"})
_ASKED_OF_ALL = ("injury", "fire", "co", "death")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who at the house does what on one complaint, by login."""

    handler: str
    other: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfolding:
    """Everything one course draws on. `remarks` replace the course's own words when they were used before."""

    matter: Matter
    wording: Wording
    crew: Crew
    office: Office
    filler: Filler
    dice: random.Random
    remarks: Remarks | None

    def steps_from(self, logged: datetime) -> Iterator[CourseStep]:
        """The dated steps, from the moment the complaint was written down to the end or to where it rests."""
        at, due = logged, None
        for text in self._texts():
            moment = staff_moment
            if text.by == COMPLAINANT:
                moment = heard_moment if self._how() else person_moment
            later = moment(self.office, at, text.hours, self.dice)
            at = self._in_time(later, at, due) if text.verb == "remedy" else later
            step = self._step(self.remarks.in_place_of(text, self.dice) if self.remarks else text, at)
            due = min((remedy.due_on for remedy in step.remedies), default=due)
            yield step
            if text.verb == self.wording.stop:
                return

    def _in_time(self, later: datetime, before: datetime, due: date | None) -> datetime:
        """The house does what it owes by the day it named, as far as that day is still to come."""
        if due is None or later.date() <= due:
            return later
        return max(datetime.combine(due, LAST_HOUR, self.office.zone), self.office.after(before, 0.2))

    def _texts(self) -> Course:
        """The course as this channel needs it: what came by itself is acknowledged already, the rest first."""
        steps = self.matter.courses[self.wording.course]
        if self.wording.channel in SELF_SERVED:
            return tuple(step for step in steps if step.verb != "acknowledge")
        if not steps or steps[0].verb == "acknowledge":
            return steps
        usual = USUAL["acknowledge"]
        told = StepText(
            place=self.matter.place, verb="acknowledge", by=usual.by, hours=usual.hours, text=self.matter.echo
        )
        return (told, *steps)

    def _step(self, text: StepText, at: datetime) -> CourseStep:
        today = at.astimezone(self.office.zone).date()
        assessed = text.verb == "assess"
        how = self._how() if text.by == COMPLAINANT else ""
        return CourseStep(
            verb=text.verb,
            at=at,
            by=self.crew.handler if how else self._doer(text),
            how=how,
            text=self.filler.fill(text.text, today),
            whom=self.filler.fill(text.whom, today),
            answer_by=self._day(today, text.days) if text.days else None,
            title=self.filler.fill(self.matter.title, today) if assessed else "",
            severity=text.severity,
            heated=text.heated,
            safety=self._answers() if assessed else {},
            points=tuple(self._point(point, today) for point in text.points),
            remedies=tuple(
                RemedyFact(
                    kind=remedy.kind,
                    text=self.filler.fill(remedy.text, today),
                    due_on=self._day(today, remedy.days),
                    amount=_amount(text.place, remedy.amount, self.filler),
                )
                for remedy in text.remedies
            ),
            findings=tuple(
                FindingFact(outcome=finding.outcome, reasons=self.filler.fill(finding.reasons, today))
                for finding in text.findings
            ),
            rating=text.rating,
        )

    def _point(self, point: Point, today: date) -> Point:
        return Point(
            text=self.filler.fill(point.text, today),
            expected=self.filler.fill(point.expected, today),
            actual=self.filler.fill(point.actual, today),
        )

    def _answers(self) -> dict[str, str]:
        return dict.fromkeys(_ASKED_OF_ALL, "no") | dict.fromkeys(self.wording.dangers, "yes")

    def _how(self) -> str:
        if self.wording.channel not in _HOW:
            return ""
        ja, en = _HOW[self.wording.channel]
        return ja if self.matter.language == "ja" else en

    def _doer(self, text: StepText) -> str:
        if text.by in (COMPLAINANT, SYSTEM):
            return text.by
        # What is grave is decided by a lead.
        grave = self.wording.dangers or any(step.severity in _GRAVE for step in self._texts())
        if text.by == LEAD or (text.verb == "decide" and grave):
            return self.crew.lead
        return self.crew.other if text.by == OTHER else self.crew.handler

    def _day(self, today: date, days: int) -> date:
        return self.office.open_day(today + timedelta(days=days))


def _amount(place: str, written: str, filler: Filler) -> int | None:
    if not written:
        return None
    digits = filler.values.get(written, written).replace(",", "")
    if not digits.isdecimal():
        raise CorpusError(place, f"“{written}” is no amount in yen")
    return int(digits)
