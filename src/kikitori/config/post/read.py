"""`kikitori mail read`: what is understood of a raw mail, for a person or (`--json`) for a script. Needs no site."""

from __future__ import annotations

import argparse
import contextlib
import mmap
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kikitori.config.post.shown import as_line, for_a_person
from kikitori.config.terminal import say
from kikitori.config.trouble import FAILURE
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.transfer import Bytes

_STANDARD_INPUT = "-"


def run(arguments: argparse.Namespace) -> int:
    """Read every file. Exit code 0 whatever they hold; 1 when one cannot be opened: the others are read nonetheless."""
    worst = 0
    for name in arguments.files:
        # A name in another encoding arrives with stand-ins for its bytes, which cannot be printed.
        shown = os.fsencode(name).decode("utf-8", "replace")
        try:
            with _bytes_of(name) as raw:
                reading = read_mail(raw)
        except OSError as error:
            say(_cannot_open(shown, error), arguments.language)
            worst = FAILURE
            continue
        _write(
            as_line(shown, reading) if arguments.json else for_a_person(shown, reading, arguments.language)
        )
    return worst


def _cannot_open(name: str, error: OSError) -> Bilingual:
    return Bilingual(
        ja=f"{name} を開けません: {error.strerror}", en=f"{name} cannot be opened: {error.strerror}"
    )


@contextlib.contextmanager
def _bytes_of(name: str) -> Iterator[Bytes]:
    """The bytes of a file, mapped into memory where it is one that can be."""
    if name == _STANDARD_INPUT:
        yield sys.stdin.buffer.read()
        return
    with Path(name).open("rb") as file:
        try:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, OSError):
            # Empty files and pipes have no map.
            yield file.read()
            return
        with mapped:
            yield mapped


def _write(text: str) -> None:
    """On standard output in UTF-8, whatever the terminal is set to: a mail holds the letters it holds."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()
