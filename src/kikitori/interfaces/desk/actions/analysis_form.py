"""The form of an analysis: as many lines as five whys or the bones of a fish want, each with what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kikitori.casework.prevent.analyse import AnalysisGiven, AnalysisLine
from kikitori.interfaces.desk.actions.forms import ActionForm, causes_field
from kikitori.interfaces.desk.complaint.fields import line
from kikitori.records.prevention.actions import ActionCycle, FishboneHead
from kikitori.records.prevention.bones import Head, heads_with, to_draw
from kikitori.records.prevention.terms import Method

#: Lines that are offered: whys, and causes on each bone.
WHYS, ON_A_BONE = 6, 3


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the form: its two fields, and on which bone."""

    says: forms.BoundField
    shown: forms.BoundField
    bone: str = ""


class AnalysisForm(ActionForm):
    """What was typed, line by line. Empty lines are no lines."""

    def __init__(self, method: Method, data: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.method = method
        self.heads = _heads(data or initial) if method is Method.FISHBONE else {}
        for name, label in self._names():
            self.fields[f"says_{name}"] = line(label, required=False)
            self.fields[f"shown_{name}"] = line(_("What shows it"), required=False)
        self.fields["roots"] = causes_field(_("So the causes are"), required=False)

    def _names(self) -> Iterator[tuple[str, Any]]:
        if self.method is Method.FIVE_WHYS:
            for number in range(WHYS):
                yield f"{number}", _("Why? Because …")
            return
        for code in self.heads:
            for number in range(ON_A_BONE):
                yield f"{code}_{number}", _("Cause")

    @classmethod
    def of(cls, method: Method, cycle: ActionCycle, seen: int) -> AnalysisForm:
        """As it stands, if it was written by this method."""
        initial: dict[str, Any] = {"seen": seen, "roots": cycle.roots}
        if cycle.method == method.value:
            on_bone: dict[str, int] = {}
            for place, row in enumerate(cycle.analysis):
                name = f"{place}"
                if "bone" in row:
                    on_bone[row["bone"]] = number = on_bone.get(row["bone"], -1) + 1
                    name = f"{row['bone']}_{number}"
                initial |= {f"says_{name}": row["says"], f"shown_{name}": row["shown"]}
        return cls(method, **initial)

    @property
    def groups(self) -> list[tuple[str, list[Place]]]:
        """Lines under their heads: one head for the whys, one for each bone."""
        language = get_language() or ""
        if self.method is Method.FIVE_WHYS:
            return [("", [self._place(name) for name, _label in self._names()])]
        return [
            (head.name.in_(language), [self._place(f"{code}_{n}", code) for n in range(ON_A_BONE)])
            for code, head in self.heads.items()
        ]

    def _place(self, name: str, bone: str = "") -> Place:
        return Place(self[f"says_{name}"], self[f"shown_{name}"], bone)

    @property
    def _written(self) -> list[tuple[str, AnalysisLine]]:
        """Lines in which something stands, with the names of their fields."""
        typed, found = self.cleaned_data, []
        for name, _label in self._names():
            says, shown = typed.get(f"says_{name}", ""), typed.get(f"shown_{name}", "")
            if says.strip() or shown.strip():
                bone = name.rpartition("_")[0]
                found.append((name, AnalysisLine(says=says, shown=shown, bone=bone)))
        return found

    @property
    def given(self) -> AnalysisGiven:
        """What was typed, for the verb."""
        lines = [row for _name, row in self._written]
        return AnalysisGiven(method=self.method.value, lines=lines, roots=self.cleaned_data["roots"])

    def blame(self, problems: Any) -> None:
        """Lines are counted by the verb without the empty ones."""
        names = [name for name, _row in self._written] or [next(self._names())[0]]
        found = {}
        for place, problem in problems.items():
            head, _dot, rest = place.partition(".")
            number, _dot, part = rest.partition(".")
            if head == "lines" and int(number) < len(names):
                found[f"{'shown' if part == 'shown' else 'says'}_{names[int(number)]}"] = problem
            else:
                found[place] = problem
        super().blame(found)


def _heads(written: Mapping[str, Any]) -> dict[str, Head]:
    """Those that are offered, and those out of use under which something was written. One query."""
    known = heads_with(FishboneHead.objects.all())
    used = {
        code
        for code in known
        for n in range(ON_A_BONE)
        if written.get(f"says_{code}_{n}") or written.get(f"shown_{code}_{n}")
    }
    return to_draw(known, used)
