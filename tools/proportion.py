#!/usr/bin/env python3
"""How many lines of tests stand behind a line of code: `proportion.py`; exits 1 below one and a half.

Only lines that do something count: no blank line, no comment, no docstring, and no migration: a program writes those.
"""

import ast
import sys
import tokenize
from pathlib import Path

HOUSE = Path(__file__).parent.parent
LEAST = 1.5
_QUIET = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


def lines_that_do_something(path: Path) -> int:
    """Lines with code on them; a text of several lines counts as many, unless it is a docstring."""
    with path.open("rb") as file:
        tokens = [token for token in tokenize.tokenize(file.readline) if token.type not in _QUIET]
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - _docstrings(path))


def _docstrings(path: Path) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if ast.get_docstring(node) is not None:
            lines.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return lines


def total(folder: str) -> int:
    """Of every module in a folder of the house."""
    files = (path for path in (HOUSE / folder).rglob("*.py") if "migrations" not in path.parts)
    return sum(map(lines_that_do_something, files))


def main() -> int:
    """Print both totals and the proportion."""
    code, tests = total("src"), total("tests")
    print(f"code {code:,}  tests {tests:,}  tests / code {tests / code:.2f}")
    return 0 if tests >= LEAST * code else 1


if __name__ == "__main__":
    sys.exit(main())
