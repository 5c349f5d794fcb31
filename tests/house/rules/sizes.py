"""Small is a rule: a room gets too big before it goes wrong, so size is the early warning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.house.rules.source import FUNCTIONS, Finding, Module

LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 600  # one thing, all its cases
LONGEST_FUNCTION = 60
MEDIAN_MODULE = 100
NINE_IN_TEN = 250


def lines(module: Module) -> int:
    """Lines of a module, all counted."""
    return len(module.text.splitlines())


def long_modules(module: Module) -> Iterator[Finding]:
    """A module that should be several. Tests of one thing, with all its cases, may be longer."""
    limit = LONGEST_TEST_MODULE if module.path.startswith("tests/") else LONGEST_MODULE
    if lines(module) > limit:
        yield Finding(module.path, 1, f"{lines(module)} lines: split it by meaning ({limit} at most)")


def long_functions(module: Module) -> Iterator[Finding]:
    """A function that does several things; its docstring counts, its decorators do not."""
    for node in module.nodes:
        if isinstance(node, FUNCTIONS):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                message = f"{node.name} has {length} lines: split it by meaning ({LONGEST_FUNCTION} at most)"
                yield module.finding(node, message)


def percentile(values: Sequence[int], share: float) -> int:
    """The value that `share` of all values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def spread(modules: list[Module]) -> Iterator[Finding]:
    """Median and ninth decile of module sizes. Name plates and migrations are no modules anybody writes."""
    counted = [lines(each) for each in modules if not each.path.endswith("/__init__.py")]
    for share, limit, name in ((0.5, MEDIAN_MODULE, "median"), (0.9, NINE_IN_TEN, "ninth decile")):
        found = percentile(counted, share)
        if found > limit:
            yield Finding("src/kikitori", 0, f"the {name} of module sizes is {found} lines, {limit} at most")
