"""Running automations: the job that watches the timelines and the clock. Nothing below it calls up.

New entries are gone through in their order, each once: first every automation that it stirs, in the order of
automations, then the timers of its complaint. After that come the timers whose moment has passed. Entries that
automations have written are entries like others, and come next time, with the chain they belong to
(records/automation/chain.py).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from kikitori.casework.automation.fire import Cause, Fired, Ready, fire, reader_of
from kikitori.casework.automation.keep import the_watch
from kikitori.casework.automation.wind import times_of, wind
from kikitori.casework.house import House
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.singly import UNASKED
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.foundation.postgres.writers import writers
from kikitori.records.automation.dues import dues_of
from kikitori.records.automation.matching import meant_among, stirs
from kikitori.records.automation.models import Automation, AutomationWatch, Timer
from kikitori.records.automation.rule import OnTime, UnreadableRule
from kikitori.records.automation.terms import Outcome
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.selection.conditions import UnreadableConditions
from kikitori.records.selection.queries import Reader

JOB = "run_automations"
#: Entries, and complaints, gone through together; and so many in one run of the job at most.
BATCH, AT_MOST = 200, 2000
_WATCHING = Actor.system("automation")
_OPEN = sorted(state.value for state in OPEN)


@dataclass
class Ran:
    """What a run has done: entries gone through, and firings by outcome."""

    entries: int = 0
    fired: int = 0
    failed: int = 0
    guarded: int = 0

    def count(self, fired: Fired | None) -> None:
        """One more, if it came to a firing now."""
        if fired is not None and not fired.again:
            self.fired += fired.outcome is Outcome.DONE
            self.failed += fired.outcome is Outcome.FAILED
            self.guarded += fired.outcome is Outcome.GUARDED


def run_automations(*, now: Callable[[], datetime], batch: int = BATCH) -> Ran:
    """Everything that is to happen by itself now. One query where no automation is on. Safe to run twice."""
    ran = Ran()
    on = automations_on()
    if not on:
        return ran
    waiting = [ready for ready in on if isinstance(ready.rule.when, OnTime)]
    _go_through_entries(on, waiting, now, ran, batch)
    _walk(waiting, batch)
    _fire_due(waiting, now, ran)
    return ran


def automations_on() -> list[Ready]:
    """Those that are on, in their order; one that cannot be read any more waits for a person. One query."""
    found = []
    for row in Automation.objects.filter(is_on=True).order_by("position"):
        try:
            found.append(Ready(row, row.read))
        except UnreadableRule:
            continue
    return found


def _go_through_entries(
    on: Sequence[Ready], waiting: Sequence[Ready], now: Callable[[], datetime], ran: Ran, batch: int
) -> None:
    done, bound = _stretch()
    while done < bound and ran.entries < AT_MOST:
        entries = list(_known(Event.objects.filter(pk__gt=done, pk__lte=bound)).order_by("pk")[:batch])
        _stir(on, entries, now, ran)
        if waiting and entries:
            with signed_transaction(_WATCHING.signature, UNASKED):
                wind({entry.complaint_id for entry in entries}, waiting, house=House())
        ran.entries += len(entries)
        done = entries[-1].pk if len(entries) == batch else bound
        with signed_transaction(_WATCHING.signature, UNASKED):
            AutomationWatch.objects.filter(done_to__lt=done).update(done_to=done)


def _known(entries: QuerySet[Event]) -> QuerySet[Event]:
    """Nothing happens by itself in a sealed complaint."""
    return entries.exclude(complaint__confidentiality=Confidentiality.SEALED.value)


def _stretch() -> tuple[int, int]:
    """After which entry to go on, and up to which nothing can appear any more that is not there yet."""
    with signed_transaction(_WATCHING.signature, UNASKED):
        watch = the_watch()
        newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        writing = writers()
        bound = watch.done_to
        if writing.have_ended_before(watch.horizon):
            bound = newest if writing.oldest is None else watch.seen_to
            watch.seen_to, watch.horizon = newest, writing.horizon
            watch.save(update_fields=["seen_to", "horizon"])
        return watch.done_to, bound


def _stir(on: Sequence[Ready], entries: Sequence[Event], now: Callable[[], datetime], ran: Ran) -> None:
    """First ask for all of them together which complaints are meant: nearly always none is, and nothing is locked."""
    stirred = [
        (entry, [each for each in on if entry.pk > each.row.from_event and stirs(each.rule, entry)])
        for entry in entries
    ]
    asked: defaultdict[int, set[int]] = defaultdict(set)
    for entry, several in stirred:
        for ready in several:
            asked[ready.row.pk].add(entry.complaint_id)
    reader = reader_of(House(), now())
    meant = {each.row.pk: _meant(each, asked[each.row.pk], reader) for each in on if asked[each.row.pk]}
    touched: set[int] = set()
    for entry, several in stirred:
        complaint = entry.complaint_id
        if complaint in touched or any(complaint in meant[each.row.pk] for each in several):
            touched.add(complaint)
            _in_order(several, Cause(complaint, f"event {entry.pk}", event=entry), now, ran)


def _in_order(several: Sequence[Ready], cause: Cause, now: Callable[[], datetime], ran: Ran) -> None:
    """One after the other, each seeing what those before it have done."""
    for ready in several:
        fired = fire(ready, cause, now=now())
        ran.count(fired)
        if ready.rule.stop and fired is not None and fired.outcome is Outcome.DONE:
            return


def _meant(ready: Ready, complaints: set[int], reader: Reader) -> set[int]:
    try:
        return meant_among(ready.rule, complaints, reader)
    except UnreadableConditions:
        # Asked again for each, and told there as the failure it is.
        return complaints


def _walk(waiting: Sequence[Ready], batch: int) -> None:
    """Set the timers of those just switched on, or counted by other business days, on every open complaint."""
    newest = newest_change(Setting.CALENDAR) if waiting else 0
    for ready in waiting:
        row = ready.row
        if row.counted_with != newest:
            row.counted_with, row.walked_to = newest, 0
        walked = 0
        while row.walked_to is not None and walked < AT_MOST:
            with signed_transaction(_WATCHING.signature, UNASKED):
                open_ones = Complaint.objects.filter(state__in=_OPEN, pk__gt=row.walked_to).order_by("pk")
                numbers = list(open_ones.values_list("pk", flat=True)[:batch])
                wind(numbers, [ready], house=House())
                row.walked_to = numbers[-1] if len(numbers) == batch else None
                same = Automation.objects.filter(pk=row.pk, version=row.version, on_since=row.on_since)
                same.update(walked_to=row.walked_to, counted_with=row.counted_with)
                walked += len(numbers)


def _fire_due(waiting: Sequence[Ready], now: Callable[[], datetime], ran: Ran) -> None:
    """What is due by now, complaint by complaint, in the order of automations; found by its moment alone."""
    by_number = {ready.row.pk: ready for ready in waiting}
    if not by_number:
        return
    due = Timer.objects.filter(is_spent=False, due_at__lte=now(), automation__in=by_number)
    timers: defaultdict[int, list[Timer]] = defaultdict(list)
    for timer in due.select_related("cause").order_by("due_at", "id")[:AT_MOST]:
        timers[timer.complaint_id].append(timer)
    for complaint, several in timers.items():
        for timer in sorted(several, key=lambda each: by_number[each.automation_id].row.position):
            ready = by_number[timer.automation_id]
            if not _still_due(ready, timer, now()):
                continue
            fired = fire(ready, Cause(complaint, timer.subject, timer=timer), now=now())
            ran.count(fired)
            if ready.rule.stop and fired is not None and fired.outcome is Outcome.DONE:
                rest = [each.pk for each in several if each.pk != timer.pk]
                Timer.objects.filter(pk__in=rest).update(is_spent=True)
                break


def _still_due(ready: Ready, timer: Timer, now: datetime) -> bool:
    """Does what it is counted from still stand? Somebody may have spoken whose entry has not been gone through yet."""
    complaint = (
        Complaint.objects.filter(pk=timer.complaint_id, state__in=_OPEN).select_related("team").first()
    )
    if complaint is None or not isinstance(ready.rule.when, OnTime):
        return False
    times = times_of([complaint])[complaint.pk]
    dues = dues_of(ready.rule.when, times, House().calendar_for(complaint))
    return any(due.subject == timer.subject and due.due_at <= now for due in dues)
