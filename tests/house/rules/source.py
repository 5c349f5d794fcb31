"""What every rule reads and what it reports: modules with their syntax tree, findings with a place.

A rule is a function from a Module to Findings, so each one can be shown a planted fault. Paths are relative to the
repository and use forward slashes; a planted module may have any path, it need not exist.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = "src/kikitori"

JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uff66-\uff9f]")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, order=True)
class Finding:
    """One breach: where it is, in which function, and what is wrong, in words that say what to do."""

    path: str
    line: int
    message: str
    where: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" + (f" (in {self.where})" if self.where else "")


@dataclass(frozen=True, eq=False)
class Module:
    """A Python file: its path and text, and what can be read off them."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; parsed once."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, outermost first; listed once for all rules."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def name(self) -> str:
        """The dotted name, `kikitori.casework.close`; a package is named by its folder."""
        parts = Path(self.path).with_suffix("").parts
        parts = parts[1:] if parts[0] == "src" else parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Each node's parent."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def origins(self) -> dict[str, str]:
        """What each imported name stands for: `timezone` → `django.utils.timezone`."""
        known: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for each in node.names:
                    top = each.name.partition(".")[0]
                    known |= {each.asname: each.name} if each.asname else {top: top}
            elif isinstance(node, ast.ImportFrom) and node.module:
                known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        return known

    def dotted(self, node: ast.AST) -> str:
        """An expression as dotted text with imports resolved: `kikitori….Complaint.objects.filter().update`."""
        match node:
            case ast.Name(id=name):
                return self.origins.get(name, name)
            case ast.Attribute(value=value, attr=attr):
                return f"{self.dotted(value)}.{attr}"
            case ast.Call(func=func):
                return f"{self.dotted(func)}()"
            case ast.Subscript(value=value):
                return f"{self.dotted(value)}[]"
            case ast.Await(value=value):
                return self.dotted(value)
        return "?"

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The nearest function around a node."""
        return next((each for each in self.around(node) if isinstance(each, FUNCTIONS)), None)

    def where(self, node: ast.AST) -> str:
        """The qualified name of what is around a node: `Post.deliver`; empty at module level."""
        named = [each.name for each in self.around(node) if isinstance(each, (*FUNCTIONS, ast.ClassDef))]
        return ".".join(reversed(named))

    def finding(self, node: ast.AST, message: str) -> Finding:
        """A finding at a node of this module."""
        return Finding(self.path, getattr(node, "lineno", 1), message, self.where(node))


def planted(text: str, path: str = f"{PACKAGE}/casework/planted.py") -> Module:
    """A module that exists only in a test."""
    return Module(path, text)


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository that is, or is about to be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, or a copy that it does not know or trust
        return walked()
    return tuple(sorted(name for name in set(done.stdout.split("\0")) if name and (ROOT / name).is_file()))


def walked() -> tuple[str, ...]:
    """The same, found by walking the tree with the patterns of .gitignore, which are names and no paths."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()] + [".git"]

    def kept(names: list[str]) -> list[str]:
        return [name for name in names if not any(fnmatch(name, pattern) for pattern in ignored)]

    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = kept(folders)
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in kept(files)]
    return tuple(sorted(found))


@cache
def _modules() -> tuple[Module, ...]:
    names = [name for name in tracked() if name.endswith(".py")]
    return tuple(Module(name, (ROOT / name).read_text(encoding="utf-8")) for name in names)


def modules(*folders: str) -> list[Module]:
    """The repository's modules under these folders (all, if none is named)."""
    wanted = tuple(f"{folder.rstrip('/')}/" for folder in folders)
    return [module for module in _modules() if not wanted or module.path.startswith(wanted)]


def rooms(*names: str) -> list[Module]:
    """Modules of the package's top rooms by name (all, if none is named), migrations left out."""
    found = modules(*(f"{PACKAGE}/{name}" for name in names)) if names else modules(PACKAGE)
    return [module for module in found if "/migrations/" not in module.path]


def report(findings: Iterable[Finding]) -> str:
    """Findings as a list for the person whose test has failed."""
    return "\n" + "\n".join(str(finding) for finding in sorted(findings))
