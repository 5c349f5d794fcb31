"""Kill -9 of web, worker and PostgreSQL at any moment of the main job: nothing answered is lost, nothing is doubled.

The short test runs always. The long one (`pytest -m faults tests/faults`) takes some minutes and prints its figure.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.config.sites import surroundings
from tests.faults.killer import kill_at_random, kill_each
from tests.faults.ledger import Ledger
from tests.faults.oracle import Verdict, compare
from tests.faults.people import Clerk, Complainant, GivenUp
from tests.faults.site import Site, until

pytestmark = pytest.mark.xdist_group("faults")
LATER = Path(__file__).with_name("later.py")


def carry_on(site: Site, ledger: Ledger, stop: Event, login: str) -> None:
    """One pair of people after the other: complaint, handling, answer, remedy, „it is solved“."""
    with suppress(GivenUp):
        clerk = Clerk(site.port, ledger, stop, login)
        clerk.sign_in()
        while True:
            person = Complainant(site.port, ledger, stop)
            person.complain()
            clerk.look_into(person.reference)
            person.follow()
            person.answer("accept", f"はい、お願いします。{person.token}")
            clerk.put_right(person.reference)
            person.answer("solved", f"届きました。{person.token}")


def complain_again_and_again(site: Site, ledger: Ledger, stop: Event) -> None:
    """Complaints alone, as fast as they are answered."""
    with suppress(GivenUp):
        while True:
            Complainant(site.port, ledger, stop).complain()


def under_fire(
    site: Site, ledger: Ledger, fire: Callable[[Event], Counter], crowd: list[Callable]
) -> Counter:
    """Let the crowd work while `fire` lasts; returns what was hit, after everybody has gone home."""
    stop = Event()
    threads = [Thread(target=each, args=(site, ledger, stop), daemon=True) for each in crowd]
    for thread in threads:
        thread.start()
    try:
        hit = fire(stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return hit


def assert_nothing_lost(site: Site, found: Verdict, ledger: Ledger) -> None:
    """The verdict, in the order in which it hurts."""
    assert found.answered > 0
    assert found.steps > 0
    assert not found.faults, "\n".join(found.faults)
    assert not ledger.refused, "\n".join([*ledger.refused, *site.failures()])
    assert not ledger.statuses[500], "\n".join([str(ledger.statuses), *site.failures()])


def deliver_what_is_left(site: Site) -> None:
    """Do at once what the worker's sweeps would do minutes later."""
    done = subprocess.run(
        [sys.executable, "-P", str(LATER), str(site.data)],
        env=surroundings(site.data, KIKITORI_PORT=str(site.port)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def nobody_writes(site: Site) -> bool:
    """No request that was under way when its sender gave up is under way still."""
    ((open_transactions,),) = site.ask(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and state <> 'idle' and xact_start is not null"
    )
    return not open_transactions


def is_at_rest(site: Site) -> bool:
    """No letter waits, and no job but those of the clock is left."""
    ((letters, jobs),) = site.ask(
        "select (select count(*) from records_letter where state = 'waiting'),"
        " (select count(*) from procrastinate_jobs where status = 'doing'"
        "  or (status = 'todo' and task_name in ('kikitori.deliver_letter', 'kikitori.deliver_letters')))"
    )
    return not letters and not jobs


def test_kill_of_each_part_loses_nothing_and_doubles_nothing(site, ledger, capsys):
    hit = under_fire(
        site,
        ledger,
        lambda _stop: kill_each(site, rounds=2, progress=ledger.statuses.total),
        [partial(carry_on, login="clerk1"), partial(carry_on, login="clerk2"), complain_again_and_again],
    )
    site.wait_ready()
    until(lambda: nobody_writes(site), seconds=60, what="the last request to end")
    deliver_what_is_left(site)
    found = compare(site, ledger)
    with capsys.disabled():
        sys.stdout.write(f"\n{found.figure(kills=hit.total(), broken=ledger.broken)}\n")
    assert hit.total() >= 6
    assert_nothing_lost(site, found, ledger)


@pytest.mark.faults
def test_hundred_kills_at_random_moments_lose_nothing_and_double_nothing(site, ledger, capsys):
    kills = int(os.environ.get("KILLS", "100"))
    chance = random.Random(os.environ.get("SEED", "kikitori"))
    hit = under_fire(
        site,
        ledger,
        lambda stop: kill_at_random(site, kills=kills, pauses=(0.1, 4.0), chance=chance, stop=stop),
        [
            *(partial(carry_on, login=login) for login in ("clerk1", "clerk2", "clerk3")),
            complain_again_and_again,
        ],
    )
    site.wait_ready()
    until(lambda: nobody_writes(site), seconds=60, what="the last request to end")
    # Nobody helps here: the schedule itself must find what killed workers left lying.
    until(lambda: is_at_rest(site), seconds=420, what="every letter to be sent and every job to end")
    found = compare(site, ledger)
    with capsys.disabled():
        each = {victim.value: number for victim, number in hit.items()}
        sys.stdout.write(f"\n{found.figure(kills=hit.total(), broken=ledger.broken)} {each}\n")
    assert hit.total() >= kills
    assert_nothing_lost(site, found, ledger)
