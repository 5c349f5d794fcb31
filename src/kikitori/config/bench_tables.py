"""Figures and plans as a person reads them on a terminal, and as the tables of docs/performance.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
Page = Mapping[str, Any]
_COLUMNS = ("page", "c", "p50 ms", "p95 ms", "req/s", "server CPU ms", "database CPU ms")
_PLAN_COLUMNS = ("page", "own queries", "buffers", "rows looked at", "rows of the costliest", "its indexes")
_LONGEST = 160
_MARK = "…"


def as_text(result: Result, targets: Mapping[int, float]) -> str:
    """Facts, then one line per figure, or per page its queries with the plans worth a look.

    `targets`: milliseconds by number of readers; what takes longer is marked.
    """
    facts = [
        f"{name}: {value}" for name, value in result.items() if not isinstance(value, list) or "load" in name
    ]
    body = _plans_as_text(result["queries"]) if "queries" in result else _figures_as_text(result, targets)
    return "\n".join([*facts, "", *body])


def as_markdown(result: Result) -> str:
    """The table of docs/performance.md that belongs to this result."""
    if "queries" in result:
        return _table(_PLAN_COLUMNS, _plan_rows(result["queries"]))
    return _table(_COLUMNS, (_cells(figure) for figure in result["pages"]))


def _plan_rows(pages: Sequence[Page]) -> Iterator[tuple[object, ...]]:
    """First what most pages ask for (who reads, what waits where), once; then each page with what is its own."""
    said = Counter(sql for page in pages for sql in {one["sql"] for one in page["statements"]})
    common = {sql for sql, times in said.items() if times > len(pages) / 2}
    if common:
        shared = {one["sql"]: one for page in pages for one in page["statements"] if one["sql"] in common}
        yield _plan_row("(on most pages)", sorted(shared.values(), key=lambda one: -one["buffers"]))
    for page in pages:
        yield _plan_row(page["page"], [one for one in page["statements"] if one["sql"] not in common])


def _plan_row(name: str, statements: Sequence[Mapping[str, Any]]) -> tuple[object, ...]:
    costliest: Mapping[str, Any] = statements[0] if statements else {"returned": 0, "indexes": ()}
    findings = sorted({finding for one in statements for finding in one["findings"]})
    return (
        name,
        len(statements),
        sum(one["buffers"] for one in statements),
        sum(one["looked_at"] for one in statements),
        costliest["returned"],
        "; ".join([", ".join(costliest["indexes"]) or "–", *findings]),
    )


def _cells(figure: Mapping[str, Any]) -> tuple[object, ...]:
    milliseconds = [f"{figure[name]:.1f}" for name in ("p50", "p95")]
    cost = [f"{figure[name]:.1f}" for name in ("server", "database")]
    return (figure["page"], figure["readers"], *milliseconds, f"{figure['per_second']:.0f}", *cost)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown: words to the left, figures to the right."""
    lines = [list(map(str, row)) for row in rows]
    right = [all(_is_figure(line[n]) for line in lines) for n in range(len(head))]
    marks = ["--:" if figures else "---" for figures in right]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [list(head), marks, *lines])


def _is_figure(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _figures_as_text(result: Result, targets: Mapping[int, float]) -> list[str]:
    rows = [_COLUMNS, *(tuple(map(str, _cells(figure))) for figure in result["pages"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS))]
    slow = {
        number: targets[figure["readers"]]
        for number, figure in enumerate(result["pages"], start=1)
        if figure["p50"] > targets.get(figure["readers"], figure["p50"])
    }
    return [
        row[0].ljust(widths[0])
        + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        + (f"  > {slow[number]:g} ms" if number in slow else "")
        for number, row in enumerate(rows)
    ]


def _plans_as_text(pages: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = []
    for page in pages:
        cost = f"{page['milliseconds']} ms, {page['buffers']} buffers, {page['looked_at']} rows looked at"
        lines += [
            f"{page['page']}: {page['queries']} queries, {cost}",
            *(f"  ! {finding}" for finding in page["findings"]),
            *(
                line
                for place, one in enumerate(page["statements"])
                if place == 0 or one["findings"]
                for line in _statement(one)
            ),
            "",
        ]
    return lines


def _statement(one: Mapping[str, Any]) -> list[str]:
    sql = one["sql"] if len(one["sql"]) <= _LONGEST else f"{one['sql'][:_LONGEST]}{_MARK}"
    return [f"  {sql}", *(f"    {line}" for line in one["lines"])]
