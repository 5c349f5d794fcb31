"""`kikitori serve`: the web server alone, in the foreground. `up` runs it as a child; so may a service manager."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from kikitori.config.terminal import port_number
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.config.environment import Environment

HELP = Bilingual(ja="Web サーバーだけを動かす", en="run the web server alone")


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Where to listen."""
    add_address(parser, language)


def add_address(parser: argparse.ArgumentParser, language: str) -> None:
    """Add --port and --host."""
    parser.add_argument(
        "--port",
        type=port_number,
        metavar="N",
        help=Bilingual(ja="待ち受けるポート（既定 8000）", en="port to listen on (8000)").in_(language),
    )
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        help=Bilingual(
            ja="待ち受けるアドレス（既定 127.0.0.1、ほかの機械からも使うなら 0.0.0.0）",
            en="address to listen on (127.0.0.1; 0.0.0.0 to be reached from other machines)",
        ).in_(language),
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM. Below a supervisor everything is ready already; alone, the site is made ready first."""
    from kikitori.config.environment import load
    from kikitori.config.lifeline import die_with_parent, is_supervised, supervise
    from kikitori.config.prepared import bring_up_to_date, gather_static, running_database

    environment = load(database_role="web", **chosen(arguments))
    os.environ |= environment.as_variables()
    if is_supervised():
        die_with_parent()
        supervise()  # the web server's worker process is this one's child, not the supervisor's
        _serve(environment)
        return 0
    with running_database(environment):
        bring_up_to_date(environment)
        gather_static(environment)
        _serve(environment)
    return 0


def chosen(arguments: argparse.Namespace) -> dict[str, object]:
    """Return the settings that were given on the command line, by field name."""
    named = {"data": arguments.data, "port": arguments.port, "host": arguments.host}
    return {name: value for name, value in named.items() if value is not None}


def _serve(environment: Environment) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "kikitori.config.asgi:application",
        address=environment.host,
        port=environment.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        workers=1,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        log_level=LogLevels.warning,
    ).serve()
