"""The form for the ladder: a few rows that stand open, empty ones left out.

The form reads what was typed; whether it can be taken is the verb's to say, and `blame` puts its codes beside the
fields they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.ladder import MOST_LEVELS, LevelGiven
from kikitori.foundation.language.names import fold_width
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.labels import SEVERITY
from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.ladder import ANSWER_WITHIN
from kikitori.records.people.models import Staff

PARTS = ("name_ja", "name_en", "holder", "deputy", "answer_within_minutes", "from_severity", "gone")
#: A row in which none of these is filled in is no level.
_TELLING = ("name_ja", "name_en", "holder", "deputy")
_FEWEST = 3


class _Minutes(forms.IntegerField):
    """Whole minutes; digits may be full-width."""

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"})
        super().__init__(
            label=_("Working minutes to answer"),
            required=False,
            widget=widget,
            help_text=_("After that it goes up."),
        )
        self.error_messages["invalid"] = PROBLEM[Problem.NOT_A_NUMBER]

    def to_python(self, value: Any) -> int | None:
        """Read a number. Raises ValidationError."""
        return super().to_python(fold_width(value).strip() if isinstance(value, str) else value)


class LadderForm(forms.Form):
    """All levels, the lowest first."""

    default_renderer = LookRenderer
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        able: Sequence[Staff],
        levels: Sequence[LevelGiven],
        seen: int,
        data: QueryDict | None = None,
    ) -> None:
        """`able`: who can stand on a level. `levels`, `seen`: the ladder as it is set, and by which change."""
        super().__init__(data, label_suffix="", auto_id="id_%s")
        people = [("", pgettext_lazy("escalation", "Nobody")), *((str(one.pk), one.name) for one in able)]
        self.rows = _rows_wanted(len(levels), data)
        for number in range(self.rows):
            self._add_row(number, people)
        self.initial = {"seen": seen, **_first_values(levels, self.rows)}

    def _add_row(self, number: int, people: Sequence[tuple[str, Any]]) -> None:
        line = forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"})
        person = forms.Select(attrs={"class": "w-m"})
        severities = [
            ("", pgettext_lazy("severity", "None")),
            *((each.value, SEVERITY[each]) for each in Severity),
        ]
        fields = {
            "name_ja": forms.CharField(label=_("Name in Japanese"), required=False, widget=line),
            "name_en": forms.CharField(label=_("Name in English"), required=False, widget=line),
            "holder": forms.ChoiceField(label=_("Holder"), choices=people, required=False, widget=person),
            "deputy": forms.ChoiceField(
                label=_("Deputy"),
                choices=people,
                required=False,
                widget=person,
                help_text=_("While the holder is absent."),
            ),
            "answer_within_minutes": _Minutes(),
            "from_severity": forms.ChoiceField(
                label=_("Comes here by itself from"),
                choices=severities,
                required=False,
                widget=person,
                help_text=_("When it is assessed as at least this grave."),
            ),
            "gone": forms.BooleanField(label=_("Take this level away"), required=False),
        }
        for part, field in fields.items():
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]
            self.fields[f"level_{number}_{part}"] = field

    def levels_shown(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """For the template: the number people read, and the fields of that row."""
        for number in range(self.rows):
            parts = [part for part in PARTS if part != "gone" or number in self._known]
            yield number + 1, [self[f"level_{number}_{part}"] for part in parts]

    @property
    def _known(self) -> range:
        """Rows of levels that are set: only these can be taken away."""
        return range(sum(1 for name in self.initial if name.endswith("_holder")))

    def given(self) -> list[LevelGiven]:
        """What was typed, empty rows and those taken away left out."""
        return [self._level(number) for number in self._used()]

    @property
    def seen_change(self) -> int:
        """The change this form was built on."""
        return self.cleaned_data.get("seen") or 0

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field; what has none goes to the top."""
        used = list(self._used())
        for place, problem in problems.items():
            _levels, _dot, rest = place.partition(".")
            position, _dot, part = rest.partition(".")
            name = f"level_{used[int(position)]}_{part}" if position.isdigit() else None
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, PROBLEM[problem])

    def _used(self) -> Iterator[int]:
        for number in range(self.rows):
            told = any(self.cleaned_data.get(f"level_{number}_{part}") for part in _TELLING)
            if told and not self.cleaned_data.get(f"level_{number}_gone"):
                yield number

    def _level(self, number: int) -> LevelGiven:
        typed = {part: self.cleaned_data.get(f"level_{number}_{part}") for part in PARTS}
        return LevelGiven(
            name_ja=typed["name_ja"] or "",
            name_en=typed["name_en"] or "",
            holder=int(typed["holder"]) if typed["holder"] else None,
            deputy=int(typed["deputy"]) if typed["deputy"] else None,
            answer_within_minutes=typed["answer_within_minutes"] or 0,
            from_severity=typed["from_severity"] or "",
        )


def _rows_wanted(known: int, data: QueryDict | None) -> int:
    """As many rows as were sent; else one more than there are levels."""
    sent = 0 if data is None else sum(1 for n in range(MOST_LEVELS) if f"level_{n}_holder" in data)
    return sent or min(MOST_LEVELS, max(_FEWEST, known + 1))


def _first_values(levels: Sequence[LevelGiven], rows: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        f"level_{number}_answer_within_minutes": ANSWER_WITHIN for number in range(len(levels), rows)
    }
    for number, level in enumerate(levels):
        for part in PARTS[:-1]:
            value = getattr(level, part)
            values[f"level_{number}_{part}"] = "" if value is None else value
    return values
