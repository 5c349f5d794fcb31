"""What a data folder remembers about its database: DATA/database.json (0600).

It holds the place of the cluster, the passwords made at first start, and whether the cluster was ever finished,
so that a lost cluster is reported and never silently replaced by an empty one.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

NAME = "database.json"


@dataclass(frozen=True, slots=True)
class DatabaseRecord:
    """The contents of DATA/database.json. `home` holds the cluster, `sockets` the Unix socket.

    Places inside the data folder are noted relative to it, so that the folder may be moved or copied.
    """

    home: str
    sockets: str
    superuser_password: str = field(repr=False)
    owner_password: str = field(repr=False)
    login_password: str = field(repr=False)
    bootstrapped: int = 0
    """Version of the bootstrap (roles, database, extensions) that was completed; 0: never."""

    @classmethod
    def fresh(cls, home: Path, sockets: Path) -> Self:
        """Return a record with new random passwords for a cluster that does not exist yet."""
        superuser, owner, login = (secrets.token_urlsafe(24) for _ in range(3))
        return cls(str(home), str(sockets), superuser, owner, login)

    def with_sockets(self, sockets: Path) -> DatabaseRecord:
        """Return the record with another socket directory."""
        return replace(self, sockets=str(sockets))

    def with_bootstrapped(self, version: int) -> DatabaseRecord:
        """Return the record with the bootstrap marked as complete up to `version`."""
        return replace(self, bootstrapped=version)


def inside(data: Path, place: Path) -> Path:
    """Return `place` relative to the data folder if it lies in it, else as it is. `data / …` undoes it."""
    return place.relative_to(data) if place.is_relative_to(data) else place


def read_record(data: Path) -> DatabaseRecord | None:
    """Return what DATA/database.json says, None if there is none. Raises DatabaseTrouble if it cannot be understood."""
    path = data / NAME
    try:
        return DatabaseRecord(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"{path} を読む権限がありません。このデータフォルダを作った利用者で実行してください。",
                en=f"You may not read {path}. Run this as the user who created the data folder.",
            )
        ) from error
    except (ValueError, TypeError) as error:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"{path} が壊れています。バックアップから戻してください。データベースには触れていません。",
                en=f"{path} is damaged. Restore it from a backup. The database itself was not touched.",
            ),
            str(error),
        ) from error


def write_record(data: Path, record: DatabaseRecord) -> None:
    """Replace DATA/database.json in one step: after a crash there is the old one or the new one, never half of one."""
    path = data / NAME
    draft = path.with_name(f".{NAME}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(record), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
