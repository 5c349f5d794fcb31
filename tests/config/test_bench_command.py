"""`kikitori bench` by itself, as somebody at a terminal runs it: fill, measure, look at plans; and a real site is left alone."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kikitori.config.bench_fill import NOTE
from kikitori.config.bench_plans import SWEEPS
from kikitori.config.commands.bench import TARGETS
from tests.config.sites import kikitori

MADE = 25


@pytest.fixture(scope="module")
def bench() -> Iterator[Path]:
    """A folder that is not there yet."""
    above = Path(tempfile.mkdtemp(prefix="kk-"))
    above.chmod(0o711)
    yield above / "bench"
    shutil.rmtree(above, ignore_errors=True)


def said(data: Path, *words: str) -> str:
    # A database named by the surroundings must never be measured in place of the one that was filled.
    elsewhere = {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/x"} if "--fill" in words else {}
    done = kikitori(data, "bench", "--data", str(data), *words, **elsewhere)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def plans(bench: Path) -> dict[str, Any]:
    """So few complaints made that no table has more rows than a query may look at, and how their pages ask for them."""
    return dict(json.loads(said(bench, "--fill", str(MADE), "--plans", "--json")))


@pytest.fixture(scope="module")
def mails(bench: Path, plans: dict[str, Any]) -> dict[str, Any]:
    """Thirty mails taken in by two workers at once."""
    return dict(json.loads(said(bench, "mail", "--mails", "30", "--rounds", "1", "--json")))


def test_every_mail_that_is_measured_has_become_a_complaint(mails: dict[str, Any]):
    assert (mails["complaints"], mails["workers"]) == (MADE, 2)
    assert [each["mails"] for each in mails["rounds"]] == [30]
    assert mails["per_second"] > 0
    assert mails["worker_cpu_ms"] > 0


@pytest.fixture(scope="module")
def figures(bench: Path, plans: dict[str, Any], mails: dict[str, Any]) -> dict[str, Any]:
    """The same site measured, when nothing says any more that it was made up: a real one, as far as anybody can tell."""
    (bench / NOTE).unlink()
    return dict(json.loads(said(bench, "--rounds", "1", "--requests", "2", "--json")))


def test_plans_of_every_page_and_sweep_are_shown(plans: dict[str, Any]):
    assert plans["complaints"] == MADE
    pages = {page["page"]: page for page in plans["queries"]}
    assert {"Today", "queue unassigned, oldest", "find by reading", "follow", *SWEEPS} <= pages.keys()
    assert pages["mail: 50 filed together"]["queries"] < 50
    assert {name: page["findings"] for name, page in pages.items() if page["findings"]} == {}
    assert all(page["queries"] >= 1 for page in pages.values())
    costs = [one["buffers"] for one in pages["Today"]["statements"]]
    assert costs == sorted(costs, reverse=True)
    assert sum(costs) == pages["Today"]["buffers"] > 0


def test_site_is_measured_whole_for_one_reader_and_for_eight(figures: dict[str, Any]):
    found = {(figure["page"], figure["readers"]): figure for figure in figures["pages"]}
    assert len(found) == len(figures["pages"])
    assert {readers for _, readers in found} == {1, 8}
    assert {"Today", "queue main", "complaint", "find by name", "follow"} <= {page for page, _ in found}
    assert all(0 < figure["p50"] <= figure["p95"] for figure in found.values())
    target = TARGETS["pages"][1]
    slow = {
        f"{page}, 1" for (page, readers), figure in found.items() if readers == 1 and figure["p50"] > target
    }
    assert set(figures["beyond_target"]) == slow


def test_cpu_of_server_and_database_is_counted(figures: dict[str, Any]):
    """Over all pages together: one page asked for twice may cost less than a tick of the clock."""
    assert sum(figure["server"] for figure in figures["pages"]) > 0
    assert sum(figure["database"] for figure in figures["pages"]) > 0


def test_to_a_real_site_nothing_is_added(bench: Path, figures: dict[str, Any]):
    # What SQL made, thirty mails, and before them the fifty by which each of two workers gets warm.
    assert figures["complaints"] == MADE + 30 + 2 * 50
    assert [figure["page"] for figure in figures["pages"] if "POST" in figure["page"]] == []
    refused = kikitori(bench, "bench", "--data", str(bench), "--fill", str(MADE))
    assert refused.returncode != 0
    assert "--data" in refused.stderr
    refused = kikitori(bench, "bench", "mail", "--data", str(bench), "--mails", "10")
    assert refused.returncode == 2
    assert "--fill" in refused.stderr


@pytest.mark.parametrize(
    "words", [("--rounds", "0"), ("--requests", "-1"), ("--fill", "many"), ("--rounds", "٣")]
)
def test_numbers_that_are_none_are_refused(bench: Path, words: tuple[str, str]):
    done = kikitori(bench, "bench", *words)
    assert done.returncode == 2
    assert words[1] in done.stderr
