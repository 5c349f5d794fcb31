"""Mails keep coming through a real Postfix and a real Dovecot while every part of ours is killed: none lost, none twice.

The short test runs always. The long one (`pytest -m faults tests/faults/test_mail_kills.py`) takes some minutes and prints
its figure: injected, kills, lost, duplicate.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.sites import surroundings
from tests.faults.post import BOXES, LISTENED, Post, inject, look
from tests.faults.site import Site, until
from tests.mailservers import Postfix, dovecot, postfix, require_mail_servers

pytestmark = pytest.mark.xdist_group("faults")
FILE_LEFT = Path(__file__).with_name("file_left.py")


@pytest.fixture
def post() -> Iterator[tuple[Post, Postfix]]:
    """A site with mailboxes, and the servers in front of it."""
    require_mail_servers()
    with dovecot() as imap, tempfile.TemporaryFile() as output:
        folder = Path(tempfile.mkdtemp(prefix="kk-lmtp-"))
        folder.chmod(0o711)
        socket = folder / "socket"
        site = Site.new()
        made = Post(site, socket, output)
        made.open(imap)
        try:
            with postfix(imap.mails, list(BOXES), {LISTENED: f"lmtp:unix:{socket}"}) as mx:
                yield made, mx
        finally:
            made.close()
            site.throw_away()
            socket.unlink(missing_ok=True)
            folder.rmdir()


def file_what_is_left(site: Site) -> None:
    """Do at once what the sweep would do minutes later."""
    done = subprocess.run(
        [sys.executable, "-P", str(FILE_LEFT), str(site.data)],
        env=surroundings(site.data), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_kill_of_each_part_while_mails_come_loses_none_and_doubles_none(post, capsys) -> None:
    made, mx = post
    sent: list[int] = []
    hit: Counter[str] = Counter()
    count = 48
    injecting = threading.Thread(target=inject, args=(mx, range(count), 0.05, sent), daemon=True)
    with made.at_work():
        injecting.start()
        for name in ("fetch", "listen", "work", "postmaster", "fetch", "work", "listen"):
            before = made.kept()
            until(
                lambda: made.kept() > before or made.kept() == count,
                seconds=90,
                what="a mail between two kills",
            )
            until(lambda: made.kill(name), seconds=60, what=f"the {name} to be there again")
            hit[name] += 1
        injecting.join(120)
        until(lambda: made.kept() >= count and not mx.waiting(), seconds=300, what="every mail to be kept")
    file_what_is_left(made.site)
    found = look(made.site, sent)
    with capsys.disabled():
        sys.stdout.write(f"\n{found.figure(hit)}\n")
    assert (found.injected, found.lost, found.doubled) == (count, [], [])
    assert hit.total() >= 5


@pytest.mark.faults
def test_hundreds_of_kills_at_random_moments_lose_no_mail_and_double_none(post, capsys) -> None:
    made, mx = post
    count, kills = int(os.environ.get("MAILS", "1500")), int(os.environ.get("KILLS", "200"))
    chance = random.Random(os.environ.get("SEED", "kikitori"))
    sent: list[int] = []
    every = kills * 1.3 / count
    injecting = threading.Thread(target=inject, args=(mx, range(count), every, sent), daemon=True)
    with made.at_work():
        injecting.start()
        hit = made.kill_at_random(kills, 5, chance, (0.2, 2.6))
        injecting.join(1200)
        until(lambda: made.kept() >= count and not mx.waiting(), seconds=300, what="every mail to be kept")
        # Nobody helps here: the schedule itself must find what killed workers left lying.
        until(lambda: made.unfiled() == 0, seconds=600, what="every mail to be filed")
    found = look(made.site, sent)
    with capsys.disabled():
        sys.stdout.write(f"\n{found.figure(hit)}\n")
    assert (found.injected, found.lost, found.doubled) == (count, [], [])
    assert hit.total() - hit["postmaster"] >= kills
    assert hit["postmaster"] >= 5
