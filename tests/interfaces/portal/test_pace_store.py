"""Paces between requests: per network, per slip, the same form once, and a ticket for whoever has waited."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory

from kikitori.interfaces.portal import pace
from kikitori.interfaces.portal.pace_store import (
    Attempts,
    network_of,
    seconds_before_complaint,
    seconds_before_files,
)
from tests.makers import FRIDAY

LOCATOR, OTHER = "K7FM-3QTA", "ACDE-FGHJ"
HOME, AWAY = "203.0.113.7", "198.51.100.9"


def later(seconds: float) -> datetime:
    return FRIDAY + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        ("not-an-address", "unknown"),
        ("203.0.113.7, 10.0.0.1", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_network_is_the_address_or_the_household_of_an_ipv6_address(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip"]
)
def test_network_does_not_believe_forwarding_headers(header: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=HOME, headers={header: AWAY})
    assert network_of(request) == HOME


@pytest.mark.django_db
class TestComplaints:
    """New complaints of one network."""

    def test_sixty_complaints_pass_at_once_and_the_next_waits(self) -> None:
        waits = [seconds_before_complaint(HOME, f"form-{n}", FRIDAY) for n in range(61)]
        assert waits == [0] * 60 + [20]

    def test_wait_is_over_when_it_was_said_to_be(self) -> None:
        for n in range(60):
            seconds_before_complaint(HOME, f"form-{n}", FRIDAY)
        assert seconds_before_complaint(HOME, "one more", later(5)) == 15
        assert seconds_before_complaint(HOME, "one more", later(20)) == 0

    def test_same_form_costs_once_however_often_it_comes(self) -> None:
        assert [seconds_before_complaint(HOME, "the same", FRIDAY) for _ in range(200)] == [0] * 200
        assert [seconds_before_complaint(HOME, f"form-{n}", FRIDAY) for n in range(59)] == [0] * 59
        assert seconds_before_complaint(HOME, "one more", FRIDAY) == 20

    def test_form_is_known_again_behind_a_whole_bucket_of_others(self) -> None:
        seconds_before_complaint(HOME, "the first", FRIDAY)
        for n in range(70):
            seconds_before_complaint(HOME, f"form-{n}", later(20 * n))
        for _ in range(60):
            seconds_before_complaint(HOME, "one more", later(1400))
        assert seconds_before_complaint(HOME, "the first", later(1400)) == 0

    def test_form_costs_few_queries(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(7):
            seconds_before_complaint(HOME, "a form", FRIDAY)
        with django_assert_max_num_queries(2):
            seconds_before_complaint(HOME, "a form", FRIDAY)

    def test_form_that_had_to_wait_has_not_passed(self) -> None:
        for n in range(60):
            seconds_before_complaint(HOME, f"form-{n}", FRIDAY)
        assert seconds_before_complaint(HOME, "refused", FRIDAY) == 20
        assert seconds_before_complaint(HOME, "refused", FRIDAY) == 20

    def test_one_network_does_not_slow_another(self) -> None:
        for n in range(61):
            seconds_before_complaint(HOME, f"form-{n}", FRIDAY)
        assert seconds_before_complaint(AWAY, "theirs", FRIDAY) == 0


def miss(times: int, locator: str = LOCATOR, network: str = HOME, now: datetime = FRIDAY) -> int:
    wait = 0
    for _ in range(times):
        wait = Attempts(locator, network, now).missed()
    return wait


@pytest.mark.django_db
class TestAttempts:
    """Attempts to open a slip."""

    def test_three_slips_of_the_finger_are_free(self) -> None:
        assert miss(3) == 0
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left("") == 0

    def test_delay_grows_with_each_further_miss_and_stops_growing_at_a_minute(self) -> None:
        miss(3)
        assert [miss(1) for _ in range(9)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]

    def test_delay_passes_by_itself(self) -> None:
        miss(8)
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left("") == 16
        assert Attempts(LOCATOR, HOME, later(10)).seconds_left("") == 6
        assert Attempts(LOCATOR, HOME, later(16)).seconds_left("") == 0

    def test_delay_of_a_locator_follows_it_to_another_network(self) -> None:
        miss(8)
        assert Attempts(LOCATOR, AWAY, FRIDAY).seconds_left("") == 16

    def test_delay_of_a_locator_does_not_touch_other_locators(self) -> None:
        miss(8)
        assert Attempts(OTHER, HOME, FRIDAY).seconds_left("") == 0

    def test_network_that_tries_many_locators_is_slowed(self) -> None:
        waits = [miss(1, f"LOCA-{n:04d}") for n in range(25)]
        assert waits[:20] == [0] * 20
        assert waits[20:] == [1, 2, 4, 8, 16]
        assert Attempts(OTHER, HOME, FRIDAY).seconds_left("") == 16

    def test_right_secret_forgives_the_locator_and_not_the_network(self) -> None:
        for n in range(21):
            miss(1, f"LOCA-{n:04d}")
        miss(8)
        Attempts(LOCATOR, HOME, FRIDAY).succeeded()
        assert Attempts(LOCATOR, AWAY, FRIDAY).seconds_left("") == 0
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left("") > 0

    def test_ticket_lets_through_once_its_time_has_come(self) -> None:
        wait = miss(8)
        ticket = Attempts(LOCATOR, HOME, FRIDAY).ticket(wait)
        assert Attempts(LOCATOR, HOME, later(wait - 1)).seconds_left(ticket) == 1
        assert Attempts(LOCATOR, HOME, later(wait)).seconds_left(ticket) == 0

    def test_stranger_who_goes_on_guessing_cannot_keep_the_holder_out(self) -> None:
        """The holder waits once, as told; the stranger's misses meanwhile do not move that moment."""
        miss(20, network=AWAY)
        attempts = Attempts(LOCATOR, HOME, FRIDAY)
        wait = attempts.seconds_left("")
        ticket = attempts.ticket(wait)
        assert wait == 60
        miss(20, network=AWAY, now=later(59))
        assert Attempts(LOCATOR, HOME, later(60)).seconds_left("") == 59
        assert Attempts(LOCATOR, HOME, later(60)).seconds_left(ticket) == 0

    def test_ticket_is_for_one_attempt(self) -> None:
        wait = miss(8)
        ticket = Attempts(LOCATOR, HOME, FRIDAY).ticket(wait)
        miss(1, now=later(wait))
        assert Attempts(LOCATOR, HOME, later(wait)).seconds_left(ticket) == 0
        assert Attempts(LOCATOR, HOME, later(wait)).seconds_left(ticket) > 0

    def test_ticket_of_one_locator_opens_no_other(self) -> None:
        miss(8)
        miss(8, OTHER)
        ticket = Attempts(OTHER, HOME, FRIDAY).ticket(0)
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left(ticket) == 16

    @pytest.mark.parametrize("ticket", ["", "x", "x:y:z", "null", "\ud800", "9" * 10_000])
    def test_ticket_that_is_none_changes_nothing(self, ticket: str) -> None:
        miss(8)
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left(ticket) == 16

    @pytest.mark.parametrize("content", [None, 5, [], ["a"], ["a", "b"], {"a": 1}, ["a", "b", "c"]])
    def test_ticket_signed_for_something_else_changes_nothing(self, content: object) -> None:
        miss(8)
        foreign = signing.dumps(content, salt="kikitori.portal.ticket")
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left(foreign) == 16
        assert Attempts(LOCATOR, HOME, FRIDAY).seconds_left(signing.dumps(content)) == 16

    def test_cache_holds_neither_address_nor_locator(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[str] = []
        keep = cache.set
        monkeypatch.setattr(cache, "set", lambda key, *rest: (seen.append(f"{key} {rest}"), keep(key, *rest)))  # type: ignore[func-returns-value]
        miss(4)
        seconds_before_complaint(HOME, "form", FRIDAY)
        assert len(seen) == 9
        assert not [line for line in seen if HOME in line or LOCATOR in line or "K7FM" in line]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_never_count_from_the_same_figure() -> None:
    """Each waits for its turn until the other's transaction has ended."""
    inside, go_on, counted = threading.Event(), threading.Event(), []

    def first() -> None:
        with transaction.atomic():
            Attempts(LOCATOR, HOME, FRIDAY).missed()
            inside.set()
            assert go_on.wait(30)
        connection.close()

    def second() -> None:
        assert inside.wait(30)
        with transaction.atomic():
            go_on.set()
            Attempts(LOCATOR, HOME, FRIDAY).missed()
            counted.append(Attempts(LOCATOR, HOME, FRIDAY))
        connection.close()

    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(counted) == 1
    with transaction.atomic():
        assert [Attempts(LOCATOR, HOME, FRIDAY).missed() for _ in range(2)] == [
            0,
            pace.PER_LOCATOR.wait_after(4),
        ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("take", "before"),
    [
        (lambda _n: seconds_before_files(HOME, 1, FRIDAY), pace.FILES.size - 3),
        (lambda n: seconds_before_complaint(HOME, f"parallel-{n}", FRIDAY), pace.COMPLAINTS.size - 3),
    ],
    ids=["files", "complaints"],
)
def test_many_requests_at_once_take_no_more_than_the_bucket_holds(
    take: Callable[[int], int], before: int
) -> None:
    """Three are left in it, eight want one each."""
    many, waits = 8, list[int]()
    with transaction.atomic():
        if before > 100:
            assert seconds_before_files(HOME, before, FRIDAY) == 0
        else:
            assert {seconds_before_complaint(HOME, f"before-{n}", FRIDAY) for n in range(before)} == {0}
    together = threading.Barrier(many)

    def one(n: int) -> None:
        try:
            together.wait(30)
            with transaction.atomic():
                waits.append(take(n))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(waits), waits.count(0)) == (many, 3)


@pytest.mark.django_db
class TestFiles:
    """What one network hands in, in MB."""

    def test_bucket_is_of_the_network_and_fills_again(self) -> None:
        size = pace.FILES.size
        assert seconds_before_files(HOME, size, FRIDAY) == 0
        wait = seconds_before_files(HOME, 3, FRIDAY)
        assert wait == 3 * pace.FILES.refill
        assert seconds_before_files(AWAY, 3, FRIDAY) == 0
        assert seconds_before_files(HOME, 3, later(wait)) == 0
        assert seconds_before_files(HOME, 1, later(wait)) == pace.FILES.refill

    def test_refused_files_cost_nothing(self) -> None:
        seconds_before_files(HOME, pace.FILES.size, FRIDAY)
        waits = {seconds_before_files(HOME, 20, FRIDAY) for _ in range(5)}
        assert waits == {20 * pace.FILES.refill}

    def test_complaints_and_files_do_not_slow_each_other(self) -> None:
        seconds_before_files(HOME, pace.FILES.size, FRIDAY)
        assert seconds_before_complaint(HOME, "form", FRIDAY) == 0

    def test_it_costs_few_queries(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(8):
            seconds_before_files(HOME, 1, FRIDAY)
