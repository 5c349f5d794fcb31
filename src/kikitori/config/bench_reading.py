"""Reading an execution plan: which indexes it used, how many rows it looked at, what it read whole.

Rows looked at and buffers touched are the same however busy the machine is; milliseconds are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """One executed query. `looked_at`: rows it read from tables, thrown away or not. `sorted`: rows put in order."""

    returned: int
    looked_at: int
    sorted: int
    buffers: int
    milliseconds: float
    #: Of thinking before it ran: with every query of its own text, this is paid each time.
    planning: float
    #: In the order of the plan, each once.
    indexes: tuple[str, ...]
    #: Tables read from end to end.
    whole: tuple[str, ...]
    lines: tuple[str, ...]


def read_plan(explained: Node) -> Reading:
    """What EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) says; `explained` is the first item of its answer."""
    root: Node = explained["Plan"]
    nodes = [node for node, _depth in _walk(root, 0)]
    ran = [node for node in nodes if node["Actual Loops"]]
    sorts = [_rows(child) for node in ran if "Sort" in node["Node Type"] for child in node.get("Plans", ())]
    return Reading(
        returned=_rows(root),
        looked_at=sum(_looked_at(node) for node in ran if "Relation Name" in node),
        sorted=max(sorts, default=0),
        buffers=_buffers(root),
        milliseconds=float(explained.get("Execution Time", 0)),
        planning=float(explained.get("Planning Time", 0)),
        indexes=tuple(dict.fromkeys(node["Index Name"] for node in ran if "Index Name" in node)),
        whole=tuple(dict.fromkeys(node["Relation Name"] for node in ran if node["Node Type"] == "Seq Scan")),
        lines=tuple(_line(node, depth) for node, depth in _walk(root, 0)),
    )


def findings(reading: Reading, sizes: Mapping[str, int], many: int) -> list[str]:
    """What grows with the house: a table of more than `many` rows read whole; more than `many` rows read or sorted."""
    found = [f"reads all of {table}" for table in reading.whole if sizes.get(table, 0) > many]
    if reading.sorted > many:
        found.append(f"sorts {reading.sorted} rows")
    if reading.looked_at > max(many, 2 * reading.returned):
        found.append(f"looks at {reading.looked_at} rows for {reading.returned}")
    return found


def _walk(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.get("Plans", ()):
        yield from _walk(child, depth + 1)


def _rows(node: Node) -> int:
    return round(float(node["Actual Rows"]) * float(node["Actual Loops"]))


def _looked_at(node: Node) -> int:
    thrown_away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round(float(node["Actual Rows"] + thrown_away) * float(node["Actual Loops"]))


def _buffers(node: Node) -> int:
    return int(node.get("Shared Hit Blocks", 0)) + int(node.get("Shared Read Blocks", 0))


def _line(node: Node, depth: int) -> str:
    """`Index Scan complaint_open on records_complaint: 51 rows, 63 buffers`."""
    what = " ".join(
        filter(
            None,
            (
                node["Node Type"],
                node.get("Index Name", ""),
                f"on {node['Relation Name']}" if "Relation Name" in node else "",
            ),
        )
    )
    thrown_away = _looked_at(node) - _rows(node)
    away = f" (and {thrown_away} thrown away)" if thrown_away else ""
    ran = f"{_rows(node)} rows{away}, {_buffers(node)} buffers" if node["Actual Loops"] else "never ran"
    return f"{'  ' * depth}{what}: {ran}"
