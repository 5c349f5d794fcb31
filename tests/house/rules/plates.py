"""Name plates, docstrings and names: every module says what it is for, and no room is a drawer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules.source import FUNCTIONS, Finding, Module

DRAWERS = frozenset({"util", "utils", "common", "helper", "helpers", "service", "services", "misc", "stuff"})
PLATE_LINES = range(3, 7)
#: Packages that Django asks for; they have nothing to tell beyond one line.
FORMAL = frozenset({"migrations", "templatetags", "management", "commands"})


def drawers(path: str) -> Iterator[Finding]:
    """Folders and modules named for nothing in particular."""
    for part in PurePosixPath(path).with_suffix("").parts:
        for word in re.split(r"[^a-z]+", part.lower()):
            if word in DRAWERS:
                yield Finding(path, 1, f"“{part}” says nothing: name it for what it knows")


def docstring(module: Module) -> Iterator[Finding]:
    """Every module begins by saying what it is for."""
    if not ast.get_docstring(module.tree):
        yield Finding(module.path, 1, "has no docstring: say what it promises and why, in 1–6 lines")


def plate(module: Module) -> Iterator[Finding]:
    """An `__init__.py` holds its name plate and nothing else."""
    path = PurePosixPath(module.path)
    if path.name != "__init__.py":
        return
    for node in module.tree.body[1:]:
        yield module.finding(node, "an __init__.py holds its name plate only: move this into a module")
    text = ast.get_docstring(module.tree)
    if text is None:
        yield Finding(module.path, 1, "has no name plate")
    elif path.parent.name not in FORMAL and len(text.splitlines()) not in PLATE_LINES:
        yield Finding(module.path, 1, "a name plate has 3–6 lines: what lives here, what it may import")


def undescribed(module: Module) -> Iterator[Finding]:
    """Public functions, methods and classes without a docstring. Nested ones, dunders, `Meta` and the parts of
    a Protocol explain themselves."""

    def visit(body: list[ast.stmt]) -> Iterator[Finding]:
        for node in body:
            if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
                continue
            if node.name in {"Meta", "Media"} or overrides(node):
                continue
            if not ast.get_docstring(node):
                yield module.finding(node, f"{node.name} has no docstring: contract, units, errors, locks")
            protocol = isinstance(node, ast.ClassDef) and any(
                "Protocol" in ast.unparse(base) for base in node.bases
            )
            if isinstance(node, ast.ClassDef) and not protocol:
                yield from visit(node.body)

    yield from visit(module.tree.body)


def overrides(node: ast.stmt) -> bool:
    """Is this method an overload or marked @override, whose contract stands elsewhere?"""
    decorators = getattr(node, "decorator_list", [])
    names = {getattr(each, "attr", getattr(each, "id", "")) for each in decorators}
    return bool(names & {"override", "overload"})
