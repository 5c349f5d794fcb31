"""Filling the demonstration's sites: each in a process of its own, side by side, with one line of progress.

DATA/demo.json notes that a site is full, with its sign-ins. Filling may be broken off: it is taken up where it stood.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from kikitori.config.environment import Environment
from kikitori.config.prepared import own_command
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual

NOTE = "demo.json"
GLANCE = 0.2
BAR = 30


def sign_ins(data: Path) -> list[Mapping[str, str]] | None:
    """Return the sign-ins of a filled site (keys: ja, en, login, password); None if it is not filled yet."""
    try:
        found = json.loads((data / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return list(found["sign_ins"])


def note_filled(data: Path, people: Sequence[Mapping[str, str]]) -> None:
    """Note that the site is full, in one step."""
    draft = data / f".{NOTE}.{os.getpid()}"
    draft.write_text(json.dumps({"sign_ins": list(people)}, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(data / NOTE)


class Filling:
    """One site being filled; `done` of `total` complaints so far."""

    def __init__(self, house: str, environment: Environment, command: Sequence[str]) -> None:
        self.house = house
        self.done = 0
        self.total = 0
        self.process = subprocess.Popen(
            [*command, house],
            env={**os.environ, **environment.as_variables()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._said: list[str] = []
        self._readers = [
            threading.Thread(target=self._read_progress, args=(self.process.stdout,), daemon=True),
            threading.Thread(target=self._read_words, args=(self.process.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def finish(self) -> None:
        """Raise Trouble with what the process said if it failed."""
        for reader in self._readers:
            reader.join()
        if self.process.wait() != 0:
            raise Trouble(
                Bilingual(
                    ja="デモのデータを作れませんでした。もう一度実行すると続きから始めます。",
                    en="The demonstration could not be filled. Run it again to go on from here.",
                ),
                "".join(self._said)[-4000:],
            )

    def close(self) -> None:
        """End the process if it still runs, and its pipes."""
        self.process.terminate()
        self.process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _read_progress(self, lines: IO[str] | None) -> None:
        for line in lines or ():
            done, slash, total = line.strip().partition("/")
            if slash and done.isdigit() and total.isdigit():
                self.done, self.total = int(done), int(total)

    def _read_words(self, lines: IO[str] | None) -> None:
        for line in lines or ():
            self._said.append(line)


def fill_all(
    sites: Mapping[str, Environment],
    language: str,
    is_stopping: Callable[[], bool],
    command: Sequence[str] = (),
) -> None:
    """Fill these sites (by house) and show how far it is. Returns early, having stopped them, if told to stop.

    `command` fills the house named by its last word, and tells `done/total` line by line (`kikitori demo --fill`).
    """
    command = command or own_command("demo", "--fill")
    fillings = [Filling(house, environment, command) for house, environment in sites.items()]
    shown = Progress(language)
    try:
        while any(filling.process.poll() is None for filling in fillings):
            if is_stopping():
                return
            if any(filling.process.poll() for filling in fillings):
                break  # one failed: no use in waiting for the other
            for filling in fillings:
                try:
                    filling.process.wait(GLANCE / len(fillings))
                except subprocess.TimeoutExpired:
                    continue
            shown.show(*_together(fillings))
        for filling in sorted(fillings, key=lambda one: one.process.poll() is None):
            filling.finish()
        shown.show(*_together(fillings))
    finally:
        for filling in fillings:
            filling.close()
        shown.end()


def _together(fillings: Sequence[Filling]) -> tuple[int, int]:
    """Return done and total of all; the total is 0 until each has told its own, lest the bar run backwards."""
    total = sum(one.total for one in fillings) if all(one.total for one in fillings) else 0
    return sum(one.done for one in fillings), total


class Progress:
    """A bar that moves on a terminal, and a line at every tenth where output goes to a file."""

    def __init__(self, language: str, stream: IO[str] | None = None) -> None:
        self.label = Bilingual(ja="デモのデータを作成中", en="Making the demonstration").in_(language)
        self.stream = stream or sys.stderr
        self.moves = self.stream.isatty()
        self._tenth = -1

    def show(self, done: int, total: int) -> None:
        """Show `done` of `total`."""
        if total == 0:
            return
        if self.moves:
            full = BAR * done // total
            self.stream.write(f"\r{self.label} [{'#' * full}{'.' * (BAR - full)}] {done}/{total}")
            self.stream.flush()
        elif done * 10 // total > self._tenth:
            self._tenth = done * 10 // total
            self.stream.write(f"{self.label} {done}/{total}\n")
            self.stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.moves:
            self.stream.write("\n")
