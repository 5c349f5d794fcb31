"""What was done already: DATA/stamps.json says with which code the database was migrated and static files gathered.

A second start compares two digests instead of asking Django, which saves seconds. The stamp is never believed alone:
the database is asked which migrations it has, so a restored backup is noticed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

import psycopg

import kikitori

NAME = "stamps.json"
PACKAGE = Path(kikitori.__file__).parent
DISTRIBUTIONS = ("django", "procrastinate", "django-htmx")


def is_migrated(data: Path, address: str) -> bool:
    """Tell whether the database at `address` stands where this code left it."""
    noted = _read(data)
    applied = applied_digest(address)
    return applied is not None and noted.get("code") == code_digest() and noted.get("applied") == applied


def note_migrated(data: Path, address: str) -> None:
    """Note that the database now stands where this code wants it."""
    _write(data, {"code": code_digest(), "applied": applied_digest(address)})


def has_static(data: Path) -> bool:
    """Tell whether DATA/static holds what this code would gather."""
    return _read(data).get("static") == static_digest() and (data / "static").is_dir()


def note_static(data: Path) -> None:
    """Note that static files were gathered."""
    _write(data, {"static": static_digest()})


def code_digest() -> str:
    """Return a digest of everything that decides what a migrated database looks like."""
    files = [PACKAGE / "config" / "grants.py", *sorted(PACKAGE.glob("**/migrations/*.py"))]
    return _digest(files, [path.read_bytes() for path in files])


def static_digest() -> str:
    """Return a digest of the static files in the source, by name, size and time."""
    files = sorted(path for path in PACKAGE.glob("*/*/static/**/*") if path.is_file())
    return _digest(files, (f"{path.stat().st_size} {path.stat().st_mtime_ns}".encode() for path in files))


def applied_digest(address: str) -> str | None:
    """Return a digest of the migrations the database has; None if it cannot be asked or has none."""
    try:
        with psycopg.connect(address, connect_timeout=10, autocommit=True) as connection:
            connection.execute("set role kikitori_web")
            row = connection.execute(
                "select md5(string_agg(app || '.' || name, ',' order by app, name)) from django_migrations"
            ).fetchone()
    except psycopg.Error:
        return None
    return row[0] if row else None


def _digest(names: Iterable[Path], contents: Iterable[bytes]) -> str:
    made = hashlib.sha256()
    for part in _parts(names, contents):
        made.update(hashlib.sha256(part).digest())
    return made.hexdigest()


def _parts(names: Iterable[Path], contents: Iterable[bytes]) -> Iterator[bytes]:
    yield from (f"{name} {metadata.version(name)}".encode() for name in DISTRIBUTIONS)
    yield from (os.fsencode(path.relative_to(PACKAGE)) for path in names)
    yield from contents


def _read(data: Path) -> dict[str, str]:
    try:
        found = json.loads((data / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(data: Path, news: dict[str, str | None]) -> None:
    """Write what is new beside what was noted; one process at a time, for migrating and gathering go side by side."""
    folder = os.open(data, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        draft = data / f".{NAME}.{os.getpid()}"
        draft.write_text(json.dumps({**_read(data), **news}), "utf-8")
        draft.replace(data / NAME)
    finally:
        os.close(folder)
