"""The same files from many windows at the same moment, and sent while they are taken away: one of each, or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import NotNow
from kikitori.casework.parcels import (
    Handed,
    Owner,
    forget_unsent,
    hand_in,
    in_parcel,
    take_out,
    touch_parcel,
)
from kikitori.casework.receive import receive_complaint
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Message
from kikitori.records.letters.parcels import Parcel
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, INTAKE, complainant_of

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8
OWNER = Owner("the-page-of-this-test")
LATER = FRIDAY + timedelta(days=3)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


def file(name: str = "a.pdf") -> FileGiven:
    return FileGiven(name, 10, lambda: b"%PDF-1.7 x")


def at_once(*calls: Callable[[], object]) -> list[BaseException]:
    """Each in a thread of its own, begun together; what they raised."""
    barrier, raised = threading.Barrier(len(calls)), list[BaseException]()

    def run(call: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            call()
        except Exception as error:  # noqa: BLE001 - told to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_same_file_from_many_windows_is_one(cast: Cast) -> None:
    raised = at_once(*[lambda: hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY)] * TIMES)
    assert (raised, Enclosure.objects.count(), Parcel.objects.count()) == ([], 1, 1)


def test_limit_holds_for_all_windows_together(cast: Cast) -> None:
    def some(number: int) -> Callable[[], object]:
        files = [file(f"{number}-{n}.pdf") for n in range(3)]
        return lambda: hand_in(Actor.newcomer(), OWNER, files, now=FRIDAY)

    assert at_once(*map(some, range(TIMES))) == []
    assert Enclosure.objects.count() == 10


def test_same_complaint_many_times_has_its_files_once(cast: Cast) -> None:
    [row] = hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY).added
    handed, token = Handed(OWNER, (row.pk,)), makers.token()
    raised = at_once(
        *[lambda: receive_complaint(Actor.newcomer(), INTAKE, token=token, now=FRIDAY, handed=handed)] * TIMES
    )
    assert raised == []
    assert Complaint.objects.get().enclosures.get().pk == row.pk


def test_sent_while_it_is_taken_away_it_goes_or_nothing_does(cast: Cast) -> None:
    [row] = hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY).added
    handed = Handed(OWNER, (row.pk,))
    raised = at_once(
        lambda: receive_complaint(Actor.newcomer(), INTAKE, token=makers.token(), now=FRIDAY, handed=handed),
        lambda: take_out(OWNER, row.pk),
    )
    if raised:
        assert [type(error) for error in raised] == [NotNow]
        assert (Complaint.objects.count(), Enclosure.objects.count()) == (0, 0)
    else:
        assert Complaint.objects.get().enclosures.get().pk == row.pk


def test_same_message_many_times_has_its_files_once(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    speaker, owner = complainant_of(complaint), Owner(complaint=complaint)
    hand_in(speaker, owner, [file()], now=FRIDAY)
    later, handed = FRIDAY + timedelta(hours=1), Handed(owner)
    raised = at_once(
        *[lambda: hear(speaker, complaint, body="写真です。", now=later, token="page", handed=handed)] * TIMES
    )
    assert raised == []
    message = Message.objects.get(from_complainant=True)
    assert message.enclosures.count() == Enclosure.objects.count() == 1


# ---- the night's forgetting, while somebody is at one of these pages


def meanwhile() -> int:
    """What is forgotten from another connection, which waits for nobody's locks."""
    done = list[int]()

    def forget() -> None:
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '5s'")
        done.append(forget_unsent(LATER))

    assert at_once(forget) == []
    return done[0]


def kept() -> list[str]:
    return [row.name for row in in_parcel(OWNER)]


def test_file_comes_into_an_old_empty_parcel_while_it_is_being_forgotten(cast: Cast) -> None:
    [row] = hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY).added
    take_out(OWNER, row.pk)
    with transaction.atomic():
        hand_in(Actor.newcomer(), OWNER, [file("b.pdf")], now=LATER)
        assert meanwhile() == 0
    assert (kept(), Parcel.objects.count()) == (["b.pdf"], 1)
    assert (meanwhile(), kept()) == (0, ["b.pdf"])


def test_file_comes_to_old_ones_while_they_are_being_forgotten(cast: Cast) -> None:
    hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY)
    with transaction.atomic():
        hand_in(Actor.newcomer(), OWNER, [file("b.pdf")], now=LATER)
        assert meanwhile() == 0
    assert kept() == ["a.pdf", "b.pdf"]


def test_whoever_goes_on_writing_keeps_theirs_while_they_are_being_forgotten(cast: Cast) -> None:
    hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY)
    with transaction.atomic():
        touch_parcel(OWNER, LATER)
        assert meanwhile() == 0
    assert kept() == ["a.pdf"]


def test_old_files_are_sent_with_a_complaint_while_they_are_being_forgotten(cast: Cast) -> None:
    [row] = hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY).added
    with transaction.atomic():
        handed = Handed(OWNER, (row.pk,))
        receive_complaint(Actor.newcomer(), INTAKE, token=makers.token(), now=LATER, handed=handed)
        assert meanwhile() == 0
    assert meanwhile() == 0
    assert Complaint.objects.get().enclosures.get().pk == row.pk


def test_old_files_are_sent_with_a_message_while_they_are_being_forgotten(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    speaker, owner = complainant_of(complaint), Owner(complaint=complaint)
    hand_in(speaker, owner, [file()], now=FRIDAY)
    with transaction.atomic():
        hear(speaker, complaint, body="写真です。", now=LATER, handed=Handed(owner))
        assert meanwhile() == 0
    assert (meanwhile(), Parcel.objects.count()) == (0, 0)
    assert Message.objects.get(from_complainant=True).enclosures.get().name == "a.pdf"


def test_page_that_waits_for_the_forgetting_begins_anew(cast: Cast) -> None:
    hand_in(Actor.newcomer(), OWNER, [file()], now=FRIDAY)
    raised = at_once(
        lambda: forget_unsent(LATER),
        lambda: hand_in(Actor.newcomer(), OWNER, [file("b.pdf")], now=LATER),
    )
    assert (raised, kept()[-1]) == ([], "b.pdf")
