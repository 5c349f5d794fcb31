"""What goes along with a referral, as boxes to be ticked: all of them empty at first but for the summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.sharing import SharedGiven, files_to_share, words_to_share
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.complaints.terms import PartyRole

_LINE = 60
#: So many of the newest words are offered; older ones can be quoted in the summary.
_MOST = 50
_SINGLE = (
    ("wish", _("What they would like to happen")),
    ("story", _("What they told us at the beginning, whole")),
    ("name", _("Name of the complainant")),
    ("contact", _("Where they can be reached")),
)


def add_sharing(form: StepForm) -> None:
    """The summary, then each thing that could go along. Two queries."""
    complaint = form.standing.complaint
    form.fields["summary"] = fields.text(
        _("Summary for whoever gets it"),
        help_text=_(
            "As much as they need to help, and no more. Names and details that they do not need stay here."
        ),
        rows=5,
    )
    points = [
        (str(point.number), f"{point.number}. {one_line(point.text, _LINE)}")
        for point in form.standing.file.allegations
    ]
    words = [(str(row.pk), _word(row)) for row in words_to_share(complaint).order_by("-pk")[:_MOST]]
    files = [(str(row.pk), row.name or f"{row.pk}") for row in files_to_share(complaint)]
    for name, label, options in (
        ("points", _("Points that go along"), points),
        ("words", _("Messages that go along"), words),
        ("files", _("Files that go along"), files),
        ("others", _("What else goes along"), _others(form)),
    ):
        if options:
            form.fields[name] = forms.MultipleChoiceField(
                label=label, choices=options, required=False, widget=ManyChoices()
            )


def shared_of(typed: Mapping[str, Any]) -> SharedGiven:
    """What was chosen, as the verb takes it."""
    others = set(typed.get("others", ()))
    return SharedGiven(
        summary=typed.get("summary") or "",
        points=[int(each) for each in typed.get("points", ())],
        words=[int(each) for each in typed.get("words", ())],
        files=[int(each) for each in typed.get("files", ())],
        **{name: name in others for name, _label in _SINGLE},
    )


def holder_of(place: str) -> str:
    """The field in which this thing is chosen."""
    return "others" if place in dict(_SINGLE) else place


def _others(form: StepForm) -> list[tuple[str, Any]]:
    """What there is of it: nobody is asked to pass on a name that is not known."""
    at = form.standing
    named = [row for row in at.file.roads if row.role == PartyRole.COMPLAINANT.value and row.person.name]
    there = {
        "wish": bool(at.complaint.desired_outcome.strip()),
        "story": bool(at.complaint.story.strip()),
        "name": bool(named) and not at.complaint.anonymous,
        "contact": bool(at.file.addressee.address),
    }
    return [(name, label) for name, label in _SINGLE if there[name]]


def _word(row: Any) -> str:
    who = gettext("Complainant") if row.from_complainant else gettext("We")
    return gettext("%(whom)s: %(question)s") % {"whom": who, "question": one_line(row.body, _LINE)}
