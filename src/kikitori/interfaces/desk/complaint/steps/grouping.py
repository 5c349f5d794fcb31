"""What belongs together, and what does not: links, splitting, mass complaints; each with the step that undoes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.link import link_complaints, unlink_complaints
from kikitori.casework.mass_children import join_chosen, leave_mass
from kikitori.casework.split import PartGiven, regroup_complaint, split_complaint
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.bound import Tie
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.steps.misfiled import OtherComplaintForm, other_complaint
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.labels import LINK
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import LinkKind

_LINE = 60
#: So many of the newest mass complaints are offered; to older ones children are added from their own page.
_MOST = 100
#: Splitting alone makes the other one.
_CHOSEN = tuple(kind for kind in LinkKind if kind is not LinkKind.SPLIT_FROM)


class MakeLink(OtherComplaintForm):
    """This one has to do with that one."""

    step = Step.LINK
    verb = _("Link them")
    done = _("Both are linked. The link stands on both pages.")
    about = _("Nothing changes in either complaint, and no complainant is told.")
    calls = staticmethod(link_complaints)
    from_address = frozenset({"to"})

    to = other_complaint()
    kind = fields.choice(_("The other one is"), [(each.value, LINK[each]) for each in _CHOSEN])
    reason = fields.text(_("Why, for colleagues"), required=False, rows=2)


class TakeLinkAway(StepForm):
    """The link was a mistake, or says nothing any more."""

    step = Step.UNLINK
    verb = _("Take it away")
    done = _("The link has been taken away. Linking them again undoes it.")
    calls = staticmethod(unlink_complaints)
    needs = (needs.A_LINK,)
    from_address = frozenset({"link"})

    def set_up(self) -> None:
        """One choice for each link whose other end the reader sees."""
        ties = self.standing.bound.links
        options = [(str(tie.link), _called(tie)) for tie in ties]
        self.fields["link"] = fields.choice(_("Which link"), options, coerce=int)
        self.fields["reason"] = fields.text(_("Why, for colleagues"), required=False, rows=2)

    def first_values(self) -> dict[str, Any]:
        """The only one, where there is but one."""
        ties = self.standing.bound.links
        return {"link": ties[0].link} if len(ties) == 1 else {}


class Split(StepForm):
    """It holds two matters."""

    step = Step.SPLIT
    verb = _("Make it a complaint of its own")
    done = _("It is a complaint of its own now, and waits for its receipt to be confirmed.")
    about = _(
        "It gets its own number, and dates counted from when this part reached us. "
        "The complainant reads under which number it is treated. "
        "It can be put back together until something is offered."
    )
    calls = staticmethod(split_complaint)

    def set_up(self) -> None:
        """A title; words of the story that are about it; words and points that move."""
        file = self.standing.file
        self.fields["title"] = fields.line(_("What this part is about, in one line"))
        self.fields["text"] = fields.text(
            _("What they wrote about it, quoted from the story"),
            help_text=_("It stays in the story of this complaint too."),
            required=False,
            rows=5,
        )
        words = [
            (str(word.pk), one_line(word.beginning, _LINE) or "–") for word in file.words if word.is_theirs
        ]
        points = [
            (str(point.pk), f"{point.number}. {one_line(point.text, _LINE)}")
            for point in file.allegations
            if point.pk not in file.findings
        ]
        if words:
            self.fields["messages"] = _several(_("Words that move there, with their mails and files"), words)
        if points:
            self.fields["allegations"] = _several(_("Points that move there"), points)
        self.fields["reason"] = fields.text(_("Why, for colleagues"), required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """The part as the verb takes it; the form's token makes it once."""
        typed = self.cleaned_data
        part = PartGiven(
            title=self.said("title"),
            text=self.said("text"),
            messages=[int(each) for each in typed.get("messages", ())],
            allegations=[int(each) for each in typed.get("allegations", ())],
        )
        return {"part": part, "token": typed["token"], "reason": self.said("reason")}


class Regroup(StepForm):
    """The splitting was a mistake."""

    step = Step.REGROUP
    verb = _("Put it back together")
    done = _("It is one complaint again. This number leads there.")
    about = _("Words, points and open promises go back to the complaint it was split from.")
    calls = staticmethod(regroup_complaint)
    needs = (needs.A_WHOLE,)

    reason = fields.text(_("Why, for colleagues"), required=False, rows=2)


class JoinMass(StepForm):
    """It has a cause in common with others."""

    step = Step.JOIN_MASS
    verb = _("Add it")
    done = _("It belongs to the mass complaint now. It keeps its own dates, letters and decision.")
    about = _("The complainant does not learn who the others are.")
    calls = staticmethod(join_chosen)
    needs = (needs.NO_MASS,)

    def set_up(self) -> None:
        """One that is there, or the title of a new one."""
        rows = masses_seen_by(self.standing.actor).order_by("-begun_at", "-pk")[:_MOST]
        self.masses = {str(row.pk): row for row in rows}
        if self.masses:
            options = [("", _("A new one")), *((key, row.title) for key, row in self.masses.items())]
            self.fields["mass"] = fields.drop_down(_("Mass complaint"), options, required=False)
        self.fields["title"] = fields.line(_("What the new one is called"), required=False)
        self.fields["reason"] = fields.text(_("Why, for colleagues"), required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """The verb takes the row."""
        chosen = self.masses.get(self.cleaned_data.get("mass") or "")
        return {"mass": chosen, "title": self.said("title"), "reason": self.said("reason")}


class LeaveMass(StepForm):
    """It turns out to be another matter, or is decided by itself."""

    step = Step.LEAVE_MASS
    verb = _("Take it out")
    done = _("It goes its own way. Adding it again undoes it.")
    about = _("What was sent to it with the others has been sent, and stays.")
    calls = staticmethod(leave_mass)
    needs = (needs.A_MASS,)

    reason = fields.text(_("Why, for colleagues"), required=False, rows=2)


def _several(label: fields.Words, options: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=options, required=False, widget=ManyChoices())


def _called(tie: Tie) -> str:
    return f"{tie.label}: {tie.other.reference} {one_line(tie.other.title, _LINE)}"
