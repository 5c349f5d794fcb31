"""A site that takes mails in, its parts kept alive by us so that they can be killed as often as one likes.

Each part is a process of the product, started again at once: `up` would wait longer and longer.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from kikitori.config.lifeline import SUPERVISOR
from kikitori.config.prepared import own_command
from kikitori.foundation.postgres.embedded import EmbeddedPostgres
from tests.config.sites import kikitori, surroundings
from tests.faults.conftest import open_house
from tests.faults.site import Site, Victim
from tests.mailservers import PASSWORD, Dovecot, Postfix

#: Each mailbox of the IMAP server, with what becomes of a mail there.
BOXES = {"keep": (), "move": ("--move-to", "Done"), "delete": ()}
LISTENED = "kujo@lmtp.test"
ADDRESSES = (*(f"{user}@box.test" for user in BOXES), LISTENED)
#: How often each is chosen: the database rarely, for that stops everybody.
WEIGHTS = {"fetch": 8, "work": 8, "listen": 4, "postmaster": 1}
_TOKEN = re.compile(r"token-(\d{5})-")
_GLANCE = 0.05


@dataclass
class Post:
    """A site, and the three processes that bring mails into it."""

    site: Site
    socket: Path
    output: IO[bytes]
    stop: threading.Event = field(default_factory=threading.Event)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _keeper: threading.Thread | None = None

    @property
    def commands(self) -> dict[str, list[str]]:
        """What each part runs."""
        return {
            "fetch": own_command("mail", "fetch"),
            "listen": own_command("mail", "listen", "--socket", str(self.socket)),
            "work": own_command("work"),
        }

    def open(self, server: Dovecot) -> None:
        """Database, organisation, mailboxes."""
        self.database = EmbeddedPostgres(self.site.data)
        self.database.start()
        open_house(self.site)
        for user, more in BOXES.items():
            self._add(
                user, "--address", f"{user}@box.test", "--host", "127.0.0.1", "--port", str(server.port),
                "--security", "plain", "--user", user, "--after", user, "--secret", "-", *more,
            )  # fmt: skip
        self._add("listened", "--kind", "lmtp", "--address", LISTENED)

    def _add(self, *words: str) -> None:
        done = kikitori(self.site.data, "mail", "add", *words, said=PASSWORD)
        assert done.returncode == 0, done.stderr

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Everything runs, and is brought back. One thread starts them all: they die with whoever started them."""
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()
        try:
            yield
        finally:
            self.stop.set()
            self._keeper.join(60)
            for process in self.processes.values():
                process.terminate()
            for process in self.processes.values():
                process.wait(60)

    def close(self) -> None:
        """Stop the database."""
        self.database.stop()

    def _keep(self) -> None:
        while not self.stop.is_set():
            if self.database.server.postmaster() is None:
                with contextlib.suppress(Exception):
                    self.database.start()
            for name, command in self.commands.items():
                process = self.processes.get(name)
                if process is None or process.poll() is not None:
                    self.processes[name] = subprocess.Popen(
                        command,
                        env=surroundings(self.site.data, **{SUPERVISOR: str(os.getpid())}),
                        stdin=subprocess.DEVNULL,
                        stdout=self.output,
                        stderr=self.output,
                        start_new_session=True,
                    )
            self.stop.wait(_GLANCE)

    def kill(self, name: str) -> bool:
        """SIGKILL; False if there was nothing to kill."""
        if name == "postmaster":
            return self.site.kill(Victim.POSTMASTER)
        process = self.processes.get(name)
        if process is None or process.poll() is not None:
            return False
        process.kill()
        process.wait(30)
        return True

    def kill_at_random(
        self, kills: int, postmasters: int, chance: random.Random, pauses: tuple[float, float]
    ) -> Counter:
        """Kill so often, the database at least so often among it; how often each was hit."""
        hit: Counter[str] = Counter()
        pause = threading.Event()
        while hit.total() - hit["postmaster"] < kills or hit["postmaster"] < postmasters:
            pause.wait(chance.uniform(*pauses))
            name = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            hit[name] += self.kill(name)
        return +hit

    def kept(self) -> int:
        """How many mails are kept. None can be told while the database is away: then none."""
        with contextlib.suppress(Exception):
            return int(self.site.ask("select count(*) from records_mail")[0][0])
        return 0

    def unfiled(self) -> int:
        """How many wait to be filed."""
        with contextlib.suppress(Exception):
            return int(self.site.ask("select count(*) from records_mail where state = 'waiting'")[0][0])
        return -1


