"""Who catches a refusal notes it: `casework/refusals.py` is asked in every handler, or the handler passes it on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.source import Finding, Module

REFUSALS = {"Refused", "StepNotPossible", "PartRefused"}
NOTING = {"note_caught", "note_if_forbidden", "note_refusal"}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _caught(handler: ast.ExceptHandler) -> set[str]:
    match handler.type:
        case ast.Tuple(elts=several):
            return {_name(each) for each in several}
        case ast.expr() as one:
            return {_name(one)}
    return set()


def unnoted(module: Module) -> Iterator[Finding]:
    """Handlers of a refusal that neither note it nor raise it again as it is."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.ExceptHandler) and _caught(node) & REFUSALS):
            continue
        within = list(ast.walk(node))
        notes = any(isinstance(each, ast.Call) and _name(each.func) in NOTING for each in within)
        passes_on = any(isinstance(each, ast.Raise) and each.exc is None for each in within)
        if not (notes or passes_on):
            yield module.finding(node, "a refusal is caught here and not noted")
