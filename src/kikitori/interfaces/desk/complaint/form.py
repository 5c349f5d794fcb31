"""What every form of a step has in common: what it is called, how its problems are said, how it is sent once.

A StepForm knows one step: the fields, what they begin with, and the verb that takes them. Errors of the verb come
back as codes per value and are said beside the field that holds the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.foundation.language.money import EXPONENT
from kikitori.interfaces.desk.complaint.fields import DayField, MoneyField, Words, how_we_heard
from kikitori.interfaces.desk.complaint.needs import Need
from kikitori.interfaces.desk.complaint.sentences import no_amount_in, problem_in
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.labels import STEP
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind

#: No promise and no offer is made for longer; a later day is a slip of the finger.
_FARTHEST = timedelta(days=731)
#: Django's own complaint about a value → ours.
_PROBLEM_OF = {
    "required": Problem.MISSING,
    "invalid_choice": Problem.UNKNOWN_WORD,
    "min_value": Problem.OUT_OF_RANGE,
    "max_value": Problem.OUT_OF_RANGE,
    "max_length": Problem.TOO_LONG,
    "null_characters_not_allowed": Problem.NOT_STORABLE,
}


class Side(StrEnum):
    """Who will read what is typed; decided before writing and shown by colour, icon and word."""

    PUBLIC = "public"
    #: By the complainant, on their page alone: nothing is sent.
    SHOWN = "shown"
    INTERNAL = "internal"
    SPOKEN = "spoken"


class StepForm(forms.Form):
    """One step as a form. Subclasses set the words and say which verb; fields bear the names of its values."""

    default_renderer = LookRenderer
    #: Templates read the words off the class; they must not try to make a form of it.
    do_not_call_in_templates: ClassVar[bool] = True
    step: ClassVar[Step]
    #: What the page is called, what its button says will happen, what the person should know before.
    title: ClassVar[Words]
    verb: ClassVar[Words]
    about: ClassVar[Words] = ""
    side: ClassVar[Side] = Side.INTERNAL
    #: Whose words are written down; the complainant's, where nothing else is said.
    spoken: ClassVar[Words] = ""
    #: Said afterwards, on the page one comes back to.
    done: ClassVar[Words]
    danger: ClassVar[bool] = False
    #: Does a file come with what is typed?
    has_files: ClassVar[bool] = False
    #: The page, and the part of it that draws the fields.
    page: ClassVar[str] = "desk/complaint/step.html"
    part: ClassVar[str] = "desk/complaint/_fields.html"
    #: The verb; called with actor, complaint, now and `values()`.
    calls: ClassVar[Callable[..., object]]
    #: The letter this step sends, for a look at it beforehand.
    sends: ClassVar[LetterKind | None] = None
    #: Fields whose values that letter repeats: before they are typed there is nothing to look at.
    says: ClassVar[tuple[str, ...]] = ()
    #: What the facts must allow.
    needs: ClassVar[tuple[Need, ...]] = ()
    #: Fields whose first value may come with the address („this remedy“); never a text.
    from_address: ClassVar[frozenset[str]] = frozenset()
    #: Fields that only save typing: they say nothing of their own.
    shorthand: ClassVar[frozenset[str]] = frozenset()
    #: The verb compares versions, so that nobody overwrites what they have not read.
    overwrites: ClassVar[bool] = False
    #: The verb refuses what somebody else has meanwhile said to the same person.
    can_cross: ClassVar[bool] = False

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_event = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init_subclass__(cls) -> None:
        """Called as the step is, unless it says otherwise."""
        super().__init_subclass__()
        if "step" in cls.__dict__ and "title" not in cls.__dict__:
            cls.title = STEP[cls.step]

    def __init__(
        self,
        standing: Standing,
        data: QueryDict | Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """`given`: what came with the address; only values of `from_address` are taken."""
        super().__init__(data, label_suffix="", auto_id="id_%s")
        self.standing = standing
        self.asked = {name: value for name, value in (given or {}).items() if name in self.from_address}
        self.set_up()
        # Like the constructor of any form, but `set_up` may have added fields.
        self.initial = {**self.first_values(), **self.asked}
        self._say_what_is_missing()
        self._keep_drafts()

    # ── for subclasses ──

    def set_up(self) -> None:
        """Add the fields that depend on the complaint."""

    def first_values(self) -> dict[str, Any]:
        """What the fields begin with: what stands now."""
        return {}

    def values(self) -> dict[str, Any]:
        """What was typed, by the names the verb has for it."""
        return {field.name: self.cleaned_data[field.name] for field in self.visible}

    def letter_values(self) -> dict[str, Any] | None:
        """What the letter says beside the standing facts; None while that has not been typed yet."""
        if self.says and not self.is_bound:
            return None
        typed = {name: self.cleaned_data[name] for name in self.says}
        return {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}

    def leaves_something_owed(self) -> bool:
        """Will there be something to do for the complainant after this step?"""
        return bool(self.standing.file.remedies_owed)

    @property
    def pauses(self) -> bool:
        """Is there something its sender should see before the step is taken?"""
        return False

    def said_meanwhile(self) -> dict[str, str]:
        """Field → what others have said since in its place, to be shown beside what was typed."""
        return {}

    def holder(self, place: str) -> str:
        """The field that holds the value the verb calls `place`."""
        return place

    def take_in(self, sent: MultiValueDict[str, Any]) -> None:
        """Keep files that came with what was typed, before anything is asked of it. Most forms have none."""

    @property
    def afterwards(self) -> Words:
        """What is said once it has been taken."""
        return type(self).done

    # ── shared ──

    def take(self, seen_version: int | None) -> None:
        """Call the verb with what was typed. Raises what the verb raises."""
        at = self.standing
        ground = {"seen_version": seen_version} if self.overwrites else {}
        type(self).calls(at.actor, at.complaint, now=at.now, **self.values(), **ground)

    @property
    def visible(self) -> list[forms.BoundField]:
        """The fields a person sees, in order."""
        return list(self.visible_fields())

    def said(self, name: str) -> str:
        """A cleaned text; empty where nothing was typed."""
        return str(self.cleaned_data.get(name) or "")

    def clean(self) -> dict[str, Any]:
        """Days beyond any promise are slips of the finger."""
        farthest = self.standing.today + _FARTHEST
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, DayField) and isinstance(value, date) and value > farthest:
                self.add_error(name, problem_in(Problem.OUT_OF_RANGE, self.fields[name].label or ""))
        return self.cleaned_data

    def add_problems(self, problems: Mapping[str, Problem]) -> None:
        """Say the verb's problems beside the fields that hold the values."""
        for place, problem in problems.items():
            name = self.holder(place)
            if name in self.fields:
                self.add_error(name, problem_in(problem, self.fields[name].label or ""))
            else:
                self.add_error(None, problem_in(problem, ""))

    def _say_what_is_missing(self) -> None:
        for name, field in self.fields.items():
            label = field.label or name
            field.error_messages = {
                **field.error_messages,
                **{code: problem_in(problem, label) for code, problem in _PROBLEM_OF.items()},
                "invalid": _invalid(field, label),
            }

    def _keep_drafts(self) -> None:
        """Texts are kept in the tab while they are being written (look's desk.js)."""
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["data-keep"] = f"{self.standing.complaint.pk}-{self.step}-{name}"


class WrittenDown(StepForm):
    """What the complainant told us by some road, written down for them; they can read it."""

    about = _("You write this down for the complainant, who can read it.")
    side = Side.SPOKEN

    how = how_we_heard()


def _invalid(field: forms.Field, label: Words) -> Words:
    if isinstance(field, MoneyField) and EXPONENT[field.currency]:
        return no_amount_in(label)
    if isinstance(field, forms.IntegerField | MoneyField):
        return problem_in(Problem.NOT_A_NUMBER, label)
    if isinstance(field, forms.DateField | forms.TimeField):
        return _("“%(field)s” could not be read. Please write it like the example your browser shows.") % {
            "field": label
        }
    return problem_in(Problem.UNKNOWN_WORD, label)


def rows_used(form: StepForm, name: str, parts: Iterable[str], most: int) -> list[int]:
    """Numbers of the rows `name_<n>_<part>` in which something was typed."""
    return [
        n for n in range(most) if any(str(form[f"{name}_{n}_{part}"].value() or "").strip() for part in parts)
    ]
