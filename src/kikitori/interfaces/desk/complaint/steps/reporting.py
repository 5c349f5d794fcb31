"""Reports to authorities: written, marked as sent, or said not to be needed, which takes two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.legal_report import ask_no_report, decide_no_report, record_report, write_report
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.reports import ReportShown, first_items, how_sure, reports_open
from kikitori.interfaces.look.words import language
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.labels import REPORT_KIND
from kikitori.records.deadlines.report_rows import LegalReport
from kikitori.records.people.actor import Actor

_YES, _NO = "yes", "no"


class _OfReport(StepForm):
    """A step on one of the reports that are open."""

    from_address = frozenset({"kind"})

    def candidates(self) -> list[ReportShown]:
        """The reports this can be done to."""
        return reports_open(self.standing)

    def set_up(self) -> None:
        """One choice per report."""
        options = [(each.kind.value, REPORT_KIND[each.kind]) for each in self.candidates()]
        self.fields["kind"] = fields.choice(_("Which report"), options)

    def first_values(self) -> dict[str, Any]:
        """The first one there is."""
        return {"kind": next((each.kind.value for each in self.candidates()), "")}


class WriteReport(_OfReport):
    """Begun from what the complaint knows; each writing is a version of its own."""

    step = Step.WRITE_REPORT
    verb = _("Keep this version")
    done = _("Kept. Nothing has been sent: print it, or copy it into the authority's own form.")
    about = _(
        "What is known from the complaint stands there already. The items are not taken from the authority's own form: "
        "compare them with the one in force. Nothing is sent from here. The complainant does not see this."
    )
    calls = staticmethod(write_report)
    needs = (needs.A_REPORT_TO_WRITE,)

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def set_up(self) -> None:
        """One field per item of the form that was asked for."""
        given = str(self.data.get("kind") or self.asked.get("kind") or "")
        every = self.candidates()
        self.shown = next((each for each in every if each.kind.value == given), next(iter(every), None))
        if self.shown is None:
            return
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput)
        tongue = language(get_language())
        for item in self.shown.form.items:
            self.fields[f"item_{item.id}"] = fields.text(
                item.name.in_(tongue), required=False, rows=2, help_text=how_sure(item)
            )

    def first_values(self) -> dict[str, Any]:
        """The last version, or what is known."""
        if self.shown is None:
            return {}
        found = first_items(self.standing, self.shown)
        newest = self.shown.newest
        return {
            "kind": self.shown.kind.value,
            "seen": newest.number if newest else 0,
            **{f"item_{name}": said for name, said in found.items()},
        }

    def values(self) -> dict[str, Any]:
        """The items by their own names."""
        items = {
            name.removeprefix("item_"): self.said(name)
            for name in self.cleaned_data
            if name.startswith("item_")
        }
        return {"kind": self.said("kind"), "items": items, "seen": self.cleaned_data.get("seen") or 0}

    def holder(self, place: str) -> str:
        """Where nothing was written at all, that is said beside the first item."""
        if place == "items":
            return next(name for name in self.fields if name.startswith("item_"))
        return f"item_{place}" if f"item_{place}" in self.fields else place


class RecordReport(_OfReport):
    """It was sent by the road the authority asks for."""

    step = Step.RECORD_REPORT
    verb = _("Write down that it was reported")
    title = _("It was reported")
    done = _("Written down. The deadline has been met.")
    about = _(
        "What was sent is the last version. The deadline is met by this. The complainant does not see this."
    )
    calls = staticmethod(record_report)
    needs = (needs.A_REPORT_TO_RECORD,)

    def candidates(self) -> list[ReportShown]:
        """Those of which something was written."""
        return [each for each in super().candidates() if each.versions]

    def set_up(self) -> None:
        """To whom, when, under which number."""
        super().set_up()
        self.fields["authority"] = fields.line(_("To which authority, and how"))
        self.fields["number"] = fields.line(_("Their reference number"), required=False)
        self.fields["day"] = fields.DayField(label=_("Day on which it was reported"))
        self.fields["time"] = fields.TimeOfDayField(label=_("Time"), required=False)

    def first_values(self) -> dict[str, Any]:
        """Today."""
        return {**super().first_values(), "day": self.standing.today}

    def values(self) -> dict[str, Any]:
        """Day and time are one moment to the verb."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["time"]
        now = self.standing.now.astimezone(self.standing.zone)
        at = datetime.combine(
            day, hour or (now.time() if day == now.date() else datetime.max.time()), now.tzinfo
        )
        said = {name: self.said(name) for name in ("kind", "authority", "number")}
        return {**said, "at": at}

    def holder(self, place: str) -> str:
        """Of the moment it is the day that is wrong."""
        return "day" if place == "at" else place


class AskNoReport(_OfReport):
    """Somebody has found that the law does not ask for it here."""

    step = Step.ASK_NO_REPORT
    verb = _("Have a lead decide it")
    done = _("A lead decides it. Until then the deadline runs.")
    about = _(
        "Nobody decides this alone: a lead who has not asked for it agrees, or has it reported after all."
    )
    calls = staticmethod(ask_no_report)
    needs = (needs.A_WAIVER_TO_ASK,)

    def candidates(self) -> list[ReportShown]:
        """Those of which nobody has said so yet."""
        return [each for each in super().candidates() if not each.is_waiver_asked]

    def set_up(self) -> None:
        """And why."""
        super().set_up()
        self.fields["reason"] = fields.text(_("Why it need not be reported"), rows=4)


class DecideNoReport(StepForm):
    """Whoever asked may only say that it is reported after all."""

    step = Step.DECIDE_NO_REPORT
    verb = _("Decide this")
    done = _("Decided. It stands on the timeline with both names.")
    about = _(
        "Where it need not be reported, the deadline stops; what you decide stays on record with both names."
    )
    needs = (needs.A_WAIVER_ASKED_FOR,)
    from_address = frozenset({"report"})

    @staticmethod
    def calls(
        actor: Actor, complaint: Complaint, *, report: LegalReport, granted: str, words: str, now: datetime
    ) -> None:
        """The verb."""
        decide_no_report(actor, complaint, report=report, granted=granted == _YES, words=words, now=now)

    def set_up(self) -> None:
        """Each with the reason."""
        rows = [each.row for each in reports_open(self.standing) if each.row and each.is_waiver_asked]
        self.fields["report"] = fields.one_of(_("What was asked for"), rows, _in_a_line)
        answers = [(_YES, _("It need not be reported")), (_NO, _("It is reported"))]
        self.fields["granted"] = fields.choice(_("What is decided"), answers, in_a_row=True)
        self.fields["words"] = fields.text(_("Remark for colleagues"), required=False, rows=3)

    def first_values(self) -> dict[str, Any]:
        """The oldest."""
        rows = [each.row for each in reports_open(self.standing) if each.row and each.is_waiver_asked]
        return {"report": rows[0].pk} if rows else {}


def _in_a_line(row: LegalReport) -> str:
    values = {"what": REPORT_KIND[row.what], "reason": one_line(row.reason, 200)}
    return gettext("%(what)s: %(reason)s") % values
