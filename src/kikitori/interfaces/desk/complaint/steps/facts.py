"""What was found out, apart from what somebody thinks of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.steps.inquiry import asked_line
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.inquiry.labels import NATURE
from kikitori.records.inquiry.terms import Nature


class NoteFact(StepForm):
    """One fact with what shows it, or one opinion with whose it is."""

    step = Step.NOTE_FACT
    verb = _("Write it down")
    done = _("It has been written down.")
    about = _(
        "Write facts as facts, and what you think of them as an opinion: where somebody asks to see their file, "
        "both may be read. For colleagues only."
    )
    calls = staticmethod(note_fact)
    from_address = frozenset({"instead_of", "point"})

    def set_up(self) -> None:
        """What, about which point, from where."""
        file = self.standing.file
        natures = [(word.value, NATURE[word]) for word in Nature]
        helps = {
            Nature.FACT.value: _("What was seen, said or recorded; anybody could look it up."),
            Nature.OPINION.value: _("What somebody concludes from it."),
        }
        self.fields["nature"] = fields.choice(_("What do you write down?"), natures, helps=helps)
        self.fields["text"] = fields.text(_("In words"), rows=4)
        points: list[tuple[str, Any]] = [("", pgettext_lazy("plan", "All points"))] + [
            (str(point.number), f"{point.number}. {one_line(point.text, 60)}") for point in file.allegations
        ]
        self.fields["point"] = fields.drop_down(_("About which point"), points, required=False)
        self._evidence = {f"e{each.row.pk}": each for each in file.investigation.standing}
        self._answers = {f"q{row.pk}": row for row in file.inquiries if row.answered_at is not None}
        sources: list[tuple[str, Any]] = [("", pgettext_lazy("fact", "I have seen or heard it myself"))]
        sources += [(key, each.line) for key, each in self._evidence.items()]
        sources += [(key, asked_line(row)) for key, row in self._answers.items()]
        self.fields["source"] = fields.drop_down(_("A fact: what shows it"), sources, required=False)
        self.fields["whose"] = fields.line(
            _("An opinion: whose it is"), required=False, css="w-m", help_text=_("Empty: your own.")
        )
        self._notes = {str(row.pk): row for row in file.investigation.current}
        if self._notes:
            before: list[tuple[str, Any]] = [("", pgettext_lazy("fact", "Nothing"))]
            before += [(key, one_line(row.text, 80)) for key, row in self._notes.items()]
            self.fields["instead_of"] = fields.drop_down(_("It corrects"), before, required=False)

    def first_values(self) -> dict[str, Any]:
        """Mostly a fact."""
        return {"nature": Nature.FACT.value}

    def values(self) -> dict[str, Any]:
        """One note."""
        data, source = self.cleaned_data, self.cleaned_data.get("source") or ""
        shown = self._evidence.get(source)
        return {
            "given": FactGiven(
                nature=data["nature"],
                text=self.said("text"),
                point=int(data["point"]) if data.get("point") else None,
                evidence=shown.row if shown else None,
                inquiry=self._answers.get(source),
                whose=self.said("whose"),
                instead_of=self._notes.get(data.get("instead_of") or ""),
            )
        }
