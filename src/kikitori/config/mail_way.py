"""How letters leave the house: an SMTP server, or a folder where each letter becomes a readable file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class MailWay:
    """A parsed KIKITORI_MAIL. With `folder` set nothing is sent."""

    folder: Path | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    """TLS from the first byte (smtps)."""
    starttls: bool = False


def parse_mail_way(text: str, default_folder: Path) -> MailWay:
    """Read `smtp://user:password@host:port`, `smtps://…` or `folder:PATH` (empty path: `default_folder`).

    smtp:// uses STARTTLS when a user name is given, for a password must not travel in the clear.
    Raises ValueError with words for people.
    """
    if text.startswith("folder:"):
        path = text.removeprefix("folder:")
        return MailWay(folder=Path(path) if path else default_folder)
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(
            "expected smtp://user:password@host:port, smtps://… or folder:PATH / "
            "「smtp://利用者:パスワード@ホスト:ポート」「smtps://…」「folder:フォルダ」のいずれかで指定してください"
        )
    secure = parts.scheme == "smtps"
    return MailWay(
        host=parts.hostname,
        port=parts.port or (465 if secure else 587 if parts.username else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=secure,
        starttls=bool(parts.username) and not secure,
    )
