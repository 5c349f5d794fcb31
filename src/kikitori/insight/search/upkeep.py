"""Keeps the documents in step with the archive by watching the timeline, to which every step adds an entry.

What was changed on somebody's card is told by lines of its own, which are watched in the same way.

Numbers of events are given out before they are committed: one with a lower number may appear after one with a higher.
So a number is done with only when every transaction that was writing when it was seen has ended (the horizon), and
until then what lies above is compared again with what the documents were made from, which costs next to nothing.
A verb writes or locks its complaint before its events; its transaction has a number of its own before they have theirs.

Everything may be done twice, and by whoever comes first: an advisory lock, for one transaction, lets one at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from kikitori.foundation.postgres.session import signed_transaction
from kikitori.foundation.postgres.writers import writers
from kikitori.insight.search.documents import RULES, documents_of, write_documents
from kikitori.insight.search.models import SearchProgress
from kikitori.records.people.ties import PersonChange

#: Complaints in one transaction.
BATCH = 100
#: A walk through all complaints that waits until nobody writes any more who had begun before it.
_ABOUT_TO = -1
_LOCK = 0x6B696B69_01
_NOW = """
select coalesce((select max(id) from records_event), 0), coalesce((select max(id) from records_personchange), 0)
"""
_CHANGED = """
select e.complaint_id from (
  select complaint_id from records_event where id > %s group by complaint_id
) e
join records_complaint c on c.id = e.complaint_id
left join insight_searchdocument d on d.complaint_id = e.complaint_id,
lateral (select count(*) as events, max(id) as last_event from records_event where complaint_id = e.complaint_id) as now
where case when c.confidentiality = 'sealed' then d.complaint_id is not null else
  d.complaint_id is null or (d.events, d.last_event, d.rules) is distinct from (now.events, now.last_event, %s) end
order by e.complaint_id desc limit %s
"""
_NEXT = "select id from records_complaint where id > %s order by id limit %s"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the documents stand: how many of how many complaints, how many have changed since, and size in bytes.

    `walked_to`: a walk through all of them is on, and has come to this complaint.
    """

    documents: int
    complaints: int
    waiting: int
    walked_to: int | None
    size: int

    @property
    def is_complete(self) -> bool:
        """Is everything found that there is?"""
        return self.walked_to is None and not self.waiting and self.documents == self.complaints


@dataclass(frozen=True, slots=True)
class _Seen:
    """The last event, the last line of what was changed on a card, and the horizon that goes with them."""

    event: int
    card: int
    horizon: int


@dataclass(frozen=True, slots=True)
class _Done:
    number: int
    goes_on: bool


def keep_up(most: int) -> int:
    """Make documents of what has changed, the newest complaints first, until nothing is left or `most` are made."""
    made = 0
    while made < most:
        with signed_transaction("system:index", "index"):
            done = _one_batch()
        made += done.number
        if not done.goes_on:
            break
    return made


def rebuild(pause: Callable[[], object], told: Callable[[int], object] = lambda _: None) -> int:
    """Make every document anew; meanwhile the old ones are searched. Returns how many.

    `pause` is called while somebody writes who had begun before us; `told` after every batch, with the number so far.
    """
    with signed_transaction("system:index", "index"):
        _begin()
    made = 0
    while True:
        number = keep_up(BATCH)
        made += number
        told(made)
        if number == 0 and _walk_is_over():
            return made
        if number == 0:
            pause()


def all_is_made() -> None:
    """Every document has been made while nobody wrote: go on from here."""
    _begin()
    SearchProgress.objects.filter(pk=1).update(walked_to=None)


def standing() -> Standing:
    """How the documents stand now. Counts all of them."""
    progress = SearchProgress.objects.filter(pk=1).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from insight_searchdocument), (select count(*) from records_complaint where"
            " confidentiality <> 'sealed'),"
            " pg_total_relation_size('insight_searchdocument')"
        )
        documents, complaints, size = cursor.fetchone()
        cursor.execute(_CHANGED, [progress.done_to if progress else 0, RULES, complaints + 1])
        waiting = len(cursor.fetchall())
    walked_to = progress.walked_to if progress else _ABOUT_TO
    return Standing(documents, complaints, waiting, walked_to, size)


