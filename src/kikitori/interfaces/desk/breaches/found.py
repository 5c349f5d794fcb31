"""An incident of leaked data as its page shows it: deadlines, reports, complaints, persons, what may be done now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from kikitori.casework.breach.affected import complaints_of
from kikitori.casework.breach.telling import BY_ITSELF
from kikitori.interfaces.desk.rows import as_rows, rows_of
from kikitori.interfaces.look import words
from kikitori.records.access.visibility import breaches_seen_by
from kikitori.records.complaints.breach_terms import (
    AffectedState,
    BreachAct,
    BreachTrigger,
    Reached,
    is_possible,
)
from kikitori.records.complaints.breaches import BreachChange, BreachIncident
from kikitori.records.deadlines.breach_rows import BreachReport, BreachReportVersion
from kikitori.records.deadlines.report_forms import Item, ReportForm, ReportKind, report_forms
from kikitori.records.people.actor import Actor

#: So many lines of the record, and so many complaints, stand on the page.
SHOWN = 100
_AT_WORK = ("reported_first", "open")


def breach_or_404(actor: Actor, number: int) -> BreachIncident:
    """The incident of this number if the actor sees it. One query."""
    rows = breaches_seen_by(actor).select_related("officer", "begun_by", "waiver_by", "waiver_agreed_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class ReportOf:
    """One of its two reports. `sent`: None until it was reported."""

    kind: ReportKind
    versions: list[BreachReportVersion]
    sent: BreachReport | None
    url: str

    @property
    def newest(self) -> BreachReportVersion | None:
        """What was written last."""
        return self.versions[-1] if self.versions else None


class Shown:
    """One incident, read once for a page; a constant number of queries."""

    def __init__(self, actor: Actor, incident: BreachIncident) -> None:
        self.actor, self.incident = actor, incident

    def may(self, act: BreachAct) -> bool:
        """Is it possible where the incident stands?"""
        return is_possible(act, self.incident.stands)

    @property
    def may_describe(self) -> bool:
        """Can it still be changed?"""
        return self.may(BreachAct.CHANGED)

    @property
    def may_begin(self) -> bool:
        """Can the deadlines be begun?"""
        return self.may(BreachAct.CLOCKS_BEGUN) and not self.clocks

    @property
    def may_report(self) -> bool:
        """Is there a report that can still be written?"""
        return self.may(BreachAct.REPORT_WRITTEN)

    @property
    def may_ask_waiver(self) -> bool:
        """Can somebody still say that nothing is reported?"""
        return self.may(BreachAct.WAIVER_ASKED) and not self.incident.is_waiver_asked

    @property
    def may_close(self) -> bool:
        """Is it reported, or not to be?"""
        return self.may(BreachAct.CLOSED)

    @property
    def may_reopen(self) -> bool:
        """Can it be taken up again?"""
        return self.may(BreachAct.REOPENED)

    @property
    def is_own_waiver(self) -> bool:
        """Has this reader said that nothing is reported? Then another one agrees."""
        return self.incident.waiver_by_id == self.actor.staff_id

    @property
    def triggers(self) -> list[BreachTrigger]:
        """What makes it reportable."""
        return [BreachTrigger(each) for each in self.incident.triggers]

    @cached_property
    def clocks(self) -> list[Any]:
        """Its deadlines, the nearest first. One query."""
        return list(self.incident.clocks.defer("why"))

    @cached_property
    def reports(self) -> list[ReportOf]:
        """Both, with versions and whether they were sent. Two queries."""
        versions = list(self.incident.report_versions.select_related("written_by"))
        sent = {row.kind: row for row in self.incident.reports.all()}
        return [
            ReportOf(
                kind,
                [each for each in versions if each.kind == kind.value],
                sent.get(kind.value),
                reverse("desk:breach_report", args=[self.incident.pk, kind.value.replace("_", "-")]),
            )
            for kind in (ReportKind.BREACH_PRELIMINARY, ReportKind.BREACH_FINAL)
        ]

    @cached_property
    def complaints(self) -> list[Any]:
        """Those this reader sees, the newest first; of others not even how many. A handful of queries."""
        seen = as_rows(complaints_of(self.actor, self.incident))
        return list(rows_of(list(seen.order_by("-received_at", "-pk")[:SHOWN])))

    @cached_property
    def tally(self) -> Counter[AffectedState]:
        """How many persons stand where. One query."""
        found: Counter[AffectedState] = Counter()
        for state in self.incident.affected.values_list("state", flat=True):
            found[AffectedState(state)] += 1
        return found

    @property
    def told(self) -> list[tuple[str, int]]:
        """The same, in the order of the road, without what is nought."""
        return [(state.value, self.tally[state]) for state in AffectedState if self.tally[state]]

    @cached_property
    def going(self) -> int:
        """How many would get the notice if it were sent now. One query."""
        states = [AffectedState.WAITING.value, AffectedState.FAILED.value]
        roads = [road.value for road in BY_ITSELF]
        return self.incident.affected.filter(state__in=states, road__in=roads).count()

    @cached_property
    def by_hand(self) -> int:
        """How many wait for a person who tells them. One query."""
        roads = [road.value for road in Reached if road not in BY_ITSELF]
        return self.incident.affected.filter(state=AffectedState.WAITING.value, road__in=roads).count()

    @cached_property
    def changes(self) -> list[BreachChange]:
        """What was done with it, the newest first. One query."""
        return list(self.incident.changes.select_related("by").order_by("-pk")[:SHOWN])


def form_of(kind: ReportKind) -> ReportForm:
    """The items of this report."""
    return report_forms()[kind]


def first_items(shown: Shown, kind: ReportKind, zone: Any) -> dict[str, str]:
    """What each item begins with: its last version, the other report's, or what the incident knows."""
    for report in sorted(shown.reports, key=lambda each: each.kind is not kind):
        if report.newest is not None:
            return {item.id: str(report.newest.items.get(item.id, "")) for item in form_of(kind).items}
    return {item.id: _known(shown, item, zone) for item in form_of(kind).items}


def _known(shown: Shown, item: Item, zone: Any) -> str:
    own = shown.incident
    match item.id:
        case "outline":
            return own.story
        case "data":
            return own.leaked
        case "persons":
            return "" if own.persons is None else str(own.persons)
        case "other":
            return words.day(own.known_at.astimezone(zone).date(), words.language(get_language()))
    return ""
