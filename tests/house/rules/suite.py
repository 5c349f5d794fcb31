"""The tests' own rules: they can fail, they do not sleep, and they do not mock what is ours."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from tests.house.rules.source import FUNCTIONS, Finding, Module

_CHECKING = re.compile(r"(?:^|\.)(?:assert|expect|check|verify|must|fail|raises|warns)|assert")


def cannot_fail(module: Module) -> Iterator[Finding]:
    """Test functions in which nothing is claimed: no assert, no expectation, no helper named for one."""
    for node in module.nodes:
        if not (isinstance(node, FUNCTIONS) and node.name.startswith("test_")):
            continue
        claims = any(
            isinstance(each, ast.Assert)
            or (isinstance(each, ast.Call) and _CHECKING.search(module.dotted(each.func)))
            for each in ast.walk(node)
        )
        if not claims:
            yield module.finding(node, f"{node.name} claims nothing, so it cannot fail")
        for each in ast.walk(node):
            if isinstance(each, ast.Assert) and isinstance(each.test, ast.Constant) and each.test.value:
                yield module.finding(each, "this assertion is always true")


def sleeping(module: Module) -> Iterator[Finding]:
    """Calls to sleep. The clock is passed in; a poll on a real process is an exception with its reason."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and module.dotted(node.func) in {"time.sleep", "asyncio.sleep"}:
            yield module.finding(node, "a test sleeps: pass the clock in, or poll with a limit")
        if isinstance(node, ast.Attribute) and node.attr == "wait_for_timeout":
            yield module.finding(node, "a test sleeps: wait for what you wait for")


def own_mocks(module: Module) -> Iterator[Finding]:
    """Mocks of our own parts: such a test proves who calls whom, and nothing else."""
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        name = module.dotted(node.func)
        patching = name.endswith(
            ("mock.patch", "patch.object", "patch.multiple", "monkeypatch.setattr", "mocker.patch")
        )
        target = node.args[0] if node.args else None
        if patching and target is not None:
            said = target.value if isinstance(target, ast.Constant) else module.dotted(target)
            named = node.args[1] if len(node.args) > 2 else None
            if isinstance(said, str) and is_ours(
                said, named.value if isinstance(named, ast.Constant) else ""
            ):
                yield module.finding(node, f"replaces {said}, which is ours: use the real one")


def is_ours(target: str, name: object) -> bool:
    """Is this a part of ours? A limit in capitals is a setting, and `kikitori.x.os` is the world outside."""
    words = target.split(".")
    outside = sys.stdlib_module_names.intersection(words[1:])
    setting = str(name or words[-1]).isupper()
    return words[0] == "kikitori" and not outside and not setting


def nameless(module: Module) -> Iterator[Finding]:
    """Tests whose names say no condition: `test_close` tells nobody what should hold."""
    for node in module.nodes:
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_") and len(node.name.split("_")) < 3:
            yield module.finding(
                node, f"{node.name}: name the thing and the condition, test_<thing>_<condition>"
            )
