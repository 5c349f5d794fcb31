"""The embedded database of one data folder: create at first use, start or adopt, tell addresses, stop.

This is the way in to this room. Works as an ordinary user and as root (see account.py and places.py).
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres import bootstrap, roles
from kikitori.foundation.postgres.account import server_account
from kikitori.foundation.postgres.cluster import check_version, make_cluster
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.places import choose_home, choose_sockets, fits, is_private, make_home
from kikitori.foundation.postgres.programs import programs_for
from kikitori.foundation.postgres.record import NAME, DatabaseRecord, inside, read_record, write_record
from kikitori.foundation.postgres.server import Server
from kikitori.foundation.postgres.use import Use, one_at_a_time


class EmbeddedPostgres:
    """The server of the data folder `data`, which must exist. Between `start` and `stop` it is in use by us."""

    def __init__(self, data: Path, *, for_tests: bool = False) -> None:
        self.data = data
        self.for_tests = for_tests
        self._use: Use | None = None
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        """The server, once started."""
        if self._server is None:
            raise RuntimeError("the embedded server was not started")
        return self._server

    def start(self) -> Literal["started", "adopted"]:
        """Have the server running and ready, creating the cluster at first use. Raises DatabaseTrouble.

        Holds DATA/database.starting while it works, and DATA/database.users until `stop`.
        """
        try:
            use = self._use or Use(self.data)
            try:
                with one_at_a_time(self.data):
                    how = self._start()
            except BaseException:
                if self._use is None:
                    use.leave()
                raise
        except OSError as error:
            raise _no_room(self.data, error) from error
        self._use = use
        return how

    def stop(self, *, even_if_used: bool = False) -> bool:
        """Give up our use; stop the server if nobody else uses it. Returns whether it was stopped."""
        if self._use is None:
            return False
        try:
            if not (self._use.is_last() or even_if_used):
                return False
            self.server.stop()
            if not self.server.sockets.is_relative_to(self.server.cluster.parent):
                with contextlib.suppress(OSError):
                    self.server.sockets.rmdir()  # a directory below tmp; the next start makes another
            return True
        finally:
            self._use.leave()
            self._use = None

    def _start(self) -> Literal["started", "adopted"]:
        account = server_account()
        record = read_record(self.data)
        if record is None:
            home = choose_home(self.data, account)
            if (home / "cluster").exists():
                raise _without_record(self.data)
            make_home(home, account)
            sockets = choose_sockets(home, account)
            record = DatabaseRecord.fresh(inside(self.data, home), inside(self.data, sockets))
            write_record(self.data, record)
        home = self.data / record.home
        cluster = home / "cluster"
        programs = programs_for(account)
        if not cluster.exists():
            if record.bootstrapped:
                raise _lost(cluster)
            make_home(home, account)
            make_cluster(cluster, record.superuser_password, programs, account, for_tests=self.for_tests)
        check_version(cluster, programs)
        sockets = self.data / record.sockets
        if not (is_private(sockets, account) and fits(sockets)):
            sockets = choose_sockets(home, account)
            record = record.with_sockets(inside(self.data, sockets))
            write_record(self.data, record)
        self._server = Server(cluster, sockets, programs, account, record.superuser_password, self.for_tests)
        how = self._server.start()
        if record.bootstrapped < bootstrap.VERSION:
            try:
                bootstrap.bootstrap(self._server, record)
            except psycopg.Error as error:
                raise _not_bootstrapped(cluster, error) from error
            write_record(self.data, record.with_bootstrapped(bootstrap.VERSION))
        return how


def database_url(data: Path, role: Literal["owner", "login"]) -> str | None:
    """Return the address of the embedded database for the owner or the run-time login; None if never created."""
    record = read_record(data)
    if record is None:
        return None
    user, password = {
        "owner": (roles.OWNER, record.owner_password),
        "login": (roles.LOGIN, record.login_password),
    }[role]
    host = quote(str(data / record.sockets), safe="")
    return f"postgresql://{user}:{quote(password, safe='')}@/{bootstrap.DATABASE}?host={host}"


def _no_room(data: Path, error: OSError) -> DatabaseTrouble:
    return DatabaseTrouble(
        Bilingual(
            ja=f"{data} にデータベースのファイルを書き込めません。"
            "ディスクの空き容量と、フォルダが読み取り専用でないかを確認してください。",
            en=f"The database's files cannot be written in {data}. "
            "Check that the disk has room and that the folder is not read-only.",
        ),
        str(error),
    )


def _without_record(data: Path) -> DatabaseTrouble:
    return DatabaseTrouble(
        Bilingual(
            ja=f"{data} にデータベースはありますが、その接続情報 {NAME} がありません。"
            f"バックアップから {NAME} を戻してください。",
            en=f"There is a database in {data}, but {NAME}, which holds its passwords, is missing. "
            f"Restore {NAME} from a backup.",
        )
    )


def _not_bootstrapped(cluster: Path, error: psycopg.Error) -> DatabaseTrouble:
    return DatabaseTrouble(
        Bilingual(
            ja=f"データベース（{cluster}）の初期設定ができませんでした。もう一度実行すると、続きから行います。",
            en=f"The database in {cluster} could not be set up. Run this again to go on from here.",
        ),
        str(error).strip(),
    )


def _lost(cluster: Path) -> DatabaseTrouble:
    return DatabaseTrouble(
        Bilingual(
            ja=f"このデータフォルダのデータベース {cluster} が見つかりません。空のデータベースで始めることはしません。"
            "ディスクがマウントされているか確認し、なければバックアップから戻してください。",
            en=f"The database of this data folder, {cluster}, is missing. Kikitori does not start with an empty one "
            "instead. Check that its disk is mounted, or restore a backup.",
        )
    )
