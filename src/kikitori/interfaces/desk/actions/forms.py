"""The forms of corrective actions. They read; whether it can be taken is the verbs' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kikitori.casework.prevent.plan import PlanGiven
from kikitori.casework.prevent.raising import ActionGiven
from kikitori.casework.prevent.sight import able_to_own
from kikitori.interfaces.desk.complaint.fields import DayField, choice, drop_down, line, one_of, text
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.complaints.labels import SUBJECT
from kikitori.records.inquiry.causes import causes_with
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.models import Staff
from kikitori.records.prevention.actions import ActionCycle
from kikitori.records.prevention.labels import ACTION_KIND

_DAYS, _THRESHOLD = 90, 50


class ActionForm(CardForm):
    """A form about a corrective action, with the version it was built on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def blame(self, problems: Any) -> None:
        """What has no field of this name goes to the top."""
        super().blame({name if name in self.fields else "": problem for name, problem in problems.items()})


class RaiseForm(ActionForm):
    """What happened, and whose it is to see to it."""

    title = line(
        _("What is to change, in one line"), help_text=_("For colleagues; such as: parcels arrive broken.")
    )
    problem = text(_("What happened, and must not happen to the next person"), rows=5)
    seen_in = line(
        _("Where it was seen"),
        required=False,
        help_text=_("Where no complaint is its source: a report, an audit, a meeting."),
    )

    def __init__(self, data: Any = None, *, me: int = 0, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.fields["owner"] = owners()
        self.fields["owner"].initial = str(me)

    @property
    def given(self) -> ActionGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return ActionGiven(
            title=typed["title"], problem=typed["problem"], seen_in=typed["seen_in"], owner=typed["owner"]
        )


def owners() -> forms.TypedChoiceField:
    """Who can have it to carry out."""
    rows = {str(row.pk): row for row in able_to_own()}

    def named(row: Staff) -> str:
        return row.name

    field = one_of(_("Who carries it out"), rows.values(), named)
    if len(rows) > _FEW:
        field.widget = forms.Select(
            attrs={"class": "w-m"}, choices=[(key, named(row)) for key, row in rows.items()]
        )
    return field


#: More people than this are chosen from a list that folds.
_FEW = 6


class PlanForm(ActionForm):
    """What is done, and how it is known whether that helped."""

    plan = text(_("What is done, step by step"), rows=7)
    due_on = DayField(label=_("Done by"))
    days_before = forms.IntegerField(
        label=_("Days counted before"),
        help_text=_("The days before it is begun."),
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    days_after = forms.IntegerField(
        label=_("Days counted after"),
        help_text=_("From the day after it is done by. The day after these is the day of the check."),
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    threshold = forms.IntegerField(
        label=_("At most so many percent of the rate before"),
        help_text=_("50: at least halved. More than this, and it begins anew by itself."),
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = line(
        _("Counted over something beside days"),
        required=False,
        help_text=_("Orders, members, journeys: you enter their numbers before the check. Empty: days."),
        css="w-m",
    )

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.fields["kind"] = drop_down(_("What kind of change"), [("", "–"), *ACTION_KIND.items()])
        self.fields["causes"] = causes_field(_("Complaints with these causes are counted"), required=False)
        self.fields["subject"] = drop_down(
            _("Only of this subject"), [("", _("Any subject")), *SUBJECT.items()], required=False
        )
        self.order_fields(
            [
                *("seen", "kind", "plan", "due_on", "causes", "subject"),
                *("days_before", "days_after", "threshold", "unit"),
            ]
        )


def plan_begun(cycle: ActionCycle) -> dict[str, Any]:
    """A plan as it stands; where nothing is written yet, with what is usual."""
    return {
        "kind": cycle.kind,
        "plan": cycle.plan,
        "due_on": cycle.due_on,
        "causes": cycle.causes or ([] if cycle.subject else cycle.roots),
        "subject": cycle.subject,
        "days_before": cycle.days_before or _DAYS,
        "days_after": cycle.days_after or _DAYS,
        "threshold": cycle.threshold or _THRESHOLD,
        "unit": cycle.unit,
    }


def plan_in(typed: dict[str, Any]) -> PlanGiven:
    """A plan as it was typed, for the verb."""
    return PlanGiven(**{name: typed[name] for name in PlanGiven.__dataclass_fields__})


def causes_field(label: Any, *, required: bool = True) -> forms.MultipleChoiceField:
    """Causes that are offered, several of them. One query."""
    language = get_language() or ""
    known = causes_with(CauseTerm.objects.all()).items()
    options = [(code, cause.name.in_(language)) for code, cause in known if cause.offered]
    return forms.MultipleChoiceField(label=label, choices=options, required=required, widget=ManyChoices())


class WhyForm(ActionForm):
    """A reason."""

    reason = text(_("Why"), rows=4)


class DoneForm(ActionForm):
    """What was done."""

    how = text(_("What was done"), rows=5)


class OwnerForm(ActionForm):
    """Somebody else."""

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.fields["owner"] = owners()


class ExposureForm(ActionForm):
    """Numbers over which is counted."""

    before = forms.IntegerField(
        label=_("In the days before"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    after = forms.IntegerField(
        label=_("In the days after"),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )


class JudgeForm(ActionForm):
    """What people say where the numbers cannot."""

    helped = choice(
        _("Did it help?"), [("yes", _("It helped")), ("no", _("It did not help enough"))], in_a_row=True
    )
    reason = text(_("What shows it"), rows=4)


class SourceForm(ActionForm):
    """The number of a complaint it comes from, too."""

    reference = line(_("Number of the complaint"), css="w-m")
