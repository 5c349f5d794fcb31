"""Which modules claim to be pure, by name or in their own words, and whether the contract holds them to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules.source import Finding, Module

#: Names that stand for a pure module in every room of the archive, and for mail's reader.
NAMES = frozenset(
    {"lifecycle", "calendar", "clock", "promises", "sorting", "questions", "limits", "scores", "text", "read"}
    | {"terms", "kinds", "rules"}
)
_CLAIM = re.compile(r"\bPure\b(?! but)|\bone pure\b|\bstays? pure\b|\bare pure\b|\bis pure\b")
_PLATE = re.compile(r"((?:`\w+`(?:, | and )?)+)\s+(?:is|are) pure")


def claims(module: Module) -> list[str]:
    """Dotted names that a module declares pure: itself, or, on a name plate, the modules the plate names."""
    said = ast.get_docstring(module.tree) or ""
    if PurePosixPath(module.path).name == "__init__.py":
        named = [name for group in _PLATE.findall(said) for name in re.findall(r"`(\w+)`", group)]
        whole = [module.name] if not named and _CLAIM.search(said) else []
        return whole + [f"{module.name}.{name}" for name in named]
    by_name = PurePosixPath(module.path).stem in NAMES and module.name.startswith(
        ("kikitori.records.", "kikitori.interfaces.", "kikitori.foundation.language")
    )
    return [module.name] if by_name or _CLAIM.search(said) else []


def matches(pattern: str, name: str) -> bool:
    """Does a module expression of the contract cover a module? `*` is one word, `**` any number of them."""
    words = {"*": r"[^.]+", "**": r".+"}
    expression = r"\.".join(words.get(word, re.escape(word)) for word in pattern.split("."))
    return re.fullmatch(rf"{expression}(\..+)?", name) is not None


def uncovered(modules: list[Module], patterns: list[str]) -> Iterator[Finding]:
    """Modules that claim to be pure but are missing from the contract, so that nothing holds them to it."""
    for module in modules:
        for name in claims(module):
            if not any(matches(pattern, name) for pattern in patterns):
                yield Finding(
                    module.path,
                    1,
                    f"{name} claims to be pure: add it to the contract “pure” in pyproject.toml",
                )
