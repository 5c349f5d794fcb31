"""A bar reaches what comes to be of the complaint at the very moment at which it is decided; two connections."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.goes_on import lock_the_same
from kikitori.casework.intake import Intake
from kikitori.casework.lift import ask_to_lift, decide_lift
from kikitori.casework.merge import merge_complaint
from kikitori.casework.receive import receive_complaint
from kikitori.casework.split import PartGiven, split_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, complainant_of
from tests.waiting import wait_until

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR
AT_ONCE = pytest.mark.django_db(transaction=True)


def somebody_waits() -> bool:
    """Does a session wait for this one?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select from pg_locks where not granted"
            " and pg_backend_pid() = any(pg_blocking_pids(pid)))"
        )
        ((waits,),) = cursor.fetchall()
    return bool(waits)


def while_it_waits(first: Callable[[], Complaint], then: Callable[[], None]) -> Complaint:
    """Do the first thing; before it is committed somebody else begins the other, waits, and goes on."""

    def elsewhere() -> None:
        try:
            then()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            made = first()
            waiting: Future[None] = pool.submit(elsewhere)
            wait_until(somebody_waits)
        waiting.result(60)
    return made


def barring(cast: Cast, complaint: Complaint) -> Callable[[], None]:
    """Deciding, by a page that was read before."""
    row = name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=NOW)

    def decide() -> None:
        decide_bar(
            cast.actor("lead"),
            Complaint.objects.get(pk=complaint.pk),
            petition=row,
            granted=True,
            barred=[cast.handler],
            words="担当を替えます。",
            now=LATER,
        )

    return decide


def barred_from(*complaints: Complaint) -> list[list[int]]:
    return [Complaint.objects.get(pk=complaint.pk).barred for complaint in complaints]


def taken_up(ended: Complaint) -> Complaint:
    return receive_complaint(
        Actor.newcomer(),
        Intake(channel="email", story="続きです。", received_at=NOW),
        token=makers.token(),
        now=NOW,
        follows=Complaint.objects.get(pk=ended.pk),
        slip=False,
    ).complaint


def split_off(cast: Cast, whole: Complaint) -> Complaint:
    given = PartGiven(title="電話", text="電話で三回")
    return split_complaint(cast.actor("lead"), whole, given, token=makers.token(), now=NOW)


@AT_ONCE
def test_bar_reaches_the_one_that_takes_it_up_at_that_moment() -> None:
    cast = summon()
    ended = makers.investigated(cast)
    withdraw_complaint(complainant_of(ended), ended, now=NOW)
    later = while_it_waits(lambda: taken_up(ended), barring(cast, ended))
    assert barred_from(ended, later) == [[cast.handler.pk]] * 2
    assert later.events.get(kind="bar_decided").visibility == "confided"


@AT_ONCE
def test_bar_reaches_the_part_that_is_split_off_at_that_moment() -> None:
    cast = summon()
    whole = makers.investigated(cast)
    part = while_it_waits(lambda: split_off(cast, whole), barring(cast, whole))
    assert barred_from(whole, part) == [[cast.handler.pk]] * 2


@AT_ONCE
def test_bar_reaches_what_is_joined_at_that_moment_and_its_parts() -> None:
    cast = summon()
    one, other = makers.investigated(cast), makers.investigated(cast)
    part = split_off(cast, one)

    def join() -> Complaint:
        joined, into = Complaint.objects.get(pk=one.pk), Complaint.objects.get(pk=other.pk)
        merge_complaint(cast.actor("lead"), joined, to=into, same_person=True, now=NOW)
        return joined

    while_it_waits(join, barring(cast, other))
    assert barred_from(one, other, part) == [[cast.handler.pk]] * 3


@AT_ONCE
def test_lifting_reaches_the_part_that_is_split_off_at_that_moment() -> None:
    cast = summon()
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    whole = makers.investigated(cast)
    barring(cast, whole)()
    ask_to_lift(cast.actor("lead"), whole, staff=cast.handler, reason="部署が変わりました。", now=LATER)
    entry = whole.events.get(kind="lift_asked").pk

    def lift() -> None:
        own = Complaint.objects.get(pk=whole.pk)
        decide_lift(actor_for(second), own, asked=entry, granted=True, now=LATER)

    part = while_it_waits(lambda: split_off(cast, Complaint.objects.get(pk=whole.pk)), lift)
    assert barred_from(whole, part) == [[], []]


@AT_ONCE
def test_what_is_found_once_the_complaint_is_locked_is_among_the_others() -> None:
    cast = summon()
    whole = makers.investigated(cast)
    found: list[list[int]] = []

    def lock() -> None:
        with transaction.atomic():
            found.append(lock_the_same(Complaint.objects.get(pk=whole.pk)))

    part = while_it_waits(lambda: split_off(cast, whole), lock)
    assert found == [[part.pk]]


def test_complaint_that_stands_alone_is_locked_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    makers.investigated(cast)
    assert lock_the_same(complaint) == []


def test_others_are_named_without_the_complaint_itself(cast: Cast) -> None:
    whole = makers.investigated(cast)
    parts = [split_off(cast, whole) for _ in range(2)]
    assert lock_the_same(whole) == sorted(part.pk for part in parts)
