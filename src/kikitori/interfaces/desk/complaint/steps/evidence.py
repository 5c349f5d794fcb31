"""Evidence: taken in with its number and digest, and what has happened to it since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid
from kikitori.casework.filed_with_note import FileNotKept
from kikitori.casework.take_evidence import EvidenceGiven, note_custody, take_evidence
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.uploads import files_given, refused_in_words
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation
from kikitori.records.inquiry.labels import BEARING, CUSTODY_KIND, EVIDENCE_KIND
from kikitori.records.inquiry.terms import BY_HAND, Bearing, EvidenceKind

#: Files offered to choose from: a complaint with more has its newest here.
_MOST_FILES = 60


class TakeEvidence(StepForm):
    """A file that lies here already, a new one, or a thing kept somewhere."""

    step = Step.TAKE_EVIDENCE
    verb = _("Take it in")
    done = _("The evidence has been taken in. From now on its custody is kept.")
    about = _(
        "It gets a number (E-1, E-2 …) that reasons can name, and a file its SHA-256. Nothing here can be changed or "
        "removed later; what does not hold is withdrawn with its reason. For colleagues only."
    )
    part = "desk/complaint/_fields_evidence.html"
    has_files = True
    calls = staticmethod(take_evidence)
    sent: FileGiven | None = None

    def set_up(self) -> None:
        """What it is, where it is from, where it lies, on which points it bears."""
        kinds = [(word.value, EVIDENCE_KIND[word]) for word in EvidenceKind]
        self.fields["kind"] = fields.choice(_("What kind of evidence is it?"), kinds, in_a_row=True)
        self.fields["what"] = fields.text(
            _("What it is, in words"),
            rows=3,
            help_text=_("Of a statement: what was said, in their own words."),
        )
        self.fields["source"] = fields.line(
            _("Where it came from"),
            help_text=_("For example: the complainant, the delivery company, our own log."),
        )
        self.fields["got_on"] = fields.DayField(label=_("When we got it"))
        files = [("", pgettext_lazy("evidence", "None of these")), *self._files()]
        self.fields["there"] = fields.drop_down(_("A file that is here already"), files, required=False)
        self.fields["place"] = fields.line(
            _("Where the thing is kept"),
            required=False,
            help_text=_("For what is no file: a shelf, a safe, a system."),
        )
        bearings = [("", pgettext_lazy("evidence", "Says nothing about it"))] + [
            (word.value, BEARING[word]) for word in Bearing
        ]
        for point in self.standing.file.allegations:
            self.fields[f"bears_{point.number}"] = fields.drop_down(
                _("Point %(number)s") % {"number": point.number}, bearings, required=False
            )

    def _files(self) -> Iterator[tuple[str, str]]:
        """What lies with the complaint for good, the newest first: files of ours, and what came with mails."""
        file = self.standing.file
        kept = [row for row in file.files if row.draft_id is None and row.pending_id is None]
        came = [row for rows in file.enclosed.values() for row in rows]
        named = [(f"e{row.pk}", row.name or f"{row.pk}") for row in reversed(kept)]
        named += [(f"a{row.pk}", row.name or f"{row.number}") for row in reversed(came)]
        yield from named[:_MOST_FILES]

    def first_values(self) -> dict[str, Any]:
        """Mostly it has just come."""
        return {"got_on": self.standing.today}

    def take_in(self, sent: MultiValueDict[str, Any]) -> None:
        """One file at a time: each has its own number."""
        self.sent = next(iter(files_given(sent)), None)

    @property
    def before_points(self) -> list[forms.BoundField]:
        """What it is, and where it is from."""
        return [self[name] for name in ("kind", "what", "source", "got_on")]

    @property
    def whereabouts(self) -> list[forms.BoundField]:
        """Where it lies, beside the new file."""
        return [self["there"], self["place"]]

    @property
    def points(self) -> list[tuple[Allegation, forms.BoundField]]:
        """Each point with how it bears on it."""
        return [(point, self[f"bears_{point.number}"]) for point in self.standing.file.allegations]

    def values(self) -> dict[str, Any]:
        """One piece of evidence."""
        data = self.cleaned_data
        there = data.get("there") or ""
        number = int(there[1:]) if there else None
        return {
            "given": EvidenceGiven(
                kind=data["kind"],
                what=self.said("what"),
                source=self.said("source"),
                got_on=data["got_on"],
                place=self.said("place"),
                file=self.sent,
                enclosure=number if there.startswith("e") else None,
                attachment=number if there.startswith("a") else None,
                bearings={
                    point.number: word
                    for point in self.standing.file.allegations
                    if (word := data.get(f"bears_{point.number}"))
                },
            )
        }

    def take(self, seen_version: int | None) -> None:
        """A file that cannot be kept is named, with its reason."""
        try:
            super().take(seen_version)
        except FileNotKept as refused:
            for words in refused_in_words([(refused.name, refused.flaw)]):
                self.add_error(None, words)
            raise Invalid({}) from refused

    def holder(self, place: str) -> str:
        """`bearings.2` is the field of point 2; two files at once are said at the first."""
        if place.startswith("bearings."):
            return f"bears_{place.removeprefix('bearings.')}"
        return "there" if place == "file" else place


class NoteCustody(StepForm):
    """What has happened to a piece of evidence."""

    step = Step.NOTE_CUSTODY
    verb = _("Add this line")
    done = _("The custody has been written down.")
    about = _(
        "Lines are only ever added. What was withdrawn can be cited by no finding any more, and stays to be read."
    )
    needs = (needs.EVIDENCE_IN_CUSTODY,)
    from_address = frozenset({"evidence"})
    calls = staticmethod(note_custody)

    def set_up(self) -> None:
        """Which one, what, to whom or where, when."""
        kept = {str(each.row.pk): each for each in self.standing.file.investigation.kept}
        self.fields["evidence"] = fields.one_of(
            _("Which evidence"), [each.row for each in kept.values()], lambda row: kept[str(row.pk)].line
        )
        kinds = [(word.value, CUSTODY_KIND[word]) for word in BY_HAND]
        self.fields["kind"] = fields.choice(_("What happened"), kinds)
        self.fields["whom"] = fields.line(_("To whom, by whom, or where to"), required=False)
        self.fields["happened_on"] = fields.DayField(label=_("On which day"))
        self.fields["note"] = fields.text(
            _("What is to be known of it"),
            required=False,
            rows=3,
            help_text=_("Needed where it is destroyed or withdrawn: the reason."),
        )

    def first_values(self) -> dict[str, Any]:
        """Today; the newest one."""
        kept = self.standing.file.investigation.kept
        return {"happened_on": self.standing.today, **({"evidence": str(kept[-1].row.pk)} if kept else {})}
