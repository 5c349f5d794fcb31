"""The command line of a site whose modules are loaded already: each command is a process forked from that one.

For tests of what a command does. What a process is from its start on, `tests.config.sites.kikitori` shows, at a second of
CPU for each. Here, too, each command has an environment, streams and an end of its own, and nothing of it stays.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path
from typing import IO, NoReturn

from kikitori.config import cli
from kikitori.config.prepared import prepared_site
from tests.config import sites

ROOT = Path(__file__).resolve().parents[2]
STREAMS = ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY))
_started: dict[Path, subprocess.Popen[str]] = {}


def kikitori(data: Path, *words: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. One with surroundings of its own (`more`) starts from nothing, as do all of `sites`."""
    if more:
        return sites.kikitori(data, *words, said=said, **more)
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("in", "out", "err")]
        for stream in streams:
            stream.write_text(said if stream.name == "in" else "")
        loaded = _loaded(data)
        assert loaded.stdin is not None
        assert loaded.stdout is not None
        loaded.stdin.write(json.dumps({"words": words, "streams": [*map(str, streams)]}) + "\n")
        loaded.stdin.flush()
        code = int(loaded.stdout.readline())
        return subprocess.CompletedProcess(words, code, streams[1].read_text(), streams[2].read_text())


def _loaded(data: Path) -> subprocess.Popen[str]:
    if data not in _started:
        _started[data] = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=sites.surroundings(data),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(_end, _started[data])
    return _started[data]


def _end(loaded: subprocess.Popen[str]) -> None:
    loaded.communicate(timeout=60)  # it ends where its input does


def _wait(asking: IO[str], telling: IO[str]) -> None:
    """Load what the commands load, then begin one for each line, one after another."""
    surroundings = dict(os.environ)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kikitori.config.settings"
    with prepared_site():
        import_module("kikitori.config.urls")
    for name in cli.COMMANDS:
        cli.command_module(name)
    os.environ.clear()
    os.environ |= surroundings
    for line in asking:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(asked["words"], asked["streams"])
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(code, file=telling, flush=True)


def _become(words: list[str], streams: list[str]) -> NoReturn:
    """Be that command, to the end."""
    code: object = 1
    try:
        for (number, how), path in zip(STREAMS, streams, strict=True):
            os.dup2(os.open(path, how), number)
        code = cli.main(words)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - told as the interpreter would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    _wait(sys.stdin, sys.stdout)
