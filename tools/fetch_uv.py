#!/usr/bin/env python3
"""Fetch uv for `run`, without pip: `fetch_uv.py uv.lock FOLDER` leaves FOLDER/bin/uv.

The lock names the address and the checksum of the wheel for each kind of machine. The checksum decides, so a machine
without root certificates will do. Needs nothing but Python 3.11; nothing half-made stays behind when it is broken off.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import re
import ssl
import sys
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

PATIENCE = 60
"""Seconds without a byte after which the line counts as dead."""


class NotToBeHad(Exception):
    """uv cannot be fetched here; the text says why."""


def wheel_for(lock: str, system: str, machine: str, libc: str) -> tuple[str, str]:
    """Return address and SHA-256 of the wheel for this kind of machine, as the names in `platform` have it.

    Raises NotToBeHad if the lock knows none.
    """
    many = "(many|musl)" if libc == "glibc" else "musl"
    tags = {
        "Linux": rf"{many}linux_\d+_\d+_{machine}\.",
        "Darwin": rf"macosx_\d+_\d+_{machine}\.",
    }
    packages = [one for one in tomllib.loads(lock).get("package", []) if one["name"] == "uv"]
    wheels = [wheel for package in packages for wheel in package.get("wheels", [])]
    for wheel in wheels:
        if system in tags and re.search(tags[system], wheel["url"].rpartition("/")[2]):
            return wheel["url"], wheel["hash"].removeprefix("sha256:")
    raise NotToBeHad(f"uv.lock: {system} {machine} {libc}")


def download(url: str, checksum: str) -> bytes:
    """Return what lies at `url`. Raises NotToBeHad if it cannot be reached or is not what the lock promised."""
    try:
        content = _read(url, ssl.create_default_context())
    except urllib.error.URLError as error:
        if not isinstance(error.reason, ssl.SSLCertVerificationError):
            raise NotToBeHad(f"{url}: {error.reason}") from error
        content = _read_unverified(url)
    except OSError as error:
        raise NotToBeHad(f"{url}: {error}") from error
    if hashlib.sha256(content).hexdigest() != checksum:
        raise NotToBeHad(f"{url}: checksum differs from uv.lock")
    return content


def _read_unverified(url: str) -> bytes:
    """Read without asking who answers: a plain Debian has no root certificates, and the checksum is compared anyway."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        return _read(url, context)
    except OSError as error:
        raise NotToBeHad(f"{url}: {error}") from error


def _read(url: str, context: ssl.SSLContext) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE, context=context) as answer:  # noqa: S310 - from our own lock
        return bytes(answer.read())


def unpack(wheel: bytes, folder: Path) -> Path:
    """Put the program of the wheel into FOLDER/bin in one step; returns its path."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".data/scripts/uv")]
        program = archive.read(name)
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    draft = folder / "bin" / f".uv.{os.getpid()}"
    draft.write_bytes(program)
    draft.chmod(0o755)
    return draft.replace(folder / "bin" / "uv")


def main(lock: str, folder: str) -> int:
    """Fetch and unpack; returns the exit code."""
    try:
        address, checksum = wheel_for(
            Path(lock).read_text("utf-8"), platform.system(), platform.machine(), platform.libc_ver()[0]
        )
        unpack(download(address, checksum), Path(folder))
    except (NotToBeHad, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
