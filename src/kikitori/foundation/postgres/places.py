"""Where the cluster and its socket live, so that the server's account can reach them.

An ordinary user keeps everything in the data folder. Root does too where the server's account can enter that
folder; otherwise the cluster goes below /var/lib/kikitori. Permissions of existing directories are never changed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.account import Account, can_enter
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.programs import SHARED

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107
"""Bytes in the path of a Unix socket (sun_path is 108 with its closing NUL)."""


def choose_home(data: Path, account: Account | None, shared: Path = SHARED) -> Path:
    """Return the directory in which a new cluster for `data` is to live (it need not exist yet).

    A place below `shared` that an earlier data folder of this name left behind is not used again, and not removed:
    whether that folder was deleted on purpose, or its disk is only not mounted, cannot be known here.
    """
    if account is None or can_enter(account, data):
        return data / "postgres"
    short = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    return shared / (f"{short}-{secrets.token_hex(3)}" if (shared / short).exists() else short)


def make_home(home: Path, account: Account | None) -> None:
    """Create `home` closed to all but the server's account; parents that are missing are made passable, not open."""
    make_passable(home.parent)
    _make_private(home, account)
    if not can_enter(account, home):
        raise DatabaseTrouble(
            Bilingual(
                ja=f"データベース用のアカウントが {home} に入れません。上位フォルダの権限を確認してください。"
                "権限は変更していません。",
                en=f"The database's account cannot enter {home}. Check the directories above it. "
                "No permission was changed.",
            )
        )


def make_passable(directory: Path) -> None:
    """Create the directory and its missing parents so that others may pass through them, but not look around (0711).

    Directories that exist stay as they are.
    """
    for step in (*reversed(directory.parents), directory):
        if not step.exists():
            step.mkdir(exist_ok=True)
            step.chmod(0o711)


def choose_sockets(home: Path, account: Account | None) -> Path:
    """Return a private directory for the socket: in `home` if the path is short enough, else a new one under tmp."""
    sockets = home / "socket"
    if fits(sockets):
        _make_private(sockets, account)
        return sockets
    sockets = Path(tempfile.mkdtemp(prefix="kikitori-"))
    if account is not None:
        os.chown(sockets, account.uid, account.gid)
    if not fits(sockets):
        raise DatabaseTrouble(
            Bilingual(
                ja=f"ソケットを置くフォルダ {sockets} のパスが長すぎます。TMPDIR を短いパスにしてください。",
                en=f"The path of the socket folder {sockets} is too long. Set TMPDIR to a shorter path.",
            )
        )
    return sockets


def is_private(directory: Path, account: Account | None) -> bool:
    """Tell whether `directory` is a real directory that belongs to the server's account and is closed to others."""
    try:
        found = directory.lstat()
    except OSError:
        return False
    owner = account.uid if account else os.geteuid()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and stat.S_IMODE(found.st_mode) & 0o077 == 0


def fits(sockets: Path) -> bool:
    """Tell whether clients can name a socket in this directory: the path is short, and no comma splits it in two."""
    return len(os.fsencode(sockets / SOCKET_NAME)) <= SOCKET_LIMIT and "," not in str(sockets)


def _make_private(directory: Path, account: Account | None) -> None:
    """Create the directory with mode 0700 for the account. An existing one must already be so, else DatabaseTrouble."""
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        if is_private(directory, account):
            return
        raise DatabaseTrouble(
            Bilingual(
                ja=f"フォルダ {directory} の所有者または権限が想定と違います。権限は変更していません。",
                en=f"The folder {directory} has an unexpected owner or mode. It was left as it is.",
            )
        ) from None
    if account is not None:
        os.chown(directory, account.uid, account.gid)
