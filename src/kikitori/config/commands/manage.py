"""`kikitori manage …`: Django's own commands for developers. Hidden from the help."""

from __future__ import annotations

import os

WITHOUT_DATABASE = {
    "makemigrations",
    "check",
    "collectstatic",
    "findstatic",
    "diffsettings",
    "help",
    "--help",
    "--version",
}


def run(words: list[str]) -> int:
    """Pass `words` to Django. Commands that read the database get it running, and work as the owner of the tables."""
    from django.core.management import execute_from_command_line

    os.environ["KIKITORI_DATABASE_ROLE"] = "owner"
    if not words or words[0] in WITHOUT_DATABASE:
        execute_from_command_line(["kikitori manage", *words])
        return 0
    from kikitori.config.environment import load
    from kikitori.foundation.postgres.embedded import EmbeddedPostgres

    environment = load()
    if environment.database_url:
        execute_from_command_line(["kikitori manage", *words])
        return 0
    environment.data.mkdir(parents=True, exist_ok=True, mode=0o711)
    server = EmbeddedPostgres(environment.data)
    server.start()
    try:
        execute_from_command_line(["kikitori manage", *words])
    finally:
        server.stop()
    return 0
