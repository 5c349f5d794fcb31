"""Assess: how grave, is anybody in danger, what exactly is alleged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.errors import Problem
from kikitori.casework.receive import suspected_dangers
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm, rows_used
from kikitori.interfaces.desk.complaint.sentences import problem_in
from kikitori.records.complaints.labels import CONFIDENTIALITY, SEVERITY, SUBJECT
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import CHOSEN_BY_HAND, Confidentiality, Severity, Subject
from kikitori.records.triage.labels import ANSWER, SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion

_MEANING = {
    Severity.S1: _("Somebody was hurt or is in danger, or the law asks us to report it. At once."),
    Severity.S2: _(
        "Serious loss of money or rights, discrimination, a child, a leak of personal data. Today."
    ),
    Severity.S3: _("Harm or trouble that an ordinary answer in time can put right."),
    Severity.S4: _("A small thing, or a wish. It is answered all the same."),
}
_SECRECY = {
    Confidentiality.ORDINARY: _("Everybody who handles complaints may read it."),
    Confidentiality.RESTRICTED: _("Only the person in whose hands it is, leads and auditors can open it."),
}
_PARTS = {
    "text": _("Point %(number)s: what is alleged"),
    "expected": _("Point %(number)s: what the person expected"),
    "actual": _("Point %(number)s: what they got"),
}
_SPARE = 3


class Assess(StepForm):
    """The initial assessment, and any later one: each replaces the one before."""

    step = Step.ASSESS
    verb = _("Keep the assessment")
    done = _("The assessment has been kept.")
    about = _(
        "Of the assessment the complainant reads the points alone. "
        "“Yes” to a safety question raises the severity."
    )
    part = "desk/complaint/_fields_assess.html"
    overwrites = True
    calls = staticmethod(assess_complaint)
    shorthand = frozenset({"rest_no"})

    severity = fields.choice(_("Severity"), [(s.value, SEVERITY[s]) for s in Severity], helps=_MEANING)
    title_line = fields.line(_("In one line, for lists"), required=False)
    subject = fields.drop_down(_("What it is about"), [(s.value, SUBJECT[s]) for s in Subject])
    heated = forms.BooleanField(
        label=_("The person is very upset"),
        help_text=_("Raises the urgency by one, never the severity."),
        required=False,
    )
    confidentiality = fields.choice(
        _("Who may read it"), [(c.value, CONFIDENTIALITY[c]) for c in CHOSEN_BY_HAND], helps=_SECRECY
    )
    rest_no = forms.BooleanField(label=_("“No” to every question left open"), required=False)
    note = fields.text(_("Remark for colleagues"), required=False, rows=3)

    def set_up(self) -> None:
        """A radio per safety question; a row per allegation, and a few to spare."""
        answers = [(a.value, ANSWER[a]) for a in Answer]
        for question in SafetyQuestion:
            self.fields[f"safety_{question}"] = fields.choice(
                SAFETY_QUESTION[question], answers, required=False, in_a_row=True
            )
        self.allegations = self.standing.file.allegations
        posted = [n for n in range(50) if f"allegation_{n}_text" in self.data]
        self.rows = max(len(self.allegations) + _SPARE, len(posted))
        for n in range(self.rows):
            for part, label in _PARTS.items():
                self.fields[f"allegation_{n}_{part}"] = fields.text(
                    label % {"number": n + 1}, required=False, rows=2
                )

    def first_values(self) -> dict[str, Any]:
        """The assessment as it stands."""
        row = self.standing.complaint
        values: dict[str, Any] = {
            "severity": row.severity if row.assessed_at else "",
            "title_line": row.title,
            "subject": row.subject,
            "confidentiality": row.confidentiality,
        }
        values |= {f"safety_{question}": answer for question, answer in self.standing.file.safety.items()}
        for n, point in enumerate(self.allegations):
            values |= {f"allegation_{n}_{part}": getattr(point, part) for part in _PARTS}
        return values

    @property
    def suspected(self) -> set[str]:
        """Questions which the story itself seems to answer with yes: a machine's guess, and said to be one."""
        return {f"safety_{question}" for question in suspected_dangers(self.standing.complaint.story)}

    @property
    def safety_rows(self) -> list[tuple[forms.BoundField, bool]]:
        """Each safety question, and whether the story seems to say yes."""
        return [(self[f"safety_{q}"], f"safety_{q}" in self.suspected) for q in SafetyQuestion]

    @property
    def allegation_rows(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, is it in use, its fields) of each row; the first is always open."""
        used = set(rows_used(self, "allegation", _PARTS, self.rows)) | {0}
        return [
            (n + 1, n in used, [self[f"allegation_{n}_{part}"] for part in _PARTS]) for n in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Every safety question has an answer; a point on which something was found keeps its place."""
        super().clean()
        for question in SafetyQuestion:
            name = f"safety_{question}"
            if not self.cleaned_data.get(name) and self.cleaned_data.get("rest_no"):
                self.cleaned_data[name] = Answer.NO.value
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, problem_in(Problem.MISSING, SAFETY_QUESTION[question]))
        found = [n for n, point in enumerate(self.allegations) if point.pk in self.standing.file.findings]
        for n in range(max(found, default=-1) + 1):
            if not self.said(f"allegation_{n}_text").strip():
                self.add_error(
                    f"allegation_{n}_text",
                    _("Something has been found on this point, or on one after it: it cannot be emptied."),
                )
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The assessment as it was typed."""
        data = self.cleaned_data
        self.used = rows_used(self, "allegation", _PARTS, self.rows)
        return {
            **{name: data[name] for name in ("severity", "subject", "heated", "confidentiality")},
            "safety": {question.value: data[f"safety_{question}"] for question in SafetyQuestion},
            "allegations": [
                AllegationGiven(**{part: self.said(f"allegation_{n}_{part}") for part in _PARTS})
                for n in self.used
            ],
            "title": self.said("title_line"),
            "note": self.said("note"),
        }

    def holder(self, place: str) -> str:
        """`allegations.1.text` is the second row in use."""
        if place.startswith("allegations."):
            _group, row, part = place.split(".")
            return f"allegation_{self.used[int(row)]}_{part}"
        return {"title": "title_line"}.get(place, place)
