"""The brake on guessing: it stops the guesser and not the person guessed at, and parallel tries are counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from kikitori.interfaces.desk.brake import (
    PAUSE,
    TRIES,
    TRIES_OF_NETWORK,
    Brake,
    brakes_for,
    network_of,
)

NOW = datetime(2026, 11, 20, 7, 40, tzinfo=UTC)
LATER = NOW + PAUSE + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
        ("192.0.2.7, 10.0.0.1", "unknown"),
    ],
)
def test_network_is_what_one_guesser_can_use(address: str, network: str) -> None:
    assert network_of(address) == network


def wrong(times: int, *, login: str = "handler", address: str = "192.0.2.7", browser: str = "") -> None:
    for _ in range(times):
        for brake in brakes_for(login, address, browser):
            brake.note_failure(NOW)


def is_braked(
    login: str = "handler", address: str = "192.0.2.7", browser: str = "", now: datetime = NOW
) -> bool:
    return any(brake.pause_until(now) for brake in brakes_for(login, address, browser))


@pytest.mark.django_db
class TestBrake:
    def test_few_wrong_passwords_are_allowed(self) -> None:
        wrong(TRIES - 1)
        assert not is_braked()

    def test_one_more_is_the_last_for_a_while(self) -> None:
        wrong(TRIES)
        assert is_braked()
        assert brakes_for("handler", "192.0.2.7", "")[0].pause_until(NOW) == NOW + PAUSE

    def test_pause_ends_and_everything_begins_anew(self) -> None:
        wrong(TRIES)
        assert not is_braked(now=LATER)
        brake = brakes_for("handler", "192.0.2.7", "")[0]
        brake.note_failure(LATER)
        assert brake.pause_until(LATER) is None

    def test_victim_elsewhere_is_not_locked_out(self) -> None:
        wrong(TRIES, address="198.51.100.1")
        assert not is_braked(address="192.0.2.7")

    def test_known_browser_behind_the_same_address_is_not_locked_out(self) -> None:
        wrong(TRIES)
        assert not is_braked(browser="mark-of-the-victim")

    def test_known_browser_has_tries_of_its_own(self) -> None:
        wrong(TRIES, browser="stolen")
        assert is_braked(browser="stolen")
        assert not is_braked(browser="")

    def test_spelling_of_the_name_gives_no_further_tries(self) -> None:
        for spelling in ("handler", "HANDLER", "ｈａｎｄｌｅｒ", " handler", "Handler"):
            wrong(1, login=spelling)
        assert is_braked()

    def test_one_password_for_many_names_is_guessing_too(self) -> None:
        for number in range(TRIES_OF_NETWORK):
            wrong(1, login=f"name-{number}")
        assert is_braked(login="never-tried")
        assert not is_braked(login="never-tried", address="192.0.2.8")
        assert not is_braked(login="never-tried", browser="known")

    def test_right_password_forgets_the_wrong_ones(self) -> None:
        wrong(TRIES - 1)
        brakes_for("handler", "192.0.2.7", "")[0].release()
        wrong(TRIES - 1)
        assert not is_braked()

    def test_key_tells_neither_name_nor_address(self) -> None:
        for brake in brakes_for("handler", "192.0.2.7", ""):
            assert "handler" not in brake.key
            assert "192" not in brake.key.partition(":")[2][:3]
            assert len(brake.key) < 100

    def test_memory_is_not_kept_longer_than_the_pause(self) -> None:
        wrong(1)
        key = brakes_for("handler", "192.0.2.7", "")[0].key
        assert cache.get(key) is not None
        cache.touch(key, 0)
        assert cache.get(key) is None


def _attempt(_: int) -> bool:
    """One wrong password as a request makes it: ask, hash, count, all in one transaction."""
    try:
        with transaction.atomic():
            brakes = brakes_for("handler", "192.0.2.7", "")
            if any(brake.pause_until(NOW) for brake in brakes):
                return False
            for brake in brakes:
                brake.note_failure(NOW)
            return True
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_counted_one_by_one() -> None:
    with ThreadPoolExecutor(8) as pool:
        let_through = sum(pool.map(_attempt, range(24)))
    assert let_through == TRIES


@pytest.mark.django_db
def test_brake_without_failures_is_loose() -> None:
    assert Brake("sign-in:nobody", 1).pause_until(NOW) is None
