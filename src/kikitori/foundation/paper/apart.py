"""Setting many pages in a process that ends: what the typesetter remembers of them goes with it.

    python -m kikitori.foundation.paper.apart < asked.json > pages.pdf

The process gets neither our environment nor a shell, and has a limit of time; a page takes milliseconds.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from kikitori.foundation.paper.compiled import NotSet, compile_pages

logger = logging.getLogger(__name__)
#: Seconds; a thousand pages take a tenth of it.
_PATIENCE = 120


def set_apart(template: Path, inputs: Mapping[str, str], at: datetime) -> bytes:
    """What `compile_pages` returns, made by another process. Raises NotSet, also if it dies or takes too long."""
    asked = json.dumps({"template": str(template), "inputs": dict(inputs), "at": at.timestamp()})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=asked.encode(),
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            env={},
        )
    except (subprocess.SubprocessError, OSError) as trouble:
        logger.warning("pages not set apart", extra={"why": type(trouble).__name__})
        raise NotSet from trouble
    return done.stdout


def main() -> None:
    """Read what is asked, write the pages; the exit code says whether they could be set."""
    asked = json.load(sys.stdin.buffer)
    made = compile_pages(Path(asked["template"]), asked["inputs"], datetime.fromtimestamp(asked["at"], UTC))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
