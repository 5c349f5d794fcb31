"""The site's secret key: DATA/secret.key (0600), made at first start.

One key per line. The first signs; those below still verify, so a key is rotated by putting a new line on top.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual

NAME = "secret.key"
SHORTEST = 32


def secret_keys(data: Path) -> list[str]:
    """Return the keys, newest first, making the first one if there is none. Raises Trouble if they cannot be read."""
    path = data / NAME
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        keys = [line.strip() for line in path.read_text("ascii").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(
            Bilingual(
                ja=f"データフォルダ {data} を使えません。フォルダの場所（--data）と権限を確認してください。",
                en=f"The data folder {data} cannot be used. Check its place (--data) and permissions.",
            ),
            str(error),
        ) from error
    if not keys or any(len(key) < SHORTEST for key in keys):
        raise Trouble(
            Bilingual(
                ja=f"{path} の鍵が空か短すぎます。1 行に 1 つ、{SHORTEST} 文字以上にしてください。",
                en=f"{path} holds no key or one that is too short: one per line, {SHORTEST} characters or more.",
            )
        )
    return keys


def _make(path: Path) -> None:
    """Write a new key in one step; of two processes that start at once, the first one's key stays."""
    descriptor, name = tempfile.mkstemp(prefix=f".{NAME}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
