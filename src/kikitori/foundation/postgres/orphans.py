"""Which processes belong to a cluster. Every process of a PostgreSQL server works in its cluster's directory.

Where there is no /proc, a process id is believed if the process lives.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Tell whether a process with this id still runs, whoever owns it.

    A dead process that nobody collected (in a container without an init) does not count, though kill(2) finds it.
    """
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_dead_but_listed(pid)


def _is_dead_but_listed(pid: int) -> bool:
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state in ("Z", "X")


def works_in(pid: int, directory: Path) -> bool:
    """Tell whether the process lives and, as far as can be seen, `directory` is where it works."""
    return is_alive(pid) and not works_elsewhere(pid, directory)


def works_elsewhere(pid: int, directory: Path) -> bool:
    """Tell whether the number is known to be no server of `directory`: a corpse, or at work in another place.

    Where that place is hidden from us, a process of another account than the directory's is a stranger, too.
    """
    if _is_dead_but_listed(pid):
        return True
    try:
        return not (PROC / str(pid) / "cwd").samefile(directory)
    except OSError:
        account = _account_of(pid)
        return account is not None and account != directory.stat().st_uid


def _account_of(pid: int) -> int | None:
    """The user id under which a process acts; everybody may read it where there is a /proc."""
    try:
        status = (PROC / str(pid) / "status").read_text()
        return int(status.partition("\nUid:")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


def dismiss(cluster: Path) -> list[int]:
    """Ask backends whose server was killed to leave at once; returns their ids. What they did is rolled back anyway."""
    dismissed = []
    for entry in PROC.iterdir() if PROC.is_dir() else []:
        if not entry.name.isdigit():
            continue
        try:
            if (entry / "comm").read_text().strip() == "postgres" and (entry / "cwd").samefile(cluster):
                os.kill(int(entry.name), signal.SIGQUIT)
                dismissed.append(int(entry.name))
        except OSError:
            continue  # gone meanwhile, or not ours to see
    return dismissed
