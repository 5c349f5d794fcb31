"""Reading plans: rows looked at, buffers, indexes and what is read whole, from plans as PostgreSQL prints them."""

from __future__ import annotations

from typing import Any

import pytest

from kikitori.config.bench_reading import Reading, findings, read_plan


def node(kind: str, rows: float, *plans: dict[str, Any], loops: int = 1, **more: Any) -> dict[str, Any]:
    return {"Node Type": kind, "Actual Rows": rows, "Actual Loops": loops, "Plans": list(plans), **more}


def on(table: str, index: str = "", **more: Any) -> dict[str, Any]:
    return {"Relation Name": table, **({"Index Name": index} if index else {}), **more}


def read(root: dict[str, Any]) -> Reading:
    return read_plan({"Plan": root, "Execution Time": 1.25, "Planning Time": 0.5})


FIFTY = node(
    "Limit",
    50,
    node(
        "Nested Loop",
        50,
        node("Index Scan", 51, **on("complaint", "complaint_open", **{"Rows Removed by Filter": 3})),
        node("Index Scan", 1, loops=51, **on("staff", "staff_pkey")),
    ),
    **{"Shared Hit Blocks": 90, "Shared Read Blocks": 6},
)


def test_a_list_by_its_index():
    found = read(FIFTY)
    assert (found.returned, found.looked_at, found.sorted, found.buffers) == (50, 51 + 3 + 51, 0, 96)
    assert found.indexes == ("complaint_open", "staff_pkey")
    assert found.whole == ()
    assert (found.milliseconds, found.planning) == (1.25, 0.5)
    assert found.lines == (
        "Limit: 50 rows, 96 buffers",
        "  Nested Loop: 50 rows, 0 buffers",
        "    Index Scan complaint_open on complaint: 51 rows (and 3 thrown away), 0 buffers",
        "    Index Scan staff_pkey on staff: 51 rows, 0 buffers",
    )


@pytest.mark.parametrize(
    ("plan", "looked_at"),
    [
        (node("Seq Scan", 10, **on("t", **{"Rows Removed by Filter": 990})), 1000),
        (node("Index Scan", 0.5, loops=104, **on("t", "i", **{"Rows Removed by Filter": 0.5})), 104),
        (node("Bitmap Heap Scan", 7, node("Bitmap Index Scan", 9, **{"Index Name": "i"}), **on("t")), 7),
        (node("Bitmap Heap Scan", 7, **on("t", **{"Rows Removed by Index Recheck": 5})), 12),
        (node("Index Scan", 0, loops=0, **on("t", "i", **{"Rows Removed by Filter": 7})), 0),
        (node("Result", 1), 0),
        (node("Append", 5, node("Seq Scan", 2, **on("a")), node("Seq Scan", 3, **on("b"))), 5),
    ],
)
def test_rows_are_counted_where_they_are_read_and_over_all_loops(plan, looked_at):
    assert read(plan).looked_at == looked_at


def test_what_was_planned_but_never_ran_counts_for_nothing():
    plan = node(
        "Nested Loop", 0, node("Seq Scan", 0, loops=0, **on("event")), node("Index Scan", 0, **on("t", "i"))
    )
    assert read(plan).whole == ()
    assert read(plan).indexes == ("i",)
    assert read(plan).lines[1] == "  Seq Scan on event: never ran"


def test_an_index_used_twice_and_a_table_read_twice_are_named_once():
    scans = [node("Index Scan", 1, **on("t", "i")), node("Seq Scan", 1, **on("s"))] * 2
    assert read(node("Append", 4, *scans)).indexes == ("i",)
    assert read(node("Append", 4, *scans)).whole == ("s",)


@pytest.mark.parametrize("kind", ["Sort", "Incremental Sort"])
def test_a_sort_counts_what_goes_in_not_what_a_limit_lets_out(kind):
    plan = node("Limit", 6, node(kind, 6, node("Seq Scan", 20_000, **on("t"))))
    assert read(plan).sorted == 20_000


LARGE = {"event": 1_600_000, "letter": 300_000, "staff": 24}


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        (FIFTY, []),
        (node("Seq Scan", 24, **on("staff")), []),
        (node("Seq Scan", 24, loops=2, **on("team")), []),
        (node("Seq Scan", 5, **on("letter", **{"Rows Removed by Filter": 495})), ["reads all of letter"]),
        (
            node("Aggregate", 1, node("Seq Scan", 300_000, **on("letter"))),
            ["reads all of letter", "looks at 300000 rows for 1"],
        ),
        (
            node("Limit", 6, node("Sort", 6, node("Index Scan", 501, **on("event", "i")))),
            ["sorts 501 rows", "looks at 501 rows for 6"],
        ),
        (node("Limit", 6, node("Sort", 6, node("Index Scan", 500, **on("event", "i")))), []),
        (
            node("Index Scan", 0, **on("event", "i", **{"Rows Removed by Filter": 99_999})),
            ["looks at 99999 rows for 0"],
        ),
        # Whoever asks for many rows may read many.
        (node("Index Scan", 1200, **on("event", "i", **{"Rows Removed by Filter": 800})), []),
        (
            node("Index Scan", 1000, **on("event", "i", **{"Rows Removed by Filter": 1001})),
            ["looks at 2001 rows for 1000"],
        ),
    ],
)
def test_findings_are_what_grows_with_the_house(plan, found):
    assert findings(read(plan), LARGE, many=500) == found