def token_of(number: int) -> str:
    """What is in one mail and in no other."""
    return f"token-{number:05d}-"


def mail_of(number: int) -> bytes:
    """One complaint by mail, from somebody who writes once. Some are too large for a row of the database."""
    filler = "写真の代わりの長い話です。\r\n" * (9000 if number % 25 == 7 else 1)
    return (
        f"From: p{number}@example.com\r\nTo: soudan@example.jp\r\nSubject: {token_of(number)}\r\n"
        f"Message-ID: <{number}@example.com>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{token_of(number)} 届いた皿が割れていました。\r\n{filler}"
    ).encode()


def inject(server: Postfix, numbers: range, every: float, sent: list[int]) -> None:
    """Hand mails to the mail server, one after the other, to all addresses in turn; what it took is written down."""
    pause = threading.Event()
    for number in numbers:
        server.send(mail_of(number), ADDRESSES[number % len(ADDRESSES)], sender=f"p{number}@example.com")
        sent.append(number)
        pause.wait(every)


@dataclass
class Found:
    """What there is of what was handed in, by the words of the mails themselves."""

    injected: int
    lost: list[str]
    doubled: list[str]
    outcomes: dict[str, int]

    def figure(self, hit: Counter) -> str:
        """The line that is printed."""
        kills = hit.total()
        return (
            f"injected={self.injected} kills={kills} ({' '.join(f'{n}={c}' for n, c in sorted(hit.items()))})"
            f" lost={len(self.lost)} duplicate={len(self.doubled)}"
            f" outcomes={' '.join(f'{n}={c}' for n, c in sorted(self.outcomes.items()))}"
        )


def look(site: Site, sent: list[int]) -> Found:
    """Each mail is kept once, as it came, and is one complaint with one acknowledgement, or held once. Nothing waits.

    A mail over which workers were killed often enough is held without having been read, so what it says is looked up in
    its bytes, wherever they lie, and nowhere else.
    """
    rows = [
        (_token(_bytes(site, raw, digest).decode("utf-8", "replace")), state)
        for raw, digest, state in site.ask("select raw, digest, state from records_mail")
    ]
    mails = Counter(name for name, _state in rows)
    stories = Counter(_token(story) for (story,) in site.ask("select story from records_complaint"))
    letters = site.ask(
        "select c.story from records_letter l join records_complaint c on c.id = l.complaint_id"
        " where l.kind = 'acknowledgement'"
    )
    told = Counter(_token(story) for (story,) in letters)
    outcome = dict(rows)
    lost, doubled = [], []
    for number in sent:
        name = f"{number:05d}"
        # One complaint and one letter to each that was filed, neither to one that is held.
        due = int(outcome.get(name) == "filed")
        if not mails[name] or outcome[name] not in {"filed", "held"} or min(stories[name], told[name]) < due:
            lost.append(f"{name}: {outcome.get(name)}")
        if mails[name] > 1 or max(stories[name], told[name]) > due:
            doubled.append(f"{name}: {mails[name]} mails, {stories[name]} complaints, {told[name]} letters")
    strange = (mails.keys() | stories.keys()) - {f"{number:05d}" for number in sent}
    doubled += [f"from nowhere: {each}" for each in strange]
    return Found(len(sent), lost, doubled, Counter(state for _name, state in rows))


def _bytes(site: Site, raw: bytes | None, digest: str) -> bytes:
    """The mail as it came: in its row, or in the store under its digest."""
    if raw is not None:
        return bytes(raw)
    content = (site.data / "mails" / digest[:2] / digest[2:4] / digest).read_bytes()
    assert sha256(content).hexdigest() == digest
    return content


def _token(text: str) -> str:
    found = _TOKEN.search(text)
    return found[1] if found else f"? {text[:40]}"
