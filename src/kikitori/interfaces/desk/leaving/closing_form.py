"""Closing an account: what is knowingly left as it is, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.leaving import MUST_GO
from kikitori.interfaces.desk.leaving.holding_words import HOLDING, LEFT
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.together.terms import Holding


class ClosingForm(forms.Form):
    """What is knowingly left as it is: a tick for each kind that is held."""

    default_renderer = LookRenderer

    def __init__(self, held: Collection[Holding], data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_close_%s")
        for kind in Holding:
            if kind in held and kind not in MUST_GO:
                self.fields[kind.value] = forms.BooleanField(
                    label=_("Left as it is: %(what)s") % {"what": HOLDING[kind]},
                    help_text=str(LEFT[kind]),
                    required=False,
                )

    def left(self) -> list[Holding]:
        """The kinds that were ticked."""
        return [Holding(name) for name, value in self.cleaned_data.items() if value]

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for name, problem in problems.items():
            words: Any = _SAID.get((name, problem))
            if words is None:
                words = _TICK if name in self.fields else _HAND_ON_FIRST % {"what": HOLDING[Holding(name)]}
            self.add_error(name if name in self.fields else None, words)


_TICK = _("Please hand it on first, or tick that it is left as it is.")
_HAND_ON_FIRST = _("%(what)s: please hand these on first.")
_SAID = {
    ("staff", Problem.OUT_OF_RANGE): _(
        "Nobody closes their own account, and the last administrator's stays open for others' sake."
    ),
}
