"""Why each point came about: rows of causes per point, in a form of their own and within a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.find_causes import MOST, CauseGiven, find_causes
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, rows_used
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation
from kikitori.records.inquiry.models import FoundCause

#: Empty rows offered beside those that stand.
_FRESH = 2
_PARTS = ("code", "evidence", "until")


class CauseRows(StepForm):
    """A form with rows of causes for each point. Row n of point 2 has cause_2_<n>_code, _evidence and _until."""

    def set_up(self) -> None:
        """The rows that stand, and a few more."""
        language = get_language() or ""
        named = {row.code for rows in self.standing.file.causes.values() for row in rows}
        offered = [
            (code, cause.name.in_(language))
            for code, cause in self.standing.file.known_causes.items()
            if cause.offered or code in named
        ]
        codes = [("", pgettext_lazy("cause", "Choose what")), *offered]
        for point in self.standing.file.allegations:
            for n in range(self._rows_of(point)):
                place = {"number": point.number, "row": n + 1}
                self.fields[f"cause_{point.number}_{n}_code"] = fields.drop_down(
                    _("Point %(number)s, cause %(row)s") % place, codes, required=False
                )
                self.fields[f"cause_{point.number}_{n}_evidence"] = fields.text(
                    _("Point %(number)s, cause %(row)s: what shows it") % place, required=False, rows=2
                )
                self.fields[f"cause_{point.number}_{n}_until"] = fields.DayField(
                    label=_("Point %(number)s, cause %(row)s: look again on") % place, required=False
                )
        super().set_up()

    def _rows_of(self, point: Allegation) -> int:
        return min(MOST, len(self._stored(point)) + _FRESH)

    def _stored(self, point: Allegation) -> list[FoundCause]:
        return self.standing.file.causes.get(point.pk, [])

    def cause_values(self) -> dict[str, Any]:
        """What the rows begin with."""
        return {
            f"cause_{point.number}_{n}_{part}": getattr(row, part)
            for point in self.standing.file.allegations
            for n, row in enumerate(self._stored(point))
            for part in _PARTS
        }

    def rows_of(self, point: Allegation) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, is it in use, its fields) of each row of a point; the first is always open."""
        used = {0, *self._used(point)}
        return [
            (n + 1, n in used, [self[f"cause_{point.number}_{n}_{part}"] for part in _PARTS])
            for n in range(self._rows_of(point))
        ]

    def causes_of(self, point: Allegation) -> list[CauseGiven] | None:
        """What is named of a point, for the verb; None where that is what stands already."""
        data = self.cleaned_data
        named = [
            CauseGiven(
                code=data.get(f"cause_{point.number}_{n}_code") or "",
                evidence=self.said(f"cause_{point.number}_{n}_evidence"),
                until=data.get(f"cause_{point.number}_{n}_until"),
            )
            for n in self._used(point)
        ]
        stored = [
            CauseGiven(code=row.code, evidence=row.evidence, until=row.until) for row in self._stored(point)
        ]
        return None if named == stored else named

    def _used(self, point: Allegation) -> list[int]:
        return rows_used(self, f"cause_{point.number}", _PARTS, self._rows_of(point))

    def holder(self, place: str) -> str:
        """`causes.2.1.evidence` is the second row in use of point 2."""
        if place.startswith("causes."):
            _group, number, row, part = place.split(".")
            [point] = [each for each in self.standing.file.allegations if str(each.number) == number]
            return f"cause_{number}_{self._used(point)[int(row)]}_{part}"
        return super().holder(place)


class Causes(CauseRows):
    """The causes by themselves, before a decision or after the end."""

    step = Step.FIND_CAUSES
    verb = _("Write down the causes")
    done = _("The causes have been written down.")
    about = _(
        "Why did it come about? Name at least one cause for each point that is right, and what shows it. What the "
        "complainant did themselves is never the only one: what allowed it?"
    )
    side = Side.INTERNAL
    part = "desk/complaint/_fields_causes.html"
    overwrites = True
    calls = staticmethod(find_causes)
    needs = (needs.A_POINT,)

    def first_values(self) -> dict[str, Any]:
        """What is named already."""
        return self.cause_values()

    @property
    def points(self) -> list[tuple[Allegation, list[tuple[int, bool, list[forms.BoundField]]]]]:
        """Each point with its rows."""
        return [(point, self.rows_of(point)) for point in self.standing.file.allegations]

    def values(self) -> dict[str, Any]:
        """The points on which something changed."""
        named = {point.number: self.causes_of(point) for point in self.standing.file.allegations}
        return {"causes": {number: causes for number, causes in named.items() if causes is not None}}
