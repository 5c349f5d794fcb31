"""The keys of the desk: one table, from which the map is drawn and by which the scripts go.

A template binds a key with `data-key`; a test holds every such key against this table, in both directions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(StrEnum):
    """Where a key does something."""

    EVERYWHERE = "everywhere"
    LISTS = "lists"
    COMPLAINT = "complaint"
    CONVERSATION = "conversation"


PLACE = {
    Place.EVERYWHERE: pgettext_lazy("keys", "Everywhere"),
    Place.LISTS: pgettext_lazy("keys", "In lists"),
    Place.COMPLAINT: pgettext_lazy("keys", "On the page of a complaint"),
    Place.CONVERSATION: pgettext_lazy("keys", "In a conversation"),
}


@dataclass(frozen=True, slots=True)
class Binding:
    """What some keys do. `word`: what a script calls it that goes by this table; else a template binds the keys.

    `with_ctrl`: the same by Ctrl or ⌘ and this key. `needs`: the key is bound only where the page has this.
    """

    place: Place
    keys: tuple[str, ...]
    means: Any
    word: str = ""
    with_ctrl: str = ""
    with_shift: str = ""
    needs: str = ""

    @property
    def shown(self) -> list[str]:
        """The keys as the map shows them."""
        extra = [
            f"Ctrl {self.with_ctrl}" if self.with_ctrl else "",
            self.with_shift and f"Shift {self.with_shift}",
        ]
        own = self.keys if len(self.keys) <= _FEW else (f"{self.keys[0]} … {self.keys[-1]}",)
        return [*own, *filter(None, extra)]


#: More keys than these are shown by the first and the last.
_FEW = 3
_E, _L, _C, _T = Place.EVERYWHERE, Place.LISTS, Place.COMPLAINT, Place.CONVERSATION
KEYS: tuple[Binding, ...] = (
    Binding(_E, ("?",), _("This list"), word="map"),
    Binding(_E, ("/",), _("Search"), with_ctrl="K", needs="search_url"),
    Binding(_E, ("c",), _("Take in a complaint"), needs="register_url"),
    Binding(_E, ("i",), _("Notices"), needs="notices_url"),
    Binding(_L, ("j",), _("Next row"), word="next"),
    Binding(_L, ("k",), _("Previous row"), word="previous"),
    Binding(_L, ("Enter",), _("Open the row")),
    Binding(_L, ("x",), _("Choose the row, or all from the last one chosen"), word="choose", with_shift="X"),
    Binding(_L, ("a",), _("Assign what is chosen")),
    Binding(_L, ("m",), _("Move what is chosen")),
    Binding(_L, ("v",), _("All views")),
    Binding(_L, ("p",), _("Letters to print: all on the page as one PDF")),
    Binding(_C, ("s",), _("The step that comes next")),
    Binding(_C, ("r",), _("Reply to the complainant")),
    Binding(_C, ("n",), _("Internal note")),
    Binding(_C, ("t",), _("Template")),
    Binding(_C, ("z",), _("Take back: a reply that waits, or a task just finished")),
    Binding(_T, ("g",), _("Begin a guided conversation, from the page for taking in")),
    Binding(_T, ("1", "2", "3", "4", "5", "6", "7", "8", "9"), _("The answer, or the set, with this number")),
    Binding(_T, ("0",), _("Pass over")),
    Binding(_T, ("b",), _("Question before")),
    Binding(_T, ("e",), _("Read back and end")),
    Binding(_T, (), _("Keep what was typed"), with_ctrl="Enter"),
    Binding(_T, ("Esc",), _("Leave the field, so that keys work again")),
)
#: Keys that the browser itself gives their meaning, or a script for fields, where nothing else is meant by them.
OF_ITSELF = frozenset({"Enter", "Esc"})


def script_keys() -> dict[str, str]:
    """Word of the script → key."""
    return {each.word: each.keys[0] for each in KEYS if each.word}


def grouped(page: Mapping[str, Any]) -> Iterator[tuple[Any, list[Binding]]]:
    """Place → what its keys do there, as far as this page binds them."""
    for place, name in PLACE.items():
        found = [each for each in KEYS if each.place is place and (not each.needs or page.get(each.needs))]
        if found:
            yield name, found
