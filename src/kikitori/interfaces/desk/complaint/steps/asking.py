"""What complainants ask for beside the matter itself: written down for them, and answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.bar import name_unwanted
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, WrittenDown
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.labels import PETITION_KIND
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

_YES, _NO = "yes", "no"


def _write_down(
    actor: Actor,
    complaint: Complaint,
    *,
    kind: str,
    point: str,
    language: str,
    words: str,
    how: str,
    now: datetime,
) -> Petition:
    """As it was typed; what belongs to another kind is left out."""
    about = PetitionKind(kind)
    given = PetitionGiven(
        kind=kind,
        words=words,
        point=int(point) if point and about is PetitionKind.SUMMARY else None,
        language=language if about is PetitionKind.HELP else "",
    )
    return petition(actor, complaint, given, how=how, now=now)


class WritePetition(WrittenDown):
    """They ask for something on the phone, at the counter, by letter."""

    step = Step.PETITION
    title = _("The complainant asks for something")
    verb = _("Write down what they ask for")
    done = _("Written down. It is promised to be answered by the day that stands on the page.")
    about = _("What makes it easier for them, and their language, are heeded from now on.")
    calls = staticmethod(_write_down)

    def set_up(self) -> None:
        """What, and for a correction, which point."""
        kinds = [(kind.value, PETITION_KIND[kind]) for kind in (PetitionKind.HELP, PetitionKind.SUMMARY)]
        points = [
            (str(row.number), f"{row.number}. {one_line(row.text, 80)}")
            for row in self.standing.file.allegations
        ]
        self.fields["kind"] = fields.choice(_("What do they ask for?"), kinds)
        self.fields["point"] = fields.drop_down(
            _("Which point is not right?"), [("", _("Something else, or a point is missing")), *points]
        )
        self.fields["point"].required = False
        here = [("", _("As before")), *settings.LANGUAGES]
        self.fields["language"] = fields.drop_down(_("Which language should our letters have?"), here)
        self.fields["language"].required = False
        self.fields["words"] = fields.text(_("In their words"), required=False, rows=4)
        self.order_fields(["kind", "point", "language", "words", "how"])

    def first_values(self) -> dict[str, Any]:
        """Help is asked for most often."""
        return {"kind": PetitionKind.HELP.value}


def _answer(
    actor: Actor,
    complaint: Complaint,
    *,
    petition: Petition,
    granted: str,
    words: str,
    now: datetime,
    text: str = "",
) -> None:
    answer_petition(
        actor, complaint, petition=petition, granted=granted == _YES, words=words, text=text, now=now
    )


class NameUnwanted(WrittenDown):
    """They name somebody who should not handle it; from now on leads alone see that."""

    step = Step.CONFIDE
    title = _("The complainant names somebody who should not handle it")
    verb = _("Write it down for leads alone")
    done = _("Written down. Leads whom it does not speak of have been told.")
    about = _("Only leads whom it does not speak of will see this. You will not see it any more either.")
    calls = staticmethod(name_unwanted)

    def set_up(self) -> None:
        """By name, or whoever has it now."""
        self.fields["handler"] = forms.BooleanField(label=_("Whoever has it in hand now"), required=False)
        self.fields["words"] = fields.text(
            _("Whom they name, and why, in their words"), required=False, rows=4
        )
        self.order_fields(["handler", "words", "how"])


class AnswerPetition(StepForm):
    """Done as asked, or not and why; the complainant reads it."""

    step = Step.ANSWER_PETITION
    verb = _("Send the answer")
    done = _("Answered. The complainant has it.")
    about = _(
        "The complainant reads your words. A point that is changed keeps its first reading on the timeline."
    )
    side = Side.PUBLIC
    calls = staticmethod(_answer)
    sends = LetterKind.PETITION
    says = ("words",)
    needs = (needs.AN_OPEN_PETITION,)
    from_address = frozenset({"petition"})

    def set_up(self) -> None:
        """One choice for each that is open; a new reading where a point is not right."""
        rows = self.standing.file.open_petitions
        self.fields["petition"] = fields.one_of(_("What was asked for"), rows, in_a_line)
        answers = [(_YES, _("Done as asked")), (_NO, _("Not done; the reason stands below"))]
        self.fields["granted"] = fields.choice(_("What came of it"), answers, in_a_row=True)
        if any(row.kind == PetitionKind.SUMMARY.value for row in rows):
            self.fields["text"] = fields.text(
                _("How the point reads from now on"),
                help_text=_("For a correction that you accept. Otherwise it is left out."),
                required=False,
                rows=3,
            )
        self.fields["words"] = fields.text(_("What the complainant is told"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The oldest; its point as it reads now."""
        rows = self.standing.file.open_petitions
        chosen = next((row for row in rows if str(row.pk) == self.asked.get("petition")), None)
        row = chosen or next(iter(rows), None)
        number = row.chosen.get("point") if row is not None else None
        point = next((each for each in self.standing.file.allegations if each.number == number), None)
        return {"petition": row.pk if row else "", "text": point.text if point else ""}

    def letter_values(self) -> dict[str, Any] | None:
        """Their words and ours, once typed."""
        said = super().letter_values()
        row = self.cleaned_data.get("petition") if said else None
        if said is None or row is None:
            return None
        granted = self.cleaned_data.get("granted") == _YES
        return {"granted": granted, "about": row.kind, "asked": row.asked, "answer": said["words"]}


def in_a_line(row: Petition) -> str:
    """What was asked for, in one line."""
    parts = {"kind": PETITION_KIND[PetitionKind(row.kind)], "words": one_line(row.asked_here, 100)}
    if "point" in row.chosen:
        parts["kind"] = gettext("%(kind)s (point %(number)s)") % {**parts, "number": row.chosen["point"]}
    return gettext("%(kind)s: %(words)s") % parts if parts["words"] else str(parts["kind"])
