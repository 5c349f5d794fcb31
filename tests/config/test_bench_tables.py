"""The tables of figures and plans, for the terminal and for the documentation."""

from __future__ import annotations

from kikitori.config.bench_tables import as_markdown, as_text
from tests.house.rules.source import ROOT


def figure(page: str, readers: int, p50: float) -> dict[str, object]:
    return {
        "page": page,
        "readers": readers,
        "p50": p50,
        "p95": p50 * 1.5,
        "per_second": 1000 / p50,
        "server": 12.34,
        "database": 0.0,
    }


FIGURES = {
    "cores": 2,
    "load_before": [0.5, 0.4, 0.3],
    "pages": [figure("Today", 1, 51.25), figure("Today", 8, 400), figure("queue main", 1, 50.0)],
    "beyond_target": ["Today"],
}


def test_figures_stand_in_columns_and_what_is_slow_is_marked():
    assert as_text(FIGURES, {1: 50.0}).splitlines() == [
        "cores: 2",
        "load_before: [0.5, 0.4, 0.3]",
        "",
        "page        c  p50 ms  p95 ms  req/s  server CPU ms  database CPU ms",
        "Today       1    51.2    76.9     20           12.3              0.0  > 50 ms",
        "Today       8   400.0   600.0      2           12.3              0.0",
        "queue main  1    50.0    75.0     20           12.3              0.0",
    ]


def test_each_number_of_readers_has_a_target_of_its_own():
    lines = as_text(FIGURES, {1: 60.0, 8: 80.0}).splitlines()
    assert [line.partition("> ")[2] for line in lines[4:]] == ["", "80 ms", ""]


def test_figures_in_markdown_have_words_to_the_left_and_numbers_to_the_right():
    assert as_markdown(FIGURES).splitlines() == [
        "| page | c | p50 ms | p95 ms | req/s | server CPU ms | database CPU ms |",
        "| --- | --: | --: | --: | --: | --: | --: |",
        "| Today | 1 | 51.2 | 76.9 | 20 | 12.3 | 0.0 |",
        "| Today | 8 | 400.0 | 600.0 | 2 | 12.3 | 0.0 |",
        "| queue main | 1 | 50.0 | 75.0 | 20 | 12.3 | 0.0 |",
    ]


def statement(sql: str, buffers: int, *findings: str, indexes: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "sql": sql,
        "buffers": buffers,
        "looked_at": buffers // 10,
        "returned": 51,
        "indexes": indexes,
        "findings": list(findings),
        "lines": (f"Scan of {sql[:8]}",),
    }


PLANS = {
    "complaints": 100_000,
    "queries": [
        {
            "page": "queue main",
            "queries": 10,
            "milliseconds": 3.5,
            "buffers": 1710,
            "looked_at": 9,
            "findings": ["reads all of letter"],
            "statements": [
                statement("SELECT 1", 900, indexes=("complaint_open", "staff_pkey")),
                statement("SELECT 2", 500),
                statement("SELECT 3" + "." * 200, 310, "reads all of letter"),
            ],
        },
        {
            "page": "portal home",
            "queries": 0,
            "milliseconds": 0.0,
            "buffers": 0,
            "looked_at": 0,
            "findings": [],
            "statements": [],
        },
    ],
}


def test_plans_show_the_costliest_query_and_those_that_read_too_much():
    assert as_text(PLANS, {}).splitlines() == [
        "complaints: 100000",
        "",
        "queue main: 10 queries, 3.5 ms, 1710 buffers, 9 rows looked at",
        "  ! reads all of letter",
        "  SELECT 1",
        "    Scan of SELECT 1",
        "  SELECT 3" + "." * 152 + "…",
        "    Scan of SELECT 3",
        "",
        "portal home: 0 queries, 0.0 ms, 0 buffers, 0 rows looked at",
    ]


def test_plans_in_markdown_tell_what_most_pages_ask_for_once():
    frame = statement("SELECT frame", 800, indexes=("complaint_open",))
    letters = statement("SELECT letters", 90, indexes=("letter_for_people", "complaint_pkey"))
    late = statement("SELECT late", 40, "sorts 9000 rows")
    pages = {"Today": [frame, letters, late], "register": [frame], "letters": [frame, letters], "home": []}
    result = {"queries": [{"page": name, "statements": asked} for name, asked in pages.items()]}
    assert as_markdown(result).splitlines() == [
        "| page | own queries | buffers | rows looked at | rows of the costliest | its indexes |",
        "| --- | --: | --: | --: | --: | --- |",
        "| (on most pages) | 1 | 800 | 80 | 51 | complaint_open |",
        "| Today | 2 | 130 | 13 | 51 | letter_for_people, complaint_pkey; sorts 9000 rows |",
        "| register | 0 | 0 | 0 | 0 | – |",
        "| letters | 1 | 90 | 9 | 51 | letter_for_people, complaint_pkey |",
        "| home | 0 | 0 | 0 | 0 | – |",
    ]


def test_plans_in_markdown_of_pages_with_nothing_in_common():
    pages = [{"page": name, "statements": [statement(f"SELECT {name}", 5)]} for name in ("a", "b")]
    assert [line.split(" | ")[0] for line in as_markdown({"queries": pages}).splitlines()[2:]] == [
        "| a",
        "| b",
    ]


def test_the_documentation_has_the_tables_as_they_are_printed():
    document = (ROOT / "docs" / "performance.md").read_text("utf-8").splitlines()
    for printed in (as_markdown(FIGURES), as_markdown(PLANS)):
        head, marks, *_rows = printed.splitlines()
        assert document[document.index(head) + 1] == marks
    rows = {line.split(" | ")[0] for line in document}
    assert {
        "| Today",
        "| queue main",
        "| complaint",
        "| (on most pages)",
        "| sweep: silence",
    } <= rows
