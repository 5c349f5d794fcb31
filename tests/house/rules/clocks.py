"""The clock is passed in: records and casework never ask what time it is.

A verb that is given its `now` can be tested without sleeping and told six months of history in a minute.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.bans import named_by
from tests.house.rules.source import Finding, Module

CLOCKS = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "datetime.date.today",
        "django.db.models.functions.Now",
        "django.db.models.functions.datetime.Now",
        "django.utils.timezone.now",
        "django.utils.timezone.localdate",
        "time.time",
        "time.time_ns",
    }
)
STAMPS = frozenset({"auto_now", "auto_now_add"})


def readings(module: Module) -> Iterator[Finding]:
    """Where a module reads a clock, or hands one over to be read later (`default=timezone.now`)."""
    for node in module.nodes:
        named = {name.removesuffix("()") for name in named_by(module, node)}
        if isinstance(node, ast.Name | ast.Attribute) and CLOCKS & named:
            yield module.finding(node, f"reads the clock ({module.dotted(node)}): take `now` as an argument")
        elif isinstance(node, ast.keyword) and node.arg in STAMPS:
            yield module.finding(node.value, f"{node.arg} reads the clock: the verb gives the time")
