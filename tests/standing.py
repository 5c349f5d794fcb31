"""What takes long to start stands as long as the tests of one room run, and not until the end of all: idle, a site works on.

pytest knows fixtures of a file and of the whole run; this is what lies between them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Generic, TypeVar

import pytest

T = TypeVar("T")


class Standing(Generic[T]):
    """Begun by whoever asks first, ended by `leave`; whoever asks after that gets a new one."""

    def __init__(self, begin: Callable[[], AbstractContextManager[T]], room: Path) -> None:
        """`begin` makes what stands, `room` is the folder of the tests for which it does."""
        self._begin, self._room = begin, room
        self._stack = ExitStack()
        self._stands: list[T] = []

    def here(self) -> T:
        """What stands, begun if need be. It is asked for by each test that uses it, so from a fixture of each test."""
        if not self._stands:
            self._stands.append(self._stack.enter_context(self._begin()))
        return self._stands[0]

    def leave(self, following: pytest.Item | None) -> None:
        """End it, unless the test that comes next is of the same room."""
        if following is None or self._room not in following.path.parents:
            self._stands.clear()
            self._stack.close()
