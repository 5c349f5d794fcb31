"""The ledger 救済台帳, told from the timeline: which remedy stands how, and what that comes to. Pure.

Each step that offers, grants or carries out something writes what it did into its event. Read in order, the events
give the same sums as the rows; a test holds one against the other (invariant 2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kikitori.records.complaints.terms import EventKind
from kikitori.records.remedies.terms import RemedyState

K = EventKind
_ENDS: dict[str, RemedyState] = {
    K.REMEDY_DONE.value: RemedyState.DONE,
    K.REMEDY_VERIFIED.value: RemedyState.VERIFIED,
}
#: (currency, state) → how many remedies, how much money in them.
Sums = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One remedy as it stands."""

    kind: str
    amount: int
    currency: str
    state: RemedyState


def entries_told(events: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[int, Entry]:
    """Remedy → how it stands after these events (kind, values), oldest first."""
    entries: dict[int, Entry] = {}
    for kind, values in events:
        for number in values.get("dropped", ()):
            _stand(entries, number, RemedyState.DROPPED)
        begins = RemedyState.OFFERED if kind == K.PROPOSED else RemedyState.DUE
        for one in values.get("granted", ()):
            entries[one["remedy"]] = Entry(one["kind"], one["amount"], one["currency"], begins)
        for number in values.get("owed", ()):
            _stand(entries, number, RemedyState.DUE)
        if kind in _ENDS:
            _stand(entries, values["remedy"], _ENDS[kind])
    return entries


def _stand(entries: dict[int, Entry], number: int, state: RemedyState) -> None:
    """It stands so now; one from before the ledger is not told."""
    if number in entries:
        entries[number] = replace(entries[number], state=state)


def sums_of(entries: Iterable[Entry]) -> Sums:
    """Number and money by currency and state."""
    sums: Sums = {}
    for entry in entries:
        place = (entry.currency, entry.state.value)
        number, total = sums.get(place, (0, 0))
        sums[place] = (number + 1, total + entry.amount)
    return sums
