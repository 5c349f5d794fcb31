"""Reading parsed YAML without surprises: every key is taken once, by type, and no key is left over.

A misspelt key in hand-written data would otherwise vanish in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, overload

from kikitori.config.demo_texts.errors import CorpusError

Value = TypeVar("Value", str, int, bool, list[Any], dict[str, Any])


class Node:
    """One mapping of the data together with the place where it stands."""

    def __init__(self, place: str, content: object) -> None:
        if not isinstance(content, Mapping):
            raise CorpusError(place, f"a mapping is needed here, not {type(content).__name__}")
        self.place = place
        self._left: dict[str, Any] = {str(key): value for key, value in content.items()}

    def __contains__(self, key: str) -> bool:
        return key in self._left

    @overload
    def take(self, key: str, kind: type[Value]) -> Value: ...
    @overload
    def take(self, key: str, kind: type[Value], default: Value) -> Value: ...
    def take(self, key: str, kind: type[Value], default: Value | None = None) -> Value:
        """The value under `key`, which must be of `kind`; needed unless there is a default."""
        value = self._left.pop(key, None)
        if value is None:
            if default is None:
                raise CorpusError(self.place, f"“{key}” is missing")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise CorpusError(self.place, f"“{key}” must be {kind.__name__}, not {type(value).__name__}")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts under `key`; nothing is an empty list, one text a list of one."""
        value = self._left.pop(key, None)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise CorpusError(self.place, f"“{key}” must hold texts only; quote numbers and yes/no")
        return tuple(items)

    def mapping(self, key: str) -> dict[str, Any]:
        """The mapping under `key`, or an empty one."""
        return dict(self.take(key, dict, {}))

    def raw(self, key: str) -> Any:
        """Whatever stands under `key`, or None; the caller checks it."""
        return self._left.pop(key, None)

    def done(self) -> None:
        """Raise CorpusError when a key was not understood."""
        if self._left:
            raise CorpusError(self.place, f"unknown key {', '.join(sorted(self._left))}")
