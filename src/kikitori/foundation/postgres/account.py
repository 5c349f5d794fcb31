"""Under which account the server runs. PostgreSQL refuses to run as root, so root lends it another account.

`run_as` is the only place that changes user ids; it needs no setpriv, su or sudo.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

CANDIDATES = ("postgres", "nobody")
TIMED_OUT = 124


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int


def server_account(environ: Mapping[str, str] = os.environ) -> Account | None:
    """Return the account the server must run under, or None if the current user will do.

    Root uses KIKITORI_DB_ACCOUNT if set, else `postgres`, else `nobody`.
    Raises DatabaseTrouble if that account does not exist or is root itself.
    """
    if os.geteuid() != 0:
        return None
    wished = environ.get("KIKITORI_DB_ACCOUNT")
    for name in (wished,) if wished else CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        if found.pw_uid != 0:
            return Account(found.pw_name, found.pw_uid, found.pw_gid)
    named = wished or ", ".join(CANDIDATES)
    raise DatabaseTrouble(
        Bilingual(
            ja=f"データベースを動かすための一般アカウント（{named}）が見つかりません。"
            "環境変数 KIKITORI_DB_ACCOUNT に、root 以外の既存のアカウント名を指定してください。",
            en=f"There is no ordinary account ({named}) to run the database under. "
            "Name an existing account other than root in KIKITORI_DB_ACCOUNT.",
        )
    )


def clean_environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: no PG* settings of the caller, messages in English.

    The English messages matter: the launcher reads some of them to tell one failure from another.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "LC_MESSAGES": "C",
        "TZ": "UTC",
    }


def run_as(
    account: Account | None,
    command: Sequence[str | os.PathLike[str]],
    *,
    directory: Path = Path("/"),
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run `command` under `account` (None: as we are) in `directory`; never raises on its exit code.

    After `timeout` seconds it is killed, with the exit code of timeout(1). Raises OSError where nothing can be run.
    Output is gathered in a file and not by pipes: a server left behind by pg_ctl would hold a pipe open for ever.
    """
    with tempfile.TemporaryFile() as gathered:
        words = [os.fspath(word) for word in command]
        try:
            code = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=gathered,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=clean_environment(),
                timeout=timeout,
                check=False,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                umask=0o077,
            ).returncode
        except subprocess.TimeoutExpired:
            code = TIMED_OUT
            gathered.write(f"\nno end after {timeout:g} s".encode())
        gathered.seek(0)
        output = gathered.read().decode("utf-8", "replace")
    return subprocess.CompletedProcess(words, code, output, "")


def can_enter(account: Account | None, directory: Path) -> bool:
    """Tell whether `account` can reach and enter `directory`, by trying it (this sees ACLs and mounts too)."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", directory]).returncode == 0
