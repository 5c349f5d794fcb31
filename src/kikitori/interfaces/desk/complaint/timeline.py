"""Conversation and events as one line of entries, oldest first, the newest fifty of them; earlier ones by keyset.

Rows are fetched in bulk: the number of queries does not depend on the number of entries. The sentences are in
tellings.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.folding import Folded, folded
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.mail_shown import MailShown, mail_shown
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.tellings.table import tell
from kikitori.interfaces.desk.complaint.tellings.told import Told
from kikitori.records.access.visibility import events_seen_by
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import ActorKind

PAGE = 50
#: Events that are themselves the making of a promise.
_PROMISING = (
    EventKind.PROMISE_REPLACED.value,
    EventKind.CALL_PROMISED.value,
    EventKind.PROMISED.value,
)
#: What became of a letter.
_DELIVERIES = frozenset(
    kind.value
    for kind in (
        *(EventKind.LETTER_SENT, EventKind.LETTER_FAILED, EventKind.LETTER_RETURNED),
        *(EventKind.LETTER_REPLACED, EventKind.POSTING_TAKEN_BACK),
    )
)


@dataclass(frozen=True, slots=True)
class PromiseNote:
    """What a step did to a promise: made it, kept it, kept it late or missed it."""

    fate: str
    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the page shows it."""

    pk: int
    #: Of what the reporter of a sealed complaint did, the day alone: the minute can tell who it was.
    at: datetime | date
    who: str
    told: Told
    is_public: bool
    #: What became of a letter to them: its line is ours, what it speaks of is theirs.
    is_delivery: bool
    promises: tuple[PromiseNote, ...]
    letters: list[Letter]
    text: Folded
    mail: MailShown | None = None
    #: Numbers in a note that lead somewhere for this reader.
    numbers: frozenset[str] = frozenset()
    files: tuple[Enclosed, ...] = ()

    @property
    def is_small(self) -> bool:
        """What the house did, in one line, as against what somebody said."""
        return not (self.told.text or self.told.lines)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page of the timeline. `earlier`: the entry before which older ones begin; None where there are none."""

    entries: tuple[Entry, ...]
    earlier: int | None
    is_newest: bool = field(default=True)
    #: What the entries speak of, for whoever looks at more than their words.
    known: Known | None = None
    #: The newest entry of all that were read, shown or not.
    last: int = 0


def newest(standing: Standing, before: int | None = None, *, public: bool = False) -> Stretch:
    """The newest entries, or those before entry `before`; only what the complainant may read with `public`."""
    events = _events(standing, public=public)
    if before is not None:
        events = events.filter(pk__lt=before)
    rows = list(events.order_by("-pk")[: PAGE + 1])
    shown, last = rows[:PAGE][::-1], rows[0].pk if rows else 0
    earlier = shown[0].pk if len(rows) > PAGE else None
    shown = list(_once_each(shown))
    known = Known(standing, shown, public)
    entries = tuple(_entry(event, known) for event in shown if not known.is_kept_back(event))
    return Stretch(entries, earlier, before is None, known, last)


def _once_each(events: Sequence[Event]) -> Iterator[Event]:
    """Without „handed in“ where the reply itself follows a few seconds later: one reply is one entry to a reader."""
    gone = {event.data.get("pending") for event in events if event.kind == EventKind.REPLIED.value}
    for event in events:
        told_by_another = (
            event.kind == EventKind.REPLY_WRITTEN.value
            and not event.data.get("chosen")
            and not event.data.get("words")
            and event.data.get("pending") in gone
        )
        if not told_by_another:
            yield event


def entries_after(standing: Standing, event: int) -> list[Entry]:
    """What has happened since entry `event`, oldest first, at most a page of it."""
    return as_entries(standing, list(_events(standing).filter(pk__gt=event).order_by("pk")[:PAGE]))


def _events(standing: Standing, *, public: bool = False) -> QuerySet[Event]:
    if public:
        events = standing.complaint.events.filter(visibility=Visibility.PUBLIC.value)
    else:
        events = events_seen_by(standing.actor, standing.complaint)
    return events.select_related("actor_staff")


def as_entries(standing: Standing, events: Sequence[Event], *, public: bool = False) -> list[Entry]:
    """Events with what they speak of, as entries."""
    known = Known(standing, events, public)
    return [_entry(event, known) for event in events if not known.is_kept_back(event)]


def _entry(event: Event, known: Known) -> Entry:
    told = tell(event, known)
    return Entry(
        pk=event.pk,
        at=_shown_at(event, known),
        who=who(event, known),
        told=told,
        is_public=event.visibility == Visibility.PUBLIC.value,
        is_delivery=event.kind in _DELIVERIES,
        promises=tuple(_promises(event)),
        letters=known.letters(event),
        text=folded(told.text),
        mail=mail_shown(event, known),
        numbers=known.numbers_seen if event.kind == EventKind.NOTED.value else frozenset(),
        files=tuple(map(Enclosed, known.files(event))),
    )


def _shown_at(event: Event, known: Known) -> datetime | date:
    theirs = event.actor_kind == ActorKind.COMPLAINANT.value or event.kind == EventKind.RECEIVED.value
    if theirs and known.standing.complaint.is_sealed:
        return event.at.astimezone(known.standing.zone).date()
    return event.at


def who(event: Event, known: Known) -> str:
    """Whose step it was: a colleague, the complainant, or the machine."""
    match event.actor_kind:
        case ActorKind.STAFF.value:
            if known.public or event.actor_staff is None:
                return known.organisation_name
            return event.actor_staff.name
        case ActorKind.COMPLAINANT.value:
            return _("Representative") if "representative" in event.data else _("Complainant")
        case ActorKind.RESPONDENT.value:
            return _("Respondent")
        case _:
            if known.public:
                return known.organisation_name
            name = known.automation(event)
            return _("Automation “%(name)s”") % {"name": name} if name else _("Automatic")


def _promises(event: Event) -> Iterable[PromiseNote]:
    """Promises made and kept by a step, as stored in its values."""
    for each in event.data.get("promised", ()):
        yield _note("made", each)
    for each in event.data.get("kept", ()):
        yield _note("late" if each.get("late") else "kept", each)
    if event.kind == EventKind.PROMISE_MISSED.value:
        yield _note("missed", event.data)
    if event.kind in _PROMISING:
        yield _note("made", {"kind": PromiseKind.CALL_BACK.value, **event.data})


def _note(fate: str, values: dict[str, Any]) -> PromiseNote:
    return PromiseNote(
        fate, str(PROMISE_KIND[PromiseKind(values["kind"])]), datetime.fromisoformat(values["due_at"])
    )
