"""Who fetches mail runs while there is a mailbox to fetch from, and at no other time."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg

from kikitori.config.children import Child
from kikitori.config.environment import load
from kikitori.config.on_demand import LOOK_EVERY, OnDemand, has_mailbox
from kikitori.foundation.postgres.embedded import database_url
from tests.waiting import wait_until


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_child_comes_and_goes_as_it_is_wanted() -> None:
    clock, answers = Clock(), iter([False, True, None, False, False])
    child = Child("post", [sys.executable, "-c", "import signal; signal.pause()"], {}, clock=clock)
    post = OnDemand(child, lambda: next(answers), clock)

    def runs_after_a_look() -> bool:
        clock.now += LOOK_EVERY
        post.tend()
        return child.process is not None

    try:
        assert [runs_after_a_look() for _ in range(3)] == [False, True, True]
        first = child.process
        assert first is not None
        post.tend()
        assert child.process is first  # within the pause nobody looks
        runs_after_a_look()
        wait_until(lambda: first.poll() is not None)
        assert not runs_after_a_look()
    finally:
        child.make_sure(clock.now)


def test_site_says_whether_it_has_a_mailbox(running: Path, monkeypatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    environment = load(data=running)
    assert has_mailbox(environment) is False
    with psycopg.connect(str(database_url(running, "owner")), autocommit=True) as connection:
        insert = (
            b"insert into records_mailbox (name, kind, address, is_active, settings, secret, token, uid_done, trouble)"
            b" values ('x', %s, 'a@example.jp', %s, '{}', '', '', 0, '')"
        )
        for kind, active, expected in (("lmtp", True, False), ("imap", False, False), ("imap", True, True)):
            connection.execute(insert, [kind, active])
            assert has_mailbox(environment) is expected
            connection.execute("delete from records_mailbox where name = 'x'")


def test_database_that_does_not_answer_says_neither() -> None:
    assert has_mailbox(load(database_url="postgresql://127.0.0.1:1/none")) is None
