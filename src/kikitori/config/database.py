"""Which database this process talks to, and as whom: Django's DATABASES from the environment or the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kikitori.foundation.postgres.embedded import database_url

if TYPE_CHECKING:
    from kikitori.config.environment import Environment

POOL = {"min_size": 1, "max_size": 10, "timeout": 20, "max_idle": 300}


def default_data_folder() -> Path:
    """Return where a site is kept when nobody says otherwise: the user's data directory, /var/lib for root."""
    if os.geteuid() == 0:
        return Path("/var/lib/kikitori/site")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "kikitori" / "site"


def address(environment: Environment) -> str:
    """Return the address to connect to for this process's role; an empty text if there is no database yet."""
    as_owner = environment.database_role == "owner"
    if environment.database_url:
        return (environment.database_owner_url if as_owner else None) or environment.database_url
    return database_url(environment.data, "owner" if as_owner else "login") or ""


def django_databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Return DATABASES. The web and the worker connect as a login that owns nothing and take on their role.

    No connection is made here, so commands without a database (checks, makemigrations) work before the first start.
    """
    url = address(environment)
    if not url:
        return {"default": {"ENGINE": "django.db.backends.dummy"}}
    place = split_address(url)
    options: dict[str, Any] = {
        **place.pop("OPTIONS"),
        # Prepared statements flip to a generic plan after five runs, a hundred times slower on skewed data.
        "prepare_threshold": None,
    }
    if environment.database_role != "owner":
        options["assume_role"] = f"kikitori_{environment.database_role}"
    if environment.database_role == "web":
        options["pool"] = dict(POOL)
    return {
        "default": {
            "ENGINE": "kikitori.foundation.postgres.backend",
            **place,
            "OPTIONS": options,
            "CONN_HEALTH_CHECKS": True,
        }
    }


def split_address(url: str) -> dict[str, Any]:
    """Split postgresql://user:password@host:port/name?host=/socket/dir&sslmode=… into Django's settings."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "kikitori",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
