"""A macro as a form: its names, and its parts one below the other. What a part asks for follows from its kind.

Adding, moving and taking away a part draws the form again from what was sent; nothing that was typed is lost, and
nothing is kept before somebody says so. It works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.macros import MacroGiven
from kikitori.interfaces.desk.macros.part_form import MacroForm, Offer, PartForm
from kikitori.interfaces.desk.macros.part_words import PART_KIND
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import ASKS, MOST_PARTS, PartKind

SAVE = "save"
_DIGITS = 18


@dataclass
class Builder:
    """A macro being built, as it was sent or as it is kept."""

    form: MacroForm
    parts: list[PartForm]
    flaw: Any = ""

    @property
    def may_grow(self) -> bool:
        """Is there room for another part?"""
        return len(self.parts) < MOST_PARTS

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """What can be added."""
        return [(kind.value, PART_KIND[kind]) for kind in PartKind]

    def given(self) -> MacroGiven | None:
        """What was typed, for the verb; None where a field holds no value of its kind."""
        if not all([self.form.is_valid(), *(part.is_valid() for part in self.parts)]):
            return None
        typed = self.form.cleaned_data
        return MacroGiven(
            name_ja=typed["name_ja"],
            name_en=typed["name_en"],
            parts=[part.part() for part in self.parts],
            is_active=typed["is_active"],
        )

    @property
    def seen(self) -> int:
        """The version it was built on."""
        return self.form.cleaned_data.get("seen") or 0

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for place, problem in problems.items():
            words = _SAID.get((place, problem), PROBLEM[problem])
            if place == "parts":
                self.flaw = words
            elif place.startswith("parts."):
                _parts, number, name = place.split(".")
                part = self.parts[int(number)]
                part.add_error(name, _PART_SAID.get((name, problem), words))
            else:
                self.form.add_error(place, words)

    @property
    def errors(self) -> bool:
        """Is anything said to be wrong?"""
        return bool(self.flaw or self.form.errors or any(part.errors for part in self.parts))


_SAID = {
    ("name_ja", Problem.MISSING): _("Please give it a name in at least one language."),
    ("name_ja", Problem.UNKNOWN_WORD): _("Another macro has this name. Please give this one another."),
    ("name_en", Problem.UNKNOWN_WORD): _("Another macro has this name. Please give this one another."),
    ("parts", Problem.MISSING): _("Please add at least one step."),
    ("parts", Problem.OUT_OF_RANGE): _("A macro holds at most ten steps."),
}
_PART_SAID = {
    ("days", Problem.OUT_OF_RANGE): _("Please write a number from 1 to 60."),
    ("queue", Problem.MISSING): _("Please choose a queue or a team."),
    ("template", Problem.OUT_OF_RANGE): _(
        "Please choose a template that is in use. A macro lays one reply ready at most."
    ),
    ("to", Problem.OUT_OF_RANGE): _("Please choose somebody at work who handles complaints."),
}


def kept(macro: Macro | None, offer: Offer) -> Builder:
    """As it stands; empty for a new one."""
    if macro is None:
        return Builder(MacroForm(seen=0, is_active=True), [])
    form = MacroForm(
        seen=macro.version, name_ja=macro.name_ja, name_en=macro.name_en, is_active=macro.is_active
    )
    parts = [
        PartForm(number, part.kind, offer, **{name: getattr(part, name) or "" for name in ASKS[part.kind]})
        for number, part in enumerate(macro.steps)
    ]
    return Builder(form, parts)


def sent(data: QueryDict, offer: Offer) -> Builder:
    """As it was sent, after the button that was pressed (`do`: save, redraw, add, up-2, down-2, drop-2)."""
    rows = _pressed(list(_rows(data)), data)
    saving = data.get("do") == SAVE
    parts = [
        PartForm(number, kind, offer, _renumbered(kind, typed, number))
        if saving
        else PartForm(number, kind, offer, **typed)
        for number, (kind, typed) in enumerate(rows)
    ]
    if saving:
        return Builder(MacroForm(data), parts)
    own: dict[str, Any] = {name: data.get(name, "") for name in ("seen", "name_ja", "name_en")}
    return Builder(MacroForm(None, **own, is_active="is_active" in data), parts)


_Row = tuple[PartKind, dict[str, str]]


def _rows(data: QueryDict) -> Iterator[_Row]:
    """Each part that was sent, with what was typed into it."""
    for number in range(MOST_PARTS + 1):
        word = data.get(f"part_{number}-kind", "")
        if word in set(PartKind):
            kind = PartKind(word)
            yield kind, {name: data.get(f"part_{number}-{name}", "") for name in ASKS[kind]}


def _pressed(rows: list[_Row], data: QueryDict) -> list[_Row]:
    word, _dash, place = data.get("do", "").partition("-")
    new = data.get("new", "")
    if word == "add" and new in set(PartKind) and len(rows) < MOST_PARTS:
        return [*rows, (PartKind(new), {"days": "1"})]
    if not (place.isascii() and place.isdigit() and len(place) <= _DIGITS) or int(place) >= len(rows):
        return rows
    at = int(place)
    if word == "drop":
        return rows[:at] + rows[at + 1 :]
    other = {"up": at - 1, "down": at + 1}.get(word, at)
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def _renumbered(kind: PartKind, typed: Mapping[str, str], number: int) -> dict[str, str]:
    return {f"part_{number}-{name}": value for name, value in {**typed, "kind": kind.value}.items()}
