"""Reports to authorities that a complaint asks for: how each stands, and what its form begins with."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look import words
from kikitori.records.deadlines.labels import CERTAINTY
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_forms import (
    Item,
    ReportForm,
    ReportKind,
    ReportState,
    Source,
    report_forms,
)
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.triage.labels import SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion


@dataclass(frozen=True, slots=True)
class ReportShown:
    """One report. `row`: None until something was written; `clock`: the newest of its deadlines."""

    form: ReportForm
    row: LegalReport | None
    clock: Clock | None
    versions: list[LegalReportVersion] = field(default_factory=list)

    @property
    def kind(self) -> ReportKind:
        """Which report."""
        return self.form.kind

    @property
    def state(self) -> ReportState:
        """How it stands."""
        return ReportState(self.row.state) if self.row else ReportState.DRAFT

    @property
    def is_open(self) -> bool:
        """Is it still to be reported or found not to be needed?"""
        return self.row is None or self.row.is_open

    @property
    def is_waiver_asked(self) -> bool:
        """Does it wait for a decision whether it is reported?"""
        return self.state is ReportState.WAIVER_ASKED

    @property
    def newest(self) -> LegalReportVersion | None:
        """What was written last."""
        return self.versions[-1] if self.versions else None


def reports_shown(at: Standing) -> list[ReportShown]:
    """Those for which a deadline was begun, or something was written. No query beside the file's."""
    written = {row.kind: (row, versions) for row, versions in at.file.reports}
    found = []
    for kind, form in report_forms().items():
        running = [clock for clock in at.file.clocks if form.answers(clock.rule)]
        row, versions = written.get(kind.value, (None, []))
        if running or row is not None:
            clock = max(running, key=lambda clock: clock.pk, default=None)
            found.append(ReportShown(form, row, clock, versions))
    return found


def reports_open(at: Standing) -> list[ReportShown]:
    """Of these, what has neither been reported nor found not to be needed."""
    return [each for each in reports_shown(at) if each.is_open]


def first_items(at: Standing, shown: ReportShown) -> dict[str, str]:
    """What each item of the form begins with: the last version, or what the complaint knows."""
    if shown.newest is not None:
        return {item.id: str(shown.newest.items.get(item.id, "")) for item in shown.form.items}
    return {item.id: _known(at, item, shown.clock) for item in shown.form.items}


def how_sure(item: Item) -> str:
    """How far the wording of an item can be trusted."""
    return _("Wording of this item: %(sure)s") % {"sure": CERTAINTY[item.certainty]}


def _known(at: Standing, item: Item, clock: Clock | None) -> str:
    match item.source:
        case Source.STORY:
            return (
                f"「{at.complaint.story}」" if words.language(get_language()) == "ja" else at.complaint.story
            )
        case Source.POINTS:
            return "\n".join(f"{row.number}. {row.text}" for row in at.file.allegations)
        case Source.DANGERS:
            yes = [each for each in SafetyQuestion if at.file.safety.get(each.value) == Answer.YES.value]
            return "\n".join(str(SAFETY_QUESTION[each]) for each in yes)
        case Source.BRANCH:
            way = at.file.way_in
            return way.branch.name_ja if way is not None and way.branch is not None else ""
        case Source.KNOWN:
            known = clock.started_at if clock is not None else at.complaint.known_at
            return words.day(known.astimezone(at.zone).date(), words.language(get_language()))
        case None:
            return ""
