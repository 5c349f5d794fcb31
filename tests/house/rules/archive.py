"""The archive's bookkeeping: every model is in the table of contents, and migrations know no room."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.source import PACKAGE, Finding, Module

CONTENTS = f"{PACKAGE}/records/models.py"
_MODEL_ENDS = ("models.Model", "AbstractBaseUser", "AbstractUser", "PermissionsMixin")


def models_in(module: Module) -> list[str]:
    """Names of the Django models a module defines, as far as its own text shows."""
    local: list[str] = []
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            bases = [module.dotted(base) for base in node.bases]
            if any(base.endswith(_MODEL_ENDS) or base in local for base in bases) and not abstract(node):
                local.append(node.name)
    return local


def abstract(node: ast.ClassDef) -> bool:
    """Has this model `abstract = True` in its Meta?"""
    metas = [each for each in node.body if isinstance(each, ast.ClassDef) and each.name == "Meta"]
    return any("abstract = True" in ast.unparse(meta) for meta in metas)


def unlisted(rooms: list[Module], contents: Module) -> Iterator[Finding]:
    """Models that records/models.py does not import: Django would not see them, and no migration would be made."""
    listed = set(contents.origins.values())
    for module in rooms:
        if module.path != contents.path:
            for name in models_in(module):
                if f"{module.name}.{name}" not in listed:
                    yield Finding(module.path, 1, f"{name} is not listed in records/models.py")


def contents_only(contents: Module) -> Iterator[Finding]:
    """records/models.py is a table of contents: a docstring, imports, `__all__`."""
    for node in contents.tree.body[1:]:
        named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if not (isinstance(node, ast.Import | ast.ImportFrom) or named):
            yield contents.finding(node, "the table of contents holds imports only")


def rooted_migrations(migration: Module) -> Iterator[Finding]:
    """A migration that imports from a room breaks on the day the room moves."""
    for node in ast.walk(migration.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name == "kikitori" or name.startswith("kikitori.") for name in names):
            yield migration.finding(
                node, "a migration imports nothing of ours: write the value, not its name"
            )
