"""A command of ours in a world where the providers' names lead to a server of the test's, whose certificate is trusted.

python elsewhere.py PORT CERTIFICATE WORDS…
"""

from __future__ import annotations

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

from kikitori.config import cli
from kikitori.foundation import outbound
from tests.certificates import trusting


def main(port: int, certificate: Path, words: list[str]) -> int:
    """Run the command; its exit code."""
    real = socket.create_connection

    def create_connection(place: Any, *more: Any, **named: Any) -> socket.socket:
        return real((place[0], port if place[1] == 443 else place[1]), *more, **named)

    socket.create_connection = create_connection  # type: ignore[assignment]
    outbound.Outbound = partial(  # type: ignore[assignment, misc]
        outbound.Outbound,
        resolve=lambda _host, _port: ["127.0.0.1"],
        will_do=lambda address: address.is_loopback,
        trust=partial(trusting, certificate),
    )
    return cli.main(words)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
