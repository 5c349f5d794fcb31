"""The form for what one is told, by which road and when. What cannot be chosen has no field, and the page says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.complaint.fields import TimeOfDayField
from kikitori.interfaces.desk.notice_meanings import NOTICE_MEANING
from kikitori.interfaces.desk.notice_times import TimesField
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.together.choices import ALWAYS, PERSONAL, Choice, Choices
from kikitori.records.together.labels import BY_MAIL, NOTICE_KIND, WHOSE
from kikitori.records.together.terms import ByMail, NoticeKind, Whose


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of notice as the page shows it. No `desk`: always told there. No `whose`: said to one in person."""

    title: str | LazyText
    meaning: str | LazyText
    desk: forms.BoundField | None
    mail: forms.BoundField
    whose: forms.BoundField | None


class NoticeForm(forms.Form):
    """All kinds, and the hours. `for_everybody`: the organisation's, which asks nobody to hear of a whole team's."""

    default_renderer = LookRenderer
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    times = TimesField(
        label=_("Times of the digest"),
        help_text=_("One or more, such as 8:30, 16:00. One mail says all that has come since the last."),
        required=False,
    )
    quiet_from = TimeOfDayField(label=_("Quiet hours begin"), required=False)
    quiet_until = TimeOfDayField(
        label=_("Quiet hours end"), help_text=_("Leave both empty for none."), required=False
    )
    working_days = forms.BooleanField(
        label=_("Mails on business days only"),
        help_text=_("By the calendar of the organisation. What comes meanwhile is in the next digest."),
        required=False,
    )
    urgent_anytime = forms.BooleanField(
        label=_("Mails about what cannot wait at any time"),
        help_text=_("Overdue promises and escalations of urgent complaints, such as danger to somebody."),
        required=False,
    )

    def __init__(
        self, choices: Choices, data: Any = None, *, for_everybody: bool = False, seen: int = 0
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s")
        reaches = [Whose.MINE, Whose.FOLLOWED] if for_everybody else list(Whose)
        for kind in NoticeKind:
            self._add(kind, reaches)
        quiet = choices.quiet or (None, None)
        self.initial = {
            "seen": seen,
            "times": ", ".join(f"{each:%H:%M}" for each in choices.times),
            "quiet_from": quiet[0],
            "quiet_until": quiet[1],
            "working_days": choices.working_days,
            "urgent_anytime": choices.urgent_anytime,
            **{f"{kind}_desk": choice.desk for kind, choice in choices.kinds.items()},
            **{f"{kind}_mail": choice.mail.value for kind, choice in choices.kinds.items()},
            **{f"{kind}_whose": choice.whose.value for kind, choice in choices.kinds.items()},
        }

    def _add(self, kind: NoticeKind, reaches: list[Whose]) -> None:
        title = NOTICE_KIND[kind]
        if kind not in ALWAYS:
            label = _named(_("In the desk"), title)
            self.fields[f"{kind}_desk"] = forms.BooleanField(label=label, required=False)
        self.fields[f"{kind}_mail"] = _choice(
            _named(_("By e-mail"), title), [(w, BY_MAIL[w]) for w in ByMail]
        )
        if kind not in PERSONAL:
            offered = [(word, WHOSE[word]) for word in reaches]
            self.fields[f"{kind}_whose"] = _choice(_named(_("Of which complaints"), title), offered)

    @property
    def lines(self) -> Iterator[Line]:
        """Every kind, for the template."""
        for kind in NoticeKind:
            desk, whose = (f"{kind}_{part}" for part in ("desk", "whose"))
            yield Line(
                NOTICE_KIND[kind],
                NOTICE_MEANING[kind],
                self[desk] if desk in self.fields else None,
                self[f"{kind}_mail"],
                self[whose] if whose in self.fields else None,
            )

    @property
    def hours(self) -> list[forms.BoundField]:
        """The fields about when, for the template."""
        return [
            self[name] for name in ("times", "quiet_from", "quiet_until", "working_days", "urgent_anytime")
        ]

    @property
    def seen_change(self) -> int:
        """The change the form was built on; nobody's where it was lost."""
        seen = self.cleaned_data.get("seen")
        return -1 if seen is None else int(seen)

    def clean(self) -> dict[str, Any]:
        """Quiet hours have two ends or none."""
        ends = [name for name in ("quiet_from", "quiet_until") if name not in self.errors]
        missing = [name for name in ends if self.cleaned_data.get(name) is None]
        if len(ends) > 1 and len(missing) == 1:
            self.add_error(missing[0], PROBLEM[Problem.MISSING])
        return dict(self.cleaned_data)

    def given(self) -> Choices:
        """What was chosen. The form must be valid."""
        typed = self.cleaned_data
        quiet = (typed["quiet_from"], typed["quiet_until"]) if typed["quiet_from"] is not None else None
        kinds = {
            kind: Choice(
                desk=typed.get(f"{kind}_desk", True),
                mail=ByMail(typed[f"{kind}_mail"]),
                whose=Whose(typed.get(f"{kind}_whose", Whose.FOLLOWED)),
            )
            for kind in NoticeKind
        }
        return Choices(kinds, typed["times"], quiet, typed["working_days"], typed["urgent_anytime"])

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for name, problem in problems.items():
            self.add_error(name, PROBLEM[problem])


def _named(what: Any, title: Any) -> Any:
    return _LABEL % {"what": what, "title": title}


#: What a control does and for which kind: read aloud, it must say both.
_LABEL = pgettext_lazy("notice field", "%(title)s: %(what)s")


def _choice(label: Any, options: list[tuple[Any, Any]]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "w-m"})
    values = [(word.value, words) for word, words in options]
    return forms.ChoiceField(
        label=label,
        choices=values,
        widget=widget,
        error_messages={"invalid_choice": PROBLEM[Problem.UNKNOWN_WORD]},
    )
