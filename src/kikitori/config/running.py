"""One running site: its lock, its database, web server and worker, and who fetches mail. The supervisor tends it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import http.client
import json
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kikitori.config.children import Child
from kikitori.config.environment import Environment
from kikitori.config.on_demand import OnDemand, has_mailbox
from kikitori.config.prepared import bring_up_to_date, ensure_folder, gather_static, own_command
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.embedded import EmbeddedPostgres
from kikitori.foundation.postgres.errors import DatabaseTrouble

LOCK = "up.lock"
PORT_PATIENCE = 15.0
"""Seconds to wait for a port: the web server of a killed supervisor needs a moment to leave."""
STOP_LIMIT = 12.0
DATABASE_PAUSE = 2.0

Announce = Callable[[Bilingual], None]


class RunningSite:
    """A site that is up, or on its way: `claim`, `open`, `launch`, then `tend` again and again, at the end `close`."""

    def __init__(self, environment: Environment, announce: Announce) -> None:
        self.environment = environment
        self.announce = announce
        self.database = None if environment.database_url else EmbeddedPostgres(environment.data)
        post = self._child("post", "mail", "fetch")
        self.children = [self._child("web", "serve"), self._child("worker", "work"), post]
        self._post = OnDemand(post, lambda: has_mailbox(environment))
        self._launched: list[Child] = []
        self._lock: int | None = None
        self._after_crash = False
        self._database_again = 0.0

    def claim(self) -> None:
        """Take folder, lock and port, which is done at once or not at all. Raises Trouble."""
        ensure_folder(self.environment.data)
        self._take_lock()
        self._await_port()

    def open(self) -> None:
        """Start the database and bring it up to date, gathering static files meanwhile; two sites may do so at once.

        Raises Trouble or DatabaseTrouble.
        """
        with ThreadPoolExecutor(1) as beside:
            gathered = beside.submit(gather_static, self.environment)
            if self.database is not None:
                self.database.start()
            bring_up_to_date(self.environment)
            gathered.result()

    def launch(self, *names: str) -> None:
        """Start these children (`web`, `worker`) unless they were launched before."""
        for child in self.children:
            if child.name in names and child not in self._launched:
                self._launched.append(child)
                child.tend()

    def tend(self) -> None:
        """Bring back what has ended: the database first, then the children that were launched."""
        if self.database is not None and not self._tend_database(self.database):
            return
        for child in self._launched:
            child.tend()
        if any(child.name == "worker" for child in self._launched):
            self._post.tend()

    def answers(self) -> bool:
        """Tell whether the web server answers."""
        host = self.environment.host
        reachable = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
        connection = http.client.HTTPConnection(reachable, self.environment.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def ask_to_stop(self) -> None:
        """Tell the children to stop, without waiting."""
        for child in self.children:
            child.ask_to_stop()

    def close(self) -> None:
        """Stop the children, then the database; gives the lock back. Safe at any point, also after a failed `open`."""
        self.ask_to_stop()
        deadline = time.monotonic() + STOP_LIMIT
        for child in self.children:
            child.make_sure(deadline)
        try:
            if self.database is not None:
                self.database.stop()
        finally:
            if self._lock is not None:
                os.ftruncate(self._lock, 0)
                os.close(self._lock)
                self._lock = None

    def _child(self, name: str, *command: str) -> Child:
        role = "web" if name == "web" else "worker"
        return Child(
            name,
            own_command(*command),
            {**self.environment.as_variables(), "KIKITORI_DATABASE_ROLE": role},
            on_end=self._tell_end,
        )

    def _tell_end(self, name: str, code: int) -> None:
        self.announce(
            Bilingual(
                ja=f"{name} が終了しました（{code}）。起動し直します。",
                en=f"{name} ended ({code}); starting it again.",
            )
        )

    def _tend_database(self, database: EmbeddedPostgres) -> bool:
        """Tell whether the database lives, after trying to bring it back if it does not."""
        if database.server.postmaster() is not None:
            return True
        if time.monotonic() < self._database_again:
            return False
        self.announce(Bilingual(ja="データベースを起動し直します。", en="Starting the database again."))
        try:
            database.start()
        except DatabaseTrouble as trouble:
            self.announce(trouble.text)
            self._database_again = time.monotonic() + DATABASE_PAUSE
            return False
        return True

    def _take_lock(self) -> None:
        path = self.environment.data / LOCK
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            address = str(self.environment.data)
            with contextlib.suppress(OSError, ValueError, KeyError):
                address = json.loads(path.read_text("utf-8"))["address"]
            raise Trouble(
                Bilingual(
                    ja=f"このデータフォルダのサイトはすでに動いています: {address}",
                    en=f"The site of this data folder is running already: {address}",
                )
            ) from None
        self._after_crash = os.fstat(descriptor).st_size > 0  # a clean end leaves the note empty
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "address": self.environment.address}).encode())
        self._lock = descriptor

    def _await_port(self) -> None:
        """See that the port is free. Raises Trouble if another program keeps it.

        After a crash it may be our own web server of before, which is about to leave: that one is waited for.
        """
        environment = self.environment
        deadline = time.monotonic() + (PORT_PATIENCE if self._after_crash else 0)
        while not _can_bind(environment.host, environment.port):
            if time.monotonic() > deadline:
                raise Trouble(
                    Bilingual(
                        ja=f"ポート {environment.port} は別のプログラムが使っています。"
                        "--port で別の番号を指定してください。",
                        en=f"Port {environment.port} is used by another program. Choose another one with --port.",
                    )
                )
            time.sleep(0.2)


def _can_bind(host: str, port: int) -> bool:
    """Tell whether we could listen there. Raises Trouble if the address is not ours at all."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise Trouble(
                Bilingual(
                    ja=f"{host} のポート {port} で待ち受けできません。--host と --port を確かめてください。",
                    en=f"Cannot listen on port {port} of {host}. Check --host and --port.",
                ),
                str(error),
            ) from error
    return True