def _walk_is_over() -> bool:
    return SearchProgress.objects.filter(pk=1, walked_to=None).exists()


def _one_batch() -> _Done:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        (alone,) = cursor.fetchone()
    if not alone:
        return _Done(0, goes_on=False)
    progress = SearchProgress.objects.filter(pk=1).first()
    if progress is None or progress.rules != RULES:
        _begin()
        return _Done(0, goes_on=True)
    seen, passed = _now(progress.horizon)
    if seen.horizon < progress.horizon or seen.event < progress.done_to or seen.card < progress.cards_done_to:
        _begin()  # numbers have gone back: this is a restored database
        return _Done(0, goes_on=True)
    if changed := _changed(progress.done_to):
        return _Done(_write(changed), goes_on=True)
    if others := _of_changed_cards(progress.cards_done_to):
        return _Done(_write(others), goes_on=True)
    walks = progress.walked_to is not None and progress.walked_to != _ABOUT_TO
    number = _walk(progress) if walks else 0
    begins = _settle(progress, seen) if passed else False
    return _Done(number, goes_on=walks or begins)


def _begin() -> None:
    """Read everything from the beginning. Until that is done, what was read before is searched."""
    seen, _ = _now(0)
    SearchProgress.objects.update_or_create(
        pk=1,
        defaults={
            "rules": RULES,
            "done_to": seen.event,
            "seen_to": seen.event,
            "cards_done_to": seen.card,
            "cards_seen_to": seen.card,
            "horizon": seen.horizon,
            "walked_to": _ABOUT_TO,
        },
    )


def _now(horizon: int) -> tuple[_Seen, bool]:
    """What there is now, and whether all transactions below `horizon` have ended.

    The new horizon is our own transaction, younger than all that have written so far: its number is given out after
    the events were looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        event, card = cursor.fetchone()
    writing = writers()
    return _Seen(event, card, writing.horizon), writing.have_ended_before(horizon)


def _changed(done_to: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [done_to, RULES, BATCH])
        return [pk for (pk,) in cursor.fetchall()]


def _of_changed_cards(done_to: int) -> list[int]:
    """Complaints, BATCH at most, whose documents do not know what was changed on the cards of their people."""
    changed = PersonChange.objects.filter(pk__gt=done_to)
    return sorted(documents_of(set(changed.values_list("person", flat=True))))[:BATCH]


def _write(complaints: list[int]) -> int:
    """Make these documents, and those in which their people stand otherwise."""
    others = sorted(write_documents(complaints))
    for start in range(0, len(others), BATCH):
        write_documents(others[start : start + BATCH])
    return len(complaints) + len(others)


def _walk(progress: SearchProgress) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [progress.walked_to, BATCH])
        found = [pk for (pk,) in cursor.fetchall()]
    number = _write(found) if found else 0
    progress.walked_to = found[-1] if len(found) == BATCH else None
    SearchProgress.objects.filter(pk=1).update(walked_to=progress.walked_to)
    return number


def _settle(progress: SearchProgress, seen: _Seen) -> bool:
    """All who wrote when the horizon was taken have ended, and nothing was left to read. Says whether a walk begins."""
    begins = progress.walked_to == _ABOUT_TO
    if begins or (progress.done_to, progress.cards_done_to) != (seen.event, seen.card):
        SearchProgress.objects.filter(pk=1).update(
            done_to=progress.seen_to,
            seen_to=seen.event,
            cards_done_to=progress.cards_seen_to,
            cards_seen_to=seen.card,
            horizon=seen.horizon,
            walked_to=0 if begins else progress.walked_to,
        )
    return begins
