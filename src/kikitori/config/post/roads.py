"""`kikitori mail fetch|listen|receive`: the roads by which mails come in, as processes of this machine."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kikitori.config.terminal import say
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_GLANCE = 0.5
_Result = TypeVar("_Result")


def fetch(arguments: argparse.Namespace) -> int:
    """Read all IMAP mailboxes, once or until told to stop. With `--once` exit code 1 if one of them is in trouble."""
    with _site(arguments):
        return _once() if arguments.once else _stay()


def listen(arguments: argparse.Namespace) -> int:
    """Listen until told to stop. Raises Trouble where we cannot."""
    with _site(arguments):
        from kikitori.interfaces.mail.listen import Place

        place = Place(Path(arguments.socket) if arguments.socket else None, arguments.host, arguments.port)
        name = arguments.socket or f"{arguments.host}:{arguments.port}"
        try:
            asyncio.run(_listening(place, name, arguments))
        except OSError as error:
            raise Trouble(
                Bilingual(ja=f"{name} で待ち受けできません。", en=f"Cannot listen on {name}."),
                str(error.strerror),
            ) from error
    return 0


def receive(arguments: argparse.Namespace) -> int:
    """Keep one mail from standard input. Exit codes of sysexits.h: 0 kept, 65 nothing came, 75 try again later.

    A mail server gives a mail back to its sender at any code it does not know; so whatever goes wrong here is 75.
    """
    try:
        with _site(arguments):
            return _receive(arguments)
    except (Trouble, DatabaseTrouble) as trouble:
        text, detail = trouble.text.in_(arguments.language), trouble.detail
    except Exception as failure:  # noqa: BLE001 - said below, and the mail server keeps the mail
        text = Bilingual(ja="いまは受け取れません。", en="It cannot be taken just now.").in_(
            arguments.language
        )
        detail = type(failure).__name__
    sys.stderr.write(f"{text} {detail}".rstrip() + "\n")
    return os.EX_TEMPFAIL


def _receive(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from kikitori.config.post.mailboxes import mailbox_named
    from kikitori.interfaces.mail.receive import NothingThere
    from kikitori.interfaces.mail.receive import receive as keep

    mailbox = mailbox_named(arguments.mailbox) if arguments.mailbox else None
    try:
        kept = keep(_actor(), sys.stdin.buffer, mailbox, now=timezone.now())
    except NothingThere:
        say(Bilingual(ja="標準入力が空です。", en="Nothing came on standard input."), arguments.language)
        return os.EX_DATAERR
    sys.stdout.write(json.dumps({"mail": kept.mail.pk, "repeated": kept.repeated}) + "\n")
    return 0


def _once() -> int:
    from django.utils import timezone

    from kikitori.interfaces.mail.imap import World
    from kikitori.interfaces.mail.watch import active_mailboxes, attend

    stop, world = threading.Event(), World()

    def work() -> bool:
        numbers = [mailbox.pk for mailbox in active_mailboxes()]
        done = [attend(_actor(), each, world, timezone.now, stop, patience=None) for each in numbers]
        return all(each.well for each in done)

    return 0 if _until_told(work, stop) else 1


def _stay() -> int:
    from django.utils import timezone

    from kikitori.interfaces.mail.watch import Watch

    stop = threading.Event()
    _until_told(Watch(_actor(), timezone.now, stop).run, stop)
    return 0


def _until_told(work: Callable[[], _Result], stop: threading.Event) -> _Result:
    """Work in a thread of its own; when we are told to stop, it is told. Raises what the work raises.

    Signals are waited for and not handled: a handler may come while its own thread holds the lock it needs, and two
    signals come as one when a supervisor ends.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    with ThreadPoolExecutor(1) as beside:
        working = beside.submit(work)
        while not working.done() and signal.sigtimedwait(_SIGNALS, _GLANCE) is None:
            pass
        stop.set()
        return working.result()


async def _listening(place: Any, name: str, arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from kikitori.interfaces.mail.listen import Porter
    from kikitori.interfaces.mail.listen import listen as stay

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.set)
    told = Bilingual(ja=f"{name} でメールを待っています。", en=f"Listening for mails on {name}.")
    await stay(
        place,
        Porter(_actor(), timezone.now),
        stop,
        smtp=arguments.smtp,
        ready=lambda: say(told, arguments.language),
    )


def _actor() -> Any:
    from kikitori.records.people.actor import Actor

    return Actor.system("mail")


@contextmanager
def _site(arguments: argparse.Namespace) -> Iterator[None]:
    """Below a supervisor everything is ready already; alone, the site is made ready first."""
    from kikitori.config.lifeline import die_with_parent, is_supervised
    from kikitori.config.prepared import prepared_site

    if not is_supervised():
        with prepared_site(arguments.data, role="worker"):
            yield
        return
    import django

    from kikitori.config.environment import load

    chosen: dict[str, Any] = {"data": Path(arguments.data)} if arguments.data else {}
    die_with_parent()
    os.environ |= load(database_role="worker", **chosen).as_variables()
    django.setup()
    yield
