"""Every exception from a house rule, with its reason. An exception nobody needs any more is itself a fault.

Keys are a path, `path::Qualified.name` for one function of it, or `folder/` for everything below.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.house.rules.source import Finding

LOOK = "src/kikitori/interfaces/look"
DESK = "src/kikitori/interfaces/desk"
CONFIG = "src/kikitori/config"

ALLOWED: dict[str, dict[str, str]] = {
    "dangers": {
        f"{CONFIG}/cli.py": "each command is imported by its own name when asked for, so that `--help` is quick",
    },
    "signals": {
        f"{CONFIG}/apps.py": "post_migrate gives the run-time roles their rights; no complaint is touched",
    },
    "unsafe markup": {
        f"{LOOK}/markup.py::filled": "puts values, each escaped, into a pattern of ours: format_html without its weight",
        f"{DESK}/mails/frame.py::framed": "HTML of a mail that nh3 has cleaned, for a sandboxed frame with its own policy",
        f"{LOOK}/markup.py::joined": "puts parts, each escaped, in a row: format_html_join without its weight",
    },
    "templates": {
        f"{DESK}/templates/desk/mails/_frame.html": "the frame in which the HTML of a mail is shown: sandboxed, no origin",
    },
    "writes": {
        f"{CONFIG}/bench_visitors.py": "sessions of the measuring visitors, deleted when the measuring ends",
        f"{CONFIG}/commands/create_admin.py": "the first account, made before there is anybody who could act",
        f"{CONFIG}/demo.py": "opens the demo's house: organisation, teams, accounts; every complaint is made by verbs",
    },
    "refusals": {
        f"{DESK}/complaint/steps/writing.py": "files before a step: the page that refuses the step notes it at once",
        "src/kikitori/interfaces/portal/door.py::_guarded": "what the page itself was refused is noted before it is raised",
    },
    "sleeping": {},
    "own_mocks": {
        "tests/foundation/postgres/test_programs.py::unreachable": "stands in for a wheel where its account cannot go",
        "tests/foundation/postgres/test_embedded.py": "moves the shared folder of root into the test's own",
    },
    "clocks": {
        "src/kikitori/records/access/visibility.py::grants_held": "sight of what is sealed ends by itself, on the second",
        "src/kikitori/records/complaints/timeline.py::Event": "recorded_at is the database's own word, beside `at`",
    },
    "Japanese in code": {
        "src/kikitori/interfaces/desk/complaint/fields.py": "the ways in which people type a day, a time, an amount",
        f"{LOOK}/words.py": "patterns of dates, spans and forms of address are grammar, kept pure for both languages",
    },
}


def unexcused(
    rule: str, findings: Iterable[Finding], allowed: dict[str, dict[str, str]] | None = None
) -> list[Finding]:
    """The findings no exception covers, and one finding for each exception of the rule that covers nothing."""
    excuses = (ALLOWED if allowed is None else allowed).get(rule, {})
    used: set[str] = set()
    left: list[Finding] = []
    for finding in findings:
        keys = {finding.path, f"{finding.path}::{finding.where}"} & excuses.keys()
        keys |= {key for key in excuses if key.endswith("/") and finding.path.startswith(key)}
        used |= keys
        if not keys:
            left.append(finding)
    stale = sorted(excuses.keys() - used)
    return left + [
        Finding(key.partition("::")[0], 0, f"no longer needs its exception from {rule!r}") for key in stale
    ]
