"""`kikitori bench`: how long the pages of this site take on this machine, and what they cost in CPU.

Rounds alternate over all pages and numbers of readers, and the median counts: one disturbed moment spoils nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.config.bench_load import Figure, Page, Taken
    from kikitori.config.bench_plans import Heard
    from kikitori.config.bench_site import Served
    from kikitori.config.environment import Environment

HELP = Bilingual(
    ja="ページの応答時間と CPU 時間を測る", en="measure how long the pages take and what they cost"
)
READERS = (1, 8)
TARGETS = {"pages": {1: 50.0}, "desk": {1: 20.0, 8: 80.0}}
"""Milliseconds by number of readers: the median of a page; of any on a filled demonstration, of the desk in a house
of a million complaints."""
MANY = 500
"""Rows: a query that looks at more is mentioned, unless the site is so large that a tenth of it is more still."""
RUNNING_CLOCKS = 100_000
"""Deadlines that run at once while none is due: the sweep of each minute must not read them."""
MAILS_TOGETHER = 50
"""Mails that are filed in one transaction, as many as a worker takes."""
NEW_ENTRIES = 50
"""Complaints on which something has happened since automations last looked."""
_NUMBERS = (
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
)
_ONLY_MADE_UP = Bilingual(
    ja="実際の申出に作りものを混ぜないため、デモか --fill で作ったフォルダでだけ計れます。",
    en="Made-up complaints are mixed with no real ones: only a demonstration or a folder of --fill is measured.",
)
_WHAT = Bilingual(
    ja="計るもの: pages（ページ）、desk（窓口のページと検索）または mail（メールの受付から受付通知まで）",
    en="what to measure: pages, desk (the desk's pages and search), or mail (from raw bytes to a complaint with its"
    " acknowledgement queued)",
)
_MAIL_NUMBERS = (
    ("--mails", 2000, Bilingual(ja="1 回に受け付けるメールの数", en="mails in a round")),
    ("--workers", 2, Bilingual(ja="同時に働くプロセスの数", en="processes that work at once")),
)
_SWITCHES = (
    (
        "--plans",
        Bilingual(
            ja="時間の代わりに、問い合わせの数と実行計画を示す", en="show query counts and plans, not times"
        ),
    ),
    ("--json", Bilingual(ja="結果を JSON で出力する", en="print the figures as JSON")),
    (
        "--markdown",
        Bilingual(ja="結果を Markdown の表で出力する", en="print the table of docs/performance.md"),
    ),
)


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """How often, how many, and in which form the figures are wanted."""
    parser.add_argument(
        "what", nargs="?", choices=("pages", "desk", "mail"), default="pages", help=_WHAT.in_(language)
    )
    parser.add_argument("--part", help=argparse.SUPPRESS)
    for name, default, help_text in (*_NUMBERS, *_MAIL_NUMBERS):
        parser.add_argument(
            name, type=_whole_number, default=default, metavar="N", help=help_text.in_(language)
        )
    for name, help_text in _SWITCHES:
        parser.add_argument(name, action="store_true", help=help_text.in_(language))


def run(arguments: argparse.Namespace) -> int:
    """Measure. The site may be running; if not, its web server is started and stopped again."""
    from kikitori.config.bench_tables import as_markdown, as_text
    from kikitori.config.prepared import prepared_site

    if arguments.what == "mail":
        return _mail(arguments)
    if arguments.fill:
        from kikitori.config.bench_fill import fill

        fill(arguments.data, arguments.fill, arguments.language)
        # What was made is what is measured, whatever other database the surroundings name.
        os.environ |= {"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}
    with prepared_site(arguments.data, role="web") as environment:
        if arguments.fill:
            _make_findable(environment, arguments.language)
        result = _explain(environment) if arguments.plans else _measure(environment, arguments)
    if arguments.json:
        text = json.dumps(result, ensure_ascii=False, indent=1)
    else:
        text = as_markdown(result) if arguments.markdown else as_text(result, TARGETS[arguments.what])
    sys.stdout.write(text + "\n")
    return 0


def _make_findable(environment: Environment, language: str) -> None:
    """Let search find what was filled in, once: some twenty seconds for 10,000 complaints."""
    import psycopg

    from kikitori.config.bench_documents import make_findable
    from kikitori.config.bench_fill import owner_of
    from kikitori.insight.search.models import SearchProgress

    if SearchProgress.objects.filter(walked_to=None).exists():
        return
    say(Bilingual(ja="検索用の控えを作っています…", en="Making it findable …"), language)
    with psycopg.connect(owner_of(environment.data), autocommit=True) as owner:
        make_findable(owner)


def _mail(arguments: argparse.Namespace) -> int:
    """Only where complaints may be made that nobody has made: a demonstration, or a folder of --fill."""
    from kikitori.config.bench_fill import may_grow
    from kikitori.config.prepared import prepared_site

    if arguments.part:
        with prepared_site(arguments.data):
            from kikitori.config.bench_mail import work_off

            work_off(arguments.part)
        return 0
    if arguments.fill:
        from kikitori.config.bench_fill import fill

        fill(arguments.data, arguments.fill, arguments.language)
        os.environ |= {"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}
    with prepared_site(arguments.data) as environment:
        if not may_grow(environment):
            raise Trouble(_ONLY_MADE_UP, code=USAGE)
        from kikitori.config.bench_machine import machine
        from kikitori.config.bench_mail import measure_mail

        result = machine() | measure_mail(
            environment, mails=arguments.mails, workers=arguments.workers, rounds=arguments.rounds
        )
    if arguments.json:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        return 0
    for name, value in result.items():
        sys.stdout.write(f"{name}: {value}\n")
    return 0


def _measure(environment: Environment, arguments: argparse.Namespace) -> dict[str, Any]:
    from kikitori.config.bench_fill import may_grow
    from kikitori.config.bench_machine import busy, machine
    from kikitori.config.bench_pages import pages, pages_of_the_desk
    from kikitori.config.bench_site import served
    from kikitori.config.bench_visitors import signed_in

    with served(environment) as site, signed_in(site.port) as visitors:
        result: dict[str, Any] = machine()
        if arguments.what == "desk":
            asked = pages_of_the_desk(visitors)
        else:
            asked = pages(site.port, visitors, posting=may_grow(environment))
        targets = TARGETS[arguments.what]
        figures = _rounds(site, asked, arguments)
        return {
            **result,
            "load_after": busy(),
            "rounds": arguments.rounds,
            "requests": arguments.requests,
            "pages": [asdict(figure) for figure in figures],
            "beyond_target": [
                f"{f.page}, {f.readers}" for f in figures if f.p50 > targets.get(f.readers, f.p50)
            ],
        }


def _rounds(site: Served, asked: list[Page], arguments: argparse.Namespace) -> list[Figure]:
    """What only reads is measured to its end before anything is sent: complaints sent would lengthen every list."""
    from kikitori.config.bench_load import figure, measure

    taken: dict[tuple[str, int], list[Taken]] = {(page.name, c): [] for c in READERS for page in asked}
    for sends in (False, True):
        chosen = [page for page in asked if page.from_many is sends]
        for page in chosen:
            measure(site.port, page, readers=1, requests=5)  # templates, caches, connections
        for number in range(arguments.rounds if chosen else 0):
            _say_round(number + 1, arguments)
            _round(site, chosen, arguments.requests, taken)
    return [figure(page.name, c, taken[page.name, c]) for page in asked for c in READERS]


def _round(site: Served, pages: list[Page], requests: int, taken: dict[tuple[str, int], list[Taken]]) -> None:
    from kikitori.config.bench_load import measure

    for readers in READERS:
        for page in pages:
            taken[page.name, readers].append(
                measure(
                    site.port,
                    page,
                    readers=readers,
                    requests=requests,
                    server=site.server,
                    database=site.database,
                )
            )


def _say_round(number: int, arguments: argparse.Namespace) -> None:
    rounds = arguments.rounds
    say(Bilingual(ja=f"{number}/{rounds} 回目…", en=f"Round {number} of {rounds} …"), arguments.language)


def _explain(environment: Environment) -> dict[str, Any]:
    from kikitori.config.bench_machine import machine
    from kikitori.config.bench_pages import as_page, spots
    from kikitori.config.bench_plans import (
        SWEEPS,
        hear_automations,
        hear_clocks,
        hear_mails,
        hear_page,
        hear_sweep,
        sizes,
    )
    from kikitori.config.bench_visitors import signed_in
    from kikitori.config.prepared import gather_static

    gather_static(environment)
    facts, rows = machine(), sizes()
    with signed_in(environment.port) as visitors:
        heard = [hear_page(as_page(spot, visitors)) for spot in spots(visitors)]
        heard += [hear_sweep(name) for name in SWEEPS]
        heard += [hear_clocks(RUNNING_CLOCKS), hear_mails(MAILS_TOGETHER), hear_automations(NEW_ENTRIES)]
        many = max(MANY, facts["complaints"] // 10)
        return {**facts, "queries": [_page_in_short(each, rows, many) for each in heard]}


def _page_in_short(heard: Heard, rows: dict[str, int], many: int) -> dict[str, Any]:
    """What the queries of one page cost together, and each of them, the costliest first."""
    from kikitori.config.bench_reading import findings

    statements = [
        {"sql": sql, **asdict(reading), "findings": findings(reading, rows, many)}
        for sql, reading in heard.explained()
    ]
    return {
        "page": heard.name,
        "queries": len(heard.queries),
        "milliseconds": round(heard.milliseconds, 1),
        "buffers": sum(one["buffers"] for one in statements),
        "looked_at": sum(one["looked_at"] for one in statements),
        "findings": sorted({finding for one in statements for finding in one["findings"]}),
        "statements": sorted(statements, key=lambda one: -one["buffers"]),
    }


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"1, 2, 3 …: {text!r}")
    return int(text)
