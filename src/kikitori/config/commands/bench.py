"""`kikitori bench`: how long the pages of this site take on this machine, and what they cost in CPU.

Rounds alternate over all pages and numbers of readers, and the median counts: one disturbed moment spoils nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kikitori.config.terminal import say
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.config.bench_load import Figure, Page
    from kikitori.config.bench_site import Served
    from kikitori.config.environment import Environment

HELP = Bilingual(
    ja="ページの応答時間と CPU 時間を測る", en="measure how long the pages take and what they cost"
)
READERS = (1, 8)
TARGET = 50.0
"""Milliseconds: the median of a page for one reader, on a filled demonstration."""
_HEAD = f"{'page':<18} {'c':>2} {'p50 ms':>8} {'p95 ms':>8} {'req/s':>7} {'server CPU ms':>14} {'database CPU ms':>16}"


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """How often, how many, and in which form the figures are wanted."""
    for name, default, help_text in (
        (
            "--rounds",
            5,
            Bilingual(ja="交互に測る回数（中央値を採る）", en="alternating rounds (the median counts)"),
        ),
        ("--requests", 40, Bilingual(ja="1 回に送る要求の数", en="requests in a round")),
        (
            "--fill",
            0,
            Bilingual(
                ja="新しいフォルダに N 件の申出を SQL で作る", en="make N complaints by SQL in a new folder"
            ),
        ),
    ):
        parser.add_argument(
            name, type=_whole_number, default=default, metavar="N", help=help_text.in_(language)
        )
    parser.add_argument(
        "--plans",
        action="store_true",
        help=Bilingual(
            ja="時間の代わりに、問い合わせの数と実行計画を示す",
            en="show query counts and plans instead of times",
        ).in_(language),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help=Bilingual(ja="結果を JSON で出力する", en="print the figures as JSON").in_(language),
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure. The site may be running; if not, its web server is started and stopped again."""
    from kikitori.config.prepared import prepared_site

    if arguments.fill:
        from kikitori.config.bench_fill import fill

        fill(arguments.data, arguments.fill, arguments.language)
    with prepared_site(arguments.data, role="web") as environment:
        result = _explain(environment) if arguments.plans else _measure(environment, arguments)
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) if arguments.json else _table(result))
    sys.stdout.write("\n")
    return 0


def _measure(environment: Environment, arguments: argparse.Namespace) -> dict[str, Any]:
    from kikitori.config.bench_machine import busy, machine
    from kikitori.config.bench_pages import pages, signed_in
    from kikitori.config.bench_site import served

    with served(environment) as site, signed_in(site.port) as visitors:
        result: dict[str, Any] = machine()
        asked = pages(site.port, visitors, posting=_may_grow(environment))
        figures = _rounds(site, asked, arguments)
        return {
            **result,
            "load_after": busy(),
            "rounds": arguments.rounds,
            "requests": arguments.requests,
            "pages": [asdict(figure) for figure in figures],
            "beyond_target": [f.page for f in figures if f.readers == 1 and f.p50 > TARGET],
        }


def _rounds(site: Served, asked: list[Page], arguments: argparse.Namespace) -> list[Figure]:
    from kikitori.config.bench_load import Taken, figure, measure
    from kikitori.config.bench_site import database_of, server_of

    taken: dict[tuple[str, int], list[Taken]] = {(page.name, c): [] for c in READERS for page in asked}
    for page in asked:
        measure(
            site.port, page, readers=1, requests=5, server=(), database=()
        )  # templates, caches, connections
    for number in range(arguments.rounds):
        say(
            Bilingual(
                ja=f"{number + 1}/{arguments.rounds} 回目…", en=f"Round {number + 1} of {arguments.rounds} …"
            ),
            arguments.language,
        )
        for readers in READERS:
            for page in asked:
                taken[page.name, readers].append(
                    measure(
                        site.port,
                        page,
                        readers=readers,
                        requests=arguments.requests,
                        server=server_of(site),
                        database=database_of(site),
                    )
                )
    return [figure(page.name, c, taken[page.name, c]) for page in asked for c in READERS]


def _explain(environment: Environment) -> dict[str, Any]:
    from kikitori.config.bench_machine import machine
    from kikitori.config.bench_pages import pages, signed_in
    from kikitori.config.bench_plans import SWEEPS, hear_page, hear_sweep, plan_of

    with signed_in(environment.port) as visitors:
        heard = [hear_page(page) for page in pages(environment.port, visitors, posting=False)]
        heard += [hear_sweep(name) for name in SWEEPS]
        return {
            **machine(),
            "queries": [
                {
                    "page": each.name,
                    "queries": len(each.queries),
                    "milliseconds": round(each.milliseconds, 1),
                    "slowest": each.slowest()[1],
                    "plan": plan_of(each.slowest()),
                }
                for each in heard
            ],
        }


def _may_grow(environment: Environment) -> bool:
    """Only a demonstration or a folder made by --fill is given complaints that nobody has made."""
    from kikitori.config.bench_fill import NOTE as FILLED
    from kikitori.config.filling import NOTE as DEMONSTRATION

    return environment.demo or any((environment.data / name).exists() for name in (FILLED, DEMONSTRATION))


def _table(result: dict[str, Any]) -> str:
    facts = [
        f"{name}: {value}" for name, value in result.items() if not isinstance(value, list) or "load" in name
    ]
    if "queries" in result:
        lines = []
        for page in result["queries"]:
            lines += [
                "",
                f"{page['page']}: {page['queries']} queries, {page['milliseconds']} ms",
                page["slowest"],
                *[f"    {line}" for line in page["plan"]],
            ]
        return "\n".join(facts + lines)
    lines = [
        f"{f['page']:<18} {f['readers']:>2} {f['p50']:>8.1f} {f['p95']:>8.1f} {f['per_second']:>7.0f}"
        f" {f['server']:>14.1f} {f['database']:>16.1f}"
        + (f"  > {TARGET:g} ms" if f["readers"] == 1 and f["p50"] > TARGET else "")
        for f in result["pages"]
    ]
    return "\n".join([*facts, "", _HEAD, *lines])


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"1, 2, 3 …: {text!r}")
    return int(text)
