"""How many mails a second become complaints: raw bytes kept and committed, read, filed, acknowledged.

Workers are processes of their own, as in a running house, and begin together. Half of the mails are Japanese, in the
charsets in which they come; each has a sender of its own, so that each is a complaint with an acknowledgement queued.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone

from kikitori.casework.file_mails import file_waiting
from kikitori.casework.keep_mail import keep_mail
from kikitori.config.bench_load import cpu_of, working_in
from kikitori.config.bench_machine import busy
from kikitori.config.bench_site import cluster_of
from kikitori.config.prepared import own_command
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.people.actor import Actor

if TYPE_CHECKING:
    from kikitori.config.environment import Environment

_STORY_JA = (
    "先日購入した電気ケトルの蓋が閉まりません。お湯がこぼれて手にかかりました。交換か返金をお願いします。"
)
_STORY_EN = "The lid of the kettle I bought does not close, and hot water ran over my hand. Please exchange or refund. "
_CHARSETS = ("utf-8", "iso-2022-jp", "utf-8", "utf-8")
_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker has done: mails filed, when it began and ended, and the CPU it took."""

    filed: int
    began: float
    ended: float
    cpu: float


def measure_mail(environment: Environment, *, mails: int, workers: int, rounds: int) -> dict[str, Any]:
    """Mails per second and CPU milliseconds per mail, the median of `rounds`. Raises Trouble where a worker fails."""
    folder = cluster_of(environment.data)
    found = []
    for number in range(rounds):
        before = cpu_of(working_in(folder)) if folder else 0.0
        shares = _round(environment, number, mails, workers)
        database = cpu_of(working_in(folder)) - before if folder else 0.0
        filed = sum(share.filed for share in shares)
        seconds = max(share.ended for share in shares) - min(share.began for share in shares)
        found.append(
            {
                "mails": filed,
                "per_second": round(filed / seconds, 1),
                "worker_cpu_ms": round(sum(share.cpu for share in shares) / filed * 1000, 2),
                "database_cpu_ms": round(database / filed * 1000, 2),
            }
        )
    return {
        "workers": workers,
        "load_after": busy(),
        "rounds": found,
        "per_second": median(each["per_second"] for each in found),
        "worker_cpu_ms": median(each["worker_cpu_ms"] for each in found),
        "database_cpu_ms": median(each["database_cpu_ms"] for each in found),
    }


def _round(environment: Environment, number: int, mails: int, workers: int) -> list[Share]:
    """Start the workers, let them begin together, and collect what they say."""
    started = [
        subprocess.Popen(
            own_command("bench", "mail", "--part", f"{number}:{part}:{mails // workers}"),
            env={**os.environ, **environment.as_variables(), "KIKITORI_DATABASE_ROLE": "worker"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(workers)
    ]
    try:
        for process in started:
            if _line(process.stdout) != "ready":
                raise _failed()
        for process in started:
            _say(process.stdin, "go")
        return [Share(**json.loads(_line(process.stdout) or "{}")) for process in started]
    except (TypeError, ValueError) as nothing:
        raise _failed() from nothing
    finally:
        for process in started:
            process.kill()
            process.wait()


def work_off(part: str) -> None:
    """What one worker does: its mails are made, `ready` is said, `go` is waited for; then they are kept and filed.

    It has filed some before, as any worker that has run for a minute.
    """
    number, share, count = (int(each) for each in part.split(":"))
    mails = list(made_up_mails(f"{os.getpid()}-{number}-{share}", count))
    actor = Actor.system("mail")
    _file(actor, list(made_up_mails(f"{os.getpid()}-{number}-{share}-first", _AT_A_TIME)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began, cpu, filed = time.time(), time.process_time(), 0
    for first in range(0, count, _AT_A_TIME):
        filed += _file(actor, mails[first : first + _AT_A_TIME])
    filed += file_waiting(actor, now=timezone.now).get("filed", 0)
    said = {"filed": filed, "began": began, "ended": time.time(), "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(said) + "\n")


def _file(actor: Actor, mails: Sequence[bytes]) -> int:
    """Keep each in a transaction of its own, as it comes; then file what waits. How many were filed."""
    for raw in mails:
        with signed_transaction(actor.signature, "bench"):
            keep_mail(actor, [raw], mailbox=None, arrived_at=timezone.now())
    return file_waiting(actor, now=timezone.now).get("filed", 0)


def made_up_mails(mark: str, count: int) -> Iterator[bytes]:
    """So many mails of 300 to 800 characters, no two alike."""
    for number in range(count):
        japanese = number % 2 == 0
        charset = _CHARSETS[number // 2 % len(_CHARSETS)] if japanese else "utf-8"
        story = (_STORY_JA if japanese else _STORY_EN) * (6 + number % 4)
        header = (
            f"From: Sender {number} <s{number}.{mark}@example.com>\r\nTo: desk@example.org\r\n"
            f"Subject: Kettle {number}\r\nDate: Fri, 20 Nov 2026 10:12:00 +0900\r\n"
            f"Message-ID: <{number}.{mark}@mail.example.com>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        yield header.encode() + f"{number}: {story}\r\n".encode(charset)


def _line(stream: IO[str] | None) -> str:
    return stream.readline().strip() if stream else ""


def _say(stream: IO[str] | None, word: str) -> None:
    if stream:
        stream.write(word + "\n")
        stream.flush()


def _failed() -> Trouble:
    return Trouble(
        Bilingual(
            ja="計測の途中で、処理のひとつが止まりました。", en="One of the workers stopped on the way."
        ),
        code=USAGE,
    )
