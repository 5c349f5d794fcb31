"""The form of a guideline: its words in two languages, rows of contacts, rows of the checklist.

Row n of the checklist has item_<n>_id, _place, _text_ja, _text_en and _need; an emptied row is dropped. The numbers in
`place` order the rows, so that something can be put in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.guideline_given import MOST_CONTACTS, MOST_ITEMS
from kikitori.interfaces.desk.complaint.fields import drop_down, line, text
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.complaints.labels import KIND, SEVERITY, SUBJECT
from kikitori.records.prevention.labels import ITEM_NEED
from kikitori.records.prevention.terms import ItemNeed
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item

#: Empty rows offered beside those that stand.
_FRESH_CONTACTS, _FRESH_ITEMS = 1, 3
_WORDS = ("title", "do", "never", "escalation")
_CONTACT = ("name_ja", "name_en", "phone", "mail", "hours_ja", "hours_en")
_ITEM = ("text_ja", "text_en")
_LAST = 9999


class GuidelineForm(CardForm):
    """One guideline."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title_ja = line(_("Title, in Japanese"), required=False)
    title_en = line(_("Title, in English"), required=False)
    do_ja = text(_("What to do, in Japanese"), required=False, rows=10)
    do_en = text(_("What to do, in English"), required=False, rows=10)
    never_ja = text(_("What never to do or say, in Japanese"), required=False, rows=5)
    never_en = text(_("What never to do or say, in English"), required=False, rows=5)
    escalation_ja = text(_("When and before whom to bring it, in Japanese"), required=False, rows=3)
    escalation_en = text(_("When and before whom to bring it, in English"), required=False, rows=3)

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        where = data if data is not None else initial
        for name, label, words, help_text in (
            ("subjects", _("For which subjects"), SUBJECT, _("None chosen means every subject.")),
            ("kinds", _("For which kinds of matter"), KIND, _("None chosen means every kind.")),
            ("severities", _("For which severities"), SEVERITY, _("None chosen means every severity.")),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                help_text=help_text,
                required=False,
                choices=[(each.value, told) for each, told in words.items()],
                widget=ManyChoices(attrs={"class": "choices--row"}),
            )
        self.contacts = _rows_in(where, "contact", MOST_CONTACTS, _FRESH_CONTACTS)
        self.items_there = _rows_in(where, "item", MOST_ITEMS, _FRESH_ITEMS)
        for n in range(self.contacts):
            self._add_contact(n)
        for n in range(self.items_there):
            self._add_item(n)

    def _add_contact(self, n: int) -> None:
        place = {"row": n + 1}
        for part, label in (
            ("name_ja", _("Contact %(row)s: name, in Japanese")),
            ("name_en", _("Contact %(row)s: name, in English")),
            ("phone", _("Contact %(row)s: telephone")),
            ("mail", _("Contact %(row)s: e-mail")),
            ("hours_ja", _("Contact %(row)s: when somebody is there, in Japanese")),
            ("hours_en", _("Contact %(row)s: when somebody is there, in English")),
        ):
            self.fields[f"contact_{n}_{part}"] = line(label % place, required=False)

    def _add_item(self, n: int) -> None:
        place = {"row": n + 1}
        self.fields[f"item_{n}_id"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields[f"item_{n}_text_ja"] = line(_("Item %(row)s, in Japanese") % place, required=False)
        self.fields[f"item_{n}_text_en"] = line(_("Item %(row)s, in English") % place, required=False)
        needs = [(each.value, ITEM_NEED[each]) for each in ItemNeed]
        asked = _("Item %(row)s: how much is it needed?") % place
        self.fields[f"item_{n}_need"] = drop_down(asked, needs, required=False)
        self.fields[f"item_{n}_place"] = forms.IntegerField(
            label=_("Item %(row)s: place in the list") % place,
            required=False,
            min_value=1,
            max_value=_LAST,
            widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields[f"item_{n}_place"].error_messages = dict.fromkeys(
            ("invalid", "min_value", "max_value"), PROBLEM[Problem.NOT_A_NUMBER]
        )

    @classmethod
    def of(cls, guideline: GuidelineText, revision: int) -> GuidelineForm:
        """As it stands."""
        values: dict[str, Any] = {"seen": revision}
        for part in _WORDS:
            values |= {f"{part}_ja": getattr(guideline, part).ja, f"{part}_en": getattr(guideline, part).en}
        values |= {part: list(getattr(guideline, part)) for part in ("subjects", "kinds", "severities")}
        for n, contact in enumerate(guideline.contacts):
            pairs = {"name": contact.name, "hours": contact.hours}
            for part, two in pairs.items():
                values |= {f"contact_{n}_{part}_ja": two.ja, f"contact_{n}_{part}_en": two.en}
            values |= {f"contact_{n}_phone": contact.phone, f"contact_{n}_mail": contact.mail}
        for n, item in enumerate(guideline.items):
            values |= {f"item_{n}_text_ja": item.text.ja, f"item_{n}_text_en": item.text.en}
            values |= {f"item_{n}_id": item.id, f"item_{n}_need": item.need, f"item_{n}_place": n + 1}
        return cls(None, **values)

    @property
    def seen_revision(self) -> int:
        """The one the editor had before them."""
        return self.cleaned_data.get("seen") or 0

    @property
    def given(self) -> GuidelineText:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return GuidelineText(
            **{part: self._two(part) for part in _WORDS},
            subjects=tuple(typed["subjects"]),
            kinds=tuple(typed["kinds"]),
            severities=tuple(typed["severities"]),
            contacts=tuple(self._contact(n) for n in self._used_contacts()),
            items=tuple(self._item(n) for n in self._used_items()),
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put the verb's codes beside the fields that hold the values."""
        super().blame({self._holder(place): problem for place, problem in problems.items()})

    @property
    def contact_rows(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, is it in use, its fields)."""
        used = set(self._used_contacts())
        return [
            (n + 1, n in used, [self[f"contact_{n}_{part}"] for part in _CONTACT])
            for n in range(self.contacts)
        ]

    @property
    def item_rows(self) -> list[tuple[int, bool, forms.BoundField, list[forms.BoundField]]]:
        """(number, is it in use, its hidden id, its fields)."""
        used = {n for n in range(self.items_there) if self._says(f"item_{n}", _ITEM)}
        parts = (*_ITEM, "need", "place")
        return [
            (n + 1, n in used, self[f"item_{n}_id"], [self[f"item_{n}_{part}"] for part in parts])
            for n in range(self.items_there)
        ]

    def _two(self, part: str) -> InTwo:
        return InTwo(
            ja=self.cleaned_data.get(f"{part}_ja") or "", en=self.cleaned_data.get(f"{part}_en") or ""
        )

    def _contact(self, n: int) -> Contact:
        typed = self.cleaned_data
        return Contact(
            name=self._two(f"contact_{n}_name"),
            phone=typed[f"contact_{n}_phone"],
            mail=typed[f"contact_{n}_mail"],
            hours=self._two(f"contact_{n}_hours"),
        )

    def _item(self, n: int) -> Item:
        typed = self.cleaned_data
        need = typed[f"item_{n}_need"] or ItemNeed.OPTIONAL.value
        return Item(id=typed[f"item_{n}_id"], text=self._two(f"item_{n}_text"), need=need)

    def _used_contacts(self) -> list[int]:
        return [n for n in range(self.contacts) if self._says(f"contact_{n}", _CONTACT)]

    def _used_items(self) -> list[int]:
        """Rows with a text, in the order of their places; among equals as they stand."""
        used = [n for n in range(self.items_there) if self._says(f"item_{n}", _ITEM)]
        return sorted(used, key=lambda n: self.cleaned_data.get(f"item_{n}_place") or _LAST)

    def _says(self, row: str, parts: tuple[str, ...]) -> bool:
        return any(str(self[f"{row}_{part}"].value() or "").strip() for part in parts)

    def _holder(self, place: str) -> str:
        """`items.2.text_ja` is the third row in use."""
        group, _dot, rest = place.partition(".")
        if not rest:
            return place
        number, _dot, part = rest.partition(".")
        rows, name = (self._used_items(), "item") if group == "items" else (self._used_contacts(), "contact")
        return f"{name}_{rows[int(number)]}_{part}"


def _rows_in(where: Mapping[str, Any], name: str, most: int, fresh: int) -> int:
    """How many rows there are: up to the last one somebody has written in, and a few more."""
    part = "text" if name == "item" else "name"
    used = [
        n
        for n in range(most)
        if any(str(value).strip() for key, value in where.items() if key.startswith(f"{name}_{n}_{part}"))
    ]
    return min(most, (used[-1] + 1 if used else 0) + fresh)
