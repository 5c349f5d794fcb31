"""The plan of the investigation: lines of inquiry, and what came of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.plan_inquiry import LineGiven, end_line, plan_inquiry
from kikitori.casework.tasks import able_to_take
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import StepForm, rows_used
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Severity
from kikitori.records.inquiry.labels import LINE_STATE
from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.inquiry.terms import LineState
from kikitori.records.inquiry.usual_lines import usual_lines

#: Rows offered at a time; a plan is added to as often as it takes.
_ROWS = 5
_PARTS = ("what", "source", "point", "due_on", "to")
#: Without these a row says nothing.
_SAYING = ("what", "source", "due_on", "to")


class PlanInquiry(StepForm):
    """A few lines: what to find out, of whom, for which point, by when, by whom."""

    step = Step.PLAN_INQUIRY
    verb = _("Keep the plan")
    done = _("The plan has been kept. Whoever is to do something has a task.")
    about = _(
        "In proportion to what is at stake: S1 and S2 are not decided without a plan, S3 mostly needs a few lines, "
        "S4 none. For colleagues only."
    )
    part = "desk/complaint/_fields_plan.html"
    calls = staticmethod(plan_inquiry)

    def set_up(self) -> None:
        """Empty rows; points and people to choose from."""
        file = self.standing.file
        able = {str(row.pk): row for row in able_to_take(self.standing.complaint)}
        self._able = able
        people = [
            ("", pgettext_lazy("plan", "Nobody in particular")),
            *((k, row.name) for k, row in able.items()),
        ]
        points = [("", pgettext_lazy("plan", "All points"))] + [
            (str(point.number), f"{point.number}. {one_line(point.text, 40)}") for point in file.allegations
        ]
        for n in range(_ROWS):
            row = {"row": n + 1}
            self.fields[f"line_{n}_what"] = fields.text(
                _("Line %(row)s: what is to be found out") % row, required=False, rows=2
            )
            self.fields[f"line_{n}_source"] = fields.line(
                _("Line %(row)s: from whom, or where") % row, required=False, css="w-m"
            )
            self.fields[f"line_{n}_point"] = fields.drop_down(
                _("Line %(row)s: for which point") % row, points, required=False
            )
            self.fields[f"line_{n}_due_on"] = fields.DayField(
                label=_("Line %(row)s: by when") % row, required=False
            )
            self.fields[f"line_{n}_to"] = fields.drop_down(
                _("Line %(row)s: who does it, as a task") % row, people, required=False
            )

    @property
    def offers_usual(self) -> bool:
        """Is a beginning offered? Where nothing is planned yet, and more than something slight is at stake."""
        at = self.standing
        return not at.file.investigation.lines and at.complaint.severity != Severity.S4.value

    def first_values(self) -> dict[str, Any]:
        """What is usually looked into for what it is about, to be changed or left out."""
        if not self.offers_usual:
            return {}
        language = get_language() or ""
        offered = usual_lines(self.standing.complaint.subject, UsualInquiryLine.objects.all())[:_ROWS]
        return {
            f"line_{n}_{part}": words.in_(language)
            for n, line in enumerate(offered)
            for part, words in (("what", line.what), ("source", line.source))
            if words is not None
        }

    @property
    def rows(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, is it in use, its fields) of each row; the first is always open."""
        used = {0, *self._used()}
        return [(n + 1, n in used, [self[f"line_{n}_{part}"] for part in _PARTS]) for n in range(_ROWS)]

    def _used(self) -> list[int]:
        return rows_used(self, "line", _SAYING, _ROWS)

    def values(self) -> dict[str, Any]:
        """The rows in which something stands."""
        data = self.cleaned_data
        return {
            "lines": [
                LineGiven(
                    what=self.said(f"line_{n}_what"),
                    source=self.said(f"line_{n}_source"),
                    point=int(point) if (point := data.get(f"line_{n}_point")) else None,
                    due_on=data.get(f"line_{n}_due_on"),
                    to=self._able.get(data.get(f"line_{n}_to") or ""),
                )
                for n in self._used()
            ]
        }

    def holder(self, place: str) -> str:
        """`lines.1.what` is the second row in use."""
        if place == "lines":
            return "line_0_what"
        if place.startswith("lines."):
            _group, row, part = place.split(".")
            return f"line_{self._used()[int(row)]}_{part}"
        return super().holder(place)


class EndLine(StepForm):
    """A line followed to its end, or dropped."""

    step = Step.END_INQUIRY_LINE
    verb = _("Write down what came of it")
    done = _("Written down. The task of this line has ended with it.")
    about = _("What came out stands beside the line from now on. For colleagues only.")
    needs = (needs.AN_OPEN_LINE,)
    from_address = frozenset({"line"})
    calls = staticmethod(end_line)

    def set_up(self) -> None:
        """Which line, how it ended, and what came of it."""
        lines = self.standing.file.investigation.open_lines
        self.fields["line"] = fields.one_of(
            _("Which line"), lines, lambda row: f"{row.number}. {one_line(row.what, 80)}"
        )
        ends = [(word.value, LINE_STATE[word]) for word in (LineState.DONE, LineState.DROPPED)]
        self.fields["how"] = fields.choice(_("How it ended"), ends, in_a_row=True)
        self.fields["came_out"] = fields.text(_("What came out, or why it is dropped"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The first one, followed to its end."""
        lines = self.standing.file.investigation.open_lines
        return {"line": str(lines[0].pk), "how": LineState.DONE.value} if lines else {}
